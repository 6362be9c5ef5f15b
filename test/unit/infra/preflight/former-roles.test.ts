import assert from "node:assert/strict";

import { formerRoles, keepFormerRoles } from "../../../../infra/preflight/former-roles";
import { model } from "../../../fixtures/settings";

const launcher = "OctoLauncherRole";
const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/octopus/deploy/${name}`;
const dev = role("111111111111", "DevDeployRole");

/** What the sample organization put out when it last came up. */
const assumable = { [launcher]: model().launchers[0]?.targets ?? [] };

describe("roles that the settings no longer have", () => {
  it("are none when nothing has changed, and none before the first run", () => {
    assert.deepEqual(formerRoles(model(), assumable), []);
    assert.deepEqual(formerRoles(model(), {}), []);
  });

  for (const [what, changes] of [
    ["renamed", { "environments[0].deployRoles[0].name": "DevRenamed" }],
    ["moved to another account", { "accounts.dev.id": "444444444444" }],
    [
      "removed with their environment",
      {
        "environments[0]": undefined,
        "launchers[0].bindings[0].environments": ["tooling", "staging"],
      },
    ],
  ] as const) {
    it(`are those ${what}`, () => {
      assert.deepEqual(formerRoles(model(changes), assumable), [
        { arn: dev, accountId: "111111111111", launcher },
      ]);
    });
  }

  it("are not those of an account that was released, nor of a launcher that is gone", () => {
    const moved = { "accounts.dev.id": "444444444444", guardrails: { released: ["111111111111"] } };
    assert.deepEqual(formerRoles(model(moved), assumable), []);
    assert.deepEqual(formerRoles(model(), { AnotherLauncher: [dev] }), []);
  });
});

describe("a former role that is still there", () => {
  const remaining = [{ arn: dev, accountId: "111111111111", launcher }];
  const moved = { "accounts.dev.id": "444444444444" };

  it("stays assumable, beside its successor", () => {
    const [kept] = keepFormerRoles(model(moved), remaining, []).launchers;
    assert(kept);
    assert(kept.targets.includes(dev));
    assert(kept.targets.includes(role("444444444444", "DevDeployRole")));
  });

  it("stays guarded in its account, by the SCP only where that was attached to the account itself", () => {
    const attached = ["123456789012", "111111111111", "222222222222", "333333333333"];
    const { guardrails } = keepFormerRoles(model(moved), remaining, attached);
    assert.deepEqual(guardrails.rcpTargets, [...model(moved).guardrails.rcpTargets, "111111111111"]);
    assert.deepEqual(guardrails.scpTargets, [...model(moved).guardrails.scpTargets, "111111111111"]);
    const above = keepFormerRoles(model(moved), remaining, ["ou-ab12-workload"]).guardrails;
    assert.deepEqual(above.scpTargets, model(moved).guardrails.scpTargets);
  });

  it("adds no target to a test", () => {
    const testing = model({ ...moved, guardrails: { testTargets: ["staging"] } });
    assert.deepEqual(
      keepFormerRoles(testing, remaining, ["111111111111"]).guardrails.rcpTargets,
      testing.guardrails.rcpTargets,
    );
  });
});
