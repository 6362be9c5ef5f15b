import assert from "node:assert/strict";

import { fillIn, hasVariable } from "../../../../trust/conditions/variables";
import { glob, literal, type Glob } from "../../../../trust/documents/glob";
import { unknown, type Truth, type Unknown } from "../../../../trust/truth";
import { holds, lookupOf, type Context } from "./holds";

const context: Context = {
  "aws:username": "Ann",
  "aws:principaltag/team": "shop",
  "aws:principaltag/empty": "",
  "aws:useragent": "a*b?",
  "aws:sourceidentity": unknown,
  "aws:tagkeys": ["a", "b"],
  "aws:calledvia": [],
  "sts:transitivetagkeys": ["team"],
  "a:reserved": "x\ufdd0",
  "aws:principaltag/k_.:/=+-@": "odd",
};

const joined = (...parts: string[]): Glob => parts.join("") as Glob;

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
describe("policy variables", () => {
  const cases: readonly (readonly [
    text: string,
    plain: Glob | undefined | Unknown,
    pattern?: Glob | Unknown,
  ])[] = [
    ["home", literal("home")],
    ["home/*", literal("home/*"), glob("home/*")],
    ["${aws:username}", literal("Ann")],
    ["${AWS:UserName}", literal("Ann")],
    ["a/${aws:username}/${aws:PrincipalTag/team}/b", literal("a/Ann/shop/b")],
    ["*${aws:username}?", literal("*Ann?"), joined(glob("*"), "Ann", glob("?"))],
    ["${aws:PrincipalTag/k_.:/=+-@}", literal("odd")],
    // Characters that are no wildcards or variables.
    ["a${*}b", literal("a*b")],
    ["${?}${*}*", literal("?**"), joined("?*", glob("*"))],
    ["${$}{aws:username}", literal("${aws:username}")],
    ["$aws:username", literal("$aws:username")],
    ["$${aws:username}", literal("$Ann")],
    ["{aws:username}", literal("{aws:username}")],
    ["a}b", literal("a}b")],
    // Defaults.
    ["${aws:username, 'nobody'}", literal("Ann")],
    ["${aws:none, 'nobody'}", literal("nobody")],
    ["${aws:none, 'two words'}/x", literal("two words/x")],
    ["${aws:none, ''}x", literal("x")],
    ["${aws:sourceidentity, 'nobody'}", unknown],
    // Without a value.
    ["${aws:none}", undefined],
    ["a/${aws:username}/${aws:none}", undefined],
    // Not known, with several values or an empty one.
    ["${aws:sourceidentity}", unknown],
    ["${aws:none}${aws:sourceidentity}", undefined],
    ["${aws:TagKeys}", unknown],
    ["${aws:CalledVia}", unknown],
    // AWS takes keys of one value alone, however many they have.
    ["${sts:TransitiveTagKeys}", unknown],
    ["${aws:PrincipalOrgPaths, 'none'}", unknown],
    ["${aws:PrincipalTag/empty}", unknown],
    ["${aws:PrincipalTag/empty, 'x'}", unknown],
    // A value that would be a pattern.
    ["${aws:UserAgent}", literal("a*b?"), unknown],
    ["${a:reserved}", unknown],
    // Malformed.
    ["${}", unknown],
    ["${ }", unknown],
    ["${aws:username", unknown],
    ["a${", unknown],
    ["${ aws:username}", unknown],
    ["${aws:username }", unknown],
    ["${aws:user name}", unknown],
    ["${username}", unknown],
    ["${:username}", unknown],
    ["${aws:}", unknown],
    ["${aws:username,'x'}", unknown],
    ["${aws:username, x}", unknown],
    ["${aws:username, 'x}", unknown],
    ["${aws:username, x'}", unknown],
    ["${aws:username, 'x' }", unknown],
    ["${aws:username,  'x'}", unknown],
    ["${aws:none, 'a*'}", unknown],
    ["${aws:none, '?'}", unknown],
    ["${aws:none, 'a'b'}", unknown],
    ["${aws:none, '${aws:username}'}", unknown],
    ["${aws:${aws:username}}", unknown],
    ["${**}", unknown],
    ["${*x}", unknown],
    ["${aws:user*}", unknown],
    ["${$$}", unknown],
    ["${aws:username} ${", unknown],
  ];
  const shown = (filled: string | undefined | Unknown): string =>
    filled === unknown ? "unknown" : filled === undefined ? "nothing" : JSON.stringify(filled);
  for (const [text, plain, pattern = plain] of cases) {
    it(`${text} is ${shown(plain)}`, () => {
      assert.equal(fillIn(text, "2012-10-17", lookupOf(context), false), plain);
      assert.equal(fillIn(text, "2012-10-17", lookupOf(context), true), pattern);
    });
  }

  it("are plain text in the older version", () => {
    for (const text of ["${aws:username}", "${}", "${*}", "${aws:username"]) {
      assert(!hasVariable(text, "2008-10-17"));
      assert.equal(fillIn(text, "2008-10-17", lookupOf(context), false), text);
    }
    assert.equal(fillIn("${*}", "2008-10-17", lookupOf(context), true), glob("${*}"));
  });

  it("are not known where the version is not", () => {
    assert(hasVariable("${aws:username}", unknown));
    assert.equal(fillIn("${aws:username}", unknown, lookupOf(context), false), unknown);
    assert.equal(fillIn("plain*", unknown, lookupOf(context), true), glob("plain*"));
  });

  it("are told from other texts", () => {
    assert(hasVariable("a${aws:username}", "2012-10-17"));
    assert(hasVariable("${", "2012-10-17"));
    assert(!hasVariable("$aws:username{}", "2012-10-17"));
  });
});

