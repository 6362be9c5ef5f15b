import type * as aws from "@pulumi/aws";
import { all, jsonStringify, output, type Inputs, type Output } from "@pulumi/pulumi/output";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi/resource";

import { grantAccess } from "./access";
import { manageAddon, VpcCni } from "./addons";
import { createCluster } from "./aws";
import { kubeconfig } from "./kubeconfig";
import type { KnownOptions } from "./options";

/** What `eks.Cluster` of `@pulumi/eks` 4.3 makes for options that the plugin knows, and what it gives. */
export class Cluster extends ComponentResource {
  readonly outputs: Inputs;

  constructor(name: string, args: KnownOptions, options: ComponentResourceOptions) {
    super("eks:index:Cluster", name, args, options);
    const cluster = createCluster(`${name}-eksCluster`, clusterArgs(name, args), {
      parent: this,
      ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
    });
    const addons = { clusterName: cluster.name, clusterVersion: cluster.version, tags: args.tags };
    const { kubeProxyAddonOptions: kubeProxy = {}, corednsAddonOptions: coredns = {} } = args;
    if (kubeProxy.enabled ?? true) manageAddon(`${name}-kube-proxy`, "kube-proxy", addons, kubeProxy, this);
    const entries = grantAccess(name, cluster, args.accessEntries, this);
    const vpcCni = args.useDefaultVpcCni
      ? undefined
      : new VpcCni(`${name}-vpc-cni`, addons, args.vpcCniOptions ?? {}, { parent: this, dependsOn: entries });
    // Without nodes of the component's own only on request.
    if (coredns.enabled || coredns.configurationValues) {
      manageAddon(`${name}-coredns`, "coredns", addons, coredns, this);
    }
    this.outputs = outputsOf(args, cluster, vpcCni);
    this.registerOutputs(this.outputs);
  }
}

function clusterArgs(name: string, args: KnownOptions): aws.eks.ClusterArgs {
  const { kubernetesServiceIpAddressRange: serviceIpv4Cidr } = args;
  return {
    name: args.name,
    version: args.version,
    roleArn: output(args.serviceRole).arn,
    accessConfig: {
      authenticationMode: args.authenticationMode,
      bootstrapClusterCreatorAdminPermissions: true,
    },
    bootstrapSelfManagedAddons: args.bootstrapSelfManagedAddons ?? true,
    enabledClusterLogTypes: args.enabledClusterLogTypes,
    encryptionConfig: encryption(args),
    kubernetesNetworkConfig: serviceIpv4Cidr ? { serviceIpv4Cidr, ipFamily: "ipv4" } : undefined,
    vpcConfig: {
      subnetIds: args.subnetIds ?? args.privateSubnetIds ?? [],
      endpointPrivateAccess: args.endpointPrivateAccess,
      endpointPublicAccess: args.endpointPublicAccess,
      publicAccessCidrs: args.publicAccessCidrs,
    },
    deletionProtection: args.deletionProtection,
    tags: all([args.tags, args.clusterTags]).apply(([tags, clusterTags]) => ({
      Name: `${name}-eksCluster`,
      ...clusterTags,
      ...tags,
    })),
  };
}

/** Wholly unknown while the key is. */
function encryption({ encryptionConfigKeyArn }: KnownOptions): aws.eks.ClusterArgs["encryptionConfig"] {
  if (!encryptionConfigKeyArn) return undefined;
  return output(encryptionConfigKeyArn).apply((keyArn) => ({ provider: { keyArn }, resources: ["secrets"] }));
}

function outputsOf(args: KnownOptions, cluster: aws.eks.Cluster, vpcCni: VpcCni | undefined): Inputs {
  const config = all([
    cluster.name,
    cluster.arn,
    cluster.endpoint,
    cluster.certificateAuthority,
    args.providerCredentialOpts,
  ]).apply(([name, arn, endpoint, { data: certificate }, credentials]) =>
    kubeconfig({ name, arn, endpoint, certificate, roleArn: credentials?.roleArn }),
  );
  const issuer: Output<string> = cluster.identities.apply(
    (identities) => identities[0]?.oidcs[0]?.issuer ?? "",
  );
  // EKS makes this group itself.
  const securityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
  const instanceRoles = output([]);
  return {
    eksCluster: output(cluster),
    core: output({
      cluster,
      vpcId: args.vpcId,
      subnetIds: args.subnetIds ?? args.privateSubnetIds ?? [],
      privateSubnetIds: args.privateSubnetIds,
      endpoint: cluster.endpoint,
      kubeconfig: config,
      vpcCni,
      tags: args.tags,
      instanceRoles,
      nodeGroupOptions: { version: args.version },
      storageClasses: {},
      encryptionConfig: encryption(args),
      clusterIamRole: args.serviceRole,
      accessEntries: Object.values(args.accessEntries ?? {}),
      autoModeNodeRoleName: "",
    }),
    instanceRoles,
    kubeconfig: config,
    kubeconfigJson: jsonStringify(config),
    clusterSecurityGroupId: securityGroupId,
    nodeSecurityGroupId: securityGroupId,
    clusterIngressRuleId: "",
    defaultNodeGroupAsgName: "",
    fargateProfileId: "",
    fargateProfileStatus: "",
    oidcProviderArn: "",
    oidcProviderUrl: issuer,
    oidcIssuer: issuer.apply((url) => url.replace("https://", "")),
    autoModeNodeRoleName: "",
  };
}
