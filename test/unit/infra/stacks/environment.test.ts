import assert from "node:assert/strict";

import { RunError } from "@pulumi/pulumi";

import { expected } from "../../../fixtures/expected";
import type { Registration } from "../../../fixtures/recorder";
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

  describe("with tokens of Octopus, in an account that an environment before has too", () => {
    const setup = {
      stack: "staging",
      octopus: { accounts: "oidc", oidc: { issuer: "https://octopus.example.com" } },
      changes: { "environments[1].accounts": ["staging", "dev"] },
    };
    const getOpenIdConnectProvider = ({ arn }: Readonly<Record<string, unknown>>): object => {
      if (arn !== "arn:aws:iam::111111111111:oidc-provider/octopus.example.com")
        throw new Error("reading IAM OIDC Provider: couldn't find resource");
      return { arn, tags: { "octolaunch:stack": "dev" } };
    };

    it("uses the provider that is there, and makes the one of its own account", async () => {
      const recording = await recordEnvironment(setup, { answers: { getOpenIdConnectProvider } });
      const { parent } = the(recording, "OpenIdConnectProvider");
      assert.match(parent, /::staging-OctoStagingRole-issuer$/);
      const asked = recording.invocations.filter(({ token }) => token.endsWith(":getOpenIdConnectProvider"));
      assert.deepEqual(
        asked.map(({ inputs, provider }) => [inputs.arn, provider.split("::").at(-1)]).sort(),
        [
          ["arn:aws:iam::111111111111:oidc-provider/octopus.example.com", "dev"],
          ["arn:aws:iam::222222222222:oidc-provider/octopus.example.com", "staging"],
        ],
      );
    });

    const denied = (): never => {
      throw new Error("AccessDenied: not authorized");
    };
    for (const [what, answers, says] of [
      [
        "is not there",
        {},
        /tokens:\n {2}- account 111111111111 does not have .*`pulumi up --stack dev` first$/,
      ],
      [
        "cannot be seen",
        { getOpenIdConnectProvider: denied },
        /- account 2{12} .*OctopusIssuer=octopus\.example\.com.*AccessDenied: .*\n {2}- account 1{12} /,
      ],
    ] as const) {
      it(`is refused before anything is created while it ${what}`, async () => {
        const registered: string[] = [];
        const onRegister = ({ type }: Registration): number => registered.push(type);
        const refused = recordEnvironment(setup, { answers, onRegister });
        await assert.rejects(refused, (error: unknown) => {
          assert(RunError.isInstance(error));
          assert.match(error.message, /^Nothing was changed, because of the identity provider/);
          assert.match(error.message, says);
          return true;
        });
        assert.deepEqual(new Set(registered), new Set(["pulumi:pulumi:Stack", "pulumi:providers:aws"]));
      });
    }
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
