import assert from "node:assert/strict";

import { DeployRole } from "../../../../infra/components/deploy-role";
import type { Changes } from "../../../fixtures/changed";
import { expected } from "../../../fixtures/expected";
import type { Recording } from "../../../fixtures/recorder";
import { assertAfter, counts, documentIn, recordComponent, the } from "../../../fixtures/stacks";

function recordRole(changes: Changes = {}): Promise<Recording<void>> {
  return recordComponent(
    (options, organization) => {
      const [role] = organization.tooling.deployRoles;
      assert(role);
      return new DeployRole(role.name, { organization, role }, options);
    },
    { changes },
  );
}

describe("a deploy role", () => {
  it("is the expected role with the expected permissions", async () => {
    const recording = await recordRole();
    assert.deepEqual(counts(recording), { Role: 1, RolePolicy: 1 });
    const role = the(recording, "Role");
    const { assumeRolePolicy: _, description, ...rest } = role.inputs;
    assert.deepEqual(rest, {
      name: "ToolingDeployRole",
      path: "/octopus/deploy/",
      maxSessionDuration: 3600,
      tags: { "octolaunch:environment": "tooling" },
    });
    assert.match(String(description), /tooling/);
    assert.deepEqual(documentIn(role, "assumeRolePolicy"), expected("ToolingDeployRole", "trust"));
    const policy = the(recording, "RolePolicy");
    assert.deepEqual([policy.inputs.name, policy.inputs.role], ["steps", "ToolingDeployRole"]);
    assert.deepEqual(documentIn(policy, "policy"), expected("ToolingDeployRole", "permissions"));
    assertAfter(recording, policy, role);
  });

  it("takes session, boundary and tags from the settings", async () => {
    const { inputs } = the(
      await recordRole({
        "tooling.deployRoles[0]": {
          name: "ToolingDeployRole",
          permissions: ["tooling"],
          maxSessionSeconds: 7200,
          permissionsBoundary: "boundaries/Deploy",
          tags: { cost: "platform" },
        },
      }),
      "Role",
    );
    assert.equal(inputs.maxSessionDuration, 7200);
    assert.equal(inputs.permissionsBoundary, "arn:aws:iam::123456789012:policy/boundaries/Deploy");
    assert.deepEqual(inputs.tags, { cost: "platform", "octolaunch:environment": "tooling" });
  });

  it("has the statements that are written out in the settings", async () => {
    const statement = { Sid: "Queue", Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" };
    const recording = await recordRole({ "tooling.deployRoles[0].permissions": ["tooling", statement] });
    const document = documentIn(the(recording, "RolePolicy"), "policy") as { Statement: unknown[] };
    assert.deepEqual(document.Statement, [
      ...expected("ToolingDeployRole", "permissions").Statement,
      statement,
    ]);
  });
});
