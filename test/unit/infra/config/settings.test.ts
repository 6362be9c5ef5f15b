import assert from "node:assert/strict";

import { RunError } from "@pulumi/pulumi";

import { refuse, report } from "../../../../infra/config/problems";
import { organization } from "../../../fixtures/organization";
import { refusals } from "../../../fixtures/refusals";
import { goodSettings, problemsOf, rawSettings } from "../../../fixtures/settings";

const role = "organization.environments[0].deployRoles[0]";

describe("the settings as a whole", () => {
  it("takes the sample organization for each of its stacks", () => {
    const environments = ["tooling", "dev", "staging", "prod"].map(
      (stack) => goodSettings({ stack }).environment.name,
    );
    assert.deepEqual(environments, ["tooling", "dev", "staging", "prod"]);
  });

  refusals([
    {
      refuses: "a stack of no environment",
      stack: "qa",
      says: [
        [
          "environment",
          "is qa (by default the stack's name)",
          "select a stack named tooling, dev, staging, prod, set environment to one of them, or describe qa",
        ],
      ],
    },
    {
      refuses: "unknown keys wherever they stand",
      changes: {
        acounts: {},
        "accounts.dev.regoin": "us-east-1",
        [`environments[0].deployRoles[0].permission`]: [],
        "launchers[0].bindings[0].pods": "*",
        limits: { bindings: 9 },
      },
      network: { cird: "10.40.0.0/16" },
      cluster: { nodes: { size: 3 } },
      says: [
        ["organization.accounts.dev.regoin", "is no setting: remove it or check its spelling"],
        [`${role}.permission`, "is no setting"],
        ["organization.launchers[0].bindings[0].pods", "is no setting"],
        ["organization.limits.bindings", "is no setting"],
        ["organization.acounts", "is no setting"],
        ["network.cird", "is no setting"],
        ["cluster.nodes.size", "is no setting"],
      ],
    },
    {
      refuses: "wrong types wherever they stand",
      changes: {
        "environments[0].accounts": "dev",
        [`environments[0].deployRoles[0].maxSessionSeconds`]: "3600",
        "launchers[0].bindings": { namespace: "octopus" },
        tags: { cost: 7 },
        limits: { trustPolicyCharacters: "4096" },
      },
      network: [],
      cluster: { version: 1.34, access: "admin" },
      says: [
        ["organization.environments[0].accounts", "is missing or is not"],
        [`${role}.maxSessionSeconds`, "is missing or is not"],
        ["organization.launchers[0].bindings", "is missing or is not"],
        ["organization.tags.cost", "is missing or is not"],
        ["organization.limits.trustPolicyCharacters", "is missing or is not"],
        ["network", "is missing or is not"],
        ["cluster.version", 'write it in quotes, e.g. "1.34"'],
        ["cluster.access", "is missing or is not"],
      ],
    },
    {
      refuses: "settings that are missing",
      changes: {
        region: undefined,
        management: undefined,
        accounts: undefined,
        environments: undefined,
        launchers: undefined,
      },
      says: ["region", "management", "accounts", "environments", "launchers"].map((name) => [
        `organization.${name}`,
        "is missing",
      ]),
    },
    {
      refuses: "everything at once, from the spelling of a key to the size of a document",
      stack: "qa",
      changes: {
        "accounts.dev.id": 111111111111,
        "accounts.prod.id": "222222222222",
        region: "us-east-9",
        acounts: {},
        [`environments[0].deployRoles[0].permissions`]: ["admin"],
        "launchers[0].policyShards": 11,
      },
      network: { cidr: "10.40.0.1/16" },
      cluster: { serviceCidr: "172.20.0.0" },
      says: [
        ["organization.accounts.dev.id", "in quotes"],
        ["organization.acounts", "is no setting"],
        ["network.cidr", "is no CIDR block"],
        ["cluster.serviceCidr", "is no CIDR block"],
        ["organization.region", "is us-east-9"],
        ["organization.accounts.prod.id", "organization.accounts.staging too"],
        ["environment", "is qa"],
        [`${role}.permissions[0]`, "is admin"],
        ["organization.launchers[0].policyShards", "is 11"],
      ],
    },
    {
      refuses: "an environment that takes tooling's name",
      stack: "staging",
      changes: {
        "environments[0].name": "tooling",
        "launchers[0].bindings[0].environments": ["tooling", "staging"],
      },
      says: [
        ["organization.environments[0].name", "is tooling", "describe that one in organization.tooling"],
      ],
    },
    {
      refuses: "two environments of one name",
      stack: "dev",
      changes: { "environments[1].name": "dev", "launchers[0].bindings[0].environments": ["tooling", "dev"] },
      says: [["organization.environments[1].name", "is dev a second time"]],
    },
    {
      refuses: "an environment whose name cannot stand in a role's",
      stack: "staging",
      changes: {
        "environments[0].name": "De v",
        "launchers[0].bindings[0].environments": ["tooling", "De v", "staging"],
      },
      says: [["organization.environments[0].name", "lower-case letters, digits and hyphens, e.g. pre-prod"]],
    },
    {
      refuses: "no environment at all",
      stack: "tooling",
      changes: {
        environments: [],
        "launchers[0].bindings": [{ namespace: "a", serviceAccount: "b", environments: ["tooling"] }],
      },
      says: [["organization.environments", "is empty: describe at least one environment"]],
    },
    {
      refuses: "names that IAM does not take for the provisioning role and its session",
      changes: {
        provisioning: { roleName: "a*", rolePath: "octopus", sessionName: "x", externalId: "{}" },
        tags: { "": "nothing" },
      },
      says: [
        ["organization.provisioning.roleName", "no wildcard"],
        ["organization.provisioning.rolePath", "with a slash at both ends"],
        ["organization.provisioning.sessionName", "2 to 64"],
        ["organization.provisioning.externalId", "is no external id"],
        ["organization.tags.", "tag keys of 1 to 128 characters"],
      ],
    },
  ]);

  it("refuses a stack that sets organization, and says where it belongs", () => {
    for (const own of [
      { accounts: { dev: { region: "eu-west-1" } } },
      organization({ region: "eu-west-1" }),
    ]) {
      const problem = problemsOf({ ...rawSettings(), organization: own }).find(
        ({ setting }) => setting === "organization",
      );
      assert.match(problem?.message ?? "", /is set by this stack's file.*write it in Pulumi.yaml/s);
    }
  });

  it("says nothing of the values of an external id", () => {
    const problems = problemsOf(rawSettings({ changes: { provisioning: { externalId: "s3cret {}" } } }));
    assert.equal(problems.length, 1);
    assert.doesNotMatch(report(problems), /s3cret/);
  });
});

describe("the report of problems", () => {
  it("is one error without a stack, one line a problem", () => {
    const problems = [
      { setting: "organization.region", message: "is wrong" },
      { setting: "network.cidr", message: "is wrong too" },
    ];
    assert.throws(
      () => refuse(problems),
      (error: unknown) =>
        RunError.isInstance(error) &&
        error.message ===
          "Nothing was changed, because 2 settings are wrong:\n" +
            "  - organization.region: is wrong\n  - network.cidr: is wrong too",
    );
    assert.match(report(problems.slice(1)), /^Nothing was changed, because a setting is wrong:/);
  });

  it("lets good settings pass", () => {
    assert.doesNotThrow(() => refuse([]));
  });
});
