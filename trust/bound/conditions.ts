import { isMultivalued } from "../conditions/lookup";
import { hasVariable } from "../conditions/variables";
import type { Operator } from "../documents/operator";
import type { Condition, ReadDocument } from "../documents/read";
import { not, truth, unknown, type Truth } from "../truth";
import { fits, type Known } from "./knowledge";
import { anything, boolean, includes, isBoolean, mayMeet, patterns, type Pattern } from "./pattern";

type Version = ReadDocument["version"];
type Comparing = Extract<Operator, { kind: "compare" }>;

/**
 * Whether a condition holds for everybody (yes) or for nobody (no) of whom something is known.
 *
 * @param known what is known of the condition's key
 */
export function holdsForAll(condition: Condition, version: Version, known: Known): Truth {
  const { operator, values } = condition;
  if (operator === unknown || values === unknown || values.length === 0) return "unknown";
  if (operator.kind === "null") {
    // AWS does not say whether a key with an empty value is there; keys about the caller have one.
    const isThere = known.present === "yes" && known.within.length > 0;
    if (!values.every(isBoolean) || !(isThere || known.present === "no")) return "unknown";
    return truth(values.includes(String(!isThere)));
  }
  const without = holdsWithout(operator);
  if (known.present === "no") return without;
  const withKey = holdsWithKey(condition, operator, version, known);
  return known.present === "yes" || withKey === without ? withKey : "unknown";
}

function holdsWithout({ set, negated, ifExists }: Comparing): Truth {
  if (set === "any") return ifExists ? "unknown" : "no";
  return truth(ifExists || negated || set === "all");
}

function holdsWithKey(condition: Condition, operator: Comparing, version: Version, { within }: Known): Truth {
  const wanted = understood(condition, operator, version);
  if (!wanted || operator.set) return "unknown";
  let matches: Truth = "unknown";
  if (within.some((list) => list.every((one) => wanted.some((pattern) => includes(pattern, one)))))
    matches = "yes";
  else if (within.some((list) => !list.some((one) => wanted.some((pattern) => mayMeet(pattern, one)))))
    matches = "no";
  return operator.negated ? not(matches) : matches;
}

/** The values of a condition as patterns; undefined unless each of them is understood without a request. */
function understood(
  { key, values }: Condition,
  { comparison, set }: Comparing,
  version: Version,
): readonly Pattern[] | undefined {
  const read = patterns[comparison];
  // AWS does not say what an operator does with several values unless it is one for sets.
  if (!read || values === unknown || (set === undefined && isMultivalued(key))) return undefined;
  const found = values.map((value) => {
    const pattern = hasVariable(value, version) ? undefined : read(value);
    return pattern && fits(key, pattern) ? pattern : undefined;
  });
  return found.every((pattern) => pattern !== undefined) ? found : undefined;
}

/** Values that a key has one of, so that it is there. */
export interface Left {
  readonly values: readonly Pattern[];
  /** Where the condition may ask for more than that. */
  readonly partly?: true;
}

const withKey: Left = { values: [anything] };

/**
 * What everybody has for whom a condition holds; undefined if there is nothing to be said.
 *
 * A positive operator without `IfExists` never holds without its key, whatever it compares with.
 */
export function leftWhereItHolds(condition: Condition, version: Version, known: Known): Left | undefined {
  const { operator, values } = condition;
  if (operator === unknown || values === unknown || values.length === 0) return undefined;
  if (operator.kind === "null") return isEvery(values, "false") ? withKey : undefined;
  const wanted = operator.negated ? undefined : understood(condition, operator, version);
  if (holdsWithout(operator) === "no") return wanted ? { values: wanted } : { ...withKey, partly: true };
  return wanted && operator.set === undefined && known.present === "yes" ? { values: wanted } : undefined;
}

/** What everybody has for whom a condition does not hold; undefined if there is nothing to be said. */
export function leftWhereItFails(condition: Condition, version: Version, known: Known): Left | undefined {
  const { operator, values } = condition;
  if (operator === unknown || values === unknown || values.length === 0) return undefined;
  if (operator.kind === "null") return isEvery(values, "true") ? withKey : undefined;
  const wanted = understood(condition, operator, version);
  const failsWithout = holdsWithout(operator) === "no" && known.present !== "yes";
  if (!wanted || operator.set || failsWithout) return undefined;
  if (operator.negated) return { values: wanted };
  if (operator.comparison === "Bool" && new Set(values).size === 1)
    return { values: [boolean(values.includes("false"))] };
  return operator.ifExists ? { ...withKey, partly: true } : undefined;
}

function isEvery(values: readonly string[], wanted: "true" | "false"): boolean {
  return values.every((value) => value === wanted);
}
