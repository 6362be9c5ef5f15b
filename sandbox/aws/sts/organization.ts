import type { AssumeRequest } from "../../../trust/decide/request";
import { accountOf, iamEntity } from "../../../trust/documents/arn";
import { readDocument } from "../../../trust/documents/read";
import type {
  Account,
  Identity,
  Level,
  NamedDocument,
  Organization,
  Role,
} from "../../../trust/organization";
import type { EntityFacts, Facts, MembershipFacts, RoleFacts } from "../facts";

/** What decides about a request for a role. */
export interface Parties {
  readonly organization: Organization;
  /** Whether the caller and the role are of an account of the organization; a service is of none. */
  readonly callerIsMember: boolean;
  readonly roleIsMember: boolean;
}

/**
 * Gathers what decides about a request for a role: both parties with their policies, and the guardrails of their
 * accounts, as they are in moto now.
 *
 * @param callerId AROA… of the caller's role when its session was opened. A session of a deleted role has no
 *   permissions, even when a new role has its name.
 */
export async function partiesOf(
  { caller, role }: Pick<AssumeRequest, "caller" | "role">,
  facts: Facts,
  callerId?: string,
): Promise<Parties> {
  const own = caller.kind === "session" ? caller.role : caller.kind === "user" ? caller.arn : undefined;
  const roles = new Map<string, Role>();
  const users = new Map<string, Identity>();
  const asked = await find("role", role, facts);
  if (asked) roles.set(role, roleOf(asked));
  const session = caller.kind === "session" ? await find("role", caller.role, facts) : undefined;
  if (session) {
    const isDeleted = callerId !== undefined && session.id !== callerId;
    roles.set(session.arn, { ...roleOf(session), ...(isDeleted && { uniqueId: callerId, policies: [] }) });
  }
  const user = caller.kind === "user" ? await find("user", caller.arn, facts) : undefined;
  if (user) users.set(user.arn, identityOf(user));

  const home = await facts.membership(accountOf(role));
  const callers = own === undefined ? null : await facts.membership(accountOf(own));
  const accounts = new Map([[accountOf(role), accountFrom(accountOf(role), home)]]);
  if (own !== undefined) accounts.set(accountOf(own), accountFrom(accountOf(own), callers));
  const id = (home ?? callers)?.organizationId;
  return {
    organization: {
      ...(id !== undefined && { id }),
      ...{ accounts, roles, users },
      ...{ podIdentities: [], compute: [], kubernetes: [], findings: [] },
    },
    callerIsMember: callers !== null,
    roleIsMember: home !== null,
  };
}

async function find<Kind extends "role" | "user">(
  kind: Kind,
  arn: string,
  facts: Facts,
): Promise<Awaited<ReturnType<Facts[Kind]>> | undefined> {
  const { account, partition, name } = iamEntity(arn) ?? {};
  if (!account || !partition || !name) return undefined;
  const found = (await facts[kind](account, partition, name)) as Awaited<ReturnType<Facts[Kind]>>;
  return found?.arn === arn ? found : undefined;
}

function roleOf(facts: RoleFacts): Role {
  return {
    ...identityOf(facts),
    ...(facts.boundary !== null && { boundary: named("of the role", facts.boundary) }),
    trust: readDocument(facts.trust, "trust"),
    maxSessionSeconds: facts.maxSession,
  };
}

function identityOf({ arn, id, name, inline, managed, tags }: EntityFacts): Identity {
  return {
    arn,
    account: accountOf(arn),
    name,
    uniqueId: id,
    policies: [...Object.entries(inline), ...Object.entries(managed)].map(([one, text]) => named(one, text)),
    tags: new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value])),
  };
}

/** A permissions policy, by its name or ARN. */
export function named(name: string, text: string): NamedDocument {
  return { name, document: readDocument(text, "permissions") };
}

function accountFrom(id: string, membership: MembershipFacts | null): Account {
  if (!membership) return { id, isManagement: false, levels: [] };
  const { isManagement, policyTypes, path } = membership;
  const levels = path.map((level): Level => {
    const attached = (type: string, kind: "scp" | "rcp"): Partial<Level> =>
      policyTypes.includes(type) ? { [`${kind}s`]: policiesOf(level, type, kind) } : {};
    return {
      target: targetOf(level),
      ...attached("SERVICE_CONTROL_POLICY", "scp"),
      ...attached("RESOURCE_CONTROL_POLICY", "rcp"),
    };
  });
  return { id, isManagement, levels };
}

type Place = MembershipFacts["path"][number];

function policiesOf({ policies }: Place, type: string, kind: "scp" | "rcp"): readonly NamedDocument[] {
  return policies
    .filter((policy) => policy.type === type)
    .map(({ name, content }) => ({ name, document: readDocument(content, kind) }));
}

function targetOf({ id, name, type }: Place): string {
  if (type === "ROOT") return "the root of the organization";
  return type === "ACCOUNT" ? `account ${id}` : `the organizational unit ${name}`;
}
