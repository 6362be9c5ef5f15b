import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  DescribePolicyCommand,
  paginateListPolicies,
  paginateListTagsForResource,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePolicyCommand,
  type PolicyType,
  type Tag,
} from "@aws-sdk/client-organizations";
import { flag, json, outputText, tagged, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromTagList, toTagList } from "../tags";
import { organizations, whenReady } from "./shared";

export const policy = resource({
  type: "aws:organizations/policy:Policy",
  label: "Organizations Policy",
  cfn: "AWS::Organizations::Policy",
  properties: {
    name: text({ autoname: { max: 255 } }),
    type: text({ replace: true, default: "SERVICE_CONTROL_POLICY" }),
    content: json({ required: true }),
    description: text(),
    skipDestroy: flag({ local: true, cfn: false }),
    ...tagged,
    arn: outputText,
  },

  async create(aws, inputs) {
    const request = new CreatePolicyCommand({
      Name: inputs.name,
      Type: inputs.type as PolicyType,
      Content: inputs.content,
      Description: inputs.description ?? "",
      Tags: toTagList(inputs.tagsAll),
    });
    const { Policy } = await whenReady(() => organizations(aws).send(request));
    return Policy?.PolicySummary?.Id as string;
  },

  async read(aws, PolicyId) {
    const { Policy } = await organizations(aws).send(new DescribePolicyCommand({ PolicyId }));
    const { Name, Type, Description, Arn } = Policy?.PolicySummary ?? {};
    return {
      name: Name,
      type: Type,
      content: Policy?.Content,
      description: Description,
      tagsAll: fromTagList(await tagsOf(aws, PolicyId)),
      arn: Arn,
    };
  },

  async update(aws, PolicyId, inputs, { names }) {
    if (!["name", "content", "description"].some((name) => names.has(name))) return;
    const request = new UpdatePolicyCommand({
      PolicyId,
      Name: names.has("name") ? inputs.name : undefined,
      Content: names.has("content") ? inputs.content : undefined,
      Description: names.has("description") ? (inputs.description ?? "") : undefined,
    });
    await whenReady(() => organizations(aws).send(request));
  },

  async retag(aws, ResourceId, { set, remove }) {
    if (remove.length > 0) {
      const request = new UntagResourceCommand({ ResourceId, TagKeys: remove });
      await whenReady(() => organizations(aws).send(request));
    }
    const Tags = toTagList(set);
    if (Tags.length === 0) return;
    await whenReady(() => organizations(aws).send(new TagResourceCommand({ ResourceId, Tags })));
  },

  async find(aws, { name, type }) {
    const pages = paginateListPolicies({ client: organizations(aws) }, { Filter: type as PolicyType });
    for await (const { Policies = [] } of pages) {
      const found = Policies.find((one) => one.Name === name && !one.AwsManaged);
      if (found) return found.Id;
    }
    return undefined;
  },

  async imported(aws, id) {
    const { Policy } = await organizations(aws).send(new DescribePolicyCommand({ PolicyId: id }));
    if (Policy?.PolicySummary?.AwsManaged) {
      throw new Error(
        `AWS-managed Organizations policy (${id}) cannot be imported. Use the policy ID directly in your configuration`,
      );
    }
    return { id, known: {} };
  },

  async delete(aws, PolicyId, { skipDestroy }) {
    if (skipDestroy) return;
    await whenReady(() => organizations(aws).send(new DeletePolicyCommand({ PolicyId })));
  },
});

async function tagsOf(aws: Aws, ResourceId: string): Promise<Tag[]> {
  const found: Tag[] = [];
  const pages = paginateListTagsForResource({ client: organizations(aws) }, { ResourceId });
  for await (const { Tags = [] } of pages) found.push(...Tags);
  return found;
}
