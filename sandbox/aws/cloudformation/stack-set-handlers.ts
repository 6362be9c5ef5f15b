import { randomUUID } from "node:crypto";

import { items, text, type Call } from "../front/call";
import { AwsError } from "../front/errors";
import type { Sandbox } from "../sandbox";
import type { Handler } from "../service";
import type { GivenParameter } from "./parameters";
import { sourceOf } from "./requests";
import { deploy, stackSetOf, stackSets, targetsOf, withdraw } from "./stack-sets";
import type { StackInstance, StackSet, StackSetOperation, Target } from "./stack-sets";
import { refused } from "./template";

/** Sandboxes whose organization has let StackSets in. */
const activated = new WeakSet<Sandbox>();

const create: Handler = async (call, sandbox) => {
  const { params, partition, region, account } = call;
  const name = text(params, "StackSetName") ?? "";
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) throw refused(`The stack set name ${name} is invalid.`);
  const serviceManaged = text(params, "PermissionModel") === "SERVICE_MANAGED";
  if (serviceManaged && !activated.has(sandbox)) {
    throw refused("You must enable organizations access to operate a service managed stack set");
  }
  if (serviceManaged && account !== sandbox.organization.managementId) {
    throw refused("Only the management account can operate a service managed stack set in the sandbox");
  }
  if (
    stackSets(sandbox).some((set) => set.name === name && !set.deleted && set.arn.split(":")[4] === account)
  ) {
    throw new AwsError("NameAlreadyExistsException", `Stack set ${name} already exists`, 409);
  }
  const id = `${name}:${randomUUID()}`;
  const administrationRole = `arn:${partition}:iam::${account}:role/AWSCloudFormationStackSetAdministrationRole`;
  stackSets(sandbox).push({
    id,
    name,
    arn: `arn:${partition}:cloudformation:${region}:${account}:stackset/${id}`,
    source: await sourceOf(call, sandbox),
    description: text(params, "Description"),
    serviceManaged,
    administrationRole: text(params, "AdministrationRoleARN") ?? administrationRole,
    executionRole: text(params, "ExecutionRoleName") ?? "AWSCloudFormationStackSetExecutionRole",
    autoDeployment: params.AutoDeployment,
    deleted: false,
    instances: new Map(),
    operations: [],
  });
  return { StackSetId: id };
};

/** Carries out one step for each target, and records the whole as an operation. */
async function operate(
  set: StackSet,
  action: StackSetOperation["action"],
  targets: readonly Target[],
  step: (target: Target) => Promise<string | undefined>,
): Promise<{ OperationId: string }> {
  const operation: StackSetOperation = {
    id: randomUUID(),
    action,
    started: new Date(),
    status: "SUCCEEDED",
    results: [],
  };
  set.operations.unshift(operation);
  for (const target of targets) {
    const reason = await step(target);
    if (reason !== undefined) operation.status = "FAILED";
    operation.results.push({ ...target, status: reason === undefined ? "SUCCEEDED" : "FAILED", reason });
  }
  return { OperationId: operation.id };
}

const update: Handler = async (call, sandbox) => {
  const set = stackSetOf(call, sandbox);
  set.source = await sourceOf(call, sandbox, set.source);
  set.description = text(call.params, "Description") ?? set.description;
  set.autoDeployment = call.params.AutoDeployment ?? set.autoDeployment;
  return operate(set, "UPDATE", [...set.instances.values()], (target) => deploy(set, target, call, sandbox));
};

const remove: Handler = async (call, sandbox) => {
  const set = stackSetOf(call, sandbox);
  if (set.instances.size > 0) throw new AwsError("StackSetNotEmptyException", "StackSet is not empty", 409);
  set.deleted = true;
  return {};
};

const createInstances: Handler = async (call, sandbox) => {
  const set = stackSetOf(call, sandbox);
  const overrides = items<GivenParameter>(call.params, "ParameterOverrides");
  const targets = await targetsOf(set, call, sandbox);
  return operate(set, "CREATE", targets, (target) => {
    const key = `${target.account}/${target.region}`;
    const before = set.instances.get(key);
    set.instances.set(key, { ...target, stackId: before?.stackId, overrides, status: "OUTDATED" });
    return deploy(set, target, call, sandbox);
  });
};

const updateInstances: Handler = async (call, sandbox) => {
  const set = stackSetOf(call, sandbox);
  const targets = await targetsOf(set, call, sandbox);
  for (const target of targets) instanceOf(set, target.account, target.region);
  return operate(set, "UPDATE", targets, (target) => {
    const instance = instanceOf(set, target.account, target.region);
    if (call.params.ParameterOverrides !== undefined) {
      instance.overrides = items<GivenParameter>(call.params, "ParameterOverrides");
    }
    return deploy(set, target, call, sandbox);
  });
};

const deleteInstances: Handler = async (call, sandbox) => {
  const set = stackSetOf(call, sandbox);
  const retain = text(call.params, "RetainStacks") === "true";
  const targets = await targetsOf(set, call, sandbox);
  return operate(set, "DELETE", targets, (target) => withdraw(set, target, retain, call, sandbox));
};

