import assert from "node:assert/strict";

import { upperBound } from "../../../../trust/bound/bound";
import { readDocument } from "../../../../trust/documents/read";
import { unknown } from "../../../../trust/truth";
import {
  allow,
  deny,
  launcher,
  other,
  table,
  tooling,
  trustOf,
  ways,
  withNotPrincipal,
  type Fields,
  type Row,
} from "./cases";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html

const at = "through sts:AssumeRole";
const named = `${launcher}, ${at} (Statement[0])`;
const notCounted = (way: string, place = "Statement[1]"): string => `${way} [the denial ${place}]`;
const everybody = { AWS: "*" };
const root = { AWS: `arn:aws:iam::${tooling}:root` };
const session = `arn:aws:sts::${tooling}:assumed-role/OctoLauncherRole/octopus`;
const provider = { Federated: `arn:aws:iam::${tooling}:oidc-provider/octopus.example.com` };
const web = "sts:AssumeRoleWithWebIdentity";

/** A row for a way and a denial beside it. */
const row = (
  title: string,
  allowed: Fields,
  denied: Fields,
  left: "all" | "nobody" | "not counted" | readonly string[],
): Row => {
  const all = ways(trustOf(allow(allowed)));
  const lines = { all, nobody: [], "not counted": all.map((way) => notCounted(way)) };
  return [title, [allow(allowed), deny(denied)], typeof left === "string" ? lines[left] : left];
};

