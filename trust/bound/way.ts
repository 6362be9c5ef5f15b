import type { Principal } from "../documents/principal";
import type { Pattern } from "./pattern";

/** The calls that give a session of a role. */
export const assumeActions = [
  "sts:AssumeRole",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
] as const;

/** The last two are no calls: they are asked for beside one. */
export type StsAction = (typeof assumeActions)[number] | "sts:TagSession" | "sts:SetSourceIdentity";

/** One way into a role: everybody who may come in by one statement, and more rather than less. */
export interface Way {
  readonly action: StsAction;
  /** Whom the statement names. `other` where that is not known: then it may be anybody. */
  readonly principal: Principal;
  /** What those who come in surely have, all of it. */
  readonly requires: readonly Requirement[];
  /** Place of the statement, e.g. `Statement[1]`; empty if it is about the whole policy. */
  readonly place: string;
  readonly sid?: string;
  /** Conditions and denials that may leave fewer, but nobody can say whom, e.g. `IpAddress aws:SourceIp`. */
  readonly notCounted: readonly string[];
}

/** A condition key that is there, with a value that is one of some patterns. */
export interface Requirement {
  /** In lower case. */
  readonly key: string;
  readonly values: readonly Pattern[];
  /** E.g. `StringEquals sts:ExternalId`, or with `not` before it if a denial leaves nobody else. */
  readonly words: string;
}
