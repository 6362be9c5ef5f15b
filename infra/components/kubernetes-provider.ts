import * as kubernetes from "@pulumi/kubernetes";

import type { PodIdentity } from "../config/model";
import type { Cluster } from "./cluster";

/** The provider of the one cluster. Until the cluster is there, it plans without asking anybody. */
export function kubernetesProvider(
  cluster: Cluster,
  { clusterName, clusterArn }: PodIdentity,
): kubernetes.Provider {
  return new kubernetes.Provider(clusterName, {
    kubeconfig: cluster.eks.kubeconfigJson,
    // By default a new certificate or endpoint would be another cluster, in which everything is created again.
    clusterIdentifier: clusterArn,
  });
}
