/** What a condition compares with, without what is put before and after it. */
export type Comparison =
  | "String"
  | "StringIgnoreCase"
  | "StringLike"
  | "NumericEquals"
  | "NumericLessThan"
  | "NumericLessThanEquals"
  | "NumericGreaterThan"
  | "NumericGreaterThanEquals"
  | "DateEquals"
  | "DateLessThan"
  | "DateLessThanEquals"
  | "DateGreaterThan"
  | "DateGreaterThanEquals"
  | "Bool"
  | "Binary"
  | "IpAddress"
  /** `ArnEquals` takes wildcards just as `ArnLike` does. */
  | "Arn";

/** A condition operator taken apart. */
export type Operator =
  | { readonly kind: "null" }
  | {
      readonly kind: "compare";
      readonly comparison: Comparison;
      readonly negated: boolean;
      readonly ifExists: boolean;
      readonly set?: "all" | "any";
    };

const comparisons: Readonly<Record<string, readonly [Comparison, negated: boolean]>> = {
  stringequals: ["String", false],
  stringnotequals: ["String", true],
  stringequalsignorecase: ["StringIgnoreCase", false],
  stringnotequalsignorecase: ["StringIgnoreCase", true],
  stringlike: ["StringLike", false],
  stringnotlike: ["StringLike", true],
  numericequals: ["NumericEquals", false],
  numericnotequals: ["NumericEquals", true],
  numericlessthan: ["NumericLessThan", false],
  numericlessthanequals: ["NumericLessThanEquals", false],
  numericgreaterthan: ["NumericGreaterThan", false],
  numericgreaterthanequals: ["NumericGreaterThanEquals", false],
  dateequals: ["DateEquals", false],
  datenotequals: ["DateEquals", true],
  datelessthan: ["DateLessThan", false],
  datelessthanequals: ["DateLessThanEquals", false],
  dategreaterthan: ["DateGreaterThan", false],
  dategreaterthanequals: ["DateGreaterThanEquals", false],
  bool: ["Bool", false],
  binaryequals: ["Binary", false],
  ipaddress: ["IpAddress", false],
  notipaddress: ["IpAddress", true],
  arnequals: ["Arn", false],
  arnlike: ["Arn", false],
  arnnotequals: ["Arn", true],
  arnnotlike: ["Arn", true],
};

/**
 * Takes a condition operator apart; undefined if there is no such operator.
 *
 * @param text in any case, e.g. `ForAnyValue:StringNotLikeIfExists`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function readOperator(text: string): Operator | undefined {
  const parts = /^(?:(forallvalues|foranyvalue):)?(\w+?)(ifexists)?$/.exec(text.toLowerCase());
  const [, set, name = "", ifExists] = parts ?? [];
  if (name === "null") return set || ifExists ? undefined : { kind: "null" };
  const found = Object.hasOwn(comparisons, name) ? comparisons[name] : undefined;
  if (!found) return undefined;
  return {
    kind: "compare",
    comparison: found[0],
    negated: found[1],
    ifExists: ifExists !== undefined,
    ...(set && { set: set === "forallvalues" ? "all" : "any" }),
  };
}
