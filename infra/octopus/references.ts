import type { Environment, Organization } from "../config/model";
import type { Problem } from "../config/problems";
import { findAccount, findRole, octopusEnvironments, rolesIn } from "./environments";

/** Names in the setting `octopus` that are to refer to something of the organization. */

/** An account or role that an environment does not have. */
export function placeProblems(
  setting: string,
  names: readonly string[],
  {
    account: accountName,
    role,
  }: { readonly account?: string | undefined; readonly role?: string | undefined },
  organization: Organization,
): Problem[] {
  const environments = octopusEnvironments(organization).filter(({ name }) => names.includes(name));
  return environments.flatMap((environment): Problem[] => {
    if (environment.accounts.length === 0) return [];
    const account = findAccount(environment, accountName);
    if (!account) {
      const known = environment.accounts.map(({ name }) => name);
      return [{ setting: `${setting}.account`, message: notIn(accountName ?? "", environment, known) }];
    }
    const roles = rolesIn(environment, account);
    if (role === undefined || roles.length === 0 || findRole(roles, role)) return [];
    const known = roles.map(({ name }) => name);
    return [{ setting: `${setting}.role`, message: notIn(role, environment, known) }];
  });
}

function notIn(name: string, environment: Environment, known: readonly string[]): string {
  return `is ${name}, which ${environment.name} does not have: write ${known.join(" or ")}, or name other environments`;
}

/** Names of environments that there are not. */
export function unknownEnvironments(
  setting: string,
  names: readonly string[],
  organization: Organization,
  place: (index: number) => string = (index) => `[${index}]`,
): Problem[] {
  const environments = octopusEnvironments(organization);
  return names.flatMap((name, index) =>
    environments.some((one) => one.name === name)
      ? []
      : [
          {
            setting: `${setting}${place(index)}`,
            message: `is ${name}, which ${notAnEnvironment(environments)}`,
          },
        ],
  );
}

/** To complete "is qa, which ...". */
export function notAnEnvironment(environments: readonly Environment[]): string {
  const known = environments.map(({ name }) => name).join(", ");
  return `is none of organization.environments: write one of ${known}`;
}
