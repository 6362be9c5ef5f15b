import { iamEntity } from "../documents/arn";
import { glob, witness } from "../documents/glob";

/**
 * An ARN that a pattern stands for, in which what the pattern leaves open is as usual.
 *
 * @param pattern as policies write it, e.g. `arn:aws:iam::*:role/deploy-*`
 * @param usual the six parts of an ARN
 */
export function witnessArn(pattern: string, usual: readonly string[]): string {
  const split = pattern.split(":");
  const parts = [...split.slice(0, 5), ...(split.length > 5 ? [split.slice(5).join(":")] : [])];
  const [last = ""] = parts.slice(-1);
  if (parts.length < 6 && !last.endsWith("*")) {
    // A wildcard reaches over colons, as in `*:role/Deploy`.
    return [...usual.slice(0, 5), withoutWildcards(last)].join(":");
  }
  return usual.map((part, index) => filled(parts[index], part)).join(":");
}

function filled(pattern: string | undefined, usual: string): string {
  return pattern === undefined || pattern === "*" ? usual : witness(glob(pattern));
}

function withoutWildcards(resource: string): string {
  const short = resource.replace(/^.*\*(?=(role|user)\/)/, "");
  return witness(glob(short));
}

/** An ARN of a role that a pattern stands for, in an account; undefined if it can be none. */
export function roleArnIn(pattern: string, account: string, partition: string): string | undefined {
  const arn = witnessArn(pattern, ["arn", partition, "iam", "", account, "role/Anyone"]);
  const role = iamEntity(arn);
  return role?.kind === "role" && role.account === account ? arn : undefined;
}

/** The partition that an ARN names; the usual one where the ARN is not known yet. */
export function partitionOf(arn: string): string {
  return /^arn:([^:]+):/.exec(arn)?.[1] ?? "aws";
}
