import { randomBytes } from "node:crypto";

import type { Call } from "../front/call";
import type { Sandbox } from "../sandbox";
import { pseudoParameters, resourcesInOrder, sameProperties } from "./plan";
import { Resolver } from "./resolver";
import { resourceTypes, workbench, type Properties, type Workbench } from "./resource-types";
import { note, setStatus, type Stack, type StackResource, type StackSource } from "./stacks";
import { refused } from "./template";

/**
 * Creates what a new stack is made of. What fails is taken back, and the stack says so: as at AWS, the request itself
 * has succeeded by then.
 */
export async function createStack(stack: Stack, call: Call, sandbox: Sandbox): Promise<void> {
  setStatus(stack, "CREATE_IN_PROGRESS", "User Initiated");
  try {
    await bringTo(stack, stack.source, call, sandbox);
    setStatus(stack, "CREATE_COMPLETE");
  } catch (error) {
    const reason = `The following resource(s) failed to create: ${message(error)}`;
    const onFailure = String(call.params.OnFailure ?? "ROLLBACK");
    if (String(call.params.DisableRollback) === "true" || onFailure === "DO_NOTHING") {
      setStatus(stack, "CREATE_FAILED", reason);
      return;
    }
    setStatus(stack, "ROLLBACK_IN_PROGRESS", reason);
    try {
      for (const name of [...stack.resources.keys()].reverse()) await drop(stack, name, call, sandbox);
      setStatus(stack, "ROLLBACK_COMPLETE", reason);
    } catch (second) {
      setStatus(stack, "ROLLBACK_FAILED", message(second));
    }
    if (onFailure === "DELETE") markDeleted(stack);
  }
}

/** Brings a stack to another template or other parameters, and back again when that fails. */
export async function updateStack(
  stack: Stack,
  wanted: StackSource,
  call: Call,
  sandbox: Sandbox,
): Promise<void> {
  const before = stack.source;
  setStatus(stack, "UPDATE_IN_PROGRESS", "User Initiated");
  stack.updated = new Date();
  try {
    await bringTo(stack, wanted, call, sandbox);
    stack.source = wanted;
    setStatus(stack, "UPDATE_COMPLETE");
  } catch (error) {
    setStatus(
      stack,
      "UPDATE_ROLLBACK_IN_PROGRESS",
      `The following resource(s) failed to update: ${message(error)}`,
    );
    try {
      await bringTo(stack, before, call, sandbox);
      setStatus(stack, "UPDATE_ROLLBACK_COMPLETE");
    } catch (second) {
      setStatus(stack, "UPDATE_ROLLBACK_FAILED", message(second));
    }
  }
}

/** Deletes a stack's resources, the youngest first, and then the stack. */
export async function deleteStack(stack: Stack, call: Call, sandbox: Sandbox): Promise<void> {
  setStatus(stack, "DELETE_IN_PROGRESS", "User Initiated");
  const failed: string[] = [];
  for (const [name, resource] of [...stack.resources].reverse()) {
    if (resource.retain) {
      note(stack, resource, "DELETE_SKIPPED");
      continue;
    }
    try {
      await drop(stack, name, call, sandbox);
    } catch {
      failed.push(name);
    }
  }
  if (failed.length > 0) {
    setStatus(stack, "DELETE_FAILED", `The following resource(s) failed to delete: [${failed.join(", ")}]. `);
    return;
  }
  markDeleted(stack);
}

function markDeleted(stack: Stack): void {
  stack.deleted = new Date();
  setStatus(stack, "DELETE_COMPLETE");
}

/** Whether a stack would change at all. */
export function wouldChange(stack: Stack, wanted: StackSource, call: Call): boolean {
  const { resolver, order } = prepare(stack, wanted, call);
  if (JSON.stringify(wanted.tags) !== JSON.stringify(stack.source.tags)) return true;
  if (order.length !== stack.resources.size) return true;
  return order.some((name) => {
    const existing = stack.resources.get(name);
    const declared = wanted.template.Resources[name];
    if (!existing || existing.type !== declared?.Type) return true;
    return !sameProperties(existing.properties, resolver.value(declared.Properties ?? {}) as Properties);
  });
}

