import { mayBe, mayMeet, includes, type Pattern } from "../bound/pattern";
import type { Way } from "../bound/way";
import { matches, witness } from "../documents/glob";
import type { Identity } from "../organization";
import { truth, unknown, type Truth } from "../truth";
import { noTags, type Tags } from "./graph";

/** More combinations of tags than these are not told apart. */
export const mostCombinations = 64;

export const principalTag = "aws:principaltag/";
export const requestTag = "aws:requesttag/";

/**
 * The sets of tags of which a session needs one so that a way lets it in: those of the role itself do not count.
 * One empty set if it needs none; undefined if there are too many to tell apart.
 */
export function tagsNeeded(way: Way, { tags }: Pick<Identity, "tags">): readonly Tags[] | undefined {
  let sets: readonly Tags[] = [noTags];
  for (const { key, values } of way.requires) {
    if (!key.startsWith(principalTag)) continue;
    const name = key.slice(principalTag.length);
    const own = tags === unknown ? undefined : tags.get(name);
    if (own !== undefined && values.some((value) => mayBe(value, own))) continue;
    sets = sets.flatMap((set) => values.flatMap((value) => together(set, new Map([[name, value]])) ?? []));
    if (sets.length > mostCombinations) return undefined;
  }
  return sets;
}

/** All of both sets; undefined where they contradict each other. */
export function together(one: Tags, other: Tags): Tags | undefined {
  const both = new Map(one);
  for (const [key, value] of other) {
    const first = both.get(key);
    if (first && !mayMeet(first, value)) return undefined;
    // Of two patterns the narrower one; of two that only overlap either is as good a guess.
    if (!first || !includes(value, first)) both.set(key, value);
  }
  return both;
}

/** Tags with a value for each that its pattern stands for. */
export function witnesses(tags: Tags): Readonly<Record<string, string>> {
  return Object.fromEntries([...tags].map(([key, value]) => [key, witness(value.glob)]));
}

/** Whether a session with these tags, by key in lower case, has all that are wanted. */
export function carries(carried: Readonly<Record<string, string>>, wanted: Tags): Truth {
  let result: Truth = "yes";
  for (const [key, value] of wanted) {
    const actual = carried[key];
    if (actual === undefined || !mayBe(value, actual)) return "no";
    if (truth(isSurely(value, actual)) !== "yes") result = "unknown";
  }
  return result;
}

/** What is no ARN or no Boolean is not surely what a pattern of these stands for, though it may be. */
function isSurely({ as, glob }: Pattern, value: string): boolean {
  return matches(glob, as === "caseless" ? value.toLowerCase() : value);
}
