import assert from "node:assert/strict";

import { decide } from "../../../../trust/decide/decide";
import type { Outcome } from "../../../../trust/decide/decision";
import type { AssumeRequest } from "../../../../trust/decide/request";
import type { ConditionBlock } from "../../../../trust/documents/policy";
import { allowing, deploy, launcher, organization, role, trusting } from "./model";

/** The launcher's session, with a tag of its own and two that the request passes. */
const request: AssumeRequest = {
  caller: { kind: "session", role: launcher, name: "octopus", tags: { team: "platform" } },
  role: deploy,
  tags: { team: "platform", stage: "dev" },
  context: { "sts:TransitiveTagKeys": undefined },
};

describe("a role whose trust has a condition", () => {
  const cases: [block: ConditionBlock, expected: Outcome][] = [
    [{}, "allowed"],
    [{ StringEquals: { "aws:PrincipalArn": launcher } }, "allowed"],
    [{ StringEquals: { "AWS:principalarn": ["other", launcher] } }, "allowed"],
    [{ StringEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }, "denied"],
    [{ StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }, "allowed"],
    [{ StringNotEquals: { "aws:PrincipalArn": launcher } }, "denied"],
    [{ StringNotEquals: { "aws:PrincipalArn": ["other", launcher] } }, "denied"],
    [{ StringNotEquals: { "aws:PrincipalArn": ["other", "another"] } }, "allowed"],
    [{ StringNotEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }, "allowed"],
    [{ StringNotEqualsIfExists: { "aws:PrincipalArn": launcher } }, "denied"],
    [{ StringNotEqualsIfExists: { "aws:PrincipalArn": "other" } }, "allowed"],
    [{ StringNotEqualsIgnoreCase: { "aws:PrincipalTag/team": "PLATFORM" } }, "denied"],
    [{ StringNotLike: { "aws:PrincipalArn": "*:role/octopus/*" } }, "denied"],
    [{ StringNotLikeIfExists: { "aws:PrincipalArn": "*:role/other/*" } }, "allowed"],
    [{ StringNotEquals: { "sts:ExternalId": "x" } }, "allowed"],
    [{ StringNotEqualsIfExists: { "sts:ExternalId": "x" } }, "allowed"],
    [{ StringEquals: { "sts:ExternalId": "x" } }, "denied"],
    [{ StringEqualsIfExists: { "sts:ExternalId": "x" } }, "allowed"],
    [{ StringEqualsIgnoreCase: { "aws:PrincipalTag/team": "PLATFORM" } }, "allowed"],
    [{ ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/octopus/*" } }, "allowed"],
    [{ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }, "allowed"],
    [{ ArnLike: { "aws:PrincipalArn": "arn:aws:*:role/octopus/Launcher" } }, "unknown"],
    [{ ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/other/*" } }, "allowed"],
    [{ ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::*:role/other/*", launcher] } }, "denied"],
    [{ ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/octopus/*" } }, "denied"],
    [{ ArnEquals: { "aws:SourceArn": "*" } }, "denied"],
    [{ ArnEqualsIfExists: { "aws:SourceArn": launcher } }, "allowed"],
    [{ ArnLikeIfExists: { "aws:PrincipalArn": "arn:aws:iam::*:role/other/*" } }, "denied"],
    [{ ArnNotLike: { "aws:SourceArn": "arn:aws:eks:*:*:cluster/*" } }, "allowed"],
    [{ ArnNotEqualsIfExists: { "aws:SourceArn": launcher } }, "allowed"],
    [{ Bool: { "aws:PrincipalIsAWSService": "false" } }, "allowed"],
    [{ Bool: { "aws:PrincipalIsAWSService": "true" } }, "denied"],
    [{ Bool: { "aws:ViaAWSService": "false" } }, "unknown"],
    [{ BoolIfExists: { "aws:PrincipalIsAWSService": "False" } }, "unknown"],
    [{ BoolIfExists: { "aws:PrincipalIsAWSService": "true" } }, "denied"],
    [{ BoolIfExists: { "aws:ViaAWSService": "false" } }, "unknown"],
    [{ Null: { "sts:ExternalId": "true" } }, "allowed"],
    [{ Null: { "sts:ExternalId": "false" } }, "denied"],
    [{ Null: { "aws:PrincipalArn": "true" } }, "denied"],
    [{ Null: { "AWS:PrincipalTag/Team": "false" } }, "allowed"],
    [{ "ForAnyValue:StringEquals": { "aws:TagKeys": ["stage", "x"] } }, "allowed"],
    [{ "ForAllValues:StringEquals": { "aws:TagKeys": ["stage", "x"] } }, "denied"],
    [{ "ForAllValues:StringEquals": { "sts:TransitiveTagKeys": ["x"] } }, "allowed"],
    [{ "ForAnyValue:StringEquals": { "sts:TransitiveTagKeys": ["x"] } }, "denied"],
    [{ "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["stage"] } }, "allowed"],
    [{ "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["stage", "team"] } }, "denied"],
    [{ "ForAllValues:StringNotEquals": { "aws:TagKeys": ["x"] } }, "allowed"],
    [{ "ForAllValues:StringNotEquals": { "aws:TagKeys": ["stage"] } }, "denied"],
    [{ "ForAnyValue:StringNotEquals": { "sts:TransitiveTagKeys": ["x"] } }, "denied"],
    [{ "ForAllValues:StringNotEquals": { "sts:TransitiveTagKeys": ["x"] } }, "allowed"],
    [{ "ForAnyValue:StringEqualsIfExists": { "sts:TransitiveTagKeys": ["x"] } }, "unknown"],
    [{ "ForAnyValue:StringLike": { "aws:TagKeys": ["st*"] } }, "allowed"],
    [{ "ForAnyValue:StringEquals": { "aws:TagKeys": ["Stage"] } }, "denied"],
    [{ "ForAnyValue:StringEqualsIgnoreCase": { "aws:TagKeys": ["Stage"] } }, "allowed"],
    [{ Null: { "aws:TagKeys": "false" } }, "allowed"],
    [{ Null: { "sts:TransitiveTagKeys": "true" } }, "allowed"],
    [{ StringEquals: { "aws:PrincipalTag/team": "${aws:RequestTag/team}" } }, "allowed"],
    [{ StringEquals: { "aws:PrincipalTag/team": "${aws:RequestTag/none}" } }, "denied"],
    [{ StringEquals: { "aws:PrincipalArn": launcher, "aws:PrincipalTag/team": "other" } }, "denied"],
    [{ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, "unknown"],
    [{ StringEquals: { "example.com:sub": "x" } }, "unknown"],
    [{ NumericLessThan: { "aws:PrincipalArn": "1" } }, "unknown"],
    [{ StringNotEquals: { "aws:SourceVpce": "vpce-1" } }, "unknown"],
    [{ Null: { "aws:SourceVpce": "true" } }, "unknown"],
    [{ StringEqualsIfExists: { "example.com:sub": "x" } }, "unknown"],
    [{ StringEquals: { "aws:TagKeys": "team" } }, "unknown"],
    [{ StringNotEquals: { "sts:TransitiveTagKeys": "x" } }, "allowed"],
    [
      { StringEquals: { "aws:PrincipalArn": "other" }, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
      "denied",
    ],
  ];
  for (const [Condition, expected] of cases) {
    it(`is ${expected} to the launcher: ${JSON.stringify(Condition)}`, () => {
      const own = { ...role(deploy, "*"), ...trusting({ Principal: { AWS: "*" }, Condition }) };
      const launcherRole = role(launcher, "*", { policies: [allowing()] });
      const { outcome } = decide(request, organization({ roles: [launcherRole, own] }));
      assert.equal(outcome, expected);
    });
  }
});
