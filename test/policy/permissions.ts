import { deployRoleName, ids, launcherArn, resource, type AccountName, type Given } from "./resources";

export type Fields = Readonly<Record<string, unknown>>;

/** A statement of a permissions policy that allows actions on everything, unless it is said otherwise. */
export function allows(actions: string | readonly string[], rest: Fields = {}): Fields {
  return { Effect: "Allow", Action: actions, Resource: "*", ...rest };
}

export function denies(actions: string | readonly string[], rest: Fields = {}): Fields {
  return { ...allows(actions, rest), Effect: "Deny" };
}

/** A permissions policy as JSON text. */
export function policyOf(...statements: readonly Fields[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export type DeployAccount = "tooling" | "dev" | "staging" | "prod";

/** A trust policy that lets in the launcher. */
export const launcherTrust = trustIn({ AWS: launcherArn });

export function trustIn(principal: object): string {
  return policyOf({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" });
}

/** A deploy role with properties besides what it must have. */
export function deployRoleWith(account: DeployAccount, props: Fields): Given {
  const own = { name: deployRoleName(account), path: "/octopus/deploy/", assumeRolePolicy: launcherTrust };
  return resource("aws:iam/role:Role", `${account}-deploy`, { ...own, ...props }, account);
}

/** A deploy role with inline policies. */
export function deployRole(account: DeployAccount, ...documents: readonly unknown[]): Given {
  const inlinePolicies = documents.map((policy, index) => ({ name: `permissions-${index}`, policy }));
  return deployRoleWith(account, { inlinePolicies });
}

/** A policy that stands for itself. */
export function managedPolicy(name: string, policy: unknown, where: AccountName = "dev"): Given {
  return resource("aws:iam/policy:Policy", name, { name, policy }, where);
}

/** The ARN that a managed policy has. */
export function managedPolicyArn(name: string, where: AccountName = "dev"): string {
  return `arn:aws:iam::${ids[where]}:policy/${name}`;
}

/** An inline policy as a resource of its own. */
export function rolePolicy(role: unknown, policy: unknown, where: AccountName = "dev", name = "more"): Given {
  return resource("aws:iam/rolePolicy:RolePolicy", name, { role, name, policy }, where);
}

/** What attaches a managed policy to a role. */
export function attachment(
  role: unknown,
  policyArn: unknown,
  where: AccountName = "dev",
  name = "attached",
): Given {
  return resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", name, { role, policyArn }, where);
}

/** A role that is none of ours. */
export function otherRole(name: string, props: Fields = {}, where: AccountName = "dev"): Given {
  const assumeRolePolicy = trustIn({ Service: "lambda.amazonaws.com" });
  return resource("aws:iam/role:Role", name, { name, assumeRolePolicy, ...props }, where);
}
