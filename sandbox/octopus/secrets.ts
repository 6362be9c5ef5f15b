import { isObject, items, type Json, type JsonObject } from "./json";

/**
 * What a client sent, without the secrets in it: the server only ever says whether there is one, and the sandbox, which
 * has no use for them, only keeps that.
 *
 * @param given a secret in it is `{ HasValue, NewValue }`, at whatever depth
 */
export function withoutSecrets<T extends Json>(given: T): T {
  if (Array.isArray(given)) return items(given).map(withoutSecrets) as Json as T;
  if (!isObject(given)) return given;
  if ("NewValue" in given || "HasValue" in given) return secret(given) as Json as T;
  const entries = Object.entries(given).map(([name, value]) => [
    name,
    value === undefined ? value : withoutSecrets(value),
  ]);
  return Object.fromEntries(entries) as T;
}

/** One that was set before stays when there is nothing new. */
function secret({ HasValue, NewValue }: JsonObject): JsonObject {
  const has = NewValue === undefined || NewValue === null ? HasValue === true : NewValue !== "";
  return { HasValue: has, NewValue: null };
}
