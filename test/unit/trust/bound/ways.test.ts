import assert from "node:assert/strict";

import { upperBound } from "../../../../trust/bound/bound";
import { readDocument } from "../../../../trust/documents/read";
import { unknown } from "../../../../trust/truth";
import { allow, deny, launcher, other, table, tooling, trustOf, ways, withNotPrincipal } from "./cases";

const session = `arn:aws:sts::${tooling}:assumed-role/OctoLauncherRole/octopus`;
const guest = `arn:aws:sts::${tooling}:federated-user/guest`;
const provider = `arn:aws:iam::${tooling}:oidc-provider/octopus.example.com`;
const saml = `arn:aws:iam::${tooling}:saml-provider/sso`;
const principal = (Principal: unknown, Action: unknown = "sts:AssumeRole"): object =>
  allow({ Principal, Action });

/** Anybody by each call, as a policy that is not known lets in. */
const anybody = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"].map(
  (action) => `anybody, through ${action}`,
);

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
describe("whom a trust policy may let in", () => {
  table([
    ["a role", [allow()], [`${launcher}, through sts:AssumeRole (Statement[0])`]],
    [
      "a user",
      [principal({ AWS: `arn:aws:iam::${tooling}:user/ci` })],
      [`arn:aws:iam::${tooling}:user/ci, through sts:AssumeRole (Statement[0])`],
    ],
    [
      "one session of a role",
      [principal({ AWS: session })],
      [`${session}, through sts:AssumeRole (Statement[0])`],
    ],
    ["a federated user", [principal({ AWS: guest })], [`${guest}, through sts:AssumeRole (Statement[0])`]],
    [
      "an account, by its root and by its bare id",
      [principal({ AWS: [`arn:aws:iam::${tooling}:root`, "111111111111"] })],
      [
        `any principal of account ${tooling}, through sts:AssumeRole (Statement[0])`,
        "any principal of account 111111111111, through sts:AssumeRole (Statement[0])",
      ],
    ],
    [
      "the id that is left of a role when it is deleted",
      [principal({ AWS: "AROAEXAMPLEEXAMPLE123" })],
      ["the deleted role or user AROAEXAMPLEEXAMPLE123, through sts:AssumeRole (Statement[0])"],
    ],
    ["everybody", [principal({ AWS: "*" })], ["anybody, through sts:AssumeRole (Statement[0])"]],
    [
      "a service",
      [principal({ Service: "ec2.amazonaws.com" })],
      ["the service ec2.amazonaws.com, through sts:AssumeRole (Statement[0])"],
    ],
    [
      "an identity provider",
      [principal({ Federated: provider }, "sts:AssumeRoleWithWebIdentity")],
      [`whoever ${provider} vouches for, through sts:AssumeRoleWithWebIdentity (Statement[0])`],
    ],
    [
      "a canonical user, which AWS does not say of trust policies what it means",
      [principal({ CanonicalUser: "79a59df900b949e5" })],
      ["the canonical user 79a59df900b949e5, through sts:AssumeRole (Statement[0])"],
    ],
    [
      "anybody, where the form of a principal is not known",
      [principal({ AWS: `arn:aws:iam::${tooling}:group/admins` })],
      ["anybody, through sts:AssumeRole (Statement[0])"],
    ],
    [
      "anybody, where a principal is not known",
      [principal({ AWS: [launcher, unknown] })],
      ["anybody, through sts:AssumeRole (Statement[0])"],
    ],
    [
      "each by the statement that lets him in, so that a second one is not overlooked",
      [allow({ Sid: "Launcher" }), allow({ Sid: "Other", Principal: { AWS: other } })],
      [
        `${launcher}, through sts:AssumeRole (Statement[0], Sid Launcher)`,
        `${other}, through sts:AssumeRole (Statement[1], Sid Other)`,
      ],
    ],
    [
      "a role whose name differs in case alone",
      [principal({ AWS: launcher.toLowerCase() })],
      [`${launcher.toLowerCase()}, through sts:AssumeRole (Statement[0])`],
    ],
  ]);

  it("is nobody where statements deny alone", () => {
    assert.deepEqual(ways(trustOf(deny())), []);
  });

  it("is anybody but those whom NotPrincipal names, that is anybody", () => {
    assert.deepEqual(ways(withNotPrincipal(allow({ Sid: "Not" }))), [
      "anybody, through sts:AssumeRole (Statement[0], Sid Not)",
    ]);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
describe("the calls by which a trust policy lets in", () => {
  const all = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];
  const calls = (fields: object, actions = all): string[] =>
    ways(trustOf(allow({ Principal: { AWS: "*" }, Action: undefined, ...fields })), actions as never).map(
      (way) => /through (\S+) /.exec(way)?.[1] ?? "",
    );
  const rows: [string, object, string[]][] = [
    ["named", { Action: "sts:AssumeRole" }, ["sts:AssumeRole"]],
    ["named in another case", { Action: "STS:assumerole" }, ["sts:AssumeRole"]],
    [
      "several",
      { Action: ["sts:AssumeRoleWithSAML", "sts:AssumeRole"] },
      ["sts:AssumeRole", "sts:AssumeRoleWithSAML"],
    ],
    ["all of sts", { Action: "sts:*" }, all],
    ["of a pattern", { Action: "sts:AssumeRoleWith*" }, all.slice(1)],
    [
      "of a pattern with a single character open",
      { Action: "sts:AssumeRole?ithSAML" },
      ["sts:AssumeRoleWithSAML"],
    ],
    ["all but one", { NotAction: "sts:AssumeRole" }, all.slice(1)],
    ["none but others", { NotAction: ["sts:AssumeRole*", "sts:TagSession"] }, []],
    ["one that is no way in", { Action: "sts:TagSession" }, []],
    ["not known", { Action: unknown }, all],
    ["not known in part", { Action: ["sts:TagSession", unknown] }, all],
  ];
  for (const [title, fields, expected] of rows) {
    it(`are ${expected.join(", ") || "none"} where the action is ${title}`, () => {
      assert.deepEqual(calls(fields), expected);
    });
  }

  it("are asked for one by one, for example who may pass session tags", () => {
    assert.deepEqual(calls({ Action: ["sts:AssumeRole", "sts:TagSession"] }, ["sts:TagSession"]), [
      "sts:TagSession",
    ]);
    assert.deepEqual(calls({ Action: "sts:AssumeRole" }, ["sts:TagSession", "sts:SetSourceIdentity"]), []);
  });

  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
  describe("fit the kind of caller: who has credentials signs AssumeRole, others bring a token", () => {
    const everything = [...all, "sts:TagSession"];
    const by = (Principal: unknown): string[] => calls({ Principal, Action: "sts:*" }, everything);
    const signers = [
      launcher,
      `arn:aws:iam::${tooling}:user/ci`,
      session,
      guest,
      tooling,
      "AROAEXAMPLEEXAMPLE123",
    ].map((AWS): object => ({ AWS }));
    for (const signer of [...signers, { Service: "ec2.amazonaws.com" }]) {
      it(`${JSON.stringify(signer)}`, () => {
        assert.deepEqual(by(signer), ["sts:AssumeRole", "sts:TagSession"]);
      });
    }
    for (const Federated of [provider, saml, "cognito-identity.amazonaws.com"]) {
      it(Federated, () => {
        assert.deepEqual(by({ Federated }), everything.slice(1));
      });
    }
    for (const vague of [{ AWS: "*" }, { CanonicalUser: "79a59df900b949e5" }, { AWS: "odd" }]) {
      it(`${JSON.stringify(vague)} may be any`, () => {
        assert.deepEqual(by(vague), everything);
      });
    }
  });
});

describe("a trust policy that is not understood lets anybody in", () => {
  const documents: [string, unknown][] = [
    ["not known", unknown],
    ["of statements that are not known", { Version: "2012-10-17", Statement: unknown }],
    ["no JSON", "{"],
    ["JSON in a string of JSON", JSON.stringify(JSON.stringify({ Statement: allow() }))],
    [
      "with a principal in a string of JSON",
      { Statement: allow({ Principal: JSON.stringify({ AWS: launcher }) }) },
    ],
    ["of a version that AWS does not have", { Version: "2020-01-01", Statement: allow() }],
    ["with an element in another case", { Statement: { ...allow(), condition: {} } }],
    ["with NotPrincipal", { Statement: allow({ Principal: undefined, NotPrincipal: { AWS: launcher } }) }],
    [
      "with an operator that AWS does not have",
      { Statement: allow({ Condition: { StringIs: { "aws:userid": "x" } } }) },
    ],
  ];
  for (const [title, source] of documents) {
    it(title, () => {
      assert.deepEqual(ways(readDocument(source, "trust")), anybody);
    });
  }

  it("by each of the actions asked for", () => {
    assert.deepEqual(ways(readDocument(unknown, "trust"), ["sts:TagSession"]), [
      "anybody, through sts:TagSession",
    ]);
  });

  it("by a statement that is not known, which may allow", () => {
    assert.deepEqual(
      ways(trustOf(allow(), unknown)).slice(1),
      anybody.map((way) => `${way} (Statement[1]) [its conditions]`),
    );
  });

  it("and one of an effect that is not known may allow, and is not counted as a denial", () => {
    assert.deepEqual(ways(trustOf(allow(), deny({ Effect: unknown, Action: "sts:AssumeRole" }))), [
      `${launcher}, through sts:AssumeRole (Statement[0])`,
      "anybody, through sts:AssumeRole (Statement[1])",
    ]);
  });
});

describe("the findings of an upper bound", () => {
  const findings = (...statements: unknown[]): string[] =>
    upperBound(trustOf(...statements)).findings.map(({ place, message }) => `${place} ${message}`);

  it("are none where all is known", () => {
    assert.deepEqual(findings(allow({ Condition: { StringEquals: { "aws:userid": "x" } } }), deny()), []);
    assert.deepEqual(upperBound(withNotPrincipal(allow({ Sid: "Not" }))).findings, []);
  });

  it("are what AWS would call malformed", () => {
    assert.deepEqual(findings(allow({ Effect: "allow" })), ["Statement[0].Effect is neither Allow nor Deny"]);
  });

  it("are what is not known, with its place", () => {
    assert.deepEqual(upperBound(readDocument(unknown, "trust")).findings, [
      { place: "", message: "is not known" },
    ]);
    assert.deepEqual(upperBound(readDocument({ Version: unknown, Statement: allow() }, "trust")).findings, [
      { place: "Version", message: "is not known" },
    ]);
    assert.deepEqual(findings(allow(), unknown), [
      "Statement[1].Effect is not known",
      "Statement[1].Principal is not known",
      "Statement[1].Action is not known",
      "Statement[1].Condition is not known",
    ]);
    assert.deepEqual(findings(allow({ Principal: { AWS: [launcher, "odd"] } })), [
      'Statement[0].Principal has "odd", which may be anybody',
    ]);
    assert.deepEqual(
      findings(
        allow({
          Condition: {
            StringEquals: { "aws:userid": unknown, "aws:username": "x" },
            "ForAnyValue:Null": { "aws:TagKeys": "true" },
          },
        }),
      ),
      [
        "Statement[0].Condition has StringEquals aws:userid, which is not known",
        "Statement[0].Condition has ForAnyValue:Null aws:TagKeys, which is not known",
      ],
    );
  });
});
