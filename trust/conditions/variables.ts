import { glob, hasWildcard, literal, type Glob } from "../documents/glob";
import type { ReadDocument } from "../documents/read";
import { unknown, type Unknown } from "../truth";
import { isAnother, isMultivalued, type Lookup } from "./lookup";

/** What stands between `${` and `}`, and whether the brace that ends it is there. */
const variable = /\$\{([^}]*)(\}?)/g;

/** The escapes `*`, `?` and `$`, or a key with or without a default: `aws:PrincipalTag/team, 'company-wide'`. */
const content = /^(?:([*?$])|([^\s{}$'",*?:]+:[^\s{}$'",*?]+)(?:, '([^'{}$*?]*)')?)$/;

/** Whether a text has policy variables in a document of a version; in the older one `${…}` is plain text. */
export function hasVariable(text: string, version: ReadDocument["version"]): boolean {
  return version !== "2008-10-17" && text.includes("${");
}

/**
 * Fills in the policy variables of a text.
 *
 * @param wildcards whether `*` and `?` of the text itself are wildcards
 * @returns undefined where the request has no value for a variable; unknown where AWS does not say what a variable
 *   stands for: one that is malformed, that has several values or an empty one, or whose value looks like a pattern
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function fillIn(
  text: string,
  version: ReadDocument["version"],
  lookup: Lookup,
  wildcards: boolean,
): Glob | undefined | Unknown {
  const plain = wildcards ? glob : literal;
  if (!hasVariable(text, version)) return plain(text);
  if (version === unknown) return unknown;
  let filled = "";
  let end = 0;
  for (const { 0: whole, 1: inside = "", 2: brace, index } of text.matchAll(variable)) {
    const value = brace ? valueOf(inside, lookup, wildcards) : unknown;
    if (value === undefined || value === unknown) return value;
    filled += plain(text.slice(end, index)) + literal(value);
    end = index + whole.length;
  }
  return (filled + plain(text.slice(end))) as Glob;
}

function valueOf(inside: string, lookup: Lookup, wildcards: boolean): string | undefined | Unknown {
  const [whole, escaped, key = "", fallback] = content.exec(inside) ?? [];
  if (whole === undefined) return unknown;
  if (escaped !== undefined) return escaped;
  const name = key.toLowerCase();
  // AWS takes keys of one value alone.
  if (isMultivalued(name)) return unknown;
  const values = lookup(name);
  if (values === undefined) return fallback;
  if (values === unknown || isAnother(values) || values.length !== 1) return unknown;
  const [value = ""] = values;
  if (value === "" || hasWildcard(literal(value)) || (wildcards && /[*?]/.test(value))) return unknown;
  return value;
}
