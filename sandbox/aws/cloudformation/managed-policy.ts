import { textOf } from "../front/xml";
import type { ResourceType, Workbench } from "./resource-types";
import { differ, documentText } from "./role";
import { refused } from "./template";

interface PolicyProperties {
  readonly ManagedPolicyName?: string;
  readonly Path?: string;
  readonly Description?: string;
  readonly PolicyDocument?: unknown;
  readonly Roles?: readonly string[];
}

/** Versions that a managed policy has at most. */
const mostVersions = 5;

/** `AWS::IAM::ManagedPolicy`, attached to roles only. */
export const managedPolicy: ResourceType = {
  capability: (properties) =>
    properties.ManagedPolicyName === undefined ? "CAPABILITY_IAM" : "CAPABILITY_NAMED_IAM",
  replacing: ["ManagedPolicyName", "Path", "Description"],
  naming: "ManagedPolicyName",

  async create(properties, bench) {
    const given = properties as PolicyProperties;
    for (const name of ["Users", "Groups"]) {
      if (properties[name] !== undefined)
        throw refused(`the sandbox does not know ${name} of AWS::IAM::ManagedPolicy`);
    }
    const xml = await bench.iam("CreatePolicy", {
      PolicyName: given.ManagedPolicyName ?? bench.generatedName,
      Path: given.Path,
      Description: given.Description,
      PolicyDocument: documentText(given.PolicyDocument),
    });
    const arn = textOf(xml, "Arn") ?? "";
    const attached: string[] = [];
    try {
      for (const RoleName of given.Roles ?? []) {
        await bench.iam("AttachRolePolicy", { RoleName, PolicyArn: arn });
        attached.push(RoleName);
      }
    } catch (error) {
      // A resource that failed halfway is not there.
      for (const RoleName of attached) await bench.iam("DetachRolePolicy", { RoleName, PolicyArn: arn });
      await bench.iam("DeletePolicy", { PolicyArn: arn });
      throw error;
    }
    return { physicalId: arn, attributes: { PolicyArn: arn, PolicyId: textOf(xml, "PolicyId") ?? "" } };
  },

  async update({ physicalId: PolicyArn }, before, after, bench) {
    const [old, wanted] = [before as PolicyProperties, after as PolicyProperties];
    if (differ(old.PolicyDocument, wanted.PolicyDocument)) {
      await dropOldVersions(PolicyArn, bench, mostVersions - 1);
      const PolicyDocument = documentText(wanted.PolicyDocument);
      await bench.iam("CreatePolicyVersion", { PolicyArn, PolicyDocument, SetAsDefault: true });
    }
    const [oldRoles, roles] = [new Set(old.Roles), new Set(wanted.Roles)];
    for (const RoleName of roles) {
      if (!oldRoles.has(RoleName)) await bench.iam("AttachRolePolicy", { RoleName, PolicyArn });
    }
    for (const RoleName of oldRoles) {
      if (!roles.has(RoleName)) await bench.iam("DetachRolePolicy", { RoleName, PolicyArn });
    }
  },

  async delete({ physicalId: PolicyArn }, properties, bench) {
    const { account, partition, sandbox } = bench;
    if ((await sandbox.facts.policy(account, partition, PolicyArn))?.arn !== PolicyArn) return;
    for (const RoleName of (properties as PolicyProperties).Roles ?? []) {
      const role = await sandbox.facts.role(account, partition, RoleName);
      if (role && PolicyArn in role.managed) await bench.iam("DetachRolePolicy", { RoleName, PolicyArn });
    }
    await dropOldVersions(PolicyArn, bench, 1);
    await bench.iam("DeletePolicy", { PolicyArn });
  },
};

/** Deletes the oldest versions that are not in force, until only so many are left. */
async function dropOldVersions(PolicyArn: string, bench: Workbench, left: number): Promise<void> {
  const policy = await bench.sandbox.facts.policy(bench.account, bench.partition, PolicyArn);
  const versions = policy?.versions ?? [];
  const old = versions.filter((version) => version !== policy?.defaultVersion);
  for (const VersionId of old.slice(0, Math.max(0, versions.length - left))) {
    await bench.iam("DeletePolicyVersion", { PolicyArn, VersionId });
  }
}
