import type { OctopusSettings } from "../config/octopus";
import type { Account, DeployRole, Environment, Organization } from "../config/model";
import { iamArn, pascalCase } from "../config/names";
import { findRole, octopusEnvironments, rolesIn } from "./environments";
import { issuerHost } from "./issuer";
import { slugOf, variableSetName } from "./names";
import { subjectsOf, type SubjectKeys } from "./oidc";

/** The path of the roles that Octopus gets for its own tokens. Guardrails cover this path, so that it is no setting. */
export const oidcRolePath = "/octopus/oidc/";

/** What Octopus knows of one AWS account of an environment. */
export interface AwsAccount {
  /** E.g. `AWS Dev`; with the account's name where the environment has several, e.g. `AWS Prod prod-eu`. */
  readonly name: string;
  readonly slug: string;
  /** Slug of the environment. */
  readonly environment: string;
  readonly account: Account;
  /** There when Octopus logs in with tokens of its own. Ambient credentials need no account in Octopus. */
  readonly oidc?: OidcAccount;
}

/** An account of Octopus that exchanges tokens, and the role that trusts them. */
export interface OidcAccount {
  /** E.g. `OctoDevRole`, under `/octopus/oidc/`. */
  readonly roleName: string;
  readonly roleArn: string;
  readonly sessionSeconds: number;
  readonly subjectKeys: SubjectKeys;
  /** URL of the issuer, without a slash at its end. */
  readonly issuer: string;
  /** The host alone: how the provider is called in IAM and in the keys of conditions. */
  readonly host: string;
  readonly providerArn: string;
  /** The environment whose stack has the provider: the first one in the account. */
  readonly providerOwner: string;
  readonly audience: string;
  /** Slug of the space, with which every subject begins. */
  readonly space: string;
  /** Exactly what the role's trust admits. */
  readonly subjects: readonly string[];
  /** The environment's first deploy role in the account: what it may do, and no more, this role may do. */
  readonly deployRole: DeployRole;
}

/** What subjects are made of beside the account. */
export interface SubjectSources {
  readonly space: { readonly slug: string };
  readonly projects: readonly { readonly name: string; readonly runbooks: readonly string[] }[];
  readonly targets: readonly {
    readonly slug: string;
    readonly environment: string;
    readonly account: string;
  }[];
}

/** The AWS accounts of every environment, in the order of promotion. */
export function awsAccounts(
  settings: OctopusSettings,
  organization: Organization,
  sources: SubjectSources,
): readonly AwsAccount[] {
  return octopusEnvironments(organization).flatMap((environment) =>
    environment.accounts.map((account): AwsAccount => {
      const name = accountName(environment, account);
      const slug = slugOf(name);
      const oidc = oidcAccount(settings, organization, environment, account, slug, sources);
      return {
        name,
        slug,
        environment: environment.name,
        account,
        ...(oidc ? { oidc } : {}),
      };
    }),
  );
}

/** The name of an account in Octopus, e.g. `AWS Dev`. */
export function accountName({ name, accounts }: Environment, account: Account): string {
  const environment = variableSetName(name);
  return accounts.length > 1 ? `${environment} ${account.name}` : environment;
}

/** The name of the role that Octopus has in each account of an environment, e.g. `OctoDevRole`. */
export function oidcRoleName({ name }: Environment): string {
  return `Octo${pascalCase(name)}Role`;
}

function oidcAccount(
  { accounts: modes, oidc }: OctopusSettings,
  organization: Organization,
  environment: Environment,
  account: Account,
  slug: string,
  { space, projects, targets }: SubjectSources,
): OidcAccount | undefined {
  const deployRole = findRole(rolesIn(environment, account));
  if (!modes.includes("oidc") || !oidc || !deployRole) return undefined;
  const { issuer, audience, subjectKeys, sessionSeconds } = oidc;
  const { partition } = organization;
  const host = issuerHost(issuer) ?? "";
  const roleName = oidcRoleName(environment);
  const first = octopusEnvironments(organization).find(({ accounts }) => accounts.includes(account));
  return {
    roleName,
    roleArn: iamArn(partition, account.id, "role", oidcRolePath, roleName),
    sessionSeconds,
    subjectKeys,
    issuer: `https://${host}`,
    host,
    providerArn: iamArn(partition, account.id, "oidc-provider", "/", host),
    providerOwner: (first ?? environment).name,
    audience: audience ?? host,
    space: space.slug,
    subjects: subjectsOf(subjectKeys, {
      space: space.slug,
      environment: environment.name,
      account: slug,
      projects: projects.map(({ name, runbooks }) => ({ slug: slugOf(name), runbooks })),
      targets: targets
        .filter((target) => target.environment === environment.name && target.account === account.name)
        .map((target) => target.slug),
    }),
    deployRole,
  };
}
