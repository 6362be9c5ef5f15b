import assert from "node:assert/strict";

import type { Guardrails } from "../../../../infra/config/guardrails";
import { model } from "../../../fixtures/settings";

const guardrails = (setting?: unknown, more: object = {}): Guardrails =>
  model({ guardrails: setting, ...more }).guardrails;

const tooling = "123456789012";
const dev = "111111111111";
const staging = "222222222222";
const prod = "333333333333";

describe("the model of the guardrails", () => {
  it("is attached to every account that has a launcher or a deploy role, unless something is written", () => {
    assert.deepEqual(guardrails(), {
      mode: "managed",
      scpTargets: [tooling, dev, staging, prod],
      rcpTargets: [tooling, dev, staging, prod],
      testing: false,
      roles: [],
      roleNamePatterns: [],
      exempt: ["arn:aws:iam::*:role/stacksets-exec-*"],
      released: [],
      directory: "guardrails",
    });
  });

  it("leaves out accounts without a guarded role, and takes the launcher's without deploy roles", () => {
    const { scpTargets, rcpTargets } = guardrails(undefined, {
      "accounts.sandbox": { id: "444444444444" },
      "tooling.deployRoles": undefined,
    });
    assert.deepEqual(scpTargets, [tooling, dev, staging, prod]);
    assert.deepEqual(rcpTargets, scpTargets);
  });

  it("is external by a word or by the mode", () => {
    assert.deepEqual(guardrails("external"), guardrails({ mode: "external" }));
    assert.equal(guardrails("external").mode, "external");
    assert.deepEqual(guardrails("managed"), guardrails());
    assert.deepEqual(guardrails({}), guardrails());
  });

  it("has the SCPs where targets say, by name or id, each once, and the RCPs where the roles are", () => {
    const targets = ["dev", dev, "ou-ab12-cd34ef56", "444444444444", "r-ab12"];
    const { scpTargets, rcpTargets, testing } = guardrails({ targets });
    assert.deepEqual(scpTargets, [dev, "ou-ab12-cd34ef56", "444444444444", "r-ab12"]);
    assert.deepEqual(rcpTargets, [tooling, dev, staging, prod]);
    assert.equal(testing, false);
  });

  it("has both where test targets say, whatever targets say", () => {
    const { scpTargets, rcpTargets, testing } = guardrails({
      targets: ["r-ab12"],
      testTargets: ["dev", "ou-ab12-cd34ef56"],
    });
    assert.deepEqual(scpTargets, [dev, "ou-ab12-cd34ef56"]);
    assert.deepEqual(rcpTargets, scpTargets);
    assert.equal(testing, true);
  });

  it("covers the accounts of single roles", () => {
    const roles = ["arn:aws:iam::444444444444:role/app/Migration", `arn:aws:iam::${dev}:role/Own`];
    const { scpTargets, rcpTargets } = guardrails({ roles });
    assert.deepEqual(scpTargets, [tooling, dev, staging, prod, "444444444444"]);
    assert.deepEqual(rcpTargets, scpTargets);
  });

  it("takes an account whose name looks like a target's id for the account", () => {
    const { scpTargets } = guardrails(
      { targets: ["r-ab12", "dev"] },
      { "accounts.r-ab12": { id: "444444444444" } },
    );
    assert.deepEqual(scpTargets, ["444444444444", dev]);
  });

  for (const [partition, region] of [
    ["aws", "us-east-1"],
    ["aws-cn", "cn-north-1"],
    ["aws-us-gov", "us-gov-west-1"],
  ] as const) {
    it(`exempts the execution roles of StackSets in ${partition}, and whom the settings name instead`, () => {
      assert.deepEqual(guardrails(undefined, { partition, region }).exempt, [
        `arn:${partition}:iam::*:role/stacksets-exec-*`,
      ]);
      const exempt = [`arn:${partition}:iam::${dev}:role/ci/Bootstrap`];
      assert.deepEqual(guardrails({ exempt }, { partition, region }).exempt, exempt);
      assert.deepEqual(guardrails({ exempt: [] }, { partition, region }).exempt, []);
    });
  }
});
