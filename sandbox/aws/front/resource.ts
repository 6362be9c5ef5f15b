import type { Facts } from "../facts";
import { text, type Call } from "./call";

/** Parameters that name what a request is about, the most telling first. None of them is ever secret. */
const naming = [
  "RoleArn",
  "PolicyArn",
  "UserName",
  "InstanceProfileName",
  "StackName",
  "StackSetName",
  "PolicyId",
  "principalArn",
  "addonName",
  "nodegroupName",
  "clusterName",
  "name",
  "logGroupName",
  "KeyId",
  "VpcId",
  "GroupId",
  "LaunchTemplateId",
];

/** What a request is about, for the log: the ARN for roles, for others the name that the request gives. */
export async function resourceOf(call: Call, facts: Facts): Promise<string | undefined> {
  const { service, action, account, partition, params } = call;
  const role = service === "iam" ? text(params, "RoleName") : undefined;
  if (role !== undefined) {
    const path = text(params, "Path") ?? "/";
    const known = action === "CreateRole" ? null : await facts.role(account, partition, role);
    return known?.arn ?? `arn:${partition}:iam::${account}:role${path}${role}`;
  }
  const name = naming.find((candidate) => typeof params[candidate] === "string");
  return name === undefined ? undefined : text(params, name);
}
