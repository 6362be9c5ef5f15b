import type { Unknown } from "../truth";

/** Who may hold policies. */
export type HolderKind = "role" | "user" | "group";

/** A role, user or group as attachments name it. */
export interface Holder {
  readonly kind: HolderKind;
  readonly partition: string;
  /** An account's id, or words in its place. */
  readonly account: string;
  readonly name: string | Unknown;
  /** What stands for it in maps. Names are compared without case, and no path tells two of a name apart. */
  readonly key: string;
}

export function holder<Name extends string | Unknown>(
  kind: HolderKind,
  partition: string,
  account: string,
  name: Name,
): Holder & { readonly name: Name } {
  const key = `${kind} ${account} ${typeof name === "string" ? name.toLowerCase() : ""}`;
  return { kind, partition, account, name, key };
}

/** A role, user or group as the data describes it. */
export interface IdentityData extends Holder {
  /** Where it is not known, what the data calls it. */
  readonly arn: string;
  /** Where it is not known, the same as `arn`. */
  readonly name: string;
  readonly uniqueId?: string | undefined;
  /** ARN of the permissions boundary. */
  readonly boundary?: string | Unknown | undefined;
  /** By key in lower case. */
  readonly tags: ReadonlyMap<string, string> | Unknown;
  /** The trust policy, for a role. */
  readonly trust?: unknown;
  readonly maxSessionSeconds?: number | undefined;
}

/** What the data says of identities and their policies, before it is put together. Documents may be unknown. */
export interface Draft {
  readonly identities: IdentityData[];
  readonly managed: { readonly arn: string; readonly document: unknown }[];
  readonly inline: { readonly holder: Holder; readonly name: string; readonly document: unknown }[];
  readonly attached: { readonly holder: Holder; readonly policyArn: string | Unknown }[];
  readonly members: { readonly user: Holder; readonly group: Holder }[];
}

export function emptyDraft(): Draft {
  return { identities: [], managed: [], inline: [], attached: [], members: [] };
}

/** Whether somebody's name is known, and not only words that stand for it. */
export function isName(name: string): boolean {
  return /^[\w+=,.@-]+$/.test(name);
}
