import { arnCovers, arnMatches, arnParts } from "../documents/arn";
import { covers, glob, hasWildcard, literal, matches, overlaps, type Glob } from "../documents/glob";
import type { Comparison } from "../documents/operator";

/** Texts that the value of a condition key may be. */
export interface Pattern {
  readonly as: "text" | "caseless" | "arn" | "boolean";
  readonly glob: Glob;
  /** As written, for messages. */
  readonly text: string;
}

/** One text alone. */
export function exactly(text: string): Pattern {
  return { as: "text", glob: literal(text), text };
}

/** With wildcards that reach over colons, as `StringLike` has them. */
export function like(text: string): Pattern {
  return { as: "text", glob: glob(text), text };
}

/** With wildcards that do not reach over the first five colons, as `ArnLike` has them. */
export function likeArn(text: string): Pattern {
  return { as: "arn", glob: glob(text), text };
}

/** True or false. AWS does not say whether `Bool` takes `True` for either, so that it may be both. */
export function boolean(value: boolean): Pattern {
  return { as: "boolean", glob: literal(String(value)), text: String(value) };
}

/** Any value: of a key that is there. */
export const anything = like("*");

/**
 * What one value of a condition stands for, of those comparisons that are understood without a request. Undefined where
 * AWS does not say what the value means there.
 */
export const patterns: Readonly<Partial<Record<Comparison, (text: string) => Pattern | undefined>>> = {
  String: exactly,
  StringIgnoreCase: (text) => ({ as: "caseless", glob: literal(text.toLowerCase()), text }),
  StringLike: like,
  Arn: (text) => (arnParts(text) ? likeArn(text) : undefined),
  Bool: (text) => (isBoolean(text) ? boolean(text === "true") : undefined),
};

/** Whether a value may be one that a pattern stands for. What is no ARN or no Boolean may be anything. */
export function mayBe(pattern: Pattern, value: string): boolean {
  if (pattern.as === "arn") return !arnParts(value) || arnMatches(pattern.glob, value);
  if (pattern.as === "boolean") return !isBoolean(value) || matches(pattern.glob, value);
  return matches(pattern.glob, pattern.as === "caseless" ? value.toLowerCase() : value);
}

/** Whether there may be a value that both patterns stand for, which is an ARN or a Boolean if one of them is for such. */
export function mayMeet(one: Pattern, other: Pattern): boolean {
  if (isExact(one)) return mayBe(other, one.text);
  if (isExact(other)) return mayBe(one, other.text);
  const caseless = one.as === "caseless" || other.as === "caseless";
  const [first, second] = caseless ? [folded(one), folded(other)] : [one, other];
  const [parts, others] = [partsOf(first), partsOf(second)];
  if (parts && others) return parts.every((part, i) => overlaps(part, others[i] ?? part));
  return overlaps(first.glob, second.glob);
}

/** Whether every text of `part` surely is one of `whole`. */
export function includes(whole: Pattern, part: Pattern): boolean {
  switch (whole.as) {
    case "text":
      return (part.as === "text" || part.as === "arn") && covers(whole.glob, part.glob);
    case "arn":
      return part.as !== "caseless" && partsOf(part) !== undefined && arnCovers(whole.glob, part.glob);
    case "caseless":
      return part.as !== "boolean" && covers(whole.glob, folded(part).glob);
    case "boolean":
      return isExact(part) && whole.glob === part.glob;
  }
}

/** The six parts of an ARN as patterns; undefined where a wildcard may reach from one into another. */
export function partsOf({ as, glob }: Pattern): readonly Glob[] | undefined {
  const parts = arnParts(glob) as readonly Glob[] | undefined;
  return as === "arn" || !parts?.slice(0, 5).some(hasWildcard) ? parts : undefined;
}

/** Whether a pattern stands for one text alone. */
export function isExact({ as, glob }: Pattern): boolean {
  return (as === "text" || as === "arn") && !hasWildcard(glob);
}

function folded(pattern: Pattern): Pattern {
  return { ...pattern, glob: pattern.glob.toLowerCase() as Glob };
}

export function isBoolean(text: string): boolean {
  return text === "true" || text === "false";
}