describe("a denial closes a way of those whom it surely names", () => {
  const by = (
    title: string,
    Allowed: object,
    Denied: object,
    left: Row[2] | "all" | "nobody" | "not counted",
  ): Row => row(title, { Principal: Allowed }, { Principal: Denied }, left);
  table([
    by("everybody", everybody, everybody, "nobody"),
    by("everybody, a role too", { AWS: launcher }, everybody, "nobody"),
    by("everybody, a deleted role too", { AWS: "AROAEXAMPLEEXAMPLE123" }, everybody, "nobody"),
    by("a role", { AWS: launcher }, { AWS: launcher }, "nobody"),
    by("a role among others", { AWS: launcher }, { AWS: [other, launcher] }, "nobody"),
    by("a role by its account", { AWS: launcher }, root, "nobody"),
    by("a role by its account's bare id", { AWS: launcher }, { AWS: tooling }, "nobody"),
    by("a session by its account", { AWS: session }, root, "nobody"),
    by("a session", { AWS: session }, { AWS: session }, "nobody"),
    by("an account", root, { AWS: tooling }, "nobody"),
    by(
      "a user",
      { AWS: `arn:aws:iam::${tooling}:user/ci` },
      { AWS: `arn:aws:iam::${tooling}:user/ci` },
      "nobody",
    ),
    by("a service", { Service: "ec2.amazonaws.com" }, { Service: ["ec2.amazonaws.com"] }, "nobody"),
    by(
      "a deleted role by its id",
      { AWS: "AROAEXAMPLEEXAMPLE123" },
      { AWS: "AROAEXAMPLEEXAMPLE123" },
      "nobody",
    ),
    by("a canonical user", { CanonicalUser: "79a59df9" }, { CanonicalUser: "79a59df9" }, "nobody"),

    by("not another role", { AWS: launcher }, { AWS: other }, "all"),
    by(
      "not another role of the same name",
      { AWS: launcher },
      { AWS: launcher.replace("role/", "role/x/") },
      "all",
    ),
    by(
      "not a user of the role's name",
      { AWS: launcher },
      { AWS: launcher.replace(":role", ":user") },
      "all",
    ),
    by("not another account", { AWS: launcher }, { AWS: "111111111111" }, "all"),
    by(
      "not another account's session",
      { AWS: launcher },
      { AWS: session.replace(tooling, "111111111111") },
      "all",
    ),
    by("not another service", { Service: "ec2.amazonaws.com" }, { Service: "lambda.amazonaws.com" }, "all"),
    by("not a service", { AWS: launcher }, { Service: "ec2.amazonaws.com" }, "all"),
    by("not a provider", { AWS: launcher }, provider, "all"),

    by("perhaps one of everybody", everybody, { AWS: launcher }, "not counted"),
    by("perhaps a service of everybody", everybody, { Service: "ec2.amazonaws.com" }, "not counted"),
    by("perhaps an account of everybody", everybody, root, "not counted"),
    by("perhaps a role of an account", root, { AWS: launcher }, "not counted"),
    by("perhaps a session of a role", { AWS: launcher }, { AWS: session }, "not counted"),
    by(
      "perhaps a federated user of an account",
      root,
      { AWS: `arn:aws:sts::${tooling}:federated-user/x` },
      "not counted",
    ),
    by(
      "perhaps the role of a session, whose path is not known",
      { AWS: session },
      { AWS: launcher },
      "not counted",
    ),
    by("perhaps the deleted role", { AWS: launcher }, { AWS: "AROAEXAMPLEEXAMPLE123" }, "not counted"),
    by("perhaps a canonical user", { AWS: launcher }, { CanonicalUser: "79a59df9" }, "not counted"),
    by("perhaps somebody not known", { AWS: launcher }, { AWS: "odd" }, "not counted"),
    by("perhaps the same that is not known", { AWS: "odd" }, { AWS: "odd" }, "not counted"),
    by(
      "perhaps somebody of a list not known",
      { AWS: launcher },
      { AWS: [launcher, unknown] },
      "not counted",
    ),
    // {"AWS": "*"} beside Service and Federated: AWS documents it for callers with credentials.
    by("perhaps a service as everybody", { Service: "ec2.amazonaws.com" }, everybody, "not counted"),
    by("perhaps what is not known as everybody", { AWS: "odd" }, everybody, "not counted"),
    by("perhaps a canonical user as everybody", { CanonicalUser: "79a59df9" }, everybody, "not counted"),
    by(
      "perhaps a canonical user as a service",
      { CanonicalUser: "79a59df9" },
      { Service: "ec2.amazonaws.com" },
      "not counted",
    ),
    by("perhaps a role as what is not known", { AWS: "odd" }, { AWS: launcher }, "not counted"),
    row("perhaps a provider as everybody", { Principal: provider, Action: web }, {}, "not counted"),
    row("a provider", { Principal: provider, Action: web }, { Principal: provider }, "nobody"),
    row(
      "not a role, of those with a token",
      { Principal: everybody, Action: web },
      { Principal: { AWS: launcher } },
      "all",
    ),
    row("everybody, of those with a token", { Principal: everybody, Action: web }, {}, "nobody"),
  ]);

  it("not those whom NotPrincipal leaves out, since AWS may deny them all the same", () => {
    const trust = withNotPrincipal(allow(), deny({ Sid: "Not", Principal: { AWS: other } }));
    assert.deepEqual(ways(trust), [`${named} [the denial Statement[1], Sid Not]`]);
  });

  it("perhaps by the account that a service acts for", () => {
    const Condition = { StringEquals: { "aws:PrincipalAccount": tooling } };
    const who = `anybody, ${at}, only under StringEquals aws:PrincipalAccount (Statement[0])`;
    const trust = trustOf(allow({ Principal: everybody, Condition }), deny({ Principal: root }));
    assert.deepEqual(ways(trust), [notCounted(who)]);
    const foreign = trustOf(
      allow({ Principal: everybody, Condition }),
      deny({ Principal: { AWS: "111111111111" } }),
    );
    assert.deepEqual(ways(foreign), [who]);
  });

  it("each of a list of ARNs for itself", () => {
    const Condition = { ArnEquals: { "aws:PrincipalArn": [launcher, other] } };
    assert.deepEqual(
      ways(trustOf(allow({ Principal: everybody, Condition }), deny({ Principal: { AWS: other } }))),
      [named],
    );
    assert.deepEqual(
      ways(trustOf(allow({ Principal: everybody, Condition }), deny({ Principal: root }))),
      [],
    );
  });

  it("not those whose ARNs are of another account", () => {
    const Condition = { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${tooling}:role/*` } };
    assert.deepEqual(
      ways(trustOf(allow({ Principal: everybody, Condition }), deny({ Principal: { AWS: "111111111111" } }))),
      [`arn:aws:iam::${tooling}:role/*, ${at} (Statement[0])`],
    );
  });
});

describe("a denial closes a way of the actions that it surely has", () => {
  const action = (title: string, Action: unknown, left: "all" | "nobody" | "not counted"): Row =>
    row(title, {}, { Action }, left);
  table([
    action("sts:AssumeRole", "sts:AssumeRole", "nobody"),
    action("in another case", "STS:ASSUMEROLE", "nobody"),
    action("by a pattern", "sts:Assume*", "nobody"),
    action("not sts:TagSession, without which sessions have no tags", "sts:TagSession", "all"),
    action("not another call", "sts:AssumeRoleWithSAML", "all"),
    action("perhaps one that is not known", unknown, "not counted"),
    row("all but others", {}, { Action: undefined, NotAction: "sts:TagSession" }, "nobody"),
    row("not all but itself", {}, { Action: undefined, NotAction: "sts:AssumeRole" }, "all"),
  ]);

  it("for session tags too", () => {
    const trust = trustOf(
      allow({ Action: ["sts:AssumeRole", "sts:TagSession"] }),
      deny({ Action: "sts:TagSession" }),
    );
    assert.deepEqual(ways(trust), [named]);
    assert.deepEqual(ways(trust, ["sts:TagSession"]), []);
  });
});

describe("a denial under conditions", () => {
  const under = (
    title: string,
    Condition: unknown,
    left: Row[2] | "all" | "nobody" | "not counted",
    Principal: object = root,
  ): Row => row(title, { Principal }, { Condition }, left);
  const arn = (operator: string, value: unknown): object => ({ [operator]: { "aws:PrincipalArn": value } });
  const key = (operator: string, value: unknown): object => ({ [operator]: { "aws:PrincipalOrgID": value } });
  const account = `any principal of account ${tooling}, ${at}`;
  const only = (words: string, who = account): string[] => [`${who}, only under ${words} (Statement[0])`];
  const exact = [`${launcher} of account ${tooling}, ${at} (Statement[0])`];

  table([
    under("that hold for all of a way closes it", arn("StringNotEquals", other), "nobody", { AWS: launcher }),
    under("that hold for all of a way closes it, by presence", arn("Null", "false"), "nobody"),
    under(
      "that hold for all of a way closes it, all of them",
      {
        ...arn("ArnLike", "arn:aws:iam::*:role/Octo*"),
        ...{ StringEquals: { "aws:PrincipalAccount": tooling } },
      },
      "nobody",
      { AWS: launcher },
    ),
    under("that hold for nobody of a way leaves it", arn("StringNotEquals", launcher), "all", {
      AWS: launcher,
    }),
    under(
      "of which one holds for nobody leaves it",
      { ...arn("ArnEquals", other), ...key("StringEquals", "x") },
      "all",
      { AWS: launcher },
    ),

    // The guardrail's own form: everybody but one is denied.
    under("unless an ARN leaves that one", arn("StringNotEquals", launcher), exact),
    under(
      "unless an ARN leaves that one, with IfExists as well",
      arn("StringNotEqualsIfExists", launcher),
      exact,
    ),
    under(
      "unless an ARN leaves that one, by pattern",
      arn("ArnNotLike", [launcher, "arn:aws:iam::*:role/admin/*"]),
      [...exact, `arn:aws:iam::*:role/admin/* of account ${tooling}, ${at} (Statement[0])`],
    ),
    under("unless an ARN leaves that one of everybody", arn("ArnNotEquals", launcher), [named], everybody),
    under(
      "unless an ARN of another account leaves nobody",
      arn("ArnNotEquals", "arn:aws:iam::111111111111:role/x"),
      "nobody",
    ),
    under(
      "unless a key has a value leaves those",
      key("StringNotEquals", "o-x"),
      only("not StringNotEquals aws:PrincipalOrgID"),
    ),
    under("without a key leaves those with it", key("Null", "true"), only("not Null aws:PrincipalOrgID")),
    under(
      "unless it is a service leaves what may be one",
      { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
      only("not BoolIfExists aws:PrincipalIsAWSService", `anybody, ${at}`),
      everybody,
    ),
    under(
      "unless it is a service leaves no role",
      { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
      "nobody",
    ),
    under("if a key has a value, or is not there, leaves those with it", key("StringEqualsIfExists", "o-x"), [
      `${account}, only under not StringEqualsIfExists aws:PrincipalOrgID (Statement[0]) [not StringEqualsIfExists aws:PrincipalOrgID]`,
    ]),
    under(
      "if an address is another, or not there, leaves all",
      { IpAddressIfExists: { "aws:SourceIp": "10.0.0.0/8" } },
      "not counted",
    ),
    under(
      "and one more that decides is left to that one",
      {
        ...arn("ArnLike", "arn:*:*:*:*:*"),
        ...arn("StringNotEquals", launcher),
      },
      exact,
    ),

    under("if a key has a value does not say who is left", key("StringEquals", "o-x"), "not counted"),
    under("if an ARN is one does not say who is left", arn("StringEquals", launcher), "not counted"),
    under("with a key does not say who is left", key("Null", "false"), "not counted"),
    under("with or without a key, perhaps", key("Null", ["true", "no"]), "not counted"),
    under(
      "if Bool, without its key, holds not for them",
      { Bool: { "aws:MultiFactorAuthPresent": "false" } },
      "not counted",
    ),
    under(
      "if Bool is either, or not there, leaves those with the key",
      { BoolIfExists: { "aws:MultiFactorAuthPresent": ["true", "false"] } },
      [
        `${account}, only under not BoolIfExists aws:MultiFactorAuthPresent (Statement[0]) [not BoolIfExists aws:MultiFactorAuthPresent]`,
      ],
    ),
    under(
      "that hold for some of a session's possible ARNs does not count",
      arn("ArnEquals", launcher),
      "not counted",
      { AWS: session },
    ),
    under(
      "two of which decide does not count",
      { ...arn("ArnNotEquals", launcher), ...key("StringNotEquals", "o-x") },
      "not counted",
    ),
    under("with a variable does not count", key("StringNotEquals", "${aws:ResourceOrgID}"), "not counted"),
    under("of addresses does not count", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, "not counted"),
    under(
      "of several values compared as one does not count",
      { StringNotEquals: { "aws:PrincipalOrgPaths": "o-x/*" } },
      "not counted",
    ),
    under("of ForAllValues does not count", key("ForAllValues:StringNotEquals", "o-x"), "not counted"),
    under("of ForAnyValue does not count", key("ForAnyValue:StringNotEquals", "o-x"), "not counted"),
    under("not known does not count", unknown, "not counted"),
    under("of a key not known does not count", { StringEquals: unknown }, "not counted"),
    under("of values not known does not count", arn("StringNotEquals", unknown), "not counted"),
    under("of no values does not count", arn("StringNotEquals", []), "not counted"),
    under(
      "of an operator not understood does not count",
      { "ForAnyValue:Null": { "aws:TagKeys": "true" } },
      "not counted",
    ),
  ]);

  it("of an identity provider leaves the subjects that it does not name", () => {
    const claims = { StringNotLikeIfExists: { "octopus.example.com:sub": "space:default:*" } };
    const trust = trustOf(
      allow({ Principal: provider, Action: web }),
      deny({ Principal: provider, Condition: claims }),
    );
    const [way, ...others] = upperBound(trust).ways;
    assert.deepEqual(others, []);
    assert.deepEqual(
      way?.requires.map(({ key, values, words }) => [key, values.map(({ text }) => text), words]),
      [["octopus.example.com:sub", ["space:default:*"], "not StringNotLikeIfExists octopus.example.com:sub"]],
    );
  });

  it("of multi-factor authentication leaves those with it", () => {
    const required = (value: unknown): unknown => {
      const Condition = { BoolIfExists: { "aws:MultiFactorAuthPresent": value } };
      return upperBound(trustOf(allow(), deny({ Condition }))).ways[0]?.requires.map(({ values }) => values);
    };
    const [yes, no] = [true, false].map((value) => ({
      as: "boolean",
      glob: String(value),
      text: String(value),
    }));
    assert.deepEqual(required("false"), [[yes]]);
    assert.deepEqual(required(["true", "true"]), [[no]]);
  });

  it("that is known to have its key counts for a Boolean without IfExists", () => {
    const Condition = { Null: { "aws:MultiFactorAuthPresent": "false" } };
    const denied = { Bool: { "aws:MultiFactorAuthPresent": "false" } };
    assert.deepEqual(ways(trustOf(allow({ Condition }), deny({ Condition: denied }))), [
      `${launcher}, ${at}, only under Null aws:MultiFactorAuthPresent and not Bool aws:MultiFactorAuthPresent (Statement[0])`,
    ]);
    assert.deepEqual(
      ways(
        trustOf(
          allow({ Condition }),
          deny({ Condition: { StringEquals: { "aws:MultiFactorAuthPresent": "x" } } }),
        ),
      ),
      [notCounted(`${launcher}, ${at}, only under Null aws:MultiFactorAuthPresent (Statement[0])`)],
    );
  });

  it("is asked again when another one has left fewer, in whichever order they stand", () => {
    const first = deny({ Condition: arn("StringNotEquals", launcher) });
    const second = deny({ Principal: { AWS: launcher } });
    assert.deepEqual(ways(trustOf(allow({ Principal: root }), first, second)), []);
    assert.deepEqual(ways(trustOf(allow({ Principal: root }), second, first)), []);
    assert.deepEqual(ways(trustOf(first, allow({ Principal: root }))), [
      `${launcher} of account ${tooling}, ${at} (Statement[1])`,
    ]);
  });

  it("of an older version takes a variable as it is written", () => {
    const Statement = [allow(), deny({ Condition: arn("StringNotEquals", "${aws:userid}") })];
    assert.deepEqual(ways(readDocument({ Version: "2008-10-17", Statement }, "trust")), []);
    assert.deepEqual(ways(trustOf(...Statement)), [notCounted(named)]);
  });
});
