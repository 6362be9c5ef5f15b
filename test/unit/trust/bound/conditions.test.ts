import assert from "node:assert/strict";

import { upperBound } from "../../../../trust/bound/bound";
import type { Pattern } from "../../../../trust/bound/pattern";
import { readDocument } from "../../../../trust/documents/read";
import { unknown } from "../../../../trust/truth";
import { allow, trustOf, ways } from "./cases";

// What is said here of operators and keys:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html

const everybody = { AWS: "*" };

/** The key's values that are required of whoever comes in, as `how text`, by what a condition says. */
function required(Condition: object, Principal: object = everybody, Version = "2012-10-17"): unknown[] {
  const trust = readDocument({ Version, Statement: allow({ Principal, Condition }) }, "trust");
  return upperBound(trust).ways.map(({ requires, notCounted }) => ({
    requires: requires.map(({ key, values, words }) => [key, values.map(written), words]),
    notCounted,
  }));
}
const written = ({ as, text }: Pattern): string => `${as} ${text}`;
const requires = (key: string, values: string[], words: string, notCounted: string[] = []): object => ({
  requires: [[key, values, words]],
  notCounted,
});
const notCounted = (...words: string[]): object => ({ requires: [], notCounted: words });

describe("a condition narrows who may come in", () => {
  const key = "aws:PrincipalTag/team";
  const lower = key.toLowerCase();
  const narrowing: [operator: string, values: unknown, expected: string[]][] = [
    ["StringEquals", ["shop", "s*p"], ["text shop", "text s*p"]],
    ["StringEqualsIgnoreCase", "Shop", ["caseless Shop"]],
    ["StringLike", "s*p", ["text s*p"]],
    ["ArnEquals", "arn:aws:iam::*:role/x", ["arn arn:aws:iam::*:role/x"]],
    ["ArnLike", "arn:aws:iam::*:role/x", ["arn arn:aws:iam::*:role/x"]],
    ["Bool", true, ["boolean true"]],
    ["ForAnyValue:StringEquals", "shop", ["text shop"]],
    ["ForAnyValue:StringLike", ["a*", "b*"], ["text a*", "text b*"]],
    ["Null", false, ["text *"]],
    ["stringequals", "shop", ["text shop"]],
  ];
  for (const [operator, values, expected] of narrowing) {
    it(`under ${operator} to those with one of its values`, () => {
      assert.deepEqual(required({ [operator]: { [key]: values } }), [
        requires(lower, expected, `${operator} ${key}`),
      ]);
    });
  }

  it("under a positive operator without IfExists to those with the key, whatever it compares", () => {
    for (const [operator, value] of [
      ["IpAddress", "10.0.0.0/8"],
      ["NumericLessThan", "3600"],
      ["DateGreaterThan", "2026-01-01T00:00:00Z"],
      ["BinaryEquals", "QQ=="],
      ["ForAnyValue:StringNotEquals", "shop"],
      ["ForAnyValue:IpAddress", "10.0.0.0/8"],
      ["StringEquals", "${aws:username}"],
      ["StringEquals", ["shop", "${*}"]],
      ["StringLike", "${aws:username"],
      ["Bool", "True"],
      ["Bool", ["true", "yes"]],
      ["ArnLike", "*"],
      ["ArnLike", ["arn:aws:iam::*:role/x", "role/x"]],
    ]) {
      const words = `${operator} ${key}`;
      assert.deepEqual(required({ [String(operator)]: { [key]: value } }), [
        requires(lower, ["text *"], words, [words]),
      ]);
    }
  });

  it("in the older version with a variable as it is written, since that has none", () => {
    const condition = { StringEquals: { [key]: "${aws:username}" } };
    assert.deepEqual(required(condition, everybody, "2008-10-17"), [
      requires(lower, ["text ${aws:username}"], `StringEquals ${key}`),
    ]);
  });

  it("under an operator for one value of a key with several only to those with the key", () => {
    const words = "StringEquals aws:TagKeys";
    assert.deepEqual(required({ StringEquals: { "aws:TagKeys": "team" } }), [
      requires("aws:tagkeys", ["text *"], words, [words]),
    ]);
    assert.deepEqual(required({ "ForAnyValue:StringEquals": { "aws:TagKeys": "team" } }), [
      requires("aws:tagkeys", ["text team"], "ForAnyValue:StringEquals aws:TagKeys"),
    ]);
  });

  it("together with the others", () => {
    assert.deepEqual(
      required({
        StringEquals: { [key]: "shop", "sts:ExternalId": "x" },
        StringNotEquals: { "aws:userid": "y" },
      }),
      [
        {
          requires: [
            [lower, ["text shop"], `StringEquals ${key}`],
            ["sts:externalid", ["text x"], "StringEquals sts:ExternalId"],
          ],
          notCounted: ["StringNotEquals aws:userid"],
        },
      ],
    );
  });

  it("never to nobody by values of a key that may have several", () => {
    assert.deepEqual(required({ StringEquals: { [key]: "shop" }, StringLike: { [key]: "other*" } }), [
      {
        requires: [
          [lower, ["text shop"], `StringEquals ${key}`],
          [lower, ["text other*"], `StringLike ${key}`],
        ],
        notCounted: [],
      },
    ]);
  });
});

describe("a condition does not narrow who may come in", () => {
  const key = "aws:PrincipalTag/team";
  const rows: [why: string, operator: string, value: unknown][] = [
    ["if it holds without the key: IfExists", "StringEqualsIfExists", "shop"],
    ["if it holds without the key: IfExists of Bool", "BoolIfExists", "true"],
    ["if it holds without the key: ForAllValues", "ForAllValues:StringEquals", ["shop"]],
    ["if it holds without the key: a negated operator", "StringNotEquals", "shop"],
    ["if it holds without the key: a negated operator of ARNs", "ArnNotLike", "arn:aws:iam::*:role/x"],
    [
      "if it holds without the key: ForAllValues of a negated operator",
      "ForAllValues:StringNotEquals",
      "shop",
    ],
    ["if it holds without the key: Null", "Null", "true"],
    ["if it may hold with and without the key", "Null", ["true", "false"]],
    ["if AWS does not say what it means: Null of another value", "Null", ["false", "no"]],
    ["if AWS does not say what it means: Null of another value alone", "Null", "False"],
    [
      "if AWS does not say what it means: ForAnyValue with IfExists",
      "ForAnyValue:StringEqualsIfExists",
      "shop",
    ],
    ["if AWS does not say what it means: no values", "StringEquals", []],
    ["if AWS does not say what it means: no values of Null", "Null", []],
    ["if AWS does not say what it means: Null with a qualifier", "ForAnyValue:Null", "false"],
    ["if its values are not known", "StringEquals", unknown],
    ["if one of its values is not known", "StringEquals", ["shop", unknown]],
  ];
  for (const [why, operator, value] of rows) {
    it(why, () => {
      const trust = trustOf(allow({ Principal: everybody, Condition: { [operator]: { [key]: value } } }));
      const words = `[${operator} ${key}]`;
      assert.deepEqual(ways(trust), [`anybody, through sts:AssumeRole (Statement[0]) ${words}`]);
    });
  }

  it("if its keys are not known", () => {
    assert.deepEqual(required({ StringEquals: unknown }), [notCounted("StringEquals on keys not known")]);
  });

  it("if the version is not known and a value may be a variable", () => {
    const words = `StringEquals ${key}`;
    const found = required({ StringEquals: { [key]: "${x}" } }, everybody, unknown as never);
    assert.deepEqual(found, [requires(key.toLowerCase(), ["text *"], words, [words])]);
  });
});
