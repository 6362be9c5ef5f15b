import assert from "node:assert/strict";

import { explicitAccount } from "../../policy-pack/rules/explicit-account";
import {
  defaultProvider,
  ids,
  notKnown,
  pinned,
  providerWith,
  resource,
  type AccountName,
  type Given,
  type GivenProvider,
} from "./resources";
import { judge } from "./judge";
import { table } from "./table";
import { deployRole, letsIn, role, trustOf } from "./trusts";

const trust = trustOf(letsIn());
const dev = (where: AccountName | GivenProvider = "dev"): Given => deployRole("dev", trust, where);
const bucket = (name: string, where: AccountName | GivenProvider): Given =>
  resource("aws:s3/bucket:Bucket", name, { bucket: name }, where);
const roleArn = (account: keyof typeof ids): string =>
  `arn:aws:iam::${ids[account]}:role/octopus/provisioning/OctolaunchProvisioner`;
const unpinned = providerWith("somewhere", {});

const byDefault =
  /is made by a default provider, .*\nPass `provider`: an aws\.Provider with allowedAccountIds/;
const noPin = /is made by provider somewhere, which pins no account\.\nWrite allowedAccountIds: \["/;

// https://www.pulumi.com/registry/packages/aws/api-docs/provider/
describe("a deploy role is in the account that its provider names", () => {
  const made = (title: string, settings: object, refused?: RegExp) => ({
    title,
    resources: [dev(providerWith("dev", { ...settings }))],
    ...(refused && { refused: [refused] }),
  });
  const pin = { allowedAccountIds: [ids.dev] };
  table(explicitAccount, [
    { title: "a provider with account and role", resources: [dev()] },
    made("a provider with an account alone", pin),
    made("a provider with a chain of roles that ends there", {
      ...pin,
      assumeRoles: [{ roleArn: roleArn("tooling") }, { roleArn: roleArn("dev") }],
    }),
    made("a provider with a token for a role there", {
      ...pin,
      assumeRoleWithWebIdentity: { roleArn: roleArn("dev"), webIdentityTokenFile: "/token" },
    }),
    { title: "a default provider", resources: [dev(defaultProvider)], refused: [byDefault] },
    {
      title: "a default provider that is configured for one account",
      resources: [dev({ ...pinned("dev"), name: "default" })],
      refused: [byDefault],
    },
    {
      title: "a provider whose name only begins like that of a default one",
      resources: [dev({ ...pinned("dev"), name: "defaults" })],
    },
    made(
      "a provider with a role and no account",
      { assumeRoles: [{ roleArn: roleArn("dev") }] },
      /^arn:aws:iam::111111111111:role\/octopus\/deploy\/DevDeployRole is made by provider dev, which pins no account\.\nWrite allowedAccountIds: \["111111111111"\] in provider dev, with the one account that it is for\.$/,
    ),
    made("a provider with an empty list", { allowedAccountIds: [] }, /pins no account/),
    made(
      "a provider with two accounts",
      { allowedAccountIds: [ids.dev, ids.staging] },
      /^arn:aws:iam::\*:role.* in the account of urn:\S+ is made by provider dev, which allows 2 accounts/,
    ),
    made(
      "a provider with what is no account",
      { allowedAccountIds: ["dev"] },
      /has no account id of 12 digits/,
    ),
    made(
      "a provider that forbids other accounts and pins none",
      { forbiddenAccountIds: [ids.prod] },
      /which pins no account/,
    ),
    made(
      "a provider with an account that is not known",
      { allowedAccountIds: ["04da6b54-80e4-46f7-96ec-b56ff0331ba9"] },
      /whose allowedAccountIds are not known/,
    ),
    made(
      "a provider with a role of another account",
      { ...pin, assumeRoles: [{ roleArn: roleArn("prod") }] },
      /which is pinned to 111111111111 and assumes arn:aws:iam::333333333333:role\S+\.\nLet allowedAccountIds/,
    ),
    made(
      "a provider with a chain of roles that ends elsewhere",
      { ...pin, assumeRoles: [{ roleArn: roleArn("dev") }, { roleArn: roleArn("prod") }] },
      /and assumes arn:aws:iam::333333333333/,
    ),
    made(
      "a provider with a token for a role elsewhere",
      { ...pin, assumeRoleWithWebIdentity: { roleArn: roleArn("prod") } },
      /and assumes arn:aws:iam::333333333333/,
    ),
    made(
      "a provider with a role that is not known",
      { ...pin, assumeRoles: [{ roleArn: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }] },
      /of whose assumeRoles the last roleArn is not known/,
    ),
    {
      title: "a role that exists in another account than its provider works in by now",
      resources: [
        resource(
          "aws:iam/role:Role",
          "moved",
          {
            name: "DevDeployRole",
            path: "/octopus/deploy/",
            assumeRolePolicy: trust,
            arn: `arn:aws:iam::${ids.staging}:role/octopus/deploy/DevDeployRole`,
          },
          "dev",
        ),
      ],
      refused: [/is in account 222222222222, and its provider dev is pinned to 111111111111/],
    },
    {
      title: "the launcher of a default provider",
      resources: [role("OctoLauncherRole", trust, defaultProvider)],
      refused: [byDefault],
    },
    {
      title: "what may be a launcher, of a provider without account",
      resources: [role(notKnown, trust, unpinned)],
      refused: [noPin],
    },
    {
      title: "what may be a deploy role, of a provider without account",
      resources: [role("DevDeployRole", trust, unpinned, notKnown)],
      refused: [noPin],
    },
  ]);
});

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
describe("a deploy role is in an account that guardrails bind", () => {
  table(explicitAccount, [
    {
      title: "a deploy role in the management account",
      resources: [dev("management")],
      refused: [
        /is a deploy role in the management account, where no SCP or RCP binds\.\nMake it in a member account/,
      ],
    },
    {
      title: "what may be a deploy role in the management account",
      resources: [role(notKnown, trust, "management", notKnown)],
      refused: [/is possibly a deploy role in the management account/],
    },
    {
      title: "a deploy role in an account that settings do not know",
      resources: [dev("foreign")],
      refused: [
        /is a deploy role in account 444444444444, which is none of the pack's `accounts`\.\nMake it in one of 1234/,
      ],
    },
    { title: "any other role in the management account", resources: [role("audit", trust, "management")] },
    {
      title: "a role of the launcher's name in another account, which another rule refuses",
      resources: [role("OctoLauncherRole", trust, "prod")],
    },
  ]);
});

describe("what a stack makes beside them is in accounts that are named, too", () => {
  table(explicitAccount, [
    {
      title: "buckets of a default provider, once",
      resources: [dev(), bucket("logs", defaultProvider), bucket("artifacts", defaultProvider)],
      refused: [/^artifacts \(and 1 more of the same provider\) is made by a default provider/],
      beforeCreation: false,
    },
    {
      title: "each of two providers",
      resources: [dev(), bucket("logs", unpinned), bucket("other", defaultProvider)],
      refused: [noPin, byDefault],
      beforeCreation: false,
    },
    {
      title: "a provider of which a deploy role says it already",
      resources: [dev(unpinned), bucket("logs", unpinned)],
      refused: [noPin],
    },
    {
      title: "buckets of pinned providers",
      resources: [dev(), bucket("logs", "dev"), bucket("more", "foreign")],
    },
    {
      title: "resources that are not of AWS",
      resources: [
        dev(),
        resource(
          "kubernetes:core/v1:Namespace",
          "octopus",
          {},
          {
            name: "default_4_34_2",
            type: "pulumi:providers:kubernetes",
            props: {},
          },
        ),
      ],
    },
  ]);
});

describe("programs that have nothing to do with the launcher may be anywhere", () => {
  table(explicitAccount, [
    {
      title: "resources of a default provider",
      resources: [
        bucket("logs", defaultProvider),
        role("lambda", trust, defaultProvider),
        role("service", notKnown, defaultProvider, "/service-role/"),
        resource("aws:iam/role:Role", "app", { namePrefix: "app-", assumeRolePolicy: notKnown }, unpinned),
      ],
    },
    {
      title: "resources of providers that are not known",
      resources: [
        bucket("logs", providerWith("one", { allowedAccountIds: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" })),
        role("lambda", trust, providerWith("two", { assumeRoles: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" })),
      ],
    },
    {
      title: "resources of a provider in somebody else's account",
      resources: [bucket("logs", "foreign"), role("deploy", trust, "foreign")],
    },
  ]);
});

describe("what is said of a provider", () => {
  it("is said of the provider where the stack has it, or else of one of its resources", () => {
    const own: Given = { type: "pulumi:providers:aws", name: "somewhere", props: {}, provider: unpinned };
    const givens = [dev(), bucket("one", unpinned), bucket("two", unpinned)];
    const about = (...more: Given[]) =>
      judge(explicitAccount, [...givens, ...more]).map((said) => said.about);
    assert.deepEqual(about(own), ["somewhere"]);
    assert.deepEqual(about(), ["one"]);
  });
});