function instanceOf(set: StackSet, account: string, region: string): StackInstance {
  const found = set.instances.get(`${account}/${region}`);
  if (found) return found;
  throw new AwsError(
    "StackInstanceNotFoundException",
    `No stack instance of ${set.name} in ${account}, ${region}`,
    404,
  );
}

function describeInstance(set: StackSet, instance: StackInstance): object {
  return {
    StackSetId: set.id,
    Region: instance.region,
    Account: instance.account,
    StackId: instance.stackId,
    ParameterOverrides: instance.overrides,
    Status: instance.status,
    StackInstanceStatus: { DetailedStatus: instance.status === "CURRENT" ? "SUCCEEDED" : "FAILED" },
    StatusReason: instance.reason,
    OrganizationalUnitId: instance.unit,
    DriftStatus: "NOT_CHECKED",
  };
}

function describeSet(set: StackSet): object {
  return {
    StackSetName: set.name,
    StackSetId: set.id,
    StackSetARN: set.arn,
    Description: set.description,
    Status: set.deleted ? "DELETED" : "ACTIVE",
    TemplateBody: set.source.body,
    Parameters: Object.entries(set.source.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Capabilities: set.source.capabilities,
    Tags: set.source.tags,
    PermissionModel: set.serviceManaged ? "SERVICE_MANAGED" : "SELF_MANAGED",
    AutoDeployment: set.autoDeployment,
    AdministrationRoleARN: set.serviceManaged ? undefined : set.administrationRole,
    ExecutionRoleName: set.serviceManaged ? undefined : set.executionRole,
    OrganizationalUnitIds: [...new Set([...set.instances.values()].flatMap(({ unit }) => unit ?? []))],
    Regions: [...new Set([...set.instances.values()].map(({ region }) => region))],
  };
}

function operationOf(call: Call, sandbox: Sandbox): StackSetOperation {
  const id = text(call.params, "OperationId") ?? "";
  const found = stackSetOf(call, sandbox).operations.find((operation) => operation.id === id);
  if (!found) throw new AwsError("OperationNotFoundException", `Operation ${id} not found`, 404);
  return found;
}

function describeOperation({ id, action, status, started }: StackSetOperation): object {
  return {
    OperationId: id,
    Action: action,
    Status: status,
    CreationTimestamp: started,
    EndTimestamp: started,
  };
}

const listInstances: Handler = async (call, sandbox) => {
  const set = stackSetOf(call, sandbox);
  const account = text(call.params, "StackInstanceAccount");
  const region = text(call.params, "StackInstanceRegion");
  const found = [...set.instances.values()].filter(
    (instance) =>
      (account ?? instance.account) === instance.account && (region ?? instance.region) === instance.region,
  );
  return { Summaries: found.map((instance) => describeInstance(set, instance)) };
};

export const stackSetHandlers: Readonly<Record<string, Handler>> = {
  CreateStackSet: create,
  UpdateStackSet: update,
  DeleteStackSet: remove,
  DescribeStackSet: async (call, sandbox) => ({ StackSet: describeSet(stackSetOf(call, sandbox)) }),
  ListStackSets: async ({ account }, sandbox) => ({
    Summaries: stackSets(sandbox)
      .filter(({ arn }) => arn.split(":")[4] === account)
      .map(describeSet),
  }),
  CreateStackInstances: createInstances,
  UpdateStackInstances: updateInstances,
  DeleteStackInstances: deleteInstances,
  DescribeStackInstance: async (call, sandbox) => {
    const set = stackSetOf(call, sandbox);
    const [account, region] = ["StackInstanceAccount", "StackInstanceRegion"].map(
      (name) => text(call.params, name) ?? "",
    );
    return { StackInstance: describeInstance(set, instanceOf(set, account ?? "", region ?? "")) };
  },
  ListStackInstances: listInstances,
  DescribeStackSetOperation: async (call, sandbox) => ({
    StackSetOperation: {
      ...describeOperation(operationOf(call, sandbox)),
      StackSetId: stackSetOf(call, sandbox).id,
    },
  }),
  ListStackSetOperations: async (call, sandbox) => ({
    Summaries: stackSetOf(call, sandbox).operations.map(describeOperation),
  }),
  ListStackSetOperationResults: async (call, sandbox) => ({
    Summaries: operationOf(call, sandbox).results.map(({ account, region, unit, status, reason }) => ({
      Account: account,
      Region: region,
      OrganizationalUnitId: unit,
      Status: status,
      StatusReason: reason,
    })),
  }),
  ActivateOrganizationsAccess: async ({ account }, sandbox) => {
    if (account !== sandbox.organization.managementId)
      throw refused("Only the management account can do this");
    activated.add(sandbox);
    return {};
  },
  DeactivateOrganizationsAccess: async (_, sandbox) => {
    activated.delete(sandbox);
    return {};
  },
  DescribeOrganizationsAccess: async (_, sandbox) => ({
    Status: activated.has(sandbox) ? "ENABLED" : "DISABLED",
  }),
};
