import { literal, type Glob } from "../documents/glob";
import type { Comparison, Operator } from "../documents/operator";
import type { Condition, ReadDocument } from "../documents/read";
import { all, any, not, some, truth, unknown, type Truth, type Unknown } from "../truth";
import { comparisons } from "./compare";
import { isAnother, isMultivalued, type Another, type Lookup } from "./lookup";
import { fillIn, hasVariable } from "./variables";

type Comparing = Extract<Operator, { kind: "compare" }>;

/**
 * Whether a condition holds for a request, in a document of a version.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function conditionHolds(
  { operator, key, values }: Condition,
  version: ReadDocument["version"],
  lookup: Lookup,
): Truth {
  if (operator === unknown || values === unknown) return "unknown";
  if (values.length === 0 && !takesNoValues(operator)) return "unknown";
  const actual = lookup(key);
  if (actual === unknown) return "unknown";
  if (operator.kind === "null") return isAnother(actual) ? "unknown" : nullHolds(actual, values);

  const wanted = values.map((text) => filledIn(text, operator.comparison, version, lookup));
  if (isAnother(actual)) return anotherHolds(operator, actual, wanted);
  // In a set a key without any content counts as none.
  const isNone =
    actual === undefined ||
    actual.length === 0 ||
    (operator.set !== undefined && actual.every((value) => value === ""));
  const holds = isNone ? absentHolds(operator) : presentHolds(operator, key, actual, wanted);
  // AWS says both that a variable without a value matches nothing and that it may make the statement invalid.
  const isDoubtful = wanted.includes(undefined) && !(isNone && operator.ifExists);
  return holds === "yes" && isDoubtful ? "unknown" : holds;
}

/**
 * Whether AWS says what an operator does with an empty list of values. Of others it says both that they hold and that
 * the statement does nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-empty-array-condition
 */
function takesNoValues(operator: Operator): boolean {
  if (operator.kind === "null" || operator.negated) return false;
  return operator.ifExists || operator.set !== undefined;
}

function nullHolds(actual: readonly string[] | undefined, wanted: readonly string[]): Truth {
  const isAbsent = actual === undefined || actual.length === 0;
  // AWS says that the value must not be null either, and not whether an empty text is.
  if (!isAbsent && actual.every((value) => value === "")) return "unknown";
  return some(wanted, (text) => comparisons.Bool(String(isAbsent), literal(text)));
}

function absentHolds({ negated, ifExists, set }: Comparing): Truth {
  // Of IfExists under ForAnyValue AWS does not say which of both counts.
  if (set === "any") return ifExists ? "unknown" : "no";
  return truth(ifExists || negated || set === "all");
}

type Wanted = Glob | undefined | Unknown;

/** Whether it holds with any other value just as without the key. */
function anotherHolds(operator: Comparing, { otherThan }: Another, wanted: readonly Wanted[]): Truth {
  const isText = operator.comparison === "String" || operator.comparison === "StringLike";
  const found = some(wanted, (pattern) => (isText && pattern === otherThan ? "no" : "unknown"));
  const present = operator.negated ? not(found) : found;
  return present === absentHolds(operator) ? present : "unknown";
}

function presentHolds(
  { comparison, negated, set }: Comparing,
  key: string,
  actual: readonly string[],
  wanted: readonly Wanted[],
): Truth {
  // AWS does not say what an operator for one value makes of several.
  if (set === undefined && (isMultivalued(key) || actual.length > 1)) return "unknown";
  const each = actual.map((value) => {
    const found = some(wanted, (pattern) => compared(comparison, value, pattern));
    return negated ? not(found) : found;
  });
  return set === "any" ? any(each) : all(each);
}

function compared(comparison: Comparison, actual: string, wanted: Wanted): Truth {
  if (wanted === undefined) return "no";
  return wanted === unknown ? "unknown" : comparisons[comparison](actual, wanted);
}

const takesVariables: ReadonlySet<Comparison> = new Set(["String", "StringIgnoreCase", "StringLike", "Arn"]);
const takesWildcards: ReadonlySet<Comparison> = new Set(["StringLike", "Arn"]);

function filledIn(
  text: string,
  comparison: Comparison,
  version: ReadDocument["version"],
  lookup: Lookup,
): Wanted {
  if (hasVariable(text, version) && !takesVariables.has(comparison)) return unknown;
  return fillIn(text, version, lookup, takesWildcards.has(comparison));
}
