import { accountOf } from "../../../trust/documents/arn";
import { mayAllow } from "../../../trust/documents/actions";
import { readDocument, type ReadDocument, type ReadStatement } from "../../../trust/documents/read";
import type { Identity, NamedDocument, Organization, Role } from "../../../trust/organization";
import { almighty } from "../../../trust/reach/actors";
import { allOf, callerOf, getsSession, may, type About, type Context } from "../../../trust/reach/judge";
import { maySomewhere, resourcesFor } from "../../../trust/reach/somewhere";
import { partitionOf } from "../../../trust/reach/witness";
import { some, unknown, type Truth } from "../../../trust/truth";

/** Permissions have to be contained by themselves: nothing that is outside of them, such as an SCP, counts. */
const alone: Organization = {
  accounts: new Map(),
  roles: new Map(),
  users: new Map(),
  podIdentities: [],
  compute: [],
  kubernetes: [],
  findings: [],
};

/** Whoever may have a service such as CloudFormation make a call for him may make it through that service. */
const anyhow: Context = {
  "aws:viaawsservice": unknown,
  "aws:calledvia": unknown,
  "sts:externalid": unknown,
  "sts:rolesessionname": unknown,
  "sts:sourceidentity": unknown,
  "sts:durationseconds": unknown,
  "aws:tagkeys": unknown,
  "sts:transitivetagkeys": unknown,
};

/** IAM is asked in one region, wherever the caller is. */
const ofIam: Context = { ...anyhow, "aws:requestedregion": ["us-east-1"] };

/**
 * Whether a role may do something, by its permissions and boundary alone. A denial that does not surely apply closes
 * nothing; an allowance that does not surely apply leaves it open.
 *
 * @param action in lower case, e.g. `iam:putrolepolicy`
 */
export function holds(identity: Identity, action: string, resource: string, context: Context = {}): Truth {
  const about = aboutCall(action, context);
  const caller = isOfIam(action) ? identity : anywhere(identity);
  return withoutDoubts(caller, (one) => may(alone, one, action, resource, about));
}

function aboutCall(action: string, context: Context): About {
  return { context: { ...(isOfIam(action) ? ofIam : anyhow), ...context } };
}

/** Whether there is anything in its account to which a role may do something. */
export function holdsSomewhere(identity: Identity, action: string, context: Context = {}): Truth {
  if (maySomewhere(alone, identity, action) === "no") return "no";
  const known = some(resourcesFor(identity, action), (resource) =>
    holds(identity, action, resource, context),
  );
  return known === "yes" ? known : may(alone, identity, action, unknown, aboutCall(action, context));
}

/** Whether a role may do all of one of several lists of actions. */
export function holdsOne(
  lists: readonly (readonly string[])[],
  isHeld: (action: string) => Truth,
): { readonly truth: Truth; readonly actions: readonly string[] } {
  let best: { readonly truth: Truth; readonly actions: readonly string[] } = { truth: "no", actions: [] };
  for (const actions of lists) {
    const truth = allOf(actions, isHeld);
    if (truth === "yes") return { truth, actions };
    if (truth === "unknown" && best.truth === "no") best = { truth, actions };
  }
  return best;
}

/** Whether a role may do whatever there is to whatever there is, except what its policies name. */
export function holdsAnything(identity: Identity): Truth {
  const { arn, account } = identity;
  return holds(
    identity,
    "octolaunch:anything",
    `arn:${partitionOf(arn)}:octolaunch:us-east-1:${account}:anything`,
  );
}

/** Whether a role opens its half of the way into another one, whose trust policy is taken to leave it to the account. */
export function asksFor(identity: Identity, role: string): Truth {
  const account = accountOf(role);
  const target: Role = { ...almighty(role, account), trust: trustIn(identity) };
  return withoutDoubts(anywhere(identity), (one) =>
    getsSession(alone, { caller: callerOf(one), role, context: anyhow }, target, one),
  );
}

function trustIn({ account, arn }: Identity): ReadDocument {
  const root = `arn:${partitionOf(arn)}:iam::${account}:root`;
  const statement = { Effect: "Allow", Principal: { AWS: root }, Action: "sts:AssumeRole" };
  return readDocument({ Version: "2012-10-17", Statement: statement }, "trust");
}

/** What is neither surely allowed nor surely denied is judged by what is allowed. */
function withoutDoubts(identity: Identity, judge: (identity: Identity) => Truth): Truth {
  const truth = judge(identity);
  return truth === "unknown" ? judge(withoutDenials(identity)) : truth;
}

const withoutDenials = once((statement) => (statement.effect === "Deny" ? [] : [statement]));

/** A role as it asks in the region that suits it. */
const anywhere = once((statement) => [withoutConditions(statement, (key) => key === "aws:requestedregion")]);

function isOfIam(action: string): boolean {
  return action.startsWith("iam:");
}

type Change = (statement: ReadStatement) => readonly ReadStatement[];

/** A role with its statements changed, made once for each. */
function once(change: Change): (identity: Identity) => Identity {
  const known = new WeakMap<Identity, Identity>();
  return (identity) => {
    let changed = known.get(identity);
    if (!changed) {
      const { boundary, policies } = identity;
      changed = {
        ...identity,
        policies: policies.map((policy) => mapped(policy, change)),
        ...(boundary && { boundary: mapped(boundary, change) }),
      };
      known.set(identity, changed);
    }
    return changed;
  };
}

/** Keys of which whoever asks has the choice, or that hold for every deploy role: conditions on them close nothing. */
const chosen = new Set([
  "sts:externalid",
  "sts:rolesessionname",
  "sts:sourceidentity",
  "sts:durationseconds",
  "sts:transitivetagkeys",
  "aws:tagkeys",
  "aws:securetransport",
  "aws:useragent",
  "aws:referer",
  "aws:principalorgid",
]);

/** A policy whose allowances have lost the conditions that anybody meets who wants to. */
export function asMet(named: NamedDocument): NamedDocument {
  return mapped(named, (statement) => [
    withoutConditions(statement, (key) => chosen.has(key) || key.startsWith("aws:requesttag/")),
  ]);
}

function withoutConditions(statement: ReadStatement, isMet: (key: string) => boolean): ReadStatement {
  const { effect, conditions } = statement;
  if (effect !== "Allow" || conditions === unknown) return statement;
  return { ...statement, conditions: conditions.filter(({ key }) => !isMet(key)) };
}

function mapped(named: NamedDocument, change: Change): NamedDocument {
  const { document } = named;
  if (document.statements === unknown) return named;
  return { ...named, document: { ...document, statements: document.statements.flatMap(change) } };
}

/** The statements that allow actions, in words, e.g. `iam:passrole by Statement[0] of the inline policy permissions`. */
export function grants({ policies }: Identity, actions: readonly string[]): string {
  const byStatement = new Map<string, string[]>();
  for (const action of actions) {
    const words = grantOf(policies, action);
    byStatement.set(words, [...(byStatement.get(words) ?? []), action]);
  }
  return [...byStatement].map(([words, some]) => `${some.join(" and ")} by ${words}`).join(", ");
}

function grantOf(policies: readonly NamedDocument[], action: string): string {
  for (const { name, document } of policies) {
    const { statements } = document;
    const allowing = statements === unknown ? undefined : statements.find((one) => mayAllow(one, [action]));
    if (allowing) return `${allowing.place}${allowing.sid ? ` (${allowing.sid})` : ""} of ${name}`;
  }
  return "its policies";
}
