import { readFileSync } from "node:fs";

import { serverSecretsApart } from "../../policy-pack/rules/server-secrets-apart";
import { deployRoleName, ids, notKnown, output, resource, type AccountName, type Given } from "./resources";
import { table } from "./table";

type Fields = Readonly<Record<string, unknown>>;

function deployRole(props: Fields = {}, of: "tooling" | "dev" = "tooling"): Given {
  const named = { name: deployRoleName(of), path: "/octopus/deploy/" };
  return resource("aws:iam/role:Role", "deploy", { ...named, ...props }, of);
}

function document(...statements: readonly Fields[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });
}

const role = deployRole();

/** What holds a deploy role's permissions, named by the role's name. */
function inline(policy: unknown, where: AccountName = "tooling", of = role): Given {
  return resource(
    "aws:iam/rolePolicy:RolePolicy",
    "steps",
    { name: "steps", role: of.props.name, policy },
    where,
  );
}

function withPolicy(policy: unknown): readonly Given[] {
  return [role, inline(policy)];
}

const secret = (name: string): string => `arn:aws:secretsmanager:us-east-1:${ids.tooling}:secret:${name}`;
const parameter = (name: string): string => `arn:aws:ssm:us-east-1:${ids.tooling}:parameter/${name}`;
const get = "secretsmanager:GetSecretValue";

