import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { policy, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { decoded, iam } from "./shared";

export const rolePolicy = resource({
  type: "aws:iam/rolePolicy:RolePolicy",
  label: "IAM Role Policy",
  cfn: "AWS::IAM::RolePolicy",
  properties: {
    name: text({ replace: true, autoname: { max: 255 }, cfn: "PolicyName" }),
    role: text({ required: true, replace: true, cfn: "RoleName" }),
    policy: policy({ required: true, cfn: "PolicyDocument" }),
  },

  async create(aws, inputs) {
    await put(aws, inputs);
    return `${inputs.role}:${inputs.name}`;
  },

  async read(aws, id) {
    const [RoleName, PolicyName] = parse(id);
    const found = await iam(aws).send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return { name: PolicyName, role: RoleName, policy: decoded(found.PolicyDocument) };
  },

  async update(aws, _id, inputs) {
    await put(aws, inputs);
  },

  find: (_aws, { role, name }) => `${role}:${name}`,

  async delete(aws, id) {
    const [RoleName, PolicyName] = parse(id);
    await iam(aws).send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  },
});

async function put(aws: Aws, inputs: { role?: string; name?: string; policy?: string }): Promise<void> {
  const { role: RoleName, name: PolicyName, policy: PolicyDocument } = inputs;
  await iam(aws).send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
}

/** `<role>:<policy>`, also to import one. */
function parse(id: string): [role: string, name: string] {
  const [roleName, name] = id.split(":");
  if (!roleName || !name)
    throw new Error(`'${id}' is no id of a role policy, which is <role name>:<policy name>`);
  return [roleName, name];
}
