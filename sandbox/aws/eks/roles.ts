import { glob, matches } from "../../../trust/documents/glob";
import { list } from "../../../trust/documents/policy";
import type { RoleFacts } from "../facts";
import type { Call } from "../front/call";
import { AwsError } from "../front/errors";
import { parsedPolicy } from "../iam/documents";
import type { Sandbox } from "../sandbox";
import { invalid } from "./state";

/**
 * A role that the caller hands to EKS. It must exist in the caller's account, and AWS asks for `iam:PassRole` on it.
 *
 * @throws AwsError when it does not exist, or is another account's
 */
export async function passedRole(arn: string | undefined, call: Call, sandbox: Sandbox): Promise<RoleFacts> {
  const parts = /^arn:([^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn ?? "");
  if (arn === undefined || !parts) throw invalid(`The role ARN ${arn ?? ""} is not valid.`);
  const [, partition = "", account = "", name = ""] = parts;
  if (account !== call.account) {
    throw new AwsError("AccessDeniedException", "Cross-account pass role is not allowed.", 403);
  }
  sandbox.imply(call, "iam", "PassRole", arn);
  const role = await sandbox.facts.role(account, partition, name);
  if (role?.arn !== arn) throw invalid("Role provided in the request does not exist.");
  return role;
}

/** Whether some statement of the role's trust lets a service use it for all of these actions, whatever the condition. */
export function trusts(role: RoleFacts, service: string, ...actions: string[]): boolean {
  const statements = parsedPolicy(role.trust).Statement.filter(
    ({ Effect, Principal }) =>
      Effect === "Allow" &&
      Principal !== undefined &&
      Principal !== "*" &&
      list(Principal.Service).some((name) => name.replace(/\.cn$/, "") === service),
  );
  return actions.every((action) =>
    statements.some(({ Action }) =>
      list(Action).some((pattern) => matches(glob(pattern.toLowerCase()), action.toLowerCase())),
    ),
  );
}

/** The role that AWS makes for a service of its own in an account that uses it, if it is not there yet. */
export async function serviceLinkedRole(
  service: string,
  name: string,
  call: Call,
  sandbox: Sandbox,
): Promise<string> {
  const { account, partition } = call;
  const arn = `arn:${partition}:iam::${account}:role/aws-service-role/${service}/${name}`;
  if (!(await sandbox.facts.role(account, partition, name))) {
    await sandbox.callAs(call, "eks", "iam", "CreateServiceLinkedRole", { AWSServiceName: service });
  }
  return arn;
}
