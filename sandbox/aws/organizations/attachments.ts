import type { Limits } from "../../../trust/limits";
import { text, type Call } from "../front/call";
import { AwsError } from "../front/errors";
import type { Organization, Policy } from "../organization";
import type { Guard } from "../service";
import { invalidInput, policyOf } from "./policies";

/** Of the types that say how many may be attached to a target: how many. */
const most: Readonly<Record<string, (limits: Limits) => number>> = {
  SERVICE_CONTROL_POLICY: ({ scpsPerTarget }) => scpsPerTarget,
  RESOURCE_CONTROL_POLICY: ({ rcpsPerTarget }) => rcpsPerTarget,
};

const targetIds = /^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/;

const attachPolicy: Guard = async (call, sandbox) => {
  const policy = await policyOf(call, sandbox);
  const organization = await sandbox.facts.organization();
  const target = targetOf(call, organization);
  const { type } = policy;
  if (!organization.policyTypes.includes(type)) {
    throw new AwsError(
      "PolicyTypeNotEnabledException",
      `This operation can be performed only for enabled policy types. (${type} is not enabled)`,
    );
  }
  if (policy.targets.includes(target)) {
    throw new AwsError(
      "DuplicatePolicyAttachmentException",
      "A policy with the specified name and type already exists on the target.",
    );
  }
  const attached = attachedTo(target, type, organization);
  const limit = most[type]?.(sandbox.limits);
  if (limit === undefined || attached.length < limit) return;
  throw constraintViolation(
    "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
    `You have attached the maximum number of policies of type ${type} to the target ${target}: ${limit}.`,
  );
};

const detachPolicy: Guard = async (call, sandbox) => {
  const { id, type, targets } = await policyOf(call, sandbox);
  const organization = await sandbox.facts.organization();
  const target = targetOf(call, organization);
  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_evaluation.html
  if (id === "p-RCPFullAWSAccess")
    throw invalidInput("NON_DETACHABLE_POLICY", "You can't detach this AWS Managed Policy.");
  if (!targets.includes(target)) {
    throw new AwsError(
      "PolicyNotAttachedException",
      `The policy ${id} isn't attached to the specified target ${target}.`,
    );
  }
  if (type !== "SERVICE_CONTROL_POLICY" || attachedTo(target, type, organization).length > 1) return;
  throw constraintViolation(
    "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
    `The target ${target} must keep at least one policy of type ${type}.`,
  );
};

/** The root, OU or account that a request names. */
function targetOf({ params }: Call, { rootId, units, accounts }: Organization): string {
  const id = text(params, "TargetId") ?? "";
  if (!targetIds.test(id)) {
    throw invalidInput(
      "INVALID_PATTERN_TARGET_ID",
      "You specified a policy target ID that doesn't match the required pattern.",
    );
  }
  if ([rootId, ...[...units, ...accounts].map((one) => one.id)].includes(id)) return id;
  throw new AwsError(
    "TargetNotFoundException",
    `We can't find a root, OU, account, or policy with the TargetId ${id}.`,
  );
}

function attachedTo(target: string, type: string, { policies }: Organization): readonly Policy[] {
  return policies.filter((policy) => policy.type === type && policy.targets.includes(target));
}

function constraintViolation(reason: string, message: string): AwsError {
  return new AwsError("ConstraintViolationException", message, 400, { Reason: reason });
}

export const attachmentGuards: Readonly<Record<string, Guard>> = {
  AttachPolicy: attachPolicy,
  DetachPolicy: detachPolicy,
  ListPoliciesForTarget: async (call, { facts }) => void targetOf(call, await facts.organization()),
};
