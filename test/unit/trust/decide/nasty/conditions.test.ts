import assert from "node:assert/strict";

import type { AssumeRequest } from "../../../../../trust/decide/request";
import type { ConditionBlock } from "../../../../../trust/documents/policy";
import { unknown } from "../../../../../trust/truth";
import { ask, withTrust } from "../asking";
import { launcher } from "../model";

const operators = "reference_policies_elements_condition_operators.html";
const several = "reference_policies_condition-logic-multiple-context-keys-or-values.html";
const sets = "reference_policies_condition-single-vs-multi-valued-context-keys.html";
const variables = "reference_policies_variables.html";
const keys = "reference_policies_condition-keys.html";
const stsKeys = "reference_policies_iam-condition-keys.html";
const checks = "access-analyzer-reference-policy-checks.html";

const elsewhere = "arn:aws:iam::*:role/elsewhere/*";
/** What the request below says of itself, besides that it is the launcher's. */
const tags = { Team: "Shop", stage: "dev" };
const known: Partial<AssumeRequest> = {
  tags,
  transitiveTagKeys: ["stage"],
  sessionName: "deploy-1",
  externalId: "Ticket",
  context: {
    "aws:SourceIp": ["198.51.100.7"],
    "aws:CurrentTime": ["2026-03-01T12:00:00Z"],
    "aws:EpochTime": ["1772366400"],
    "aws:MultiFactorAuthAge": ["300"],
    "aws:MultiFactorAuthPresent": ["false"],
    "aws:SourceVpce": unknown,
    "aws:SourceVpc": undefined,
  },
};

