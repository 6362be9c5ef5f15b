import assert from "node:assert/strict";
import fc from "fast-check";

import {
  boolean,
  exactly,
  includes,
  isBoolean,
  like,
  likeArn,
  mayBe,
  mayMeet,
  patterns,
  type Pattern,
} from "../../../../trust/bound/pattern";
import { arnParts } from "../../../../trust/documents/arn";

const caseless = (text: string): Pattern => patterns.StringIgnoreCase?.(text) as Pattern;
const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;

describe("the patterns of a condition", () => {
  // ArnLike compares each of six parts; StringLike the whole.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
  const values: [string, Pattern, string, boolean][] = [
    ["a text", exactly("a*"), "a*", true],
    ["a text, not as a pattern", exactly("a*"), "ab", false],
    ["a text, in its case", exactly("a"), "A", false],
    ["a text in any case", caseless("aB"), "Ab", true],
    ["a text in any case, not as a pattern", caseless("a*"), "ab", false],
    ["wildcards", like("a*"), "a:b", true],
    ["wildcards, in their case", like("a*"), "Ab", false],
    ["an ARN", likeArn("arn:aws:iam::*:role/x"), role("1", "x"), true],
    ["an ARN, part by part", likeArn("arn:aws:*:role/x"), role("1", "x"), false],
    [
      "what is no ARN, of which AWS does not say what it is compared with one",
      likeArn(role("*", "x")),
      "x",
      true,
    ],
    ["a Boolean", boolean(true), "true", true],
    ["another Boolean", boolean(true), "false", false],
    ["what is no Boolean, as AWS does not say what that is", boolean(true), "TRUE", true],
  ];
  for (const [title, pattern, value, expected] of values) {
    it(`${expected ? "may" : "may not"} be ${title}`, () => {
      assert.equal(mayBe(pattern, value), expected);
    });
  }

  const pairs: [one: Pattern, other: Pattern, meet: boolean, included: boolean][] = [
    [exactly("a"), exactly("a"), true, true],
    [exactly("a"), exactly("A"), false, false],
    [caseless("a"), exactly("A"), true, true],
    [exactly("a"), caseless("A"), true, false],
    [caseless("a"), caseless("A"), true, true],
    [caseless("a"), like("A"), true, true],
    [caseless("a"), like("A*"), true, false],
    [caseless("ab"), like("B*"), false, false],
    [like("a*"), caseless("AB"), true, false],
    [like("*"), likeArn(role("1", "*")), true, true],
    [like("*"), like("a*"), true, true],
    [like("a*"), like("*"), true, false],
    [like("a*"), like("b*"), false, false],
    [like(`${role("1", "")}*`), likeArn(role("1", "a*")), true, true],
    [like(`${role("1", "")}*`), likeArn(role("2", "a*")), false, false],
    [like(`${role("1", "")}*`), likeArn("arn:*:*::2:*"), false, false],
    [like(`${role("1", "")}*`), likeArn("arn:*:*::1:*"), true, false],
    [likeArn("arn:*:*::1:*"), like(role("1", "*")), true, true],
    [likeArn("arn:*:*::1:*"), like("arn:aws:iam:*:role/x"), true, false],
    [likeArn("arn:*:*::1:*"), exactly(role("1", "x")), true, true],
    [likeArn("arn:*:*::1:*"), exactly(role("2", "x")), false, false],
    [likeArn("arn:*:*::1:*"), exactly("x"), true, false],
    [likeArn("arn:*:*::1:*"), caseless(role("1", "x")), true, false],
    [likeArn("arn:*:*::1:*"), caseless("x"), false, false],
    [likeArn("arn:*:*::1:*"), caseless(role("2", "x")), false, false],
    [likeArn("arn:*:*::1:role/X"), caseless(role("1", "x")), true, false],
    [likeArn("arn:*:*::1:*"), likeArn(role("*", "x")), true, false],
    [likeArn(role("*", "x")), likeArn(role("1", "?")), true, false],
    [likeArn(role("*", "?")), likeArn(role("1", "x")), true, true],
    [likeArn("arn:aws:iam::*:*:x"), likeArn("arn:aws:iam::1:role/y"), false, false],
    [boolean(true), boolean(true), true, false],
    [boolean(true), boolean(false), false, false],
    [boolean(true), exactly("true"), true, true],
    [boolean(true), exactly("false"), false, false],
    [boolean(true), exactly("x"), true, false],
    [boolean(true), like("fals*"), false, false],
    [boolean(true), caseless("false"), false, false],
    [caseless("TRUE"), boolean(true), true, false],
    [like("*"), boolean(true), true, false],
  ];
  for (const [one, other, meet, included] of pairs) {
    const names = [one, other].map(({ as, text }) => `${as} ${text}`);
    it(`${names.join(" and ")} ${meet ? "may" : "do not"} meet`, () => {
      assert.equal(mayMeet(one, other), meet);
      assert.equal(mayMeet(other, one), meet);
    });
    it(`${names[0]} ${included ? "surely includes" : "does not surely include"} ${names[1]}`, () => {
      assert.equal(includes(one, other), included);
    });
  }

  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom("a", "A", "b", ":", "*"), maxLength: 5 }),
    fc
      .array(fc.constantFrom("a", "A", "b", "*", "a*", ""), { minLength: 6, maxLength: 7 })
      .map((all) => all.join(":")),
    fc.constantFrom("true", "false", "True"),
  );
  const pattern = fc.oneof(
    text.map(exactly),
    text.map(like),
    text.map(caseless),
    text.map((one) => patterns.Arn?.(one) ?? like(one)),
    fc.boolean().map(boolean),
  );

  it("meet wherever a value may be both", () => {
    fc.assert(
      fc.property(pattern, pattern, text, (one, other, value) => {
        const isForm = ({ as }: Pattern): boolean =>
          as === "arn" ? arnParts(value) !== undefined : as !== "boolean" || isBoolean(value);
        if ([one, other].every((pattern) => isForm(pattern) && mayBe(pattern, value)))
          assert(mayMeet(one, other));
      }),
      { numRuns: 5000 },
    );
  });

  it("include only what they surely may be", () => {
    fc.assert(
      fc.property(pattern, pattern, text, (whole, part, value) => {
        // What is no ARN or no Boolean is no value that either has for certain.
        if (includes(whole, part) && part.as !== "arn" && mayBe(part, value)) assert(mayBe(whole, value));
      }),
      { numRuns: 5000 },
    );
  });
});
