import assert from "node:assert/strict";

import { anything, boolean, exactly, like, likeArn, type Pattern } from "../../../../trust/bound/pattern";
import type { Requirement, Way } from "../../../../trust/bound/way";
import type { Tags } from "../../../../trust/reach/graph";
import { carries, mostCombinations, tagsNeeded, together, witnesses } from "../../../../trust/reach/tags";
import { unknown, type Truth, type Unknown } from "../../../../trust/truth";

const tag = (key: string, ...values: Pattern[]): Requirement => ({
  key: `aws:principaltag/${key}`,
  values,
  words: key,
});
const way = (...requires: Requirement[]): Way => ({
  action: "sts:AssumeRole",
  principal: { kind: "everybody" },
  requires,
  place: "Statement[0]",
  notCounted: [],
});
/** Sets of tags as they are written. */
const texts = (sets: readonly Tags[] | undefined): unknown =>
  sets?.map((set) => Object.fromEntries([...set].map(([key, { text }]) => [key, text])));
const shop = exactly("shop");
const dev = exactly("dev");

describe("the tags that a session needs", () => {
  const cases: readonly (readonly [string, Way, Readonly<Record<string, string>> | Unknown, unknown])[] = [
    ["are none where no way asks for any", way(), {}, [{}]],
    ["are none for other keys", way({ ...tag("team", shop), key: "aws:requesttag/team" }), {}, [{}]],
    ["are those that a way asks for", way(tag("team", shop)), {}, [{ team: "shop" }]],
    ["are one of several values", way(tag("team", shop, dev)), {}, [{ team: "shop" }, { team: "dev" }]],
    [
      "are all of several keys",
      way(tag("team", shop), tag("stage", dev)),
      {},
      [{ team: "shop", stage: "dev" }],
    ],
    [
      "are combined",
      way(tag("team", shop, dev), tag("stage", dev, like("p*"))),
      {},
      [
        { team: "shop", stage: "dev" },
        { team: "shop", stage: "p*" },
        { team: "dev", stage: "dev" },
        { team: "dev", stage: "p*" },
      ],
    ],
    ["are none that the role has", way(tag("team", shop)), { team: "shop" }, [{}]],
    ["are none that the role has by a pattern", way(tag("team", dev, like("s*"))), { team: "shop" }, [{}]],
    ["override what the role has otherwise", way(tag("team", shop)), { team: "dev" }, [{ team: "shop" }]],
    [
      "are those that the role lacks",
      way(tag("team", shop), tag("stage", dev)),
      { team: "shop" },
      [{ stage: "dev" }],
    ],
    ["are all where those of the role are not known", way(tag("team", shop)), unknown, [{ team: "shop" }]],
    ["are impossible where two ask for different ones", way(tag("team", shop), tag("team", dev)), {}, []],
    [
      "are the narrower of two patterns",
      way(tag("team", like("s*")), tag("team", shop)),
      {},
      [{ team: "shop" }],
    ],
  ];
  for (const [title, one, tags, is] of cases) {
    it(title, () => {
      const own = tags === unknown ? unknown : new Map(Object.entries(tags));
      assert.deepEqual(texts(tagsNeeded(one, { tags: own })), is);
    });
  }

  it("are not told apart where they are too many", () => {
    const values = (count: number): Pattern[] => Array.from({ length: count }, (_, i) => exactly(`v${i}`));
    const none = { tags: new Map<string, string>() };
    assert.equal(tagsNeeded(way(tag("team", ...values(mostCombinations))), none)?.length, mostCombinations);
    assert.equal(tagsNeeded(way(tag("team", ...values(mostCombinations + 1))), none), undefined);
    assert.equal(tagsNeeded(way(tag("a", ...values(8)), tag("b", ...values(9))), none), undefined);
    assert.equal(tagsNeeded(way(tag("a", ...values(8)), tag("b", ...values(8))), none)?.length, 64);
  });
});

describe("tags of both sets", () => {
  const set = (...tags: readonly (readonly [string, Pattern])[]): Tags => new Map(tags);
  const cases: readonly (readonly [string, Tags, Tags, unknown])[] = [
    ["are all of them", set(["a", shop]), set(["b", dev]), [{ a: "shop", b: "dev" }]],
    ["are those of one where the other has none", set(["a", shop]), set(), [{ a: "shop" }]],
    ["are those of the other where one has none", set(), set(["a", shop]), [{ a: "shop" }]],
    ["are none where they contradict each other", set(["a", shop]), set(["a", dev]), undefined],
    ["are the narrower one of the first", set(["a", shop]), set(["a", like("s*")]), [{ a: "shop" }]],
    ["are the narrower one of the second", set(["a", like("s*")]), set(["a", shop]), [{ a: "shop" }]],
    ["are the second where they only overlap", set(["a", like("s*")]), set(["a", like("*p")]), [{ a: "*p" }]],
    [
      "are none where one of several contradicts",
      set(["a", shop], ["b", shop]),
      set(["a", shop], ["b", dev]),
      undefined,
    ],
  ];
  for (const [title, one, other, is] of cases) {
    it(title, () => {
      const both = together(one, other);
      assert.deepEqual(both && texts([both]), is);
    });
  }
  it("leave the two sets as they are", () => {
    const one = set(["a", like("s*")]);
    together(one, set(["a", shop], ["b", dev]));
    assert.deepEqual(texts([one]), [{ a: "s*" }]);
  });
});

describe("a session", () => {
  const cases: readonly (readonly [string, Record<string, string>, Record<string, Pattern>, Truth])[] = [
    ["carries all where none is wanted", {}, {}, "yes"],
    ["carries what is wanted beside others", { a: "shop", b: "x" }, { a: shop }, "yes"],
    ["does not carry what it does not have", { b: "shop" }, { a: shop }, "no"],
    ["does not carry another value", { a: "dev" }, { a: shop }, "no"],
    ["carries what a pattern stands for", { a: "shop-1" }, { a: like("shop-*") }, "yes"],
    ["carries anything", { a: "x" }, { a: anything }, "yes"],
    ["carries a value in other letters", { a: "SHOP" }, { a: { ...shop, as: "caseless" } }, "yes"],
    ["does not carry other letters where case counts", { a: "SHOP" }, { a: shop }, "no"],
    ["possibly carries an ARN that is none", { a: "x" }, { a: likeArn("arn:aws:iam::*:role/x") }, "unknown"],
    ["possibly carries a Boolean that is none", { a: "True" }, { a: boolean(true) }, "unknown"],
    ["carries a Boolean", { a: "true" }, { a: boolean(true) }, "yes"],
    ["possibly carries two", { a: "x", b: "b" }, { a: likeArn("arn:*"), b: exactly("b") }, "unknown"],
    ["does not carry the second", { a: "x", b: "c" }, { a: likeArn("arn:*"), b: exactly("b") }, "no"],
  ];
  for (const [title, carried, wanted, is] of cases) {
    it(title, () => assert.equal(carries(carried, new Map(Object.entries(wanted))), is));
  }
  it("is given a value for each tag", () => {
    const tags = new Map([
      ["a", shop],
      ["b", like("p?-*")],
    ]);
    assert.deepEqual(witnesses(tags), { a: "shop", b: "px-x" });
  });
});
