import assert from "node:assert/strict";

import { RunError } from "@pulumi/pulumi";

import { certificateAuthority } from "../../../fixtures/certificate";
import { unknown, type Registration } from "../../../fixtures/recorder";
import {
  assertAfter,
  octopusIds,
  ofType,
  recordEnvironment,
  recordTooling,
  the,
} from "../../../fixtures/stacks";

const called = ({ inputs }: Registration): unknown => inputs.name;

/** Settings with tokens of Octopus beside what pods have, and a cluster. */
const both = {
  accounts: ["ambient", "oidc"],
  oidc: { issuer: "octopus.example.com" },
  clusters: [
    {
      environment: "dev",
      name: "apps",
      url: "https://apps.example.com",
      certificateAuthority,
      tags: ["eks"],
    },
  ],
};

describe("Octopus, in the tooling stack", () => {
  it("is a space with environments in order, their pools and variable sets, and a lifecycle through them", async () => {
    const recording = await recordTooling({ octopus: {} });
    const { inputs } = the(recording, "octopusdeploy:index/space:Space");
    assert.deepEqual([inputs.name, inputs.slug], ["AWS", "aws"]);
    assert.deepEqual(inputs.spaceManagersTeams, ["teams-administrators"]);
    const environments = ofType(recording, "octopusdeploy:index/environment:Environment");
    assert.deepEqual(
      Object.fromEntries(environments.map((one) => [one.inputs.slug, [called(one), one.inputs.sortOrder]])),
      { dev: ["Dev", 0], staging: ["Staging", 1], prod: ["Prod", 2] },
    );
    assert.deepEqual(ofType(recording, "StaticWorkerPool").map(called).sort(), [
      "Dev Workers",
      "Prod Workers",
      "Staging Workers",
    ]);
    assert.deepEqual(ofType(recording, "LibraryVariableSet").map(called).sort(), [
      "AWS Dev",
      "AWS Prod",
      "AWS Staging",
    ]);
    const phases = the(recording, "Lifecycle").inputs.phases as readonly Record<string, unknown>[];
    assert.deepEqual(
      phases.map(({ name, optionalDeploymentTargets, isOptionalPhase }) => [
        name,
        optionalDeploymentTargets,
        isOptionalPhase,
      ]),
      [
        ["Dev", ["dev-id"], false],
        ["Staging", ["staging-id"], false],
        ["Prod", ["prod-id"], false],
      ],
    );
  });

  it("is a project with every variable set, and its steps one after the other in their order", async () => {
    const recording = await recordTooling({ octopus: {} });
    const { inputs } = the(recording, "octopusdeploy:index/project:Project");
    assert.deepEqual(inputs.includedLibraryVariableSets, ["dev-id", "staging-id", "prod-id"]);
    const { steps } = the(recording, "ProcessStepsOrder").inputs as { steps: readonly string[] };
    assert.deepEqual(steps, [
      "aws/approve-id",
      "aws/show-who-is-deploying-id",
      "aws/upload-the-release-id",
      "aws/deploy-the-stack-id",
      "aws/apply-terraform-id",
      "aws/look-at-the-cluster-id",
    ]);
    const step = (name: string): Registration => the(recording, "ProcessStep", `aws/${name}`);
    assertAfter(recording, step("show-who-is-deploying"), step("approve"));
    assertAfter(recording, step("look-at-the-cluster"), step("apply-terraform"));
    assert.deepEqual(step("approve").inputs.environments, ["prod-id"]);
    assert.deepEqual(step("upload-the-release").inputs.primaryPackage, {
      packageId: "release",
      feedId: "Feeds-1",
      acquisitionLocation: "Server",
    });
    for (const { inputs: of } of ofType(recording, "ProcessStep").filter(
      ({ inputs: { type } }) => type !== "Octopus.Manual",
    ))
      assert.equal(of.workerPoolVariable, "AWS.WorkerPool");
  });

  it("puts out the ids that the environments' stacks go on with", async () => {
    const { outputs } = await recordTooling({ octopus: {} });
    assert.deepEqual(outputs?.octopus, {
      spaceId: "octopus-space-id",
      environments: { dev: "dev-id", staging: "staging-id", prod: "prod-id" },
      workerPools: { dev: "dev-id", staging: "staging-id", prod: "prod-id" },
      variableSets: { dev: "dev-id", staging: "staging-id", prod: "prod-id" },
    });
  });

  it("is nothing, and puts out nothing, without a connection", async () => {
    const recording = await recordTooling();
    assert.deepEqual(ofType(recording, "pulumi:providers:octopusdeploy"), []);
    assert(recording.outputs && !("octopus" in recording.outputs));
  });

  it("goes into a space that is there, by its id or its name", async () => {
    const provider = async (existing: string): Promise<unknown> => {
      const recording = await recordTooling(
        { octopus: { space: { existing } } },
        { answers: { getSpace: ({ name }) => ({ id: name === "Default" ? "Spaces-1" : "" }) } },
      );
      assert.deepEqual(ofType(recording, "octopusdeploy:index/space:Space"), []);
      return the(recording, "pulumi:providers:octopusdeploy", "octopus-space").inputs.spaceId;
    };
    assert.equal(await provider("Default"), "Spaces-1");
    assert.equal(await provider("Spaces-7"), "Spaces-7");
  });

  it("asks for no feed in a preview, where the space is not there yet", async () => {
    const recording = await recordTooling({ octopus: {} }, { preview: true });
    assert.deepEqual(
      recording.invocations.filter(({ token }) => token.startsWith("octopusdeploy:")),
      [],
    );
    const { inputs } = the(recording, "ProcessStep", "aws/upload-the-release");
    assert.equal((inputs.primaryPackage as { feedId: string }).feedId, unknown);
  });

  it("refuses a feed that the space does not have, naming those that are alike", async () => {
    const steps = [{ kind: "s3Upload", name: "Upload", bucket: "releases", package: "app", feed: "Nuget" }];
    const getFeeds = (): object => ({ feeds: [{ id: "Feeds-2", name: "Nuget at work" }] });
    await assert.rejects(
      recordTooling({ octopus: { projects: [{ name: "Shop", steps }] } }, { answers: { getFeeds } }),
      /feed Nuget, which the space does not have.*e\.g\. Nuget at work/,
    );
  });

  describe("after a run that had environments which settings no longer have", () => {
    const environments = { dev: "Environments-1", qa: "Environments-4", perf: "Environments-5" };
    const up = { deployRoles: { "444444444444": {} } };

    /** What their stacks put out; an error for those that there are not. */
    async function recordAfter(
      outputs: Readonly<Record<string, object>>,
      types: string[] = [],
    ): Promise<void> {
      const readStackOutputs = ({ name }: Readonly<Record<string, unknown>>): object => {
        const stack = String(name).replace("organization/octolaunch/", "");
        const known = { tooling: { octopus: { environments } }, ...outputs }[stack];
        if (!known) throw new Error(`unknown stack "${String(name)}"`);
        return known;
      };
      const onRegister = ({ type }: Registration): number => types.push(type);
      await recordTooling({ octopus: {} }, { answers: { readStackOutputs }, onRegister });
    }

    it("is refused before anything is created while their stacks stand", async () => {
      const registered: string[] = [];
      await assert.rejects(recordAfter({ dev: up, qa: up, perf: up }, registered), (error: unknown) => {
        assert(RunError.isInstance(error));
        assert.equal(
          error.message,
          "Nothing was changed: organization.environments no longer has perf, qa, and their stacks still need in " +
            "Octopus what this run would delete. Run `pulumi destroy --stack perf` and `pulumi destroy --stack qa` first.",
        );
        return true;
      });
      assert.deepEqual(registered, ["pulumi:pulumi:Stack"]);
    });

    it("goes on when their stacks are destroyed, or are none", async () => {
      const registered: string[] = [];
      await recordAfter({ dev: up, qa: {} }, registered);
      assert(registered.includes("octopusdeploy:index/environment:Environment"));
    });
  });
});

