import { allDeployRoles } from "../../config/deploy-roles";
import type { Mechanism, Organization } from "../../config/model";
import { clusterArn, deployRolePath, iamArn } from "../../config/names";
import type { Partition } from "../../config/partitions";
import { oidcRolePath, type AwsAccount } from "../../octopus/accounts";

/** What guardrails are about, as ARNs and patterns for ARNs. */
export interface Scope {
  readonly partition: Partition;
  readonly launchers: readonly GuardedLauncher[];
  /** What only a launcher may assume: the deploy path, and roles elsewhere that the settings name. */
  readonly deployRoles: readonly string[];
  /** What only tokens of Octopus get: nobody, where it issues none. The path is guarded before and after there are roles. */
  readonly oidcRoles: readonly string[];
  readonly issuer?: GuardedIssuer;
  /** Roles, policies and instance profiles that only provisioning may change. */
  readonly protectedIam: readonly string[];
  /** Names of our roles under any other path: IAM tells names apart by their path nowhere. */
  readonly namesakes: readonly string[];
  /** Clusters whose associations, add-ons and access hand out a launcher. */
  readonly clusters: readonly string[];
  /** Who provisions: patterns for ARNs of roles. */
  readonly provisioners: readonly string[];
}

/** Octopus as an issuer of tokens. */
export interface GuardedIssuer {
  /** E.g. `octopus.example.com`. */
  readonly host: string;
  /** The provider, in any account. */
  readonly provider: string;
  /** Slug of the space, with which the subjects of its tokens begin. */
  readonly space: string;
}

/** A launcher, and how its first session comes about, which decides who may be let into it. */
export interface GuardedLauncher {
  readonly arn: string;
  readonly entry: Entry;
}

export type Entry =
  | { readonly kind: "podIdentity" | "ecsTask" | "ec2Instance" }
  /** The cluster's issuer without `https://`, and subjects such as `system:serviceaccount:octopus:octopus-server`. */
  | { readonly kind: "irsa"; readonly issuer: string; readonly subjects: readonly string[] };

/**
 * What the guardrails of an organization are about.
 *
 * @param accounts what Octopus knows of them, for the roles of its own tokens
 */
export function scopeOf(organization: Organization, accounts: readonly AwsAccount[]): Scope {
  const { partition, launchers, provisioning, guardrails } = organization;
  const role = (name: string): string => iamArn(partition, "*", "role", "/", name);
  const launcherArns = launchers.map(({ arn }) => arn);
  const provisioner = iamArn(partition, "*", "role", provisioning.rolePath, provisioning.roleName);
  const octopus = ["role", "policy", "instance-profile"].map((kind) =>
    iamArn(partition, "*", kind, "/octopus/", "*"),
  );
  const names = [
    ...launchers.map(({ name }) => name),
    ...allDeployRoles(organization).map(({ name }) => name),
    ...accounts.flatMap(({ oidc }) => oidc?.roleName ?? []),
    provisioning.roleName,
  ];
  const issuer = issuerOf(partition, accounts);
  return {
    partition,
    launchers: launchers.map(({ arn, mechanism }) => ({ arn, entry: entryOf(mechanism) })),
    deployRoles: [iamArn(partition, "*", "role", deployRolePath, "*"), ...guardrails.roles],
    oidcRoles: [iamArn(partition, "*", "role", oidcRolePath, "*")],
    ...(issuer && { issuer }),
    protectedIam: [
      ...octopus,
      ...launcherArns,
      ...guardrails.roles,
      // Whoever is exempt must not be anybody's to change, or the exemption would be a way in.
      ...(provisioning.rolePath.startsWith("/octopus/") ? [] : [provisioner]),
      ...guardrails.exempt,
    ],
    namesakes: [...new Set(names)].sort().flatMap((name) => [role(name), role(`*/${name}`)]),
    clusters: [
      ...new Set(
        launchers.map(({ account, mechanism }) =>
          clusterArn(partition, account.region, account.id, mechanism.clusterName),
        ),
      ),
    ],
    provisioners: [provisioner, ...guardrails.exempt],
  };
}

/** All accounts have the same one: there is one server. */
function issuerOf(partition: Partition, accounts: readonly AwsAccount[]): GuardedIssuer | undefined {
  const [first] = accounts.flatMap(({ oidc }) => oidc ?? []);
  if (!first) return undefined;
  const { host, space } = first;
  return { host, space, provider: iamArn(partition, "*", "oidc-provider", "/", host) };
}

function entryOf({ kind }: Mechanism): Entry {
  return { kind };
}
