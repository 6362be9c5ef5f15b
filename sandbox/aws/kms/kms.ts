import { glob, matches } from "../../../trust/documents/glob";
import { list, type Statement } from "../../../trust/documents/policy";
import { text, type Call } from "../front/call";
import { AwsError } from "../front/errors";
import { parsedPolicy, resourcePolicyProblem } from "../iam/documents";
import { checkPrincipals } from "../iam/principals";
import type { Guard, Service } from "../service";

/** A key policy that KMS would take. https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
const checkPolicy: Guard = async (call, sandbox) => {
  const policy = text(call.params, "Policy");
  if (policy === undefined) return;
  const malformed = (message: string): never => {
    throw new AwsError("MalformedPolicyDocumentException", message);
  };
  const problem = resourcePolicyProblem(policy);
  if (problem !== undefined) return malformed(`The policy is malformed: ${problem}`);
  const document = parsedPolicy(policy);
  try {
    await checkPrincipals(document, call.partition, sandbox);
  } catch (error) {
    const detail = error instanceof Error ? error.message : "";
    malformed(`Policy contains a statement with one or more invalid principals. (${detail})`);
  }
  const bypass = String(call.params.BypassPolicyLockoutSafetyCheck) === "true";
  if (!bypass && !document.Statement.some((statement) => keepsControl(statement, call))) {
    malformed("The new key policy will not allow you to update the key policy in the future.");
  }
};

/** Whether a statement lets the caller, or the caller's account, change the policy again. */
function keepsControl({ Effect, Principal, Action }: Statement, { account, caller }: Call): boolean {
  if (Effect !== "Allow" || Principal === undefined) return false;
  const names = Principal === "*" ? ["*"] : list(Principal.AWS);
  const mine = ["*", account, caller.principalArn, caller.arn];
  return (
    names.some((name) => mine.includes(name) || name.endsWith(`:iam::${account}:root`)) &&
    list(Action).some((pattern) => matches(glob(pattern.toLowerCase()), "kms:putkeypolicy"))
  );
}

/** KMS is moto's, which takes any text for a key policy. */
export const kms: Service = { guards: { CreateKey: checkPolicy, PutKeyPolicy: checkPolicy } };
