import { contextOf, type Parties } from "../decide/context";
import { decide } from "../decide/decide";
import type { Outcome } from "../decide/decision";
import { serviceControl } from "../decide/guardrails";
import type { AssumeRequest, SessionCaller, Caller } from "../decide/request";
import { evaluate } from "../decide/statements";
import { accountOf, iamEntity, isAccountId } from "../documents/arn";
import { mayAllow } from "../documents/actions";
import type { Account, Identity, NamedDocument, Organization, Role } from "../organization";
import { all, not, some, truth, unknown, type Truth, type Unknown } from "../truth";
import { vagueAccount, vagueDocument } from "./vague";

export type Context = NonNullable<AssumeRequest["context"]>;

/** Whoever makes a call by itself makes it through no service. */
const directly: Context = { "aws:viaawsservice": ["false"], "aws:calledvia": undefined };

/**
 * Whether somebody gets a session of a role.
 *
 * @param identity of the caller, with what it can give itself; undefined for services and federated callers
 */
export function getsSession(
  organization: Organization,
  request: AssumeRequest,
  role: Role,
  identity?: Identity,
): Truth {
  const isRole = identity && request.caller.kind === "session";
  const accounts = [role, ...(identity ? [identity] : [])].map(({ account }) =>
    accountIn(organization, account),
  );
  const ofAccounts = {
    ...notKnownOfAccount(organization, "principal", identity?.account),
    ...notKnownOfAccount(organization, "resource", role.account),
  };
  const { outcome } = decide(
    { ...request, context: { ...directly, ...ofAccounts, ...request.context } },
    {
      ...organization,
      accounts: new Map(accounts.map((account) => [account.id, account])),
      roles: new Map([
        [role.arn, role],
        ...(isRole ? [[identity.arn, merged(identity, role)] as const] : []),
      ]),
      users: new Map(identity && !isRole ? [[identity.arn, identity]] : []),
    },
  );
  return fromOutcome[outcome];
}

const fromOutcome: Readonly<Record<Outcome, Truth>> = { allowed: "yes", denied: "no", unknown: "unknown" };

/** A role that asks for itself keeps the trust policy that it is asked by. */
function merged(identity: Identity, role: Role): Role {
  return identity.arn === role.arn ? { ...identity, trust: role.trust } : (identity as Role);
}

/** What is known of a request beside who makes it. */
export interface About {
  /** Tags of the resource. */
  readonly tags?: Identity["tags"];
  /** Condition keys of the request. */
  readonly context?: Context;
}

/**
 * Whether a principal may do something in its own account: by its policies, its boundary and the service control
 * policies that bind it. Resource policies and resource control policies are not looked at, as IAM and most services
 * that run code know none.
 *
 * @param action in lower case, e.g. `iam:passrole`
 * @param resource ARN; what is none stands for something of which the ARN is not known yet
 */
export function may(
  organization: Organization,
  identity: Identity,
  action: string,
  resource: string | Unknown,
  about: About = {},
): Truth {
  if (!mayBeAllowed(identity, action)) return "no";
  const isNamed = resource !== unknown && isArn(resource);
  const here = isNamed ? sameAccount(identity.account, accountOf(resource)) : "unknown";
  if (here === "no") return "no";

  const account = accountIn(organization, identity.account);
  const parties: Parties = {
    organizationId: organization.id,
    callerAccount: account,
    identity,
    role: { arn: String(resource), tags: about.tags ?? unknown },
    roleAccount: account,
  };
  const context: Context = {
    ...directly,
    // Unlike STS some services take requests without encryption.
    "aws:securetransport": unknown,
    ...notKnownOf(identity),
    ...notKnownOfAccount(organization, "principal", identity.account),
    ...notKnownOfAccount(organization, "resource", identity.account),
    ...about.context,
  };
  const known = contextOf({ caller: callerOf(identity), role: String(resource), context }, parties);
  const request = {
    action,
    resource: isNamed ? resource : "",
    // What is tagged, and how, is for the caller to choose.
    lookup: (key: string) => (isAboutTags(key) && !Object.hasOwn(context, key) ? unknown : known(key)),
  };
  const allowedBy = (documents: readonly NamedDocument[]): Truth => {
    const { allows, denies } = evaluate(isNamed ? documents : documents.map(vagueDocument), request);
    return all([allows, not(denies)]);
  };
  const own = all([
    allowedBy(identity.policies),
    ...(identity.boundary ? [allowedBy([identity.boundary])] : []),
  ]);
  if (own === "no") return own;
  const scp = serviceControl(isNamed ? account : vagueAccount(account), identity.arn, request).outcome;
  return all([
    own,
    scp === "unknown" ? "unknown" : truth(scp !== "denies"),
    // A resource of an account that is not known may be of another one.
    isNamed ? here : "yes",
  ]);
}

/** Whether all of some actions are allowed, looked at one by one until one is not. */
export function allOf(actions: readonly string[], isAllowed: (action: string) => Truth): Truth {
  return not(some(actions, (action) => not(isAllowed(action))));
}

/** Whether any policy of a principal is about an action, so that it is worth a closer look. */
export function mayBeAllowed({ policies }: Identity, action: string): boolean {
  return policies.some(
    ({ document: { statements } }) =>
      statements === unknown || statements.some((statement) => mayAllow(statement, [action])),
  );
}

function isAboutTags(key: string): boolean {
  return key === "aws:tagkeys" || key.startsWith("aws:requesttag/");
}

/** What nobody can say of a principal whose name is not known yet. */
function notKnownOf({ arn }: Identity): Context {
  if (isArn(arn)) return {};
  const keys = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principaltype",
    "aws:username",
    "aws:userid",
  ];
  return Object.fromEntries(keys.map((key) => [key, unknown]));
}

/** Whether an account that the organization does not have is of it nevertheless, nobody can say. */
function notKnownOfAccount(
  { accounts }: Organization,
  whose: "principal" | "resource",
  account: string | undefined,
): Context {
  return account === undefined || accounts.has(account) ? {} : { [`aws:${whose}orgid`]: unknown };
}

/** A role's session, or a user, with nothing special about it. */
export function callerOf(identity: Identity, session: Partial<SessionCaller> = {}): Caller {
  if (isRootUser(identity.arn)) return { kind: "root", account: identity.account };
  return iamEntity(identity.arn)?.kind === "user"
    ? { kind: "user", arn: identity.arn }
    : { kind: "session", role: identity.arn, name: anyName, ...session };
}

/** Some name that no policy is likely to ask for. */
export const anyName = "a-session-of-any-name";

export function isRootUser(arn: string): boolean {
  return arn.endsWith(":root");
}

/** Whether something has an ARN; at a preview it may have a name of Pulumi's in its place. */
export function isArn(text: string): boolean {
  return text === "*" || text.startsWith("arn:");
}

/** Whether two accounts are one. One that is not known has words for an id. */
export function sameAccount(one: string, other: string): Truth {
  if (one === other || other === "") return "yes";
  return isAccountId(one) ? "no" : "unknown";
}

/** An account; one that the organization does not have is taken to be outside of it. */
export function accountIn({ accounts }: Organization, id: string): Account {
  return accounts.get(id) ?? { id, isManagement: false, levels: [] };
}
