import type { Partition } from "./partitions";

/** The path of every deploy role. Guardrails cover this path, so that it is no setting. */
export const deployRolePath = "/octopus/deploy/";

/** The path of the launcher's own managed policies, guarded with everything else below `/octopus/`. */
export const launcherPolicyPath = "/octopus/launcher/";

/** The path of the roles that the cluster itself needs: control plane, nodes, add-ons. */
export const clusterPath = "/octopus/cluster/";

/** The stack, and the environment, of the account in which Octopus runs. */
export const tooling = "tooling";

/**
 * The ARN of an IAM role, policy or other entity that has a path.
 *
 * @param kind e.g. `role`
 * @param path with a slash at both ends, e.g. `/octopus/deploy/`; `/` for none
 * @returns e.g. `arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole`
 */
export function iamArn(
  partition: Partition,
  accountId: string,
  kind: string,
  path: string,
  name: string,
): string {
  return `arn:${partition}:iam::${accountId}:${kind}${path}${name}`;
}

/** The ARN of a managed policy that AWS keeps, e.g. `arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy`. */
export function awsManagedPolicyArn(partition: Partition, name: string): string {
  return `arn:${partition}:iam::aws:policy/${name}`;
}

/** The ARN of an EKS cluster, e.g. `arn:aws:eks:us-east-1:123456789012:cluster/octopus-cluster`. */
export function clusterArn(partition: Partition, region: string, accountId: string, name: string): string {
  return `arn:${partition}:eks:${region}:${accountId}:cluster/${name}`;
}

/** Names of the roles that a cluster needs beside the launchers: control plane, nodes and EBS CSI driver. */
export function clusterRoleNames(cluster: string): Record<"controlPlane" | "nodes" | "ebsCsi", string> {
  return { controlPlane: cluster, nodes: `${cluster}-nodes`, ebsCsi: `${cluster}-ebs-csi` };
}

/** `dev` as `Dev`, `pre-prod` as `PreProd`: how an environment's name stands in a role's name. */
export function pascalCase(name: string): string {
  return name
    .split(/[-_]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}
