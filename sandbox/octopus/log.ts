/** One request as the log keeps it: never what was sent or answered, which can be secret. */
export interface OctopusLogEntry {
  readonly time: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Names of the query's parameters. */
  readonly parameters: readonly string[];
  /** E.g. `Spaces-1`; `""` for what is no space's. */
  readonly space: string;
  /** The collection's name in addresses, e.g. `environments`. */
  readonly collection: string;
  readonly status: number;
  /** Why it was refused. */
  readonly error?: string;
  readonly milliseconds: number;
}
