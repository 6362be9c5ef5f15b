import { randomUUID } from "node:crypto";

import type { Call } from "../front/call";
import type { Sandbox } from "../sandbox";
import type { ParameterValues } from "./parameters";
import type { Existing } from "./resolver";
import type { Properties } from "./resource-types";
import { refused, type Template } from "./template";

export interface StackResource extends Existing {
  readonly logicalId: string;
  readonly type: string;
  /** With everything worked out. */
  readonly properties: Properties;
  readonly retain: boolean;
  readonly changed: Date;
}

export interface StackEvent {
  readonly EventId: string;
  readonly StackId: string;
  readonly StackName: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
  readonly ResourceType: string;
  readonly Timestamp: Date;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
}

/** What a stack is made from. */
export interface StackSource {
  readonly body: string;
  readonly template: Template;
  readonly parameters: ParameterValues;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly capabilities: readonly string[];
}

export interface Stack {
  readonly id: string;
  readonly name: string;
  readonly created: Date;
  source: StackSource;
  status: string;
  reason?: string;
  updated?: Date;
  deleted?: Date;
  protected: boolean;
  outputs: readonly { OutputKey: string; OutputValue: string; Description?: string; ExportName?: string }[];
  /** In the order in which they came to be. */
  readonly resources: Map<string, StackResource>;
  readonly events: StackEvent[];
}

const states = new WeakMap<Sandbox, Map<string, Stack[]>>();

/** All stacks of the caller's account and the request's region, deleted ones too. */
export function stacksOf({ account, region }: Pick<Call, "account" | "region">, sandbox: Sandbox): Stack[] {
  const all = states.get(sandbox) ?? new Map<string, Stack[]>();
  states.set(sandbox, all);
  const key = `${account}/${region}`;
  const stacks = all.get(key) ?? [];
  all.set(key, stacks);
  return stacks;
}

/** A stack by name or id; a deleted one by its id only. */
export function findStack(
  nameOrId: string,
  call: Pick<Call, "account" | "region">,
  sandbox: Sandbox,
): Stack | undefined {
  return stacksOf(call, sandbox).find(
    (stack) => stack.id === nameOrId || (stack.name === nameOrId && stack.deleted === undefined),
  );
}

export function stackOf(call: Call, sandbox: Sandbox): Stack {
  const name = String(call.params.StackName ?? "");
  const found = findStack(name, call, sandbox);
  if (!found) throw refused(`Stack with id ${name} does not exist`);
  return found;
}

export function newStack(name: string, source: StackSource, call: Call, sandbox: Sandbox): Stack {
  const { partition, region, account } = call;
  const stack: Stack = {
    id: `arn:${partition}:cloudformation:${region}:${account}:stack/${name}/${randomUUID()}`,
    name,
    created: new Date(),
    source,
    status: "REVIEW_IN_PROGRESS",
    protected: String(call.params.EnableTerminationProtection) === "true",
    outputs: [],
    resources: new Map(),
    events: [],
  };
  stacksOf(call, sandbox).push(stack);
  return stack;
}

/** Sets the status of a stack, and notes it as an event. */
export function setStatus(stack: Stack, status: string, reason?: string): void {
  stack.status = status;
  stack.reason = reason;
  note(
    stack,
    { logicalId: stack.name, physicalId: stack.id, type: "AWS::CloudFormation::Stack" },
    status,
    reason,
  );
}

export function note(
  stack: Stack,
  { logicalId, physicalId, type }: { logicalId: string; physicalId?: string; type: string },
  status: string,
  reason?: string,
): void {
  stack.events.unshift({
    EventId: randomUUID(),
    StackId: stack.id,
    StackName: stack.name,
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId ?? "",
    ResourceType: type,
    Timestamp: new Date(),
    ResourceStatus: status,
    ResourceStatusReason: reason,
  });
}