/** What becomes of the launcher's request under a condition: of a trust that lets it in, and of a further denial. */
const cases: [source: string, block: ConditionBlock, allow: "allowed" | "denied" | "unknown"][] = [
  // Operators and keys are all to hold, values one of them, or none of them where it is negated.
  [
    several,
    { StringEquals: { "aws:RequestTag/stage": "dev" }, StringLike: { "sts:ExternalId": "t*" } },
    "denied",
  ],
  [
    several,
    { StringEquals: { "aws:RequestTag/stage": "dev" }, StringLike: { "sts:ExternalId": "T*" } },
    "allowed",
  ],
  [several, { StringNotEquals: { "aws:RequestTag/stage": ["prod", "dev"] } }, "denied"],
  [several, { StringNotLike: { "aws:PrincipalArn": ["*:role/x/*", "*:role/octopus/*"] } }, "denied"],
  [several, { NotIpAddress: { "aws:SourceIp": ["10.0.0.0/8", "198.51.100.0/24"] } }, "denied"],
  [several, { NumericNotEquals: { "aws:MultiFactorAuthAge": ["300", "301"] } }, "denied"],
  [several, { DateNotEquals: { "aws:CurrentTime": ["2026-03-01", "2026-03-01T13:00:00+01:00"] } }, "denied"],
  [several, { StringEquals: { "aws:SourceVpce": "vpce-1", "aws:RequestTag/stage": "prod" } }, "denied"],
  [several, { StringNotEquals: { "aws:SourceVpce": "vpce-1", "aws:SourceVpc": "vpc-1" } }, "unknown"],
  // Names of operators, keys and tags have no case; values have, unless the operator says otherwise.
  [operators, { STRINGEQUALS: { "AWS:REQUESTTAG/TEAM": "Shop" } }, "allowed"],
  [operators, { StringEquals: { "aws:requesttag/team": "shop" } }, "denied"],
  [operators, { StringEqualsIgnoreCase: { "sts:externalID": "TICKET" } }, "allowed"],
  [operators, { StringNotEqualsIgnoreCase: { "sts:ExternalId": "tICKET" } }, "denied"],
  [operators, { StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/Octopus/*" } }, "denied"],
  [operators, { ArnLike: { "aws:PrincipalArn": "arn:aws:IAM::*:role/octopus/*" } }, "denied"],
  [operators, { "ForAllValues:StringEquals": { "aws:TagKeys": ["team", "stage"] } }, "denied"],
  // A wildcard of ArnLike stays within its part, one of StringLike does not, and StringEquals has none.
  [
    `${operators}#Conditions_ARN`,
    { ArnLike: { "aws:PrincipalArn": "arn:aws:*:*:role/octopus/Launcher" } },
    "unknown",
  ],
  [
    `${operators}#Conditions_ARN`,
    { ArnLike: { "aws:PrincipalArn": "arn:*:iam:*:1234567890??:role/*" } },
    "allowed",
  ],
  [
    `${operators}#Conditions_ARN`,
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam:*:role/octopus/Launcher:" } },
    "denied",
  ],
  [
    `${operators}#Conditions_ARN`,
    { ArnNotEquals: { "aws:PrincipalArn": [elsewhere, "arn:aws:iam::*:role/*"] } },
    "denied",
  ],
  [`${operators}#Conditions_String`, { StringLike: { "aws:PrincipalArn": "arn:*/Launcher" } }, "allowed"],
  [
    `${operators}#Conditions_String`,
    { StringEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/octopus/Launcher" } },
    "denied",
  ],
  [
    `${keys}#condition-keys-principalarn`,
    { ArnLike: { "aws:PrincipalArn": "arn:aws:sts::*:assumed-role/Launcher/*" } },
    "denied",
  ],
  // Dates, numbers, Booleans and addresses.
  [`${operators}#Conditions_Date`, { DateGreaterThan: { "aws:CurrentTime": "2026-03" } }, "allowed"],
  [`${operators}#Conditions_Date`, { DateLessThan: { "aws:CurrentTime": "2026-02-30" } }, "unknown"],
  [`${operators}#Conditions_Date`, { DateEquals: { "aws:EpochTime": "2026-03-01T12:00:00Z" } }, "allowed"],
  [`${operators}#Conditions_Date`, { DateGreaterThan: { "aws:CurrentTime": "1772366399" } }, "allowed"],
  [
    `${operators}#Conditions_Numeric`,
    { NumericLessThanEquals: { "aws:MultiFactorAuthAge": "3e2" } },
    "unknown",
  ],
  [`${operators}#Conditions_Numeric`, { NumericLessThan: { "aws:MultiFactorAuthAge": "300.5" } }, "allowed"],
  [`${operators}#Conditions_Boolean`, { Bool: { "aws:MultiFactorAuthPresent": "yes" } }, "unknown"],
  [`${operators}#Conditions_Boolean`, { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } }, "denied"],
  [`${operators}#Conditions_IPAddress`, { IpAddress: { "aws:SourceIp": "198.51.100.9/29" } }, "denied"],
  [
    `${operators}#Conditions_IPAddress`,
    { IpAddress: { "aws:SourceIp": ["198.51.100", "198.51.100.0/24"] } },
    "allowed",
  ],
  [`${operators}#Conditions_IPAddress`, { IpAddress: { "aws:SourceIp": "198.51.100" } }, "unknown"],
  // Keys that are absent: no operator matches but a negated one, IfExists, and ForAllValues of nothing.
  [`${operators}#Conditions_IfExists`, { StringNotEqualsIfExists: { "aws:SourceVpc": "vpc-1" } }, "allowed"],
  [
    `${operators}#Conditions_IfExists`,
    { ArnNotLike: { "aws:SourceArn": "arn:aws:eks:*:*:cluster/*" } },
    "allowed",
  ],
  [
    `${operators}#Conditions_IfExists`,
    { NumericLessThanIfExists: { "sts:DurationSeconds": "10" } },
    "allowed",
  ],
  [`${stsKeys}#ck_durationseconds`, { NumericLessThan: { "sts:DurationSeconds": "3600" } }, "denied"],
  [sets, { "ForAllValues:StringEquals": { "aws:SourceVpc": "vpc-1" } }, "allowed"],
  [sets, { "ForAllValues:StringEquals": { "sts:TransitiveTagKeys": ["stage", "team"] } }, "allowed"],
  [sets, { "ForAnyValue:StringNotEquals": { "sts:TransitiveTagKeys": "stage" } }, "denied"],
  [
    `${operators}#Conditions_Null`,
    { Null: { "aws:SourceVpc": "true", "sts:ExternalId": "false" } },
    "allowed",
  ],
  [`${operators}#Conditions_Null`, { Null: { "aws:RequestTag/team": "true" } }, "denied"],
  [`${operators}#Conditions_Null`, { Null: { "aws:RequestTag/none": ["false"] } }, "denied"],
  // Lists of nothing: plain operators contradict each other there, the others do not.
  [checks, { StringEquals: { "aws:RequestTag/stage": [] } }, "unknown"],
  [checks, { "ForAllValues:StringEquals": { "aws:TagKeys": [] } }, "denied"],
  [checks, { "ForAllValues:StringEquals": { "aws:SourceVpc": [] } }, "allowed"],
  [checks, { "ForAnyValue:StringEquals": { "aws:TagKeys": [] } }, "denied"],
  [checks, { StringEqualsIfExists: { "sts:ExternalId": [] } }, "denied"],
  [checks, { StringLikeIfExists: { "aws:SourceVpc": [] } }, "allowed"],
  [checks, { StringEquals: {} }, "allowed"],
  // Variables.
  [variables, { StringEquals: { "aws:RequestTag/team": "${aws:RequestTag/TEAM}" } }, "allowed"],
  [variables, { StringEquals: { "sts:RoleSessionName": "${aws:username}" } }, "denied"],
  [variables, { StringEquals: { "sts:RoleSessionName": "${aws:username, 'deploy-1'}" } }, "allowed"],
  [variables, { StringLike: { "sts:RoleSessionName": "deploy${*}" } }, "denied"],
  [variables, { StringLike: { "sts:RoleSessionName": "${aws:username, 'deploy'}-?" } }, "allowed"],
  [variables, { StringNotEquals: { "sts:ExternalId": "${sts:ExternalId}" } }, "denied"],
  [variables, { StringEquals: { "sts:ExternalId": "${sts:TransitiveTagKeys}" } }, "unknown"],
  [variables, { StringNotEquals: { "aws:RequestTag/stage": "${aws:PrincipalTag/none}" } }, "unknown"],
  [variables, { NumericEquals: { "aws:MultiFactorAuthAge": "${aws:MultiFactorAuthAge}" } }, "unknown"],
];

describe("a condition that is meant to mislead", () => {
  const opposite = { allowed: "denied: trust policy", denied: "allowed", unknown: "unknown: trust policy" };
  for (const [source, Condition, allow] of cases) {
    const Principal = { AWS: launcher };
    it(`lets the launcher in: ${allow}, ${JSON.stringify(Condition)}, ${source}`, () => {
      const expected = allow === "allowed" ? allow : `${allow}: trust policy`;
      assert.equal(ask(known, withTrust({ Principal, Condition })), expected);
    });
    it(`keeps the launcher out: ${opposite[allow]}, ${JSON.stringify(Condition)}, ${source}`, () => {
      const denying = withTrust({ Principal }, { Effect: "Deny", Principal, Condition });
      assert.equal(ask(known, denying), opposite[allow]);
    });
  }
});
