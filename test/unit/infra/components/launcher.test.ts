import assert from "node:assert/strict";

import { Launcher } from "../../../../infra/components/launcher";
import type { PolicyDocument } from "../../../../trust/documents/policy";
import { expected } from "../../../fixtures/expected";
import type { Recording } from "../../../fixtures/recorder";
import type { Setup } from "../../../fixtures/settings";
import { assertAfter, counts, documentIn, ofType, recordComponent, the } from "../../../fixtures/stacks";

/** The launchers, on a cluster that is there already. */
function recordLaunchers(setup: Setup = {}): Promise<Recording<void>> {
  return recordComponent(
    (options, { partition, launchers }) =>
      launchers.map((launcher) => new Launcher(launcher.name, { partition, launcher, cluster: [] }, options)),
    setup,
  );
}

/** Environments so many that every one of three shards gets some of their roles. */
const names = Array.from({ length: 24 }, (_, index) => `env-${index}`);
const many = {
  "tooling.deployRoles": undefined,
  environments: names.map((name) => ({ name, accounts: ["dev"], deployRoles: [{ permissions: ["dev"] }] })),
  "launchers[0].bindings": [{ namespace: "octopus", serviceAccount: "octopus-server", environments: names }],
};

describe("a launcher", () => {
  it("is the expected role with the expected permissions", async () => {
    const recording = await recordLaunchers();
    assert.deepEqual(counts(recording), {
      Role: 1,
      Policy: 1,
      RolePolicyAttachment: 1,
      PodIdentityAssociation: 2,
    });
    const role = the(recording, "Role");
    assert.deepEqual([role.inputs.name, role.inputs.path, role.protect], ["OctoLauncherRole", "/", true]);
    assert.deepEqual(documentIn(role, "assumeRolePolicy"), expected("OctoLauncherRole", "trust"));
    const policy = the(recording, "Policy");
    assert.deepEqual(
      [policy.inputs.name, policy.inputs.path],
      ["OctoLauncherRole-assume-1", "/octopus/launcher/"],
    );
    assert.deepEqual(documentIn(policy, "policy"), expected("OctoLauncherRole", "permissions"));
    assert.deepEqual(the(recording, "RolePolicyAttachment").inputs, {
      role: "OctoLauncherRole",
      policyArn: "arn:aws:iam::123456789012:policy/octopus/launcher/OctoLauncherRole-assume-1",
    });
    assertAfter(recording, the(recording, "RolePolicyAttachment"), policy);
  });

  it("has its policies attached by the ARNs of the partition it is in", async () => {
    const recording = await recordLaunchers({ changes: { partition: "aws-cn", region: "cn-north-1" } });
    assert.equal(
      the(recording, "RolePolicyAttachment").inputs.policyArn,
      "arn:aws-cn:iam::123456789012:policy/octopus/launcher/OctoLauncherRole-assume-1",
    );
  });

  it("is handed to each bound service account, once its permissions are there", async () => {
    const recording = await recordLaunchers();
    const associations = ofType(recording, "PodIdentityAssociation");
    const roleArn = "arn:aws:iam::123456789012:role/OctoLauncherRole";
    assert.deepEqual(
      associations.map(({ inputs }) => inputs),
      [
        { clusterName: "octopus-cluster", namespace: "octopus", serviceAccount: "octopus-server", roleArn },
        {
          clusterName: "octopus-cluster",
          namespace: "octopus-prod",
          serviceAccount: "octopus-prod",
          roleArn,
        },
      ],
    );
    for (const association of associations) {
      assertAfter(recording, association, the(recording, "Role"));
      assertAfter(recording, association, the(recording, "RolePolicyAttachment"));
    }
  });

  it("has bindings of its own however alike their names are", async () => {
    const environments = ["tooling", "dev", "staging", "prod"];
    const recording = await recordLaunchers({
      changes: {
        "launchers[0].bindings": [
          { namespace: "a-b", serviceAccount: "c", environments },
          { namespace: "a", serviceAccount: "b-c", environments },
        ],
        "launchers[1]": {
          name: "OctoLauncherRole-a",
          mechanism: "podIdentity",
          cluster: "octopus-cluster",
          bindings: [{ namespace: "b", serviceAccount: "c", environments }],
        },
      },
    });
    const urns = recording.resources.map(({ urn }) => urn);
    assert.equal(ofType(recording, "PodIdentityAssociation").length, 3);
    assert.equal(new Set(urns).size, urns.length);
  });

  it("gets its last shard first, so that no role is out of reach while shards are added", async () => {
    const recording = await recordLaunchers({ changes: { ...many, "launchers[0].policyShards": 3 } });
    const policy = (number: number): ReturnType<typeof the> =>
      the(recording, "Policy", `OctoLauncherRole-assume-${number}`);
    const attachment = (number: number): ReturnType<typeof the> =>
      the(recording, "RolePolicyAttachment", `OctoLauncherRole-assume-${number}`);
    for (const [earlier, later] of [
      [3, 2],
      [3, 1],
      [2, 1],
    ] as const) {
      assert(policy(later).dependencies.includes(attachment(earlier).urn), `${later} waits for ${earlier}`);
      assertAfter(recording, policy(later), attachment(earlier));
    }
    assert.deepEqual(policy(3).dependencies, []);

    const granted = [1, 2, 3].flatMap(
      (number) => (documentIn(policy(number), "policy") as PolicyDocument).Statement[0]?.Resource,
    );
    assert.equal(granted.length, 24);
    assert.equal(new Set(granted).size, 24);
    const [association] = ofType(recording, "PodIdentityAssociation");
    assert(association);
    for (const number of [1, 2, 3]) assertAfter(recording, association, attachment(number));
  });

  it("has no policy for a shard without roles", async () => {
    const recording = await recordLaunchers({ changes: { "launchers[0].policyShards": 10 } });
    const policies = ofType(recording, "Policy");
    assert(policies.length > 0 && policies.length <= 4);
    assert.equal(ofType(recording, "RolePolicyAttachment").length, policies.length);
    for (const policy of policies) {
      const [statement] = (documentIn(policy, "policy") as PolicyDocument).Statement;
      assert(Array.isArray(statement?.Resource) && statement.Resource.length > 0);
    }
  });
});
