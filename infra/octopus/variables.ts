import type { OctopusSettings } from "../config/octopus";
import type { Environment, Organization } from "../config/model";
import type { AwsAccount } from "./accounts";
import { accountsWithVariables, commonName, octopusEnvironments, rolesIn } from "./environments";
import { accountVariables, roleVariable, workerPoolVariable } from "./names";
import { poolName } from "./worker-pools";

/** A variable that holds in one environment. */
export interface Variable {
  readonly name: string;
  /** Slug of the environment that it is scoped to. */
  readonly environment: string;
  readonly description: string;
  readonly value: VariableValue;
}

/** What a variable holds: a text, or something that Octopus has an id for. */
export type VariableValue =
  | { readonly type: "String"; readonly text: string }
  /** By the name of the account in Octopus. */
  | { readonly type: "AmazonWebServicesAccount"; readonly account: string }
  /** By the name of the pool. */
  | { readonly type: "WorkerPool"; readonly pool: string };

/** The variables of every environment, by which one step serves all of them. */
export function variables(
  settings: OctopusSettings,
  organization: Organization,
  accounts: readonly AwsAccount[],
): readonly Variable[] {
  const own = accountsWithVariables(organization);
  return octopusEnvironments(organization).flatMap((environment) => [
    {
      name: workerPoolVariable,
      environment: environment.name,
      description: `The workers that may have the roles of ${environment.name}`,
      value: { type: "WorkerPool" as const, pool: poolName(settings, environment.name) },
    },
    ...accounts
      .filter((one) => one.environment === environment.name)
      .flatMap((one, index) => [
        ...(index === 0 ? ofAccount(settings, environment, one) : []),
        ...(own.has(one.account.name) ? ofAccount(settings, environment, one, one.account.name) : []),
      ]),
  ]);
}

function ofAccount(
  { accounts: modes }: OctopusSettings,
  environment: Environment,
  { name, account, oidc }: AwsAccount,
  accountName?: string,
): readonly Variable[] {
  const names = accountVariables(accountName);
  const roles = rolesIn(environment, account);
  const text = (variable: string, what: string, value: string): Variable => ({
    name: variable,
    environment: environment.name,
    description: `${name}: ${what}`,
    value: { type: "String", text: value },
  });
  const [first] = roles;
  return [
    text(names.region, "region", account.region),
    text(names.accountId, "account id", account.id),
    ...(modes.includes("ambient")
      ? [
          ...(first ? [text(names.role, `ARN of ${first.name}`, first.arn)] : []),
          ...roles.map((role) =>
            text(roleVariable(names.role, commonName(role, roles)), `ARN of ${role.name}`, role.arn),
          ),
        ]
      : []),
    ...(oidc
      ? [
          {
            name: names.oidc,
            environment: environment.name,
            description: `${name}: logs in as ${oidc.roleName}`,
            value: { type: "AmazonWebServicesAccount" as const, account: name },
          },
        ]
      : []),
  ];
}
