import type { Documents } from "../../sandbox/octopus/describe";
import { isObject, items, type Json, type JsonObject } from "../../sandbox/octopus/json";

/** What two servers with the same contents may differ in: it depends on when something was made, or is made up. */
const incidental = ["Version", "ScopeValues", "Thumbprint", "Uri"];

/** Lists of objects without an order, beside those of a collection's documents. */
const unordered = ["Variables"];

/** What a server has, in a form that is the same for every server with the same contents: names instead of ids. */
export function comparable(documents: Documents): Documents {
  const names = [...namesOf(documents as unknown as Json)].sort(
    ([one], [other]) => other.length - one.length,
  );
  const named = names.reduce((text, [id, name]) => text.replaceAll(id, name), JSON.stringify(documents));
  const spaces = plain(JSON.parse(named) as Json) as JsonObject;
  return mapped(spaces, (space) => {
    const filled = Object.entries(isObject(space) ? space : {}).filter(([, list]) => items(list).length > 0);
    return mapped(Object.fromEntries(filled) as JsonObject, sorted);
  }) as Documents;
}

/** Names by ids of all that has both, at whatever depth. */
function* namesOf(value: Json): Generator<[id: string, name: string]> {
  if (typeof value !== "object" || value === null) return;
  const { Id, Name } = value as JsonObject;
  if (typeof Id === "string" && typeof Name === "string") yield [Id, Name];
  for (const part of Object.values(value as JsonObject)) if (part !== undefined) yield* namesOf(part);
}

function plain(value: Json): Json {
  if (Array.isArray(value)) return inAnyOrder(items(value).map(plain));
  if (!isObject(value)) return value;
  const names = Object.keys(value).filter((name) => !incidental.includes(name));
  const kept = Object.fromEntries(names.sort().map((name) => [name, value[name]]));
  return mapped(kept, (part, name) => (unordered.includes(name) ? sorted(plain(part)) : plain(part)));
}

function mapped(value: JsonObject, change: (part: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part ?? null, name)]));
}

/**
 * Texts in a list are ids, roles and tags: sets, which the provider sends in the order of the ids, and those depend
 * on what was created first. Steps and phases have an order that says something.
 */
function inAnyOrder(list: Json[]): Json {
  return list.every((one) => typeof one === "string") ? sorted(list) : list;
}

function sorted(list: Json): Json {
  const text = (value: Json): string => JSON.stringify(value);
  return [...items(list)].sort((one, other) => (text(one) < text(other) ? -1 : 1));
}
