import assert from "node:assert/strict";

import { findEnvironment } from "../../../../infra/config/model";
import { goodSettings, model } from "../../../fixtures/settings";

const isolated = (partition: string, region: string): Record<string, string> => ({ partition, region });

describe("the model of the sample organization", () => {
  const sample = model();

  it("has the article's roles, with exact ARNs, in the order of promotion", () => {
    assert.deepEqual(
      [sample.tooling, ...sample.environments].map(({ name, deployRoles }) => [
        name,
        deployRoles.map(({ arn }) => arn),
      ]),
      [
        ["tooling", ["arn:aws:iam::123456789012:role/octopus/deploy/ToolingDeployRole"]],
        ["dev", ["arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole"]],
        ["staging", ["arn:aws:iam::222222222222:role/octopus/deploy/StagingDeployRole"]],
        ["prod", ["arn:aws:iam::333333333333:role/octopus/deploy/ProdDeployRole"]],
      ],
    );
    assert.deepEqual(
      sample.launchers.map(({ arn, path, mechanism }) => [arn, path, mechanism.clusterArn]),
      [
        [
          "arn:aws:iam::123456789012:role/OctoLauncherRole",
          "/",
          "arn:aws:eks:us-east-1:123456789012:cluster/octopus-cluster",
        ],
      ],
    );
  });

  it("lets each environment's own service accounts in, prod's apart from the others", () => {
    const admitted = [sample.tooling, ...sample.environments].map(({ name, deployRoles }) => [
      name,
      deployRoles.flatMap((role) =>
        role.admitted.flatMap(({ bindings }) => bindings.map((one) => one.serviceAccount)),
      ),
    ]);
    assert.deepEqual(admitted, [
      ["tooling", ["octopus-server"]],
      ["dev", ["octopus-server"]],
      ["staging", ["octopus-server"]],
      ["prod", ["octopus-prod"]],
    ]);
  });

  it("fills in what is not written", () => {
    assert.deepEqual(sample.provisioning, {
      roleName: "OctolaunchProvisioner",
      rolePath: "/octopus/provisioning/",
      sessionName: "octolaunch",
    });
    assert.deepEqual(sample.management, { name: "management", id: "999999999999", region: "us-east-1" });
    assert.deepEqual(sample.tags, {});
    const [role] = sample.environments[0]?.deployRoles ?? [];
    assert.deepEqual(
      [role?.maxSessionSeconds, role?.permissionsBoundaryArn, role?.tags],
      [3600, undefined, {}],
    );
    const [launcher] = sample.launchers;
    assert.equal(launcher?.policyShards, 1);
    const least = model({ partition: undefined, tooling: undefined });
    assert.deepEqual(
      [least.partition, least.tooling.name, least.tooling.deployRoles],
      ["aws", "tooling", []],
    );
  });

  it("finds an environment by its name, tooling among them", () => {
    assert.equal(findEnvironment(sample, "prod")?.accounts[0]?.id, "333333333333");
    assert.equal(findEnvironment(sample, "tooling")?.accounts[0]?.id, "123456789012");
    assert.equal(findEnvironment(sample, "qa"), undefined);
  });
});

