import { hasUnknown, isValues, UNKNOWN, type Value, type Values } from "../protocol/values";
import type { TagChange } from "./entry";

type Tags = Record<string, string>;

/** The tags that AWS gets: the provider's, and the resource's on top. Unknown as a whole if one is. */
export function allTags(defaults: Tags, tags: Value | undefined): Value {
  return hasUnknown(tags) ? UNKNOWN : { ...defaults, ...(isValues(tags) ? tags : {}) };
}

/**
 * The resource's own part of the tags that AWS has: not the provider's, unless the resource sets the same.
 *
 * @param own the resource's tags as they were known before
 */
export function ownTags(all: Tags, defaults: Tags, own: Value | undefined): Tags | undefined {
  const before = isValues(own) ? own : {};
  const entries = Object.entries(all).filter(([key, value]) => key in before || defaults[key] !== value);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** What to do so that an object with `old` tags has `wanted` ones. */
export function tagChange(old: Tags, wanted: Tags): TagChange | undefined {
  const set = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => old[key] !== value));
  const remove = Object.keys(old).filter((key) => !(key in wanted));
  return Object.keys(set).length + remove.length > 0 ? { set, remove } : undefined;
}

/** Tags as most of AWS's APIs, and CloudFormation, write them. */
export function toTagList(tags: Tags | undefined): { Key: string; Value: string }[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

/** Without AWS's own tags (`aws:...`), which nobody else can set. */
export function fromTagList(list: { Key?: string; Value?: string }[] | undefined): Tags {
  const entries = (list ?? []).map(({ Key = "", Value = "" }): [string, string] => [Key, Value]);
  return Object.fromEntries(entries.filter(([key]) => !key.startsWith("aws:")));
}

/** As `fromTagList`, for the APIs that answer with a map. */
export function fromTagMap(tags: Tags | undefined): Tags {
  return fromTagList(toTagList(tags));
}

export function asTags(value: Values[string]): Tags {
  return isValues(value) ? (value as Tags) : {};
}
