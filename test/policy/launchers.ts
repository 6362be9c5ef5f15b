import { expected } from "../fixtures/expected";
import { ids, output, resource, type AccountName, type Given, type GivenProvider } from "./resources";

/** The launcher as our program declares it, with something of it otherwise. */
export function launcherRole(
  props: Readonly<Record<string, unknown>> = {},
  where: AccountName | GivenProvider = "tooling",
): Given {
  const trust = JSON.stringify(expected("OctoLauncherRole", "trust"));
  return resource(
    "aws:iam/role:Role",
    "OctoLauncherRole",
    { name: "OctoLauncherRole", path: "/", assumeRolePolicy: trust, ...props },
    where,
  );
}

/** Any other role of a name. */
export function otherRole(name: string, where: AccountName | GivenProvider = "tooling", path = "/"): Given {
  return resource("aws:iam/role:Role", name, { name, path, assumeRolePolicy: "{}" }, where);
}

const policyPath = "/octopus/launcher/";

export function policyArn(name: string): string {
  return `arn:aws:iam::${ids.tooling}:policy${policyPath}${name}`;
}

export function managedPolicy(
  name: string,
  policy: unknown,
  where: AccountName | GivenProvider = "tooling",
): Given {
  return resource("aws:iam/policy:Policy", name, { name, path: policyPath, policy }, where);
}

export function attachment(
  role: unknown,
  policyArn: unknown,
  where: AccountName | GivenProvider = "tooling",
): Given {
  const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
  return resource(type, "attachment", { role, policyArn }, where);
}

/** Every way in which a program gives a document to the launcher. */
export const waysToGive: Readonly<Record<string, (document: unknown) => readonly Given[]>> = {
  "in the role": (policy) => [launcherRole({ inlinePolicies: [{ name: "Assume", policy }] })],
  "as a policy of the role": (policy) => [
    launcherRole(),
    resource("aws:iam/rolePolicy:RolePolicy", "inline", { name: "Assume", role: "OctoLauncherRole", policy }),
  ],
  "as a policy of a role of another stack": (policy) => [
    resource("aws:iam/rolePolicy:RolePolicy", "inline", { name: "Assume", role: "octolauncherrole", policy }),
  ],
  "as a managed policy by its ARN in the role": (policy) => [
    launcherRole({ managedPolicyArns: [policyArn("assume")] }),
    managedPolicy("assume", policy),
  ],
  "as an attached policy": (policy) => {
    const role = launcherRole();
    return [role, managedPolicy("assume", policy), attachment(output(role, "name"), policyArn("assume"))];
  },
  "as a policy attached to a list of roles": (policy) => [
    otherRole("Other"),
    launcherRole(),
    managedPolicy("assume", policy),
    resource("aws:iam/policyAttachment:PolicyAttachment", "attachment", {
      roles: ["Other", "OctoLauncherRole"],
      policyArn: policyArn("assume"),
    }),
  ],
};

/** How a document arrives. */
export const spellings: Readonly<Record<string, (document: object) => unknown>> = {
  compact: (document) => JSON.stringify(document),
  pretty: (document) => JSON.stringify(document, undefined, 2),
  "an object": (document) => document,
};
