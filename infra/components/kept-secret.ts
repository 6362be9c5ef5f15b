import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/**
 * A secret in the cluster that only those runs need to know that give it a content: without one, the content of an
 * earlier run stays. It is encrypted in the state.
 *
 * @param content e.g. `{ secret: "..." }`
 */
export function keptSecret(
  name: string,
  metadata: { readonly name: string; readonly namespace: string },
  content: Readonly<Record<string, string>> | undefined,
  options: pulumi.CustomResourceOptions,
): kubernetes.core.v1.Secret {
  if (content === undefined)
    return new kubernetes.core.v1.Secret(name, { metadata }, { ...options, ignoreChanges: ["stringData"] });
  return new kubernetes.core.v1.Secret(name, { metadata, stringData: pulumi.secret(content) }, options);
}
