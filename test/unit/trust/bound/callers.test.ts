import assert from "node:assert/strict";

import { upperBound } from "../../../../trust/bound/bound";
import { allow, launcher, other, table, tooling, trustOf, ways, type Row } from "./cases";

// What is said here of keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html

const everybody = { AWS: "*" };
const account = { AWS: `arn:aws:iam::${tooling}:root` };
const provider = { Federated: `arn:aws:iam::${tooling}:oidc-provider/octopus.example.com` };
const service = { Service: "ec2.amazonaws.com" };

/** A row for a condition of somebody: `all` if it holds for all of them, `none` if for nobody. */
const row = (
  title: string,
  Principal: object,
  Condition: object,
  left: "all" | "none" | readonly string[],
  Action = "sts:AssumeRole",
): Row => {
  const statement = allow({ Principal, Action });
  const all = ways(trustOf(statement));
  return [title, [{ ...statement, Condition }], left === "all" ? all : left === "none" ? [] : left];
};
const at = "through sts:AssumeRole";
const arn = (operator: string, value: unknown): object => ({ [operator]: { "aws:PrincipalArn": value } });

describe("a condition on aws:PrincipalArn tells who may come in", () => {
  const exact: readonly string[] = [`${launcher} of account ${tooling}, ${at} (Statement[0])`];
  table([
    row("of everybody", everybody, arn("ArnEquals", launcher), [`${launcher}, ${at} (Statement[0])`]),
    row("of an account", account, arn("ArnEquals", launcher), exact),
    row("of an account, by text", account, arn("StringEquals", launcher), exact),
    row("each for itself", account, arn("ArnLike", [launcher, other]), [
      ...exact,
      `${other} of account ${tooling}, ${at} (Statement[0])`,
    ]),
    row(
      "with those of other accounts left out",
      account,
      arn("ArnEquals", [launcher, launcher.replace("1", "2")]),
      exact,
    ),
    row(
      "of several lists, where only those of both may come in",
      account,
      {
        ...arn("ArnLike", [launcher, other]),
        ...arn("StringLike", ["*/Other", "*/Third"]),
      },
      [`${other} of account ${tooling}, ${at} (Statement[0])`],
    ),
    row(
      "and a pattern in StringEquals is none, so that nobody has it",
      account,
      arn("StringEquals", `arn:aws:iam::${tooling}:role/*`),
      [`arn:aws:iam::${tooling}:role/* of account ${tooling}, ${at} (Statement[0])`],
    ),
    row(
      "nobody, where it is of another account",
      account,
      arn("ArnEquals", "arn:aws:iam::111111111111:role/x"),
      "none",
    ),
    row(
      "nobody, where patterns are of another account",
      account,
      arn("StringLike", "arn:aws:iam::111111111111:role/*"),
      "none",
    ),
    row(
      "nobody, where several lists have none in common",
      account,
      {
        ...arn("ArnEquals", launcher),
        ...arn("StringEquals", other),
      },
      "none",
    ),
    row("the role that is named", { AWS: launcher }, arn("ArnEquals", launcher), "all"),
    row(
      "the role that is named, by a pattern",
      { AWS: launcher },
      arn("ArnLike", "arn:*:iam::*:role/Octo*"),
      "all",
    ),
    row(
      "the role that is named, in any case",
      { AWS: launcher },
      arn("StringEqualsIgnoreCase", launcher.toUpperCase()),
      "all",
    ),
    row(
      "not the role that is named, in another case",
      { AWS: launcher },
      arn("StringEquals", launcher.toUpperCase()),
      "none",
    ),
    row(
      "not the role that is named, by a literal *",
      { AWS: launcher },
      arn("StringEquals", "arn:aws:iam::*:role/OctoLauncherRole"),
      "none",
    ),
    row(
      "not the role that is named, where a wildcard would have to reach over a colon",
      { AWS: launcher },
      arn("ArnLike", "arn:aws:*:*:*:OctoLauncherRole"),
      "none",
    ),
    row(
      "the role that is named, where a wildcard reaches over colons in text",
      { AWS: launcher },
      arn("StringLike", "arn:aws:*:role/OctoLauncherRole"),
      "all",
    ),
    row(
      "the role that is named, unless another one",
      { AWS: launcher },
      arn("StringNotEquals", other),
      "all",
    ),
    row(
      "not the role that is named, unless another one",
      { AWS: launcher },
      arn("StringNotEquals", launcher),
      "none",
    ),
    row(
      "with IfExists, since who has credentials has it",
      account,
      arn("ArnEqualsIfExists", launcher),
      exact,
    ),
    row(
      "with IfExists and a pattern",
      { AWS: launcher },
      arn("ArnLikeIfExists", "arn:aws:iam::*:role/x"),
      "none",
    ),
    row("not in ForAllValues", { AWS: launcher }, arn("ForAllValues:StringEquals", other), [
      `${launcher}, ${at} (Statement[0]) [ForAllValues:StringEquals aws:PrincipalArn]`,
    ]),
    row("not by an address", { AWS: launcher }, arn("IpAddress", "10.0.0.1"), [
      `${launcher}, ${at}, only under IpAddress aws:PrincipalArn (Statement[0]) [IpAddress aws:PrincipalArn]`,
    ]),
    row("not by what is no Boolean", { AWS: launcher }, arn("Bool", "true"), [
      `${launcher}, ${at}, only under Bool aws:PrincipalArn (Statement[0]) [Bool aws:PrincipalArn]`,
    ]),
    row("and whoever has it is there", { AWS: launcher }, arn("Null", "false"), "all"),
    row("and nobody comes in without", { AWS: launcher }, arn("Null", "true"), "none"),
    row("with it or without", { AWS: launcher }, arn("Null", ["true", "false"]), "all"),
    row("not if Null has another value", { AWS: launcher }, arn("Null", ["true", "no"]), [
      `${launcher}, ${at} (Statement[0]) [Null aws:PrincipalArn]`,
    ]),
    row(
      "of a deleted role too, whose id does not tell it",
      { AWS: "AROAEXAMPLEEXAMPLE123" },
      arn("ArnEqualsIfExists", launcher),
      [
        `the deleted role or user AROAEXAMPLEEXAMPLE123, ${at}, only under ArnEqualsIfExists aws:PrincipalArn (Statement[0])`,
      ],
    ),
    row(
      "a federated user by its own",
      { AWS: `arn:aws:sts::${tooling}:federated-user/guest` },
      arn("ArnLike", "arn:aws:sts::*:federated-user/*"),
      "all",
    ),
    row(
      "of services too, of which AWS does not say whether they have one",
      service,
      arn("ArnEquals", launcher),
      [`the service ec2.amazonaws.com, ${at}, only under ArnEquals aws:PrincipalArn (Statement[0])`],
    ),
    row("not of services with IfExists", service, arn("ArnEqualsIfExists", launcher), [
      `the service ec2.amazonaws.com, ${at} (Statement[0]) [ArnEqualsIfExists aws:PrincipalArn]`,
    ]),
    // Requests with a token are not signed, and have no such key.
    row("nobody with a token", provider, arn("ArnEquals", launcher), "none", "sts:AssumeRoleWithWebIdentity"),
    row(
      "nobody with a token, even if everybody",
      everybody,
      arn("StringLike", "*"),
      "none",
      "sts:AssumeRoleWithSAML",
    ),
    row(
      "everybody with a token, with IfExists",
      provider,
      arn("ArnEqualsIfExists", launcher),
      "all",
      "sts:AssumeRoleWithWebIdentity",
    ),
    row(
      "everybody with a token, without it",
      provider,
      arn("Null", "true"),
      "all",
      "sts:AssumeRoleWithWebIdentity",
    ),
    row(
      "everybody with a token, if negated",
      provider,
      arn("ArnNotEquals", launcher),
      "all",
      "sts:AssumeRoleWithWebIdentity",
    ),
    row(
      "everybody with a token, under ForAllValues",
      provider,
      arn("ForAllValues:StringEquals", launcher),
      "all",
      "sts:AssumeRoleWithWebIdentity",
    ),
    row(
      "nobody with a token, under ForAnyValue of a negated operator",
      provider,
      arn("ForAnyValue:StringNotEquals", launcher),
      "none",
      "sts:AssumeRoleWithWebIdentity",
    ),
    row(
      "who knows, with a token, under ForAnyValue and IfExists",
      provider,
      arn("ForAnyValue:StringEqualsIfExists", launcher),
      [
        `whoever ${provider.Federated} vouches for, through sts:AssumeRoleWithWebIdentity (Statement[0]) [ForAnyValue:StringEqualsIfExists aws:PrincipalArn]`,
      ],
      "sts:AssumeRoleWithWebIdentity",
    ),
  ]);

  it("which is the role's for a session, with any path before the role's name", () => {
    const named = `arn:aws:sts::${tooling}:assumed-role/OctoLauncherRole/octopus`;
    const left = (value: string): string[] =>
      ways(trustOf(allow({ Principal: { AWS: named }, Condition: arn("ArnLike", value) })));
    const all = ways(trustOf(allow({ Principal: { AWS: named } })));
    assert.deepEqual(left(launcher).length, 1);
    assert.deepEqual(left(launcher.replace("role/", "role/octopus/")).length, 1);
    assert.deepEqual(left(`arn:aws:iam::${tooling}:*`), all);
    assert.deepEqual(
      ways(
        trustOf(
          allow({
            Principal: { AWS: named },
            Condition: arn("StringLike", `arn:aws:iam::${tooling}:role/*`),
          }),
        ),
      ),
      all,
    );
    for (const value of [
      other,
      `arn:aws:iam::${tooling}:user/OctoLauncherRole`,
      launcher.replace("aws", "aws-cn"),
      `${launcher}X`,
    ])
      assert.deepEqual(left(value), [], value);
  });
});

