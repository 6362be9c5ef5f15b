import assert from "node:assert/strict";

import { usesOf, versionProblems } from "../../../../infra/octopus/server-version";

const ambient = usesOf({ accounts: ["ambient"], space: { name: "AWS" } });
const oidc = usesOf({ accounts: ["oidc"], space: { existing: "A space of more than twenty characters" } });

describe("the version of Octopus Server", () => {
  for (const [version, uses, missing] of [
    ["2026.2.4567", ambient, []],
    ["2025.3.0", ambient, []],
    ["2025.3", ambient, []],
    ["2025.10.1", ambient, []],
    ["2026.2.0-hotfix.1+build.5", ambient, []],
    ["2025.2.9999", ambient, ["2025.3"]],
    ["2025.1.4200", ambient, ["2025.3"]],
    ["2025.1.4199", ambient, ["2025.3", "2025.1.4200"]],
    ["2025.1.999", ambient, ["2025.3", "2025.1.4200"]],
    ["2024.4.7000", oidc, ["2025.3"]],
    ["2023.4.1", oidc, ["2025.3", "2024.1"]],
    ["0.0.0-local", oidc, ["2025.3", "2024.1"]],
  ] as const) {
    it(`${version} is ${missing.length === 0 ? "new enough" : `too old for what came with ${missing.join(" and ")}`}`, () => {
      const problems = versionProblems(version, uses);
      assert.deepEqual(
        problems.map(({ message }) => /update it to (\S+) or later/.exec(message)?.[1]),
        missing,
      );
      assert(
        problems.every(({ setting, message }) => setting === "OCTOPUS_URL" && message.includes(version)),
      );
    });
  }

  for (const version of ["", "2026", "latest", "v2026.2.1", "2026.2.x"]) {
    it(`"${version}" is not taken for one`, () => {
      assert.match(versionProblems(version, ambient)[0]?.message ?? "", /version is not understood/);
    });
  }

  it("matters for a space's name of over 20 characters", () => {
    const uses = usesOf({ accounts: ["oidc"], space: { name: "a".repeat(21) } });
    assert.match(versionProblems("2025.2.1407", uses)[1]?.message ?? "", /over 20 characters.*2025\.2\.1408/);
  });
});
