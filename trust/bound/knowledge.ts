import { arnParts, isAccountId } from "../documents/arn";
import type { Principal } from "../documents/principal";
import type { Truth } from "../truth";
import { exactly, like, likeArn, partsOf, type Pattern } from "./pattern";
import type { Way } from "./way";

/** What is known of a condition key for everybody who comes in by a way. */
export interface Known {
  /** Whether their requests have it. */
  readonly present: Truth;
  /** Its value is one of each of these lists, where it is present. */
  readonly within: readonly (readonly Pattern[])[];
}

const nothing: Known = { present: "unknown", within: [] };

/**
 * Keys that say who calls, with the operators that are made for them. They have one value, so that two lists of
 * patterns are about the same one.
 */
const identityKeys: ReadonlyMap<string, readonly Pattern["as"][]> = new Map([
  ["aws:principalarn", ["text", "caseless", "arn"]],
  ["aws:principalaccount", ["text", "caseless"]],
  ["aws:principalisawsservice", ["text", "caseless", "boolean"]],
  ["aws:userid", ["text", "caseless"]],
]);

/** Whether AWS says what a pattern means for a key: `Bool` of an ARN, for example, it does not. */
export function fits(key: string, { as }: Pattern): boolean {
  return identityKeys.get(key)?.includes(as) ?? true;
}

/**
 * @param key in lower case
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function knownOf(way: Way, key: string): Known {
  const required = way.requires.filter((requirement) => requirement.key === key).map(({ values }) => values);
  const own = key === "aws:principalaccount" ? accountOf(way) : ofPrincipal(way, key);
  return {
    present: required.length > 0 ? "yes" : own.present,
    within: identityKeys.has(key) ? [...own.within, ...required] : [],
  };
}

/** Whether callers of this kind use this call at all: who has credentials of AWS signs, others bring a token. */
export function canCall({ kind }: Principal, action: Way["action"]): boolean {
  if (action === "sts:AssumeRole") return kind !== "federated";
  return !action.startsWith("sts:AssumeRoleWith") || !(kind === "service" || signs.has(kind));
}

const signs: ReadonlySet<Principal["kind"]> = new Set([
  "account",
  "role",
  "user",
  "session",
  "federatedUser",
  "uniqueId",
]);

function ofPrincipal({ action, principal }: Way, key: string): Known {
  const unsigned = principal.kind === "federated" || action.startsWith("sts:AssumeRoleWith");
  if (unsigned && (key === "aws:principalarn" || key === "aws:principalisawsservice"))
    return { present: "no", within: [] };
  if (!signs.has(principal.kind)) return nothing;
  if (key === "aws:principalarn") return present(arnsOf(principal));
  if (key === "aws:principalisawsservice") return present([exactly("false")]);
  if (key === "aws:userid" && principal.kind === "uniqueId") return present(userIdsOf(principal.id));
  return nothing;
}

/** The account is that of the ARN which the caller surely has. */
function accountOf(way: Way): Known {
  const arns = knownOf(way, "aws:principalarn").within;
  const accounts = arns.map((list) => list.map(accountPart));
  const within = accounts.filter((list): list is Pattern[] => !list.includes(undefined));
  return within.length > 0 ? { present: "yes", within } : nothing;
}

function accountPart(pattern: Pattern): Pattern | undefined {
  const account = partsOf(pattern)?.[4];
  return account && isAccountId(account) ? exactly(account) : undefined;
}

function present(values: readonly Pattern[] | undefined): Known {
  return { present: "yes", within: values ? [values] : [] };
}

/** `aws:PrincipalArn` is the role's own ARN for its sessions; a session's ARN does not tell the role's path. */
function arnsOf(principal: Principal): readonly Pattern[] | undefined {
  switch (principal.kind) {
    case "role":
    case "user":
    case "federatedUser":
      return [exactly(principal.arn)];
    case "session": {
      const role = `arn:${arnParts(principal.arn)?.[1]}:iam::${principal.account}:role/`;
      return [like(role + principal.role), like(`${role}*/${principal.role}`)];
    }
    case "account":
      return [likeArn(`arn:*:*::${principal.account}:*`)];
    default:
      return undefined;
  }
}

/** A role's sessions have their name after the role's id. */
function userIdsOf(id: string): readonly Pattern[] {
  return [exactly(id), like(`${id}:*`)];
}
