import assert from "node:assert/strict";

import fc from "fast-check";

import {
  covers,
  coversWithin,
  glob,
  hasWildcard,
  literal,
  literalsOf,
  matches,
  overlaps,
  witness,
  type Glob,
} from "../../../../trust/documents/glob";

describe("a pattern", () => {
  const cases: readonly (readonly [
    pattern: string,
    matching: readonly string[],
    other: readonly string[],
  ])[] = [
    ["", [""], ["a"]],
    ["abc", ["abc"], ["", "ab", "abcd", "Abc", "xabc"]],
    ["*", ["", "a", "arn:aws:iam::1:role/a", "*", "a\nb"], []],
    ["?", ["a", "?", ":"], ["", "ab"]],
    ["a*", ["a", "ab", "a/b:c"], ["", "ba"]],
    ["*a", ["a", "ba", "aa"], ["ab", ""]],
    ["a*b", ["ab", "axb", "abab"], ["a", "abx", "ba"]],
    ["a?b", ["axb"], ["ab", "axxb"]],
    ["a**b", ["ab", "axb"], ["a"]],
    ["?*", ["a", "ab"], [""]],
    ["*?", ["a", "ab"], [""]],
    ["*ab*cd*", ["abcd", "xabyabzcdw", "ab/cd"], ["cdab", "abc"]],
    ["*aab", ["aab", "aaab", "aabaab"], ["aaba"]],
    ["*.a?c", [".abc", "x.abc.axc"], ["abc", "x.ac"]],
    ["sts:assume*", ["sts:assumerole", "sts:assumerolewithsaml"], ["sts:tagsession"]],
  ];
  for (const [pattern, matching, other] of cases) {
    for (const text of matching)
      it(`"${pattern}" matches ${JSON.stringify(text)}`, () => assert(matches(glob(pattern), text)));
    for (const text of other)
      it(`"${pattern}" does not match ${JSON.stringify(text)}`, () => assert(!matches(glob(pattern), text)));
  }

  it("that is literal matches nothing but itself", () => {
    assert(matches(literal("a*?"), "a*?"));
    assert(!matches(literal("a*?"), "abc"));
    assert(matches((glob("*") + literal("*")) as Glob, "ab*"));
    assert(!matches((glob("*") + literal("*")) as Glob, "abc"));
  });

  it("has wildcards only where it is not literal", () => {
    assert(hasWildcard(glob("a*")));
    assert(hasWildcard(glob("?a")));
    assert(!hasWildcard(glob("a")));
    assert(!hasWildcard(literal("*?")));
  });
});

describe("a pattern in words", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "*", "?", ":"), maxLength: 8 });

  it("has a text that it matches", () => {
    assert.equal(witness(glob("role/*/a?")), "role/x/ax");
    fc.assert(fc.property(text, (text) => assert(matches(glob(text), witness(glob(text))))));
  });

  it("has the texts between its wildcards, which stand in whatever it matches", () => {
    assert.deepEqual(literalsOf(glob("role/*/a?b")), ["role/", "/a", "b"]);
    assert.deepEqual(literalsOf(glob("role/a")), ["role/a"]);
    assert.deepEqual(literalsOf(glob("*")), ["", ""]);
  });
});

