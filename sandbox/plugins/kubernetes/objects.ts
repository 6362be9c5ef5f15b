import { createHash } from "node:crypto";

import { isValues, UNKNOWN, type Value, type Values } from "../protocol/values";

/** An object as Kubernetes's API has it. */
export interface KubernetesObject extends Values {
  metadata: Values & { name?: string; namespace?: string; uid?: string };
}

/** Where the name of the field manager stands among a resource's properties, as with the real provider. */
export const managerProperty = "__fieldManager";
const autonamed = "pulumi.com/autonamed";

export function metadataOf(values: Values): KubernetesObject["metadata"] {
  return isValues(values.metadata) ? (values.metadata as KubernetesObject["metadata"]) : {};
}

export function annotationOf(values: Values, name: string): Value | undefined {
  const { annotations } = metadataOf(values);
  return isValues(annotations) ? annotations[name] : undefined;
}

export function isAutonamed(values: Values): boolean {
  return annotationOf(values, autonamed) === "true";
}

/** Inputs with a name of our choice, and the note that it is. */
export function withName(inputs: Values, name: string): Values {
  const metadata = metadataOf(inputs);
  const annotations = isValues(metadata.annotations) ? metadata.annotations : {};
  return { ...inputs, metadata: { ...metadata, name, annotations: { ...annotations, [autonamed]: "true" } } };
}

/**
 * Who manages the fields of a resource: one manager a resource, so that two resources that are one object meet with
 * a conflict, and the same in every run, so that one that was killed can be repeated.
 */
export function managerOf(type: string, name: string): string {
  const hash = createHash("sha256").update(`${type} ${name}`).digest("hex").slice(0, 8);
  return `pulumi-kubernetes-${hash}`;
}

/** What is sent: inputs without what is only ours, and a secret's plain texts where the API keeps them. */
export function sentObject(inputs: Values, kind: { apiVersion: string; kind: string }): KubernetesObject {
  const { stringData, [managerProperty]: _, ...rest } = inputs;
  const object = { ...rest, ...kind, metadata: metadataOf(inputs) };
  if (kind.kind !== "Secret" || kind.apiVersion !== "v1" || !isValues(stringData)) {
    return stringData === undefined ? object : { ...object, stringData };
  }
  // The API forgets which of them were given as texts, and would keep those that are taken away.
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString("base64"),
  ]);
  return {
    ...object,
    data: { ...(isValues(rest.data) ? rest.data : {}), ...(Object.fromEntries(encoded) as Values) },
  };
}

/** The state of a resource: the object as the cluster has it, without the record of who manages which field. */
export function stateOf(live: KubernetesObject, inputs: Values): Values {
  const { managedFields: _, ...metadata } = live.metadata;
  return { ...live, metadata, [managerProperty]: inputs[managerProperty] };
}

/** What the cluster says of an object, and no program. */
const servers = ["uid", "resourceVersion", "creationTimestamp", "generation"] as const;

/** The state that a preview shows: what only the cluster can say is unknown. */
export function previewState(object: KubernetesObject, inputs: Values, names: readonly string[]): Values {
  const unknowns = Object.fromEntries(names.map((name) => [name, UNKNOWN]));
  return stateOf({ ...object, metadata: { ...object.metadata, ...unknowns } }, inputs);
}

export const unknownOfNew = servers;
export const unknownOfChanged = ["resourceVersion", "generation"] as const;

/** Inputs that would have made an object, for an import. */
export function importedInputs(live: KubernetesObject, manager: string): Values {
  const { status: _, ...rest } = live;
  const ours = Object.entries(live.metadata).filter(
    ([name]) => !["managedFields", "selfLink", ...servers].includes(name),
  );
  return { ...rest, metadata: Object.fromEntries(ours), [managerProperty]: manager };
}

/** Inputs with what has changed behind the program's back; what it does not set is not its business. */
export function refreshed(input: Value, live: Value | undefined): Value | undefined {
  if (Array.isArray(input) && Array.isArray(live) && input.length === live.length) {
    return input.map((element, index) => refreshed(element, live[index]) ?? null);
  }
  if (isValues(input) && isValues(live)) {
    return Object.fromEntries(
      Object.entries(input).map(([name, value]) => [name, refreshed(value ?? null, live[name])]),
    );
  }
  return live;
}
