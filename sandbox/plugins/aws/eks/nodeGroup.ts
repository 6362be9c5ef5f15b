import {
  CreateNodegroupCommand,
  DeleteNodegroupCommand,
  DescribeNodegroupCommand,
  UpdateNodegroupConfigCommand,
  UpdateNodegroupVersionCommand,
  type AMITypes,
  type CapacityTypes,
  type Taint,
  type TaintEffect,
} from "@aws-sdk/client-eks";
import {
  flag,
  list,
  map,
  number,
  object,
  output,
  outputText,
  regional,
  set,
  tagged,
  text,
} from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromTagMap } from "../tags";
import { eks, partsOf, retagArn } from "./shared";

const taint = object({ key: text({ required: true }), value: text(), effect: text({ required: true }) });

export const nodeGroup = resource({
  type: "aws:eks/nodeGroup:NodeGroup",
  label: "EKS Node Group",
  cfn: "AWS::EKS::Nodegroup",
  properties: {
    ...regional,
    clusterName: text({ required: true, replace: true }),
    nodeGroupName: text({ replace: true, autoname: { max: 63 }, cfn: "NodegroupName" }),
    nodeRoleArn: text({ required: true, replace: true, cfn: "NodeRole" }),
    subnetIds: set(text(), { required: true, replace: true, cfn: "Subnets" }),
    scalingConfig: object(
      {
        desiredSize: number({ required: true }),
        maxSize: number({ required: true }),
        minSize: number({ required: true }),
      },
      { required: true },
    ),
    launchTemplate: object({
      id: text({ replace: true, computed: true }),
      name: text({ replace: true, computed: true }),
      version: text({ required: true }),
    }),
    amiType: text({ replace: true, computed: true }),
    capacityType: text({ replace: true, computed: true }),
    instanceTypes: list(text(), { replace: true, computed: true }),
    diskSize: number({ replace: true, computed: true }),
    labels: map(),
    taints: set(taint),
    updateConfig: object(
      { maxUnavailable: number(), maxUnavailablePercentage: number() },
      { computed: true },
    ),
    version: text({ computed: true }),
    releaseVersion: text({ computed: true }),
    forceUpdateVersion: flag({ local: true, cfn: "ForceUpdateEnabled" }),
    ...tagged,
    tagsAll: { ...tagged.tagsAll, cfnList: false },
    arn: outputText,
    resources: output,
    status: outputText,
  },

  async create(aws, inputs) {
    const request = new CreateNodegroupCommand({
      clusterName: inputs.clusterName,
      nodegroupName: inputs.nodeGroupName,
      nodeRole: inputs.nodeRoleArn,
      subnets: inputs.subnetIds,
      scalingConfig: inputs.scalingConfig,
      launchTemplate: inputs.launchTemplate,
      amiType: inputs.amiType as AMITypes | undefined,
      capacityType: inputs.capacityType as CapacityTypes | undefined,
      instanceTypes: inputs.instanceTypes,
      diskSize: inputs.diskSize,
      labels: inputs.labels,
      taints: toTaints(inputs.taints),
      updateConfig: inputs.updateConfig,
      version: inputs.version,
      releaseVersion: inputs.releaseVersion,
      tags: inputs.tagsAll,
    });
    await eks(aws).send(request);
    return `${inputs.clusterName}:${inputs.nodeGroupName}`;
  },

  async settle(aws, id) {
    await aws.until(`EKS node group ${id} to become active`, async () => {
      const found = await find(aws, id);
      if (/FAILED$/.test(found?.status ?? "")) {
        throw new Error(found?.health?.issues?.map(({ code, message }) => `${code}: ${message}`).join("; "));
      }
      return found?.status === "ACTIVE" ? found : undefined;
    });
  },

  async read(aws, id) {
    const found = await find(aws, id);
    if (!found) return undefined;
    const groups = found.resources?.autoScalingGroups?.map(({ name = null }) => ({ name })) ?? [];
    const remote = found.resources?.remoteAccessSecurityGroup ?? null;
    return {
      clusterName: found.clusterName,
      nodeGroupName: found.nodegroupName,
      nodeRoleArn: found.nodeRole,
      subnetIds: found.subnets,
      scalingConfig: found.scalingConfig,
      launchTemplate: found.launchTemplate,
      amiType: found.amiType,
      capacityType: found.capacityType,
      instanceTypes: found.instanceTypes,
      diskSize: found.diskSize,
      labels: found.labels,
      taints: fromTaints(found.taints),
      updateConfig: found.updateConfig,
      version: found.version,
      releaseVersion: found.releaseVersion,
      tagsAll: fromTagMap(found.tags),
      arn: found.nodegroupArn,
      resources: [{ autoscalingGroups: groups, remoteAccessSecurityGroupId: remote }],
      status: found.status,
    };
  },

  async update(aws, id, inputs, { names }) {
    if (["launchTemplate", "version", "releaseVersion"].some((name) => names.has(name))) {
      await eks(aws).send(
        new UpdateNodegroupVersionCommand({
          ...parse(id),
          launchTemplate: inputs.launchTemplate,
          version: inputs.version,
          releaseVersion: inputs.releaseVersion,
          force: inputs.forceUpdateVersion,
        }),
      );
    }
    if (!["scalingConfig", "labels", "taints", "updateConfig"].some((name) => names.has(name))) return;
    const now = await find(aws, id);
    const labels = inputs.labels ?? {};
    const taints = toTaints(inputs.taints) ?? [];
    const sameTaint = (one: Taint) => (other: Taint) => one.key === other.key && one.effect === other.effect;
    await eks(aws).send(
      new UpdateNodegroupConfigCommand({
        ...parse(id),
        scalingConfig: inputs.scalingConfig,
        updateConfig: inputs.updateConfig,
        labels: {
          addOrUpdateLabels: labels,
          removeLabels: Object.keys(now?.labels ?? {}).filter((label) => !(label in labels)),
        },
        taints: {
          addOrUpdateTaints: taints,
          removeTaints: (now?.taints ?? []).filter((old) => !taints.some(sameTaint(old))),
        },
      }),
    );
  },

  retag: (aws, _id, change, { arn }) => retagArn(aws, arn, change),

  find: (_aws, { clusterName, nodeGroupName }) => `${clusterName}:${nodeGroupName}`,

  async delete(aws, id) {
    await eks(aws).send(new DeleteNodegroupCommand(parse(id)));
    await aws.until(`EKS node group ${id} to be deleted`, async () => {
      await find(aws, id);
      return undefined;
    });
  },
});

async function find(aws: Aws, id: string) {
  return (await eks(aws).send(new DescribeNodegroupCommand(parse(id)))).nodegroup;
}

/** `<cluster>:<node group>`, also to import one. */
function parse(id: string): { clusterName: string; nodegroupName: string } {
  const [clusterName, nodegroupName] = partsOf(id, ":", "<cluster>:<node group>");
  return { clusterName, nodegroupName };
}

type Taints = { key?: string; value?: string; effect?: string }[];

const toTaints = (taints?: Taints): Taint[] | undefined =>
  taints?.map(({ key, value, effect }) => ({ key, value, effect: effect as TaintEffect }));
const fromTaints = (taints?: Taint[]): Taints | undefined =>
  taints?.map(({ key, value, effect }) => ({ key, value: value || undefined, effect }));
