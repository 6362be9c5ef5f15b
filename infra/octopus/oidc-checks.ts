import { allDeployRoles } from "../config/deploy-roles";
import type { Organization } from "../config/model";
import type { OctopusSettings } from "../config/octopus";
import type { Problem } from "../config/problems";
import { oidcRoleName } from "./accounts";
import { octopusEnvironments } from "./environments";

/** What would keep the roles for Octopus's own tokens from being created, or from being guarded. */
export function oidcRoleProblems({ accounts, oidc }: OctopusSettings, organization: Organization): Problem[] {
  if (!accounts.includes("oidc")) return [];
  return [...spaceProblems(oidc), ...roleNameProblems(organization)];
}

/** Resource control policies let in the tokens of one space, which they know by the beginning of the subject. */
function spaceProblems(oidc: OctopusSettings["oidc"]): Problem[] {
  return Object.entries<readonly string[]>(oidc?.subjectKeys ?? {})
    .filter(([, keys]) => !keys.includes("space"))
    .map(([use]) => ({
      setting: `octopus.oidc.subjectKeys.${use}`,
      message:
        "does not name space, so that tokens of another space could have the role, and guardrails could not tell them " +
        "apart: add space",
    }));
}

/** Names of roles are unique in an account whatever their path or case; these follow from the environment's name. */
function roleNameProblems(organization: Organization): Problem[] {
  const key = (account: string, name: string): string => `${account}/${name.toLowerCase()}`;
  const owners = new Map(
    [...organization.launchers, ...allDeployRoles(organization)].map(({ account, name, setting }) => [
      key(account.id, name),
      setting,
    ]),
  );
  const problems: Problem[] = [];
  for (const environment of octopusEnvironments(organization)) {
    const name = oidcRoleName(environment);
    for (const { id } of new Set(environment.accounts)) {
      const owner = owners.get(key(id, name));
      owners.set(key(id, name), `environment ${environment.name}`);
      if (owner === undefined) continue;
      problems.push({
        setting: "octopus.accounts",
        message:
          `has oidc, for which ${environment.name} gets a role ${name} in account ${id}, where ${owner} has that name; ` +
          "IAM tells names apart neither by path nor by case, so choose another there",
      });
    }
  }
  return problems;
}
