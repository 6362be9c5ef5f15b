import assert from "node:assert/strict";

import { certificateAuthority } from "../../../fixtures/certificate";
import { refusals } from "../../../fixtures/refusals";
import { goodSettings, problemsOf, rawSettings } from "../../../fixtures/settings";

const oidc = { issuer: "https://octopus.example.com" };
const cluster = {
  environment: "dev",
  name: "shop",
  url: "https://0123.gr7.us-east-1.eks.amazonaws.com",
  certificateAuthority,
};

describe("the setting octopus", () => {
  it("needs nothing to be written", () => {
    const { projects, onCluster, ...rest } = goodSettings().octopus;
    assert.equal(projects, undefined);
    assert.equal(onCluster.acceptEula, false);
    assert.deepEqual(rest, {
      server: "existing",
      workers: "none",
      space: { name: "AWS" },
      lifecycle: "AWS",
      projectGroup: "AWS",
      workerPools: {},
      accounts: ["ambient"],
      approval: {
        teams: ["teams-managers"],
        instructions: "Look at what is about to change in #{Octopus.Environment.Name}.",
      },
      clusters: [],
    });
  });

  it("takes Octopus's defaults for the subjects of tokens", () => {
    assert.deepEqual(goodSettings({ octopus: { accounts: "oidc", oidc } }).octopus.oidc, {
      issuer: "https://octopus.example.com",
      subjectKeys: {
        execution: ["space", "project", "tenant", "environment"],
        healthCheck: ["space", "target"],
        accountTest: ["space", "account"],
      },
      sessionSeconds: 3600,
    });
  });

  it("takes one way to AWS, or both in either order", () => {
    const modes = ["oidc", ["oidc", "ambient"], ["ambient", "oidc"]].map(
      (accounts) => goodSettings({ octopus: { accounts, oidc } }).octopus.accounts,
    );
    assert.deepEqual(modes, [["oidc"], ["oidc", "ambient"], ["ambient", "oidc"]]);
  });

  it("is refused when a stack sets it, and belongs where organization does", () => {
    const problems = problemsOf({ ...rawSettings(), octopus: { lifecycle: "Mine" }, projectOctopus: {} });
    assert.deepEqual(
      problems.map(({ setting }) => setting),
      ["octopus"],
    );
    assert.match(
      problems[0]?.message ?? "",
      /replace the whole octopus for one stack.*write it in Pulumi.yaml/s,
    );
  });

  refusals([
    {
      refuses: "unknown keys and wrong types wherever they stand",
      octopus: {
        sever: "existing",
        space: { nmae: "AWS", name: "AWS" },
        approval: { teams: "teams-managers" },
        clusters: {},
      },
      says: [
        ["octopus.space.nmae", "is no setting"],
        ["octopus.approval.teams", "is missing or is not a list"],
        ["octopus.clusters", "is missing or is not a list"],
        ["octopus.sever", "is no setting"],
      ],
    },
    {
      refuses: "a server that is nowhere",
      octopus: { server: "cloud" },
      says: [["octopus.server", "is none of existing, onCluster, none"]],
    },
    {
      refuses: "a space that is made and there already",
      octopus: { space: { name: "AWS", existing: "Default" } },
      says: [["octopus.space", "must have either a name, which creates it, or existing"]],
    },
    {
      refuses: "a space that is neither",
      octopus: { space: {} },
      says: [["octopus.space", "must have either a name, which creates it, or existing"]],
    },
    {
      refuses: "managers of a space that is there already",
      octopus: { space: { existing: "Default", managers: ["teams-managers"] } },
      says: [["octopus.space", "has managers, and is a space that is there already"]],
    },
    {
      refuses: "a space that nobody could manage",
      octopus: { space: { name: "AWS", managers: [] } },
      says: [["octopus.space.managers", "is empty, so that nobody could manage the space"]],
    },
    {
      refuses: "names that Octopus does not keep as they are",
      octopus: {
        space: { name: "x".repeat(51) },
        lifecycle: "x".repeat(201),
        projectGroup: " AWS",
        workerPools: { dev: { name: "!!" }, prod: { name: "All" } },
        projects: [
          {
            name: "two\nlines",
            steps: [{ kind: "awsScript", name: "#{Name}", script: "x" }],
            runbooks: [""],
          },
        ],
      },
      says: [
        ["octopus.space.name", "longer than 50 characters"],
        ["octopus.lifecycle", "longer than 200 characters"],
        ["octopus.projectGroup", "spaces around it"],
        ["octopus.workerPools.dev.name", "write letters or digits"],
        ["octopus.workerPools.prod.name", "neither all nor has #{"],
        ["octopus.projects[0].name", "without line breaks"],
        ["octopus.projects[0].steps[0].name", "neither all nor has #{"],
        ["octopus.projects[0].runbooks[0]", "write letters or digits"],
      ],
    },
    {
      refuses: "access keys as a way to AWS",
      octopus: { accounts: ["ambient", "accessKey"] },
      says: [["octopus.accounts[1]", "is none of ambient, oidc: Octopus never gets access keys"]],
    },
    {
      refuses: "a way to AWS that is none, and what is wrong elsewhere as well",
      octopus: { accounts: [7], approval: { environments: ["qa"] } },
      says: [
        ["octopus.accounts[0]", "is none of ambient, oidc"],
        ["octopus.approval.environments[0]", "is qa"],
      ],
    },
    {
      refuses: "no way to AWS",
      octopus: { accounts: [] },
      says: [["octopus.accounts", "must be ambient, oidc, or a list of both"]],
    },
    {
      refuses: "one way to AWS twice",
      octopus: { accounts: ["ambient", "ambient"] },
      says: [["octopus.accounts", "without repeating one"]],
    },
    {
      refuses: "tokens of a server that nobody says where it is",
      octopus: { accounts: "oidc" },
      says: [["octopus.oidc", "is missing", "e.g. { issuer: https://octopus.example.com }"]],
    },
    {
      refuses: "tokens that no account is for",
      octopus: { oidc },
      says: [["octopus.oidc", "octopus.accounts does not have oidc"]],
    },
    ...[
      "https://octopus.internal",
      "10.0.0.7",
      "octopus",
      "https://localhost",
      "https://octopus.octopus.svc",
    ].map((issuer) => ({
      refuses: `tokens of a server that AWS cannot reach: ${issuer}`,
      octopus: { accounts: "oidc", oidc: { issuer } },
      says: [["octopus.oidc.issuer", "a private name or address", "use ambient credentials"]] as const,
    })),
    ...[
      "http://octopus.example.com",
      "https://octopus.example.com:8443",
      "https://octopus.example.com/a",
      "",
    ].map((issuer) => ({
      refuses: `an issuer that is none: "${issuer}"`,
      octopus: { accounts: "oidc", oidc: { issuer } },
      says: [
        ["octopus.oidc.issuer", "write https:// and the server's host, without a port or path"],
      ] as const,
    })),
    {
      refuses: "a space by its id where subjects need its name",
      octopus: { accounts: "oidc", oidc, space: { existing: "Spaces-12" } },
      says: [["octopus.space.existing", "subjects of tokens are made of the space's name"]],
    },
    {
      refuses: "subjects that are the same in every environment",
      octopus: {
        accounts: "oidc",
        oidc: {
          ...oidc,
          subjectKeys: {
            execution: ["space", "project"],
            healthCheck: ["space"],
            accountTest: ["space", "type"],
          },
        },
      },
      says: [
        ["octopus.oidc.subjectKeys.execution", "the role of another: add environment"],
        ["octopus.oidc.subjectKeys.healthCheck", "the role of another: add target"],
        ["octopus.oidc.subjectKeys.accountTest", "the role of another: add account"],
      ],
    },
    {
      refuses: "keys of subjects that a use does not have, or has twice",
      octopus: {
        accounts: "oidc",
        oidc: {
          ...oidc,
          subjectKeys: { execution: ["environment", "environment"], healthCheck: ["target", "project"] },
        },
      },
      says: [
        ["octopus.oidc.subjectKeys.execution", "names a key twice"],
        ["octopus.oidc.subjectKeys.healthCheck[1]", "is none of space, account, target, type"],
      ],
    },
    {
      refuses: "consent of nobody, or for an environment that is not there",
      octopus: { approval: { teams: [], environments: ["prod", "Prod"] } },
      says: [
        ["octopus.approval.teams", "whoever deploys could consent"],
        ["octopus.approval.environments[1]", "is Prod, which is none of", "write one of dev, staging, prod"],
      ],
    },
    {
      refuses: "worker pools of no environment, or of a service account that has not its roles",
      octopus: {
        workerPools: {
          qa: { name: "QA" },
          dev: { serviceAccount: "octopus-prod/octopus-prod" },
          prod: { serviceAccount: "octopus-prod" },
        },
      },
      says: [
        ["octopus.workerPools.prod.serviceAccount", "its namespace and name, e.g. octopus-prod/octopus-prod"],
        ["octopus.workerPools.qa", "is none of organization.environments: write one of dev, staging, prod"],
        [
          "octopus.workerPools.dev.serviceAccount",
          "is octopus-prod/octopus-prod, which no launcher is bound to for dev",
          "write octopus/octopus-server",
        ],
        [
          "octopus.workerPools.prod.serviceAccount",
          "is octopus-prod, which no launcher is bound to for prod",
        ],
      ],
    },
    {
      refuses: "one worker pool for two environments",
      octopus: { workerPools: { staging: { name: "dev workers" } } },
      says: [["octopus.workerPools.staging.name", "the pool of dev is called too"]],
    },
    {
      refuses: "clusters of places that are not there, or twice",
      octopus: {
        clusters: [
          cluster,
          { ...cluster, name: "Shop" },
          { ...cluster, name: "a", environment: "qa" },
          { ...cluster, name: "b", account: "prod", role: "DeployRole" },
          { ...cluster, name: "c", role: "ProdDeployRole" },
          { ...cluster, name: "d", url: "http://10.0.0.1", certificateAuthority: "bm90IG9uZQ==" },
        ],
      },
      says: [
        ["octopus.clusters[5].url", "is no URL of an API server"],
        ["octopus.clusters[5].certificateAuthority", "is no certificate in base64"],
        ["octopus.clusters[1].name", "is Shop a second time"],
        ["octopus.clusters[2].environment", "is qa, which is none of"],
        ["octopus.clusters[3].account", "is prod, which dev does not have: write dev"],
        ["octopus.clusters[4].role", "is ProdDeployRole, which dev does not have: write DevDeployRole"],
      ],
    },
    {
      refuses: "accounts whose names Octopus would take for one another",
      stack: "tooling",
      changes: {
        "accounts.b-c": { id: "444444444444" },
        "accounts.c": { id: "555555555555" },
        "environments[0]": { name: "a", accounts: ["dev", "b-c"], deployRoles: [{ permissions: ["dev"] }] },
        "environments[1]": {
          name: "a-b",
          accounts: ["staging", "c"],
          deployRoles: [{ permissions: ["dev"] }],
        },
        "launchers[0].bindings[0].environments": ["tooling", "a", "a-b"],
      },
      says: [["organization.accounts.c", "makes an account AWS A-B c", "choose another name"]],
    },
  ]);
});
