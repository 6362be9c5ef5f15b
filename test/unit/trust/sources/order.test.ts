import { grouped } from "../../../../trust/grouped";
import assert from "node:assert/strict";

import { sortedBy } from "../../../../trust/sources/order";

describe("sorting what the data has in any order", () => {
  it("goes by characters alone, and keeps the order of equals", () => {
    const values = ["b2", "a1", "B1", "b1", "a2", "é1"];
    assert.deepEqual(
      sortedBy(values, (value) => value.slice(0, 1)),
      ["B1", "a1", "a2", "b2", "b1", "é1"],
    );
    assert.deepEqual(values[0], "b2");
    const one = ["x"];
    assert.deepEqual(sortedBy(one, String), one);
    assert.notEqual(sortedBy(one, String), one);
  });

  it("puts together what has something in common", () => {
    assert.deepEqual(
      grouped(["a1", "b1", "a2"], (value) => value.slice(0, 1)),
      new Map([
        ["a", ["a1", "a2"]],
        ["b", ["b1"]],
      ]),
    );
  });
});
