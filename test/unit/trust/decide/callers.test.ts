import assert from "node:assert/strict";

import {
  accountOfCaller,
  callerName,
  formOf,
  isCaller,
  principalArn,
} from "../../../../trust/decide/callers";
import type { Caller } from "../../../../trust/decide/request";
import { readPrincipal } from "../../../../trust/documents/principal";
import type { PrincipalType } from "../../../../trust/documents/policy";

const launcher = "arn:aws:iam::123456789012:role/octopus/Launcher";
const id = "AROAEXAMPLEEXAMPLE123";
const github = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const staff = "arn:aws:iam::123456789012:saml-provider/Staff";

const callers = {
  session: { kind: "session", role: launcher, name: "octopus" },
  user: { kind: "user", arn: "arn:aws:iam::123456789012:user/ada" },
  root: { kind: "root", account: "123456789012" },
  federatedUser: { kind: "federatedUser", arn: "arn:aws:sts::123456789012:federated-user/ada" },
  service: { kind: "service", service: "pods.eks.amazonaws.com" },
  webIdentity: { kind: "webIdentity", provider: github, claims: {} },
  saml: { kind: "saml", provider: staff, claims: {} },
} as const satisfies Record<string, Caller>;

type Who = keyof typeof callers;

/**
 * Who is meant by a principal; all others surely are not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
const principals: [name: string, type: PrincipalType, yes: Who[], unknown: Who[]][] = [
  ["*", "AWS", ["session", "user", "root", "federatedUser"], ["service", "webIdentity", "saml"]],
  ["123456789012", "AWS", ["session", "user", "root", "federatedUser"], []],
  ["arn:aws:iam::123456789012:root", "AWS", ["session", "user", "root", "federatedUser"], []],
  ["111111111111", "AWS", [], []],
  [launcher, "AWS", ["session"], []],
  ["arn:aws:iam::123456789012:role/Launcher", "AWS", [], []],
  ["arn:aws:iam::111111111111:role/octopus/Launcher", "AWS", [], []],
  ["arn:aws:iam::123456789012:user/ada", "AWS", ["user"], []],
  ["arn:aws:iam::123456789012:user/Ada", "AWS", [], []],
  ["arn:aws:sts::123456789012:assumed-role/Launcher/octopus", "AWS", ["session"], []],
  ["arn:aws:sts::123456789012:assumed-role/Launcher/other", "AWS", [], []],
  ["arn:aws:sts::123456789012:assumed-role/Other/octopus", "AWS", [], []],
  ["arn:aws:sts::111111111111:assumed-role/Launcher/octopus", "AWS", [], []],
  ["arn:aws:sts::123456789012:federated-user/ada", "AWS", ["federatedUser"], []],
  ["arn:aws:sts::123456789012:federated-user/bob", "AWS", [], []],
  ["pods.eks.amazonaws.com", "Service", ["service"], []],
  ["eks.amazonaws.com", "Service", [], []],
  ["pods.eks.us-east-1.amazonaws.com", "Service", [], ["service"]],
  ["pods.eks.amazonaws.com.cn", "Service", [], ["service"]],
  ["eks.us-east-1.amazonaws.com", "Service", [], []],
  [github, "Federated", ["webIdentity"], []],
  [staff, "Federated", ["saml"], []],
  ["accounts.google.com", "Federated", [], []],
  ["anything else", "AWS", [], Object.keys(callers) as Who[]],
  [
    "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
    "CanonicalUser",
    [],
    Object.keys(callers) as Who[],
  ],
  ["AROAEXAMPLEEXAMPLE123", "AWS", [], ["session"]],
  ["AIDAEXAMPLEEXAMPLE123", "AWS", [], ["user"]],
  ["AGPAEXAMPLEEXAMPLE123", "AWS", [], Object.keys(callers) as Who[]],
];

describe("a caller", () => {
  for (const [name, type, yes, maybe] of principals) {
    it(`is ${yes.join(", ") || maybe.join(", ") || "nobody of these"} where ${name} is named`, () => {
      for (const [who, caller] of Object.entries(callers)) {
        const expected = yes.includes(who as Who) ? "yes" : maybe.includes(who as Who) ? "unknown" : "no";
        assert.equal(isCaller(caller, undefined)(readPrincipal(type, name)), expected, who);
      }
    });
  }

  const byId: [caller: Who, own: string, named: string, expected: string][] = [
    ["session", id, id, "yes"],
    ["session", "AROAEXAMPLEEXAMPLE124", id, "no"],
    ["user", "AIDAEXAMPLEEXAMPLE123", "AIDAEXAMPLEEXAMPLE123", "yes"],
    ["user", "AIDAEXAMPLEEXAMPLE123", "AIDAEXAMPLEEXAMPLE124", "no"],
    ["user", id, id, "no"],
    ["service", id, id, "no"],
  ];
  for (const [who, own, name, expected] of byId) {
    it(`of kind ${who} with the id ${own} is told by the id ${name}: ${expected}`, () => {
      assert.equal(isCaller(callers[who], own)(readPrincipal("AWS", name)), expected);
    });
  }

  const names: [who: Who, name: string, arn: string | undefined][] = [
    ["session", "arn:aws:sts::123456789012:assumed-role/Launcher/octopus", launcher],
    ["user", "arn:aws:iam::123456789012:user/ada", "arn:aws:iam::123456789012:user/ada"],
    ["root", "arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:root"],
    [
      "federatedUser",
      "arn:aws:sts::123456789012:federated-user/ada",
      "arn:aws:sts::123456789012:federated-user/ada",
    ],
    ["service", "pods.eks.amazonaws.com", undefined],
    ["webIdentity", `somebody whom ${github} vouches for`, undefined],
    ["saml", `somebody whom ${staff} vouches for`, undefined],
  ];
  for (const [who, name, arn] of names) {
    it(`of kind ${who} is called ${name}`, () => {
      assert.equal(callerName(callers[who]), name);
      assert.equal(principalArn(callers[who]), arn);
      assert.equal(accountOfCaller(callers[who]), arn && "123456789012");
    });
  }

  it("of a role without a complete ARN is called by what there is", () => {
    assert.equal(callerName({ kind: "session", role: "urn:x", name: "x1" }), "a session of urn:x");
  });

  it("of another partition has its session there", () => {
    const role = "arn:aws-us-gov:iam::123456789012:role/Launcher";
    assert.equal(
      callerName({ kind: "session", role, name: "x1" }),
      "arn:aws-us-gov:sts::123456789012:assumed-role/Launcher/x1",
    );
  });
});

describe("the form in which a trust policy names somebody", () => {
  const forms: [name: string, type: PrincipalType, form: string][] = [
    ["*", "AWS", "direct"],
    ["123456789012", "AWS", "account"],
    ["arn:aws:iam::123456789012:root", "AWS", "account"],
    [launcher, "AWS", "role"],
    [id, "AWS", "role"],
    ["AIDAEXAMPLEEXAMPLE123", "AWS", "direct"],
    ["arn:aws:iam::123456789012:user/ada", "AWS", "direct"],
    ["arn:aws:sts::123456789012:assumed-role/Launcher/octopus", "AWS", "direct"],
    ["pods.eks.amazonaws.com", "Service", "direct"],
    [github, "Federated", "direct"],
    ["anything else", "AWS", "direct"],
  ];
  for (const [name, type, form] of forms) {
    it(`is ${form} for ${name}`, () => assert.equal(formOf(readPrincipal(type, name)), form));
  }
});
