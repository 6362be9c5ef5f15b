import assert from "node:assert/strict";

import type { OctopusModel } from "../../../../infra/octopus/model";
import type { ProcessStep } from "../../../../infra/octopus/steps/process-step";
import { certificateAuthority } from "../../../fixtures/certificate";
import { octopusOf } from "../../../fixtures/settings";

/** What variables hold in an environment, by their names. */
function valuesIn({ variables }: OctopusModel, environment: string): Record<string, string> {
  return Object.fromEntries(
    variables
      .filter((one) => one.environment === environment)
      .map(({ name, value }) => [
        name,
        value.type === "String" ? value.text : value.type === "WorkerPool" ? value.pool : value.account,
      ]),
  );
}

/** The steps of the one project, without the consent before them. */
function stepsOf(octopus: object, changes = {}): readonly ProcessStep[] {
  const [project] = octopusOf(octopus, changes).projects;
  return (project?.steps ?? []).filter(({ name }) => name !== "Approve");
}

const script = (more: object): object => ({
  projects: [{ name: "Shop", steps: [{ kind: "awsScript", name: "Script", script: "x", ...more }] }],
});

/** The properties of that one script step by the last part of their names. */
function aws(octopus: object, changes = {}): Record<string, string> {
  const [step] = stepsOf(octopus, changes);
  return Object.fromEntries(
    Object.entries(step?.executionProperties ?? {}).map(([name, value]) => [
      name.replace(/^.*\./, ""),
      value,
    ]),
  );
}

/** An environment with two accounts and two roles. */
const wide = {
  "accounts.prod-eu": { id: "444444444444", region: "eu-west-1" },
  "environments[2].accounts": ["prod", "prod-eu"],
  "environments[2].deployRoles": [
    { name: "ProdDataPlaneRole", permissions: ["prod"] },
    { name: "ProdControlPlaneRole", permissions: ["prod"] },
  ],
};

