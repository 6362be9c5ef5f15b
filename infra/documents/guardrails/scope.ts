import { allDeployRoles } from "../../config/deploy-roles";
import type { Mechanism, Organization } from "../../config/model";
import { clusterArn, deployRolePath, iamArn } from "../../config/names";
import type { Partition } from "../../config/partitions";

/** What guardrails are about, as ARNs and patterns for ARNs. */
export interface Scope {
  readonly partition: Partition;
  readonly launchers: readonly GuardedLauncher[];
  /** What only a launcher may assume: the deploy path, and roles elsewhere that the settings name. */
  readonly deployRoles: readonly string[];
  /** Roles, policies and instance profiles that only provisioning may change. */
  readonly protectedIam: readonly string[];
  /** Names of our roles under any other path: IAM tells names apart by their path nowhere. */
  readonly namesakes: readonly string[];
  /** Clusters whose associations, add-ons and access hand out a launcher. */
  readonly clusters: readonly string[];
  /** Who provisions: patterns for ARNs of roles. */
  readonly provisioners: readonly string[];
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

/** What the guardrails of an organization are about. */
export function scopeOf(organization: Organization): Scope {
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
    provisioning.roleName,
  ];
  return {
    partition,
    launchers: launchers.map(({ arn, mechanism }) => ({ arn, entry: entryOf(mechanism) })),
    deployRoles: [iamArn(partition, "*", "role", deployRolePath, "*"), ...guardrails.roles],
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

function entryOf({ kind }: Mechanism): Entry {
  return { kind };
}
