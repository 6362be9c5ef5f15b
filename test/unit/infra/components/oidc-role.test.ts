import assert from "node:assert/strict";

import { OidcRole } from "../../../../infra/components/oidc-role";
import type { Changes } from "../../../fixtures/changed";
import { expected } from "../../../fixtures/expected";
import type { Recording } from "../../../fixtures/recorder";
import { oidcAccounts } from "../../../fixtures/settings";
import { assertAfter, counts, documentIn, recordComponent, the } from "../../../fixtures/stacks";

function recordRole(oidc: object = {}, changes: Changes = {}, place = 0): Promise<Recording<void>> {
  return recordComponent(
    (options, organization) => {
      const settings = { accounts: "oidc", oidc: { issuer: "https://octopus.example.com", ...oidc } };
      const role = oidcAccounts(settings, changes)[place];
      assert(role);
      return new OidcRole(role.roleName, { organization, oidc: role }, options);
    },
    { changes },
  );
}

describe("a role for tokens of Octopus", () => {
  it("is the expected role, with the permissions of the deploy role, and the issuer's provider before it", async () => {
    const recording = await recordRole();
    assert.deepEqual(counts(recording), { OpenIdConnectProvider: 1, Role: 1, RolePolicy: 1 });
    const role = the(recording, "Role");
    const { assumeRolePolicy: _, description, ...rest } = role.inputs;
    assert.deepEqual(rest, {
      name: "OctoDevRole",
      path: "/octopus/oidc/",
      maxSessionDuration: 3600,
      tags: { "octolaunch:environment": "dev" },
    });
    assert.match(String(description), /dev/);
    assert.deepEqual(documentIn(role, "assumeRolePolicy"), expected("OctoDevRole", "trust"));
    const policy = the(recording, "RolePolicy");
    assert.equal(policy.inputs.role, "OctoDevRole");
    assert.deepEqual(documentIn(policy, "policy"), expected("DevDeployRole", "permissions"));
    const provider = the(recording, "OpenIdConnectProvider");
    assert.deepEqual(provider.inputs, {
      url: "https://octopus.example.com",
      clientIdLists: ["octopus.example.com"],
    });
    assertAfter(recording, role, provider);
  });

  it("has the deploy role's boundary and tags", async () => {
    const { inputs } = the(
      await recordRole(
        {},
        {
          "environments[0].deployRoles[0].permissionsBoundary": "boundaries/Deploy",
          "environments[0].deployRoles[0].tags": { cost: "platform" },
        },
      ),
      "Role",
    );
    assert.equal(inputs.permissionsBoundary, "arn:aws:iam::111111111111:policy/boundaries/Deploy");
    assert.deepEqual(inputs.tags, { cost: "platform", "octolaunch:environment": "dev" });
  });

  for (const [sessionSeconds, longest] of [
    [900, 3600],
    [3600, 3600],
    [43200, 43200],
  ] as const) {
    it(`takes sessions of ${sessionSeconds} seconds`, async () => {
      assert.equal(the(await recordRole({ sessionSeconds }), "Role").inputs.maxSessionDuration, longest);
    });
  }

  it("has the audience that settings choose, in the provider and in the trust", async () => {
    const recording = await recordRole({ audience: "api://aws" });
    assert.deepEqual(the(recording, "OpenIdConnectProvider").inputs.clientIdLists, ["api://aws"]);
    assert.match(
      String(the(recording, "Role").inputs.assumeRolePolicy),
      /"octopus.example.com:aud":"api:\/\/aws"/,
    );
  });

  it("leaves the provider to the first of the environments that share the account", async () => {
    const recording = await recordRole({}, { "environments[1].accounts": ["dev"] }, 1);
    assert.deepEqual(counts(recording), { Role: 1, RolePolicy: 1 });
    assert.equal(the(recording, "Role").inputs.name, "OctoStagingRole");
  });
});
