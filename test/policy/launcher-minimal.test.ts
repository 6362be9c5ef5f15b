import { launcherMinimal } from "../../policy-pack/rules/launcher-minimal";
import { expected } from "../fixtures/expected";
import { launcherRole, spellings, waysToGive } from "./launchers";
import { deployRoleArn, ids, launcherArn, notKnown } from "./resources";
import { table, type Case } from "./table";

const own = expected("OctoLauncherRole", "permissions");
const dev = deployRoleArn("dev");

function allow(action: unknown, on: unknown = dev, more: object = {}): object {
  return { Effect: "Allow", Action: action, Resource: on, ...more };
}

function documentOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The launcher with one inline policy. */
function inline(...statements: readonly object[]): Case["resources"] {
  return [launcherRole({ inlinePolicies: [{ name: "Assume", policy: documentOf(...statements) }] })];
}

const refusedBy = (words: RegExp): Pick<Case, "refused"> => ({ refused: [words] });

describe("what a launcher may do", () => {
  table(
    launcherMinimal,
    Object.entries(waysToGive).flatMap(([way, give]) =>
      Object.entries(spellings).flatMap(([spelling, write]): Case[] => [
        { title: `the expected permissions ${way}, ${spelling}`, resources: give(write(own)) },
        {
          title: `one action more ${way}, ${spelling}`,
          resources: give(
            write({ ...own, Statement: [...own.Statement, allow("s3:GetObject", "arn:aws:s3:::site/*")] }),
          ),
          refused: [
            /launcherrole of account 123456789012 may do more .*Action s3:getobject .*Statement\[1\]/i,
          ],
        },
      ]),
    ),
  );

  table(launcherMinimal, [
    {
      title: "actions in any case and a source identity",
      resources: inline(allow(["STS:ASSUMEROLE", "sts:tagSession", "sts:SetSourceIdentity"])),
    },
    { title: "a single statement that is no list", resources: inline(allow("sts:AssumeRole")) },
    {
      title: "conditions, which only take away",
      resources: inline(
        allow("sts:AssumeRole", dev, { Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      ),
    },
    {
      title: "whatever is denied",
      resources: inline(
        { Effect: "Deny", NotAction: "sts:*", Resource: "*" },
        { Effect: "Deny", Action: "*", NotResource: dev },
      ),
    },
    {
      title: "a permissions boundary, which gives nothing",
      resources: [launcherRole({ permissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess" })],
    },
    { title: "an empty block for inline policies", resources: [launcherRole({ inlinePolicies: [{}] })] },
    {
      title: "deploy roles of a foreign program that patterns name",
      config: { deployRoles: ["arn:aws:iam::*:role/ci-*"] },
      resources: inline(allow("sts:AssumeRole", "arn:aws:iam::111111111111:role/ci-shop")),
    },
    {
      title: "every action of STS",
      resources: inline(allow("sts:*")),
      ...refusedBy(/Action sts:\* \(Statement\[0\]\)/),
    },
    {
      title: "a pattern that only assume actions match today",
      resources: inline(allow("sts:AssumeRole*")),
      ...refusedBy(/Action sts:assumerole\*/),
    },
    {
      title: "everything but an action",
      resources: inline({ Effect: "Allow", NotAction: "iam:*", Resource: dev }),
      ...refusedBy(/NotAction \(Statement\[0\]\)/),
    },
    {
      title: "every resource but one",
      resources: inline({ Effect: "Allow", Action: "sts:AssumeRole", NotResource: dev }),
      ...refusedBy(/NotResource/),
    },
    {
      title: "a pattern instead of ARNs, though deploy roles alone are below the path",
      resources: inline(allow("sts:AssumeRole", "arn:aws:iam::111111111111:role/octopus/deploy/*")),
      ...refusedBy(/Resource arn:aws:iam::111111111111:role\/octopus\/deploy\/\*/),
    },
    {
      title: "a question mark",
      resources: inline(
        allow("sts:AssumeRole", "arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRol?"),
      ),
      ...refusedBy(/DevDeployRol\?/),
    },
    {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
      title: "a policy variable, which a tag fills in",
      resources: inline(
        allow(
          "sts:AssumeRole",
          "arn:aws:iam::111111111111:role/octopus/deploy/${aws:PrincipalTag/team}/Role",
        ),
      ),
      ...refusedBy(/PrincipalTag/),
    },
    {
      title: "a role that is no deploy role",
      resources: inline(allow("sts:AssumeRole", [dev, "arn:aws:iam::111111111111:role/Admin"])),
      ...refusedBy(/Resource arn:aws:iam::111111111111:role\/Admin \(/),
    },
    {
      title: "a role on the deploy path of an account that is none of ours",
      resources: inline(
        allow("sts:AssumeRole", `arn:aws:iam::${ids.foreign}:role/octopus/deploy/DevDeployRole`),
      ),
      // Its launcher keeps a role until it is gone, after the account has left the settings.
      advised: [/may assume arn:aws:iam::444444444444:.*, in an account that is none/],
    },
    {
      title: "a role on the deploy path of the management account",
      resources: inline(
        allow("sts:AssumeRole", `arn:aws:iam::${ids.management}:role/octopus/deploy/DevDeployRole`),
      ),
      ...refusedBy(/999999999999/),
    },
    {
      title: "the launcher itself, though a pattern for deploy roles covers it",
      config: { deployRoles: ["arn:aws:iam::*:role/*"] },
      resources: inline(allow("sts:AssumeRole", launcherArn)),
      ...refusedBy(/OctoLauncherRole \(Statement/),
    },
    {
      title: "more than two things in one statement in a few words",
      resources: inline(allow(["a:b", "c:d", "e:f", "g:h"], "*", { Sid: "All" })),
      ...refusedBy(/Action a:b, c:d and 2 more and Resource \* \(Statement\[0\], Sid All\)/),
    },
    {
      title: "each statement for itself",
      resources: inline(allow("sts:AssumeRole"), allow("s3:*", "*"), allow("ec2:*", "*")),
      refused: [/s3:\*.*Statement\[1\]/, /ec2:\*.*Statement\[2\]/],
    },
    {
      title: "a statement of which nobody knows whether it allows, denies, or what it is about",
      resources: [
        launcherRole({
          inlinePolicies: [
            {
              name: "Open",
              policy: {
                Version: "2012-10-17",
                Statement: [
                  { Effect: notKnown, Action: "sts:AssumeRole", Resource: dev },
                  { Effect: "Allow", Action: notKnown, Resource: [dev, notKnown] },
                ],
              },
            },
          ],
        }),
      ],
      refused: [
        /: Effect that is not known \(Statement\[0\]\)/,
        /Action that is not known and .*Resource that is not known/,
      ],
    },
    {
      title: "a malformed document",
      resources: [
        launcherRole({ inlinePolicies: [{ name: "Broken", policy: '{"Statement":[{"Effect":"Allow"}]}' }] }),
      ],
      ...refusedBy(/the inline policy Broken: Statement\[0\]\.\w+ /),
    },
    {
      // Of two equal keys JSON.parse keeps the last alone.
      title: "a key that stands twice",
      resources: [
        launcherRole({
          inlinePolicies: [
            {
              name: "Twice",
              policy: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Action":"sts:AssumeRole","Resource":"${dev}"}]}`,
            },
          ],
        }),
      ],
      ...refusedBy(/stands twice/),
    },
  ]);
});
