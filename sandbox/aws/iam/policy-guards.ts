import { text, type Call } from "../front/call";
import { AwsError } from "../front/errors";
import type { Sandbox } from "../sandbox";
import type { Guard } from "../service";
import { checkedDocument, size } from "./documents";
import { checkDescription, checkEntityName, checkPath } from "./names";
import { limitExceeded } from "./role-guards";

function checkPolicy({ params, partition }: Call, { limits }: Sandbox): void {
  const source = text(params, "PolicyDocument");
  checkedDocument(source, "permissions", "policyDocument", partition);
  const most = limits.managedPolicyCharacters;
  if (size(source ?? "") > most) throw limitExceeded(`Cannot exceed quota for PolicySize: ${most}`);
}

const createPolicy: Guard = async (call, sandbox) => {
  const { params, account, partition } = call;
  const name = checkEntityName("policyName", text(params, "PolicyName"), 128);
  checkPath(text(params, "Path"), sandbox.limits.rolePathCharacters);
  checkDescription(text(params, "Description"));
  checkPolicy(call, sandbox);
  const arn = `arn:${partition}:iam::${account}:policy/${name}`;
  if (await sandbox.facts.policy(account, partition, arn)) {
    throw new AwsError(
      "EntityAlreadyExists",
      `A policy called ${name} already exists. Duplicate names are not allowed.`,
      409,
    );
  }
};

/** Changes of a managed policy: it must be there, and be the account's own. */
function ownPolicy(then: (call: Call, sandbox: Sandbox) => void | Promise<void> = () => undefined): Guard {
  return async (call, sandbox) => {
    const arn = text(call.params, "PolicyArn") ?? "";
    if (arn.includes(":iam::aws:")) {
      throw new AwsError("AccessDenied", `Policy ${arn} is outside your own account.`, 403);
    }
    const policy = await sandbox.facts.policy(call.account, call.partition, arn);
    if (policy?.arn !== arn) throw new AwsError("NoSuchEntity", `Policy ${arn} was not found.`, 404);
    await then(call, sandbox);
  };
}

const deletePolicy = ownPolicy(async ({ params, account, partition }, { facts }) => {
  const policy = await facts.policy(account, partition, text(params, "PolicyArn") ?? "");
  const conflict = (message: string): never => {
    throw new AwsError("DeleteConflict", message, 409);
  };
  if (policy?.attached) conflict("Cannot delete a policy attached to entities.");
  if (policy?.boundaryOf) conflict("Cannot delete a policy that is the permissions boundary of entities.");
  if ((policy?.versions.length ?? 0) > 1) {
    conflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
  }
});

export const policyGuards: Readonly<Record<string, Guard>> = {
  CreatePolicy: createPolicy,
  CreatePolicyVersion: ownPolicy(checkPolicy),
  SetDefaultPolicyVersion: ownPolicy(),
  DeletePolicyVersion: ownPolicy(),
  DeletePolicy: deletePolicy,
};
