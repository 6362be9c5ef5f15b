import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  paginateListRoles,
  type Role,
} from "@aws-sdk/client-iam";
import {
  DescribePolicyCommand,
  OrganizationsClient,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  paginateListPolicies,
  paginateListRoots,
  paginateListTargetsForPolicy,
  type PolicyType,
} from "@aws-sdk/client-organizations";

import type { PolicyDocument } from "../../trust/documents/policy";

export type Kind = "scp" | "rcp";

export const policyTypes: Readonly<Record<Kind, PolicyType>> = {
  scp: "SERVICE_CONTROL_POLICY",
  rcp: "RESOURCE_CONTROL_POLICY",
};

/** A policy of the organization as it is stored. */
export interface StoredPolicy {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  /** Whether it is one of AWS's own. */
  readonly awsManaged: boolean;
  readonly document: PolicyDocument;
  /** Ids of what it is attached to. */
  readonly targets: readonly string[];
}

/** A role as it is stored. */
export interface StoredRole {
  readonly arn: string;
  readonly account: string;
  readonly trust: PolicyDocument;
}

/** What AWS has, at one moment, of what keeps deploy roles to the launcher. */
export interface Stored {
  /** Id of every OU and account, and of the root, to the id above it; the root's is empty. */
  readonly parents: Readonly<Record<string, string>>;
  readonly policies: readonly StoredPolicy[];
  /** Roles under `/octopus/deploy/`, in all member accounts. */
  readonly deployRoles: readonly StoredRole[];
  /** The launcher with what it may do, while it exists. */
  readonly launcher?: StoredRole & { readonly permissions: readonly PolicyDocument[] };
}

/** How to reach AWS. */
export interface Clients {
  readonly organizations: OrganizationsClient;
  readonly managementId: string;
  /** A client in a member account. */
  readonly iam: (accountId: string) => Promise<IAMClient>;
}

/**
 * Reads everything anew, so that nothing is assumed about what a change changes.
 *
 * @param launcher ARN of the launcher
 */
export async function readStored(clients: Clients, launcher: string): Promise<Stored> {
  const { organizations, managementId, iam } = clients;
  const parents = await readTree(organizations);
  const accounts = Object.keys(parents).filter((id) => /^\d{12}$/.test(id) && id !== managementId);
  const [policies, ...roles] = await Promise.all([
    readPolicies(organizations),
    ...accounts.map(async (account) => readRoles(await iam(account), account, "/octopus/deploy/")),
  ]);
  return {
    parents,
    policies,
    deployRoles: roles.flat(),
    launcher: await readLauncher(clients, launcher),
  };
}

async function readTree(client: OrganizationsClient): Promise<Readonly<Record<string, string>>> {
  const parents: Record<string, string> = {};
  const descend = async (ParentId: string): Promise<void> => {
    for await (const { Accounts = [] } of paginateListAccountsForParent({ client }, { ParentId }))
      for (const { Id = "" } of Accounts) parents[Id] = ParentId;
    for await (const { OrganizationalUnits = [] } of paginateListOrganizationalUnitsForParent(
      { client },
      { ParentId },
    )) {
      for (const { Id = "" } of OrganizationalUnits) {
        parents[Id] = ParentId;
        await descend(Id);
      }
    }
  };
  for await (const { Roots = [] } of paginateListRoots({ client }, {})) {
    for (const { Id = "" } of Roots) {
      parents[Id] = "";
      await descend(Id);
    }
  }
  return parents;
}

async function readPolicies(client: OrganizationsClient): Promise<readonly StoredPolicy[]> {
  const policies: StoredPolicy[] = [];
  for (const kind of ["scp", "rcp"] as const) {
    for await (const { Policies = [] } of paginateListPolicies({ client }, { Filter: policyTypes[kind] })) {
      for (const { Id: id = "", Name: name = "", AwsManaged: awsManaged = false } of Policies) {
        const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId: id }));
        const targets: string[] = [];
        for await (const { Targets = [] } of paginateListTargetsForPolicy({ client }, { PolicyId: id }))
          targets.push(...Targets.map(({ TargetId = "" }) => TargetId));
        const document = JSON.parse(Policy?.Content ?? "") as PolicyDocument;
        policies.push({ id, name, kind, awsManaged, document, targets });
      }
    }
  }
  return policies;
}

async function readRoles(client: IAMClient, account: string, PathPrefix: string): Promise<StoredRole[]> {
  const found: StoredRole[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client }, { PathPrefix }))
    found.push(...Roles.map((role) => stored(role, account)));
  return found;
}

function stored({ Arn = "", AssumeRolePolicyDocument }: Role, account: string): StoredRole {
  return { arn: Arn, account, trust: documentOf(AssumeRolePolicyDocument) };
}

async function readLauncher({ iam }: Clients, arn: string): Promise<Stored["launcher"]> {
  const account = arn.split(":")[4] ?? "";
  const RoleName = arn.split("/").pop() ?? "";
  const client = await iam(account);
  const role = (await readRoles(client, account, "/")).find((one) => one.arn === arn);
  if (!role) return undefined;
  const permissions: PolicyDocument[] = [];
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    for (const { PolicyArn } of AttachedPolicies) {
      const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
      const version = { PolicyArn, VersionId: Policy?.DefaultVersionId };
      const { PolicyVersion } = await client.send(new GetPolicyVersionCommand(version));
      permissions.push(documentOf(PolicyVersion?.Document));
    }
  }
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client }, { RoleName })) {
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      permissions.push(documentOf(PolicyDocument));
    }
  }
  return { ...role, permissions };
}

/** IAM encodes documents as in a URL. */
function documentOf(encoded: string | undefined): PolicyDocument {
  return JSON.parse(decodeURIComponent(encoded ?? "")) as PolicyDocument;
}
