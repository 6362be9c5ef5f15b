import { accountOf } from "../../../trust/documents/arn";
import { mayAllow } from "../../../trust/documents/actions";
import {
  readDocument,
  type Condition,
  type ReadDocument,
  type ReadStatement,
} from "../../../trust/documents/read";
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

/**
 * The same of an edit that leaves whoever makes it the choice of a policy: if anything, it is AWS's own that allows
 * everything, which as a boundary limits nothing.
 *
 * @param keys condition keys that say which policy, e.g. `iam:policyarn`
 */
export function holdsByChoice(
  identity: Identity,
  action: string,
  resource: string,
  keys: readonly string[],
): Truth {
  const truth = holds(identity, action, resource);
  if (truth !== "unknown") return truth;
  const everything = `arn:${partitionOf(identity.arn)}:iam::aws:policy/AdministratorAccess`;
  const choice = Object.fromEntries(keys.map((key) => [key, [everything]]));
  return holds(identity, action, resource, choice) === "yes" ? "yes" : truth;
}

/** The keys that say which policy an edit is about, as far as its action has any. */
export function choicesOf(action: string): readonly string[] {
  if (/^iam:attach(role|user)policy$/.test(action)) return ["iam:policyarn"];
  return /^iam:put(role|user)permissionsboundary$/.test(action) ? ["iam:permissionsboundary"] : [];
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
const anywhere = once((statement) => [
  withoutConditions(statement, ({ key }) => key === "aws:requestedregion"),
]);

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

/**
 * Keys of which whoever asks has the choice, or that hold for every deploy role, and those that say from where, when and
 * in which session it asks: a deployment meets these, or the permission would be of no use. Conditions on them close
 * nothing.
 */
const met = new Set([
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
  "aws:sourceip",
  "aws:vpcsourceip",
  "aws:sourcevpc",
  "aws:sourcevpcarn",
  "aws:sourcevpce",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "aws:vpceorgpaths",
  "aws:currenttime",
  "aws:epochtime",
  "aws:tokenissuetime",
]);

/** A policy whose allowances have lost the conditions that anybody meets who wants to. */
export function asMet(named: NamedDocument): NamedDocument {
  return mapped(named, (statement) => [withoutConditions(statement, isMet)]);
}

function isMet({ key, values }: Condition): boolean {
  const isDirect = key === "aws:viaawsservice" && values !== unknown && !values.includes("true");
  return isDirect || met.has(key) || /^aws:(request|principal)tag\//.test(key);
}

function withoutConditions(
  statement: ReadStatement,
  isMet: (condition: Condition) => boolean,
): ReadStatement {
  const { effect, conditions } = statement;
  if (effect !== "Allow" || conditions === unknown) return statement;
  return { ...statement, conditions: conditions.filter((condition) => !isMet(condition)) };
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
