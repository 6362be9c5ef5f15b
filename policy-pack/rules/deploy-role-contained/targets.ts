import { concerns } from "../../../trust/documents/actions";
import { arnParts, iamEntity, isAccountId } from "../../../trust/documents/arn";
import { glob, hasWildcard, matches, witness, type Glob } from "../../../trust/documents/glob";
import type { Identity } from "../../../trust/organization";
import { unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import { isDeployRoleArn, isOidcRoleArn } from "../../subjects";

const anything = glob("*");
const oneCharacter = glob("?");

/** The patterns of what a role may be allowed an action on, as its policies write them. */
export function allowedOn({ policies }: Identity, action: string): readonly string[] {
  const patterns = policies.flatMap(({ document: { statements } }) =>
    (statements === unknown ? [] : statements).flatMap((statement) => {
      const { effect, resources } = statement;
      if (effect === "Deny" || concerns(statement, action) === "no") return [];
      if (resources === unknown || resources === undefined || resources.negated) return ["*"];
      // A variable may stand for anything.
      return resources.names.map((name) => (name.includes("${") ? "*" : name));
    }),
  );
  return [...new Set(patterns)];
}

/**
 * ARNs of launchers, deploy roles and roles for tokens that an action may be allowed on: the launchers, the deploy roles that have exact
 * ARNs, and for a pattern one that it and the policy both mean.
 *
 * @param account where the roles are; undefined for any
 */
export function guardedTargets(
  identity: Identity,
  action: string,
  settings: Settings,
  account?: string,
): readonly string[] {
  const patterns = allowedOn(identity, action);
  if (patterns.length === 0) return [];
  const named = patterns.map((pattern) => arnParts(pattern)?.[4] ?? "").filter(isAccountId);
  const accounts = account === undefined ? [...new Set([...settings.accounts, ...named])] : [account];
  const patterned = [...settings.deployRoles, ...settings.oidcRoles].map(({ text }) => text);
  const guarded = [...settings.launchers, ...patterned];
  const places = guarded.flatMap((text) => accounts.flatMap((id) => placedIn(text, id) ?? []));
  const arns = places.flatMap((place) => patterns.map((pattern) => meetingArn(pattern, place)));
  return [...new Set(arns)].filter((arn): arn is string => arn !== undefined && iamEntity(arn) !== undefined);
}

/** The pattern of a role in an account; undefined if it means none there. */
function placedIn(text: string, account: string): Glob | undefined {
  const [arn = "", partition = "", service = "", region = "", owner = "", rest = ""] = arnParts(text) ?? [];
  if (!matches(glob(owner), account)) return undefined;
  // No name and no part of a path is empty.
  const filled = glob(rest).replaceAll(anything, `${oneCharacter}${anything}`);
  return [arn, partition, service, region, account, filled].join(":") as Glob;
}

/**
 * An ARN that a pattern of a policy and a pattern both mean, each of its parts for itself where the policy has all six;
 * undefined if there is none.
 *
 * @param pattern as policies write it, e.g. `arn:aws:iam::*:role/octopus/*`
 */
export function meetingArn(pattern: string, place: Glob): string | undefined {
  const [parts, places] = [arnParts(pattern), arnParts(place)];
  if (!parts || !places) {
    const arn = meeting(glob(pattern), place);
    return arn !== undefined && !arnParts(arn)?.[5]?.includes(":") ? arn : undefined;
  }
  const met = places.map((part, index) => meeting(glob(parts[index] ?? ""), part as Glob));
  return met.includes(undefined) ? undefined : met.join(":");
}

/** Nothing in IAM has a longer ARN. */
const longest = 1024;

/**
 * A text that two patterns both match; undefined if there is none.
 *
 * @param one of a policy; one that is too long for an ARN is taken to match anything
 */
export function meeting(one: Glob, other: Glob): string | undefined {
  if (one.length > longest) return witness(other);
  if (!hasWildcard(one)) return matches(other, one) ? one : undefined;
  if (!hasWildcard(other)) return matches(one, other) ? other : undefined;
  const known = new Map<number, string | undefined>();
  const from = (i: number, j: number): string | undefined => {
    const key = i * (other.length + 1) + j;
    if (!known.has(key)) known.set(key, found(i, j));
    return known.get(key);
  };
  const then = (character: string, rest: string | undefined): string | undefined =>
    rest === undefined ? undefined : (character === oneCharacter ? "x" : character) + rest;
  const found = (i: number, j: number): string | undefined => {
    const [a, b] = [one[i], other[j]];
    if (a === undefined && b === undefined) return "";
    if (a === anything)
      return (
        from(i + 1, j) ?? (b === undefined ? b : b === anything ? from(i, j + 1) : then(b, from(i, j + 1)))
      );
    if (b === anything) return from(i, j + 1) ?? (a === undefined ? a : then(a, from(i + 1, j)));
    if (a === undefined || b === undefined) return undefined;
    if (a === oneCharacter || a === b) return then(b, from(i + 1, j + 1));
    return b === oneCharacter ? then(a, from(i + 1, j + 1)) : undefined;
  };
  return from(0, 0);
}

/** Whether an ARN is a launcher's, a deploy role's or that of a role for tokens. */
export function isGuarded(arn: string, settings: Settings): boolean {
  return settings.launchers.includes(arn) || isDeployRoleArn(arn, settings) || isOidcRoleArn(arn, settings);
}
