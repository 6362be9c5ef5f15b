import assert from "node:assert/strict";

import { admits, describe as inWords, waysOfOthers } from "../../../../trust/bound/answers";
import { upperBound } from "../../../../trust/bound/bound";
import type { Way } from "../../../../trust/bound/way";
import type { Lookup } from "../../../../trust/conditions/lookup";
import { readDocument, type ReadDocument } from "../../../../trust/documents/read";
import { unknown } from "../../../../trust/truth";
import { allow, deny, launcher, other, tooling, trustOf, type Fields } from "./cases";

const arn = (value: unknown, operator = "ArnEquals"): object => ({
  [operator]: { "aws:PrincipalArn": value },
});
const root = { AWS: `arn:aws:iam::${tooling}:root` };

// "Only the launcher": named exactly, or its account under an exact aws:PrincipalArn.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
describe("whether a role lets in the launcher alone", () => {
  const others = (trust: ReadDocument, arns = [launcher]): string[] =>
    waysOfOthers(upperBound(trust).ways, arns).map(inWords);
  const only: [string, object[]][] = [
    ["named exactly", [allow()]],
    ["named exactly, for any action", [allow({ Action: "sts:*" })]],
    [
      "named exactly, under conditions",
      [allow({ Condition: { StringEquals: { "aws:PrincipalTag/team": "x" } } })],
    ],
    ["its account, with its ARN", [allow({ Principal: root, Condition: arn(launcher) })]],
    [
      "its account, with its ARN as text",
      [allow({ Principal: root, Condition: arn(launcher, "StringEquals") })],
    ],
    ["everybody, with its ARN", [allow({ Principal: { AWS: "*" }, Condition: arn(launcher) })]],
    [
      "everybody, but all others denied",
      [allow({ Principal: { AWS: "*" } }), deny({ Condition: arn(launcher, "StringNotEquals") })],
    ],
    [
      "beside another one that is denied",
      [allow(), allow({ Principal: { AWS: other } }), deny({ Principal: { AWS: other } })],
    ],
    [
      "beside one of another account, under its ARN: nobody",
      [allow(), allow({ Principal: { AWS: "111111111111" }, Condition: arn(launcher) })],
    ],
    ["nobody at all", [deny()]],
  ];
  for (const [title, statements] of only) {
    it(`yes: ${title}`, () => {
      assert.deepEqual(others(trustOf(...statements)), []);
    });
  }

  const more: [string, object[]][] = [
    ["its account", [allow({ Principal: root })]],
    ["another role in a second statement", [allow(), allow({ Principal: { AWS: other } })]],
    ["another role in the same list", [allow({ Principal: { AWS: [launcher, other] } })]],
    ["another ARN in the same list", [allow({ Principal: root, Condition: arn([launcher, other]) })]],
    ["a role whose name differs in case", [allow({ Principal: { AWS: launcher.toLowerCase() } })]],
    [
      "a role of the same name in another account",
      [allow({ Principal: { AWS: launcher.replace("1", "2") } })],
    ],
    [
      "a role of the same name and another path",
      [allow({ Principal: { AWS: launcher.replace("role/", "role/x/") } })],
    ],
    ["its ARN in any case", [allow({ Principal: root, Condition: arn(launcher, "StringEqualsIgnoreCase") })]],
    ["a pattern of its ARN", [allow({ Principal: root, Condition: arn(`${launcher}*`, "ArnLike") })]],
    [
      "its ARN, but with IfExists for everybody",
      [allow({ Principal: { AWS: "*" }, Condition: arn(launcher, "ArnEqualsIfExists") })],
    ],
    [
      "its ARN, but in ForAllValues",
      [allow({ Principal: root, Condition: arn(launcher, "ForAllValues:ArnEquals") })],
    ],
    ["everybody but its ARN", [allow({ Principal: root, Condition: arn(launcher, "ArnNotEquals") })]],
    [
      "one session of it",
      [allow({ Principal: { AWS: `arn:aws:sts::${tooling}:assumed-role/OctoLauncherRole/x` } })],
    ],
    ["a role that was deleted", [allow({ Principal: { AWS: "AROAEXAMPLEEXAMPLE123" } })]],
    ["a service", [allow({ Principal: { Service: "ec2.amazonaws.com" } })]],
    [
      "whoever has a token",
      [allow({ Principal: { Federated: "accounts.google.com" }, Action: "sts:AssumeRoleWithWebIdentity" })],
    ],
    [
      "whoever has a token, as everybody",
      [allow({ Principal: { AWS: "*" }, Action: "sts:AssumeRoleWithSAML" })],
    ],
  ];
  for (const [title, statements] of more) {
    it(`no: ${title}`, () => {
      assert.equal(others(trustOf(...statements)).length, 1);
    });
  }

  it("no: where the policy is not known", () => {
    assert.equal(others(readDocument(unknown, "trust")).length, 3);
  });

  it("and which of several launchers does not matter", () => {
    const trust = trustOf(allow({ Principal: { AWS: [launcher, other] } }));
    assert.deepEqual(others(trust, [other, launcher]), []);
    assert.deepEqual(others(trust), [`${other}, through sts:AssumeRole (Statement[0])`]);
    assert.equal(others(trust, []).length, 2);
    const twice = { ...arn([`${tooling}:x`, launcher, other], "StringEquals"), ...arn([launcher, other]) };
    assert.deepEqual(others(trustOf(allow({ Principal: root, Condition: twice })), [launcher, other]), []);
  });
});

