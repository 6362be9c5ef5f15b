import { withArticle, type Collection } from "./collections/collection";
import { refused, unknown } from "./errors";
import { text, type JsonObject } from "./json";
import { textsAt } from "./paths";
import type { Document } from "./store";

/** Filters that every list has. */
const usual = ["skip", "take", "ids", "name", "partialName"];

/** The parameters that lists of a collection take. */
export function parametersOf({ filters = {} }: Collection): readonly string[] {
  return [...usual, ...Object.keys(filters)];
}

/**
 * The documents that a query asks for.
 *
 * @throws OctopusError for a parameter that the sandbox does not know
 */
export function filtered(
  documents: readonly Document[],
  collection: Collection,
  query: URLSearchParams,
): readonly Document[] {
  const strange = [...query.keys()].find((name) => !parametersOf(collection).includes(name));
  if (strange !== undefined)
    throw unknown(`the parameter ${strange} for lists of what is ${withArticle(collection)}`);
  const asked = (name: string): readonly string[] | undefined => query.get(name)?.split(",");
  const part = query.get("partialName")?.toLowerCase();
  return documents.filter(
    (document) =>
      (asked("ids")?.includes(document.Id) ?? true) &&
      (query.get("name") ?? document.Name) === document.Name &&
      (part === undefined || text(document.Name).toLowerCase().includes(part)) &&
      Object.entries(collection.filters ?? {}).every(([name, at]) => {
        const wanted = asked(name);
        return !wanted || textsAt(document, at).some((value) => wanted.includes(value));
      }),
  );
}

/**
 * One page of a list, as the server answers it.
 *
 * @param address of the list, e.g. `/api/Spaces-1/environments`
 */
export function page(
  documents: readonly Document[],
  { type }: Collection,
  query: URLSearchParams,
  address: string,
): JsonObject {
  const skip = count(query, "skip", 0);
  const take = Math.max(count(query, "take", 30), 1);
  const pages = Math.max(Math.ceil(documents.length / take), 1);
  const link = (start: number): string => {
    const asked = new URLSearchParams(query);
    asked.set("skip", String(start));
    asked.set("take", String(take));
    return `${address}?${asked.toString()}`;
  };
  return {
    ItemType: type,
    TotalResults: documents.length,
    ItemsPerPage: take,
    NumberOfPages: pages,
    LastPageNumber: pages - 1,
    Items: documents.slice(skip, skip + take),
    Links: {
      Self: link(skip),
      "Page.All": link(0),
      "Page.Current": link(skip),
      "Page.Last": link((pages - 1) * take),
      ...(skip + take < documents.length ? { "Page.Next": link(skip + take) } : {}),
    },
  };
}

function count(query: URLSearchParams, name: string, otherwise: number): number {
  const given = query.get(name) ?? String(otherwise);
  if (!/^\d+$/.test(given)) throw refused([`${name} must be a number, and is '${given}'.`]);
  return Number(given);
}
