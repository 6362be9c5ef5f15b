import { randomUUID } from "node:crypto";

import { text, type Call } from "../front/call";
import { AwsError } from "../front/errors";
import type { Sandbox } from "../sandbox";
import type { Handler } from "../service";
import { createStack, updateStack, wouldChange } from "./operations";
import { pseudoParameters, resourcesInOrder, sameProperties } from "./plan";
import { sourceOf, stackName } from "./requests";
import { Resolver } from "./resolver";
import { findStack, newStack, setStatus, stackOf, type Stack, type StackSource } from "./stacks";
import { refused } from "./template";

/** A change set: `aws cloudformation deploy` makes its changes through these. */
interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stack: Stack;
  readonly source: StackSource;
  readonly created: Date;
  readonly changes: readonly {
    readonly Type: "Resource";
    readonly ResourceChange: Record<string, unknown>;
  }[];
  executed: boolean;
}

const states = new WeakMap<Sandbox, ChangeSet[]>();

function changeSets(sandbox: Sandbox): ChangeSet[] {
  const sets = states.get(sandbox) ?? [];
  states.set(sandbox, sets);
  return sets;
}

function found(call: Call, sandbox: Sandbox): ChangeSet {
  const name = text(call.params, "ChangeSetName") ?? "";
  const set = changeSets(sandbox).find(
    (one) =>
      one.id === name ||
      (one.name === name && one.stack === findStack(text(call.params, "StackName") ?? "", call, sandbox)),
  );
  if (!set) throw new AwsError("ChangeSetNotFound", `ChangeSet [${name}] does not exist`, 404);
  return set;
}

const create: Handler = async (call, sandbox) => {
  const name = text(call.params, "ChangeSetName") ?? "";
  const existing = findStack(text(call.params, "StackName") ?? "", call, sandbox);
  const isNew = text(call.params, "ChangeSetType") === "CREATE";
  if (isNew && existing && existing.status !== "REVIEW_IN_PROGRESS") {
    throw refused(
      `Stack [${existing.name}] already exists and cannot be created again with the changeSet [${name}].`,
    );
  }
  if (!isNew && !existing) throw refused(`Stack [${text(call.params, "StackName")}] does not exist`);
  const source = await sourceOf(call, sandbox, existing?.source);
  const stack = existing ?? newStack(stackName(call), source, call, sandbox);
  if (!existing) setStatus(stack, "REVIEW_IN_PROGRESS", "User Initiated");
  const { partition, region, account } = call;
  const set: ChangeSet = {
    id: `arn:${partition}:cloudformation:${region}:${account}:changeSet/${name}/${randomUUID()}`,
    name,
    stack,
    source,
    created: new Date(),
    changes: isNew || wouldChange(stack, source, call) ? changesOf(stack, source, call) : [],
    executed: false,
  };
  changeSets(sandbox).push(set);
  return { Id: set.id, StackId: stack.id };
};

function changesOf(stack: Stack, { template, parameters }: StackSource, call: Call): ChangeSet["changes"] {
  const resolver = new Resolver(template, parameters, pseudoParameters(stack, call), stack.resources);
  const order = resourcesInOrder(template, resolver);
  const change = (Action: string, name: string, type: string | undefined): ChangeSet["changes"][number] => ({
    Type: "Resource",
    ResourceChange: {
      Action,
      LogicalResourceId: name,
      PhysicalResourceId: stack.resources.get(name)?.physicalId,
      ResourceType: type,
    },
  });
  const changed = order.flatMap((name) => {
    const declared = template.Resources[name];
    const existing = stack.resources.get(name);
    if (!existing) return [change("Add", name, declared?.Type)];
    let same = false;
    try {
      same = sameProperties(existing.properties, resolver.value(declared?.Properties ?? {}));
    } catch {
      // It refers to what is not there yet, so it changes.
    }
    return same ? [] : [change("Modify", name, declared?.Type)];
  });
  const gone = [...stack.resources.values()].filter(({ logicalId }) => !order.includes(logicalId));
  return [...changed, ...gone.map(({ logicalId, type }) => change("Remove", logicalId, type))];
}

const nothing =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

const describe: Handler = async (call, sandbox) => {
  const set = found(call, sandbox);
  const empty = set.changes.length === 0;
  return {
    ChangeSetName: set.name,
    ChangeSetId: set.id,
    StackId: set.stack.id,
    StackName: set.stack.name,
    Parameters: Object.entries(set.source.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    CreationTime: set.created,
    ExecutionStatus: set.executed ? "EXECUTE_COMPLETE" : empty ? "UNAVAILABLE" : "AVAILABLE",
    Status: empty ? "FAILED" : "CREATE_COMPLETE",
    StatusReason: empty ? nothing : undefined,
    Capabilities: set.source.capabilities,
    Tags: set.source.tags,
    Changes: set.changes,
  };
};

const execute: Handler = async (call, sandbox) => {
  const set = found(call, sandbox);
  if (set.executed || set.changes.length === 0) {
    throw new AwsError(
      "InvalidChangeSetStatus",
      `ChangeSet [${set.id}] cannot be executed in its current status`,
    );
  }
  set.executed = true;
  const { stack, source } = set;
  if (stack.status === "REVIEW_IN_PROGRESS") {
    stack.source = source;
    await createStack(stack, call, sandbox);
  } else {
    await updateStack(stack, source, call, sandbox);
  }
  return {};
};

const remove: Handler = async (call, sandbox) => {
  const set = found(call, sandbox);
  changeSets(sandbox).splice(changeSets(sandbox).indexOf(set), 1);
  return {};
};

const list: Handler = async (call, sandbox) => {
  const stack = stackOf(call, sandbox);
  const sets = changeSets(sandbox).filter((set) => set.stack === stack);
  return {
    Summaries: sets.map(({ name, id, created, changes }) => ({
      ChangeSetName: name,
      ChangeSetId: id,
      StackId: stack.id,
      StackName: stack.name,
      CreationTime: created,
      Status: changes.length === 0 ? "FAILED" : "CREATE_COMPLETE",
    })),
  };
};

export const changeSetHandlers: Readonly<Record<string, Handler>> = {
  CreateChangeSet: create,
  DescribeChangeSet: describe,
  ExecuteChangeSet: execute,
  DeleteChangeSet: remove,
  ListChangeSets: list,
};
