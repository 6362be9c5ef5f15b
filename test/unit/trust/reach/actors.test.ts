import assert from "node:assert/strict";

import { almighty, judged, judgedBy, rootUser, type Power } from "../../../../trust/reach/actors";
import type { Truth } from "../../../../trust/truth";
import { identity, ids, roleArn } from "../decide/model";

const self = roleArn("dev", "Self");

describe("a judgement", () => {
  /** What somebody can do itself, and for each of its powers how certain that is and what it can do. */
  type Row = readonly [Truth, readonly (readonly [Truth, Truth])[], Truth, string];
  const rows: readonly Row[] = [
    ["yes", [], "yes", ""],
    ["no", [], "no", ""],
    ["yes", [["yes", "yes"]], "yes", ""],
    ["no", [["yes", "yes"]], "yes", ", as 0"],
    ["no", [["unknown", "yes"]], "unknown", ", as 0"],
    ["no", [["yes", "unknown"]], "unknown", ", as 0"],
    ["no", [["yes", "no"]], "no", ""],
    ["unknown", [["yes", "yes"]], "yes", ", as 0"],
    ["unknown", [["unknown", "yes"]], "unknown", ""],
    ["unknown", [["yes", "unknown"]], "unknown", ""],
    ["unknown", [["yes", "no"]], "unknown", ""],
    [
      "no",
      [
        ["unknown", "yes"],
        ["yes", "yes"],
      ],
      "yes",
      ", as 1",
    ],
    [
      "no",
      [
        ["yes", "no"],
        ["unknown", "unknown"],
        ["unknown", "yes"],
      ],
      "unknown",
      ", as 1",
    ],
    [
      "no",
      [
        ["yes", "yes"],
        ["yes", "yes"],
      ],
      "yes",
      ", as 0",
    ],
  ];
  const powersOf = (powers: Row[1]): readonly Power[] =>
    powers.map(([certainty], index) => ({
      identity: identity(roleArn("dev", String(index))),
      certainty,
      words: `as ${index}`,
    }));
  for (const [own, powers, truth, by] of rows) {
    const title = powers.map((power) => power.join("/")).join(", ") || "nothing";
    it(`is ${truth} by itself ${own} and by ${title} else`, () => {
      const answers = new Map(powers.map(([, answer], index) => [roleArn("dev", String(index)), answer]));
      const judge = ({ arn }: { readonly arn: string }): Truth => answers.get(arn) ?? own;
      const actor = { ...identity(self), powers: powersOf(powers) };
      assert.deepEqual(judged(actor, judge), { truth, by });
      if (own === "no") assert.deepEqual(judgedBy(actor.powers, judge), { truth, by });
    });
  }
  it("asks no more of powers than it takes", () => {
    const asked: string[] = [];
    const powers = powersOf([
      ["unknown", "yes"],
      ["unknown", "yes"],
      ["yes", "yes"],
      ["yes", "yes"],
    ]);
    judged({ ...identity(self), powers }, ({ name }) => {
      asked.push(name);
      return name === "Self" ? "no" : "yes";
    });
    assert.deepEqual(asked, ["Self", "0", "2"]);
  });
});

describe("somebody almighty", () => {
  it("is called by the last part of its ARN and has no tags", () => {
    const { document, name } = almighty(roleArn("dev", "app/New"), ids.dev).policies[0] ?? {};
    assert.equal(name, "its own power");
    assert.ok(Array.isArray(document?.statements) && document.statements.length === 1);
    assert.equal(almighty(roleArn("dev", "app/New"), ids.dev).name, "New");
    assert.deepEqual(almighty(self, ids.dev).tags, new Map());
    const root = rootUser(ids.dev);
    assert.deepEqual([root.arn, root.account], [`arn:aws:iam::${ids.dev}:root`, ids.dev]);
  });
});