describe("whether a way admits a caller", () => {
  const wayOf = (statement: object): Way => {
    const [way] = upperBound(trustOf(statement)).ways;
    assert(way);
    return way;
  };
  const tagged = wayOf(allow({ Condition: { StringEquals: { "aws:PrincipalTag/team": ["shop", "pay"] } } }));
  const nothing: Lookup = () => undefined;
  const has =
    (...values: string[]): Lookup =>
    (key) =>
      key === "aws:principaltag/team" ? values : undefined;

  it("not if the statement names somebody else", () => {
    assert.equal(
      admits(wayOf(allow()), () => "yes", nothing),
      true,
    );
    assert.equal(
      admits(wayOf(allow()), () => "unknown", nothing),
      true,
    );
    assert.equal(
      admits(wayOf(allow()), () => "no", nothing),
      false,
    );
    assert.equal(
      admits(wayOf(allow()), (principal) => (principal.kind === "role" ? "yes" : "no"), nothing),
      true,
    );
  });

  it("if whom it names is not known", () => {
    assert.equal(
      admits(wayOf(allow({ Principal: unknown })), () => "no", nothing),
      true,
    );
  });

  it("if the request has what is required, or may have it", () => {
    assert.equal(
      admits(tagged, () => "yes", has("shop")),
      true,
    );
    assert.equal(
      admits(tagged, () => "yes", has("pay")),
      true,
    );
    assert.equal(
      admits(
        tagged,
        () => "yes",
        () => unknown,
      ),
      true,
    );
    assert.equal(
      admits(tagged, () => "yes", has("x", "y")),
      true,
    );
    assert.equal(
      admits(tagged, () => "yes", has()),
      true,
    );
  });

  it("not if the request surely lacks it", () => {
    assert.equal(
      admits(tagged, () => "yes", has("Shop")),
      false,
    );
    assert.equal(
      admits(tagged, () => "yes", nothing),
      false,
    );
    const two = wayOf(
      allow({ Condition: { StringLike: { "aws:PrincipalTag/team": "*", "sts:ExternalId": "*" } } }),
    );
    assert.equal(
      admits(two, () => "yes", has("shop")),
      false,
    );
  });
});

describe("a way in words", () => {
  const words = (fields: Fields): string[] => upperBound(trustOf(allow(fields))).ways.map(inWords);

  it("tells who comes in, by which call, under what, and which statement says so", () => {
    assert.deepEqual(words({ Sid: "Admins", Principal: { AWS: "111111111111" } }), [
      "any principal of account 111111111111, through sts:AssumeRole (Statement[0], Sid Admins)",
    ]);
    assert.deepEqual(
      words({
        Condition: {
          StringEquals: { "sts:ExternalId": "a", "aws:userid": "b" },
          Bool: { "aws:SecureTransport": true },
        },
      }),
      [
        `${launcher}, through sts:AssumeRole, only under StringEquals sts:ExternalId and StringEquals aws:userid and Bool aws:SecureTransport (Statement[0])`,
      ],
    );
  });

  it("does not tell values that may be confidential", () => {
    const [text] = words({ Condition: { StringEquals: { "sts:ExternalId": "correct-horse" } } });
    assert.doesNotMatch(text ?? "", /correct-horse/);
  });

  it("tells ARNs, which say who comes in", () => {
    const Condition = {
      ...arn(`arn:aws:iam::${tooling}:role/a*`, "ArnLike"),
      Null: { "aws:PrincipalArn": "false" },
    };
    assert.deepEqual(words({ Principal: root, Condition }), [
      `arn:aws:iam::${tooling}:role/a* of account ${tooling}, through sts:AssumeRole (Statement[0])`,
    ]);
    const presence = { Null: { "aws:PrincipalArn": "false" } };
    assert.deepEqual(words({ Principal: { AWS: "*" }, Condition: presence }), [
      "anybody, through sts:AssumeRole, only under Null aws:PrincipalArn (Statement[0])",
    ]);
    assert.deepEqual(words({ Principal: { AWS: "odd" }, Condition: arn(launcher) }), [
      `${launcher}, through sts:AssumeRole (Statement[0])`,
    ]);
  });
});
