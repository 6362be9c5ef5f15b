import type { Values } from "../protocol/values";

/** What kind of object a resource is. */
export interface Kind {
  /** E.g. `rbac.authorization.k8s.io/v1`, or `v1`. */
  readonly apiVersion: string;
  readonly kind: string;
}

export const releaseType = "kubernetes:helm.sh/v3:Release";

/**
 * The kind behind a type of `@pulumi/kubernetes`, e.g. of `kubernetes:core/v1:Secret`.
 *
 * @param inputs of the resource, which name both as well
 * @throws Error for types that are no kind of object
 */
export function kindOf(type: string, inputs: Values): Kind {
  const [, token = "", name = ""] = type.split(":");
  const [first = "", second] = token.split("/");
  // `core` is how the SDK writes the group that has no name; a custom resource leaves it out.
  const apiVersion = first === "core" ? second : token;
  const isVersion = /(^|\/)v\d/.test(token);
  const isOther = !isVersion || ["helm.sh", "yaml", "kustomize"].includes(first);
  const isPatch = name.endsWith("Patch") && inputs.kind !== name;
  if (isOther || isPatch || (name.endsWith("List") && inputs.kind === undefined)) {
    throw new Error(`the sandbox's kubernetes plugin does not know the resource type '${type}'`);
  }
  return { apiVersion: text(inputs.apiVersion) ?? apiVersion ?? "", kind: text(inputs.kind) ?? name };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
