import { pascalCase } from "../config/names";
import type { Account, DeployRole, Environment, Organization } from "../config/model";
import { commonRoleName } from "./names";

/** The environments that Octopus deploys to, each once. That of the tooling account is not among them. */
export function octopusEnvironments({ environments }: Organization): readonly Environment[] {
  return environments.filter(
    ({ name }, index) => environments.findIndex((other) => other.name === name) === index,
  );
}

/** The deploy roles that an environment has in one of its accounts. */
export function rolesIn({ deployRoles }: Environment, account: Account): readonly DeployRole[] {
  return deployRoles.filter((role) => role.account.name === account.name);
}

/**
 * What a deploy role is called in every environment, e.g. `DataPlaneRole` for `ProdDataPlaneRole`. Its own name where
 * another role of the account would be called the same.
 */
export function commonName({ name, environment }: DeployRole, roles: readonly DeployRole[]): string {
  const short = (role: string): string => commonRoleName(role, pascalCase(environment));
  const taken = roles.some(
    (other) => other.name !== name && [other.name, short(other.name)].includes(short(name)),
  );
  return taken ? name : short(name);
}

/**
 * An account of an environment.
 *
 * @param name as settings write it; without it, the environment's first account
 */
export function findAccount({ accounts }: Environment, name?: string): Account | undefined {
  return name === undefined ? accounts[0] : accounts.find((account) => account.name === name);
}

/**
 * A deploy role of an account.
 *
 * @param name its own, or what it is called in every environment; without it, the account's first role
 */
export function findRole(roles: readonly DeployRole[], name?: string): DeployRole | undefined {
  if (name === undefined) return roles[0];
  return roles.find((role) => role.name === name) ?? roles.find((role) => commonName(role, roles) === name);
}

/**
 * Names of the accounts that have variables of their own: those of environments that have several. The others are
 * reached by the variables of their environment.
 */
export function accountsWithVariables(organization: Organization): ReadonlySet<string> {
  return new Set(
    organization.environments
      .filter(({ accounts }) => accounts.length > 1)
      .flatMap(({ accounts }) => accounts.map(({ name }) => name)),
  );
}
