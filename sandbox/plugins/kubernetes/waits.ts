import { isValues, type Value } from "../protocol/values";
import type { Kind } from "./kinds";
import type { KubernetesObject } from "./objects";

/**
 * What an object still lacks before others can use it. The real provider waits for pods as well, and for whatever
 * follows from them (rollouts, endpoints, volumes, load balancers): no node runs them here, so nobody does.
 *
 * @returns undefined when nothing is missing
 */
export function whatIsMissing({ apiVersion, kind }: Kind, live: KubernetesObject): string | undefined {
  if (apiVersion === "apiextensions.k8s.io/v1" && kind === "CustomResourceDefinition") {
    return hasCondition(live.status, "Established") ? undefined : "its kind is not established";
  }
  if (apiVersion === "v1" && kind === "Secret" && live.type === "kubernetes.io/service-account-token") {
    return isValues(live.data) && live.data.token !== undefined ? undefined : "it has no token";
  }
  return undefined;
}

function hasCondition(status: Value | undefined, type: string): boolean {
  const conditions = isValues(status) && Array.isArray(status.conditions) ? status.conditions : [];
  return conditions.some((one) => isValues(one) && one.type === type && one.status === "True");
}
