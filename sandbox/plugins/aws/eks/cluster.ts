import {
  AssociateEncryptionConfigCommand,
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClusterCommand,
  UpdateClusterConfigCommand,
  UpdateClusterVersionCommand,
} from "@aws-sdk/client-eks";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromClusterDetails, properties, toClusterRequest } from "./clusterShape";
import { eks, retagArn } from "./shared";

export const cluster = resource({
  type: "aws:eks/cluster:Cluster",
  label: "EKS Cluster",
  cfn: "AWS::EKS::Cluster",
  // CloudFormation has the endpoint's and the log types' settings one level deeper.
  cfnShape: ({ EnabledClusterLogTypes: types, EncryptionConfig: encryption, ...rest }) => ({
    ...rest,
    ...(encryption === undefined ? {} : { EncryptionConfig: [encryption] }),
    ...(Array.isArray(types)
      ? { Logging: { ClusterLogging: { EnabledTypes: types.map((type) => ({ Type: type })) } } }
      : {}),
  }),
  properties,

  async create(aws, inputs) {
    const { cluster: made } = await eks(aws).send(new CreateClusterCommand(toClusterRequest(inputs)));
    return made?.name as string;
  },

  async settle(aws, name) {
    await active(aws, name);
  },

  async read(aws, name) {
    const found = await find(aws, name);
    return found && fromClusterDetails(found);
  },

  /** AWS does one update of a cluster at a time. */
  async update(aws, name, inputs, { names, paths }) {
    const { version, resourcesVpcConfig, logging, accessConfig, ...rest } = toClusterRequest(inputs);
    const { upgradePolicy, deletionProtection, encryptionConfig } = rest;
    const send = async (
      request: Omit<ConstructorParameters<typeof UpdateClusterConfigCommand>[0], "name">,
    ) => {
      await eks(aws).send(new UpdateClusterConfigCommand({ name, ...request }));
      await active(aws, name);
    };
    if (names.has("version")) {
      await eks(aws).send(new UpdateClusterVersionCommand({ name, version }));
      await active(aws, name);
    }
    if (names.has("accessConfig")) {
      await send({ accessConfig: { authenticationMode: accessConfig?.authenticationMode } });
    }
    if (names.has("encryptionConfig")) {
      await eks(aws).send(new AssociateEncryptionConfigCommand({ clusterName: name, encryptionConfig }));
      await active(aws, name);
    }
    if (names.has("enabledClusterLogTypes")) await send({ logging });
    if (names.has("upgradePolicy")) await send({ upgradePolicy });
    if (names.has("deletionProtection")) await send({ deletionProtection });
    // AWS wants changes of the network and of the endpoint one after the other.
    const { subnetIds, securityGroupIds, ...endpoint } = resourcesVpcConfig ?? {};
    if (paths.has("vpcConfig.subnetIds") || paths.has("vpcConfig.securityGroupIds")) {
      await send({ resourcesVpcConfig: { subnetIds, securityGroupIds } });
    }
    if ([...paths].some((path) => /^vpcConfig\.(endpoint|publicAccess)/.test(path))) {
      const { endpointPrivateAccess = false, endpointPublicAccess, publicAccessCidrs } = endpoint;
      await send({ resourcesVpcConfig: { endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs } });
    }
  },

  retag: (aws, _id, change, { arn }) => retagArn(aws, arn, change),

  find: (_aws, { name }) => name,

  async delete(aws, name) {
    await eks(aws).send(new DeleteClusterCommand({ name }));
    await aws.until(`EKS cluster ${name} to be deleted`, async () => {
      await find(aws, name);
      return undefined;
    });
  },
});

async function find(aws: Aws, name: string) {
  return (await eks(aws).send(new DescribeClusterCommand({ name }))).cluster;
}

async function active(aws: Aws, name: string): Promise<void> {
  await aws.until(`EKS cluster ${name} to become active`, async () => {
    const found = await find(aws, name);
    if (found?.status === "FAILED") {
      throw new Error(found.health?.issues?.map(({ code, message }) => `${code}: ${message}`).join("; "));
    }
    return found?.status === "ACTIVE" ? found : undefined;
  });
}
