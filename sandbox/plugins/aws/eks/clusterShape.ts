import type {
  AuthenticationMode,
  Cluster,
  CreateClusterRequest,
  IpFamily,
  LogType,
  Logging,
  SupportType,
} from "@aws-sdk/client-eks";
import {
  flag,
  object,
  output,
  outputText,
  regional,
  set,
  tagged,
  text,
  type Typed,
} from "../../table/property";
import { fromTagMap } from "../tags";
import { rfc3339 } from "../time";

export const properties = {
  ...regional,
  name: text({ replace: true, autoname: { max: 100 } }),
  roleArn: text({ required: true, replace: true }),
  version: text({ computed: true }),
  vpcConfig: object(
    {
      subnetIds: set(text(), { required: true }),
      securityGroupIds: set(text()),
      endpointPrivateAccess: flag(),
      endpointPublicAccess: flag({ computed: true }),
      publicAccessCidrs: set(text(), { computed: true }),
      clusterSecurityGroupId: outputText,
      vpcId: outputText,
    },
    { required: true, cfn: "ResourcesVpcConfig" },
  ),
  kubernetesNetworkConfig: object(
    {
      serviceIpv4Cidr: text({ replace: true, computed: true }),
      ipFamily: text({ replace: true, computed: true }),
      serviceIpv6Cidr: outputText,
    },
    { computed: true },
  ),
  accessConfig: object(
    {
      authenticationMode: text({ computed: true }),
      bootstrapClusterCreatorAdminPermissions: flag({ replace: true, local: true, computed: true }),
    },
    { computed: true },
  ),
  encryptionConfig: object(
    {
      provider: object({ keyArn: text({ required: true, replace: true }) }, { required: true }),
      resources: set(text(), { required: true, replace: true }),
    },
    { permanent: true },
  ),
  enabledClusterLogTypes: set(text()),
  upgradePolicy: object({ supportType: text({ computed: true }) }, { computed: true }),
  deletionProtection: flag({ computed: true }),
  bootstrapSelfManagedAddons: flag({ replace: true, default: true, local: true }),
  ...tagged,
  arn: outputText,
  certificateAuthority: output,
  clusterId: outputText,
  createdAt: outputText,
  endpoint: outputText,
  identities: output,
  platformVersion: outputText,
  status: outputText,
} as const;

export type ClusterValues = Typed<typeof properties>;

const logTypes: readonly LogType[] = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

export function toClusterRequest(inputs: ClusterValues): CreateClusterRequest {
  const { kubernetesNetworkConfig: network, accessConfig: access, upgradePolicy, encryptionConfig } = inputs;
  return {
    name: inputs.name,
    roleArn: inputs.roleArn,
    version: inputs.version,
    resourcesVpcConfig: inputs.vpcConfig,
    kubernetesNetworkConfig: network && {
      serviceIpv4Cidr: network.serviceIpv4Cidr,
      ipFamily: network.ipFamily as IpFamily | undefined,
    },
    accessConfig: access && {
      ...access,
      authenticationMode: access.authenticationMode as AuthenticationMode,
    },
    encryptionConfig: encryptionConfig && [encryptionConfig],
    logging: toLogging(inputs.enabledClusterLogTypes ?? []),
    upgradePolicy: upgradePolicy && { supportType: upgradePolicy.supportType as SupportType },
    deletionProtection: inputs.deletionProtection,
    bootstrapSelfManagedAddons: inputs.bootstrapSelfManagedAddons,
    tags: inputs.tagsAll,
  };
}

export function fromClusterDetails(found: Cluster): ClusterValues {
  const { resourcesVpcConfig: vpc, kubernetesNetworkConfig: network } = found;
  const [encryption] = found.encryptionConfig ?? [];
  return {
    name: found.name,
    roleArn: found.roleArn,
    version: found.version,
    vpcConfig: vpc && {
      subnetIds: vpc.subnetIds,
      securityGroupIds: vpc.securityGroupIds ?? [],
      endpointPrivateAccess: vpc.endpointPrivateAccess,
      endpointPublicAccess: vpc.endpointPublicAccess,
      publicAccessCidrs: vpc.publicAccessCidrs,
      clusterSecurityGroupId: vpc.clusterSecurityGroupId,
      vpcId: vpc.vpcId,
    },
    kubernetesNetworkConfig: network && {
      serviceIpv4Cidr: network.serviceIpv4Cidr,
      ipFamily: network.ipFamily,
      serviceIpv6Cidr: network.serviceIpv6Cidr,
    },
    accessConfig: { authenticationMode: found.accessConfig?.authenticationMode },
    encryptionConfig: encryption && {
      provider: { keyArn: encryption.provider?.keyArn },
      resources: encryption.resources,
    },
    enabledClusterLogTypes: fromLogging(found.logging),
    upgradePolicy: found.upgradePolicy && { supportType: found.upgradePolicy.supportType },
    deletionProtection: found.deletionProtection ?? false,
    tagsAll: fromTagMap(found.tags),
    arn: found.arn,
    certificateAuthority: { data: found.certificateAuthority?.data ?? null },
    clusterId: found.id,
    createdAt: rfc3339(found.createdAt),
    endpoint: found.endpoint,
    identities: [{ oidcs: [{ issuer: found.identity?.oidc?.issuer ?? null }] }],
    platformVersion: found.platformVersion,
    status: found.status,
  };
}

/** AWS wants to be told of every type whether it is on. */
function toLogging(enabled: string[]): Logging {
  return {
    clusterLogging: [
      { enabled: true, types: logTypes.filter((type) => enabled.includes(type)) },
      { enabled: false, types: logTypes.filter((type) => !enabled.includes(type)) },
    ].filter(({ types }) => types.length > 0),
  };
}

function fromLogging({ clusterLogging = [] }: Logging = {}): string[] {
  return clusterLogging.filter(({ enabled }) => enabled).flatMap(({ types = [] }) => types);
}
