import assert from "node:assert/strict";

import { readOperator, type Comparison } from "../../../../trust/documents/operator";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
const operators: Readonly<Record<string, readonly [comparison: Comparison, negated: boolean]>> = {
  StringEquals: ["String", false],
  StringNotEquals: ["String", true],
  StringEqualsIgnoreCase: ["StringIgnoreCase", false],
  StringNotEqualsIgnoreCase: ["StringIgnoreCase", true],
  StringLike: ["StringLike", false],
  StringNotLike: ["StringLike", true],
  NumericEquals: ["NumericEquals", false],
  NumericNotEquals: ["NumericEquals", true],
  NumericLessThan: ["NumericLessThan", false],
  NumericLessThanEquals: ["NumericLessThanEquals", false],
  NumericGreaterThan: ["NumericGreaterThan", false],
  NumericGreaterThanEquals: ["NumericGreaterThanEquals", false],
  DateEquals: ["DateEquals", false],
  DateNotEquals: ["DateEquals", true],
  DateLessThan: ["DateLessThan", false],
  DateLessThanEquals: ["DateLessThanEquals", false],
  DateGreaterThan: ["DateGreaterThan", false],
  DateGreaterThanEquals: ["DateGreaterThanEquals", false],
  Bool: ["Bool", false],
  BinaryEquals: ["Binary", false],
  IpAddress: ["IpAddress", false],
  NotIpAddress: ["IpAddress", true],
  ArnEquals: ["Arn", false],
  ArnLike: ["Arn", false],
  ArnNotEquals: ["Arn", true],
  ArnNotLike: ["Arn", true],
};

describe("a condition operator", () => {
  for (const [name, [comparison, negated]] of Object.entries(operators)) {
    it(`${name}, with and without IfExists, ForAllValues and ForAnyValue`, () => {
      const plain = { kind: "compare", comparison, negated };
      assert.deepEqual(readOperator(name), { ...plain, ifExists: false });
      assert.deepEqual(readOperator(`${name}IfExists`), { ...plain, ifExists: true });
      assert.deepEqual(readOperator(`ForAllValues:${name}`), { ...plain, ifExists: false, set: "all" });
      assert.deepEqual(readOperator(`ForAnyValue:${name}`), { ...plain, ifExists: false, set: "any" });
      assert.deepEqual(readOperator(`ForAllValues:${name}IfExists`), {
        ...plain,
        ifExists: true,
        set: "all",
      });
      assert.deepEqual(readOperator(`ForAnyValue:${name}IfExists`), { ...plain, ifExists: true, set: "any" });
    });

    it(`${name} in any case`, () => {
      for (const written of [name.toLowerCase(), name.toUpperCase()])
        assert.deepEqual(readOperator(written), readOperator(name));
      assert.deepEqual(
        readOperator(`FORANYVALUE:${name}IFEXISTS`),
        readOperator(`ForAnyValue:${name}IfExists`),
      );
      assert.deepEqual(
        readOperator(`forallvalues:${name}ifexists`),
        readOperator(`ForAllValues:${name}IfExists`),
      );
    });
  }

  it("Null, in any case, and without anything before or after it", () => {
    assert.deepEqual(readOperator("Null"), { kind: "null" });
    assert.deepEqual(readOperator("NULL"), { kind: "null" });
    for (const name of [
      "NullIfExists",
      "ForAllValues:Null",
      "ForAnyValue:Null",
      "ForAnyValue:NullIfExists",
      "NotNull",
    ])
      assert.equal(readOperator(name), undefined, name);
  });

  for (const name of [
    "",
    "IfExists",
    "ForAllValues:",
    "ForAllValues:ForAnyValue:StringEquals",
    "ForEachValue:StringEquals",
    "StringEqual",
    "StringEqualsIfExistsIfExists",
    "StringEqualsIfExist",
    "IfExistsStringEquals",
    " StringEquals",
    "StringEquals ",
    "String-Equals",
    "StringLikeIgnoreCase",
    "BinaryNotEquals",
    "NotBool",
    "constructor",
    "toString",
    "__proto__",
  ]) {
    it(`is not "${name}"`, () => assert.equal(readOperator(name), undefined));
  }
});
