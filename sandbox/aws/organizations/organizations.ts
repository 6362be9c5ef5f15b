import { text, type Call } from "../front/call";
import { AwsError } from "../front/errors";
import type { Sandbox } from "../sandbox";
import type { Guard, Service } from "../service";
import { checkPolicyContent } from "./content";

/** What an account that is not the management account may ask. */
const forMembers = new Set(["DescribeOrganization"]);

const managementOnly: Guard = async ({ action, account }, { organization }) => {
  if (account === organization.managementId || forMembers.has(action)) return;
  throw new AwsError("AccessDeniedException", "You don't have permissions to access this resource.");
};

async function policyType(call: Call, { facts }: Sandbox): Promise<string> {
  const id = text(call.params, "PolicyId") ?? "";
  const policy = (await facts.organization()).policies.find((one) => one.id === id);
  if (!policy)
    throw new AwsError("PolicyNotFoundException", `We can't find a policy with the PolicyId ${id}.`);
  return policy.type;
}

const createPolicy: Guard = async ({ params }) => {
  checkPolicyContent(text(params, "Content"), text(params, "Type") ?? "");
};

const updatePolicy: Guard = async (call, sandbox) => {
  const content = text(call.params, "Content");
  if (content !== undefined) checkPolicyContent(content, await policyType(call, sandbox));
};

/** A policy takes hold only where its type is enabled, which it is not in a new organization. */
const attachPolicy: Guard = async (call, sandbox) => {
  const type = await policyType(call, sandbox);
  const { policyTypes } = await sandbox.facts.organization();
  if (policyTypes.includes(type)) return;
  throw new AwsError(
    "PolicyTypeNotEnabledException",
    `This operation can be performed only for enabled policy types. (${type} is not enabled)`,
  );
};

/** AWS Organizations is moto's, but for who may ask, and for what a policy must be to be accepted. */
export const organizations: Service = {
  guards: {
    "*": managementOnly,
    CreatePolicy: createPolicy,
    UpdatePolicy: updatePolicy,
    AttachPolicy: attachPolicy,
  },
};