/** Creates, changes and deletes until the stack is what the source says. */
async function bringTo(stack: Stack, wanted: StackSource, call: Call, sandbox: Sandbox): Promise<void> {
  const { resolver, order } = prepare(stack, wanted, call);
  const gone = [...stack.resources.keys()].filter((name) => !order.includes(name)).reverse();
  for (const name of order) {
    const declared = wanted.template.Resources[name];
    if (!declared) continue;
    const properties = resolver.value(declared.Properties ?? {}) as Properties;
    const retain = declared.DeletionPolicy === "Retain";
    await bringResource(stack, { logicalId: name, type: declared.Type, properties, retain }, call, sandbox);
  }
  for (const name of gone) await drop(stack, name, call, sandbox);
  stack.outputs = Object.entries(wanted.template.Outputs ?? {})
    .filter(([, { Condition }]) => Condition === undefined || resolver.condition(Condition))
    .map(([OutputKey, { Value, Description, Export }]) => ({
      OutputKey,
      OutputValue: String(resolver.value(Value)),
      Description,
      ExportName: Export && String(resolver.value(Export.Name)),
    }));
}

async function bringResource(
  stack: Stack,
  wanted: Pick<StackResource, "logicalId" | "type" | "properties" | "retain">,
  call: Call,
  sandbox: Sandbox,
): Promise<void> {
  const { logicalId, type, properties } = wanted;
  const existing = stack.resources.get(logicalId);
  if (existing?.type === type && sameProperties(existing.properties, properties)) return;
  const kind = resourceTypes[type];
  if (!kind) throw refused(`the sandbox's CloudFormation does not know the resource type ${type}`);
  const bench = benchFor(stack, logicalId, call, sandbox);
  const verb = existing ? "UPDATE" : "CREATE";
  note(stack, existing ?? wanted, `${verb}_IN_PROGRESS`);
  try {
    await judge(type, properties, sandbox);
    const changed = new Date();
    const replaced =
      existing && kind.replacing.some((name) => !sameProperties(existing.properties[name], properties[name]));
    if (existing && !replaced && existing.type === type) {
      await kind.update(existing, existing.properties, properties, bench);
      stack.resources.set(logicalId, { ...existing, ...wanted, changed });
    } else {
      if (
        existing &&
        properties[kind.naming] !== undefined &&
        existing.properties[kind.naming] === properties[kind.naming]
      ) {
        const name = String(properties[kind.naming]);
        throw refused(
          `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
        );
      }
      const made = await kind.create(properties, bench);
      if (existing) await resourceTypes[existing.type]?.delete(existing, existing.properties, bench);
      stack.resources.set(logicalId, { ...wanted, ...made, changed });
    }
    note(stack, stack.resources.get(logicalId) ?? wanted, `${verb}_COMPLETE`);
  } catch (error) {
    note(stack, existing ?? wanted, `${verb}_FAILED`, message(error));
    throw new Error(`[${logicalId}]: ${message(error)}`);
  }
}

async function drop(stack: Stack, name: string, call: Call, sandbox: Sandbox): Promise<void> {
  const resource = stack.resources.get(name);
  if (!resource) return;
  note(stack, resource, "DELETE_IN_PROGRESS");
  try {
    const bench = benchFor(stack, name, call, sandbox);
    await resourceTypes[resource.type]?.delete(resource, resource.properties, bench);
  } catch (error) {
    note(stack, resource, "DELETE_FAILED", message(error));
    throw error;
  }
  note(stack, resource, "DELETE_COMPLETE");
  stack.resources.delete(name);
}

function prepare(
  stack: Stack,
  { template, parameters }: StackSource,
  call: Call,
): { resolver: Resolver; order: string[] } {
  const resolver = new Resolver(template, parameters, pseudoParameters(stack, call), stack.resources);
  return { resolver, order: resourcesInOrder(template, resolver) };
}

function benchFor(stack: Stack, logicalId: string, call: Call, sandbox: Sandbox): Workbench {
  const random = randomBytes(9).toString("base64url").replace(/[_-]/g, "0");
  return workbench(call, sandbox, `${stack.name}-${logicalId}`.slice(0, 51) + `-${random}`);
}

/** CloudFormation holds properties against the resource's schema before it makes anything. */
async function judge(type: string, properties: Properties, sandbox: Sandbox): Promise<void> {
  const { problems } = (await sandbox.moto.ask("judge", { type, properties })) as {
    problems: readonly { path: string; message: string; rule: string }[];
  };
  const [first] = problems.filter(({ rule }) => rule.startsWith("E"));
  if (first)
    throw refused(
      `Properties validation failed for resource with message: #/${first.path}: ${first.message}`,
    );
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
