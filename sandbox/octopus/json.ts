export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of a list; of anything else, none. */
export function items(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The objects in a list. */
export function objects(value: Json | undefined): readonly JsonObject[] {
  return items(value).filter(isObject);
}

/** A text, or an empty one where there is none. */
export function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** The defaults, with what was given instead of them; null is as good as nothing. */
export function withDefaults(defaults: JsonObject, given: Json | undefined): JsonObject {
  if (!isObject(given)) return defaults;
  const there = Object.entries(given).filter(
    ([name, value]) => value !== undefined && !(value === null && name in defaults),
  );
  return { ...defaults, ...Object.fromEntries(there) };
}
