import type { Logging, LogType, UpdateClusterConfigRequest, VpcConfigRequest } from "@aws-sdk/client-eks";

import { text } from "../front/call";
import type { Handler } from "../service";
import { checkEndpoints, checkUpgrade } from "./cluster-checks";
import { checkSecurityGroups, vpcOfSubnets } from "./network";
import { clusterOf, given, invalid } from "./state";
import { noteUpdate } from "./updates";

const logTypes: readonly LogType[] = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
const modes = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

/** What is logged after a change: each type is on or off, and EKS always says so of all. */
export function logging(change: Logging | undefined, before?: Logging): Logging {
  const on = new Set(
    (before?.clusterLogging ?? []).filter(({ enabled }) => enabled).flatMap(({ types = [] }) => types),
  );
  for (const { types = [], enabled } of change?.clusterLogging ?? []) {
    for (const type of types) {
      if (!logTypes.includes(type)) throw invalid(`Unsupported log type ${type}`);
      if (enabled) on.add(type);
      else on.delete(type);
    }
  }
  const setups = [
    { types: logTypes.filter((type) => on.has(type)), enabled: true },
    { types: logTypes.filter((type) => !on.has(type)), enabled: false },
  ];
  return { clusterLogging: setups.filter(({ types }) => types.length > 0) };
}

/** Fields that are merely replaced, with the type of their update. */
const plain = {
  upgradePolicy: "UpgradePolicyUpdate",
  zonalShiftConfig: "ZonalShiftConfigUpdate",
  computeConfig: "AutoModeUpdate",
  storageConfig: "AutoModeUpdate",
  deletionProtection: "DeletionProtectionUpdate",
} as const;

export const updateConfig: Handler = async (call, sandbox) => {
  const record = clusterOf(call, sandbox);
  const { cluster } = record;
  const request = given<UpdateClusterConfigRequest>(call);
  const changes = [request.resourcesVpcConfig, request.logging, request.accessConfig, request.upgradePolicy];
  if (changes.filter((change) => change !== undefined).length > 1) {
    throw invalid("Only one type of update can be allowed.");
  }
  if (request.logging) {
    const after = logging(request.logging, cluster.logging);
    if (same(after, cluster.logging)) throw invalid("No changes needed for the logging config provided");
    cluster.logging = after;
    return { update: noteUpdate(record, "LoggingUpdate", { ClusterLogging: after }) };
  }
  if (request.accessConfig) {
    const from = cluster.accessConfig?.authenticationMode ?? "";
    const to = request.accessConfig.authenticationMode ?? "";
    if (
      from === to ||
      modes.indexOf(to) < modes.indexOf(from) ||
      modes.indexOf(to) - modes.indexOf(from) > 1
    ) {
      throw invalid(`Unsupported authentication mode update from ${from} to ${to}`);
    }
    cluster.accessConfig = { ...cluster.accessConfig, ...request.accessConfig };
    return { update: noteUpdate(record, "AccessConfigUpdate", { AuthenticationMode: to }) };
  }
  if (request.resourcesVpcConfig) {
    const { subnetIds, securityGroupIds, ...access } = request.resourcesVpcConfig;
    if (subnetIds || securityGroupIds) {
      if (Object.keys(access).length > 0) throw invalid("Only one type of update can be allowed.");
      const before = cluster.resourcesVpcConfig ?? {};
      const after = {
        ...before,
        ...(subnetIds && { subnetIds }),
        ...(securityGroupIds && { securityGroupIds }),
      };
      const vpc = await vpcOfSubnets(after.subnetIds ?? [], call, sandbox);
      if (vpc.id !== before.vpcId)
        throw invalid("Provided subnets belong to a different VPC than the cluster");
      await checkSecurityGroups(after.securityGroupIds ?? [], vpc.id, call, sandbox);
      cluster.resourcesVpcConfig = after;
      return {
        update: noteUpdate(record, "VpcConfigUpdate", {
          Subnets: subnetIds,
          SecurityGroups: securityGroupIds,
        }),
      };
    }
    cluster.resourcesVpcConfig = endpointsAfter(access, cluster.resourcesVpcConfig ?? {});
    const { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs } = cluster.resourcesVpcConfig;
    const params = {
      EndpointPublicAccess: endpointPublicAccess,
      EndpointPrivateAccess: endpointPrivateAccess,
      PublicAccessCidrs: publicAccessCidrs,
    };
    return { update: noteUpdate(record, "EndpointAccessUpdate", params) };
  }
  for (const [field, type] of Object.entries(plain)) {
    const value = request[field as keyof typeof plain];
    if (value === undefined) continue;
    Object.assign(cluster, { [field]: value });
    return { update: noteUpdate(record, type, {}) };
  }
  throw invalid("the sandbox knows no change of a cluster in this request");
};

function endpointsAfter(change: VpcConfigRequest, before: VpcConfigRequest): VpcConfigRequest {
  const isPublic = change.endpointPublicAccess ?? before.endpointPublicAccess ?? true;
  const cidrs =
    change.publicAccessCidrs ?? (before.publicAccessCidrs?.length ? before.publicAccessCidrs : ["0.0.0.0/0"]);
  const isPrivate = change.endpointPrivateAccess ?? before.endpointPrivateAccess ?? false;
  checkEndpoints({ ...change, endpointPublicAccess: isPublic, endpointPrivateAccess: isPrivate });
  const after = {
    ...before,
    endpointPublicAccess: isPublic,
    endpointPrivateAccess: isPrivate,
    publicAccessCidrs: isPublic ? cidrs : [],
  };
  if (!same(after, before)) return after;
  throw invalid(
    `Cluster is already at the desired configuration with endpointPrivateAccess: ${isPrivate} , ` +
      `endpointPublicAccess: ${isPublic}, and Public Endpoint Restrictions: [${cidrs.join(", ")}]`,
  );
}

export const updateVersion: Handler = async (call, sandbox) => {
  const record = clusterOf(call, sandbox);
  const version = checkUpgrade(record.cluster.version ?? "", text(call.params, "version"));
  record.cluster.version = version;
  return { update: noteUpdate(record, "VersionUpdate", { Version: version, PlatformVersion: "eks.1" }) };
};

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
