import assert from "node:assert/strict";

import { expected, expectedGuardrail } from "../../../fixtures/expected";
import { cluster, ids, launcher, role } from "../../../fixtures/guardrails";
import { recordEnvironment, recordTooling } from "../../../fixtures/stacks";
import { encoded } from "../../../fixtures/trust-large-roles";
import { findingsOf, plainResources } from "../../../fixtures/trust-resources";
import type { Organization, Role } from "../../../../trust/organization";
import { fromAccountDetails, type Details } from "../../../../trust/sources/details";
import { fromResources, type Assumptions, type PlainResource } from "../../../../trust/sources/resources";

const parents = {
  [ids.tooling]: "ou-ab12-infra",
  [ids.dev]: "ou-ab12-work",
  [ids.staging]: "ou-ab12-work",
  [ids.prod]: "ou-ab12-work",
  [ids.management]: "r-ab12",
  "ou-ab12-infra": "r-ab12",
  "ou-ab12-work": "r-ab12",
};
const assumptions: Assumptions = {
  organizationId: "o-exampleorg",
  managementAccount: ids.management,
  parents,
  guardrailsComplete: true,
};

const deployRoles = [
  ["tooling", "ToolingDeployRole"],
  ["dev", "DevDeployRole"],
  ["staging", "StagingDeployRole"],
  ["prod", "ProdDeployRole"],
] as const;

/** The roles of the sample's four stacks as IAM would describe them, from the documents in `test/expected/`. */
function live(): Details {
  const guarded = Object.values(ids).filter((id) => id !== ids.management && id !== ids.outside);
  const everywhere = [...Object.keys(parents), "r-ab12"];
  const policies = [
    ["FullAWSAccess", "SERVICE_CONTROL_POLICY", { Effect: "Allow", Action: "*", Resource: "*" }],
    [
      "RCPFullAWSAccess",
      "RESOURCE_CONTROL_POLICY",
      { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
    ],
  ] as const;
  const policy = (Name: string, Type: string, content: object, targets: readonly string[]) => ({
    PolicySummary: { Id: `p-${Name}`, Name, Type },
    Content: JSON.stringify(content),
    Targets: targets.map((TargetId) => ({ TargetId })),
  });
  const shardArn = `arn:aws:iam::${ids.tooling}:policy/octopus/launcher/OctoLauncherRole-assume-1`;
  return {
    organization: {
      Organization: { Id: "o-exampleorg", MasterAccountId: ids.management },
      Roots: [
        {
          Id: "r-ab12",
          PolicyTypes: ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"].map((Type) => ({
            Type,
            Status: "ENABLED",
          })),
        },
      ],
      OrganizationalUnits: [
        { Id: "ou-ab12-infra", ParentId: "r-ab12" },
        { Id: "ou-ab12-work", ParentId: "r-ab12" },
      ],
      Accounts: Object.entries(parents)
        .filter(([id]) => !id.startsWith("ou-"))
        .map(([Id, ParentId]) => ({ Id, ParentId })),
      Policies: [
        ...policies.map(([name, type, statement]) =>
          policy(name, type, { Version: "2012-10-17", Statement: [statement] }, everywhere),
        ),
        policy("octolaunch-scp-1", "SERVICE_CONTROL_POLICY", expectedGuardrail("octolaunch-scp-1"), guarded),
        policy("octolaunch-rcp-1", "RESOURCE_CONTROL_POLICY", expectedGuardrail("octolaunch-rcp-1"), guarded),
      ],
    },
    accounts: deployRoles.map(([account, name]) => ({
      id: ids[account],
      compute: [],
      kubernetes: [],
      podIdentities:
        account === "tooling"
          ? ["octopus/octopus-server", "octopus-prod/octopus-prod"].map((subject) => ({
              clusterName: "octopus-cluster",
              namespace: subject.split("/")[0] ?? "",
              serviceAccount: subject.split("/")[1] ?? "",
              roleArn: launcher,
              associationArn: `arn:aws:eks:us-east-1:${ids.tooling}:podidentityassociation/octopus-cluster/a-1`,
            }))
          : [],
      details: {
        UserDetailList: [],
        GroupDetailList: [],
        RoleDetailList: [
          {
            RoleName: name,
            Arn: role(account, `octopus/deploy/${name}`),
            AssumeRolePolicyDocument: encoded(expected(name, "trust")),
            RolePolicyList: [{ PolicyName: "steps", PolicyDocument: encoded(expected(name, "permissions")) }],
            Tags: [
              { Key: "octolaunch:stack", Value: account },
              { Key: "octolaunch:environment", Value: account },
            ],
            MaxSessionDuration: 3600,
          },
          ...(account === "tooling"
            ? [
                {
                  RoleName: "OctoLauncherRole",
                  Arn: launcher,
                  AssumeRolePolicyDocument: encoded(expected("OctoLauncherRole", "trust")),
                  AttachedManagedPolicies: [{ PolicyName: "OctoLauncherRole-assume-1", PolicyArn: shardArn }],
                  Tags: [{ Key: "octolaunch:stack", Value: account }],
                },
              ]
            : []),
        ],
        Policies:
          account === "tooling"
            ? [
                {
                  Arn: shardArn,
                  PolicyVersionList: [
                    {
                      VersionId: "v1",
                      IsDefaultVersion: true,
                      Document: encoded(expected("OctoLauncherRole", "permissions")),
                    },
                  ],
                },
              ]
            : [],
      },
    })),
  };
}