describe("what is kept in Octopus, unless something else is written", () => {
  const model = octopusOf();

  it("is a space with the organization's environments, in order", () => {
    assert.deepEqual(model.space, {
      kind: "created",
      name: "AWS",
      slug: "aws",
      managers: ["teams-administrators"],
    });
    assert.deepEqual(model.environments, [
      { slug: "dev", name: "Dev", variableSet: "AWS Dev" },
      { slug: "staging", name: "Staging", variableSet: "AWS Staging" },
      { slug: "prod", name: "Prod", variableSet: "AWS Prod" },
    ]);
    assert.equal(model.server, "existing");
  });

  it("is a lifecycle with prod behind staging", () => {
    assert.deepEqual(
      model.lifecycle.phases.map(({ environment }) => environment),
      ["dev", "staging", "prod"],
    );
  });

  it("is a worker pool for each environment, of a service account that may have its roles", () => {
    assert.deepEqual(
      model.workerPools.map(({ name, environment, serviceAccount }) => [
        name,
        environment,
        `${serviceAccount.namespace}/${serviceAccount.name}`,
      ]),
      [
        ["Dev Workers", "dev", "octopus/octopus-server"],
        ["Staging Workers", "staging", "octopus/octopus-server"],
        ["Prod Workers", "prod", "octopus-prod/octopus-prod"],
      ],
    );
  });

  it("is the article's accounts, by variables of each environment", () => {
    assert.deepEqual(
      model.accounts.map(({ name }) => name),
      ["AWS Dev", "AWS Staging", "AWS Prod"],
    );
    const arn = "arn:aws:iam::333333333333:role/octopus/deploy/ProdDeployRole";
    assert.deepEqual(valuesIn(model, "prod"), {
      "AWS.WorkerPool": "Prod Workers",
      "AWS.Region": "us-east-1",
      "AWS.AccountId": "333333333333",
      "AWS.Role": arn,
      "AWS.Role[DeployRole]": arn,
    });
  });

  it("is a project that shows every kind of step, after consent for the last environment", () => {
    assert.deepEqual(
      model.projects.map(({ name, steps }) => [
        name,
        steps.map((step) => [step.actionType, step.environments]),
      ]),
      [
        [
          "AWS",
          [
            ["Octopus.Manual", ["prod"]],
            ["Octopus.AwsRunScript", ["dev", "staging", "prod"]],
            ["Octopus.AwsUploadS3", ["dev", "staging"]],
            ["Octopus.AwsRunCloudFormation", ["dev", "staging"]],
            ["Octopus.TerraformApply", ["dev", "staging"]],
            ["Octopus.KubernetesRunScript", ["dev", "staging", "prod"]],
          ],
        ],
      ],
    );
  });

  it("refers to no variable that is not there in each environment of its step", () => {
    for (const octopus of [{}, { accounts: ["oidc"], oidc: { issuer: "octopus.example.com" } }]) {
      const made = octopusOf(octopus);
      let seen = 0;
      for (const step of made.projects.flatMap(({ steps }) => steps)) {
        const text = JSON.stringify(step.executionProperties);
        const account = step.executionProperties["Octopus.Action.AwsAccount.Variable"];
        const names = [...text.matchAll(/#\{(AWS[^|}]*)\}/g)].map(([, name]) => name ?? "");
        for (const name of [...names, account, step.workerPoolVariable]) {
          if (name === undefined) continue;
          seen++;
          for (const environment of step.environments)
            assert(name in valuesIn(made, environment), `${step.name} in ${environment}: ${name}`);
        }
      }
      assert(seen > 5, String(seen));
    }
  });

  it("has no variable twice in an environment, and none that Calamari reads below an account's name", () => {
    const both = { accounts: ["ambient", "oidc"], oidc: { issuer: "octopus.example.com" } };
    const { variables } = octopusOf(both, wide);
    const keys = variables.map(({ name, environment }) => `${environment} ${name}`);
    assert.equal(new Set(keys).size, keys.length);
    assert(variables.every(({ name }) => !/\.(RoleArn|AccessKey|SecretKey|SessionDuration)$/.test(name)));
  });

  it("is named after an environment whose name means something else in JavaScript", () => {
    const changes = {
      "environments[0].name": "constructor",
      "launchers[0].bindings[0].environments": ["tooling", "constructor", "staging"],
    };
    const [pool] = octopusOf({}, changes).workerPools;
    assert.equal(pool?.name, "Constructor Workers");
  });

  it("is one environment where there is one, with every step in it", () => {
    const one = {
      environments: [{ name: "live", accounts: ["prod"], deployRoles: [{ permissions: ["dev"] }] }],
      "launchers[0].bindings": [{ namespace: "a", serviceAccount: "b", environments: ["tooling", "live"] }],
    };
    const { projects, lifecycle } = octopusOf({}, one);
    assert.deepEqual(
      lifecycle.phases.map(({ name }) => name),
      ["Live"],
    );
    assert(projects[0]?.steps.every(({ environments }) => environments.join() === "live"));
  });
});

describe("the steps of settings", () => {
  it("run as the environment's first role for an hour, unless they say otherwise", () => {
    const properties = aws(script({}));
    assert.equal(properties.AssumedRoleArn, "#{AWS.Role}");
    assert.equal(properties.AssumeRoleSessionDurationSeconds, "3600");
    assert.equal(aws(script({ sessionSeconds: 900 })).AssumeRoleSessionDurationSeconds, "900");
  });

  for (const [what, step, role] of [
    [
      "by its own name",
      { role: "ProdControlPlaneRole", environments: ["prod"] },
      "#{AWS.Role[ControlPlaneRole]}",
    ],
    [
      "by the name without the environment's",
      { role: "DataPlaneRole", environments: ["prod"] },
      "#{AWS.Role[DataPlaneRole]}",
    ],
    [
      "in one of several accounts",
      { role: "DataPlaneRole", account: "prod-eu", environments: ["prod"] },
      "#{AWS[prod-eu].Role[DataPlaneRole]}",
    ],
    [
      "the first in one of several accounts",
      { account: "prod-eu", environments: ["prod"] },
      "#{AWS[prod-eu].Role}",
    ],
    ["in the only account", { account: "dev", environments: ["dev"] }, "#{AWS.Role}"],
  ] as const) {
    it(`name a role ${what}`, () => {
      const properties = aws(script(step), wide);
      assert.equal(properties.AssumedRoleArn, role);
      assert.equal(properties.Region, role.startsWith("#{AWS[") ? "#{AWS[prod-eu].Region}" : "#{AWS.Region}");
    });
  }

  it("find each account's region, id and roles in its variables", () => {
    const model = octopusOf({}, wide);
    const values = valuesIn(model, "prod");
    assert.equal(values["AWS[prod-eu].Region"], "eu-west-1");
    assert.equal(values["AWS[prod-eu].AccountId"], "444444444444");
    assert.equal(
      values["AWS[prod-eu].Role[ControlPlaneRole]"],
      "arn:aws:iam::444444444444:role/octopus/deploy/ProdControlPlaneRole",
    );
    assert.equal(values["AWS.AccountId"], "333333333333");
    assert.deepEqual(
      model.accounts.slice(2).map(({ name }) => name),
      ["AWS Prod prod", "AWS Prod prod-eu"],
    );
  });

  it("keep apart roles that would be called the same", () => {
    const changes = {
      "environments[0].deployRoles": [
        { name: "DevDeployRole", permissions: ["dev"] },
        { name: "DeployDevRole", permissions: ["dev"] },
        { name: "Dev", permissions: ["dev"] },
      ],
    };
    const names = Object.keys(valuesIn(octopusOf({}, changes), "dev")).filter((name) => name.includes("["));
    assert.deepEqual(names, ["AWS.Role[DevDeployRole]", "AWS.Role[DeployDevRole]", "AWS.Role[Dev]"]);
  });

  it("choose between the ways to AWS, the first of which is the usual one", () => {
    const ways = (accounts: unknown, credentials?: string): string | undefined =>
      aws({ ...script({ credentials }), accounts, oidc: { issuer: "octopus.example.com" } }).UseInstanceRole;
    assert.deepEqual(
      [ways("oidc"), ways(["ambient", "oidc"]), ways(["oidc", "ambient"]), ways(["ambient", "oidc"], "oidc")],
      ["False", "True", "False", "False"],
    );
  });

  it("wait for consent where settings say, by whom they say, or nowhere", () => {
    const approve = (approval: object): unknown =>
      octopusOf({ approval }).projects[0]?.steps.filter(({ name }) => name === "Approve");
    const [step] = approve({ environments: ["staging", "prod"], teams: ["Teams-7"] }) as ProcessStep[];
    assert.deepEqual(step?.environments, ["staging", "prod"]);
    assert.equal(step?.executionProperties["Octopus.Action.Manual.ResponsibleTeamIds"], "Teams-7");
    assert.deepEqual(approve({ environments: [] }), []);
  });
});

describe("targets", () => {
  const cluster = {
    environment: "prod",
    name: "shop",
    url: "https://0123.gr7.eu-west-1.eks.amazonaws.com",
    certificateAuthority,
  };

  it("log in by themselves, with names that health checks know too", () => {
    const model = octopusOf(
      { clusters: [{ ...cluster, account: "prod-eu", role: "ControlPlaneRole" }] },
      wide,
    );
    assert.deepEqual(model.targets, [
      {
        name: "shop",
        slug: "shop",
        environment: "prod",
        account: "prod-eu",
        region: "eu-west-1",
        url: cluster.url,
        certificateAuthority,
        tags: ["eks"],
        namespace: "default",
        credentials: {
          kind: "ambient",
          roleArn: "arn:aws:iam::444444444444:role/octopus/deploy/ProdControlPlaneRole",
          sessionName: "octopus-deploy-shop",
          sessionSeconds: 3600,
        },
      },
    ]);
  });

  it("have a session's name that AWS takes, however long the cluster's", () => {
    const [target] = octopusOf({ clusters: [{ ...cluster, name: "c".repeat(100) }] }).targets;
    assert(target?.credentials.kind === "ambient");
    assert.match(target.credentials.sessionName, /^[\w+=,.@-]{2,64}$/);
  });

  it("log in with the account of their environment where tokens are the way", () => {
    const octopus = { accounts: "oidc", oidc: { issuer: "octopus.example.com" }, clusters: [cluster] };
    assert.deepEqual(octopusOf(octopus).targets[0]?.credentials, { kind: "oidc", account: "AWS Prod" });
  });
});
