import { guide, launcher, question, trust, under, type Case, type Documented } from "./cases";
import type { OracleAnswer } from "./oracle";

const user = "arn:aws:iam::111111111111:user/ada";

/** What AWS documents of condition operators. */
export const conditions: Documented = {
  [`${guide}/reference_policies_elements_condition_operators.html`]: [
    ...condition("StringEquals", ["a", "b"], { b: "allowed", B: "denied", none: "denied" }),
    ...condition("StringNotEquals", ["a", "b"], { b: "denied", c: "allowed", none: "allowed" }),
    ...condition("StringEqualsIgnoreCase", "Shop", { sHOP: "allowed", shops: "denied" }),
    ...condition("StringNotEqualsIgnoreCase", "Shop", { sHOP: "denied", shops: "allowed" }),
    ...condition("StringLike", "a?c*", { abc: "allowed", abcd: "allowed", ac: "denied", ABC: "denied" }),
    ...condition("StringNotLike", "a?c*", { abc: "denied", ac: "allowed", none: "allowed" }),
    ...condition("StringEqualsIfExists", "a", { a: "allowed", b: "denied", none: "allowed" }),
    ...condition("StringNotEqualsIfExists", "a", { a: "denied", b: "allowed", none: "allowed" }),
    ...condition("NumericEquals", "10", { "10.0": "allowed", "11": "denied" }),
    ...condition("NumericNotEquals", "10", { "10.0": "denied", "11": "allowed" }),
    ...condition("NumericLessThan", "10", { "9": "allowed", "10": "denied", none: "denied" }),
    ...condition("NumericLessThanEquals", "10", { "10": "allowed", "11": "denied" }),
    ...condition("NumericGreaterThan", "9", { "10": "allowed", "9": "denied" }),
    ...condition("NumericGreaterThanEquals", "9", { "9": "allowed", "8": "denied" }),
    ...condition("DateEquals", "2026-01-01", { "2026-01-01T00:00:00Z": "allowed", "1767225600": "allowed" }),
    ...condition("DateNotEquals", "2026-01-01", {
      "2026-01-01T00:00:00Z": "denied",
      "1767225601": "allowed",
    }),
    ...condition("DateLessThan", "2026-01-01T00:00:00Z", { "2025-12-31": "allowed", "2026-01-01": "denied" }),
    ...condition("DateLessThanEquals", "2026-01-01T01:00:00+01:00", {
      "2026-01-01": "allowed",
      "2026-01-02": "denied",
    }),
    ...condition("DateGreaterThan", "2026-01-01", { "2026-01-02": "allowed", "2026-01-01": "denied" }),
    ...condition("DateGreaterThanEquals", "2026-01-01", { "2026-01-01": "allowed", "2025-12-31": "denied" }),
    ...condition("Bool", "true", { TRUE: "allowed", false: "denied", none: "denied" }),
    ...condition("BoolIfExists", "true", { false: "denied", none: "allowed" }),
    ...condition("BinaryEquals", "QmluYXJ5", { QmluYXJ5: "allowed", qmluyxj5: "denied" }),
    ...condition("IpAddress", ["203.0.113.0/24", "2001:db8::/32"], {
      "203.0.113.9": "allowed",
      "2001:db8::1": "allowed",
      "198.51.100.1": "denied",
    }),
    ...condition("NotIpAddress", "203.0.113.0/24", {
      "203.0.113.9": "denied",
      "198.51.100.1": "allowed",
      none: "allowed",
    }),
    ...condition("ArnEquals", "arn:aws:iam::*:role/Octo*", { [launcher]: "allowed", [user]: "denied" }),
    ...condition("ArnNotLike", "arn:aws:iam::*:role/Octo*", {
      [launcher]: "denied",
      [user]: "allowed",
      none: "allowed",
    }),
    ...condition("Null", "true", { a: "denied", none: "allowed" }),
    ...condition("Null", "false", { a: "allowed", none: "denied" }),
  ],
  [`${guide}/reference_policies_condition-single-vs-multi-valued-context-keys.html`]: [
    ...condition("ForAllValues:StringEquals", ["a", "b"], {
      a: "allowed",
      "a b": "allowed",
      "a c": "denied",
      none: "allowed",
    }),
    ...condition("ForAnyValue:StringEquals", ["a", "b"], {
      "a c": "allowed",
      "c d": "denied",
      none: "denied",
    }),
    ...condition("ForAllValues:StringNotLike", ["a*", "b"], {
      "c d": "allowed",
      "ab c": "denied",
      none: "allowed",
    }),
    ...condition("ForAnyValue:StringNotEquals", ["a", "b"], {
      "a b": "denied",
      "a c": "allowed",
      none: "denied",
    }),
  ],
  [`${guide}/reference_policies_condition-logic-multiple-context-keys-or-values.html`]: [
    [
      "one of two operators",
      "denied",
      question({
        context: { "aws:PrincipalAccount": ["1"] },
        trust: trust({
          Condition: {
            StringEquals: { "aws:PrincipalAccount": "1" },
            Bool: { "aws:SecureTransport": "true" },
          },
        }),
      }),
    ],
    [
      "one of two keys",
      "denied",
      question({
        context: { "aws:PrincipalAccount": ["1"] },
        trust: trust({
          Condition: { StringEquals: { "aws:PrincipalAccount": "1", "aws:PrincipalOrgID": "o" } },
        }),
      }),
    ],
    [
      "keys in another case",
      "allowed",
      under("StringEquals", "AWS:principalaccount", "1", { "aws:PrincipalAccount": ["1"] }),
    ],
  ],
};

/** An operator against requests whose key has these values, separated by blanks. */
function condition(
  operator: string,
  wanted: string | readonly string[],
  answers: Readonly<Record<string, OracleAnswer>>,
): readonly Case[] {
  return Object.entries(answers).map(([given, answer]) => [
    `${operator} ${String(wanted)}: ${given}`,
    answer,
    under(operator, "sts:Key", wanted, given === "none" ? {} : { "sts:Key": given.split(" ") }),
  ]);
}