describe("the policy server-secrets-apart", () => {
  describe("about Secrets Manager", () => {
    table(serverSecretsApart, [
      {
        title: "what octolaunch gives to the deploy role of the tooling account",
        resources: withPolicy(readFileSync("test/expected/ToolingDeployRole.permissions.json", "utf8")),
      },
      {
        title: "all secrets",
        resources: withPolicy(document({ Sid: "Secrets", Action: get, Resource: "*" })),
        advised: [
          /ToolingDeployRole of account 123456789012 may read the secrets octopus-server\/\* of Secrets Manager, through secretsmanager:GetSecretValue \(policy steps, Statement\[0\], Sid Secrets\)\.\nAllow it on secret:octopus\/\* alone/,
        ],
      },
      {
        title: "the secrets of steps, with a wildcard too early",
        resources: withPolicy(document({ Action: get, Resource: secret("octopus*") })),
        advised: [/through secretsmanager:GetSecretValue \(policy steps, Statement\[0\]\)/],
      },
      {
        title: "one secret of the server",
        resources: withPolicy(
          document({ Action: get, Resource: secret("octopus-server/master-key-??????") }),
        ),
        advised: [/GetSecretValue/],
      },
      {
        title: "secrets by the end of their names",
        resources: withPolicy(document({ Action: get, Resource: secret("*/master-key-*") })),
        advised: [/GetSecretValue/],
      },
      {
        title: "everything but something else",
        resources: withPolicy(document({ NotAction: "iam:*", NotResource: secret("other/*") })),
        advised: [/secretsmanager:GetSecretValue/, /ssm:GetParameter /],
      },
      {
        title: "an action in other letters, in a second statement",
        resources: withPolicy(
          document(
            { Action: "eks:DescribeCluster", Resource: "*" },
            { Action: "SecretsManager:get*", Resource: "arn:aws:secretsmanager:*:*:secret:*" },
          ),
        ),
        advised: [/policy steps, Statement\[1\]/],
      },
      {
        title: "all secrets but the server's",
        resources: withPolicy(
          document(
            { Action: get, Resource: "*" },
            { Effect: "Deny", Action: "secretsmanager:*", Resource: secret("octopus-server/*") },
          ),
        ),
      },
      {
        title: "all secrets but the server's under a condition that fails open",
        resources: withPolicy(
          document(
            { Action: get, Resource: "*" },
            {
              Effect: "Deny",
              Action: "secretsmanager:*",
              Resource: secret("octopus-server/*"),
              Condition: { StringEquals: { "aws:PrincipalTag/team": "steps" } },
            },
          ),
        ),
        advised: [/GetSecretValue/],
      },
      {
        title: "all secrets that are tagged for steps, of which the server's may be some",
        resources: withPolicy(
          document({
            Action: get,
            Resource: "*",
            Condition: { StringEquals: { "aws:ResourceTag/for": "steps" } },
          }),
        ),
        advised: [/GetSecretValue/],
      },
      {
        // A batch needs GetSecretValue for each secret as well:
        // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
        title: "batches of secrets that it may not read one by one",
        resources: withPolicy(document({ Action: "secretsmanager:BatchGetSecretValue", Resource: "*" })),
      },
      {
        title: "all secrets of another account, which it cannot read without that account",
        resources: withPolicy(
          document({ Action: get, Resource: `arn:aws:secretsmanager:us-east-1:${ids.dev}:secret:*` }),
        ),
      },
      {
        title: "all secrets within a boundary that has none of them",
        resources: (() => {
          const policy = document({ Action: get, Resource: secret("octopus/*") });
          const boundary = resource("aws:iam/policy:Policy", "boundary", { name: "Boundary", policy });
          const bounded = deployRole({ permissionsBoundary: output(boundary, "arn") });
          return [boundary, bounded, inline(document({ Action: "*", Resource: "*" }), "tooling", bounded)];
        })(),
      },
    ]);
  });

  describe("about parameters of Systems Manager", () => {
    table(serverSecretsApart, [
      {
        title: "the parameters of steps",
        resources: withPolicy(document({ Action: "ssm:GetParameter*", Resource: parameter("octopus/*") })),
      },
      {
        title: "all parameters",
        resources: withPolicy(document({ Action: "ssm:GetParameters", Resource: parameter("*") })),
        advised: [
          /may read the parameters \/octopus-server\/\* of Systems Manager, through ssm:GetParameters .*\nAllow it on parameter\/octopus\/\* alone/,
        ],
      },
      {
        title: "the history of parameters",
        resources: withPolicy(
          document({ Action: "ssm:GetParameterHistory", Resource: parameter("octopus-server/*") }),
        ),
        advised: [/ssm:GetParameterHistory/],
      },
      {
        // Who may read by a path gets everything below it, whatever is denied there:
        // https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-retrieval-authorization.html
        title: "the path above, though what is below is denied",
        resources: withPolicy(
          document(
            { Action: "ssm:GetParameter*", Resource: "*" },
            { Effect: "Deny", Action: "ssm:GetParameter*", Resource: parameter("octopus-server/*") },
          ),
        ),
        advised: [/ssm:GetParametersByPath/],
      },
      {
        // https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-restrict-parameter-access.html
        title: "all parameters where every path above is denied too",
        resources: withPolicy(
          document(
            { Action: "ssm:GetParameter*", Resource: "*" },
            {
              Effect: "Deny",
              Action: "ssm:GetParameter*",
              Resource: [parameter("octopus-server/*"), parameter("octopus-server"), parameter("")],
            },
          ),
        ),
      },
    ]);
  });

  describe("wherever permissions stand", () => {
    const all = document({ Action: get, Resource: "*" });
    const managed = resource("aws:iam/policy:Policy", "steps", { name: "Steps", policy: all });
    table(serverSecretsApart, [
      {
        title: "an inline policy of the role itself",
        resources: [deployRole({ inlinePolicies: [{ name: "own", policy: all }] })],
        advised: [/policy own/],
      },
      {
        title: "an attached policy of the stack",
        resources: [
          managed,
          role,
          resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "steps", {
            role: output(role, "name"),
            policyArn: output(managed, "arn"),
          }),
        ],
        advised: [/policy Steps/],
      },
      {
        // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html
        title: "a policy of AWS that allows everything",
        resources: [deployRole({ managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] })],
        advised: [/secretsmanager:GetSecretValue \(policy AdministratorAccess/, /ssm:GetParameter /],
      },
      {
        title: "a policy for a deploy role of another stack",
        resources: [inline(all)],
        advised: [/ToolingDeployRole of account 123456789012 may read .*policy steps/],
      },
      {
        title: "the same by the ARN of the role",
        resources: [
          resource("aws:iam/rolePolicy:RolePolicy", "steps", {
            name: "steps",
            role: "arn:aws:iam::123456789012:role/octopus/deploy/ToolingDeployRole",
            policy: all,
          }),
        ],
        advised: [/policy steps/],
      },
      {
        title: "a harmless policy for a deploy role of another stack",
        resources: [inline(document({ Action: get, Resource: secret("octopus/*") }))],
      },
      {
        title: "a policy that is not known yet",
        resources: withPolicy(notKnown),
        advised: [/has a policy that is not known here, steps: it may read octopus-server/],
      },
      {
        title: "a policy of another account, of which nothing is known",
        resources: [deployRole({ managedPolicyArns: [`arn:aws:iam::${ids.tooling}:policy/Elsewhere`] })],
        advised: [/has a policy that is not known here, Elsewhere/],
      },
    ]);
  });

  describe("where it has nothing to say", () => {
    const dev = deployRole({}, "dev");
    const all = document({ Action: "*", Resource: "*" });
    table(serverSecretsApart, [
      { title: "a deploy role of another account", resources: [dev, inline(all, "dev", dev)] },
      {
        title: "an administrator of a foreign program",
        resources: (() => {
          const admin = resource("aws:iam/role:Role", "admin", { name: "Admin" });
          return [admin, inline(all, "tooling", admin)];
        })(),
      },
      {
        title: "a policy of a foreign program that is not known yet",
        resources: [resource("aws:iam/rolePolicy:RolePolicy", "any", { role: notKnown, policy: notKnown })],
      },
    ]);
  });
});
