import type {
  AccessEntry,
  AssociateAccessPolicyRequest,
  AssociatedAccessPolicy,
  CreateAccessEntryRequest,
  UpdateAccessEntryRequest,
} from "@aws-sdk/client-eks";

import { text, type Call } from "../front/call";
import { AwsError } from "../front/errors";
import type { Sandbox } from "../sandbox";
import type { Handler } from "../service";
import { arnOf, clusterOf, demand, given, inUse, invalid, notFound, randomId } from "./state";
import type { ClusterRecord, EntryRecord } from "./state";

/** @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html (read 2026-10) */
const policyNames = [
  "AmazonEKSAdminPolicy",
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
  "AmazonEKSSecretReaderPolicy",
  "AmazonEKSAutoNodePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSClusterInsightsPolicy",
  "AmazonEKSHybridPolicy",
];
const nodeTypes = ["EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "HYPERPOD_LINUX"];
const types = ["STANDARD", "EC2", ...nodeTypes];

/** Adds an entry to a cluster, unless its principal has one. EKS itself does so for a cluster's creator and for nodes. */
export function addEntry(record: ClusterRecord, request: CreateAccessEntryRequest, call: Call): EntryRecord {
  const { cluster, entries } = record;
  const { principalArn = "", type = "STANDARD" } = request;
  const [, , , , account = "", resource = ""] = principalArn.split(":");
  const [kind = "", ...path] = resource.split("/");
  const name = path.at(-1) ?? "";
  const session = `arn:${call.partition}:sts::${account}:assumed-role/${name}/{{SessionName}}`;
  const username = nodeTypes.includes(type) || type === "EC2" ? "system:node:{{EC2PrivateDNSName}}" : session;
  const entry: AccessEntry = {
    clusterName: cluster.name,
    principalArn,
    kubernetesGroups: type === "STANDARD" ? (request.kubernetesGroups ?? []) : ["system:nodes"],
    accessEntryArn: arnOf(call, "access-entry", cluster.name ?? "", kind, account, name, randomId(36)),
    createdAt: new Date(),
    modifiedAt: new Date(),
    tags: request.tags ?? {},
    username: request.username ?? (kind === "user" && type === "STANDARD" ? principalArn : username),
    type,
  };
  const added = entries.get(principalArn) ?? { entry, policies: new Map<string, AssociatedAccessPolicy>() };
  entries.set(principalArn, added);
  return added;
}

export function addPolicy(record: EntryRecord, policy: AssociatedAccessPolicy): AssociatedAccessPolicy {
  const { policyArn = "" } = policy;
  const associatedAt = record.policies.get(policyArn)?.associatedAt ?? new Date();
  const associated = { ...policy, associatedAt, modifiedAt: new Date() };
  record.policies.set(policyArn, associated);
  return associated;
}

export function policyArn(partition: string, name: string): string {
  return `arn:${partition}:eks::aws:cluster-access-policy/${name}`;
}

/** The cluster, if it has access entries at all. */
function accessCluster(call: Call, sandbox: Sandbox): ClusterRecord {
  const record = clusterOf(call, sandbox);
  if (record.cluster.accessConfig?.authenticationMode !== "CONFIG_MAP") return record;
  throw new AwsError(
    "InvalidRequestException",
    "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
  );
}

function found(call: Call, sandbox: Sandbox): EntryRecord {
  const arn = text(call.params, "principalArn") ?? "";
  const entry = accessCluster(call, sandbox).entries.get(arn);
  if (!entry) throw notFound(`The specified principalArn could not be found: ${arn}`);
  return entry;
}

function checkGroups(groups: readonly string[] | undefined, type: string | undefined): void {
  if (type !== undefined && type !== "STANDARD" && groups?.length) {
    throw invalid(`The kubernetesGroups cannot be specified for type ${type}.`);
  }
  for (const group of groups ?? []) {
    if (!group.startsWith("system:")) continue;
    throw invalid(`The kubernetes group name ${group} is invalid, it cannot start with system:`);
  }
}

const create: Handler = async (call, sandbox) => {
  demand(call, "principalArn");
  const record = accessCluster(call, sandbox);
  const request = given<CreateAccessEntryRequest>(call);
  const { principalArn = "", type, kubernetesGroups, username } = request;
  if (!/^arn:[^:]+:iam::\d{12}:(role|user)\/.+$/.test(principalArn)) {
    throw invalid("The principalArn parameter format is not valid");
  }
  if (type !== undefined && !types.includes(type))
    throw invalid(`The access entry type ${type} is not supported.`);
  checkGroups(kubernetesGroups, type);
  if (username?.startsWith("system:") && type === "STANDARD")
    throw invalid("The username cannot start with system:");
  if (record.entries.has(principalArn)) {
    throw inUse("The specified access entry resource is already in use on this cluster.");
  }
  if ((await sandbox.facts.missingPrincipals([principalArn])).length > 0) {
    throw invalid("The specified principalArn is invalid: invalid principal.");
  }
  return { accessEntry: addEntry(record, request, call).entry };
};

const update: Handler = async (call, sandbox) => {
  const { entry } = found(call, sandbox);
  const { kubernetesGroups, username } = given<UpdateAccessEntryRequest>(call);
  checkGroups(kubernetesGroups, entry.type);
  entry.kubernetesGroups = kubernetesGroups ?? entry.kubernetesGroups;
  entry.username = username ?? entry.username;
  entry.modifiedAt = new Date();
  return { accessEntry: entry };
};

const associatePolicy: Handler = async (call, sandbox) => {
  const record = found(call, sandbox);
  const { policyArn: arn = "", accessScope } = given<AssociateAccessPolicyRequest>(call);
  if (!policyNames.some((name) => policyArn(call.partition, name) === arn)) {
    throw invalid(`The policyArn parameter format is not valid: ${arn}`);
  }
  if (nodeTypes.includes(record.entry.type ?? "")) {
    throw new AwsError(
      "InvalidRequestException",
      `Access policies cannot be associated with type ${record.entry.type}.`,
    );
  }
  if (accessScope?.type !== "cluster" && accessScope?.type !== "namespace")
    throw invalid("The access scope is invalid.");
  if (accessScope.type === "namespace" && !accessScope.namespaces?.length) {
    throw invalid("The access scope of type namespace must name namespaces.");
  }
  const associatedAccessPolicy = addPolicy(record, {
    policyArn: arn,
    accessScope: { type: accessScope.type, namespaces: accessScope.namespaces ?? [] },
  });
  const { clusterName, principalArn } = record.entry;
  return { clusterName, principalArn, associatedAccessPolicy };
};

const disassociatePolicy: Handler = async (call, sandbox) => {
  const arn = text(call.params, "policyArn") ?? "";
  if (!found(call, sandbox).policies.delete(arn))
    throw notFound(`The access policy ${arn} is not associated.`);
  return {};
};

const listPolicies: Handler = async (call, sandbox) => {
  const { entry, policies } = found(call, sandbox);
  const { clusterName, principalArn } = entry;
  return { clusterName, principalArn, associatedAccessPolicies: [...policies.values()] };
};

export const accessHandlers: Readonly<Record<string, Handler>> = {
  CreateAccessEntry: create,
  UpdateAccessEntry: update,
  DescribeAccessEntry: async (call, sandbox) => ({ accessEntry: found(call, sandbox).entry }),
  ListAccessEntries: async (call, sandbox) => ({
    accessEntries: [...accessCluster(call, sandbox).entries.keys()],
  }),
  DeleteAccessEntry: async (call, sandbox) => {
    const { entry } = found(call, sandbox);
    clusterOf(call, sandbox).entries.delete(entry.principalArn ?? "");
    return {};
  },
  AssociateAccessPolicy: associatePolicy,
  DisassociateAccessPolicy: disassociatePolicy,
  ListAssociatedAccessPolicies: listPolicies,
  ListAccessPolicies: async ({ partition }) => ({
    accessPolicies: policyNames.map((name) => ({ name, arn: policyArn(partition, name) })),
  }),
};
