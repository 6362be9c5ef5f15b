import assert from "node:assert/strict";

import { meeting } from "../../policy-pack/rules/deploy-role-contained/targets";
import { glob, matches, overlaps } from "../../trust/documents/glob";

describe("what two patterns both mean", () => {
  const patterns = [0, 1, 2, 3, 4].flatMap((length) => textsOf(length));

  it("is told if there is anything, and only then", () => {
    for (const one of patterns.map(glob)) {
      for (const other of patterns.map(glob)) {
        const met = meeting(one, other);
        assert.equal(met !== undefined, overlaps(one, other), `${one} and ${other}`);
        if (met !== undefined)
          assert(matches(one, met) && matches(other, met), `${one} and ${other}: ${met}`);
      }
    }
  });

  it("is told of a pattern that no ARN is as long as, which is taken to mean anything", () => {
    assert.equal(meeting(glob("*".repeat(5000)), glob("arn:?*")), "arn:xx");
  });

  function textsOf(length: number): readonly string[] {
    if (length === 0) return [""];
    return textsOf(length - 1).flatMap((text) => ["a", "b", "*", "?"].map((next) => text + next));
  }
});