describe("a pattern covers another", () => {
  const cases: readonly (readonly [pattern: string, other: string, covers: boolean])[] = [
    ["*", "*", true],
    ["*", "a?b*", true],
    ["a*", "ab*", true],
    ["ab*", "a*", false],
    ["a*", "a*b*c", true],
    ["?", "?", true],
    ["?", "a", true],
    ["a", "?", false],
    ["?", "*", false],
    ["??", "?a", true],
    ["?*", "??", true],
    ["?*", "*", false],
    ["*a", "*a", true],
    ["*a", "*ba", true],
    ["*ba", "*a", false],
    ["a*b", "a*", false],
    ["*a*", "*b*a*", true],
    ["", "", true],
    ["", "*", false],
    ["*", "", true],
  ];
  for (const [pattern, other, expected] of cases) {
    it(`"${pattern}" ${expected ? "covers" : "does not cover"} "${other}"`, () =>
      assert.equal(covers(glob(pattern), glob(other)), expected));
  }

  it("within the parts that are asked about", () => {
    const [pattern, other] = [glob("xx:a*:yy"), glob("z:abc:z")];
    assert(coversWithin(pattern, 3, 5, other, 2, 5));
    assert(!coversWithin(pattern, 3, 4, other, 2, 5));
    assert(coversWithin(pattern, 3, 4, other, 2, 3));
    assert(!coversWithin(pattern, 3, 5, other, 1, 5));
    assert(coversWithin(glob("*a*"), 0, 2, glob("aba"), 0, 3));
    assert(coversWithin(pattern, 0, 0, other, 0, 0));
    assert(!coversWithin(pattern, 0, 1, other, 0, 0));
  });
});

describe("two patterns overlap", () => {
  const cases: readonly (readonly [one: string, other: string, overlap: boolean])[] = [
    ["a", "a", true],
    ["a", "b", false],
    ["a", "?", true],
    ["a", "??", false],
    ["a*", "*b", true],
    ["a*", "b*", false],
    ["*a", "*b", false],
    ["a?c*", "*?d", true],
    ["a*b*", "?a*", true],
    ["a*b", "a?", true],
    ["a*bc", "a?c", true],
    ["a*bc", "a?d", false],
    ["*", "", true],
    ["?", "", false],
    ["**", "?", true],
    ["?*?", "?", false],
    ["?*?", "*a", true],
    ["role/octopus/*", "role/*/Launcher", true],
    ["role/octopus/*", "role/admin/*", false],
  ];
  for (const [one, other, expected] of cases) {
    it(`"${one}" and "${other}": ${expected ? "yes" : "no"}`, () => {
      assert.equal(overlaps(glob(one), glob(other)), expected);
      assert.equal(overlaps(glob(other), glob(one)), expected);
    });
  }
});

describe("patterns in general", () => {
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 6 });
  const text = fc.string({ unit: fc.constantFrom("a", "b", ":"), maxLength: 8 });
  const texts = [""];
  for (let at = 0; at < texts.length; at++) {
    const start = texts[at] ?? "";
    if (start.length < 6) texts.push(`${start}a`, `${start}b`);
  }

  it("match what a regular expression of the same meaning matches", () => {
    fc.assert(
      fc.property(pattern, text, (pattern, text) => {
        const same = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
        assert.equal(matches(glob(pattern), text), same.test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("that cover another match all that it matches", () => {
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        if (!covers(glob(one), glob(other))) return;
        for (const text of texts)
          assert(!matches(glob(other), text) || matches(glob(one), text), `${one} ${other} ${text}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it("overlap if and only if some text matches both", () => {
    // Both need at most as many characters as they have themselves.
    const short = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 3 });
    fc.assert(
      fc.property(short, short, (one, other) => {
        const both = texts.some((text) => matches(glob(one), text) && matches(glob(other), text));
        assert.equal(overlaps(glob(one), glob(other)), both);
        assert.equal(overlaps(glob(other), glob(one)), both);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a hostile pattern", () => {
  /** A text that counts how often one of its characters is looked at. */
  function counting(text: string): { readonly text: string; readonly count: () => number } {
    let looks = 0;
    const counted = {
      length: text.length,
      charCodeAt: (at: number) => {
        looks++;
        return text.charCodeAt(at);
      },
    };
    return { text: counted as unknown as string, count: () => looks };
  }

  for (const [words, pattern] of [
    ["of many wildcards", "*a".repeat(500) + "b"],
    ["of a long part after a wildcard", "*" + "a".repeat(1_000) + "b"],
    ["of many single wildcards", "*" + "?".repeat(1_000) + "b"],
  ] as const) {
    it(`${words} ends after pattern × text steps`, () => {
      const { text, count } = counting("a".repeat(2_000));
      assert.equal(matches(glob(pattern), text), false);
      assert(count() <= pattern.length * 2_000, `${count()} steps`);
    });
  }
});
