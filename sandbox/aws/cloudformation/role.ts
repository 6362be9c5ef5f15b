import { textOf } from "../front/xml";
import type { ResourceType, Workbench } from "./resource-types";

interface RoleProperties {
  readonly RoleName?: string;
  readonly Path?: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: number | string;
  readonly PermissionsBoundary?: string;
  readonly AssumeRolePolicyDocument?: unknown;
  readonly Policies?: readonly { readonly PolicyName: string; readonly PolicyDocument: unknown }[];
  readonly ManagedPolicyArns?: readonly string[];
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** `AWS::IAM::Role`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export const role: ResourceType = {
  capability: (properties) => (properties.RoleName === undefined ? "CAPABILITY_IAM" : "CAPABILITY_NAMED_IAM"),
  replacing: ["RoleName", "Path"],
  naming: "RoleName",

  async create(properties, bench) {
    const given = properties as RoleProperties;
    const RoleName = given.RoleName ?? bench.generatedName;
    const xml = await bench.iam("CreateRole", {
      RoleName,
      Path: given.Path,
      Description: given.Description,
      MaxSessionDuration: given.MaxSessionDuration,
      PermissionsBoundary: given.PermissionsBoundary,
      AssumeRolePolicyDocument: documentText(given.AssumeRolePolicyDocument),
      Tags: given.Tags,
    });
    const existing = {
      physicalId: RoleName,
      attributes: { Arn: textOf(xml, "Arn") ?? "", RoleId: textOf(xml, "RoleId") ?? "" },
    };
    try {
      await changePolicies(RoleName, {}, given, bench);
    } catch (error) {
      // A resource that failed halfway is not there.
      await removeRole(RoleName, bench);
      throw error;
    }
    return existing;
  },

  async update({ physicalId: RoleName }, before, after, bench) {
    const [old, wanted] = [before as RoleProperties, after as RoleProperties];
    if (differ(old.AssumeRolePolicyDocument, wanted.AssumeRolePolicyDocument)) {
      const PolicyDocument = documentText(wanted.AssumeRolePolicyDocument);
      await bench.iam("UpdateAssumeRolePolicy", { RoleName, PolicyDocument });
    }
    if (old.Description !== wanted.Description || old.MaxSessionDuration !== wanted.MaxSessionDuration) {
      const { Description = "", MaxSessionDuration = 3600 } = wanted;
      await bench.iam("UpdateRole", { RoleName, Description, MaxSessionDuration });
    }
    if (old.PermissionsBoundary !== wanted.PermissionsBoundary) {
      const { PermissionsBoundary } = wanted;
      if (PermissionsBoundary)
        await bench.iam("PutRolePermissionsBoundary", { RoleName, PermissionsBoundary });
      else await bench.iam("DeleteRolePermissionsBoundary", { RoleName });
    }
    await changePolicies(RoleName, old, wanted, bench);
    if (differ(old.Tags, wanted.Tags)) {
      const kept = new Set((wanted.Tags ?? []).map(({ Key }) => Key));
      const gone = (old.Tags ?? []).map(({ Key }) => Key).filter((key) => !kept.has(key));
      if (gone.length > 0) await bench.iam("UntagRole", { RoleName, TagKeys: gone });
      if (wanted.Tags?.length) await bench.iam("TagRole", { RoleName, Tags: wanted.Tags });
    }
  },

  async delete({ physicalId: RoleName }, properties, bench) {
    if (!(await bench.sandbox.facts.role(bench.account, bench.partition, RoleName))) return;
    await changePolicies(RoleName, properties as RoleProperties, {}, bench);
    await bench.iam("DeleteRole", { RoleName });
  },
};

/** Brings inline and managed policies from one set of properties to another. */
async function changePolicies(
  RoleName: string,
  old: RoleProperties,
  wanted: RoleProperties,
  bench: Workbench,
): Promise<void> {
  const [oldInline, inline] = [named(old), named(wanted)];
  for (const [PolicyName, document] of inline) {
    if (!differ(oldInline.get(PolicyName), document)) continue;
    await bench.iam("PutRolePolicy", { RoleName, PolicyName, PolicyDocument: documentText(document) });
  }
  for (const PolicyName of oldInline.keys()) {
    if (!inline.has(PolicyName)) await bench.iam("DeleteRolePolicy", { RoleName, PolicyName });
  }
  const [oldArns, arns] = [new Set(old.ManagedPolicyArns), new Set(wanted.ManagedPolicyArns)];
  for (const PolicyArn of arns) {
    if (!oldArns.has(PolicyArn)) await bench.iam("AttachRolePolicy", { RoleName, PolicyArn });
  }
  for (const PolicyArn of oldArns) {
    if (!arns.has(PolicyArn)) await bench.iam("DetachRolePolicy", { RoleName, PolicyArn });
  }
}

async function removeRole(RoleName: string, bench: Workbench): Promise<void> {
  const made = await bench.sandbox.facts.role(bench.account, bench.partition, RoleName);
  for (const PolicyName of Object.keys(made?.inline ?? {}))
    await bench.iam("DeleteRolePolicy", { RoleName, PolicyName });
  for (const PolicyArn of Object.keys(made?.managed ?? {}))
    await bench.iam("DetachRolePolicy", { RoleName, PolicyArn });
  await bench.iam("DeleteRole", { RoleName });
}

function named({ Policies = [] }: RoleProperties): Map<string, unknown> {
  return new Map(Policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument]));
}

/** A document as IAM takes it; templates write them as objects. */
export function documentText(document: unknown): string {
  return typeof document === "string" ? document : JSON.stringify(document);
}

export function differ(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}
