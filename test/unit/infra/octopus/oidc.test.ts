import assert from "node:assert/strict";

import { subject, subjectsOf, type SubjectKeys } from "../../../../infra/octopus/oidc";
import { certificateAuthority } from "../../../fixtures/certificate";
import { octopusOf, oidcAccounts } from "../../../fixtures/settings";

const usual: SubjectKeys = {
  execution: ["space", "project", "tenant", "environment"],
  healthCheck: ["space", "target"],
  accountTest: ["space", "account"],
};

const scope = {
  space: "aws",
  environment: "dev",
  account: "aws-dev",
  projects: [
    { slug: "shop", runbooks: ["Restart it"] },
    { slug: "blog", runbooks: [] },
  ],
  targets: ["dev-cluster"],
};

describe("the subjects of Octopus's tokens", () => {
  it("have their parts in Octopus's order, and none that has no value", () => {
    assert.equal(
      subject(["environment", "tenant", "type", "space", "project"], {
        type: "deployment",
        space: "default",
        environment: "dev",
        project: "deploy-web-app",
      }),
      "space:default:project:deploy-web-app:environment:dev:type:deployment",
    );
  });

  it("are the ones that Octopus's documentation has as an example", () => {
    const keys = ["space", "project", "runbook", "type"] as const;
    const values = { space: "default", project: "deploy-web-app" };
    assert.deepEqual(
      [
        subject(keys, { ...values, type: "deployment" }),
        subject(keys, { ...values, runbook: "restart", type: "runbook" }),
      ],
      [
        "space:default:project:deploy-web-app:type:deployment",
        "space:default:project:deploy-web-app:runbook:restart:type:runbook",
      ],
    );
  });

  for (const [what, keys, expected] of [
    [
      "one for the deployments of each project, one a target, one for the account's test",
      usual,
      [
        "space:aws:project:shop:environment:dev",
        "space:aws:project:blog:environment:dev",
        "space:aws:target:dev-cluster",
        "space:aws:account:aws-dev",
      ],
    ],
    [
      "one a runbook, where the keys tell runbooks apart",
      { ...usual, execution: ["project", "runbook", "environment", "type"] },
      [
        "project:shop:environment:dev:type:deployment",
        "project:shop:runbook:restart-it:environment:dev:type:runbook",
        "project:blog:environment:dev:type:deployment",
        "space:aws:target:dev-cluster",
        "space:aws:account:aws-dev",
      ],
    ],
    [
      "each once, where uses have the same",
      {
        execution: ["space", "account"],
        healthCheck: ["space", "account"],
        accountTest: ["space", "account"],
      },
      ["space:aws:account:aws-dev"],
    ],
    [
      "told apart by type",
      { execution: ["account", "type"], healthCheck: ["account", "type"], accountTest: ["account", "type"] },
      [
        "account:aws-dev:type:deployment",
        "account:aws-dev:type:runbook",
        "account:aws-dev:type:health",
        "account:aws-dev:type:test",
      ],
    ],
  ] as const satisfies readonly (readonly [string, SubjectKeys, readonly string[]])[]) {
    it(`are ${what}`, () => {
      assert.deepEqual(subjectsOf(keys, scope), expected);
    });
  }
});

describe("accounts of Octopus that log in with its tokens", () => {
  const octopus = {
    accounts: ["ambient", "oidc"],
    oidc: { issuer: "https://Octopus.Example.com/" },
    space: { name: "Our Space" },
    clusters: [
      {
        environment: "dev",
        name: "Dev_cluster",
        url: "https://0123.gr7.us-east-1.eks.amazonaws.com",
        certificateAuthority,
      },
    ],
  };

  it("have a role of their own, which trusts exactly their subjects at the issuer's host", () => {
    const [dev] = oidcAccounts(octopus);
    assert(dev);
    const { deployRole, ...rest } = dev;
    assert.equal(deployRole.name, "DevDeployRole");
    assert.deepEqual(rest, {
      roleName: "OctoDevRole",
      roleArn: "arn:aws:iam::111111111111:role/octopus/oidc/OctoDevRole",
      sessionSeconds: 3600,
      subjectKeys: usual,
      issuer: "https://octopus.example.com",
      host: "octopus.example.com",
      providerArn: "arn:aws:iam::111111111111:oidc-provider/octopus.example.com",
      providerOwner: "dev",
      audience: "octopus.example.com",
      space: "our-space",
      subjects: [
        "space:our-space:project:aws:environment:dev",
        "space:our-space:target:dev-cluster",
        "space:our-space:account:aws-dev",
      ],
    });
  });

  it("never share a subject between environments", () => {
    const all = octopusOf(octopus).accounts.flatMap(({ oidc }) => oidc?.subjects ?? []);
    assert.equal(all.length, 7);
    assert.equal(new Set(all).size, all.length);
  });

  it("admit no check of a target of another environment, also in an account that both have", () => {
    const { accounts } = octopusOf(octopus, { "environments[1].accounts": ["dev"] });
    const admitted = accounts.filter(({ oidc }) => oidc?.subjects.some((one) => one.includes("target")));
    assert.deepEqual(
      admitted.map(({ name }) => name),
      ["AWS Dev"],
    );
  });

  it("take what the first deploy role of their environment may do in their account", () => {
    const roles = oidcAccounts(octopus, {
      "accounts.prodeu": { id: "444444444444" },
      "environments[2].accounts": ["prod", "prodeu"],
      "environments[2].deployRoles": [
        { name: "ProdControlPlaneRole", permissions: ["prod"] },
        { name: "ProdDataPlaneRole", permissions: ["dev"] },
      ],
    }).map(({ roleArn, deployRole }) => [roleArn, deployRole.arn]);
    assert.deepEqual(roles.slice(2), [
      [
        "arn:aws:iam::333333333333:role/octopus/oidc/OctoProdRole",
        "arn:aws:iam::333333333333:role/octopus/deploy/ProdControlPlaneRole",
      ],
      [
        "arn:aws:iam::444444444444:role/octopus/oidc/OctoProdRole",
        "arn:aws:iam::444444444444:role/octopus/deploy/ProdControlPlaneRole",
      ],
    ]);
  });

  it("have one provider an account, which the first environment there makes", () => {
    const shared = { "environments[1].accounts": ["dev"], "environments[2].accounts": ["prod", "dev"] };
    assert.deepEqual(
      oidcAccounts(octopus, shared).map(({ roleName, providerArn, providerOwner }) => [
        roleName,
        providerArn.split(":")[4],
        providerOwner,
      ]),
      [
        ["OctoDevRole", "111111111111", "dev"],
        ["OctoStagingRole", "111111111111", "dev"],
        ["OctoProdRole", "333333333333", "prod"],
        ["OctoProdRole", "111111111111", "dev"],
      ],
    );
  });

  it("are not there with ambient credentials alone", () => {
    assert(octopusOf().accounts.every((account) => account.oidc === undefined));
  });
});
