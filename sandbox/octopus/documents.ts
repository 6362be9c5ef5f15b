import { collections } from "./collections";
import { withArticle, type Collection } from "./collections/collection";
import { missing, notFound, outOfDate, refused, unknown } from "./errors";
import { items, text, withDefaults, type Json, type JsonObject } from "./json";
import { textsAt } from "./paths";
import { withoutSecrets } from "./secrets";
import { slugOf } from "./slugs";
import type { Document, Space } from "./store";

/**
 * Creates a document.
 *
 * @param name the collection's, e.g. `environments`
 * @param given what the client wants it to be
 * @throws OctopusError when the server would refuse it
 */
export function create(space: Space, name: string, given: JsonObject): Document {
  const collection = known(name);
  return store(space, name, space.server.nextId(collection.ids), given, undefined);
}

/**
 * Replaces what a client may set of a document.
 *
 * @throws OctopusError when there is none, or the server would refuse the change
 */
export function update(space: Space, name: string, id: string, given: JsonObject): Document {
  const previous = space.documents(name).get(id);
  if (!previous) throw notFound();
  if (known(name).versioned && given.Version !== previous.Version)
    throw outOfDate(known(name).type, previous.Id);
  return store(space, name, id, given, previous);
}

/**
 * Deletes a document that nothing refers to.
 *
 * @throws OctopusError when there is none, or something refers to it
 */
export function remove(space: Space, name: string, id: string): void {
  const collection = known(name);
  const document = space.documents(name).get(id);
  if (!document) throw notFound();
  const uses = inUse(space, name, id);
  if (uses.length > 0) throw refused(uses);
  const reason = collection.kept?.(document);
  if (reason !== undefined) throw refused([reason]);
  space.documents(name).delete(id);
  collection.removed?.(document, space);
}

/**
 * A document of the space; teams may also be the server's.
 *
 * @throws OctopusError when there is none
 */
export function read(space: Space, name: string, id: string): Document {
  const found = space.documents(name).get(id) ?? space.server.system.documents(name).get(id);
  if (!found) throw notFound();
  return found;
}

function known(name: string): Collection {
  const collection = collections.get(name);
  if (!collection) throw unknown(`the collection ${name}`);
  return collection;
}

function store(
  space: Space,
  name: string,
  id: string,
  given: JsonObject,
  previous: Document | undefined,
): Document {
  const collection = known(name);
  const address = `/api/${collection.system ? "" : `${space.id}/`}${name}/${id}`;
  const draft: Document = {
    ...withDefaults(collection.defaults, withoutSecrets(settable(collection, space, given))),
    Id: id,
    ...(collection.system ? {} : { SpaceId: space.id }),
    ...(collection.named ? naming(space, name, given, previous) : {}),
    ...(collection.versioned ? { Version: Number(previous?.Version ?? -1) + 1 } : {}),
  };
  const completed = collection.complete?.(draft, space, previous) ?? draft;
  const problems = [
    ...nameProblems(space, name, collection, completed),
    ...emptyProperties(collection, completed),
    ...missingReferences(collection, completed, space),
    ...(collection.problems?.(completed, space) ?? []),
  ];
  if (problems.length > 0) throw refused(problems);
  const document = { ...completed, Links: { Self: address, ...collection.links?.(completed, address) } };
  space.documents(name).set(id, document);
  collection.stored?.(document, space);
  return document;
}

/** What every document has and no client decides. */
const served = ["Id", "SpaceId", "Links", "LastModifiedBy", "LastModifiedOn"];

/** What a client gave, without what is not for it to give. */
function settable(collection: Collection, space: Space, given: JsonObject): JsonObject {
  const own = [
    ...Object.keys(collection.defaults),
    ...(collection.optional ?? []),
    ...(collection.named ? ["Name", "Slug"] : []),
  ];
  const strange = Object.keys(given).find((name) => !own.includes(name) && !served.includes(name));
  if (strange !== undefined) throw unknown(`the property ${strange} of ${withArticle(collection)}`);
  const wanted = text(given.SpaceId);
  if (wanted !== "" && !collection.system && wanted !== space.id)
    throw refused([`The ${collection.noun} is to be in ${wanted}, but was sent to ${space.id}.`]);
  return Object.fromEntries(Object.entries(given).filter(([name]) => own.includes(name)));
}

function naming(space: Space, name: string, given: JsonObject, previous: Document | undefined): JsonObject {
  const others = [...space.documents(name).values()].filter(({ Id }) => Id !== previous?.Id);
  const taken = new Set(others.map(({ Slug }) => text(Slug)));
  const wanted = text(given.Name).trim();
  return { Name: wanted, Slug: text(given.Slug) || text(previous?.Slug) || slugOf(wanted, taken) };
}

function nameProblems(
  space: Space,
  name: string,
  collection: Collection,
  { Id, Name, Slug }: Document,
): readonly string[] {
  if (!collection.named) return [];
  if (!Name) return ["Please provide a value for Name."];
  const others = [...space.documents(name).values()].filter((other) => other.Id !== Id);
  const taken = (what: string): string =>
    `${withArticle(collection).replace("a", "A")} with this ${what} already exists. Please choose a different ${what}.`;
  if (others.some((other) => text(other.Name).toLowerCase() === Name.toLowerCase())) return [taken("name")];
  return others.some((other) => other.Slug === Slug) ? [taken("slug")] : [];
}

function emptyProperties({ required = [] }: Collection, document: Document): readonly string[] {
  const empty = (value: Json | undefined): boolean =>
    value === undefined ||
    value === null ||
    value === "" ||
    (Array.isArray(value) && items(value).length === 0);
  return required
    .filter((name) => empty(document[name]))
    .map((name) => `Please provide a value for ${name}.`);
}

/** Ids that lead nowhere; an expression such as `#{Account}` is no id. */
function missingReferences(
  { references = [] }: Collection,
  document: Document,
  space: Space,
): readonly string[] {
  return references.flatMap(({ at, to }) =>
    textsAt(document, at)
      .filter((id) => !id.includes("#{") && !exists(space, to, id))
      .map((id) => `${missing(id)} It is named by ${at.replaceAll(".[]", "")}.`),
  );
}

function exists(space: Space, name: string, id: string): boolean {
  const { server } = space;
  // A space is the server's, and names teams of its own.
  const places = space === server.system ? [space, ...server.spaces.values()] : [space, server.system];
  return places.some((place) => place.documents(name).has(id));
}

/**
 * Why a document cannot be deleted: others refer to it, which will not go with it.
 *
 * @see https://github.com/OctopusDeployLabs/terraform-provider-octopusdeploy/issues/499
 */
function inUse(space: Space, name: string, id: string): readonly string[] {
  return [...collections].flatMap(([user, { references = [], noun }]) => {
    const used = references.flatMap(({ at, to, refusal }) => {
      if (to !== name) return [];
      const users = [...space.documents(user).values()].filter(
        (one) => one.OwnerId !== id && textsAt(one, at).includes(id),
      );
      if (users.length === 0) return [];
      const names = users.map(({ Name, Id }) => Name ?? Id).join(", ");
      return [
        refusal ??
          `This ${known(name).noun} cannot be deleted because it is being used by the following ` +
            `${plural(noun)}: ${names}`,
      ];
    });
    return [...new Set(used)];
  });
}

function plural(noun: string): string {
  return noun.endsWith("s") ? `${noun}es` : noun.replace(/y$/, "ie") + "s";
}
