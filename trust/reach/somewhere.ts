import { arnParts, isAccountId } from "../documents/arn";
import { matches } from "../documents/glob";
import type { Identity, NamedDocument, Organization } from "../organization";
import { some, unknown, type Truth } from "../truth";
import { may, mayBeAllowed, sameAccount, type About } from "./judge";
import { partitionOf, witnessArn } from "./witness";

const answers = new WeakMap<Organization, WeakMap<Identity, Map<string, Truth>>>();

/**
 * Whether there is anything in its account to which a principal may do something. An answer is kept, as everybody who
 * may pass a role is asked the same again for each role.
 *
 * @param action in lower case, e.g. `lambda:createfunction`
 */
export function maySomewhere(organization: Organization, identity: Identity, action: string): Truth {
  const ofAll = answers.get(organization) ?? new WeakMap<Identity, Map<string, Truth>>();
  answers.set(organization, ofAll);
  const known = ofAll.get(identity) ?? new Map<string, Truth>();
  ofAll.set(identity, known);
  let answer = known.get(action);
  if (answer === undefined) known.set(action, (answer = judged(organization, identity, action)));
  return answer;
}

function judged(organization: Organization, identity: Identity, action: string): Truth {
  if (!mayBeAllowed(identity, action)) return "no";
  const patterns = patternsFor(identity, action);
  if (patterns.every((pattern) => isElsewhere(pattern, identity.account))) return "no";
  const somewhere = some(resourcesFor(identity, action), (resource) =>
    may(organization, identity, action, resource),
  );
  // Where these few are denied, others may not be.
  return somewhere === "yes" ? somewhere : maySomehow(organization, identity, action);
}

/** Whether a pattern is of ARNs of another account. */
function isElsewhere(pattern: string, account: string): boolean {
  const other = arnParts(pattern)?.[4] ?? "";
  return isAccountId(other) && sameAccount(account, other) === "no";
}

/** Whether a principal may do something to anything: never yes, unless it is allowed and denied for everything alike. */
export function maySomehow(
  organization: Organization,
  identity: Identity,
  action: string,
  about: About = {},
): Truth {
  return may(organization, identity, action, unknown, about);
}

/** One resource of the action's service for each pattern that a policy may allow it on. */
export function resourcesFor(identity: Identity, action: string): readonly string[] {
  const [service = ""] = action.split(":");
  const resource = action.startsWith("iam:") ? "role/Anyone" : "some";
  const region = action.startsWith("iam:") ? "" : "us-east-1";
  const usual = ["arn", partitionOf(identity.arn), service, region, identity.account, resource];
  return patternsFor(identity, action)
    .map((pattern) => witnessArn(pattern, usual))
    .filter((arn) => arn.split(":")[2] === service);
}

/** The patterns of what a principal may be allowed an action on. */
function patternsFor({ policies }: Identity, action: string): readonly string[] {
  return [...new Set(policies.flatMap((policy) => patternsIn(policy, action)))];
}

function patternsIn({ document }: NamedDocument, action: string): readonly string[] {
  if (document.statements === unknown) return ["*"];
  return document.statements.flatMap(({ effect, actions, resources }) => {
    if (effect === "Deny") return [];
    if (actions !== unknown && actions.names.some((name) => matches(name, action)) === actions.negated)
      return [];
    return resources === unknown || resources === undefined || resources.negated ? ["*"] : resources.names;
  });
}
