import assert from "node:assert/strict";

import { explicitAccount } from "../../policy-pack/rules/explicit-account";
import { expected, expectedGuardrail } from "../fixtures/expected";
import { judge, judgeInOrder, type Said } from "./judge";
import { loosenings, provisioner, type Pinned } from "./loosen-provider";
import {
  ids,
  launcherArn,
  providerWith,
  resource,
  type AccountName,
  type Given,
  type GivenProvider,
} from "./resources";
import { deployRole, role } from "./trusts";

const host = "octopus.example.com";
const config = {
  oidc: { roles: ["arn:aws:iam::*:role/octopus/oidc/*"], issuer: host, audience: host, space: "aws" },
};

type Make = (where: GivenProvider) => Given;

const launcherTrust = JSON.stringify(expected("OctoLauncherRole", "trust"));
const tokenTrust = JSON.stringify(expected("OctoDevRole", "trust"));
const deploy =
  (account: "tooling" | "dev" | "staging" | "prod", name: string): Make =>
  (where) =>
    deployRole(account, JSON.stringify(expected(name, "trust")), where);
const other =
  (type: string, props: Readonly<Record<string, unknown>>): Make =>
  (where) =>
    resource(type, "other", props, where);

const document = { name: "steps", policy: JSON.stringify(expected("DevDeployRole", "permissions")) };
const readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const server = { clusterName: "octopus-cluster", namespace: "octopus", serviceAccount: "octopus-server" };

/** All that makes launchers, deploy roles, bindings and guardrails what they are, and where it is. */
const made: Readonly<Record<string, readonly [AccountName, Make]>> = {
  "the launcher": ["tooling", (where) => role("OctoLauncherRole", launcherTrust, where)],
  ToolingDeployRole: ["tooling", deploy("tooling", "ToolingDeployRole")],
  DevDeployRole: ["dev", deploy("dev", "DevDeployRole")],
  StagingDeployRole: ["staging", deploy("staging", "StagingDeployRole")],
  ProdDeployRole: ["prod", deploy("prod", "ProdDeployRole")],
  "a role for tokens": ["dev", (where) => role("OctoDevRole", tokenTrust, where, "/octopus/oidc/")],
  "an inline policy": ["dev", other("aws:iam/rolePolicy:RolePolicy", { role: "DevDeployRole", ...document })],
  "an attachment": [
    "dev",
    other("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
      role: "DevDeployRole",
      policyArn: readOnly,
    }),
  ],
  "an attachment to several roles": [
    "tooling",
    other("aws:iam/policyAttachment:PolicyAttachment", {
      roles: ["app", "OctoLauncherRole"],
      policyArn: readOnly,
    }),
  ],
  "the list of a role's policies": [
    "dev",
    other("aws:iam/rolePoliciesExclusive:RolePoliciesExclusive", { roleName: "DevDeployRole" }),
  ],
  "the list of a role's attachments": [
    "dev",
    other("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", {
      roleName: "DevDeployRole",
    }),
  ],
  "the provider of the tokens": [
    "dev",
    other("aws:iam/openIdConnectProvider:OpenIdConnectProvider", { url: `https://${host}` }),
  ],
  "a binding": [
    "tooling",
    other("aws:eks/podIdentityAssociation:PodIdentityAssociation", { ...server, roleArn: launcherArn }),
  ],
  "an SCP": [
    "management",
    other("aws:organizations/policy:Policy", {
      name: "octolaunch-scp-1",
      content: JSON.stringify(expectedGuardrail("octolaunch-scp-1")),
    }),
  ],
  "an RCP": [
    "management",
    other("aws:organizations/policy:Policy", {
      name: "octolaunch-rcp-1",
      content: JSON.stringify(expectedGuardrail("octolaunch-rcp-1")),
    }),
  ],
  "an inline policy of the other provider": [
    "dev",
    other("aws-native:iam:RolePolicy", { roleName: "DevDeployRole" }),
  ],
  "a binding of the other provider": [
    "tooling",
    other("aws-native:eks:PodIdentityAssociation", { ...server, roleArn: launcherArn }),
  ],
};

describe("explicit-account: a provider that says less about its account", () => {
  for (const [what, [account, make]] of Object.entries(made)) {
    it(`is accepted as it is: that of ${what}`, () => {
      const { settings } = pinnedTo(account);
      assert.deepEqual(judge(explicitAccount, [make(providerWith(account, settings))], { config }), []);
    });
  }

  for (const { name, change, survives } of loosenings) {
    const title =
      survives === undefined
        ? `is refused before anything is created by whoever ${name}`
        : `is accepted where somebody ${name}: ${survives}`;
    it(title, () => {
      for (const [what, [account, make]] of Object.entries(made))
        assert.equal(isRefused([make(change(pinnedTo(account)))]), survives === undefined, what);
    });
  }

  // What a stack has beside them is judged with them, as part of the whole.
  for (const { name, change, survives } of loosenings)
    it(`is ${survives === undefined ? "refused" : "accepted"} beside a deploy role where somebody ${name}`, () => {
      const [, dev] = made.DevDeployRole ?? [];
      assert(dev);
      const beside = resource(
        "aws:s3/bucket:Bucket",
        "logs",
        {},
        {
          ...change(pinnedTo("tooling")),
        },
      );
      const program = [dev(providerWith("dev", pinnedTo("dev").settings)), beside];
      assert.equal(isRefused(program, "stack"), survives === undefined);
    });
});

const guarded = /^(\w+DeployRole|a role for tokens)$/;

/** Accounts that a provider may come to name, pin and role alike, and whom it is refused for. */
const moves: readonly (readonly [to: AccountName, refused: RegExp, because: string])[] = [
  ["management", guarded, "no guardrail binds there"],
  ["foreign", guarded, "no guardrail is attached there"],
  ["prod", /^$/, ""],
];
const elsewhere = "the account is named, and what it is to the roles there is for other rules to say";

describe("explicit-account: a provider that names another account", () => {
  for (const [to, refused, because] of moves)
    for (const [what, [account, make]] of Object.entries(made).filter(([, [from]]) => from !== to)) {
      const isWrong = refused.test(what);
      const title = `${isWrong ? "refuses" : "accepts"} ${what} in ${to} instead of ${account}`;
      it(`${title}: ${isWrong ? because : elsewhere}`, () => {
        assert.equal(isRefused([make(providerWith(to, pinnedTo(to).settings))]), isWrong);
      });
    }
});

function pinnedTo(account: AccountName): Pinned {
  return {
    account,
    settings: { allowedAccountIds: [ids[account]], assumeRoles: [{ roleArn: provisioner(ids[account]) }] },
  };
}

/** Whether a program is refused, by default before anything is created. */
function isRefused(program: readonly Given[], when: Said["form"] = "resource"): boolean {
  return judgeInOrder(explicitAccount, program, { config }).some(
    ({ level, form }) => level === "mandatory" && form === when,
  );
}
