import { resourceMatches } from "../../../trust/documents/arn";
import {
  covers,
  glob,
  hasWildcard,
  literal,
  overlaps,
  witness,
  type Glob,
} from "../../../trust/documents/glob";
import type { ReadDocument, ReadStatement } from "../../../trust/documents/read";
import { hasVariable } from "../../../trust/conditions/variables";
import { unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";

/** Roles that only a launcher may assume. */
export interface Guarded {
  /** As written, e.g. `arn:aws:iam::*:role/octopus/deploy/*`. */
  readonly text: string;
  readonly pattern: Glob;
}

type Version = ReadDocument["version"];

/** An account's id has twelve characters: a list of patterns for ids says the same as `*` only if it has them all. */
export function guarded(text: string): Guarded {
  return { text, pattern: glob(text.replace(/^(arn:[^:]+:iam::)\*(?=:)/, `$1${"?".repeat(12)}`)) };
}

const bySettings = new WeakMap<Settings, readonly Guarded[]>();

/** Everything that the settings call a deploy role, without what is said twice. */
export function guardedBy(settings: Settings): readonly Guarded[] {
  let all = bySettings.get(settings);
  if (!all) bySettings.set(settings, (all = widest(namedIn(settings))));
  return all;
}

/** The same as it is written. */
export function namedIn({ deployRoles }: Settings): readonly Guarded[] {
  return deployRoles.map(({ text }) => guarded(text));
}

/** Some roles without those that others among them take in. */
export function widest(all: readonly Guarded[]): readonly Guarded[] {
  const distinct = [...new Map(all.map((one) => [one.pattern, one])).values()];
  return distinct.filter(
    ({ pattern }) => !distinct.some((other) => other.pattern !== pattern && covers(other.pattern, pattern)),
  );
}

/** Whether a statement surely is about all of some roles, by its `Resource` or `NotResource`. */
export function isAboutAll({ resources }: ReadStatement, version: Version, { pattern }: Guarded): boolean {
  if (resources === undefined || resources === unknown) return false;
  const { names, negated } = resources;
  if (negated) return !names.some((text) => overlaps(widened(text, version), pattern));
  return names.some(
    (text) =>
      !hasVariable(text, version) &&
      covers(glob(text), pattern) &&
      resourceMatches(glob(text), witness(pattern)) === "yes",
  );
}

/**
 * Which of some roles a statement may be about; undefined if none.
 *
 * @returns as much as both say, e.g. `arn:aws:iam::*:role/octopus/deploy/Prod*`, and whether it surely is about these
 */
export function sharedWith(
  statement: ReadStatement,
  version: Version,
  { text, pattern }: Guarded,
): { readonly text: string; readonly surely: boolean } | undefined {
  const { resources } = statement;
  if (resources === undefined || resources === unknown) return { text, surely: false };
  if (isAboutAll(statement, version, { text, pattern })) return { text, surely: true };
  const { names, negated } = resources;
  const isCovering = (name: string): boolean => !hasVariable(name, version) && covers(glob(name), pattern);
  if (negated) return names.some(isCovering) ? undefined : { text, surely: false };
  const shared = names.filter((name) => overlaps(widened(name, version), pattern));
  const within = shared.find((name) => !hasVariable(name, version) && covers(pattern, guarded(name).pattern));
  const [named] = within === undefined ? shared : [within];
  return named === undefined ? undefined : { text: named, surely: within !== undefined };
}

/** A text as a pattern for whatever its variables may stand for. */
function widened(text: string, version: Version): Glob {
  return guarded(hasVariable(text, version) ? text.replaceAll(/\$\{[^}]*\}?/g, "*") : text).pattern;
}

/** Whether roles may be in an account. */
export function mayBeIn({ pattern }: Guarded, account: string): boolean {
  const [, , , , part = ""] = pattern.split(":");
  return hasWildcard(part as Glob) ? overlaps(part as Glob, literal(account)) : part === account;
}