describe("Octopus, in an environment's stack", () => {
  it("is the variables of the environment, after the roles that they name", async () => {
    const recording = await recordEnvironment({ stack: "dev", octopus: {} });
    const variables = ofType(recording, "octopusdeploy:index/variable:Variable");
    const role = "arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole";
    assert.deepEqual(Object.fromEntries(variables.map((one) => [called(one), one.inputs.value])), {
      "AWS.WorkerPool": octopusIds.workerPools.dev,
      "AWS.Region": "us-east-1",
      "AWS.AccountId": "111111111111",
      "AWS.Role": role,
      "AWS.Role[DeployRole]": role,
    });
    for (const one of variables) {
      assert.equal(one.inputs.ownerId, octopusIds.variableSets.dev);
      assert.deepEqual(one.inputs.scopes, [{ environments: [octopusIds.environments.dev] }]);
      assertAfter(recording, one, the(recording, "aws:iam/role:Role"));
    }
    const { inputs } = the(recording, "pulumi:providers:octopusdeploy");
    assert.equal(inputs.spaceId, octopusIds.spaceId);
  });

  it("is an account that exchanges tokens, with the variable that steps name", async () => {
    const recording = await recordEnvironment({ stack: "dev", octopus: both });
    const { inputs } = the(recording, "AwsOpenidConnectAccount");
    assert.deepEqual(
      { ...inputs, description: undefined },
      {
        name: "AWS Dev",
        roleArn: "arn:aws:iam::111111111111:role/octopus/oidc/OctoDevRole",
        region: "us-east-1",
        sessionDuration: 3600,
        environments: [octopusIds.environments.dev],
        executionSubjectKeys: ["space", "project", "tenant", "environment"],
        healthSubjectKeys: ["space", "target"],
        accountTestSubjectKeys: ["space", "account"],
        description: undefined,
      },
    );
    const variable = the(recording, "octopusdeploy:index/variable:Variable", "AWS.Oidc");
    assert.deepEqual(
      [variable.inputs.type, variable.inputs.value],
      ["AmazonWebServicesAccount", "aws-dev-id"],
    );
  });

  for (const [first, login] of [
    [
      "ambient",
      {
        accountId: "",
        useInstanceRole: true,
        assumeRole: true,
        assumedRoleArn: "arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole",
        assumedRoleSession: "octopus-deploy-apps",
        assumeRoleSessionDuration: 3600,
      },
    ],
    ["oidc", { accountId: "aws-dev-id", useInstanceRole: false }],
  ] as const) {
    it(`is the environment's clusters, which log in by ${first}`, async () => {
      const accounts = [first, first === "oidc" ? "ambient" : "oidc"];
      const recording = await recordEnvironment({ stack: "dev", octopus: { ...both, accounts } });
      const { inputs } = the(recording, "KubernetesClusterDeploymentTarget");
      assert.deepEqual(
        [inputs.name, inputs.clusterUrl, inputs.roles, inputs.defaultWorkerPoolId],
        ["apps", "https://apps.example.com", ["eks"], octopusIds.workerPools.dev],
      );
      assert.deepEqual(inputs.awsAccountAuthentication, { clusterName: "apps", ...login });
      const elsewhere = await recordEnvironment({ stack: "prod", octopus: both });
      assert.deepEqual(ofType(elsewhere, "KubernetesClusterDeploymentTarget"), []);
    });
  }

  for (const [what, octopus] of [
    ["has nothing in Octopus", undefined],
    ["does not know the environment there", { ...octopusIds, environments: { staging: "Environments-2" } }],
    ["has no variable set for it", { ...octopusIds, variableSets: {} }],
  ] as const) {
    it(`is refused before any role while the tooling stack ${what}`, async () => {
      const registered: string[] = [];
      const { outputs } = await recordTooling();
      const toolingOutputs = { ...outputs, octopus };
      await assert.rejects(
        recordEnvironment(
          { stack: "dev", octopus: {} },
          { toolingOutputs, onRegister: ({ type }) => registered.push(type) },
        ),
        (error: unknown) => {
          assert(RunError.isInstance(error), String(error));
          assert.match(error.message, /^Nothing was changed: .* has not made the environment dev in Octopus/);
          return true;
        },
      );
      assert.deepEqual(
        registered.filter((type) => type.startsWith("aws:")),
        [],
      );
    });
  }
});
