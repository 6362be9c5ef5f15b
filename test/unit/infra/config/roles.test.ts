import { refusals } from "../../../fixtures/refusals";

const role = "organization.environments[0].deployRoles[0]";
const longName = "R".repeat(65);

describe("deploy roles in the settings", () => {
  refusals([
    {
      refuses: "a name of more than 64 characters",
      changes: { "environments[0].deployRoles[0].name": longName },
      says: [[`${role}.name`, "1 to 64 letters, digits and +=,.@_-"]],
    },
    {
      refuses: "a name with a wildcard",
      changes: { "environments[0].deployRoles[0].name": "*DeployRole" },
      says: [[`${role}.name`, "no wildcard"]],
    },
    {
      refuses: "two names that differ in case only, in one account",
      changes: {
        "environments[0].deployRoles[1]": { name: "devdeployrole", permissions: ["dev"] },
      },
      says: [
        [
          "organization.environments[0].deployRoles[1].name",
          "is devdeployrole in account 111111111111",
          `where ${role} has that name`,
          "neither by path nor by case",
          "choose another",
        ],
      ],
    },
    {
      refuses: "two roles of one environment that both go by its name",
      changes: { "environments[0].deployRoles": [{ permissions: ["dev"] }, { permissions: ["dev"] }] },
      says: [
        ["organization.environments[0].deployRoles[1].name", "is DevDeployRole in account 111111111111"],
      ],
    },
    {
      refuses: "the same name from two environments that share an account",
      changes: {
        "environments[1].accounts": ["staging", "dev"],
        "environments[1].deployRoles[0].name": "DevDeployRole",
      },
      says: [["organization.environments[1].deployRoles[0].name", "in account 111111111111", role]],
    },
    {
      refuses: "the launcher's name for a role beside it",
      changes: { "tooling.deployRoles[0].name": "octolauncherrole" },
      says: [["organization.tooling.deployRoles[0].name", "where organization.launchers[0] has that name"]],
    },
    {
      refuses: "the provisioning role's name",
      changes: { "environments[0].deployRoles[0].name": "OCTOLAUNCHPROVISIONER" },
      says: [[`${role}.name`, "where the provisioning role has that name"]],
    },
    {
      refuses: "the provisioning role's name for the launcher",
      changes: { "launchers[0].name": "OctolaunchProvisioner" },
      says: [["organization.launchers[0].name", "where the provisioning role has that name"]],
    },
    {
      refuses: "the names of the cluster's own roles",
      changes: {
        "tooling.deployRoles[0].name": "octopus-cluster-nodes",
        "launchers[0].name": "octopus-cluster",
      },
      says: [
        ["organization.launchers[0].name", "where the cluster octopus-cluster has that name"],
        ["organization.tooling.deployRoles[0].name", "where the cluster octopus-cluster has that name"],
      ],
    },
    {
      refuses: "an environment without roles",
      changes: { "environments[0].deployRoles": [] },
      says: [["organization.environments[0].deployRoles", "is empty", "cannot be deployed to"]],
    },
    {
      refuses: "a session shorter than AWS takes",
      changes: { "environments[0].deployRoles[0].maxSessionSeconds": 900 },
      says: [[`${role}.maxSessionSeconds`, "is under 3600"]],
    },
    {
      refuses: "a session longer than AWS takes",
      changes: { "environments[0].deployRoles[0].maxSessionSeconds": 43201 },
      says: [[`${role}.maxSessionSeconds`, "is over 43200"]],
    },
    {
      refuses: "a boundary that is no policy",
      changes: {
        "environments[0].deployRoles[0].permissionsBoundary": "arn:aws:iam::111111111111:role/Boundary",
      },
      says: [[`${role}.permissionsBoundary`, "write its ARN, or path and name in the role's account"]],
    },
  ]);
});

describe("permissions in the settings", () => {
  const permissions = "environments[0].deployRoles[0].permissions";
  const first = `${role}.permissions[0]`;
  const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

  refusals([
    {
      refuses: "an empty permission set",
      changes: { [permissions]: [] },
      says: [[`${role}.permissions`, "is empty, so that the role could do nothing", "e.g. [dev]"]],
    },
    {
      refuses: "an unknown permission set",
      changes: { [permissions]: ["admin"] },
      says: [[first, "is admin", "write one of dev, staging, prod, tooling", "Effect, Action and Resource"]],
    },
    {
      refuses: "permission sets that only every JavaScript object has",
      changes: { [permissions]: ["constructor", "__proto__"] },
      says: [
        [first, "is constructor, which is no permission set"],
        [`${role}.permissions[1]`, "is __proto__, which is no permission set"],
      ],
    },
    {
      refuses: "a permission set that is neither a name nor a statement",
      changes: { [permissions]: [3] },
      says: [[first, "is of none of the types that can stand here"]],
    },
    {
      refuses: "a wildcard principal in a statement",
      changes: { [permissions]: [{ ...statement, Principal: "*" }] },
      says: [[`${first}.Principal`, "is not allowed in a permissions policy"]],
    },
    {
      refuses: "everybody but somebody in a statement",
      changes: { [permissions]: [{ ...statement, NotPrincipal: { AWS: "123456789012" } }] },
      says: [[`${first}.NotPrincipal`, "is not allowed in a permissions policy"]],
    },
    {
      refuses: "a statement that AWS would call malformed, element by element",
      changes: { [permissions]: ["dev", { Effect: "allow", Action: ["s3"], resource: "*" }] },
      says: [
        [`${role}.permissions[1].resource`, "is no element of a statement"],
        [`${role}.permissions[1].Effect`, "is neither Allow nor Deny"],
        [`${role}.permissions[1].Action`, 'has "s3"', "service:Action"],
        [`${role}.permissions[1].Resource`, "is missing"],
      ],
    },
    {
      refuses: "permissions over the size of a role's inline policies",
      changes: {
        [permissions]: [
          {
            ...statement,
            Resource: Array.from({ length: 300 }, (_, n) => `arn:aws:s3:::a-bucket-of-the-shop-${n}/*`),
          },
        ],
      },
      says: [
        [
          `${role}.permissions`,
          "characters for DevDeployRole, and IAM takes 10240",
          "use wildcards",
          "split the role",
        ],
      ],
    },
  ]);
});
