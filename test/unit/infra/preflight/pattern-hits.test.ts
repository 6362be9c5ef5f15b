import assert from "node:assert/strict";

import { patternHits } from "../../../../infra/preflight/pattern-hits";
import { model } from "../../../fixtures/settings";

describe("a pattern for names of roles", () => {
  const role = (name: string): string => `arn:aws:iam::111111111111:role/${name}`;
  const legacy = role("legacy/ShopDeployRole");
  const organization = model({
    guardrails: { roleNamePatterns: ["*DeployRole", "Release?"], roles: [legacy] },
  });

  for (const name of ["CodeDeployRole", "ci/GitHubDeployRole", "Release1"]) {
    it(`hits ${name}, which is none of ours`, () => {
      assert.deepEqual(patternHits(organization, [role(name)]), [role(name)]);
    });
  }

  for (const name of [
    "octopus/deploy/DevDeployRole",
    "legacy/ShopDeployRole",
    "DeployRoles",
    "deployrole",
    "Release10",
    "ci/Release1",
  ]) {
    it(`does not name ${name}`, () => {
      assert.deepEqual(patternHits(organization, [role(name)]), []);
    });
  }
});