describe("conditions on other keys about the caller tell who may come in", () => {
  const is = (operator: string, key: string, value: unknown): object => ({
    [operator]: { [`aws:${key}`]: value },
  });
  table([
    row("those of an account", account, is("StringEquals", "PrincipalAccount", tooling), "all"),
    row(
      "a role of an account",
      { AWS: launcher },
      is("StringEquals", "PrincipalAccount", [tooling, "111111111111"]),
      "all",
    ),
    row("nobody of another account", account, is("StringEquals", "PrincipalAccount", "111111111111"), "none"),
    row(
      "nobody of another account, with IfExists",
      { AWS: launcher },
      is("StringEqualsIfExists", "PrincipalAccount", "111111111111"),
      "none",
    ),
    row(
      "nobody by an ARN of one account and the id of another",
      everybody,
      {
        ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${tooling}:role/*` },
        StringEquals: { "aws:PrincipalAccount": "111111111111" },
      },
      "none",
    ),
    row(
      "those with an ARN of an account",
      everybody,
      {
        ArnLike: { "aws:PrincipalArn": [launcher, `arn:aws:iam::${tooling}:role/octopus/*`] },
        StringEqualsIfExists: { "aws:PrincipalAccount": tooling },
      },
      [`${launcher}, ${at} (Statement[0])`, `arn:aws:iam::${tooling}:role/octopus/*, ${at} (Statement[0])`],
    ),
    row(
      "who knows, where an ARN may be of any account",
      everybody,
      {
        ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/x" },
        StringEquals: { "aws:PrincipalAccount": tooling },
      },
      [`arn:aws:iam::*:role/x, ${at}, only under StringEquals aws:PrincipalAccount (Statement[0])`],
    ),
    row(
      "who knows, where a text may be of any account",
      everybody,
      {
        StringLike: { "aws:PrincipalArn": `arn:aws:*:${tooling}:role/*` },
        StringEquals: { "aws:PrincipalAccount": "111111111111" },
      },
      [`arn:aws:*:${tooling}:role/*, ${at}, only under StringEquals aws:PrincipalAccount (Statement[0])`],
    ),
    row(
      "who knows, by a text that is no ARN of an account",
      everybody,
      {
        StringEquals: { "aws:PrincipalArn": "arn:aws:s3:::bucket", "aws:PrincipalAccount": tooling },
      },
      [`arn:aws:s3:::bucket, ${at}, only under StringEquals aws:PrincipalAccount (Statement[0])`],
    ),
    row("everybody of an account", everybody, is("StringEquals", "PrincipalAccount", tooling), [
      `anybody, ${at}, only under StringEquals aws:PrincipalAccount (Statement[0])`,
    ]),
    row("a role, if no service", { AWS: launcher }, is("Bool", "PrincipalIsAWSService", "false"), "all"),
    row("no role, if a service", account, is("BoolIfExists", "PrincipalIsAWSService", "true"), "none"),
    row(
      "a role, by the text of a Boolean",
      { AWS: launcher },
      is("StringEquals", "PrincipalIsAWSService", "false"),
      "all",
    ),
    row("a service, perhaps", service, is("Bool", "PrincipalIsAWSService", "false"), [
      `the service ec2.amazonaws.com, ${at}, only under Bool aws:PrincipalIsAWSService (Statement[0])`,
    ]),
    row(
      "nobody with a token, if no service",
      everybody,
      is("Bool", "PrincipalIsAWSService", "false"),
      "none",
      "sts:AssumeRoleWithSAML",
    ),
    row(
      "everybody who is no service and one, that is nobody",
      everybody,
      {
        Bool: { "aws:PrincipalIsAWSService": "false" },
        StringEquals: { "aws:PrincipalIsAWSService": "true" },
      },
      "none",
    ),
    row(
      "a deleted role by its id",
      { AWS: "AROAEXAMPLEEXAMPLE123" },
      is("StringLike", "userid", ["AROAEXAMPLEEXAMPLE123", "AROAEXAMPLEEXAMPLE123:*"]),
      "all",
    ),
    row(
      "a deleted role by no other id",
      { AWS: "AROAEXAMPLEEXAMPLE123" },
      is("StringLike", "userid", "AROAEXAMPLEEXAMPLE456:*"),
      "none",
    ),
    row(
      "a role by whatever id it has",
      { AWS: launcher },
      is("StringLike", "userid", "AROAEXAMPLEEXAMPLE456:*"),
      [`${launcher}, ${at}, only under StringLike aws:userid (Statement[0])`],
    ),
    row(
      "nobody by two ids",
      everybody,
      {
        StringLike: { "aws:userid": "AROAEXAMPLEEXAMPLE123:*" },
        StringEquals: { "aws:userid": "AIDAEXAMPLEEXAMPLE123" },
      },
      "none",
    ),
  ]);

  it("and nobody where each two of three lists have somebody in common, but not all three", () => {
    const Condition = {
      StringLike: { "aws:PrincipalArn": ["*/a", "*/b*"] },
      StringEqualsIgnoreCase: { "aws:PrincipalArn": ["X/B", "X/C"] },
      "ForAnyValue:StringLike": { "aws:PrincipalArn": ["*/a", "*/c"] },
    };
    assert.deepEqual(ways(trustOf(allow({ Principal: everybody, Condition }))), []);
  });

  it("whatever the order of the conditions: what one leaves decides another", () => {
    const conditions = [
      ["StringEqualsIfExists", { "aws:PrincipalAccount": "111111111111" }],
      ["ArnEquals", { "aws:PrincipalArn": launcher }],
    ] as const;
    for (const order of [conditions, conditions.toReversed()])
      assert.deepEqual(
        ways(trustOf(allow({ Principal: everybody, Condition: Object.fromEntries(order) }))),
        [],
      );
  });

  it("and as many lists of ARNs as there are, ways do not multiply", () => {
    const list = (end: string): string[] =>
      Array.from({ length: 10 }, (_, i) => `arn:*:*::*:role/*${i}*${end}`);
    const Condition = Object.fromEntries(
      ["StringLike", "ArnLike", "ArnEquals", "ForAnyValue:StringLike", "ForAnyValue:ArnLike"].map(
        (operator, i) => [operator, { "aws:PrincipalArn": list("x".repeat(i)) }],
      ),
    );
    const { ways } = upperBound(trustOf(allow({ Principal: everybody, Condition })));
    assert.equal(ways.length, 10);
    assert.deepEqual(
      ways[0]?.requires.map(({ values }) => values.length),
      [1, 10, 10, 10, 10],
    );
  });

  it("and a list of ARNs is taken apart after it is known that there is one", () => {
    const Condition = { Null: { "aws:PrincipalArn": "false" }, ...arn("ArnLike", [launcher, other]) };
    assert.equal(ways(trustOf(allow({ Principal: everybody, Condition }))).length, 2);
    const tagged = {
      StringEquals: { "aws:PrincipalTag/team": "shop" },
      ...arn("ArnLike", [launcher, other]),
    };
    assert.equal(ways(trustOf(allow({ Principal: everybody, Condition: tagged }))).length, 2);
  });

  it("and whether a key with an empty value is there, AWS does not say", () => {
    const Condition = {
      StringEquals: { "aws:PrincipalTag/team": "" },
      Null: { "aws:PrincipalTag/team": "true" },
    };
    assert.deepEqual(ways(trustOf(allow({ Condition }))), [
      `${launcher}, ${at}, only under StringEquals aws:PrincipalTag/team (Statement[0]) [Null aws:PrincipalTag/team]`,
    ]);
  });

  it("and an account is one only if it is written in full", () => {
    for (const part of [`${tooling.slice(0, -1)}?`, `*${tooling}`, `${tooling}*`]) {
      const Condition = {
        ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${part}:role/x` },
        StringEquals: { "aws:PrincipalAccount": "111111111111" },
      };
      assert.equal(ways(trustOf(allow({ Principal: everybody, Condition }))).length, 1, part);
    }
  });
});
