import type { PolicyConfigSchema } from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

import type { WrittenSettings } from "./settings";

/** The organization of the article: what holds where nothing is configured. */
export const defaults: WrittenSettings = {
  launcherRoleArn: "arn:aws:iam::123456789012:role/OctoLauncherRole",
  // The names as well as the path: an attachment names a role without its path.
  deployRoles: [
    "arn:aws:iam::123456789012:role/octopus/deploy/ToolingDeployRole",
    "arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole",
    "arn:aws:iam::222222222222:role/octopus/deploy/StagingDeployRole",
    "arn:aws:iam::333333333333:role/octopus/deploy/ProdDeployRole",
    "arn:aws:iam::*:role/octopus/deploy/*",
  ],
  managementAccountId: "999999999999",
  accounts: ["123456789012", "111111111111", "222222222222", "333333333333"],
  binding: [
    { cluster: "octopus-cluster", namespace: "octopus", serviceAccount: "octopus-server" },
    { cluster: "octopus-cluster", namespace: "octopus-prod", serviceAccount: "octopus-prod" },
  ],
  mechanism: "podIdentity",
  oidc: { roles: ["arn:aws:iam::*:role/octopus/oidc/*"] },
  guardrails: { mode: "managed" },
};

const launcher = { type: "string", pattern: "^arn:[a-z0-9-]+:iam::\\d{12}:role/" } as const;
const account = { type: "string", pattern: "^\\d{12}$" } as const;
const binding: PolicyConfigJSONSchema = {
  type: "object",
  properties: {
    cluster: { type: "string", minLength: 1 },
    namespace: { type: "string", minLength: 1 },
    serviceAccount: { type: "string", minLength: 1 },
  },
  required: ["cluster", "namespace", "serviceAccount"],
  additionalProperties: false,
};
const patterns = {
  type: "array",
  items: { type: "string", pattern: "^arn:[a-z0-9-]+:iam::[0-9*?]+:role/" },
} as const;
const documents: PolicyConfigJSONSchema = { type: "array", items: { type: ["object", "string"] } };

/** What every rule takes as its configuration. The engine checks it before it judges anything. */
export const configSchema: PolicyConfigSchema = {
  properties: {
    launcherRoleArn: {
      ...launcher,
      type: ["string", "array"],
      items: launcher,
      description: "ARN of the launcher, or a list of several",
      default: defaults.launcherRoleArn as string,
    },
    deployRoles: {
      ...patterns,
      description: "Patterns for the ARNs of deploy roles, wherever they are",
      default: [...defaults.deployRoles],
    },
    managementAccountId: {
      ...account,
      description: "Account that owns the organization: no deploy role is there",
      default: defaults.managementAccountId,
    },
    accounts: {
      type: "array",
      items: account,
      description: "Ids of the accounts in which launchers and deploy roles may be",
      default: [...defaults.accounts],
    },
    binding: {
      ...binding,
      type: ["object", "array"],
      items: binding,
      description: "Cluster, namespace and service account whose pods get the launcher, or a list of several",
      default: defaults.binding,
    },
    mechanism: {
      type: "string",
      enum: ["podIdentity"],
      description: "How pods get the launcher",
      default: defaults.mechanism,
    },
    oidc: {
      type: "object",
      properties: {
        roles: patterns,
        issuer: { type: "string", minLength: 1 },
        audience: { type: "string", minLength: 1 },
        space: { type: "string", minLength: 1 },
      },
      required: ["roles"],
      additionalProperties: false,
      description: "Roles for tokens that Octopus issues itself, and whose tokens they let in",
      default: defaults.oidc,
    },
    guardrails: {
      type: "object",
      properties: {
        mode: { type: "string", enum: ["managed", "external"] },
        scp: documents,
        rcp: documents,
      },
      required: ["mode"],
      additionalProperties: false,
      description: "Who attaches SCPs and RCPs; with `external`, the documents that are attached",
      default: defaults.guardrails,
    },
  },
};
