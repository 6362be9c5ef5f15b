import assert from "node:assert/strict";

import { readOperator } from "../../../../trust/documents/operator";
import { unknown, type Truth } from "../../../../trust/truth";
import { holds, type Context } from "./holds";

type Row = readonly [what: string, condition: object, context: Context, expected: Truth];

function table(rows: readonly Row[]): void {
  for (const [what, condition, context, expected] of rows)
    it(`${what}: ${expected}`, () => assert.equal(holds(condition, context), expected));
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
describe("a key that is absent", () => {
  const operators =
    "StringEquals StringEqualsIgnoreCase StringLike NumericEquals NumericLessThan NumericLessThanEquals " +
    "NumericGreaterThan NumericGreaterThanEquals DateEquals DateLessThan DateLessThanEquals DateGreaterThan " +
    "DateGreaterThanEquals Bool BinaryEquals IpAddress ArnEquals ArnLike StringNotEquals " +
    "StringNotEqualsIgnoreCase StringNotLike NumericNotEquals DateNotEquals NotIpAddress ArnNotEquals ArnNotLike";
  for (const operator of operators.split(" ")) {
    const read = readOperator(operator);
    const negated = read?.kind === "compare" && read.negated;
    it(`${negated ? "satisfies" : "fails"} ${operator}`, () => {
      const under = (operator: string): Truth => holds({ [operator]: { "a:b": "x" } });
      assert.equal(under(operator), negated ? "yes" : "no");
      assert.equal(under(`${operator}IfExists`), "yes");
      assert.equal(under(`ForAllValues:${operator}`), "yes");
      assert.equal(under(`ForAllValues:${operator}IfExists`), "yes");
      assert.equal(under(`ForAnyValue:${operator}`), "no");
      // AWS does not say which of both counts.
      assert.equal(under(`ForAnyValue:${operator}IfExists`), "unknown");
    });
  }

  it("counts as absent too where it is said to have no value", () => {
    const none = { "aws:tagkeys": [] };
    assert.equal(holds({ "ForAllValues:StringEquals": { "aws:TagKeys": "x" } }, none), "yes");
    assert.equal(holds({ "ForAnyValue:StringEquals": { "aws:TagKeys": "x" } }, none), "no");
    assert.equal(holds({ StringEquals: { "aws:TagKeys": "x" } }, none), "no");
    assert.equal(holds({ StringNotEquals: { "aws:TagKeys": "x" } }, none), "yes");
    assert.equal(holds({ StringEqualsIfExists: { "aws:TagKeys": "x" } }, none), "yes");
    assert.equal(holds({ Null: { "aws:TagKeys": "true" } }, none), "yes");
  });
});

describe("a key of which nothing is known", () => {
  for (const operator of [
    "StringEquals",
    "StringNotEqualsIfExists",
    "ForAllValues:StringLike",
    "ForAnyValue:ArnLike",
    "Null",
  ]) {
    it(`leaves ${operator} unknown`, () =>
      assert.equal(holds({ [operator]: { "a:b": "true" } }, { "a:b": unknown }), "unknown"));
  }
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null
describe("Null", () => {
  const absent = (value: unknown): object => ({ Null: { "aws:TokenIssueTime": value } });
  const present = { "aws:tokenissuetime": "2026-03-01T12:00:00Z" };
  table([
    ["true for an absent key", absent("true"), {}, "yes"],
    ["true for a present key", absent("true"), present, "no"],
    ["false for an absent key", absent("false"), {}, "no"],
    ["false for a present key", absent("false"), present, "yes"],
    ["a boolean for an absent key", absent(true), {}, "yes"],
    ["a boolean for a present key", absent(false), present, "yes"],
    ["both for a present key", absent(["true", "false"]), present, "yes"],
    ["another spelling", absent("True"), {}, "unknown"],
    ["another text", absent("no"), present, "unknown"],
    ["a variable", absent("${aws:username}"), present, "unknown"],
    ["true for an empty text", absent("true"), { "aws:tokenissuetime": "" }, "unknown"],
    ["false for an empty text", absent("false"), { "aws:tokenissuetime": "" }, "unknown"],
    ["false for several values", { Null: { "aws:TagKeys": false } }, { "aws:tagkeys": ["", "a"] }, "yes"],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
    ["under ForAllValues", { "ForAllValues:Null": { "aws:TagKeys": "true" } }, {}, "unknown"],
    ["under ForAnyValue", { "ForAnyValue:Null": { "aws:TagKeys": "true" } }, {}, "unknown"],
  ]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
describe("several values in a policy", () => {
  const context = { "a:b": "x", "a:c": "10" };
  table([
    ["one of them matches", { StringEquals: { "a:b": ["y", "x"] } }, context, "yes"],
    ["none of them matches", { StringEquals: { "a:b": ["y", "z"] } }, context, "no"],
    ["one of them matches what must not", { StringNotEquals: { "a:b": ["y", "x"] } }, context, "no"],
    ["none of them matches what must not", { StringNotEquals: { "a:b": ["y", "z"] } }, context, "yes"],
    ["one is malformed and none matches", { NumericEquals: { "a:c": ["x", "11"] } }, context, "unknown"],
    ["one is malformed and none may match", { NumericNotEquals: { "a:c": ["x", "11"] } }, context, "unknown"],
    ["one is malformed and another matches", { NumericNotEquals: { "a:c": ["x", "10"] } }, context, "no"],
  ]);
});

describe("several keys and operators", () => {
  const context: Context = { "a:b": "x", "a:c": "y", "a:d": unknown };
  table([
    ["none", {}, context, "yes"],
    ["all hold", { StringEquals: { "a:b": "x", "a:c": "y" }, StringLike: { "a:b": "?" } }, context, "yes"],
    ["one key fails", { StringEquals: { "a:b": "x", "a:c": "x" } }, context, "no"],
    ["one operator fails", { StringEquals: { "a:b": "x" }, StringNotLike: { "a:b": "*" } }, context, "no"],
    ["one is not known", { StringEquals: { "a:b": "x", "a:d": "x" } }, context, "unknown"],
    ["one is not known and another fails", { StringEquals: { "a:d": "x", "a:c": "x" } }, context, "no"],
  ]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
describe("an empty list of values in a policy", () => {
  const cases: readonly (readonly [operator: string, absent: Truth, present: Truth])[] = [
    ["ForAllValues:StringEquals", "yes", "no"],
    ["ForAnyValue:StringEquals", "no", "no"],
    ["BoolIfExists", "yes", "no"],
    ["ForAllValues:ArnLikeIfExists", "yes", "no"],
    // Of these AWS says both that they hold and that their statement does nothing, or nothing at all.
    ["StringEquals", "unknown", "unknown"],
    ["StringNotEquals", "unknown", "unknown"],
    ["StringNotLikeIfExists", "unknown", "unknown"],
    ["ForAllValues:StringNotEquals", "unknown", "unknown"],
    ["ForAnyValue:StringNotEquals", "unknown", "unknown"],
    ["Null", "unknown", "unknown"],
  ];
  for (const [operator, absent, present] of cases) {
    it(`makes ${operator} ${absent} without the key and ${present} with it`, () => {
      assert.equal(holds({ [operator]: { "a:b": [] } }), absent);
      assert.equal(holds({ [operator]: { "a:b": [] } }, { "a:b": "x" }), present);
      assert.equal(holds({ [operator]: { "a:b": [] } }, { "a:b": unknown }), "unknown");
    });
  }
});

describe("what is not known of a condition", () => {
  table([
    ["an operator without a meaning here", { "ForAnyValue:Null": { "a:b": "x" } }, { "a:b": "x" }, "unknown"],
    ["the keys", { StringEquals: unknown }, {}, "unknown"],
    ["the values", { StringEquals: { "a:b": unknown } }, {}, "unknown"],
    ["one of the values", { StringEquals: { "a:b": ["x", unknown] } }, { "a:b": "x" }, "unknown"],
  ]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
describe("several values in a request", () => {
  const tags = { "aws:tagkeys": ["team", "stage"] };
  const all = (operator: string, ...values: string[]): object => ({
    [`ForAllValues:${operator}`]: { "aws:TagKeys": values },
  });
  const any = (operator: string, ...values: string[]): object => ({
    [`ForAnyValue:${operator}`]: { "aws:TagKeys": values },
  });
  table([
    ["ForAllValues, and all are listed", all("StringEquals", "stage", "team", "x"), tags, "yes"],
    ["ForAllValues, and one is not listed", all("StringEquals", "stage"), tags, "no"],
    ["ForAnyValue, and one is listed", any("StringEquals", "stage", "x"), tags, "yes"],
    ["ForAnyValue, and none is listed", any("StringEquals", "x"), tags, "no"],
    ["ForAllValues with a pattern", all("StringLike", "*t*"), tags, "yes"],
    ["ForAllValues negated, and none is listed", all("StringNotEquals", "x"), tags, "yes"],
    ["ForAllValues negated, and one is listed", all("StringNotEquals", "x", "team"), tags, "no"],
    ["ForAnyValue negated, and one is not listed", any("StringNotEquals", "team"), tags, "yes"],
    ["ForAnyValue negated, and all are listed", any("StringNotEquals", "team", "stage"), tags, "no"],
    ["ForAllValues with IfExists", all("StringEqualsIfExists", "team"), tags, "no"],
    ["ForAnyValue with IfExists", any("StringEqualsIfExists", "team"), tags, "yes"],
    [
      "ForAllValues, and one cannot be compared",
      all("NumericEquals", "1"),
      { "aws:tagkeys": ["1", "x"] },
      "unknown",
    ],
    [
      "ForAllValues, and one does not match anyway",
      all("NumericEquals", "1"),
      { "aws:tagkeys": ["x", "2"] },
      "no",
    ],
    [
      "ForAnyValue, and one cannot be compared",
      any("NumericEquals", "1"),
      { "aws:tagkeys": ["x", "2"] },
      "unknown",
    ],
    ["ForAnyValue, and one matches anyway", any("NumericEquals", "1"), { "aws:tagkeys": ["x", "1"] }, "yes"],
    // An empty text is no value there.
    ["ForAllValues of an empty text", all("StringEquals", "x"), { "aws:tagkeys": "" }, "yes"],
    ["ForAnyValue of an empty text", any("StringEquals", ""), { "aws:tagkeys": "" }, "no"],
    [
      "ForAnyValue with IfExists of an empty text",
      any("StringEqualsIfExists", ""),
      { "aws:tagkeys": "" },
      "unknown",
    ],
    [
      "ForAllValues of an empty text beside another",
      all("StringEquals", "x"),
      { "aws:tagkeys": ["", "x"] },
      "no",
    ],
    [
      "ForAnyValue of an empty text beside another",
      any("StringEquals", ""),
      { "aws:tagkeys": ["", "x"] },
      "yes",
    ],
    // AWS does not say what an operator for one value makes of several, or of a key that may have several.
    ["no set, and a key for several", { StringEquals: { "aws:TagKeys": "team" } }, tags, "unknown"],
    [
      "no set, and a key for several with one",
      { StringEquals: { "aws:TagKeys": "a" } },
      { "aws:tagkeys": "a" },
      "unknown",
    ],
    ["no set, negated", { StringNotEquals: { "aws:TagKeys": "a" } }, { "aws:tagkeys": "b" }, "unknown"],
    [
      "no set, and a key for one with several",
      { StringEquals: { "a:b": "x" } },
      { "a:b": ["x", "y"] },
      "unknown",
    ],
    ["no set, and the key is absent", { StringEquals: { "aws:TagKeys": "team" } }, {}, "no"],
    [
      "no set, IfExists, and the key is absent",
      { StringEqualsIfExists: { "aws:TagKeys": "team" } },
      {},
      "yes",
    ],
    // ForAllValues on a key for one value lets an absent key pass, which surprises.
    ["ForAllValues on a key for one value", { "ForAllValues:StringEquals": { "a:b": "x" } }, {}, "yes"],
    ["ForAllValues on another value", { "ForAllValues:StringEquals": { "a:b": "x" } }, { "a:b": "y" }, "no"],
  ]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
describe("a key that is absent or has another value than one", () => {
  const context: Context = { "a:b": { otherThan: "ours" }, "a:c": "ours" };
  table([
    ["is not this one", { StringEquals: { "a:b": "ours" } }, context, "no"],
    ["is not this one as a pattern", { StringLike: { "a:b": "ours" } }, context, "no"],
    ["is not this one", { StringNotEquals: { "a:b": "ours" } }, context, "yes"],
    ["is not this one", { StringNotLikeIfExists: { "a:b": ["ours", "ours"] } }, context, "yes"],
    ["is not this one of a set", { "ForAnyValue:StringEquals": { "a:b": "ours" } }, context, "no"],
    [
      "is none of a set without this one",
      { "ForAllValues:StringNotEquals": { "a:b": "ours" } },
      context,
      "yes",
    ],
    ["may be absent", { StringEqualsIfExists: { "a:b": "ours" } }, context, "unknown"],
    ["may be absent from a set", { "ForAllValues:StringEquals": { "a:b": "ours" } }, context, "unknown"],
    ["may be absent from a set", { "ForAnyValue:StringNotEquals": { "a:b": "ours" } }, context, "unknown"],
    ["may be absent, to Null", { Null: { "a:b": "true" } }, context, "unknown"],
    ["may be another one", { StringEquals: { "a:b": ["ours", "theirs"] } }, context, "unknown"],
    ["may be another one", { StringNotEquals: { "a:b": ["ours", "theirs"] } }, context, "unknown"],
    ["may be like it", { StringLike: { "a:b": "our*" } }, context, "unknown"],
    ["may be like it in another case", { StringEqualsIgnoreCase: { "a:b": "ours" } }, context, "unknown"],
    ["may be what another operator takes", { ArnEquals: { "a:b": "ours" } }, context, "unknown"],
    ["is none in a list of none", { StringEqualsIfExists: { "a:b": [] } }, context, "unknown"],
    ["is no value of a variable", { StringEquals: { "a:c": "${a:b}" } }, context, "unknown"],
  ]);
});

describe("a condition key", () => {
  it("is the same in any case", () => {
    const tags = { "aws:principaltag/team": "shop" };
    assert.equal(holds({ StringEquals: { "AWS:PrincipalTag/TEAM": "shop" } }, tags), "yes");
    assert.equal(holds({ StringEquals: { "AWS:PrincipalTag/TEAM": "Shop" } }, tags), "no");
  });
});
