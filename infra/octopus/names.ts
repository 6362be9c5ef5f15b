/** How what Octopus keeps for us is named. */

/** The letters that every variable of ours begins with. */
const prefix = "AWS";

/**
 * An environment's name as people read it in Octopus.
 *
 * @param environment its name in the settings, e.g. `pre-prod`
 * @returns e.g. `Pre-Prod`
 */
export function displayName(environment: string): string {
  return environment
    .split("-")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("-");
}

/**
 * The library variable set of an environment.
 *
 * @param environment its name in the settings, e.g. `dev`
 * @returns e.g. `AWS Dev`
 */
export function variableSetName(environment: string): string {
  return `${prefix} ${displayName(environment)}`;
}

/**
 * The slug that Octopus makes of a name. Subjects of its tokens are made of slugs.
 *
 * @param name e.g. `Deploy Web App`
 * @returns e.g. `deploy-web-app`; empty for a name without a letter or digit of ASCII
 * @see https://octopus.com/docs/infrastructure/accounts/openid-connect
 */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/**
 * What a role is called in every environment: its name without the environment's.
 *
 * @param role name of the role, e.g. `ProdDataPlaneRole`
 * @param environment name of the environment in Pascal case, e.g. `Prod`
 * @returns e.g. `DataPlaneRole`; the role's own name when the environment's is not in it
 */
export function commonRoleName(role: string, environment: string): string {
  return role.replace(environment, "") || role;
}

/** The names of the variables about one account of an environment. Each is scoped to the environment. */
export interface AccountVariables {
  /** E.g. `us-east-1`. */
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  /** ARN of the role that steps assume unless they name another. */
  readonly role: string;
  /** The account of Octopus that logs in with its own tokens. */
  readonly oidc: string;
}

/**
 * Names of variables.
 *
 * None ends in `.RoleArn`, `.AccessKey`, `.SecretKey` or `.SessionDuration`: Calamari looks for these below the name
 * of an account variable.
 *
 * @param account of an environment that has several; without it, the environment's first account
 * @see https://github.com/OctopusDeploy/Calamari/blob/main/source/Calamari.CloudAccounts/AwsEnvironmentGeneration.cs
 */
export function accountVariables(account?: string): AccountVariables {
  const base = account === undefined ? prefix : `${prefix}[${account}]`;
  return {
    region: `${base}.Region`,
    accountId: `${base}.AccountId`,
    role: `${base}.Role`,
    oidc: `${base}.Oidc`,
  };
}

/**
 * The variable with the ARN of one role.
 *
 * @param variable the account's own, e.g. `AWS.Role`
 * @param role the role's name, or what it is called in every environment, e.g. `DataPlaneRole`
 * @returns e.g. `AWS.Role[DataPlaneRole]`
 */
export function roleVariable(variable: string, role: string): string {
  return `${variable}[${role}]`;
}

/** The variable with the worker pool of an environment. */
export const workerPoolVariable = `${prefix}.WorkerPool`;
