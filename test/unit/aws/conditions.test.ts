import assert from "node:assert/strict";

import fc from "fast-check";

import type { ConditionBlock } from "../../../trust/documents/policy";
import { holds, wildcard, type Holds } from "../../../sandbox/aws/sts/conditions";

const launcher = "arn:aws:iam::123456789012:role/octopus/Launcher";
const context = {
  "aws:principalarn": [launcher],
  "aws:principaltag/team": ["platform"],
  "aws:requesttag/team": ["platform"],
  "aws:tagkeys": ["team", "stage"],
  "aws:principalisawsservice": ["false"],
};

describe("A condition", () => {
  const undecided = { undecided: "" };
  const cases: [block: ConditionBlock, expected: boolean | typeof undecided][] = [
    [{}, true],
    [{ StringEquals: { "aws:PrincipalArn": launcher } }, true],
    [{ StringEquals: { "AWS:principalarn": ["other", launcher] } }, true],
    [{ StringEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }, false],
    [{ StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }, true],
    [{ StringNotEquals: { "aws:PrincipalArn": launcher } }, false],
    [{ StringNotEquals: { "aws:PrincipalArn": ["other", launcher] } }, false],
    [{ StringNotEquals: { "aws:PrincipalArn": ["other", "another"] } }, true],
    [{ StringNotEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }, true],
    [{ StringNotEqualsIfExists: { "aws:PrincipalArn": launcher } }, false],
    [{ StringNotEqualsIfExists: { "aws:PrincipalArn": "other" } }, true],
    [{ StringNotEqualsIgnoreCase: { "aws:PrincipalTag/team": "PLATFORM" } }, false],
    [{ StringNotLike: { "aws:PrincipalArn": "*:role/octopus/*" } }, false],
    [{ StringNotLikeIfExists: { "aws:PrincipalArn": "*:role/other/*" } }, true],
    [{ StringNotEquals: { "sts:ExternalId": "x" } }, true],
    [{ StringNotEqualsIfExists: { "sts:ExternalId": "x" } }, true],
    [{ StringEquals: { "sts:ExternalId": "x" } }, false],
    [{ StringEqualsIfExists: { "sts:ExternalId": "x" } }, true],
    [{ StringEqualsIgnoreCase: { "aws:PrincipalTag/team": "PLATFORM" } }, true],
    [{ ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/octopus/*" } }, true],
    [{ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }, true],
    [{ ArnLike: { "aws:PrincipalArn": "arn:aws:*:role/octopus/Launcher" } }, false],
    [{ ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/other/*" } }, true],
    [{ ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::*:role/other/*", launcher] } }, false],
    [{ ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/octopus/*" } }, false],
    [{ ArnEquals: { "aws:SourceArn": "*" } }, false],
    [{ ArnEqualsIfExists: { "aws:SourceArn": launcher } }, true],
    [{ ArnLikeIfExists: { "aws:PrincipalArn": "arn:aws:iam::*:role/other/*" } }, false],
    [{ ArnNotLike: { "aws:SourceArn": "arn:aws:eks:*:*:cluster/*" } }, true],
    [{ ArnNotEqualsIfExists: { "aws:SourceArn": launcher } }, true],
    [{ Bool: { "aws:PrincipalIsAWSService": "false" } }, true],
    [{ Bool: { "aws:PrincipalIsAWSService": "true" } }, false],
    [{ Bool: { "aws:ViaAWSService": "false" } }, false],
    [{ BoolIfExists: { "aws:PrincipalIsAWSService": "False" } }, true],
    [{ BoolIfExists: { "aws:PrincipalIsAWSService": "true" } }, false],
    [{ BoolIfExists: { "aws:ViaAWSService": "false" } }, true],
    [{ Null: { "sts:ExternalId": "true" } }, true],
    [{ Null: { "sts:ExternalId": "false" } }, false],
    [{ Null: { "aws:PrincipalArn": "true" } }, false],
    [{ Null: { "AWS:PrincipalTag/Team": "false" } }, true],
    [{ "ForAnyValue:StringEquals": { "aws:TagKeys": ["stage", "x"] } }, true],
    [{ "ForAllValues:StringEquals": { "aws:TagKeys": ["stage", "x"] } }, false],
    [{ "ForAllValues:StringEquals": { "sts:TransitiveTagKeys": ["x"] } }, true],
    [{ "ForAnyValue:StringEquals": { "sts:TransitiveTagKeys": ["x"] } }, false],
    [{ "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["stage"] } }, true],
    [{ "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["stage", "team"] } }, false],
    [{ "ForAllValues:StringNotEquals": { "aws:TagKeys": ["x"] } }, true],
    [{ "ForAllValues:StringNotEquals": { "aws:TagKeys": ["stage"] } }, false],
    [{ "ForAnyValue:StringNotEquals": { "sts:TransitiveTagKeys": ["x"] } }, false],
    [{ "ForAllValues:StringNotEquals": { "sts:TransitiveTagKeys": ["x"] } }, true],
    [{ "ForAnyValue:StringEqualsIfExists": { "sts:TransitiveTagKeys": ["x"] } }, true],
    [{ "ForAnyValue:StringLike": { "aws:TagKeys": ["st*"] } }, true],
    [{ "ForAnyValue:StringEquals": { "aws:TagKeys": ["Stage"] } }, false],
    [{ "ForAnyValue:StringEqualsIgnoreCase": { "aws:TagKeys": ["Stage"] } }, true],
    [{ Null: { "aws:TagKeys": "false" } }, true],
    [{ Null: { "sts:TransitiveTagKeys": "true" } }, true],
    [{ StringEquals: { "aws:PrincipalTag/team": "${aws:RequestTag/team}" } }, true],
    [{ StringEquals: { "aws:PrincipalTag/team": "${aws:RequestTag/none}" } }, false],
    [{ StringEquals: { "aws:PrincipalArn": launcher, "aws:PrincipalTag/team": "other" } }, false],
    [{ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, undecided],
    [{ StringEquals: { "example.com:sub": "x" } }, undecided],
    [{ NumericLessThan: { "aws:PrincipalArn": "1" } }, undecided],
    [{ StringNotEquals: { "aws:SourceVpce": "vpce-1" } }, undecided],
    [{ Null: { "aws:SourceVpce": "true" } }, undecided],
    [{ StringEqualsIfExists: { "example.com:sub": "x" } }, undecided],
    [{ StringEquals: { "aws:TagKeys": "team" } }, undecided],
    [{ StringNotEquals: { "sts:TransitiveTagKeys": "x" } }, undecided],
    [{ StringEquals: { "aws:PrincipalArn": "other" }, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, false],
  ];
  for (const [block, expected] of cases) {
    const said = typeof expected === "object" ? "is not decided" : expected ? "holds" : "does not hold";
    it(`${said}: ${JSON.stringify(block)}`, () => {
      const result: Holds = holds(block, context);
      if (typeof expected === "boolean") assert.equal(result, expected);
      else assert.equal(typeof result, "object");
    });
  }

  it("takes no sign of a text for a pattern, but for * and ?", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const literal = text.replace(/[*?]/g, "");
        assert.ok(wildcard(literal).test(literal));
        assert.ok(wildcard("*").test(text));
        assert.equal(wildcard(`${literal}?`).test(literal), false);
      }),
    );
  });
});
