import { setTimeout as pause } from "node:timers/promises";

import { InitializationFailed, type Existing } from "../protocol/plugin";
import { hasUnknown, isValues, type Values } from "../protocol/values";
import type { Cluster, Place } from "./cluster";
import { ApiError, describe } from "./errors";
import type { Kind } from "./kinds";
import {
  annotationOf,
  managerProperty,
  metadataOf,
  previewState,
  sentObject,
  stateOf,
  unknownOfChanged,
  unknownOfNew,
  type KubernetesObject,
} from "./objects";
import { immutableFields } from "./replacement";
import { whatIsMissing } from "./waits";

/** An operation on one resource. */
export interface Operation {
  readonly kind: Kind;
  readonly cluster: Cluster;
  /** Namespace of what names none. */
  readonly namespace: string;
  /** Milliseconds that it may take. */
  readonly patience: number;
  readonly cancelled: AbortSignal;
}

/** As the engine knows the object: its namespace, if it is in one, and its name. */
export function idOf({ metadata: { name = "", namespace } }: KubernetesObject): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** Has the API server check what is to be, as far as it can be checked before it is. */
export async function preview(operation: Operation, inputs: Values, old?: Values): Promise<Values> {
  const names = old ? unknownOfChanged : unknownOfNew;
  const unchecked = previewState({ ...old, ...inputs, metadata: metadataOf(inputs) }, inputs, names);
  if (hasUnknown(inputs)) return unchecked;
  const place = await operation.cluster.place(operation.kind);
  // Its definition may be made in the same run, and so may its namespace.
  if (!place) return unchecked;
  try {
    return previewState(await apply(operation, place, inputs, true), inputs, names);
  } catch (error) {
    const refusal = error instanceof ApiError ? error : undefined;
    // What is to be replaced is still there, and the engine has been told that it cannot be changed.
    const replaced = !old && refusal && immutableFields(refusal.status).length > 0;
    if (refusal?.lacksNamespace || replaced) return unchecked;
    throw failed(old ? "updating" : "creating", operation, inputs, error);
  }
}

/** Creates the object or brings it up to date, and waits until it is what others need of it. */
export async function write(
  operation: Operation,
  inputs: Values,
  doing: "creating" | "updating",
): Promise<{ id: string; state: Values }> {
  let live: KubernetesObject;
  const place = await placeOf(operation, doing, inputs);
  try {
    live = await apply(operation, place, inputs, false);
  } catch (error) {
    throw failed(doing, operation, inputs, error);
  }
  const id = idOf(live);
  const { name = "", namespace } = live.metadata;
  for (const wait of waiting(operation)) {
    const missing = whatIsMissing(operation.kind, live);
    if (missing === undefined) return { id, state: stateOf(live, inputs) };
    if (!(await wait())) {
      const { message } = failed(doing, operation, inputs, new Error(missing));
      throw new InitializationFailed(id, stateOf(live, inputs), message);
    }
    live = (await operation.cluster.get(place, name, namespace)) ?? live;
  }
  return { id, state: stateOf(live, inputs) };
}

/** @returns undefined when there is no such object, or not even such a kind */
export async function find(operation: Operation, id: string): Promise<KubernetesObject | undefined> {
  const { name, namespace } = named(id);
  const place = await operation.cluster.place(operation.kind);
  return place && operation.cluster.get(place, name, namespace ?? operation.namespace);
}

/** Deletes the object and waits until it is gone, its dependants before it. */
export async function remove(operation: Operation, { id, state, inputs }: Existing): Promise<void> {
  const { kind, cluster } = operation;
  const { name, namespace } = named(id);
  const { uid } = metadataOf(state);
  const policy = annotationOf(inputs, "pulumi.com/deletionPropagationPolicy") ?? "Foreground";
  try {
    const place = await cluster.place(kind);
    if (!place) return;
    const options: Values = {
      apiVersion: "v1",
      kind: "DeleteOptions",
      propagationPolicy: String(policy).replace(/^./, (first) => first.toUpperCase()),
      ...(uid !== undefined && { preconditions: { uid } }),
    };
    await cluster.delete(place, name, namespace, options);
    for (const wait of waiting(operation)) {
      const live = await cluster.get(place, name, namespace);
      if (!live || (uid !== undefined && live.metadata.uid !== uid)) return;
      if (!(await wait())) throw new Error(stuck(live));
    }
  } catch (error) {
    throw new Error(describe("deleting", kind.kind, id, error), { cause: error });
  }
}

/** Tries an update, and says which fields the API server will not change. */
export async function tryUpdate(operation: Operation, inputs: Values): Promise<ApiError | undefined> {
  const place = await operation.cluster.place(operation.kind);
  if (!place) return undefined;
  try {
    await apply(operation, place, inputs, true);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function apply(
  { cluster, kind, namespace }: Operation,
  place: Place,
  inputs: Values,
  dryRun: boolean,
): Promise<KubernetesObject> {
  const object = sentObject(inputs, { ...kind });
  if (place.namespaced)
    object.metadata = { ...object.metadata, namespace: object.metadata.namespace ?? namespace };
  return cluster.apply(place, object, {
    manager: String(inputs[managerProperty]),
    force: annotationOf(inputs, "pulumi.com/patchForce") === "true",
    dryRun,
  });
}

/** The place of a kind that may have been defined a moment ago. */
async function placeOf(operation: Operation, doing: string, inputs: Values): Promise<Place> {
  const { kind, cluster } = operation;
  for (let attempt = 0; attempt < 20 && !operation.cancelled.aborted; attempt++) {
    const place = await cluster.place(kind);
    if (place) return place;
    await pause(250);
  }
  const reason = `the cluster knows no kind ${kind.kind} of ${kind.apiVersion}: has its definition been installed?`;
  throw failed(doing, operation, inputs, new Error(reason));
}

/** Pauses, longer and longer; each says whether there is still time. */
function* waiting({ patience, cancelled }: Operation): Generator<() => Promise<boolean>> {
  const deadline = Date.now() + patience;
  for (let milliseconds = 50; ; milliseconds = Math.min(milliseconds * 1.5, 1000)) {
    yield async () => {
      await pause(milliseconds, undefined, { signal: cancelled }).catch(() => undefined);
      return !cancelled.aborted && Date.now() < deadline;
    };
  }
}

function named(id: string): { name: string; namespace?: string } {
  const [first = "", second] = id.split("/");
  return second === undefined ? { name: first } : { name: second, namespace: first };
}

function failed(doing: string, { kind }: Operation, inputs: Values, error: unknown): Error {
  const { name, namespace } = metadataOf(inputs);
  const object = namespace ? `${namespace}/${name}` : String(name);
  return new Error(describe(doing, kind.kind, object, error), { cause: error });
}

function stuck({ metadata, status }: KubernetesObject): string {
  const conditions = isValues(status) && Array.isArray(status.conditions) ? status.conditions : [];
  const reasons = conditions.flatMap((one) =>
    isValues(one) && one.status === "True" ? [String(one.message)] : [],
  );
  const finalizers = Array.isArray(metadata.finalizers)
    ? `; finalizers: ${metadata.finalizers.join(", ")}`
    : "";
  return `it is still there${finalizers}${reasons.length > 0 ? `; ${reasons.join("; ")}` : ""}`;
}
