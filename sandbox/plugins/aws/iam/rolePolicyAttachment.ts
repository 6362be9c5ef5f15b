import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  paginateListAttachedRolePolicies,
} from "@aws-sdk/client-iam";
import { text } from "../../table/property";
import { resource } from "../entry";
import { iam } from "./shared";

export const rolePolicyAttachment = resource({
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  label: "IAM Role Policy Attachment",
  // As the real provider has it: detaching the old after attaching the new could undo the latter.
  deleteBeforeReplace: true,
  properties: {
    role: text({ required: true, replace: true }),
    policyArn: text({ required: true, replace: true }),
  },

  async create(aws, { role: RoleName, policyArn: PolicyArn }) {
    await iam(aws).send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    return `${RoleName}/${PolicyArn}`;
  },

  async read(aws, id) {
    const [RoleName, arn] = parse(id);
    for await (const page of paginateListAttachedRolePolicies({ client: iam(aws) }, { RoleName })) {
      const attached = page.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === arn);
      if (attached) return { role: RoleName, policyArn: arn };
    }
    return undefined;
  },

  find: (_aws, { role, policyArn }) => `${role}/${policyArn}`,

  async delete(aws, id) {
    const [RoleName, PolicyArn] = parse(id);
    await iam(aws).send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  },
});

/** `<role>/<policy ARN>`, also to import one. */
function parse(id: string): [role: string, arn: string] {
  const slash = id.indexOf("/");
  if (slash < 1 || !id.slice(slash + 1).startsWith("arn:")) {
    throw new Error(`'${id}' is no id of a role policy attachment, which is <role name>/<policy ARN>`);
  }
  return [id.slice(0, slash), id.slice(slash + 1)];
}
