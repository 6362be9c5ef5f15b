import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { checkout } from "../../../sandbox/home";
import { unjudgedTypes } from "../../../sandbox/plugins/aws/resources";

describe("docs/sandbox.md", () => {
  it("lists the types whose properties nobody judges, and no other", () => {
    const text = readFileSync(join(checkout, "docs", "sandbox.md"), "utf8");
    const line = text.split("\n").find((one) => one.startsWith("Types whose properties nobody judges"));
    const listed = [...(line ?? "").matchAll(/`([^`]+)`/g)].map(([, type]) => type);
    assert.deepEqual(listed.sort(), unjudgedTypes());
  });
});
