import { randomUUID } from "node:crypto";

import type {
  CreateNodegroupRequest,
  Nodegroup,
  NodegroupScalingConfig,
  Taint,
  UpdateNodegroupConfigRequest,
  UpdateNodegroupVersionRequest,
} from "@aws-sdk/client-eks";

import { text, type Call } from "../front/call";
import type { Sandbox } from "../sandbox";
import type { Handler } from "../service";
import { addEntry } from "./access";
import { launchTemplateOf } from "./launch-templates";
import { passedRole, serviceLinkedRole, trusts } from "./roles";
import { arnOf, clusterOf, demand, given, inUse, invalid, notFound } from "./state";
import { noteUpdate } from "./updates";

const amiTypes =
  /^(AL2023_(x86_64|ARM_64)_(STANDARD|NVIDIA|NEURON)|AL2_(x86_64|x86_64_GPU|ARM_64)|BOTTLEROCKET_(x86_64|ARM_64)(_(NVIDIA|FIPS))?|WINDOWS_(CORE|FULL)_20(19|22|25)_x86_64|CUSTOM)$/;

const create: Handler = async (call, sandbox) => {
  demand(call, "nodegroupName", "subnets", "nodeRole");
  const record = clusterOf(call, sandbox);
  const { cluster, nodegroups } = record;
  const request = given<CreateNodegroupRequest>(call);
  const {
    nodegroupName: name = "",
    subnets = [],
    amiType = "AL2023_x86_64_STANDARD",
    capacityType = "ON_DEMAND",
  } = request;
  const clusterName = cluster.name ?? "";
  if (!/^[0-9A-Za-z][A-Za-z0-9_-]{0,62}$/.test(name)) throw invalid(`The nodegroup name ${name} is invalid.`);
  if (nodegroups.has(name)) {
    throw inUse(`NodeGroup already exists with name ${name} and cluster name ${clusterName}`, {
      clusterName,
    });
  }
  if (!amiTypes.test(amiType)) throw invalid(`The AMI type ${amiType} is not supported.`);
  if (!["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"].includes(capacityType))
    throw invalid(`Capacity type ${capacityType} is invalid`);
  const scalingConfig = checkScaling({ minSize: 1, maxSize: 2, desiredSize: 2, ...request.scalingConfig });
  checkTaints(request.taints);
  const role = await passedRole(request.nodeRole, call, sandbox);
  if (!trusts(role, "ec2.amazonaws.com", "sts:AssumeRole")) {
    throw invalid(
      `Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole ${role.arn}`,
    );
  }
  await checkSubnets(subnets, cluster.resourcesVpcConfig?.vpcId ?? "", call, sandbox);
  const template = await launchTemplateOf(request, call, sandbox);
  await serviceLinkedRole(
    "eks-nodegroup.amazonaws.com",
    "AWSServiceRoleForAmazonEKSNodegroup",
    call,
    sandbox,
  );

  const id = randomUUID();
  const nodegroup: Nodegroup = {
    nodegroupName: name,
    nodegroupArn: arnOf(call, "nodegroup", clusterName, name, id),
    clusterName,
    version: request.version ?? cluster.version,
    releaseVersion: request.releaseVersion ?? `${cluster.version}.0-20260101`,
    createdAt: new Date(),
    modifiedAt: new Date(),
    status: "ACTIVE",
    capacityType,
    scalingConfig,
    instanceTypes: request.instanceTypes ?? (template.instanceType ? undefined : ["t3.medium"]),
    subnets,
    amiType,
    nodeRole: role.arn,
    labels: request.labels ?? {},
    taints: request.taints,
    resources: { autoScalingGroups: [{ name: `eks-${name}-${id}` }] },
    diskSize: template.specification ? undefined : (request.diskSize ?? 20),
    health: { issues: [] },
    updateConfig: request.updateConfig ?? { maxUnavailable: 1 },
    launchTemplate: template.specification,
    tags: request.tags ?? {},
  };
  nodegroups.set(name, nodegroup);
  if (cluster.accessConfig?.authenticationMode !== "CONFIG_MAP") {
    addEntry(record, { clusterName, principalArn: role.arn, type: "EC2_LINUX" }, call);
  }
  return { nodegroup: { ...nodegroup, status: "CREATING" } };
};

async function checkSubnets(
  ids: readonly string[],
  vpc: string,
  call: Call,
  { facts }: Sandbox,
): Promise<void> {
  const { subnets } = await facts.network(call.account, call.region, ids, []);
  for (const id of ids) {
    if (!subnets[id]) throw invalid(`The subnet ID '${id}' does not exist`);
    if (subnets[id].vpc !== vpc) throw invalid(`Subnet ${id} is not in the cluster's VPC ${vpc}`);
  }
}

