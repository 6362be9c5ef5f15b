import { covers, coversWithin, glob, hasWildcard, literal, matches, type Glob } from "./glob";
import type { Truth } from "../truth";

/** The six parts of an ARN; the last keeps its own colons. Undefined for a text that has fewer. */
export function arnParts(arn: string): readonly string[] | undefined {
  const parts = arn.split(":");
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/** A role or user as its ARN names it. */
export interface IamEntity {
  readonly arn: string;
  readonly kind: "role" | "user";
  readonly partition: string;
  readonly account: string;
  /** With slashes at both ends, e.g. `/octopus/deploy/`. */
  readonly path: string;
  readonly name: string;
}

/**
 * Reads the ARN of a role or user; undefined for any other text.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
 */
export function iamEntity(arn: string): IamEntity | undefined {
  const parts = /^arn:([a-z0-9-]+):iam::(\d{12}):(role|user)(\/(?:[^\s*?]+\/)?)([\w+=,.@-]+)$/.exec(arn);
  if (!parts) return undefined;
  const [, partition = "", account = "", kind, path = "", name = ""] = parts;
  return { arn, kind: kind === "user" ? "user" : "role", partition, account, path, name };
}

/** An account's id from any ARN; empty for one without account, such as a bucket's. */
export function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

/**
 * Compares as `ArnLike` does, each of the six parts for itself, so that a wildcard does not reach over a colon.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnMatches(pattern: Glob, arn: string): boolean {
  return arnCovers(pattern, literal(arn));
}

/** Whether a pattern surely matches, part by part, every ARN that another pattern matches so. */
export function arnCovers(pattern: Glob, other: Glob): boolean {
  let at = 0;
  let i = 0;
  for (let part = 1; part < 6; part++) {
    const patternEnd = pattern.indexOf(":", at);
    const otherEnd = other.indexOf(":", i);
    if (patternEnd < 0 || otherEnd < 0) return false;
    if (!coversWithin(pattern, at, patternEnd, other, i, otherEnd)) return false;
    at = patternEnd + 1;
    i = otherEnd + 1;
  }
  return coversWithin(pattern, at, pattern.length, other, i, other.length);
}

const everything = glob("*");

/**
 * Compares as the element `Resource` does. There a `*` that ends one of the parts between colons may reach over the
 * colons after it. Of a wildcard elsewhere AWS does not say it: where it makes a difference the answer is not known.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourceMatches(pattern: Glob, arn: string): Truth {
  if (!matches(pattern, arn)) return "no";
  if (!hasWildcard(pattern) || covers(pattern, everything)) return "yes";
  return arnMatches(withAllParts(pattern), arn) ? "yes" : "unknown";
}

/** A pattern that ends with `*` has any parts after it: `arn:aws:iam::*` means `arn:aws:iam::*:*` as well. */
function withAllParts(pattern: Glob): Glob {
  if (!pattern.endsWith(everything)) return pattern;
  const missing = 6 - pattern.split(":").length;
  return missing > 0 ? ((pattern + `:${everything}`.repeat(missing)) as Glob) : pattern;
}

/** Whether a text is the id of an account. At a preview words may stand in its place. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}
