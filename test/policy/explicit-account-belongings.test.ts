import { explicitAccount } from "../../policy-pack/rules/explicit-account";
import { expectedGuardrail } from "../fixtures/expected";
import {
  defaultProvider,
  ids,
  launcherArn,
  notKnown,
  output,
  providerWith,
  resource,
  type AccountName,
  type Given,
  type GivenProvider,
} from "./resources";
import { table } from "./table";
import { deployRole, letsIn, role, trustOf } from "./trusts";

const trust = trustOf(letsIn());
const dev = (where: AccountName | GivenProvider = "dev"): Given => deployRole("dev", trust, where);
const unpinned = providerWith("somewhere", {});
const scp = JSON.stringify(expectedGuardrail("octolaunch-scp-1"));

const byDefault =
  /is made by a default provider, .*\nPass `provider`: an aws\.Provider with allowedAccountIds/;
const noPin = /is made by provider somewhere, which pins no account\.\nWrite allowedAccountIds: \["/;

describe("what belongs to them is in an account that its provider names", () => {
  const attachment = (name: unknown, where: AccountName | GivenProvider, type = "rolePolicyAttachment") =>
    resource(
      type === "rolePolicyAttachment"
        ? "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
        : "aws:iam/rolePolicy:RolePolicy",
      `${type} of it`,
      { role: name, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess", policy: "{}" },
      where,
    );
  const association = (props: object, where: AccountName | GivenProvider = defaultProvider): Given =>
    resource("aws:eks/podIdentityAssociation:PodIdentityAssociation", "association", { ...props }, where);
  const policy = (content: unknown, where: AccountName | GivenProvider): Given =>
    resource("aws:organizations/policy:Policy", "policy", { name: "octolaunch-scp-1", content }, where);
  const made = role("app", trust, defaultProvider);
  const unnamed = role(notKnown, trust, "foreign");
  const someScp = (statement: object): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "sts:*", ...statement }] });
  table(explicitAccount, [
    {
      title: "an attachment to a deploy role of another stack",
      resources: [attachment("DevDeployRole", defaultProvider)],
      refused: [/^What belongs to arn:aws:iam::\*:role\/\*DevDeployRole in .* is made by a default provider/],
    },
    {
      title: "an inline policy of the launcher of another stack",
      resources: [attachment("octolauncherrole", unpinned, "rolePolicy")],
      refused: [noPin],
    },
    // https://www.pulumi.com/registry/packages/aws-native/api-docs/iam/rolepolicy/
    {
      title: "an inline policy that the other provider makes",
      resources: [
        resource("aws-native:iam:RolePolicy", "inline", { roleName: "DevDeployRole" }, defaultProvider),
      ],
      refused: [/^What belongs to .*DevDeployRole in .* is made by a default provider/],
    },
    {
      title: "a managed policy that the other provider makes and attaches",
      resources: [
        resource("aws-native:iam:ManagedPolicy", "managed", { roles: ["OctoLauncherRole"] }, unpinned),
      ],
      refused: [noPin],
    },
    {
      title: "a binding that the other provider makes",
      resources: [
        resource(
          "aws-native:eks:PodIdentityAssociation",
          "pods",
          { namespace: "octopus", serviceAccount: "octopus-server", roleArn: launcherArn },
          unpinned,
        ),
      ],
      refused: [noPin],
    },
    {
      title: "a guardrail that the other provider makes",
      resources: [
        resource(
          "aws-native:organizations:Policy",
          "policy",
          { name: "octolaunch-scp-1", content: expectedGuardrail("octolaunch-scp-1") },
          unpinned,
        ),
      ],
      refused: [/^Guardrail octolaunch-scp-1 is made by provider somewhere, which pins no account/],
    },
    {
      title: "a guardrail whose letters are written as numbers",
      resources: [
        policy(
          scp.replaceAll("arn:aws:iam", "\\u0061rn:aws:iam").replaceAll('"Deny', '"\\u0044eny'),
          unpinned,
        ),
      ],
      refused: [/^Guardrail octolaunch-scp-1 is made by provider somewhere, which pins no account/],
    },
    {
      title: "a guardrail of which a part is not known",
      resources: [policy({ Version: "2012-10-17", Statement: notKnown }, unpinned)],
      refused: [/^Guardrail octolaunch-scp-1, whose content is not known, is made by provider somewhere/],
    },
    {
      title: "an attachment to several roles, the launcher among them",
      resources: [
        resource(
          "aws:iam/policyAttachment:PolicyAttachment",
          "several",
          { name: "all", roles: ["app", "OctoLauncherRole"], policyArn: "arn:aws:iam::aws:policy/X" },
          unpinned,
        ),
      ],
      refused: [noPin],
    },
    {
      title: "an attachment to a deploy role, by its output",
      resources: [dev(), attachment(output(dev(), "name"), defaultProvider)],
      refused: [byDefault],
    },
    {
      title: "an attachment to a role of a foreign program",
      resources: [made, attachment("app", defaultProvider)],
    },
    {
      title: "an attachment to a role that the program does not have",
      resources: [attachment("AWSServiceRoleForX", defaultProvider)],
    },
    {
      title: "an attachment to a role of this program whose name is not known, and which is none of ours",
      resources: [unnamed, attachment(output(unnamed, "name"), unpinned)],
    },
    {
      title: "an attachment to a role that is not known",
      resources: [attachment(notKnown, defaultProvider)],
      advised: [/^The role of rolePolicyAttachment of it is not known yet.*: judged at `pulumi up`\.$/],
    },
    {
      title: "an association that hands out the launcher",
      resources: [association({ namespace: "other", serviceAccount: "other", roleArn: launcherArn })],
      refused: [byDefault],
    },
    {
      title: "an association of a configured binding",
      resources: [
        association({ namespace: "octopus-prod", serviceAccount: "octopus-prod", roleArn: notKnown }),
      ],
      refused: [/^The binding of octopus-prod\/octopus-prod is made by a default provider/],
    },
    {
      title: "an association of a role that is not known",
      resources: [association({ namespace: "app", serviceAccount: "app", roleArn: notKnown })],
      refused: [byDefault],
      beforeCreation: false,
    },
    {
      title: "an association of another role",
      resources: [
        association({ namespace: "app", serviceAccount: "app", roleArn: `arn:aws:iam::${ids.dev}:role/app` }),
      ],
    },
    {
      title: "a guardrail",
      resources: [policy(scp, defaultProvider)],
      refused: [/^Guardrail octolaunch-scp-1 is made by a default provider/],
    },
    {
      // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
      title: "a guardrail that a delegated administrator makes",
      resources: [
        resource(
          "aws:organizations/policy:Policy",
          "policy",
          {
            content: scp,
            arn: `arn:aws:organizations::${ids.management}:policy/o-1/service_control_policy/p-1`,
          },
          "tooling",
        ),
      ],
    },
    { title: "a guardrail in the management account", resources: [policy(scp, "management")] },
    {
      title: "a guardrail, told by the launcher that it names",
      resources: [
        policy(
          someScp({ Resource: "*", Condition: { ArnNotLike: { "aws:PrincipalArn": launcherArn } } }),
          unpinned,
        ),
      ],
      refused: [noPin],
    },
    {
      title: "a guardrail, told by the roles that it names, pretty and in another case",
      resources: [
        policy(
          JSON.stringify(
            JSON.parse(someScp({ Resource: ["arn:aws:iam::*:role/Octopus/Deploy/*"] })) as object,
            undefined,
            2,
          ),
          unpinned,
        ),
      ],
      refused: [noPin],
    },
    {
      title: "a policy of the organization whose content is not known",
      resources: [policy(notKnown, unpinned)],
      refused: [/^Guardrail octolaunch-scp-1, whose content is not known, is made by provider somewhere/],
    },
    {
      title: "any other policy of the organization",
      resources: [policy(someScp({ Resource: ["arn:aws:iam::*:role/*", "arn:aws:s3:::logs/*"] }), unpinned)],
    },
  ]);
});
