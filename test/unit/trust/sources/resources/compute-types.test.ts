import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { computeTypes } from "../../../../../trust/sources/resources/compute-types";

describe("the table of what runs as a role", () => {
  const sdk = dirname(require.resolve("@pulumi/aws/package.json"));
  for (const [type, { type: name, roles, profiles = [] }] of Object.entries(computeTypes)) {
    it(`names properties of ${type}`, () => {
      const [, module = "", file = ""] = /^aws:([^/]+)\/([^:]+):/.exec(type) ?? [];
      const path = join(sdk, module, `${file}.d.ts`);
      assert(existsSync(path), path);
      const source = readFileSync(path, "utf8");
      for (const property of [...roles, ...profiles])
        assert.match(source, new RegExp(`readonly ${property.split(".")[0]}: pulumi\\.Output<`), property);
      assert.match(name, /^AWS::[A-Z][A-Za-z0-9]+::[A-Z][A-Za-z0-9]+$/);
      assert(roles.length + profiles.length > 0);
    });
  }
});
