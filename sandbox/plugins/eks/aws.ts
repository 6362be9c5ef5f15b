import type * as aws from "@pulumi/aws";
import type { Input, Output } from "@pulumi/pulumi/output";
import { CustomResource, type CustomResourceOptions, type Resource } from "@pulumi/pulumi/resource";
import { invokeOutput } from "@pulumi/pulumi/runtime/invoke";
import type { ResourceModule } from "@pulumi/pulumi/runtime/rpc";

/** A resource of the aws plugin by its token. To load the classes of `@pulumi/aws` would take seven times our start. */
class AwsResource extends CustomResource {}

type Create<Args, Made> = (name: string, args: Args, options: CustomResourceOptions) => Made;

/** @param outputs properties that the plugin makes up and that are read here */
function resource<Args extends object, Made extends CustomResource>(
  token: string,
  outputs: readonly (keyof Made)[] = [],
): Create<Args, Made> {
  const computed = Object.fromEntries(outputs.map((name) => [name, undefined]));
  return (name, args, options) =>
    new AwsResource(token, name, { ...computed, ...args }, options) as unknown as Made;
}

export const createCluster = resource<aws.eks.ClusterArgs, aws.eks.Cluster>("aws:eks/cluster:Cluster", [
  "arn",
  "certificateAuthority",
  "endpoint",
  "identities",
]);
export const createAddon = resource<aws.eks.AddonArgs, aws.eks.Addon>("aws:eks/addon:Addon");
export const createAccessEntry = resource<aws.eks.AccessEntryArgs, aws.eks.AccessEntry>(
  "aws:eks/accessEntry:AccessEntry",
);
export const createAccessPolicyAssociation = resource<
  aws.eks.AccessPolicyAssociationArgs,
  aws.eks.AccessPolicyAssociation
>("aws:eks/accessPolicyAssociation:AccessPolicyAssociation");

/** Reads a role that the program hands over, as the engine remembers it. */
export const roleModule: ResourceModule = {
  construct: (name, type, urn) => new AwsResource(type, name, { arn: undefined }, { urn }),
};

/** The newest version of an add-on; unknown while the version of Kubernetes is. */
export function newestAddonVersion(
  addonName: string,
  kubernetesVersion: Input<string>,
  parent: Resource,
): Output<string> {
  const args: aws.eks.GetAddonVersionOutputArgs = { addonName, kubernetesVersion, mostRecent: true };
  return invokeOutput<aws.eks.GetAddonVersionResult>(
    "aws:eks/getAddonVersion:getAddonVersion",
    { ...args },
    { parent },
  ).version;
}
