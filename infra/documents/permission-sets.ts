import type { Statement } from "../../trust/documents/policy";
import type { DeployRole, Organization } from "../config/model";
import type { Partition } from "../config/partitions";

/** Where a permission set is used; what its ARNs and name prefixes are made of. */
export interface PermissionContext {
  readonly partition: Partition;
  readonly region: string;
  readonly accountId: string;
  /** Name of the environment, e.g. `dev`; what its buckets are named after. */
  readonly environment: string;
  /** Name of the cluster that Octopus runs on. */
  readonly clusterName: string;
}

/** What steps may do in an environment: statements of a permissions policy. */
export type PermissionSet = (context: PermissionContext) => readonly Statement[];

/** Everything in the buckets whose names begin with `prefix`, and the buckets themselves. */
const buckets = ({ partition }: PermissionContext, prefix: string): string[] => [
  `arn:${partition}:s3:::${prefix}-*`,
  `arn:${partition}:s3:::${prefix}-*/*`,
];

/** Fast iteration: clusters, images and stacks without limits, and the environment's own buckets. */
const dev: PermissionSet = (context) => [
  { Sid: "Build", Effect: "Allow", Action: ["eks:*", "ecr:*", "cloudformation:*"], Resource: "*" },
  { Sid: "Buckets", Effect: "Allow", Action: "s3:*", Resource: buckets(context, context.environment) },
];

/** As dev, but existing clusters can only be looked at and reconfigured. */
const staging: PermissionSet = (context) => [
  {
    Sid: "Build",
    Effect: "Allow",
    Action: [
      "eks:DescribeCluster",
      "eks:UpdateClusterConfig",
      "eks:UpdateNodegroupConfig",
      "ecr:*",
      "cloudformation:*",
    ],
    Resource: "*",
  },
  { Sid: "Buckets", Effect: "Allow", Action: "s3:*", Resource: buckets(context, context.environment) },
];

/** Reading only: what changes production is approved and has a role of its own. */
const prod: PermissionSet = (context) => [
  {
    Sid: "Look",
    Effect: "Allow",
    Action: ["eks:DescribeCluster", "eks:ListClusters", "ecr:DescribeRepositories", "ecr:DescribeImages"],
    Resource: "*",
  },
  {
    Sid: "Configuration",
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:ListBucket"],
    Resource: buckets(context, `${context.environment}-config`),
  },
];

/** In the account of Octopus itself: its cluster's description and the secrets kept for steps. */
const tooling: PermissionSet = ({ partition, region, accountId, clusterName }) => [
  {
    Sid: "Cluster",
    Effect: "Allow",
    Action: "eks:DescribeCluster",
    Resource: `arn:${partition}:eks:${region}:${accountId}:cluster/${clusterName}`,
  },
  {
    Sid: "Secrets",
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: `arn:${partition}:secretsmanager:${region}:${accountId}:secret:octopus/*`,
  },
];

/** The permission sets that settings can name. A set of your own is one more entry. */
export const permissionSets: Readonly<Record<string, PermissionSet>> = { dev, staging, prod, tooling };

/**
 * The statements of a deploy role, in the order in which its settings name their sources. A name that is unknown
 * gives none; `check.ts` reports it.
 */
export function permissionStatements(organization: Organization, role: DeployRole): readonly Statement[] {
  const context: PermissionContext = {
    partition: organization.partition,
    region: role.account.region,
    accountId: role.account.id,
    environment: role.environment,
    clusterName: organization.launchers[0]?.mechanism.clusterName ?? "",
  };
  return role.permissions.flatMap((source) => {
    if (typeof source !== "string") return [source as unknown as Statement];
    return Object.hasOwn(permissionSets, source) ? (permissionSets[source]?.(context) ?? []) : [];
  });
}