describe("the model of other organizations", () => {
  for (const [partition, region] of [
    ["aws-us-gov", "us-gov-west-1"],
    ["aws-cn", "cn-north-1"],
  ] as const) {
    it(`has every ARN in ${partition}`, () => {
      const organization = model(isolated(partition, region));
      const [launcher] = organization.launchers;
      assert.equal(launcher?.arn, `arn:${partition}:iam::123456789012:role/OctoLauncherRole`);
      assert.equal(
        launcher.mechanism.clusterArn,
        `arn:${partition}:eks:${region}:123456789012:cluster/octopus-cluster`,
      );
      assert.equal(launcher.targets.length, 4);
      assert.deepEqual(
        organization.environments.map(({ deployRoles }) => deployRoles[0]?.arn.split(":")[1]),
        [partition, partition, partition],
      );
    });
  }

  it("names a role after its environment when it has no name of its own", () => {
    const { environments } = model({
      "environments[0].name": "pre-prod-2",
      "environments[0].deployRoles[0].name": undefined,
      "launchers[0].bindings[0].environments": ["tooling", "pre-prod-2", "staging"],
    });
    assert.equal(environments[0]?.deployRoles[0]?.name, "PreProd2DeployRole");
  });

  it("has each role in each account of an environment, in the account's own region", () => {
    const { environments, launchers } = model({
      "accounts.prodeu": { id: "444444444444", region: "eu-west-1" },
      "environments[2].accounts": ["prod", "prodeu"],
      "environments[2].deployRoles": [
        { name: "ProdDataPlaneRole", permissions: ["prod"] },
        {
          name: "ProdControlPlaneRole",
          permissions: ["prod"],
          maxSessionSeconds: 7200,
          tags: { plane: "control" },
        },
      ],
    });
    const prod = environments[2];
    assert.deepEqual(
      prod?.deployRoles.map(({ arn, account }) => [arn, account.region]),
      [
        ["arn:aws:iam::333333333333:role/octopus/deploy/ProdDataPlaneRole", "us-east-1"],
        ["arn:aws:iam::333333333333:role/octopus/deploy/ProdControlPlaneRole", "us-east-1"],
        ["arn:aws:iam::444444444444:role/octopus/deploy/ProdDataPlaneRole", "eu-west-1"],
        ["arn:aws:iam::444444444444:role/octopus/deploy/ProdControlPlaneRole", "eu-west-1"],
      ],
    );
    assert.deepEqual(
      prod.deployRoles.map(({ maxSessionSeconds, tags }) => [maxSessionSeconds, tags]),
      [
        [3600, {}],
        [7200, { plane: "control" }],
        [3600, {}],
        [7200, { plane: "control" }],
      ],
    );
    assert.equal(launchers[0]?.targets.length, 7);
  });

  it("takes a boundary as an ARN, or as path and name in each role's own account", () => {
    for (const [written, arn] of [
      ["arn:aws:iam::aws:policy/PowerUserAccess", "arn:aws:iam::aws:policy/PowerUserAccess"],
      ["Deploy", "arn:aws:iam::111111111111:policy/Deploy"],
      ["boundaries/Deploy", "arn:aws:iam::111111111111:policy/boundaries/Deploy"],
      ["/boundaries/Deploy", "arn:aws:iam::111111111111:policy/boundaries/Deploy"],
    ]) {
      const { environments } = model({ "environments[0].deployRoles[0].permissionsBoundary": written });
      assert.equal(environments[0]?.deployRoles[0]?.permissionsBoundaryArn, arn, written);
    }
    const china = model({
      ...isolated("aws-cn", "cn-north-1"),
      "environments[0].deployRoles[0].permissionsBoundary": "Deploy",
    });
    assert.equal(
      china.environments[0]?.deployRoles[0]?.permissionsBoundaryArn,
      "arn:aws-cn:iam::111111111111:policy/Deploy",
    );
  });

  it("gives each launcher the roles that its own bindings have, and no other", () => {
    const { launchers, environments } = model({
      "launchers[0].bindings": [
        {
          namespace: "octopus",
          serviceAccount: "octopus-server",
          environments: ["tooling", "dev", "staging"],
        },
      ],
      "launchers[1]": {
        name: "ProdLauncherRole",
        mechanism: "podIdentity",
        cluster: "octopus-cluster",
        bindings: [
          { namespace: "octopus", serviceAccount: "octopus-prod", environments: ["prod", "staging"] },
        ],
      },
    });
    assert.deepEqual(
      launchers.map(({ name, targets }) => [name, targets.map((arn) => arn.replace(/.*\//, ""))]),
      [
        ["OctoLauncherRole", ["ToolingDeployRole", "DevDeployRole", "StagingDeployRole"]],
        ["ProdLauncherRole", ["StagingDeployRole", "ProdDeployRole"]],
      ],
    );
    assert.deepEqual(
      environments[1]?.deployRoles[0]?.admitted.map(({ launcherArn }) => launcherArn),
      launchers.map(({ arn }) => arn),
    );
  });

  it("takes a tooling account of another name, in a region of its own", () => {
    const { launchers, tooling } = model({
      "accounts.tooling": undefined,
      "accounts.platform": { id: "555555555555", region: "eu-central-1" },
      "tooling.account": "platform",
    });
    assert.equal(tooling.accounts[0]?.name, "platform");
    assert.equal(
      launchers[0]?.mechanism.clusterArn,
      "arn:aws:eks:eu-central-1:555555555555:cluster/octopus-cluster",
    );
  });

  it("takes limits that AWS has raised", () => {
    const bindings = [0, 1, 2, 3, 4].map((index) => ({
      namespace: "octopus",
      serviceAccount: `octopus-serve${index}`,
      environments: ["tooling", "dev", "staging", "prod"],
    }));
    const changes = { "launchers[0].bindings": bindings, "launchers[0].policyShards": 12 };
    const limits = { trustPolicyCharacters: 4096, managedPoliciesPerRole: 20 };
    assert.throws(() => goodSettings({ changes }), /bindings: are 5.*policyShards: is 12/s);
    assert.equal(
      goodSettings({ changes: { ...changes, limits } }).organization.limits.trustPolicyCharacters,
      4096,
    );
  });
});
