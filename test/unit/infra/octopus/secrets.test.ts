import assert from "node:assert/strict";

import type { Changes } from "../../../fixtures/changed";
import { problemsOf, rawSettings } from "../../../fixtures/settings";

const place = "tooling.deployRoles[0].permissions";
const server = "arn:aws:secretsmanager:us-east-1:123456789012:secret:octopus-server/*";

const allow = (Action: unknown, Resource: unknown): object => ({ Effect: "Allow", Action, Resource });

/** Whether the tooling account's deploy role is refused for what it may read. */
function refused(changes: Changes, octopus: object = { server: "onCluster" }): boolean {
  const onCluster = { acceptEula: true };
  const network = { nat: "single" };
  const setup = { stack: "tooling", changes, network, octopus: { ...octopus, onCluster } };
  const problems = problemsOf(rawSettings(setup));
  assert(problems.every(({ setting }) => setting === `organization.${place}`));
  return problems.length > 0;
}

describe("the secrets of the server on our cluster", () => {
  for (const [what, permissions, hit] of [
    ["the permission set tooling", ["tooling"], false],
    ["every secret", [allow("secretsmanager:GetSecretValue", "*")], true],
    ["everything", [allow("*", "*")], true],
    ["the whole service", [allow("secretsmanager:*", "arn:aws:secretsmanager:*:*:secret:*")], true],
    [
      "secrets whose names begin like them",
      [allow("secretsmanager:Get*", server.replace("-server/", ""))],
      true,
    ],
    ["one of them", [allow("secretsmanager:GetSecretValue", server.replace("*", "masterkey-??????"))], true],
    ["them in other letters", [allow("SecretsManager:getsecretvalue", server)], true],
    ["them among other things", [allow(["s3:*", "secretsmanager:Get*"], ["arn:aws:s3:::a", server])], true],
    [
      "the fetching of several, which alone gives none",
      [allow("secretsmanager:BatchGetSecretValue", "*")],
      false,
    ],
    ["descriptions alone", [allow("secretsmanager:DescribeSecret", "*")], false],
    [
      "secrets of another region",
      [allow("secretsmanager:*", server.replace("us-east-1", "eu-west-1"))],
      false,
    ],
    ["secrets of another account", [allow("secretsmanager:*", server.replace("1234", "4321"))], false],
    [
      "all but these",
      [
        allow("secretsmanager:*", "*"),
        { Effect: "Deny", Action: "secretsmanager:GetSecretValue", Resource: server },
      ],
      false,
    ],
    [
      "all but some of these",
      [
        allow("secretsmanager:*", "*"),
        { Effect: "Deny", Action: "secretsmanager:*", Resource: server.replace("*", "masterkey-*") },
      ],
      true,
    ],
    [
      "all but these on some days",
      [
        allow("secretsmanager:*", "*"),
        {
          Effect: "Deny",
          Action: "secretsmanager:*",
          Resource: server,
          Condition: { DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } },
        },
      ],
      true,
    ],
    [
      "everything outside of them",
      [{ Effect: "Allow", Action: "secretsmanager:*", NotResource: server }],
      false,
    ],
    [
      "everything outside of others",
      [{ Effect: "Allow", Action: "secretsmanager:*", NotResource: "arn:aws:s3:::*" }],
      true,
    ],
    ["every action but some", [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }], true],
    ["every action but these", [{ Effect: "Allow", NotAction: "secretsmanager:*", Resource: "*" }], false],
  ] as const) {
    it(`are ${hit ? "within reach of" : "safe from"} a role with ${what}`, () => {
      assert.equal(refused({ [place]: permissions }), hit);
    });
  }

  it("are no concern with a server that exists already, nor of roles in other accounts", () => {
    const everything = [allow("secretsmanager:GetSecretValue", "*")];
    assert.equal(refused({ [place]: everything }, { server: "existing" }), false);
    assert.equal(refused({ "environments[0].deployRoles[0].permissions": everything }), false);
  });
});
