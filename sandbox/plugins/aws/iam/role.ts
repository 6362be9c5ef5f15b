import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  ListInstanceProfilesForRoleCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  PutRolePermissionsBoundaryCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { flag, number, outputText, policy, tagged, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromTagList, toTagList } from "../tags";
import { rfc3339 } from "../time";
import { decoded, iam, trusting } from "./shared";

export const role = resource({
  type: "aws:iam/role:Role",
  label: "IAM Role",
  cfn: "AWS::IAM::Role",
  properties: {
    name: text({ replace: true, autoname: { max: 64 }, cfn: "RoleName" }),
    path: text({ replace: true, default: "/" }),
    assumeRolePolicy: policy({ required: true, cfn: "AssumeRolePolicyDocument" }),
    description: text(),
    maxSessionDuration: number({ default: 3600 }),
    permissionsBoundary: text(),
    forceDetachPolicies: flag({ default: false, local: true, cfn: false }),
    ...tagged,
    arn: outputText,
    createDate: outputText,
    uniqueId: outputText,
  },

  async create(aws, inputs) {
    const request = new CreateRoleCommand({
      RoleName: inputs.name,
      Path: inputs.path,
      AssumeRolePolicyDocument: inputs.assumeRolePolicy,
      Description: inputs.description,
      MaxSessionDuration: inputs.maxSessionDuration,
      PermissionsBoundary: inputs.permissionsBoundary,
      Tags: toTagList(inputs.tagsAll),
    });
    const { Role } = await trusting(() => iam(aws).send(request));
    return Role?.RoleName as string;
  },

  async read(aws, id) {
    const { Role } = await iam(aws).send(new GetRoleCommand({ RoleName: id }));
    return {
      name: Role?.RoleName,
      path: Role?.Path,
      assumeRolePolicy: decoded(Role?.AssumeRolePolicyDocument),
      description: Role?.Description,
      maxSessionDuration: Role?.MaxSessionDuration,
      permissionsBoundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
      tagsAll: fromTagList(Role?.Tags),
      arn: Role?.Arn,
      createDate: rfc3339(Role?.CreateDate),
      uniqueId: Role?.RoleId,
    };
  },

  async update(aws, RoleName, inputs, { names }) {
    if (names.has("assumeRolePolicy")) {
      const PolicyDocument = inputs.assumeRolePolicy;
      await trusting(() => iam(aws).send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument })));
    }
    if (names.has("description") || names.has("maxSessionDuration")) {
      const { description: Description = "", maxSessionDuration: MaxSessionDuration } = inputs;
      await iam(aws).send(new UpdateRoleCommand({ RoleName, Description, MaxSessionDuration }));
    }
    if (names.has("permissionsBoundary")) {
      const PermissionsBoundary = inputs.permissionsBoundary;
      await (PermissionsBoundary
        ? iam(aws).send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }))
        : iam(aws).send(new DeleteRolePermissionsBoundaryCommand({ RoleName })));
    }
  },

  async retag(aws, RoleName, { set, remove }) {
    if (remove.length > 0) await iam(aws).send(new UntagRoleCommand({ RoleName, TagKeys: remove }));
    if (Object.keys(set).length > 0)
      await iam(aws).send(new TagRoleCommand({ RoleName, Tags: toTagList(set) }));
  },

  find: (_aws, { name }) => name,

  async delete(aws, RoleName, { forceDetachPolicies }) {
    await leaveInstanceProfiles(aws, RoleName);
    if (forceDetachPolicies) await dropPolicies(aws, RoleName);
    await iam(aws).send(new DeleteRoleCommand({ RoleName }));
  },
});

async function leaveInstanceProfiles(aws: Aws, RoleName: string): Promise<void> {
  const { InstanceProfiles = [] } = await iam(aws).send(new ListInstanceProfilesForRoleCommand({ RoleName }));
  for (const { InstanceProfileName } of InstanceProfiles) {
    await iam(aws).send(new RemoveRoleFromInstanceProfileCommand({ RoleName, InstanceProfileName }));
  }
}

async function dropPolicies(aws: Aws, RoleName: string): Promise<void> {
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies(
    { client: iam(aws) },
    { RoleName },
  )) {
    for (const { PolicyArn } of AttachedPolicies) {
      await iam(aws).send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    }
  }
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: iam(aws) }, { RoleName })) {
    for (const PolicyName of PolicyNames) {
      await iam(aws).send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    }
  }
}
