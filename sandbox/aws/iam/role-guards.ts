import { text, type Call } from "../front/call";
import { AwsError, validationError } from "../front/errors";
import type { RoleFacts } from "../facts";
import type { Sandbox } from "../sandbox";
import type { Guard } from "../service";
import { checkedDocument, size } from "./documents";
import { checkDescription, checkEntityName, checkPath } from "./names";
import { checkPrincipals } from "./principals";

/** Every request about a role: it must be there by exactly this name, and a service's own role is the service's. */
export const aboutRole: Guard = async (call, sandbox) => {
  const name = text(call.params, "RoleName");
  if (name === undefined || call.action === "CreateRole") return;
  const role = await sandbox.facts.role(call.account, call.partition, name);
  if (role?.name !== name) {
    throw new AwsError("NoSuchEntity", `The role with name ${name} cannot be found.`, 404);
  }
  if (
    role.path.startsWith("/aws-service-role/") &&
    !/^(Get|List|DeleteServiceLinkedRole|Tag|Untag)/.test(call.action)
  ) {
    throw new AwsError(
      "UnmodifiableEntity",
      `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
    );
  }
};

async function roleOf(call: Call, sandbox: Sandbox): Promise<RoleFacts> {
  const name = text(call.params, "RoleName") ?? "";
  const role = await sandbox.facts.role(call.account, call.partition, name);
  if (!role) throw new AwsError("NoSuchEntity", `The role with name ${name} cannot be found.`, 404);
  return role;
}

const createRole: Guard = async (call, sandbox) => {
  const { params, account, partition } = call;
  const { limits } = sandbox;
  const name = checkEntityName("roleName", text(params, "RoleName"), limits.roleNameCharacters);
  checkPath(text(params, "Path"), limits.rolePathCharacters);
  checkDescription(text(params, "Description"));
  checkSession(text(params, "MaxSessionDuration"), sandbox);
  await checkTrust("AssumeRolePolicyDocument", call, sandbox);
  if (await sandbox.facts.role(account, partition, name)) {
    throw new AwsError("EntityAlreadyExists", `Role with name ${name} already exists.`, 409);
  }
  await checkBoundary(call, sandbox);
};

async function checkTrust(parameter: string, call: Call, sandbox: Sandbox): Promise<void> {
  const { params, partition } = call;
  const source = text(params, parameter);
  const document = checkedDocument(source, "trust", lowerFirst(parameter), partition);
  const most = sandbox.limits.trustPolicyCharacters;
  if (size(source ?? "") > most) throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${most}`);
  await checkPrincipals(document, partition, sandbox);
}

function checkSession(seconds: string | undefined, { limits }: Sandbox): void {
  if (seconds === undefined) return;
  const [least, most] = [limits.roleSessionSecondsLeast, limits.roleSessionSeconds];
  const refuse = (constraint: string): never => {
    throw validationError("maxSessionDuration", seconds, constraint);
  };
  if (!(Number(seconds) >= least)) refuse(`Member must have value greater than or equal to ${least}`);
  if (Number(seconds) > most) refuse(`Member must have value less than or equal to ${most}`);
}

async function checkBoundary({ params, account, partition }: Call, { facts }: Sandbox): Promise<void> {
  const arn = text(params, "PermissionsBoundary");
  if (!arn) return;
  if ((await facts.policy(account, partition, arn))?.arn === arn) return;
  throw new AwsError("NoSuchEntity", `Scope ARN: ${arn} does not exist or is not attachable.`, 404);
}

const updateTrust: Guard = (call, sandbox) => checkTrust("PolicyDocument", call, sandbox);

const updateRole: Guard = async ({ params }, sandbox) => {
  checkDescription(text(params, "Description"));
  checkSession(text(params, "MaxSessionDuration"), sandbox);
};

const putRolePolicy: Guard = async (call, sandbox) => {
  const { params, partition } = call;
  const name = checkEntityName("policyName", text(params, "PolicyName"), 128);
  const source = text(params, "PolicyDocument") ?? "";
  checkedDocument(source, "permissions", "policyDocument", partition);
  const role = await roleOf(call, sandbox);
  const others = Object.entries(role.inline).filter(([other]) => other !== name);
  const total = others.reduce((sum, [, document]) => sum + size(document), size(source));
  const most = sandbox.limits.inlinePolicyCharacters;
  if (total > most)
    throw limitExceeded(`Maximum policy size of ${most} bytes exceeded for role ${role.name}`);
};

const attachRolePolicy: Guard = async (call, sandbox) => {
  const arn = text(call.params, "PolicyArn") ?? "";
  const role = await roleOf(call, sandbox);
  const most = sandbox.limits.managedPoliciesPerRole;
  if (arn in role.managed || Object.keys(role.managed).length < most) return;
  throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${most}`);
};

export function limitExceeded(message: string): AwsError {
  return new AwsError("LimitExceeded", message, 409);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export const roleGuards: Readonly<Record<string, Guard>> = {
  CreateRole: createRole,
  UpdateAssumeRolePolicy: updateTrust,
  UpdateRole: updateRole,
  PutRolePermissionsBoundary: checkBoundary,
  PutRolePolicy: putRolePolicy,
  AttachRolePolicy: attachRolePolicy,
};