/** The four stacks as programs make them. */
async function stacks(preview: boolean): Promise<readonly PlainResource[]> {
  const recordings: Parameters<typeof plainResources>[0][] = [await recordTooling({}, { preview })];
  for (const stack of ["dev", "staging", "prod"])
    recordings.push(await recordEnvironment({ stack }, { preview, stack }));
  return recordings.flatMap((recording) => plainResources(recording, preview));
}

const names = [launcher, ...deployRoles.map(([account, name]) => role(account, `octopus/deploy/${name}`))];

function rolesOf({ roles }: Organization): readonly (Role | undefined)[] {
  return names.map((arn) => roles.get(arn));
}

describe("the sample's four stacks", () => {
  let made: Organization;
  let found: Organization;

  before(async () => {
    made = fromResources(await stacks(false), assumptions);
    found = fromAccountDetails(live());
  });

  it("have the same roles with the same documents as programs and as live accounts", () => {
    assert.deepEqual(rolesOf(made), rolesOf(found));
    assert.equal(rolesOf(found).filter((one) => one && typeof one.trust.statements !== "symbol").length, 5);
  });

  it("have the same accounts with the same guardrails", () => {
    assert.equal(made.id, found.id);
    assert.deepEqual(made.accounts, found.accounts);
    const levels = found.accounts.get(ids.dev)?.levels;
    assert(levels && typeof levels !== "symbol");
    assert.deepEqual(
      levels.map(({ target, scps = [] }) => [target, scps.map(({ name }) => name)]),
      [
        ["the root", ["FullAWSAccess"]],
        ["OU ou-ab12-work", ["FullAWSAccess"]],
        [`account ${ids.dev}`, ["FullAWSAccess", "octolaunch-scp-1"]],
      ],
    );
  });

  it("have the same pods as the launcher", () => {
    const launched = ({ podIdentities }: Organization) =>
      podIdentities
        .filter(({ namespace }) => namespace === "octopus" || namespace === "octopus-prod")
        .map((one) => JSON.stringify(one))
        .sort();
    assert.deepEqual(launched(made), launched(found));
    assert.equal(launched(made).length, 2);
    assert.equal(found.podIdentities[0]?.clusterArn, cluster);
  });

  it("leave nothing open in a live organization", () => {
    assert.deepEqual(findingsOf(found), []);
  });

  it("are known at the first preview already, but for what others may attach", async () => {
    const { guardrailsComplete: _, ...less } = assumptions;
    const previewed = fromResources(await stacks(true), less);
    assert.deepEqual(rolesOf(previewed), rolesOf(made));
    const levels = previewed.accounts.get(ids.dev)?.levels;
    assert(levels && typeof levels !== "symbol");
    assert.deepEqual(
      levels.map(({ scps = [] }) => scps.map(({ name }) => name)),
      [
        ["whatever else is attached"],
        ["whatever else is attached"],
        ["octolaunch-scp-1", "whatever else is attached"],
      ],
    );
    assert(findingsOf(previewed).some((text) => /policyId is not known yet, and is taken from/.test(text)));
  });
});
