import { randomUUID } from "node:crypto";

import { items, text, type Call } from "../front/call";
import type { Caller } from "../front/callers";
import { AwsError } from "../front/errors";
import type { Sandbox } from "../sandbox";
import { objectionTo } from "../sts/decide";
import { createStack, deleteStack, updateStack, wouldChange } from "./operations";
import { parameterValues, type GivenParameter } from "./parameters";
import { findStack, newStack, stacksOf, type Stack, type StackSource } from "./stacks";
import { refused } from "./template";

export interface StackSet {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  source: StackSource;
  description?: string;
  /** Whether AWS deploys by its own roles, to OUs; otherwise by roles that the user has made, to accounts. */
  readonly serviceManaged: boolean;
  readonly administrationRole: string;
  readonly executionRole: string;
  autoDeployment?: unknown;
  deleted: boolean;
  readonly instances: Map<string, StackInstance>;
  readonly operations: StackSetOperation[];
}

export interface StackInstance {
  readonly account: string;
  readonly region: string;
  readonly unit?: string;
  stackId?: string;
  overrides: readonly GivenParameter[];
  status: "CURRENT" | "OUTDATED" | "INOPERABLE";
  reason?: string;
}

export interface StackSetOperation {
  readonly id: string;
  readonly action: "CREATE" | "UPDATE" | "DELETE";
  readonly started: Date;
  status: "SUCCEEDED" | "FAILED";
  readonly results: { account: string; region: string; unit?: string; status: string; reason?: string }[];
}

/** Where an operation takes place. */
export interface Target {
  readonly account: string;
  readonly region: string;
  readonly unit?: string;
}

/** Brings the stack of one target to what the set says, and notes how that went. */
export async function deploy(
  set: StackSet,
  target: Target,
  call: Call,
  sandbox: Sandbox,
): Promise<string | undefined> {
  const key = `${target.account}/${target.region}`;
  const instance: StackInstance = set.instances.get(key) ?? { ...target, overrides: [], status: "OUTDATED" };
  set.instances.set(key, instance);
  const there = { ...call, account: target.account, region: target.region };
  try {
    const onSite = { ...there, caller: await executor(set, target.account, call, sandbox), params: {} };
    const common = Object.entries(set.source.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    }));
    const parameters = parameterValues(set.source.template, [...common, ...instance.overrides]);
    const source = { ...set.source, parameters };
    let stack = findStack(instance.stackId ?? "", there, sandbox);
    if (!stack) {
      stack = newStack(`StackSet-${set.name}-${randomUUID()}`, source, onSite, sandbox);
      instance.stackId = stack.id;
      await createStack(stack, onSite, sandbox);
    } else if (wouldChange(stack, source, onSite)) {
      await updateStack(stack, source, onSite, sandbox);
    }
    const done = /^(CREATE|UPDATE)_COMPLETE$/.test(stack.status);
    instance.status = done ? "CURRENT" : "OUTDATED";
    instance.reason = done
      ? undefined
      : stack.events.find(({ ResourceStatusReason }) => ResourceStatusReason)?.ResourceStatusReason;
  } catch (error) {
    instance.status = "OUTDATED";
    instance.reason = error instanceof Error ? error.message : String(error);
  }
  return instance.reason;
}

