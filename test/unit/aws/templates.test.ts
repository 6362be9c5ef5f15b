import assert from "node:assert/strict";

import { parameterValues, type GivenParameter } from "../../../sandbox/aws/cloudformation/parameters";
import { resourcesInOrder } from "../../../sandbox/aws/cloudformation/plan";
import { Resolver } from "../../../sandbox/aws/cloudformation/resolver";
import { references, type Template } from "../../../sandbox/aws/cloudformation/template";

const template: Template = {
  Parameters: {
    Name: { Type: "String", Default: "role" },
    Names: { Type: "CommaDelimitedList", Default: "a, b" },
    None: { Type: "CommaDelimitedList", Default: "" },
  },
  Mappings: { Regions: { "us-east-1": { Zone: "a" } } },
  Conditions: {
    IsRole: { "Fn::Equals": [{ Ref: "Name" }, "role"] },
    Both: { "Fn::And": [{ Condition: "IsRole" }, { "Fn::Not": [{ "Fn::Equals": ["x", "x"] }] }] },
    Either: { "Fn::Or": [{ Condition: "Both" }, { Condition: "IsRole" }] },
  },
  Resources: { Role: { Type: "AWS::IAM::Role" } },
};
const resolver = new Resolver(
  template,
  { Name: "role", Names: "a, b", None: "" },
  { "AWS::Region": "us-east-1", "AWS::Partition": "aws" },
  new Map([["Role", { physicalId: "made", attributes: { Arn: "arn:role" } }]]),
);

describe("Intrinsic functions", () => {
  const cases: [source: unknown, expected: unknown][] = [
    [{ Ref: "Name" }, "role"],
    [{ Ref: "Names" }, ["a", "b"]],
    [{ Ref: "None" }, []],
    [{ Ref: "Role" }, "made"],
    [{ "Fn::GetAtt": ["Role", "Arn"] }, "arn:role"],
    [{ "Fn::GetAtt": "Role.Arn" }, "arn:role"],
    [
      { "Fn::Sub": "${AWS::Partition}/${Name}/${Role}/${Role.Arn}/${!Name}" },
      "aws/role/made/arn:role/${Name}",
    ],
    [{ "Fn::Sub": ["${One}-${Name}", { One: { Ref: "Role" } }] }, "made-role"],
    [{ "Fn::If": ["IsRole", "yes", "no"] }, "yes"],
    [{ "Fn::If": ["Both", "yes", "no"] }, "no"],
    [{ "Fn::If": ["Either", "yes", "no"] }, "yes"],
    [{ a: { "Fn::If": ["Both", 1, { Ref: "AWS::NoValue" }] }, b: 2 }, { b: 2 }],
    [
      [1, { Ref: "AWS::NoValue" }, 2],
      [1, 2],
    ],
    [{ "Fn::Join": [",", { Ref: "Names" }] }, "a,b"],
    [{ "Fn::Split": ["/", "x/y"] }, ["x", "y"]],
    [{ "Fn::Select": ["1", { Ref: "Names" }] }, "b"],
    [{ "Fn::FindInMap": ["Regions", { Ref: "AWS::Region" }, "Zone"] }, "a"],
    [{ "Fn::Base64": "hi" }, "aGk="],
    [
      { Condition: { StringEquals: { "aws:PrincipalTag/a": "${b}" } } },
      { Condition: { StringEquals: { "aws:PrincipalTag/a": "${b}" } } },
    ],
  ];
  for (const [source, expected] of cases) {
    it(`work out ${JSON.stringify(source)}`, () => assert.deepEqual(resolver.value(source), expected));
  }

  const refused: [source: unknown, message: RegExp][] = [
    [{ "Fn::ImportValue": "x" }, /does not know Fn::ImportValue/],
    [{ "Fn::GetAtt": ["Role", "Size"] }, /does not support attribute type Size/],
    [{ "Fn::Select": [5, { Ref: "Names" }] }, /nonexistent value at index 5/],
    [{ "Fn::FindInMap": ["Regions", "eu", "Zone"] }, /Unable to get mapping for Regions::eu::Zone/],
    [{ "Fn::If": ["Nope", 1, 2] }, /Unresolved condition dependency Nope/],
  ];
  for (const [source, message] of refused) {
    it(`refuse ${JSON.stringify(source)}`, () => assert.throws(() => resolver.value(source), message));
  }

  it("say what they refer to", () => {
    const value = {
      a: { Ref: "A" },
      b: [{ "Fn::GetAtt": "B.Arn" }, { "Fn::Sub": "${C}-${D.Arn}-${!E}" }],
      c: { "Fn::Sub": ["${F}-${G}", { F: { Ref: "H" } }] },
    };
    assert.deepEqual(references(value).sort(), ["A", "B", "C", "D", "G", "H"]);
  });
});

describe("Resources of a template", () => {
  const order = (Resources: Template["Resources"]): string[] =>
    resourcesInOrder({ ...template, Resources }, resolver);

  it("come after those that they refer to, and only if their condition holds", () => {
    const Type = "AWS::IAM::Role";
    const found = order({
      First: { Type, DependsOn: ["Third"], Properties: { a: { "Fn::Sub": "${Second.Arn}" } } },
      Second: { Type, Properties: { b: { Ref: "Third" } } },
      Third: { Type },
      Never: { Type, Condition: "Both" },
    });
    assert.deepEqual(found, ["Third", "Second", "First"]);
  });

  it("cannot refer to each other in a circle", () => {
    const Type = "AWS::IAM::Role";
    const circle = { A: { Type, DependsOn: "B" }, B: { Type, Properties: { a: { Ref: "A" } } } };
    assert.throws(() => order(circle), /Circular dependency between resources: \[A, B\]/);
  });
});

describe("Parameters of a template", () => {
  const declared: Template = {
    Resources: {},
    Parameters: {
      Plain: { Type: "String" },
      Count: { Type: "Number", Default: 3 },
      Arns: {
        Type: "CommaDelimitedList",
        Default: "",
        AllowedPattern: "^arn:.+$|^$",
        ConstraintDescription: "must be ARNs",
      },
      Short: { Type: "String", Default: "ab", MinLength: 2, MaxLength: 3 },
    },
  };
  const values = (
    given: Record<string, string>,
    previous?: Record<string, string>,
  ): Readonly<Record<string, string>> => {
    const list: GivenParameter[] = Object.entries(given).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    }));
    return parameterValues(declared, list, previous);
  };

  it("are what is given, or their default", () => {
    assert.deepEqual(values({ Plain: "x", Count: "7" }), { Plain: "x", Count: "7", Arns: "", Short: "ab" });
  });

  it("stay as they were when asked to", () => {
    const given = [{ ParameterKey: "Plain", UsePreviousValue: "true" }];
    assert.equal(parameterValues(declared, given, { Plain: "before" }).Plain, "before");
    assert.throws(() => parameterValues(declared, given), /\[Plain\] must have values/);
  });

  const refused: [given: Record<string, string>, message: RegExp][] = [
    [{}, /Parameters: \[Plain\] must have values/],
    [{ Plain: "x", Other: "y" }, /Parameters: \[Other\] do not exist/],
    [{ Plain: "x", Count: "many" }, /'Count' must be a number/],
    [{ Plain: "x", Arns: "arn:a,b" }, /'Arns' failed to satisfy constraint: must be ARNs/],
    [{ Plain: "x", Short: "a" }, /at least 2/],
    [{ Plain: "x", Short: "abcd" }, /at most 3/],
  ];
  for (const [given, message] of refused) {
    it(`refuse ${JSON.stringify(given)}`, () => assert.throws(() => values(given), message));
  }
});