function checkScaling(scaling: NodegroupScalingConfig): NodegroupScalingConfig {
  const { minSize = 0, maxSize = 0, desiredSize = 0 } = scaling;
  if (maxSize < 1) throw invalid("maxSize must be at least 1");
  if (minSize > maxSize)
    throw invalid(`Minimum capacity ${minSize} can't be greater than maximum size ${maxSize}`);
  if (minSize > desiredSize)
    throw invalid(`Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`);
  if (desiredSize > maxSize)
    throw invalid(`desired capacity ${desiredSize} can't be greater than max size ${maxSize}`);
  return scaling;
}

function checkTaints(taints: readonly Taint[] | undefined): void {
  for (const { effect } of taints ?? []) {
    if (!["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"].includes(effect ?? "")) {
      throw invalid(`Taint effect ${effect} is not valid`);
    }
  }
}

function found(call: Call, sandbox: Sandbox): Nodegroup {
  const name = text(call.params, "nodegroupName") ?? "";
  const nodegroup = clusterOf(call, sandbox).nodegroups.get(name);
  if (!nodegroup) throw notFound(`No node group found for name: ${name}.`, { nodegroupName: name });
  return nodegroup;
}

const updateConfig: Handler = async (call, sandbox) => {
  const nodegroup = found(call, sandbox);
  const { labels, taints, scalingConfig, updateConfig } = given<UpdateNodegroupConfigRequest>(call);
  if (scalingConfig) nodegroup.scalingConfig = checkScaling({ ...nodegroup.scalingConfig, ...scalingConfig });
  if (updateConfig) nodegroup.updateConfig = updateConfig;
  if (labels) {
    const gone = new Set(labels.removeLabels);
    const kept = Object.entries({ ...nodegroup.labels, ...labels.addOrUpdateLabels });
    nodegroup.labels = Object.fromEntries(kept.filter(([key]) => !gone.has(key)));
  }
  if (taints) {
    checkTaints(taints.addOrUpdateTaints);
    const replaced = [...(taints.addOrUpdateTaints ?? []), ...(taints.removeTaints ?? [])];
    const kept = (nodegroup.taints ?? []).filter(
      (taint) => !replaced.some(({ key, effect }) => key === taint.key && effect === taint.effect),
    );
    nodegroup.taints = [...kept, ...(taints.addOrUpdateTaints ?? [])];
  }
  nodegroup.modifiedAt = new Date();
  const params = {
    MinSize: scalingConfig?.minSize,
    MaxSize: scalingConfig?.maxSize,
    DesiredSize: scalingConfig?.desiredSize,
  };
  return { update: noteUpdate(clusterOf(call, sandbox), "ConfigUpdate", params, nodegroup.nodegroupName) };
};

const updateVersion: Handler = async (call, sandbox) => {
  const record = clusterOf(call, sandbox);
  const nodegroup = found(call, sandbox);
  const request = given<UpdateNodegroupVersionRequest>(call);
  if (request.launchTemplate) {
    if (!nodegroup.launchTemplate)
      throw invalid("You cannot add a launch template to a nodegroup without one");
    const { specification } = await launchTemplateOf(
      { launchTemplate: request.launchTemplate },
      call,
      sandbox,
    );
    if (specification?.id !== nodegroup.launchTemplate.id) {
      throw invalid("You cannot change to a different launch template than the nodegroup was created with");
    }
    nodegroup.launchTemplate = specification;
  }
  nodegroup.version = request.version ?? record.cluster.version;
  nodegroup.releaseVersion = request.releaseVersion ?? nodegroup.releaseVersion;
  nodegroup.modifiedAt = new Date();
  const params = { Version: nodegroup.version, LaunchTemplateVersion: nodegroup.launchTemplate?.version };
  return { update: noteUpdate(record, "VersionUpdate", params, nodegroup.nodegroupName) };
};

const remove: Handler = async (call, sandbox) => {
  const nodegroup = found(call, sandbox);
  const { nodegroups, entries } = clusterOf(call, sandbox);
  nodegroups.delete(nodegroup.nodegroupName ?? "");
  const { nodeRole = "" } = nodegroup;
  if (![...nodegroups.values()].some((other) => other.nodeRole === nodeRole)) entries.delete(nodeRole);
  return { nodegroup: { ...nodegroup, status: "DELETING" } };
};

export const nodegroupHandlers: Readonly<Record<string, Handler>> = {
  CreateNodegroup: create,
  DescribeNodegroup: async (call, sandbox) => ({ nodegroup: found(call, sandbox) }),
  ListNodegroups: async (call, sandbox) => ({ nodegroups: [...clusterOf(call, sandbox).nodegroups.keys()] }),
  UpdateNodegroupConfig: updateConfig,
  UpdateNodegroupVersion: updateVersion,
  DeleteNodegroup: remove,
};