describe("a condition with a policy variable", () => {
  const cases: readonly (readonly [condition: object, expected: Truth, version?: string | typeof unknown])[] =
    [
      [{ StringEquals: { "a:b": "${aws:username}" } }, "yes"],
      [{ StringNotEquals: { "a:b": "${aws:username}" } }, "no"],
      [{ StringEqualsIgnoreCase: { "a:b": "x${aws:PrincipalTag/team}" } }, "no"],
      [{ StringLike: { "a:b": "${aws:username}*" } }, "yes"],
      [{ StringLike: { "a:b": "A${*}" } }, "no"],
      [{ StringEquals: { "a:literal": "${aws:username}" } }, "no"],
      [{ StringEquals: { "a:literal": "${aws:username}" } }, "yes", "2008-10-17"],
      [{ StringEquals: { "a:b": "${aws:username}" } }, "no", "2008-10-17"],
      [{ StringEquals: { "a:b": "${aws:username}" } }, "unknown", unknown],
      [{ StringEquals: { "a:b": "Ann" } }, "yes", unknown],
      [{ ArnLike: { "a:arn": "arn:aws:iam::1:user/${aws:username}" } }, "yes"],
      [{ ArnEquals: { "a:arn": "arn:aws:iam::1:user/${aws:PrincipalTag/team}" } }, "no"],
      // AWS takes no variables there.
      [{ NumericEquals: { "a:number": "${aws:none, '1'}" } }, "unknown"],
      [{ DateEquals: { "a:number": "${aws:none, '1'}" } }, "unknown"],
      [{ Bool: { "a:bool": "${aws:none, 'true'}" } }, "unknown"],
      [{ BinaryEquals: { "a:binary": "${aws:none, 'QUJD'}" } }, "unknown"],
      [{ IpAddress: { "a:ip": "${aws:none, '10.0.0.1'}" } }, "unknown"],
      [{ Bool: { "a:bool": ["${aws:none}", "true"] } }, "yes"],
      // Without a value nothing is equal or alike; AWS says too that the statement may then be invalid.
      [{ StringEquals: { "a:b": "${aws:none}" } }, "no"],
      [{ StringLike: { "a:b": "*${aws:none}" } }, "no"],
      [{ ArnLike: { "a:arn": "arn:aws:iam::1:user/${aws:none}" } }, "no"],
      [{ StringEquals: { "a:b": ["${aws:none}", "Bob"] } }, "no"],
      [{ StringEquals: { "a:b": ["${aws:none}", "Ann"] } }, "unknown"],
      [{ StringNotEquals: { "a:b": "${aws:none}" } }, "unknown"],
      [{ StringNotEquals: { "a:b": ["${aws:none}", "Ann"] } }, "no"],
      [{ StringNotEqualsIfExists: { "a:b": "${aws:none}" } }, "unknown"],
      [{ StringNotEquals: { "a:absent": "${aws:none}" } }, "unknown"],
      [{ StringEquals: { "a:absent": "${aws:none}" } }, "no"],
      [{ StringEqualsIfExists: { "a:absent": "${aws:none}" } }, "yes"],
      [{ StringNotEqualsIfExists: { "a:absent": "${aws:none}" } }, "yes"],
      [{ "ForAllValues:StringEquals": { "a:absent": "${aws:none}" } }, "unknown"],
      [{ "ForAnyValue:StringEquals": { "aws:TagKeys": "${aws:none}" } }, "no"],
      [{ StringEquals: { "a:absent": "${aws:username}" } }, "no"],
      [{ StringNotEquals: { "a:absent": "${aws:sourceidentity}" } }, "yes"],
    ];
  const more: Context = {
    ...context,
    "a:b": "Ann",
    "a:literal": "${aws:username}",
    "a:arn": "arn:aws:iam::1:user/Ann",
    "a:number": "1",
    "a:bool": "true",
    "a:binary": "QUJD",
    "a:ip": "10.0.0.1",
  };
  for (const [condition, expected, version = "2012-10-17"] of cases) {
    it(`${JSON.stringify(condition)} in ${String(version)}: ${expected}`, () =>
      assert.equal(holds(condition, more, version), expected));
  }
});
