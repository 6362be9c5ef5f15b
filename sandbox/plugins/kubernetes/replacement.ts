import type { Change } from "../protocol/plugin";
import type { ProviderConfig } from "./config";
import type { ApiStatus } from "./errors";
import type { Kind } from "./kinds";

type Changes = ReadonlyMap<string, Change>;

/**
 * Properties whose change makes another object, whatever the API says. Contents are among them, as with the real
 * provider: what reads them would not notice.
 *
 * @see https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/ for enableConfigMapMutable
 */
export function replacingPaths(
  { apiVersion, kind }: Kind,
  { enableConfigMapMutable, enableSecretMutable }: ProviderConfig,
): readonly string[] {
  const identity = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];
  if (apiVersion !== "v1") return identity;
  if (kind === "ConfigMap" && !enableConfigMapMutable) return [...identity, "data", "binaryData"];
  if (kind === "Secret" && !enableSecretMutable) return [...identity, "data", "stringData", "type"];
  return identity;
}

/** Changes, with those of certain properties, and of what is in them, made replacements. */
export function replacing(changes: Changes, paths: readonly string[]): Map<string, Change> {
  const hit = (path: string): boolean =>
    paths.some((one) => path === one || (path.startsWith(one) && /^[.[]/.test(path.slice(one.length))));
  return new Map(
    [...changes].map(([path, change]) => [path, { ...change, replace: change.replace || hit(path) }]),
  );
}

/** How Kubernetes's validation says that a field cannot be changed. */
const words = /immutable|cannot change|may not change|updates? to .* (is|are) forbidden|not be changed/i;

/** The fields that a refused change says cannot be changed, e.g. `spec.selector` or `roleRef`. */
export function immutableFields({ details }: ApiStatus): readonly string[] {
  return (details?.causes ?? [])
    .filter(({ message = "" }) => words.test(message))
    .flatMap(({ field }) => (field === undefined ? [] : [field]));
}