/** Takes one target out of the set, and deletes its stack unless it is to be kept. */
export async function withdraw(
  set: StackSet,
  target: Target,
  retain: boolean,
  call: Call,
  sandbox: Sandbox,
): Promise<string | undefined> {
  const key = `${target.account}/${target.region}`;
  const instance = set.instances.get(key);
  const there = { ...call, account: target.account, region: target.region };
  const stack = stacksOf(there, sandbox).find(({ id, deleted }) => id === instance?.stackId && !deleted);
  if (stack && !retain) {
    try {
      const caller = await executor(set, target.account, call, sandbox);
      await deleteStack(stack, { ...there, caller, params: {} }, sandbox);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    if (!stack.deleted) return failure(stack);
  }
  set.instances.delete(key);
  return undefined;
}

function failure(stack: Stack): string {
  return stack.reason ?? `the stack is in ${stack.status}`;
}

/** Who makes the changes in a target account. */
async function executor(set: StackSet, account: string, call: Call, sandbox: Sandbox): Promise<Caller> {
  const { partition } = call;
  if (set.serviceManaged) return serviceRole(set, account, partition);
  const [administrator = "", execution = ""] = [set.administrationRole, set.executionRole];
  const name = administrator.split("/").pop() ?? "";
  const admin = await sandbox.facts.role(call.account, partition, name);
  const role = await sandbox.facts.role(account, partition, execution);
  const caller = { kind: "session", role: administrator, name: "stackset" } as const;
  const mayAssume =
    admin?.arn === administrator &&
    role &&
    !(await objectionTo({ caller, role: role.arn, sessionName: "stackset" }, sandbox.facts));
  if (!mayAssume) {
    throw refused(
      `Account ${account} should have '${execution}' role with trust relationship to Role '${name}'.`,
    );
  }
  const arn = `arn:${partition}:sts::${account}:assumed-role/${role.name}/stackset`;
  return { account, arn, userId: `${role.id}:stackset`, principalArn: role.arn };
}

/** AWS's own role in a member account of a service-managed set. It is no role that anybody could see in IAM here. */
function serviceRole({ id }: StackSet, account: string, partition: string): Caller {
  const name = `stacksets-exec-${Buffer.from(id).toString("hex").slice(0, 32)}`;
  const principalArn = `arn:${partition}:iam::${account}:role/${name}`;
  return {
    account,
    arn: `arn:${partition}:sts::${account}:assumed-role/${name}/stackset`,
    userId: name,
    principalArn,
  };
}

/** The accounts and regions that a request is about. */
export async function targetsOf(set: StackSet, { params }: Call, sandbox: Sandbox): Promise<Target[]> {
  const regions = items<string>(params, "Regions");
  const places = set.serviceManaged ? await accountsOfUnits(params, sandbox) : accountsGiven(params);
  return places.flatMap((place) => regions.map((region) => ({ ...place, region })));
}

function accountsGiven(params: Call["params"]): { account: string }[] {
  if (params.DeploymentTargets !== undefined && params.Accounts === undefined) {
    throw refused("StackSets with SELF_MANAGED permission model can only have accounts as target");
  }
  return items<string>(params, "Accounts").map((account) => ({ account }));
}

async function accountsOfUnits(
  params: Call["params"],
  { facts }: Sandbox,
): Promise<{ account: string; unit: string }[]> {
  const given = params.DeploymentTargets as Call["params"] | undefined;
  if (!given || params.Accounts !== undefined) {
    throw refused(
      "StackSets with SERVICE_MANAGED permission model can only have OrganizationalUnit as target",
    );
  }
  const organization = await facts.organization();
  const filter = text(given, "AccountFilterType") ?? "NONE";
  const named = new Set(items<string>(given, "Accounts"));
  return items<string>(given, "OrganizationalUnitIds").flatMap((unit) => {
    const known = unit === organization.rootId || organization.units.some(({ id }) => id === unit);
    if (!known) throw refused(`OrganizationalUnit ${unit} does not exist`);
    const below = new Set([unit]);
    // A unit is listed after the one that it is in.
    for (const { id, parent } of organization.units) if (below.has(parent)) below.add(id);
    return organization.accounts
      .filter(({ id, parent }) => below.has(parent) && id !== organization.managementId)
      .filter(({ id }) =>
        filter === "INTERSECTION" ? named.has(id) : filter === "DIFFERENCE" ? !named.has(id) : true,
      )
      .map(({ id }) => ({ account: id, unit }));
  });
}

const sets = new WeakMap<Sandbox, StackSet[]>();

export function stackSets(sandbox: Sandbox): StackSet[] {
  const all = sets.get(sandbox) ?? [];
  sets.set(sandbox, all);
  return all;
}

export function stackSetOf({ params, account }: Call, sandbox: Sandbox): StackSet {
  const name = text(params, "StackSetName") ?? "";
  const found = stackSets(sandbox).find(
    (set) => set.arn.split(":")[4] === account && !set.deleted && (set.name === name || set.id === name),
  );
  if (!found) throw new AwsError("StackSetNotFoundException", `StackSet ${name} not found`, 404);
  return found;
}
