import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  TagPolicyCommand,
  UntagPolicyCommand,
} from "@aws-sdk/client-iam";
import { output, outputText, policy as policyDocument, tagged, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromTagList, toTagList } from "../tags";
import { decoded, iam } from "./shared";

/** AWS keeps at most this many versions of a policy (IAM quotas). */
const MAX_VERSIONS = 5;

export const policy = resource({
  type: "aws:iam/policy:Policy",
  label: "IAM Policy",
  cfn: "AWS::IAM::ManagedPolicy",
  properties: {
    name: text({ replace: true, autoname: { max: 255 }, cfn: "ManagedPolicyName" }),
    path: text({ replace: true, default: "/" }),
    policy: policyDocument({ required: true, cfn: "PolicyDocument" }),
    description: text({ replace: true }),
    ...tagged,
    tagsAll: { ...tagged.tagsAll, cfn: false },
    arn: outputText,
    policyId: outputText,
    attachmentCount: output,
  },

  async create(aws, inputs) {
    const request = new CreatePolicyCommand({
      PolicyName: inputs.name,
      Path: inputs.path,
      PolicyDocument: inputs.policy,
      Description: inputs.description,
      Tags: toTagList(inputs.tagsAll),
    });
    const { Policy } = await iam(aws).send(request);
    return Policy?.Arn as string;
  },

  async read(aws, PolicyArn) {
    const { Policy } = await iam(aws).send(new GetPolicyCommand({ PolicyArn }));
    const VersionId = Policy?.DefaultVersionId;
    const { PolicyVersion } = await iam(aws).send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
    return {
      name: Policy?.PolicyName,
      path: Policy?.Path,
      policy: decoded(PolicyVersion?.Document),
      description: Policy?.Description,
      tagsAll: fromTagList(Policy?.Tags),
      arn: Policy?.Arn,
      policyId: Policy?.PolicyId,
      attachmentCount: Policy?.AttachmentCount,
    };
  },

  async update(aws, PolicyArn, inputs) {
    const old = await oldVersions(aws, PolicyArn);
    if (old.length === MAX_VERSIONS - 1) await dropVersion(aws, PolicyArn, old.at(-1));
    const request = { PolicyArn, PolicyDocument: inputs.policy, SetAsDefault: true };
    await iam(aws).send(new CreatePolicyVersionCommand(request));
  },

  async retag(aws, PolicyArn, { set, remove }) {
    if (remove.length > 0) await iam(aws).send(new UntagPolicyCommand({ PolicyArn, TagKeys: remove }));
    if (Object.keys(set).length > 0) {
      await iam(aws).send(new TagPolicyCommand({ PolicyArn, Tags: toTagList(set) }));
    }
  },

  find: (aws, { path, name }) => `arn:${aws.partition}:iam::${aws.accountId}:policy${path}${name}`,

  async delete(aws, PolicyArn) {
    for (const version of await oldVersions(aws, PolicyArn)) await dropVersion(aws, PolicyArn, version);
    await iam(aws).send(new DeletePolicyCommand({ PolicyArn }));
  },
});

/** All but the one in use, the newest first. */
async function oldVersions(aws: Aws, PolicyArn: string): Promise<string[]> {
  const { Versions = [] } = await iam(aws).send(new ListPolicyVersionsCommand({ PolicyArn }));
  return Versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion)
    .map(({ VersionId = "" }) => VersionId)
    .sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)));
}

async function dropVersion(aws: Aws, PolicyArn: string, VersionId: string | undefined): Promise<void> {
  await iam(aws).send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
}
