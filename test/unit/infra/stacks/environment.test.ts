import assert from "node:assert/strict";

import { RunError } from "@pulumi/pulumi";

import { expected } from "../../../fixtures/expected";
import { assertAfter, counts, documentIn, ofType, recordEnvironment, the } from "../../../fixtures/stacks";

const launcher = "arn:aws:iam::123456789012:role/OctoLauncherRole";

describe("an environment's stack", () => {
  for (const [stack, role, serviceAccount] of [
    ["dev", "DevDeployRole", "octopus/octopus-server"],
    ["staging", "StagingDeployRole", "octopus/octopus-server"],
    ["prod", "ProdDeployRole", "octopus-prod/octopus-prod"],
  ] as const) {
    it(`is ${role} alone for ${stack}, with the expected documents`, async () => {
      const recording = await recordEnvironment({ stack });
      assert.deepEqual(counts(recording), { Role: 1, RolePolicy: 1 });
      assert.deepEqual(documentIn(the(recording, "Role"), "assumeRolePolicy"), expected(role, "trust"));
      assert.deepEqual(documentIn(the(recording, "RolePolicy"), "policy"), expected(role, "permissions"));
      assert.deepEqual(recording.outputs?.admitted, [serviceAccount]);
    });
  }

  it("has a role for tokens of Octopus where settings ask for it, which is deleted before the deploy roles", async () => {
    const octopus = { accounts: ["ambient", "oidc"], oidc: { issuer: "https://octopus.example.com" } };
    const recording = await recordEnvironment({ stack: "dev", octopus });
    assert.deepEqual(counts(recording), { Role: 2, RolePolicy: 2, OpenIdConnectProvider: 1 });
    const role = the(recording, "Role", "dev-OctoDevRole");
    assert.deepEqual(documentIn(role, "assumeRolePolicy"), expected("OctoDevRole", "trust"));
    assertAfter(recording, role, the(recording, "Role", "dev-DevDeployRole"));
  });

  it("puts out the ARNs of every account", async () => {
    const { outputs } = await recordEnvironment({
      stack: "prod",
      changes: {
        "accounts.prodeu": { id: "444444444444" },
        "environments[2].accounts": ["prod", "prodeu"],
      },
    });
    assert.deepEqual(outputs, {
      deployRoles: {
        "333333333333": { ProdDeployRole: "arn:aws:iam::333333333333:role/octopus/deploy/ProdDeployRole" },
        "444444444444": { ProdDeployRole: "arn:aws:iam::444444444444:role/octopus/deploy/ProdDeployRole" },
      },
      admitted: ["octopus-prod/octopus-prod"],
    });
  });

  it("asks the tooling stack of its own organization and project, and nothing else of it", async () => {
    const refused = recordEnvironment({ stack: "dev" }, { toolingOutputs: {} });
    await assert.rejects(refused, /stack organization\/octolaunch\/tooling /);
    const more = {
      launchers: { OctoLauncherRole: launcher, Another: `${launcher}2` },
      guardrails: { rcp: { targets: ["111111111111", "555555555555"] } },
      clusterName: "other",
    };
    assert.equal(
      ofType(await recordEnvironment({ stack: "dev" }, { toolingOutputs: more }), "Role").length,
      1,
    );
  });

  for (const [what, toolingOutputs, has] of [
    ["has put out nothing", {}, "no launcher"],
    ["has no launcher", { launchers: {} }, "no launcher"],
    [
      "has a launcher of another name",
      { launchers: { OldLauncherRole: "arn:aws:iam::123456789012:role/OldLauncherRole" } },
      "arn:aws:iam::123456789012:role/OldLauncherRole",
    ],
    [
      "has the launcher in another account",
      { launchers: { OctoLauncherRole: "arn:aws:iam::555555555555:role/OctoLauncherRole" } },
      "arn:aws:iam::555555555555:role/OctoLauncherRole",
    ],
  ] as const) {
    for (const preview of [true, false]) {
      it(`is refused while the tooling stack ${what} (${preview ? "preview" : "up"})`, async () => {
        await assert.rejects(
          recordEnvironment({ stack: "dev" }, { toolingOutputs, preview }),
          (error: unknown) => {
            assert(RunError.isInstance(error));
            assert.equal(
              error.message,
              `Nothing was changed: stack organization/octolaunch/tooling has not created ${launcher}, which the deploy ` +
                `roles here are to trust. It has ${has}. Run \`pulumi up --stack tooling\` first.`,
            );
            return true;
          },
        );
      });
    }
  }
});
