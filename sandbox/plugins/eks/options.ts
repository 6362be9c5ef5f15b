import type { ClusterArgs } from "@pulumi/eks";
import { InputPropertiesError } from "@pulumi/pulumi/errors";
import type { Inputs } from "@pulumi/pulumi/output";

import { anything, each, fields, only, required, type Problem, type Rule } from "./rules";
import { cniVariables } from "./vpcCni";

const addon = {
  resolveConflictsOnCreate: anything,
  resolveConflictsOnUpdate: anything,
  configurationValues: anything,
};

/** The options of `eks.Cluster` that the plugin knows, of those that `@pulumi/eks` 4.3 has. */
const options = {
  name: anything,
  version: anything,
  tags: anything,
  clusterTags: anything,
  deletionProtection: anything,
  // Without these it would look for the default VPC, and make a role.
  vpcId: required,
  serviceRole: required,
  subnetIds: anything,
  privateSubnetIds: anything,
  endpointPrivateAccess: anything,
  endpointPublicAccess: anything,
  publicAccessCidrs: anything,
  kubernetesServiceIpAddressRange: anything,
  encryptionConfigKeyArn: anything,
  enabledClusterLogTypes: anything,
  providerCredentialOpts: anything,
  bootstrapSelfManagedAddons: anything,
  // The other modes have a ConfigMap in the cluster.
  authenticationMode: only("API"),
  accessEntries: each(
    fields({
      principalArn: anything,
      type: anything,
      username: anything,
      kubernetesGroups: anything,
      tags: anything,
      accessPolicies: each(anything),
    }),
  ),
  // By default there are an instance role, an auto scaling group and security groups.
  skipDefaultNodeGroup: only(true),
  createInstanceRole: only(false, undefined),
  skipDefaultSecurityGroups: only(true),
  createOidcProvider: only(false, undefined),
  useDefaultVpcCni: only(false, true, undefined),
  vpcCniOptions: fields({
    ...addon,
    ...Object.fromEntries(Object.keys(cniVariables).map((option) => [option, anything])),
    addonVersion: anything,
    serviceAccountRoleArn: anything,
    enableNetworkPolicy: anything,
  }),
  corednsAddonOptions: fields({ ...addon, enabled: only(true, false, undefined), version: anything }),
  kubeProxyAddonOptions: fields({ ...addon, enabled: only(true, false, undefined), version: anything }),
} satisfies { [Option in keyof ClusterArgs]: Rule };

/** Options that `checkOptions` lets through. */
export type KnownOptions = ClusterArgs & Required<Pick<ClusterArgs, "vpcId" | "serviceRole">>;

/** @throws InputPropertiesError that lists every option that the plugin does not know, each by its name */
export function checkOptions(inputs: Inputs): KnownOptions {
  const problems = [...fields(options)(inputs, ""), ...contradictions(inputs)];
  if (problems.length > 0) throw new InputPropertiesError({ message: "", errors: problems });
  return inputs as KnownOptions;
}

/** What the real component refuses as well. */
function contradictions(inputs: Inputs): Problem[] {
  const { subnetIds, privateSubnetIds, publicAccessCidrs, endpointPublicAccess } = inputs;
  const problems: Problem[] = [];
  if (subnetIds !== undefined && privateSubnetIds !== undefined) {
    problems.push({ propertyPath: "subnetIds", reason: "cannot be set together with 'privateSubnetIds'" });
  }
  if (publicAccessCidrs !== undefined && endpointPublicAccess === false) {
    problems.push({ propertyPath: "publicAccessCidrs", reason: "needs 'endpointPublicAccess: true'" });
  }
  return problems;
}
