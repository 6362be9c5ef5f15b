import assert from "node:assert/strict";
import { isSuitable } from "../../../sandbox/engine/version";

describe("whether a Pulumi CLI is suitable", () => {
  const cases: [version: string, needed: string, suitable: boolean][] = [
    ["3.250.0", "3.250.0", true],
    ["v3.250.0", "3.250.0", true],
    ["3.250.1", "3.250.0", true],
    ["3.251.0", "3.250.9", true],
    ["3.1000.0", "3.250.0", true],
    ["3.249.9", "3.250.0", false],
    ["3.99.0", "3.250.0", false],
    ["3.250.0", "3.250.1", false],
    ["4.0.0", "3.250.0", false],
    ["4.300.0", "3.250.0", false],
    ["2.999.0", "3.250.0", false],
    ["3.250.0-alpha.1", "3.250.0", false],
    ["3.251.0-dev.0", "3.250.0", true],
    ["3.250.0+dirty", "3.250.0", true],
    ["", "3.250.0", false],
    ["command not found", "3.250.0", false],
    ["3.250", "3.250.0", false],
  ];
  for (const [version, needed, suitable] of cases) {
    it(`${version || "(nothing)"} ${suitable ? "can" : "cannot"} be used for ${needed}`, () => {
      assert.equal(isSuitable(version, needed), suitable);
    });
  }
});
