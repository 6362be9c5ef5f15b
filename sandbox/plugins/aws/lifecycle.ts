import { InitializationFailed, type Existing, type UpdateRequest } from "../protocol/plugin";
import { topLevel } from "../protocol/paths";
import type { Values } from "../protocol/values";
import { diff } from "../table/diff";
import { isEmpty } from "../table/property";
import { importedInputs, refreshedInputs, stateOf } from "../table/state";
import type { Entry } from "./entry";
import { describe, isGone } from "./errors";
import type { Aws } from "./session";
import { asTags, ownTags, tagChange } from "./tags";

/** An operation on one resource: its entry, AWS as its provider sees it, and that provider's tags. */
export interface Operation {
  readonly entry: Entry;
  readonly aws: Aws;
  readonly defaultTags: Record<string, string>;
}

export async function create(operation: Operation, inputs: Values): Promise<{ id: string; state: Values }> {
  const { entry, aws } = operation;
  const id = await entry.create(aws, inputs).catch((error: unknown) => {
    throw new Error(describe("creating", entry.label, nameOf(entry, inputs), error), { cause: error });
  });
  try {
    await entry.settle?.(aws, id, inputs);
    const state = await lookUp(operation, id, inputs);
    if (!state) throw new Error("it has just been created, and AWS does not find it");
    return { id, state };
  } catch (error) {
    throw new InitializationFailed(id, inputs, describe("creating", entry.label, id, error));
  }
}

/** Looks at an object in AWS; without earlier inputs it is being imported. */
export async function read(operation: Operation, existing: Existing) {
  const { entry, aws } = operation;
  const importing = isEmpty(existing.inputs) && isEmpty(existing.state);
  try {
    const { id, known } =
      importing && entry.imported
        ? await entry.imported(aws, existing.id)
        : { id: existing.id, known: { ...existing.inputs, ...existing.state } };
    const state = await lookUp(operation, id, known as Values);
    if (!state) return undefined;
    const inputs = importing
      ? importedInputs(entry.properties, state)
      : refreshedInputs(entry.properties, state, existing.inputs);
    return { id, state, inputs };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw new Error(describe("reading", entry.label, existing.id, error), { cause: error });
  }
}

export async function update(operation: Operation, { id, state, news }: UpdateRequest): Promise<Values> {
  const { entry, aws } = operation;
  const paths = new Set(diff(entry.properties, state, news).keys());
  const names = new Set([...paths].map(topLevel));
  try {
    const tags = tagChange(asTags(state.tagsAll), asTags(news.tagsAll));
    if (tags && entry.retag) await entry.retag(aws, id, tags, state);
    names.delete("tags");
    names.delete("tagsAll");
    if (names.size > 0) await entry.update?.(aws, id, news, { names, paths });
    await entry.settle?.(aws, id, news);
  } catch (error) {
    // Some of it may have happened: the next operation must compare with what AWS has now.
    const now = await lookUp(operation, id, { ...state, ...news }).catch(() => undefined);
    throw new InitializationFailed(id, now ?? state, describe("updating", entry.label, id, error));
  }
  const updated = await lookUp(operation, id, news);
  if (!updated) throw new Error(describe("updating", entry.label, id, new Error("it is gone")));
  return updated;
}

/** What is gone already counts as deleted. */
export async function remove(operation: Operation, { id, state }: Existing): Promise<void> {
  const { entry, aws } = operation;
  try {
    await entry.delete(aws, id, state);
  } catch (error) {
    // What AWS did not find may have been something else that the deletion involves.
    if (isGone(error) && !(await exists(operation, id, state))) return;
    throw new Error(describe("deleting", entry.label, id, error), { cause: error });
  }
}

async function exists({ entry, aws }: Operation, id: string, known: Values): Promise<boolean> {
  try {
    return (await entry.read(aws, id, known)) !== undefined;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/**
 * The object as AWS has it, in the shape of the table.
 *
 * @param known earlier inputs or state
 */
export async function lookUp({ entry, aws, defaultTags }: Operation, id: string, known: Values) {
  const found = (await entry.read(aws, id, known)) as Values | undefined;
  if (!found) return undefined;
  if ("region" in entry.properties) found.region = aws.region;
  if ("tags" in entry.properties) {
    found.tagsAll ??= {};
    found.tags = ownTags(asTags(found.tagsAll), defaultTags, known.tags);
  }
  return stateOf(entry.properties, found, known);
}

function nameOf(entry: Entry, inputs: Values): string | undefined {
  const named = Object.entries(entry.properties).find(([, property]) => property.autoname);
  const name = inputs[named?.[0] ?? "name"];
  return typeof name === "string" ? name : undefined;
}
