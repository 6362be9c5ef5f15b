import assert from "node:assert/strict";

import { not, type Truth } from "../../../../trust/truth";
import { holds } from "./holds";

/** The operators that have a negation, which is always the opposite. */
const negations: Readonly<Record<string, string>> = {
  StringEquals: "StringNotEquals",
  StringEqualsIgnoreCase: "StringNotEqualsIgnoreCase",
  StringLike: "StringNotLike",
  NumericEquals: "NumericNotEquals",
  DateEquals: "DateNotEquals",
  IpAddress: "NotIpAddress",
  ArnEquals: "ArnNotEquals",
  ArnLike: "ArnNotLike",
};

type Row = readonly [operator: string, actual: string, wanted: unknown, expected: Truth];

function table(rows: readonly Row[]): void {
  for (const [operator, actual, wanted, expected] of rows) {
    it(`${operator} of ${JSON.stringify(actual)} and ${JSON.stringify(wanted)}: ${expected}`, () => {
      const under = (operator: string): Truth => holds({ [operator]: { "a:b": wanted } }, { "a:b": actual });
      assert.equal(under(operator), expected);
      assert.equal(under(`${operator}IfExists`), expected);
      if (actual !== "") {
        assert.equal(under(`ForAllValues:${operator}`), expected);
        assert.equal(under(`ForAnyValue:${operator}IfExists`), expected);
      }
      const negation = negations[operator];
      if (negation === undefined) return;
      assert.equal(under(negation), not(expected));
      assert.equal(under(`${negation}IfExists`), not(expected));
    });
  }
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
describe("string operators", () => {
  table([
    ["StringEquals", "shop", "shop", "yes"],
    ["StringEquals", "shop", "Shop", "no"],
    ["StringEquals", "shop", "sh*", "no"],
    ["StringEquals", "shop", "sho?", "no"],
    ["StringEquals", "sh*", "sh*", "yes"],
    ["StringEquals", "", "", "yes"],
    ["StringEquals", "shop", "", "no"],
    ["StringEquals", "shop", ["x", "shop"], "yes"],
    ["StringEquals", "shop", ["x", "y"], "no"],
    ["StringEquals", "123456789012", 123456789012, "yes"],
    ["StringEquals", "true", true, "yes"],
    ["StringEqualsIgnoreCase", "shop", "SHOP", "yes"],
    ["StringEqualsIgnoreCase", "SHOP", "shop", "yes"],
    ["StringEqualsIgnoreCase", "shop", "shops", "no"],
    ["StringEqualsIgnoreCase", "shop", "SH*", "no"],
    ["StringLike", "shop", "sh*", "yes"],
    ["StringLike", "shop", "sho?", "yes"],
    ["StringLike", "shop", "shop", "yes"],
    ["StringLike", "shop", "SH*", "no"],
    ["StringLike", "shop", ["a*", "?hop"], "yes"],
    ["StringLike", "arn:aws:iam::1:role/a", "*:role/a", "yes"],
    ["StringLike", "repo:octo/app:ref:refs/heads/main", "repo:octo/*:main", "no"],
    ["StringLike", "", "*", "yes"],
    ["StringLike", "", "?", "no"],
  ]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Numeric
describe("numeric operators", () => {
  table([
    ["NumericEquals", "10", "10", "yes"],
    ["NumericEquals", "10", 10, "yes"],
    ["NumericEquals", "10", "10.0", "yes"],
    ["NumericEquals", "10", "11", "no"],
    ["NumericEquals", "-1.5", "-1.50", "yes"],
    ["NumericEquals", "1.5", "-1.5", "no"],
    ["NumericLessThan", "9", "10", "yes"],
    ["NumericLessThan", "10", "10", "no"],
    ["NumericLessThan", "9.99", "10", "yes"],
    ["NumericLessThan", "-2", "-1", "yes"],
    ["NumericLessThanEquals", "10", "10", "yes"],
    ["NumericLessThanEquals", "11", "10", "no"],
    ["NumericGreaterThan", "11", "10", "yes"],
    ["NumericGreaterThan", "10", "10", "no"],
    ["NumericGreaterThan", "100", "99", "yes"],
    ["NumericGreaterThanEquals", "10", "10", "yes"],
    ["NumericGreaterThanEquals", "9", "10", "no"],
    ["NumericLessThan", "5", ["3", "7"], "yes"],
    ["NumericLessThan", "8", ["3", "7"], "no"],
    ["NumericEquals", "1234567890123456", "1234567890123456", "yes"],
    // What AWS does with something that is no number is not documented.
    ["NumericEquals", "ten", "10", "unknown"],
    ["NumericEquals", "10", "ten", "unknown"],
    ["NumericEquals", "x", "x", "unknown"],
    ["NumericEquals", "10", "1e1", "unknown"],
    ["NumericEquals", "10", "+10", "unknown"],
    ["NumericEquals", "10", "10.", "unknown"],
    ["NumericEquals", "0.5", ".5", "unknown"],
    ["NumericEquals", "10", " 10", "unknown"],
    ["NumericEquals", "10", "10 ", "unknown"],
    ["NumericEquals", "10", "", "unknown"],
    ["NumericEquals", "10", "1*", "unknown"],
    ["NumericEquals", "10", ["ten", "10"], "yes"],
    ["NumericEquals", "11", ["ten", "10"], "unknown"],
    // More digits than JavaScript tells apart.
    ["NumericEquals", "90071992547409921", "90071992547409920", "unknown"],
    ["NumericLessThan", "x", "10", "unknown"],
    ["NumericLessThanEquals", "x", "10", "unknown"],
    ["NumericGreaterThan", "x", "10", "unknown"],
    ["NumericGreaterThanEquals", "x", "10", "unknown"],
  ]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
// https://www.w3.org/TR/NOTE-datetime
describe("date operators", () => {
  const noon = "2026-03-01T12:00:00Z";
  table([
    ["DateEquals", noon, noon, "yes"],
    ["DateEquals", noon, "2026-03-01T13:00:00+01:00", "yes"],
    ["DateEquals", noon, "2026-03-01T07:00:00-05:00", "yes"],
    ["DateEquals", noon, "2026-03-01T12:00Z", "yes"],
    ["DateEquals", noon, "2026-03-01T12:00:00.000Z", "yes"],
    ["DateEquals", noon, "2026-03-01T12:00:00.5Z", "no"],
    ["DateEquals", noon, "1772366400", "yes"],
    ["DateEquals", "1772366400", noon, "yes"],
    ["DateEquals", noon, 1772366401, "no"],
    ["DateEquals", "2026-03-01T00:00:00Z", "2026-03-01", "yes"],
    ["DateEquals", "2024-02-29T00:00:00Z", "2024-02-29", "yes"],
    ["DateEquals", "2026-03-01T00:00:00Z", "2026-03", "yes"],
    ["DateEquals", noon, "2026-03", "no"],
    ["DateEquals", "1970-01-01T00:01:40Z", "100", "yes"],
    ["DateEquals", "1970-01-01T02:46:40Z", "10000", "yes"],
    ["DateEquals", "2001-09-09T01:46:40Z", "1000000000", "yes"],
    ["DateLessThan", noon, "2026-03-01T12:00:01Z", "yes"],
    ["DateLessThan", noon, noon, "no"],
    ["DateLessThan", "2025-12-31T23:59:59Z", "2026-01-01", "yes"],
    ["DateLessThanEquals", noon, noon, "yes"],
    ["DateLessThanEquals", noon, "2026-03-01T11:59:59Z", "no"],
    ["DateGreaterThan", noon, "2026-03-01T11:59:59Z", "yes"],
    ["DateGreaterThan", noon, noon, "no"],
    ["DateGreaterThan", noon, "2026-03-01T12:30:00+01:00", "yes"],
    ["DateGreaterThanEquals", noon, noon, "yes"],
    ["DateGreaterThanEquals", noon, "2026-03-01T12:00:01Z", "no"],
    // What AWS does with something that is no date is not documented.
    ["DateEquals", noon, "2026-02-30", "unknown"],
    ["DateEquals", noon, "2023-02-29", "unknown"],
    ["DateEquals", noon, "2026-02-30T00:00:00Z", "unknown"],
    ["DateEquals", noon, "2026-13-01", "unknown"],
    ["DateEquals", noon, "2026-03-01T25:00:00Z", "unknown"],
    ["DateEquals", noon, "2026-03-01T12:00:00", "unknown"],
    ["DateEquals", noon, "2026-03-01T12:00:00+0100", "unknown"],
    ["DateEquals", noon, "2026-03-01 12:00:00Z", "unknown"],
    ["DateEquals", noon, "2026-03-01T12Z", "unknown"],
    ["DateEquals", noon, "2026-3", "unknown"],
    ["DateEquals", noon, "2026-13", "unknown"],
    ["DateEquals", noon, "2026-03T12:00:00Z", "unknown"],
    ["DateEquals", noon, "2026", "unknown"],
    ["DateEquals", noon, "1 March 2026", "unknown"],
    ["DateEquals", noon, "-100", "unknown"],
    ["DateEquals", noon, "1234567890123", "unknown"],
    ["DateEquals", noon, `x${noon}`, "unknown"],
    ["DateEquals", noon, `${noon}x`, "unknown"],
    ["DateEquals", noon, "2026-03-*", "unknown"],
    ["DateEquals", "now", noon, "unknown"],
    ["DateEquals", "x100", "100", "unknown"],
    ["DateEquals", "100x", "100", "unknown"],
    ["DateLessThan", "now", noon, "unknown"],
    ["DateLessThanEquals", "now", noon, "unknown"],
    ["DateGreaterThan", "now", noon, "unknown"],
    ["DateGreaterThanEquals", "now", noon, "unknown"],
  ]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Boolean
describe("Bool", () => {
  table([
    ["Bool", "true", "true", "yes"],
    ["Bool", "true", true, "yes"],
    ["Bool", "false", "false", "yes"],
    ["Bool", "false", false, "yes"],
    ["Bool", "true", "false", "no"],
    ["Bool", "false", true, "no"],
    ["Bool", "false", ["true", "false"], "yes"],
    // What AWS does with other spellings is not documented.
    ["Bool", "true", "True", "unknown"],
    ["Bool", "TRUE", "true", "unknown"],
    ["Bool", "true", "1", "unknown"],
    ["Bool", "true", "", "unknown"],
    ["Bool", "yes", "yes", "unknown"],
    ["Bool", "true", ["True", "false"], "unknown"],
  ]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_BinaryEquals
describe("BinaryEquals", () => {
  table([
    ["BinaryEquals", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "yes"],
    ["BinaryEquals", "QUJD", "QUJE", "no"],
    ["BinaryEquals", "QUI=", "QUI=", "yes"],
    ["BinaryEquals", "QUI=", "QUJ=", "yes"],
    ["BinaryEquals", "QQ==", "QR==", "yes"],
    ["BinaryEquals", "QQ==", "QUI=", "no"],
    ["BinaryEquals", "+/9a", "+/9a", "yes"],
    ["BinaryEquals", "QUJD", "QUJ*", "unknown"],
    ["BinaryEquals", "QUJD", "QUJ", "unknown"],
    ["BinaryEquals", "QUJD", "QUJDQ===", "unknown"],
    ["BinaryEquals", "not base64", "not base64", "unknown"],
    ["BinaryEquals", "_-9a", "+/9a", "unknown"],
    ["BinaryEquals", "=QUJD", "QUJD", "unknown"],
    ["BinaryEquals", "QUI=QUJD", "QUJD", "unknown"],
  ]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
describe("IP address operators", () => {
  table([
    ["IpAddress", "203.0.113.77", "203.0.113.0/24", "yes"],
    ["IpAddress", "203.0.114.0", "203.0.113.0/24", "no"],
    ["IpAddress", "203.0.113.7", "203.0.113.7", "yes"],
    ["IpAddress", "203.0.113.8", "203.0.113.7", "no"],
    ["IpAddress", "203.0.113.8", "203.0.113.7/31", "no"],
    ["IpAddress", "203.0.113.6", "203.0.113.7/31", "yes"],
    ["IpAddress", "203.0.113.7", "203.0.113.7/32", "yes"],
    ["IpAddress", "198.51.100.1", "0.0.0.0/0", "yes"],
    ["IpAddress", "203.0.113.77", ["198.51.100.0/24", "203.0.113.0/24"], "yes"],
    ["IpAddress", "2001:db8:1234:5678:1::5", "2001:DB8:1234:5678::/64", "yes"],
    ["IpAddress", "2001:db8:1234:5679::5", "2001:DB8:1234:5678::/64", "no"],
    ["IpAddress", "2001:db8::1", "2001:0db8:0:0:0:0:0:1", "yes"],
    ["IpAddress", "2001:db8::2", "2001:db8::1", "no"],
    ["IpAddress", "2001:db8::1", "2001:db8::1/128", "yes"],
    ["IpAddress", "2001:db8::1", "::/0", "yes"],
    ["IpAddress", "2001:db8::1", "0.0.0.0/0", "no"],
    ["IpAddress", "203.0.113.7", "::/0", "no"],
    ["IpAddress", "203.0.113.7", ["2001:db8::/32", "203.0.113.0/24"], "yes"],
    // What AWS does with something that is no address is not documented.
    ["IpAddress", "203.0.113.7", "203.0.113.0/33", "unknown"],
    ["IpAddress", "2001:db8::1", "2001:db8::/129", "unknown"],
    ["IpAddress", "203.0.113.7", "203.0.113.0/", "unknown"],
    ["IpAddress", "203.0.113.7", "203.0.113.0/8/8", "unknown"],
    ["IpAddress", "203.0.113.7", "203.0.113.0/-1", "unknown"],
    ["IpAddress", "203.0.113.7", "203.0.113.0/x", "unknown"],
    ["IpAddress", "203.0.113.7", "203.0.113", "unknown"],
    ["IpAddress", "203.0.113.7", "203.0.113.*", "unknown"],
    ["IpAddress", "203.0.113.7", "203.0.113.007", "unknown"],
    ["IpAddress", "203.0.113.7", "x/203.0.113.7/32", "unknown"],
    ["IpAddress", "203.0.113.7", "", "unknown"],
    ["IpAddress", "203.0.113.7/32", "203.0.113.0/24", "unknown"],
    ["IpAddress", "AWS Internal", "203.0.113.0/24", "unknown"],
    ["IpAddress", "fe80::1%eth0", "fe80::/10", "unknown"],
    ["IpAddress", "fe80::1", "fe80::1%eth0/64", "unknown"],
  ]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
describe("ARN operators", () => {
  const role = "arn:aws:iam::111111111111:role/octopus/Launcher";
  for (const operator of ["ArnEquals", "ArnLike"]) {
    table([
      [operator, role, role, "yes"],
      [operator, role, "arn:aws:iam::*:role/octopus/*", "yes"],
      [operator, role, "arn:aws:iam::111111111111:role/octopus/Launche?", "yes"],
      [operator, role, role.toUpperCase(), "no"],
      [operator, role, "arn:aws:*:x:*:role/octopus/Launcher", "no"],
      [operator, role, ["arn:aws:iam::*:role/x", role], "yes"],
      [
        operator,
        "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
        "arn:aws:someservice:*:111122223333:finance/*",
        "no",
      ],
      // What AWS does with something that is no ARN is not documented.
      [operator, role, "*", "unknown"],
      [operator, role, "arn:aws:iam::*", "unknown"],
      [operator, role, "Launcher", "unknown"],
      [operator, "Launcher", "Launcher", "unknown"],
      [operator, "anonymous", role, "unknown"],
    ]);
  }
});
