import { createHash } from "node:crypto";

import type { Cluster, CreateClusterRequest } from "@aws-sdk/client-eks";

import type { Call } from "../front/call";
import type { Sandbox } from "../sandbox";
import type { Handler } from "../service";
import { addEntry, addPolicy, policyArn } from "./access";
import { logging, updateConfig, updateVersion } from "./cluster-updates";
import { checkSecurityGroups, createClusterGroup, deleteClusterGroup, vpcOfSubnets } from "./network";
import { passedRole, trusts } from "./roles";
import {
  arnOf,
  clusterOf,
  clustersOf,
  demand,
  given,
  inUse,
  invalid,
  randomId,
  type ClusterRecord,
} from "./state";
import { checkEncryption, checkEndpoints, checkName, checkVersion } from "./cluster-checks";

const create: Handler = async (call, sandbox) => {
  demand(call, "name", "roleArn", "resourcesVpcConfig");
  const request = given<CreateClusterRequest>(call);
  const clusters = clustersOf(call, sandbox);
  const name = checkName(request.name);
  if (clusters.has(name)) throw inUse(`Cluster already exists with name: ${name}`, { clusterName: name });
  const version = checkVersion(request.version);
  const network = request.resourcesVpcConfig ?? {};
  checkEndpoints(network);
  await checkEncryption(request.encryptionConfig, call, sandbox);
  const role = await passedRole(request.roleArn, call, sandbox);
  if (!trusts(role, "eks.amazonaws.com", "sts:AssumeRole")) {
    throw invalid(
      `Role with arn: ${role.arn}, could not be assumed because it does not exist or the trusted entity is not correct`,
    );
  }
  const vpc = await vpcOfSubnets(network.subnetIds ?? [], call, sandbox);
  await checkSecurityGroups(network.securityGroupIds ?? [], vpc.id, call, sandbox);
  const clusterSecurityGroupId = await createClusterGroup(name, vpc.id, call, sandbox);

  const id = createHash("sha256")
    .update(arnOf(call, "cluster", name))
    .update(randomId(16))
    .digest("hex")
    .toUpperCase();
  const suffix = call.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const issuer = `https://oidc.eks.${call.region}.${suffix}/id/${id.slice(32)}`;
  const services = {
    // EKS takes the one of its two ranges that is not near the VPC's own.
    serviceIpv4Cidr: vpc.cidr.startsWith("10.") ? "172.20.0.0/16" : "10.100.0.0/16",
    ipFamily: "ipv4" as const,
    elasticLoadBalancing: { enabled: false },
    ...request.kubernetesNetworkConfig,
  };
  const webhooks = sandbox.control("clusters", call.account, call.region, name);
  const controlPlane = await sandbox.controlPlanes?.prepare({
    id: `${call.account}-${call.region}-${name}`,
    issuer,
    serviceRange: services.serviceIpv4Cidr,
    authentication: `${webhooks}/token-review`,
    authorization: `${webhooks}/access-review`,
  });
  const mode = request.accessConfig?.authenticationMode ?? "CONFIG_MAP";
  const creatorIsAdmin = request.accessConfig?.bootstrapClusterCreatorAdminPermissions ?? true;
  const cluster: Cluster = {
    name,
    arn: arnOf(call, "cluster", name),
    createdAt: new Date(),
    version,
    endpoint: controlPlane?.endpoint ?? `https://${id.slice(0, 32)}.gr7.${call.region}.eks.${suffix}`,
    roleArn: role.arn,
    resourcesVpcConfig: {
      subnetIds: network.subnetIds ?? [],
      securityGroupIds: network.securityGroupIds ?? [],
      clusterSecurityGroupId,
      vpcId: vpc.id,
      endpointPublicAccess: network.endpointPublicAccess ?? true,
      endpointPrivateAccess: network.endpointPrivateAccess ?? false,
      publicAccessCidrs:
        (network.endpointPublicAccess ?? true) ? (network.publicAccessCidrs ?? ["0.0.0.0/0"]) : [],
    },
    kubernetesNetworkConfig: services,
    logging: logging(request.logging),
    identity: { oidc: { issuer } },
    status: "ACTIVE",
    certificateAuthority: {
      data: Buffer.from(controlPlane?.authority ?? "this sandbox was started without Kubernetes").toString(
        "base64",
      ),
    },
    platformVersion: "eks.1",
    tags: request.tags ?? {},
    encryptionConfig: request.encryptionConfig,
    health: { issues: [] },
    accessConfig: { authenticationMode: mode, bootstrapClusterCreatorAdminPermissions: creatorIsAdmin },
    upgradePolicy: request.upgradePolicy ?? { supportType: "EXTENDED" },
    deletionProtection: request.deletionProtection ?? false,
    computeConfig: request.computeConfig,
    storageConfig: request.storageConfig,
    zonalShiftConfig: request.zonalShiftConfig,
  };
  const record: ClusterRecord = {
    cluster,
    nodegroups: new Map(),
    addons: new Map(),
    associations: new Map(),
    entries: new Map(),
    controlPlane,
    signingKeys: controlPlane?.signingKeys ?? [],
    updates: new Map(),
  };
  clusters.set(name, record);
  if (mode !== "CONFIG_MAP" && creatorIsAdmin) admitCreator(record, call);
  return { cluster: { ...cluster, status: "CREATING" } };
};

function admitCreator(record: ClusterRecord, call: Call): void {
  const entry = addEntry(
    record,
    { clusterName: record.cluster.name, principalArn: call.caller.principalArn },
    call,
  );
  addPolicy(entry, {
    policyArn: policyArn(call.partition, "AmazonEKSClusterAdminPolicy"),
    accessScope: { type: "cluster", namespaces: [] },
  });
}

const remove: Handler = async (call, sandbox) => {
  const { cluster, nodegroups, controlPlane } = clusterOf(call, sandbox);
  const clusterName = cluster.name ?? "";
  if (nodegroups.size > 0) throw inUse("Cluster has nodegroups attached", { clusterName });
  if (cluster.deletionProtection) {
    throw invalid("Cluster deletion protection is enabled. Disable it before deleting the cluster.", {
      clusterName,
    });
  }
  await deleteClusterGroup(cluster.resourcesVpcConfig?.clusterSecurityGroupId ?? "", call, sandbox);
  await controlPlane?.stop();
  clustersOf(call, sandbox).delete(clusterName);
  return { cluster: { ...cluster, status: "DELETING" } };
};

const describe = async (call: Call, sandbox: Sandbox): Promise<unknown> => ({
  cluster: clusterOf(call, sandbox).cluster,
});

export const clusterHandlers: Readonly<Record<string, Handler>> = {
  CreateCluster: create,
  DescribeCluster: describe,
  ListClusters: async (call, sandbox) => ({ clusters: [...clustersOf(call, sandbox).keys()] }),
  DeleteCluster: remove,
  UpdateClusterConfig: updateConfig,
  UpdateClusterVersion: updateVersion,
};
