import { policy } from "../../trust/documents/policy";
import { guide, launcher, permission, provider, question, trust, under } from "./cases";
import type { OracleAnswer, OracleQuestion } from "./oracle";
import {
  areAlike,
  conditionTouches,
  differsInCase,
  documents,
  isInAccountOf,
  isOfType,
  principals,
  statements,
} from "./touches";

/** Something that the oracle decides otherwise than AWS, or that AWS does not document. */
export interface Deviation {
  readonly what: string;
  /** Where AWS says what happens. */
  readonly source: string;
  /** Whether it may play a part in a question. It may say so too often. */
  readonly touches: (question: OracleQuestion) => boolean;
  readonly example: OracleQuestion;
  readonly aws: OracleAnswer | "refuses the document" | "does not say";
  readonly oracle: OracleAnswer;
}

/** Why the oracle's answer to a question is worth nothing; nothing if it can be trusted. */
export function deviationOf(asked: OracleQuestion): string | undefined {
  return deviations.find(({ touches }) => touches(asked))?.what;
}

export const deviations: readonly Deviation[] = [
  {
    what: "policy variables are taken literally",
    source: `${guide}/reference_policies_variables.html`,
    touches: (asked) => JSON.stringify(documents(asked)).includes("${"),
    example: under("StringEquals", "aws:RequestTag/team", "${aws:PrincipalTag/team}", {
      "aws:RequestTag/team": ["shop"],
      "aws:PrincipalTag/team": ["shop"],
    }),
    aws: "allowed",
    oracle: "denied",
  },
  {
    what: "a statement with NotPrincipal never matches",
    source: `${guide}/reference_policies_elements_notprincipal.html`,
    touches: (asked) => statements(asked).some(({ NotPrincipal }) => NotPrincipal !== undefined),
    example: question({
      trust: policy(...trust().Statement, {
        Effect: "Deny",
        NotPrincipal: { AWS: "arn:aws:iam::123456789012:role/Other" },
        Action: "sts:AssumeRole",
      }),
    }),
    aws: "refuses the document",
    oracle: "allowed",
  },
  {
    what: "a principal's ARN is a pattern, in any case",
    source: `${guide}/reference_policies_elements_principal.html`,
    touches: (asked) =>
      principals(documents(asked)).some(
        (name) => (name !== "*" && /[*?]/.test(name)) || differsInCase(name, asked),
      ),
    example: question({ trust: trust({ Principal: { AWS: "arn:aws:iam::*:role/octolauncher*" } }) }),
    aws: "refuses the document",
    oracle: "allowed",
  },
  {
    what: "a unique id is nobody",
    source: `${guide}/reference_policies_elements_principal.html`,
    touches: (asked) => principals(documents(asked)).some((name) => /^A[A-Z]{2}A\w+$/.test(name)),
    example: question({
      trust: trust({ Principal: { AWS: "AROAEXAMPLEEXAMPLE123" } }),
      context: { "aws:userid": ["AROAEXAMPLEEXAMPLE123:octopus"] },
    }),
    aws: "allowed",
    oracle: "denied",
  },
  {
    what: "root may assume roles",
    source: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
    touches: ({ caller }) => "AWS" in caller && caller.AWS.endsWith(":root"),
    example: question({
      caller: { AWS: "arn:aws:iam::111111111111:root" },
      trust: trust({ Principal: { AWS: "*" } }),
    }),
    aws: "denied",
    oracle: "allowed",
  },
  {
    what: "federated callers can do nothing but AssumeRoleWithWebIdentity",
    source: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html",
    touches: ({ action, caller }) =>
      "Federated" in caller && action.toLowerCase() !== "sts:assumerolewithwebidentity",
    example: question({
      action: "sts:AssumeRoleWithSAML",
      caller: { Federated: "arn:aws:iam::111111111111:saml-provider/Staff" },
      trust: trust({
        Principal: { Federated: "arn:aws:iam::111111111111:saml-provider/Staff" },
        Action: "sts:AssumeRoleWithSAML",
      }),
    }),
    aws: "allowed",
    oracle: "denied",
  },
  {
    what: "whether everybody of AWS takes in services and federated callers",
    source: `${guide}/reference_policies_elements_principal.html`,
    touches: (asked) => !("AWS" in asked.caller) && principals([asked.trust]).includes("*"),
    example: question({
      action: "sts:AssumeRoleWithWebIdentity",
      caller: { Federated: provider },
      trust: trust({ Principal: { AWS: "*" }, Action: "sts:AssumeRoleWithWebIdentity" }),
    }),
    aws: "does not say",
    oracle: "denied",
  },
  {
    what: "whether a boundary limits what a trust policy gives to everybody of AWS",
    source: `${guide}/access_policies_boundaries.html`,
    touches: (asked) =>
      isInAccountOf(asked) &&
      [asked.boundary, ...(asked.sessionPolicies ?? [])].some((limit) => limit !== undefined) &&
      principals([asked.trust]).includes("*"),
    example: question({
      caller: { AWS: "arn:aws:iam::111111111111:user/ada" },
      trust: trust({ Principal: { AWS: "*" } }),
      boundary: permission({ Action: "s3:*" }),
    }),
    aws: "does not say",
    oracle: "denied",
  },
  {
    what: "the wildcards of ArnEquals and ArnLike go across colons",
    source: `${guide}/reference_policies_elements_condition_operators.html#Conditions_ARN`,
    touches: conditionTouches(
      (operator, wanted, given) =>
        operator.includes("arn") && given.length > 0 && !areAlike([...wanted, ...given]),
    ),
    example: under("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*", { "aws:PrincipalArn": [launcher] }),
    aws: "denied",
    oracle: "allowed",
  },
  {
    what: "several values under an operator for one",
    source: `${guide}/reference_policies_condition-single-vs-multi-valued-context-keys.html`,
    touches: conditionTouches((operator, _, given) => !/^(for|null)/.test(operator) && given.length > 1),
    example: under("StringEquals", "aws:TagKeys", "team", { "aws:TagKeys": ["team", "stage"] }),
    aws: "does not say",
    oracle: "denied",
  },
  {
    what: "an empty text is a value to ForAllValues and ForAnyValue",
    source: `${guide}/reference_policies_condition-single-vs-multi-valued-context-keys.html`,
    touches: conditionTouches((operator, _, given) => operator.startsWith("for") && given.includes("")),
    example: under("ForAllValues:StringEquals", "aws:TagKeys", "team", { "aws:TagKeys": [""] }),
    aws: "allowed",
    oracle: "denied",
  },
  {
    what: "ForAnyValue with IfExists, where the key is absent",
    source: `${guide}/reference_policies_elements_condition_operators.html#Conditions_IfExists`,
    touches: conditionTouches(
      (operator, _, given) => /^foranyvalue:.*ifexists$/.test(operator) && given.length === 0,
    ),
    example: under("ForAnyValue:StringEqualsIfExists", "aws:TagKeys", "team", {}),
    aws: "does not say",
    oracle: "allowed",
  },
  {
    what: "Null with ForAllValues or ForAnyValue never matches",
    source: `${guide}/reference_policies_elements_condition_operators.html#Conditions_Null`,
    touches: conditionTouches((operator) => operator.endsWith(":null")),
    example: under("ForAnyValue:Null", "aws:TagKeys", "true", {}),
    aws: "does not say",
    oracle: "denied",
  },
  {
    what: "a date without its day is none",
    source: `${guide}/reference_policies_elements_condition_operators.html#Conditions_Date`,
    touches: conditionTouches(
      (operator, wanted, given) =>
        operator.includes("date") && [...wanted, ...given].some((date) => /^\d{4}(-\d\d)?$/.test(date)),
    ),
    example: under("DateGreaterThan", "aws:CurrentTime", "2026-01", {
      "aws:CurrentTime": ["2026-06-01T00:00:00Z"],
    }),
    aws: "allowed",
    oracle: "denied",
  },
  {
    what: "values that are not of the operator's type",
    source: `${guide}/reference_policies_elements_condition_operators.html`,
    touches: conditionTouches(
      (operator, wanted, given) =>
        ![...wanted, ...(operator === "null" ? [] : given)].every((value) => isOfType(operator, value)) ||
        (operator === "null" && wanted.length !== 1),
    ),
    example: under("NumericNotEquals", "s3:max-keys", "10", { "s3:max-keys": ["ten"] }),
    aws: "does not say",
    oracle: "denied",
  },
];
