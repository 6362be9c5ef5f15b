/** What the accounts of the agent's chart may do in Kubernetes, instead of everything, which is the chart's default. */

/** A rule of a role, as Kubernetes takes it. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * No more than every account may anyway. The chart takes an empty list for its defaults.
 *
 * For script pods of a worker, whose steps have nothing to do in the cluster that they run on, and for the account by
 * which Octopus would upgrade an agent: its version is the settings'.
 */
export const nothing: readonly Rule[] = [
  { apiGroups: ["authorization.k8s.io"], resources: ["selfsubjectaccessreviews"], verbs: ["create"] },
];

/**
 * What the agent does in its own namespace: it creates script pods, follows and removes them, and keeps its
 * configuration, its key and credentials for images. It reads secrets by their names and deletes none.
 *
 * @see https://github.com/OctopusDeploy/OctopusTentacle/tree/main/source/Octopus.Tentacle/Kubernetes
 */
export const agentRules: readonly Rule[] = [
  { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch", "create", "delete"] },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  { apiGroups: [""], resources: ["events"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "create", "update", "patch"] },
  { apiGroups: [""], resources: ["secrets"], verbs: ["get", "create", "update", "patch"] },
  { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "list", "watch"] },
];

const everyVerb = ["get", "list", "watch", "create", "update", "patch", "delete"];

/**
 * What steps deploy with, in the namespaces that a target may change. Roles and service accounts are not among it: who
 * may write those, or use any account, is who the cluster's administrators say.
 */
export const deployingRules: readonly Rule[] = [
  {
    apiGroups: ["apps"],
    resources: ["deployments", "statefulsets", "daemonsets", "replicasets"],
    verbs: everyVerb,
  },
  { apiGroups: ["batch"], resources: ["jobs", "cronjobs"], verbs: everyVerb },
  {
    apiGroups: [""],
    resources: ["configmaps", "secrets", "services", "persistentvolumeclaims", "pods"],
    verbs: everyVerb,
  },
  { apiGroups: [""], resources: ["pods/log", "events"], verbs: ["get", "list", "watch"] },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: everyVerb },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: everyVerb },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: everyVerb },
];
