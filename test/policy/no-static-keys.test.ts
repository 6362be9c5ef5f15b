import assert from "node:assert/strict";

import { noStaticKeys } from "../../policy-pack/rules/no-static-keys";
import { judge } from "./judge";
import { launcherRole, otherRole } from "./launchers";
import {
  defaultProvider,
  deployRoleArn,
  notKnown,
  pinned,
  providerWith,
  resource,
  type Given,
} from "./resources";
import { table } from "./table";

const user = (where: Parameters<typeof resource>[3]): Given =>
  resource("aws:iam/user:User", "ci", { name: "ci" }, where);

describe("long-lived credentials of AWS", () => {
  table(noStaticKeys, [
    ...(
      [
        ["aws:iam/user:User", { name: "ci" }, /An IAM user in account 111111111111/],
        ["aws:iam/accessKey:AccessKey", { user: "ci" }, /An access key in account 111111111111/],
        ["aws:iam/userLoginProfile:UserLoginProfile", { user: "ci" }, /A password of an IAM user in account/],
        [
          "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
          { userName: "ci", serviceName: "codecommit.amazonaws.com" },
          /A service-specific credential in account/,
        ],
      ] as const
    ).map(([type, props, words]) => ({
      title: `${type} in an account of ours`,
      resources: [resource(type, "x", props, "dev")],
      refused: [words],
    })),
    {
      title: "an IAM user in the management account",
      resources: [user("management")],
      refused: [/account 999999999999.*\nUse a role/],
    },
    {
      title: "an IAM user whose properties are not known",
      resources: [resource("aws:iam/user:User", "ci", { name: notKnown }, "prod")],
      refused: [/An IAM user in account 333333333333/],
    },
    {
      title: "an IAM user in an account that is not known, beside something of ours",
      resources: [user(defaultProvider), otherRole("DevDeployRole", pinned("dev"), "/octopus/deploy/")],
      refused: [/An IAM user in an account that is not known/],
      beforeCreation: false,
    },
    {
      title: "an IAM user beside what may be a launcher",
      resources: [user(defaultProvider), launcherRole({}, defaultProvider)],
      refused: [/An IAM user in an account that is not known/],
      beforeCreation: false,
    },
    {
      title: "an IAM user of a foreign program in an account that is not known",
      resources: [
        user(defaultProvider),
        otherRole("web", defaultProvider),
        resource("aws:iam/role:Role", "nameless", { name: notKnown }, defaultProvider),
      ],
    },
    { title: "an IAM user in an account that is none of ours", resources: [user("foreign")] },
    { title: "roles", resources: [launcherRole()] },
  ]);
});

describe("access keys of a provider", () => {
  const provider = (settings: object, account = "111111111111"): Given =>
    resource(
      "pulumi:providers:aws",
      "dev",
      { ...providerWith("dev", { allowedAccountIds: [account], ...settings }).props },
      defaultProvider,
    );
  table(noStaticKeys, [
    {
      title: "a provider that assumes a role",
      resources: [provider({ assumeRoles: [{ roleArn: deployRoleArn("dev") }] })],
    },
    {
      title: "a provider with keys",
      resources: [provider({ accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI" })],
      refused: [/A provider for account 111111111111 has access keys in its settings.*\nRemove accessKey/],
    },
    {
      // https://www.pulumi.com/registry/packages/aws-native/installation-configuration/
      title: "a provider of the other kind with keys",
      resources: [
        { ...provider({ accessKey: "AKIAIOSFODNN7EXAMPLE" }), type: "pulumi:providers:aws-native" },
      ],
      refused: [/A provider for account 111111111111 has access keys in its settings/],
    },
    {
      title: "a provider with a key that is not known",
      resources: [
        resource(
          "pulumi:providers:aws",
          "dev",
          { allowedAccountIds: '["111111111111"]', secretKey: notKnown },
          defaultProvider,
        ),
      ],
      refused: [/has access keys in its settings/],
    },
    {
      title: "a provider with keys for an account that is none of ours",
      resources: [provider({ accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "x" }, "444444444444")],
    },
  ]);
});

describe("access keys that Octopus keeps", () => {
  const keys = { accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
  const octopus = { name: "octopus", type: "pulumi:providers:octopusdeploy", props: {} };
  const made = (name: string, props: object): Given => {
    const token = name.charAt(0).toUpperCase() + name.slice(1);
    return resource(`octopusdeploy:index/${name}:${token}`, name, { name, ...props }, octopus);
  };
  const accounts = [made("awsAccount", keys), made("platformHubAwsAccount", keys)];
  const feeds = [
    made("s3Feed", { ...keys, useMachineCredentials: false }),
    made("awsElasticContainerRegistry", { ...keys, region: "us-east-1" }),
  ];
  table(noStaticKeys, [
    ...accounts.map(({ type, ...given }) => ({
      title: `${type}, an account of access keys`,
      resources: [{ type, ...given }],
      refused: [/An access-key account of Octopus.*\n.*AwsOpenidConnectAccount/],
    })),
    {
      title: "an account whose keys are not known",
      resources: [made("awsAccount", { accessKey: notKnown, secretKey: notKnown })],
      refused: [/An access-key account of Octopus/],
    },
    ...feeds.map(({ type, ...given }) => ({
      title: `${type} with access keys`,
      resources: [{ type, ...given }],
      refused: [/A feed of Octopus that keeps access keys/],
    })),
    {
      title: "accounts and feeds without keys",
      resources: [
        made("awsOpenidConnectAccount", { roleArn: deployRoleArn("dev") }),
        made("s3Feed", { useMachineCredentials: true }),
        made("awsElasticContainerRegistry", { region: "us-east-1", oidcAuthentication: { roleArn: "x" } }),
        made("environment", {}),
      ],
    },
  ]);

  it("are never shown", () => {
    const said = JSON.stringify(judge(noStaticKeys, [...accounts, ...feeds]));
    for (const secret of Object.values(keys)) assert(!said.includes(secret));
  });
});
