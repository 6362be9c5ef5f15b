/** What a test wants the program beside this file to make. */
export interface Wanted {
  readonly labels?: Readonly<Record<string, string>>;
  readonly verbs: string[];
  readonly boundRole?: string;
  readonly masterKey: string;
  readonly chartVersion: string;
  /** Objects of any kind, by the names of their resources. */
  readonly objects?: Readonly<
    Record<string, { apiVersion: string; kind: string; metadata?: object; spec?: object }>
  >;
}

export const wanted: Wanted = {
  verbs: ["get", "list", "create"],
  masterKey: "not-a-real-master-key",
  chartVersion: "1.8.0",
};
