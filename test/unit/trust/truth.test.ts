import assert from "node:assert/strict";

import { all, any, not, some, truth, type Truth } from "../../../trust/truth";

const values: readonly Truth[] = ["yes", "no", "unknown"];

describe("an answer that may not be known", () => {
  it("is yes or no of what is known", () => {
    assert.equal(truth(true), "yes");
    assert.equal(truth(false), "no");
  });

  it("stays unknown when it is turned round", () => {
    assert.deepEqual(values.map(not), ["no", "yes", "unknown"]);
  });

  const cases: readonly (readonly [values: readonly Truth[], all: Truth, any: Truth])[] = [
    [[], "yes", "no"],
    [["yes"], "yes", "yes"],
    [["no"], "no", "no"],
    [["unknown"], "unknown", "unknown"],
    [["yes", "no"], "no", "yes"],
    [["yes", "unknown"], "unknown", "yes"],
    [["unknown", "yes"], "unknown", "yes"],
    [["no", "unknown"], "no", "unknown"],
    [["unknown", "no"], "no", "unknown"],
    [["yes", "unknown", "no"], "no", "yes"],
  ];
  for (const [values, every, one] of cases) {
    it(`of [${values.join(", ")}] is ${every} for all and ${one} for any`, () => {
      assert.equal(all(values), every);
      assert.equal(any(values), one);
      assert.equal(
        some(values, (value) => value),
        one,
      );
    });
  }

  it("is not looked for after a yes", () => {
    const asked: Truth[] = [];
    assert.equal(
      some(["unknown", "yes", "no"], (value: Truth) => {
        asked.push(value);
        return value;
      }),
      "yes",
    );
    assert.deepEqual(asked, ["unknown", "yes"]);
  });
});
