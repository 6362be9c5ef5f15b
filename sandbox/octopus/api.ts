import { collections } from "./collections";
import { deploymentSettings, settingsOf } from "./collections/projects";
import { create, read, remove, update } from "./documents";
import { OctopusError, notFound, unknown, unknownRoute } from "./errors";
import { isObject, type Json, type JsonObject } from "./json";
import { filtered, page } from "./lists";
import { root } from "./root";
import { createSpace, defaultSpace } from "./spaces";
import type { Space, Store } from "./store";

/** A request to the API, by somebody who may make it. */
export interface ApiRequest {
  /** E.g. `POST`. */
  readonly method: string;
  /** E.g. `/api/Spaces-1/environments`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** What was sent, or undefined when nothing was. */
  readonly body: Json | undefined;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: Json;
}

/** What an address is about. */
export interface Place {
  /** The space's id, or `""` for the server's own. */
  readonly space: string;
  /** The collection's name in addresses, or `""`. */
  readonly collection: string;
  /** What follows it: an id, and perhaps a part of what has that id. */
  readonly rest: readonly string[];
}

/**
 * Finds out what an address is about. One without a space is about the default space.
 *
 * @param path e.g. `/api/Spaces-1/projects/Projects-1/deploymentsettings`
 */
export function placeOf(path: string, store: Store): Place {
  const [, api, ...parts] = path.replace(/\/+$/, "").split("/");
  if (api !== "api") return { space: "", collection: "", rest: [path] };
  const named = /^Spaces-\d+$/i.test(parts[0] ?? "");
  const [first = "", ...rest] = named ? parts.slice(1) : parts;
  const collection = first.toLowerCase();
  if (named) return { space: parts[0] ?? "", collection, rest };
  const system = collections.get(collection)?.system ?? !collections.has(collection);
  return { space: system ? "" : (defaultSpace(store)?.id ?? ""), collection, rest };
}

/**
 * Carries out a request.
 *
 * @param version the server's, e.g. `2026.2.7312`
 * @throws OctopusError when the server would refuse it, or the sandbox does not know it
 */
export function perform(request: ApiRequest, store: Store, version: string): ApiAnswer {
  const { method, path } = request;
  const place = placeOf(path, store);
  const strangeRoute = unknownRoute(method, path);
  if (place.collection === "") {
    if (method !== "GET" || place.rest.length > 0) throw strangeRoute;
    onlyParameters([], request);
    return answered(root(version, place.space === "" ? undefined : spaceOf(place, store).id));
  }
  if (method === "GET" && `${place.collection}/${place.rest.join("/")}` === "configuration/feature-toggles") {
    onlyParameters(["Name"], request);
    return answered({ FeatureToggles: [] });
  }
  const collection = collections.get(place.collection);
  if (!collection || Boolean(collection.system) !== (place.space === "")) throw strangeRoute;

  const space = spaceOf(place, store);
  const [id, part, ...further] = place.rest;
  if (part !== undefined) {
    if (place.collection !== "projects" || part.toLowerCase() !== "deploymentsettings" || further.length > 0)
      throw strangeRoute;
    return settings(request, space, id ?? "", strangeRoute);
  }
  const listed = id === undefined || id === "all";
  if (method === "GET" && listed) return list(request, place, space, id === "all");
  onlyParameters([], request);
  const allowed = method === "GET" || collection.methods.some((one) => one === method);
  if (!allowed || listed !== (method === "POST")) throw strangeRoute;
  switch (method) {
    case "POST": {
      const body = bodyOf(request);
      const isSpace = place.collection === "spaces";
      return {
        status: 201,
        body: isSpace ? createSpace(store, body) : create(space, place.collection, body),
      };
    }
    case "PUT":
      return answered(update(space, place.collection, id ?? "", bodyOf(request)));
    case "DELETE":
      remove(space, place.collection, id ?? "");
      return answered({});
    default:
      return answered(read(space, place.collection, id ?? ""));
  }
}

const answered = (body: Json): ApiAnswer => ({ status: 200, body });

function spaceOf({ space }: Place, store: Store): Space {
  const found = space === "" ? store.system : store.spaces.get(space);
  if (!found) throw notFound();
  return found;
}

function onlyParameters(known: readonly string[], { query, path }: ApiRequest): void {
  const strange = [...query.keys()].find((name) => !known.includes(name));
  if (strange !== undefined) throw unknown(`the parameter ${strange} of ${path}`);
}

function bodyOf({ body }: ApiRequest): JsonObject {
  if (!isObject(body)) throw new OctopusError(400, "The Resource field is required.");
  return body;
}

function list(
  { query, path }: ApiRequest,
  { collection: name }: Place,
  space: Space,
  whole: boolean,
): ApiAnswer {
  const collection = collections.get(name);
  if (!collection) throw notFound();
  // The server's teams are seen from every space.
  const shared = name === "teams" ? space.server.system.documents(name).values() : [];
  const documents = [...shared, ...space.documents(name).values()];
  const found = filtered(documents, collection, query);
  return answered(whole ? [...found] : page(found, collection, query, path));
}

function settings(request: ApiRequest, space: Space, id: string, strange: OctopusError): ApiAnswer {
  onlyParameters([], request);
  const project = read(space, "projects", id);
  if (request.method === "GET") return answered(deploymentSettings(project, request.path));
  if (request.method !== "PUT") throw strange;
  const changed = update(space, "projects", id, { ...project, ...settingsOf(bodyOf(request)) });
  return answered(deploymentSettings(changed, request.path));
}
