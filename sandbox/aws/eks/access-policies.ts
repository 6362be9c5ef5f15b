/** What one access policy lets its principal do. */
export interface AccessRule {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const look = ["get", "list", "watch"];
const change = ["create", "delete", "deletecollection", "patch", "update"];

const seen: readonly AccessRule[] = [
  {
    groups: [""],
    resources: [
      ...["bindings", "configmaps", "endpoints", "events", "limitranges", "namespaces", "namespaces/status"],
      ...["persistentvolumeclaims", "persistentvolumeclaims/status", "pods", "pods/log", "pods/status"],
      ...["replicationcontrollers", "replicationcontrollers/scale", "replicationcontrollers/status"],
      ...["resourcequotas", "resourcequotas/status", "serviceaccounts", "services", "services/status"],
    ],
    verbs: look,
  },
  {
    groups: ["apps"],
    resources: [
      ...["controllerrevisions", "daemonsets", "daemonsets/status", "deployments", "deployments/scale"],
      ...["deployments/status", "replicasets", "replicasets/scale", "replicasets/status"],
      ...["statefulsets", "statefulsets/scale", "statefulsets/status"],
    ],
    verbs: look,
  },
  {
    groups: ["autoscaling", "batch", "policy", "networking.k8s.io", "discovery.k8s.io"],
    resources: [
      ...["horizontalpodautoscalers", "horizontalpodautoscalers/status", "cronjobs", "cronjobs/status"],
      ...["jobs", "jobs/status", "poddisruptionbudgets", "poddisruptionbudgets/status"],
      ...["ingresses", "ingresses/status", "networkpolicies", "endpointslices"],
    ],
    verbs: look,
  },
];

const edited: readonly AccessRule[] = [
  ...seen,
  {
    groups: [""],
    resources: ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "secrets", "services/proxy"],
    verbs: look,
  },
  { groups: [""], resources: ["serviceaccounts"], verbs: ["impersonate"] },
  {
    groups: [""],
    resources: [
      ...["configmaps", "events", "persistentvolumeclaims", "pods", "pods/attach", "pods/exec"],
      ...["pods/portforward", "pods/proxy", "pods/eviction", "replicationcontrollers"],
      ...["replicationcontrollers/scale", "secrets", "serviceaccounts", "services", "services/proxy"],
      "serviceaccounts/token",
    ],
    verbs: change,
  },
  {
    groups: ["apps", "autoscaling", "batch", "policy", "networking.k8s.io"],
    resources: [
      ...["daemonsets", "deployments", "deployments/rollback", "deployments/scale", "replicasets"],
      ...["replicasets/scale", "statefulsets", "statefulsets/scale", "horizontalpodautoscalers"],
      ...["cronjobs", "jobs", "poddisruptionbudgets", "ingresses", "networkpolicies"],
    ],
    verbs: change,
  },
];

const administered: readonly AccessRule[] = [
  ...edited,
  { groups: ["authorization.k8s.io"], resources: ["localsubjectaccessreviews"], verbs: ["create"] },
  {
    groups: ["rbac.authorization.k8s.io"],
    resources: ["rolebindings", "roles"],
    verbs: [...look, ...change],
  },
];

const everything = { groups: ["*"], resources: ["*"] };

/**
 * The access policies whose permissions the sandbox knows. They are no objects of a cluster: EKS decides by them beside
 * RBAC.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html (read 2026-10)
 */
export const accessPolicies: Readonly<Record<string, readonly AccessRule[]>> = {
  AmazonEKSClusterAdminPolicy: [{ ...everything, verbs: ["*"] }],
  AmazonEKSAdminPolicy: administered,
  AmazonEKSEditPolicy: edited,
  AmazonEKSViewPolicy: seen,
  AmazonEKSAdminViewPolicy: [{ ...everything, verbs: look }],
};
