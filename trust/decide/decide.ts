import { accountOf, iamEntity } from "../documents/arn";
import { readDocument } from "../documents/read";
import type { Account, Identity, NamedDocument, Organization, Role } from "../organization";
import { unknown } from "../truth";
import { accountOfCaller, callerName, isCaller, principalArn } from "./callers";
import { contextOf } from "./context";
import { outcomeOf, type Decision } from "./decision";
import type { Permissions } from "./grants";
import { decideLayers } from "./layers";
import { inheritedTags, type AssumeRequest, type Caller } from "./request";
import { sessionLimits } from "./session-limits";
import { notKnown } from "./verdict";

/**
 * Decides whether a caller gets a session of a role: allowed only if every layer surely lets it pass, denied as soon as
 * one surely does not, and otherwise unknown. A caller, role or account that the organization does not have is one of
 * which nothing is known.
 *
 * @param request e.g. `{ caller: { kind: "user", arn: "arn:aws:iam::111111111111:user/ada" }, role: "arn:aws:iam::…" }`
 * @param organization what is known of accounts, roles and guardrails
 */
export function decide(request: AssumeRequest, organization: Organization): Decision {
  const { caller } = request;
  const nameless = namelessOf(request);
  if (nameless !== undefined) return undecidable(request, nameless);
  const role = organization.roles.get(request.role) ?? unknownRole(request.role);
  const roleAccount = accountIn(organization, role.account);
  const callerAccountId = accountOfCaller(caller);
  const callerAccount = callerAccountId === undefined ? undefined : accountIn(organization, callerAccountId);
  const identity = identityOf(caller, organization);
  const source = caller.kind === "service" ? caller.sourceAccount : undefined;
  const permissions = permissionsOf(caller, identity);
  const actions = decideLayers({
    actions: actionsOf(request),
    principal: principalArn(caller),
    ...(callerAccount && { callerAccount }),
    role: role.arn,
    roleAccount,
    trust: { name: "trust policy", document: role.trust },
    isCaller: isCaller(caller, identity?.uniqueId),
    ...(permissions && { permissions }),
    lookup: contextOf(request, {
      organizationId: organization.id,
      callerAccount,
      identity,
      ...(source !== undefined && { sourceAccount: accountIn(organization, source) }),
      role,
      roleAccount,
    }),
    limits: sessionLimits(request, role),
  });
  const outcome = outcomeOf(actions.map((action) => action.outcome));
  return { outcome, caller: callerName(caller), role: request.role, actions };
}

/** What ought to be the ARN of a role or user and is not, because a preview does not know it yet. */
function namelessOf({ caller, role }: AssumeRequest): string | undefined {
  if (iamEntity(role)?.kind !== "role") return role;
  if (caller.kind === "session" && iamEntity(caller.role)?.kind !== "role") return caller.role;
  return caller.kind === "user" && iamEntity(caller.arn)?.kind !== "user" ? caller.arn : undefined;
}

function undecidable(request: AssumeRequest, name: string): Decision {
  const words = `${name} is no complete ARN, so that no policy can be held against it`;
  const layers = [notKnown("limits", `the ARN of ${name}`, words)];
  const actions = actionsOf(request).map((action) => ({ action, outcome: "unknown" as const, layers }));
  return { outcome: "unknown", caller: callerName(request.caller), role: request.role, actions };
}

/**
 * The actions that a request needs: tags that it passes or that its session passes on need `sts:TagSession`, and a
 * source identity needs `sts:SetSourceIdentity` at every hop of a chain. That inherited tags alone need
 * `sts:TagSession` is not documented: the chains of EKS Pod Identity show it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export function actionsOf(request: AssumeRequest): readonly string[] {
  const { caller, tags, sourceIdentity } = request;
  const own = caller.kind === "session" ? caller.sourceIdentity : undefined;
  const hasTags = Object.keys({ ...tags, ...inheritedTags(caller) }).length > 0;
  return [
    assumeActions[caller.kind] ?? "sts:AssumeRole",
    ...(hasTags ? ["sts:TagSession"] : []),
    ...((sourceIdentity ?? own) === undefined ? [] : ["sts:SetSourceIdentity"]),
  ];
}

const assumeActions: Readonly<Partial<Record<Caller["kind"], string>>> = {
  saml: "sts:AssumeRoleWithSAML",
  webIdentity: "sts:AssumeRoleWithWebIdentity",
};

function identityOf(caller: Caller, { roles, users }: Organization): Identity | undefined {
  if (caller.kind === "session") return roles.get(caller.role);
  return caller.kind === "user" ? users.get(caller.arn) : undefined;
}

function permissionsOf(caller: Caller, identity: Identity | undefined): Permissions | undefined {
  if (principalArn(caller) === undefined) return undefined;
  const isSession = caller.kind === "session";
  const sessionPolicies = isSession ? caller.policies : undefined;
  const { policies, boundary } = identity ?? unknownIdentity(caller);
  return { policies, isSession, ...(boundary && { boundary }), ...(sessionPolicies && { sessionPolicies }) };
}

/** Somebody of whom nothing is known may do anything, or nothing. */
function unknownIdentity(caller: Caller): Required<Pick<Identity, "policies" | "boundary">> {
  const document = readDocument(unknown, "permissions");
  const unread = (what: string): NamedDocument => ({ name: `${what} of ${principalArn(caller)}`, document });
  return { policies: [unread("the policies")], boundary: unread("the boundary, if there is one,") };
}

function unknownRole(arn: string): Pick<Role, "arn" | "account" | "trust" | "tags" | "maxSessionSeconds"> {
  return { arn, account: accountOf(arn), trust: readDocument(unknown, "trust"), tags: unknown };
}

function accountIn({ accounts }: Organization, id: string): Account {
  return accounts.get(id) ?? { id, isManagement: unknown, levels: unknown };
}
