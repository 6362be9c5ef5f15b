import { dependencies } from "../package.json";

/**
 * The Pulumi engine: the oldest that is used when it is on PATH, and the one that is installed when none is.
 * `engine/cli/go.mod` pins the same version with everything that it is built from.
 */
export const engineVersion = "3.250.0";

/** The resource plugins that stand in for the real ones carry the version of the SDK that asks for them. */
export const pluginVersions = {
  aws: dependencies["@pulumi/aws"],
  eks: dependencies["@pulumi/eks"],
  kubernetes: dependencies["@pulumi/kubernetes"],
};

/**
 * The Octopus provider: the Terraform provider itself, and the plugin that bridges to it.
 * `engine/octopus/provider/go.mod` and `engine/octopus/bridge/go.mod` pin what they are built from.
 */
export const octopusVersions = { provider: "1.17.0", bridge: "1.1.3" };

/**
 * The Kubernetes behind the sandbox's EKS clusters, whichever version they say they are.
 * `engine/kubernetes/servers/go.mod` pins the same version with everything that it is built from.
 */
export const kubernetesVersion = "1.34.0";
