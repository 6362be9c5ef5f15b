import { isAnother, type Lookup } from "../conditions/lookup";
import type { Principal } from "../documents/principal";
import { unknown, type Truth } from "../truth";
import { knownOf } from "./knowledge";
import { anything, isExact, mayBe, type Pattern } from "./pattern";
import type { Requirement, Way } from "./way";

/**
 * Whether a caller may come in by a way: true unless the way surely leaves him out.
 *
 * @param isCaller whether a principal that a policy names is the caller
 * @param lookup what the caller's request says about condition keys
 */
export function admits(way: Way, isCaller: (principal: Principal) => Truth, lookup: Lookup): boolean {
  if (way.principal.kind !== "other" && isCaller(way.principal) === "no") return false;
  return way.requires.every(({ key, values }) => {
    const actual = lookup(key);
    if (actual === undefined) return false;
    if (actual === unknown || isAnother(actual)) return true;
    const [value] = actual;
    if (value === undefined || actual.length > 1) return true;
    return values.some((pattern) => mayBe(pattern, value));
  });
}

/**
 * The ways by which anybody else than some roles may come in.
 *
 * @param arns ARNs of roles, e.g. of the launcher; a way is theirs if it names one of them, or an account under the
 *   condition that `aws:PrincipalArn` is one of them
 */
export function waysOfOthers(ways: readonly Way[], arns: readonly string[]): readonly Way[] {
  const isTheirs = (pattern: Pattern): boolean => isExact(pattern) && arns.includes(pattern.text);
  return ways.filter((way) => {
    const { present, within } = knownOf(way, "aws:principalarn");
    return present !== "yes" || !within.some((list) => list.every(isTheirs));
  });
}

/** A way in words, e.g. `any principal of account 111111111111, through sts:AssumeRole (Statement[1], Sid Admins)`. */
export function describe(way: Way): string {
  const { action, principal, requires, place, sid } = way;
  const byArn = takesArns(principal) ? requires.find(isAboutArns) : undefined;
  const words = requires.filter((requirement) => requirement !== byArn).map((one) => one.words);
  const under = words.length > 0 ? `, only under ${words.join(" and ")}` : "";
  const where = [place, sid === undefined ? "" : `Sid ${sid}`].filter((one) => one !== "").join(", ");
  return `${whoIs(principal, byArn)}, through ${action}${under}${where && ` (${where})`}`;
}

function takesArns({ kind }: Principal): boolean {
  return kind === "everybody" || kind === "other" || kind === "account";
}

function isAboutArns({ key, values }: Requirement): boolean {
  return key === "aws:principalarn" && !values.includes(anything);
}

function whoIs(principal: Principal, byArn: Requirement | undefined): string {
  const arns = byArn?.values.map(({ text }) => text).join(" or ");
  switch (principal.kind) {
    case "everybody":
    case "other":
      return arns ?? "anybody";
    case "account":
      return `${arns ?? "any principal"} of account ${principal.account}`;
    case "role":
    case "user":
    case "session":
    case "federatedUser":
      return principal.arn;
    case "uniqueId":
      return `the deleted role or user ${principal.id}`;
    case "service":
      return `the service ${principal.service}`;
    case "federated":
      return `whoever ${principal.provider} vouches for`;
    case "canonicalUser":
      return `the canonical user ${principal.id}`;
  }
}
