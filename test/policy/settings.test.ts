import assert from "node:assert/strict";

import { settingsOf, type WrittenSettings } from "../../policy-pack/config/settings";
import { defaults } from "../../policy-pack/config/schema";
import { ids, launcherArn } from "./resources";

describe("the settings of a rule", () => {
  it("are those of the sample organization where nothing is written", () => {
    const { launchers, bindings, managementAccountId } = settingsOf({});
    assert.deepEqual(launchers, [launcherArn]);
    assert.deepEqual(bindings, defaults.binding);
    assert.equal(managementAccountId, ids.management);
  });

  it("take one launcher and one binding or several", () => {
    const other = `arn:aws:iam::${ids.dev}:role/Other`;
    const binding = { cluster: "shop", namespace: "ci", serviceAccount: "runner" };
    assert.deepEqual(settingsOf({ launcherRoleArn: [launcherArn, other] }).launchers, [launcherArn, other]);
    assert.deepEqual(settingsOf({ binding }).bindings, [binding]);
  });

  const wrong: [what: string, written: Partial<WrittenSettings>, message: RegExp][] = [
    ["no launcher", { launcherRoleArn: [] }, /launcherRoleArn is empty/],
    ["a user as launcher", { launcherRoleArn: `arn:aws:iam::${ids.tooling}:user/ada` }, /is no role/],
    [
      "a pattern as launcher",
      { launcherRoleArn: `arn:aws:iam::${ids.tooling}:role/Octo*` },
      /which is no role/,
    ],
    ["a launcher in an account of nobody", { accounts: [ids.dev] }, /accounts lacks 123456789012/],
    ["no pattern for deploy roles", { deployRoles: [] }, /deployRoles is empty/],
    ["the launcher among deploy roles", { deployRoles: [launcherArn] }, /deployRoles has the launcher/],
    ["no binding", { binding: [] }, /binding is empty/],
    [
      "the management account among the others",
      { accounts: [...defaults.accounts, ids.management] },
      /accounts has 999999999999, the managementAccountId/,
    ],
    ["no pattern for roles for tokens", { oidc: { roles: [] } }, /oidc.roles is empty/],
    [
      "an issuer without an audience and a space",
      { oidc: { roles: ["arn:aws:iam::*:role/octopus/oidc/*"], issuer: "octopus.example.com" } },
      /only some of issuer, audience and space/,
    ],
    ["external guardrails without documents", { guardrails: { mode: "external" } }, /without documents/],
    [
      "external guardrails without RCPs",
      { guardrails: { mode: "external", scp: [{}], rcp: [] } },
      /give those that are attached as scp and rcp/,
    ],
  ];
  for (const [what, written, message] of wrong) {
    it(`are refused with ${what}`, () => assert.throws(() => settingsOf(written), message));
  }

  it("are refused with all that is wrong, and without a stack trace", () => {
    assert.throws(
      () => settingsOf({ deployRoles: [], binding: [] }),
      ({ message, stack }: Error) => {
        assert.match(message, /deployRoles is empty.*\n.*binding is empty/);
        return stack === message;
      },
    );
  });
});
