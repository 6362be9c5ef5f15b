import { text, type Call } from "../front/call";
import { AwsError } from "../front/errors";
import type { Policy } from "../organization";
import type { Sandbox } from "../sandbox";
import type { Guard } from "../service";
import { checkPolicyContent } from "./content";

/** The policy that a request names. */
export async function policyOf({ params }: Call, { facts }: Sandbox): Promise<Policy> {
  const id = text(params, "PolicyId") ?? "";
  const policy = (await facts.organization()).policies.find((one) => one.id === id);
  if (!policy)
    throw new AwsError("PolicyNotFoundException", `We can't find a policy with the PolicyId ${id}.`);
  return policy;
}

/** @param reason AWS's own name for what is wrong, e.g. `MAX_LENGTH_EXCEEDED` */
export function invalidInput(reason: string, message: string): AwsError {
  return new AwsError("InvalidInputException", message, 400, { Reason: reason });
}

const createPolicy: Guard = async (call, sandbox) => {
  const { params } = call;
  for (const name of ["Name", "Type", "Content", "Description"]) {
    if (params[name] === undefined)
      throw invalidInput("INPUT_REQUIRED", `You must include a value for ${name}.`);
  }
  const type = text(params, "Type") ?? "";
  checkTexts(call);
  checkPolicyContent(text(params, "Content"), type, sandbox.limits);
  await checkName(call, sandbox, { type });
};

const updatePolicy: Guard = async (call, sandbox) => {
  const policy = await ownPolicy(call, sandbox);
  const content = text(call.params, "Content");
  checkTexts(call);
  if (content !== undefined) checkPolicyContent(content, policy.type, sandbox.limits);
  await checkName(call, sandbox, policy);
};

/** A policy that is not one of AWS's own. */
async function ownPolicy(call: Call, sandbox: Sandbox): Promise<Policy> {
  const policy = await policyOf(call, sandbox);
  if (!policy.awsManaged) return policy;
  throw invalidInput(
    "IMMUTABLE_POLICY",
    `You specified a policy that is managed by AWS and can't be modified. (${policy.id})`,
  );
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html */
function checkTexts({ params }: Call): void {
  for (const [field, most] of [
    ["Name", 128],
    ["Description", 512],
  ] as const) {
    const length = text(params, field)?.length ?? 0;
    if (length > most) {
      throw invalidInput(
        "MAX_LENGTH_EXCEEDED",
        `You provided a ${field} that is longer than allowed: it has ${length} characters of ${most}.`,
      );
    }
  }
  if (text(params, "Name") === "")
    throw invalidInput("MIN_LENGTH_EXCEEDED", "You provided a Name that is shorter than allowed.");
}

async function checkName(
  { params }: Call,
  { facts }: Sandbox,
  { id, type }: Pick<Policy, "type"> & { id?: string },
): Promise<void> {
  const name = text(params, "Name");
  const { policies } = await facts.organization();
  if (policies.some((other) => other.name === name && other.type === type && other.id !== id))
    throw new AwsError("DuplicatePolicyException", "A policy with the same name already exists.");
}

export const policyGuards: Readonly<Record<string, Guard>> = {
  CreatePolicy: createPolicy,
  UpdatePolicy: updatePolicy,
  DeletePolicy: async (call, sandbox) => void (await ownPolicy(call, sandbox)),
};
