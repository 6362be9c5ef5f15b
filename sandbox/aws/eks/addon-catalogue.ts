import type { AddonInfo } from "@aws-sdk/client-eks";

interface AddonEntry {
  readonly namespace: string;
  readonly type: string;
  /** A version that EKS offered in 2026; `{minor}` stands for the cluster's. */
  readonly version: string;
  readonly needsPermissions: boolean;
}

/** Add-ons that the sandbox knows, each with one version: EKS's own list changes every week. */
export const catalogue: Readonly<Record<string, AddonEntry>> = {
  "vpc-cni": {
    namespace: "kube-system",
    type: "networking",
    version: "v1.20.4-eksbuild.1",
    needsPermissions: true,
  },
  coredns: {
    namespace: "kube-system",
    type: "networking",
    version: "v1.12.4-eksbuild.1",
    needsPermissions: false,
  },
  "kube-proxy": {
    namespace: "kube-system",
    type: "networking",
    version: "v{minor}.0-eksbuild.2",
    needsPermissions: false,
  },
  "eks-pod-identity-agent": {
    namespace: "kube-system",
    type: "security",
    version: "v1.3.9-eksbuild.3",
    needsPermissions: false,
  },
  "aws-ebs-csi-driver": {
    namespace: "kube-system",
    type: "storage",
    version: "v1.51.0-eksbuild.1",
    needsPermissions: true,
  },
  "aws-efs-csi-driver": {
    namespace: "kube-system",
    type: "storage",
    version: "v2.1.13-eksbuild.1",
    needsPermissions: true,
  },
  "snapshot-controller": {
    namespace: "kube-system",
    type: "storage",
    version: "v8.3.0-eksbuild.1",
    needsPermissions: false,
  },
  "metrics-server": {
    namespace: "kube-system",
    type: "observability",
    version: "v0.8.0-eksbuild.2",
    needsPermissions: false,
  },
};

export function defaultVersion(name: string, kubernetes: string): string {
  return catalogue[name]?.version.replace("{minor}", kubernetes) ?? "";
}

/** As DescribeAddonVersions answers. */
export function describeVersions(name: string | undefined, kubernetes = "1.35"): AddonInfo[] {
  return Object.entries(catalogue)
    .filter(([candidate]) => (name ?? candidate) === candidate)
    .map(([addonName, { type, namespace, needsPermissions }]) => ({
      addonName,
      type,
      publisher: "eks",
      owner: "aws",
      defaultNamespace: namespace,
      addonVersions: [
        {
          addonVersion: defaultVersion(addonName, kubernetes),
          architecture: ["amd64", "arm64"],
          computeTypes: ["ec2"],
          compatibilities: [{ clusterVersion: kubernetes, platformVersions: ["*"], defaultVersion: true }],
          requiresConfiguration: false,
          requiresIamPermissions: needsPermissions,
        },
      ],
    }));
}
