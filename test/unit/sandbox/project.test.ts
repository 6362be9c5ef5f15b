import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { dump } from "js-yaml";

import { readProject, type Project } from "../../../sandbox/project";
import { organization } from "../../fixtures/organization";
import type { Changes } from "../../fixtures/changed";
import { scratchFolder } from "../engine/scratch";

describe("what the sandbox reads of a project", () => {
  const scratch = scratchFolder();
  const write = (text: string): void => writeFileSync(join(scratch(), "Pulumi.yaml"), text);

  function read(changes: Changes = {}): Project {
    write(dump({ name: "ours", config: { organization: { default: organization(changes) } } }));
    return readProject(scratch());
  }

  it("is the organization, and the stacks in their order", () => {
    assert.deepEqual(read({ provisioning: { externalId: "secret-word" }, "launchers[0].cluster": "big" }), {
      folder: scratch(),
      name: "ours",
      stacks: ["tooling", "dev", "staging", "prod"],
      seed: {
        id: "o-exampleorg",
        managementId: "999999999999",
        partition: "aws",
        region: "us-east-1",
        accounts: [
          { name: "tooling", id: "123456789012", ou: "Infrastructure" },
          { name: "dev", id: "111111111111", ou: "Workloads" },
          { name: "staging", id: "222222222222", ou: "Workloads" },
          { name: "prod", id: "333333333333", ou: "Workloads" },
        ],
      },
      valid: true,
      provisioning: {
        roleName: "OctolaunchProvisioner",
        rolePath: "/octopus/provisioning/",
        externalId: "secret-word",
      },
      toolingAccount: "tooling",
      launcherNames: ["OctoLauncherRole"],
      clusterName: "big",
      usesCluster: false,
    });
  });

  for (const [octopus, uses] of [
    [{ server: "onCluster" }, true],
    [{ workers: "onCluster" }, true],
    [{ onCluster: { targets: [{ name: "Tools" }] } }, true],
    [{ server: "existing", workers: "none", onCluster: { targets: [] } }, false],
  ] as const) {
    it(`${uses ? "has" : "does not have"} something on the cluster with ${JSON.stringify(octopus)}`, () => {
      write(dump({ config: { organization: { default: organization() }, octopus: { default: octopus } } }));
      assert.equal(readProject(scratch()).usesCluster, uses);
    });
  }

  for (const [octopus, valid, issuer] of [
    [{ accounts: "oidc", oidc: { issuer: "https://Octopus.example.com/" } }, true, "octopus.example.com"],
    [{ accounts: ["ambient", "oidc"], oidc: { issuer: "o.example.com" } }, true, "o.example.com"],
    [{ accounts: "ambient" }, true, undefined],
    [{ accounts: "oidc", oidc: { issuer: "https://octopus.internal" } }, false, undefined],
    [{ accounts: "oidc" }, false, undefined],
  ] as const) {
    it(`has AWS take tokens of ${issuer ?? "nobody"} with ${JSON.stringify(octopus)}`, () => {
      write(dump({ config: { organization: { default: organization() }, octopus: { default: octopus } } }));
      const project = readProject(scratch());
      assert.deepEqual([project.valid, project.octopusIssuer], [valid, issuer]);
    });
  }

  it("is the sample's where the settings say nothing", () => {
    for (const text of ["", "[]", "config: 3", "config: { organization: { default: [1] } }"]) {
      write(text);
      assert.deepEqual(
        readProject(scratch()),
        {
          folder: scratch(),
          name: "octolaunch",
          stacks: ["tooling"],
          seed: {
            id: "o-exampleorg",
            managementId: "999999999999",
            partition: "aws",
            region: "us-east-1",
            accounts: [],
          },
          valid: false,
          provisioning: { roleName: "OctolaunchProvisioner", rolePath: "/octopus/provisioning/" },
          toolingAccount: "tooling",
          launcherNames: [],
          clusterName: "octopus-cluster",
          usesCluster: false,
        },
        text,
      );
    }
  });

  it("is the organization's own id and quotas", () => {
    const { seed } = read({
      id: "o-a1b2c3d4e5f6",
      limits: { scpsPerTarget: 20, trustPolicyCharacters: 4096 },
    });
    assert.equal(seed.id, "o-a1b2c3d4e5f6");
    assert.deepEqual(seed.limits, { scpsPerTarget: 20, trustPolicyCharacters: 4096 });
  });

  const lenient: readonly (readonly [
    title: string,
    changes: Changes,
    part: (p: Project) => unknown,
    is: unknown,
  ])[] = [
    ["an id of 11 digits", { "accounts.dev.id": "11111111111" }, names, ["tooling", "staging", "prod"]],
    ["an id without quotes", { "accounts.dev.id": 111111111111 }, names, ["tooling", "staging", "prod"]],
    [
      "an account that is no object",
      { "accounts.dev": "111111111111" },
      names,
      ["tooling", "staging", "prod"],
    ],
    ["a role name of 65 characters", { "launchers[0].name": "L".repeat(65) }, ({ valid }) => valid, false],
    ["accounts that are a list", { accounts: [{ id: "111111111111" }] }, names, []],
    ["an organization's id that is none", { id: "o-Example" }, ({ seed }) => seed.id, "o-exampleorg"],
    ["an organization's id that is a number", { id: 1 }, ({ seed }) => seed.id, "o-exampleorg"],
    ["a wrong id of management", { "management.id": "1" }, ({ seed }) => seed.managementId, "999999999999"],
    ["an OU that is no text", { "accounts.dev.ou": 3 }, ({ seed }) => seed.accounts[1]?.ou, undefined],
    ["a region that is no text", { region: 3 }, ({ seed }) => seed.region, "us-east-1"],
    ["an unknown region", { region: "mars-north-1" }, ({ seed }) => seed.region, "us-east-1"],
    ["an unknown partition", { partition: "aws-mars" }, ({ seed }) => seed.partition, "aws"],
    ["another region's partition", { region: "cn-north-1" }, ({ seed }) => seed.partition, "aws-cn"],
    ["environments that are no list", { environments: "dev" }, ({ stacks }) => stacks, ["tooling"]],
    [
      "an environment without a name",
      { "environments[1]": { accounts: ["staging"] } },
      ({ stacks }) => stacks,
      ["tooling", "dev", "prod"],
    ],
    ["a quota that there is not", { limits: { accounts: 3 } }, ({ seed }) => seed.limits, undefined],
    [
      "a quota of nothing",
      { limits: { scpsPerTarget: 0, rcpsPerTarget: "5" } },
      ({ seed }) => seed.limits,
      undefined,
    ],
    ["launchers that are no list", { launchers: {} }, ({ launcherNames }) => launcherNames, []],
    ["a launcher without a name", { "launchers[0]": {} }, ({ launcherNames }) => launcherNames, []],
    [
      "an external id that is no text",
      { provisioning: { externalId: 12 } },
      ({ provisioning }) => "externalId" in provisioning,
      false,
    ],
  ];
  for (const [title, changes, part, is] of lenient) {
    it(`leaves ${title} for the program to refuse`, () => assert.deepEqual(part(read(changes)), is));
  }

  it("says which file is no YAML", () => {
    write("name: [");
    assert.throws(() => readProject(scratch()), new RegExp(`in "${join(scratch(), "Pulumi.yaml")}"`));
  });
});

function names({ seed }: Project): readonly string[] {
  return seed.accounts.map(({ name }) => name);
}
