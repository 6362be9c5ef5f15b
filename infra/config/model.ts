import { limitsWith, type Limits } from "../../trust/limits";
import { allDeployRoles } from "./deploy-roles";
import { buildGuardrails, type Guardrails } from "./guardrails";
import * as names from "./names";
import type { Partition } from "./partitions";
import type { OrganizationSettings } from "./schema";

/** The organization as every document, component and check sees it: names resolved, ARNs exact. */
export interface Organization {
  /** E.g. `o-a1b2c3d4e5`. */
  readonly id: string;
  readonly partition: Partition;
  /** Region of what has no region of its own, e.g. `us-east-1`. */
  readonly region: string;
  readonly management: Account;
  /** Member accounts, the tooling account among them. */
  readonly accounts: readonly Account[];
  /** The environment of the account that Octopus runs in. */
  readonly tooling: Environment;
  /** In the order of promotion; the tooling environment is not among them. */
  readonly environments: readonly Environment[];
  readonly launchers: readonly Launcher[];
  readonly provisioning: Provisioning;
  readonly guardrails: Guardrails;
  readonly tags: Readonly<Record<string, string>>;
  readonly limits: Limits;
}

export interface Account {
  /** Its name in the settings, e.g. `dev`. */
  readonly name: string;
  /** 12 digits. */
  readonly id: string;
  readonly region: string;
  readonly ou?: string;
}

export interface Environment {
  readonly name: string;
  readonly accounts: readonly Account[];
  /** Every role of every account of the environment. */
  readonly deployRoles: readonly DeployRole[];
}

/** A named permission set, or a statement written out in the settings. */
export type PermissionSource = string | Readonly<Record<string, unknown>>;

export interface DeployRole {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly account: Account;
  readonly environment: string;
  /** Where it stands in the settings, for messages. */
  readonly setting: string;
  readonly permissions: readonly PermissionSource[];
  readonly maxSessionSeconds: number;
  readonly permissionsBoundaryArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Who is let in: a launcher, in sessions of one of these service accounts. */
  readonly admitted: readonly Admission[];
}

/** A launcher and those of its bindings that an environment belongs to. */
export interface Admission {
  readonly launcherArn: string;
  readonly mechanism: Mechanism;
  readonly bindings: readonly Binding[];
}

/** How a pod, task or host gets the launcher. Further mechanisms become further members of this union. */
export type Mechanism = PodIdentity;

export interface PodIdentity {
  readonly kind: "podIdentity";
  readonly clusterName: string;
  readonly clusterArn: string;
}

export interface Binding {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Names of the environments whose roles it may have. */
  readonly environments: readonly string[];
}

export interface Launcher {
  readonly name: string;
  /** Always `/`: the name that guardrails and trust policies carry must not move. */
  readonly path: "/";
  readonly arn: string;
  readonly account: Account;
  readonly setting: string;
  readonly mechanism: Mechanism;
  readonly bindings: readonly Binding[];
  /** ARNs of the deploy roles that it may assume. */
  readonly targets: readonly string[];
  readonly policyShards: number;
}

/** The role through which our stacks change an account. */
export interface Provisioning {
  readonly roleName: string;
  readonly rolePath: string;
  readonly sessionName: string;
  readonly externalId?: string;
}

/**
 * The model of an organization. Names that refer to nothing are left out: `checks.ts` reports them, and nothing is
 * created with a model that has problems.
 */
export function buildModel(settings: OrganizationSettings): Organization {
  const { partition, region } = settings;
  const accounts = Object.entries(settings.accounts).map(
    ([name, account]): Account => ({ name, region, ...definedOnly(account) }) as Account,
  );
  const byName = new Map(accounts.map((account) => [account.name, account]));
  const toolingAccount = byName.get(settings.tooling.account) ?? {
    name: settings.tooling.account,
    id: "",
    region,
  };

  const launcherRoles = settings.launchers.map((launcher, index) => ({
    ...launcher,
    setting: `organization.launchers[${index}]`,
    arn: names.iamArn(partition, toolingAccount.id, "role", "/", launcher.name),
    podIdentity: {
      kind: launcher.mechanism,
      clusterName: launcher.cluster,
      clusterArn: names.clusterArn(partition, toolingAccount.region, toolingAccount.id, launcher.cluster),
    },
  }));
  const admittedTo = (environment: string): Admission[] =>
    launcherRoles
      .map(({ arn, podIdentity, bindings }) => ({
        launcherArn: arn,
        mechanism: podIdentity,
        bindings: bindings.filter((binding) => binding.environments.includes(environment)),
      }))
      .filter(({ bindings }) => bindings.length > 0);

  const build = (
    name: string,
    members: readonly Account[],
    roles: RoleSettings,
    setting: string,
  ): Environment => {
    const admitted = admittedTo(name);
    const deployRoles = members.flatMap((account) =>
      roles.map((role, index): DeployRole => {
        const roleName = role.name ?? `${names.pascalCase(name)}DeployRole`;
        return {
          name: roleName,
          path: names.deployRolePath,
          arn: names.iamArn(partition, account.id, "role", names.deployRolePath, roleName),
          account,
          environment: name,
          setting: `${setting}.deployRoles[${index}]`,
          permissions: role.permissions,
          maxSessionSeconds: role.maxSessionSeconds,
          ...boundary(partition, account, role.permissionsBoundary),
          tags: role.tags,
          admitted,
        };
      }),
    );
    return { name, accounts: members, deployRoles };
  };

  const tooling = build(
    names.tooling,
    [toolingAccount],
    settings.tooling.deployRoles ?? [],
    "organization.tooling",
  );
  const environments = settings.environments.map(({ name, accounts: members, deployRoles }, index) =>
    build(
      name,
      members.flatMap((member) => byName.get(member) ?? []),
      deployRoles,
      environmentSetting(index),
    ),
  );
  const allRoles = allDeployRoles({ tooling, environments });
  const launchers = launcherRoles.map(
    ({ name, arn, setting, podIdentity, bindings, policyShards }): Launcher => ({
      name,
      path: "/",
      arn,
      account: toolingAccount,
      setting,
      mechanism: podIdentity,
      bindings,
      targets: allRoles
        .filter(({ admitted }) => admitted.some(({ launcherArn }) => launcherArn === arn))
        .map((role) => role.arn),
      policyShards,
    }),
  );

  const organization = {
    id: settings.id,
    partition,
    region,
    management: { name: "management", id: settings.management.id, region },
    accounts,
    tooling,
    environments,
    launchers,
    provisioning: settings.provisioning,
    tags: settings.tags,
    limits: limitsWith(settings.limits),
  };
  return { ...organization, guardrails: buildGuardrails(settings.guardrails, organization) };
}

/** Where an environment stands in the settings, for messages. */
export function environmentSetting(index: number): string {
  return `organization.environments[${index}]`;
}

/** An environment by its name, the tooling environment included. */
export function findEnvironment(organization: Organization, name: string): Environment | undefined {
  return [organization.tooling, ...organization.environments].find(
    (environment) => environment.name === name,
  );
}

type RoleSettings = OrganizationSettings["environments"][number]["deployRoles"];

function boundary(
  partition: Partition,
  account: Account,
  written: string | undefined,
): Pick<DeployRole, "permissionsBoundaryArn"> {
  if (written === undefined) return {};
  if (written.startsWith("arn:")) return { permissionsBoundaryArn: written };
  return {
    permissionsBoundaryArn: names.iamArn(partition, account.id, "policy", "/", written.replace(/^\//, "")),
  };
}

function definedOnly<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Partial<T>;
}
