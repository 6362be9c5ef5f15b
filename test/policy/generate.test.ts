import assert from "node:assert/strict";
import { resolve } from "node:path";

import { defaults } from "../../policy-pack/config/schema";
import { settingsOf } from "../../policy-pack/config/settings";
import { policyConfig, policySettings } from "../../policy-pack/generate";
import { policiesOf } from "../../policy-pack/pack";
import { rules } from "../../policy-pack/rules";
import type { Changes } from "../fixtures/changed";
import { model, octopusOf } from "../fixtures/settings";

const project = resolve(__dirname, "../..");
const generated = (changes: Changes, octopus: unknown = {}) =>
  settingsOf(policySettings(model(changes), octopusOf(octopus, changes).accounts));

describe("the generated configuration", () => {
  it("is the default for the sample organization", () => {
    for (const settings of Object.values(policyConfig(project))) assert.deepEqual(settings, defaults);
  });

  it("is there for every policy of the pack", () => {
    const names = policiesOf(rules).map(({ name }) => name);
    assert.deepEqual(Object.keys(policyConfig(project)), names);
  });

  it("follows a renamed deploy role and launcher", () => {
    const settings = generated({
      "environments.0.deployRoles.0.name": "Ship",
      "launchers.0.name": "Starter",
    });
    assert.deepEqual(settings.launchers, ["arn:aws:iam::123456789012:role/Starter"]);
    const patterns = settings.deployRoles.map(({ text }) => text);
    assert(patterns.includes("arn:aws:iam::111111111111:role/octopus/deploy/Ship"), patterns.join());
    assert(!patterns.some((text) => text.endsWith("DevDeployRole")), patterns.join());
  });

  it("has guarded roles outside of the deploy path", () => {
    const role = "arn:aws:iam::111111111111:role/UserServiceDevRole";
    const { deployRoles } = generated({ guardrails: { roles: [role] } });
    assert(deployRoles.some(({ text }) => text === role));
  });

  it("has the accounts that guardrails are attached to, and none without a launcher or deploy role", () => {
    const changes = { "accounts.spare": { id: "444444444444", ou: "Workloads" } };
    assert.deepEqual(generated(changes).accounts, generated({}).accounts);
    assert.deepEqual(generated(changes).accounts, model(changes).guardrails.scpTargets);
    const role = "arn:aws:iam::444444444444:role/UserServiceRole";
    const { accounts } = generated({ ...changes, guardrails: { roles: [role] } });
    assert.deepEqual(accounts, [...defaults.accounts, "444444444444"]);
  });

  it("has the roles for tokens and their issuer, where Octopus issues any", () => {
    const octopus = {
      accounts: "oidc",
      oidc: { issuer: "https://octopus.example.com", audience: "aws" },
      space: { name: "Our Space" },
    };
    const { oidcRoles, issuer } = generated({}, octopus);
    assert.deepEqual(
      oidcRoles.map(({ text }) => text),
      [
        "arn:aws:iam::111111111111:role/octopus/oidc/OctoDevRole",
        "arn:aws:iam::222222222222:role/octopus/oidc/OctoStagingRole",
        "arn:aws:iam::333333333333:role/octopus/oidc/OctoProdRole",
        "arn:aws:iam::*:role/octopus/oidc/*",
      ],
    );
    assert.deepEqual(issuer, { host: "octopus.example.com", audience: "aws", space: "our-space" });
    assert.equal(generated({}).issuer, undefined);
  });

  it("has the documents of guardrails that others attach, and only of those", () => {
    const { mode, scp = [], rcp = [] } = generated({ guardrails: "external" }).guardrails;
    assert.deepEqual([mode, scp.length > 0, rcp.length > 0], ["external", true, true]);
    assert.deepEqual(generated({}).guardrails, { mode: "managed" });
    const octopus = { accounts: "oidc", oidc: { issuer: "https://octopus.example.com" } };
    const external = generated({ guardrails: "external" }, octopus).guardrails;
    assert.match(JSON.stringify(external.rcp), /octopus.example.com:sub/);
  });
});
