import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { removeBrokenSidecars } from "../../../sandbox/backend";

describe("a backend after its engine was killed", () => {
  const state = mkdtempSync(join(tmpdir(), "octolaunch-backend-"));
  after(() => rmSync(state, { recursive: true }));

  it("loses the sidecars that were not written to their end, and nothing else", () => {
    const stacks = join(state, ".pulumi/stacks/octolaunch");
    mkdirSync(stacks, { recursive: true });
    const files = { "a.json": "", "a.json.attrs": "", "b.json.attrs": '{"user.cache', "c.json.attrs": "{}" };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(stacks, name), text);
    removeBrokenSidecars(state);
    assert.deepEqual(readdirSync(stacks).sort(), ["a.json", "c.json.attrs"]);
  });

  it("need not be there", () => {
    removeBrokenSidecars(join(state, "none"));
  });
});
