import assert from "node:assert/strict";

import type { PrincipalType } from "../../../../trust/documents/policy";
import { readPrincipal } from "../../../../trust/documents/principal";

const account = "123456789012";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
describe("a principal", () => {
  const cases: readonly (readonly [
    what: string,
    type: PrincipalType,
    name: string,
    principal: object,
    hasArn?: "has its ARN",
  ])[] = [
    ["everybody", "AWS", "*", { kind: "everybody" }],
    ["an account by its id", "AWS", account, { kind: "account", account }],
    ["an account", "AWS", `arn:aws:iam::${account}:root`, { kind: "account", account }],
    ["an account of China", "AWS", `arn:aws-cn:iam::${account}:root`, { kind: "account", account }],
    ["a role", "AWS", `arn:aws:iam::${account}:role/Launcher`, { kind: "role", account }, "has its ARN"],
    [
      "a role with a path",
      "AWS",
      `arn:aws:iam::${account}:role/octopus/deploy/Launcher`,
      { kind: "role", account },
      "has its ARN",
    ],
    [
      "a role that is linked to a service",
      "AWS",
      `arn:aws:iam::${account}:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS`,
      { kind: "role", account },
      "has its ARN",
    ],
    [
      "a role of GovCloud",
      "AWS",
      `arn:aws-us-gov:iam::${account}:role/Launcher`,
      { kind: "role", account },
      "has its ARN",
    ],
    ["a user", "AWS", `arn:aws:iam::${account}:user/Ann`, { kind: "user", account }, "has its ARN"],
    [
      "a user with a path",
      "AWS",
      `arn:aws:iam::${account}:user/team/Ann`,
      { kind: "user", account },
      "has its ARN",
    ],
    [
      "a session of a role",
      "AWS",
      `arn:aws:sts::${account}:assumed-role/Launcher/step-1@x=y`,
      { kind: "session", account, role: "Launcher", session: "step-1@x=y" },
      "has its ARN",
    ],
    [
      "a session in China",
      "AWS",
      `arn:aws-cn:sts::${account}:assumed-role/Launcher/s`,
      { kind: "session", account, role: "Launcher", session: "s" },
      "has its ARN",
    ],
    [
      "a federated user",
      "AWS",
      `arn:aws:sts::${account}:federated-user/Bob`,
      { kind: "federatedUser", account },
      "has its ARN",
    ],
    ["a deleted role", "AWS", "AROAEXAMPLEEXAMPLE123", { kind: "uniqueId", id: "AROAEXAMPLEEXAMPLE123" }],
    ["a deleted user", "AWS", "AIDAEXAMPLEEXAMPLE123", { kind: "uniqueId", id: "AIDAEXAMPLEEXAMPLE123" }],
    [
      "a service",
      "Service",
      "pods.eks.amazonaws.com",
      { kind: "service", service: "pods.eks.amazonaws.com" },
    ],
    [
      "a service of a region in China",
      "Service",
      "states.cn-north-1.amazonaws.com.cn",
      { kind: "service", service: "states.cn-north-1.amazonaws.com.cn" },
    ],
    [
      "an OIDC provider",
      "Federated",
      `arn:aws:iam::${account}:oidc-provider/octopus.example.com`,
      {
        kind: "federated",
        provider: `arn:aws:iam::${account}:oidc-provider/octopus.example.com`,
      },
    ],
    [
      "a provider that AWS knows",
      "Federated",
      "accounts.google.com",
      { kind: "federated", provider: "accounts.google.com" },
    ],
    [
      "a canonical user",
      "CanonicalUser",
      "79a59df900b949e5",
      { kind: "canonicalUser", id: "79a59df900b949e5" },
    ],
  ];
  for (const [what, type, name, principal, hasArn] of cases) {
    it(`can be ${what}: ${name}`, () =>
      assert.deepEqual(readPrincipal(type, name), hasArn ? { ...principal, arn: name } : principal));
  }

  it("of another type is not everybody by the name of *", () => {
    assert.equal(readPrincipal("Service", "*").kind, "service");
    assert.equal(readPrincipal("Federated", account).kind, "federated");
    assert.equal(readPrincipal("CanonicalUser", "*").kind, "canonicalUser");
  });

  for (const name of [
    "",
    "**",
    "Ann",
    "12345678901",
    "1234567890123",
    ` ${account}`,
    `${account}:root`,
    "arn:aws:iam::12345678901:root",
    `xarn:aws:iam::${account}:root`,
    `arn:aws:iam::${account}:root/x`,
    `arn:aws:iam:eu-west-1:${account}:root`,
    `arn:aws:iam::${account}:role/Octo*`,
    `arn:aws:iam::${account}:group/Admins`,
    `arn:aws:iam::${account}:saml-provider/Example`,
    "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E15MNIMTCFKK4C",
    `arn:aws:sts::${account}:assumed-role/Launcher`,
    `arn:aws:sts::${account}:assumed-role/Launcher/*`,
    `arn:aws:sts::${account}:assumed-role/*/x`,
    `arn:aws:sts::${account}:assumed-role/octopus/Launcher/x`,
    `arn:aws:sts::${account}:federated-user/Bob/x`,
    `arn:aws:sts::${account}:federated-user/`,
    `xarn:aws:sts::${account}:federated-user/Bob`,
    `xarn:aws:sts::${account}:assumed-role/Launcher/x`,
    `arn:aws:sts::${account}:role/Launcher`,
    `arn:aws:iam::${account}:assumed-role/Launcher/x`,
    "AKIAEXAMPLEEXAMPLE123",
    "AGPAEXAMPLEEXAMPLE123",
    "AROA",
    "AROAEXAMPLE",
    "aroaexampleexample123",
    "AROAEXAMPLEEXAMPLE123:session",
    "XAROAEXAMPLEEXAMPLE123",
  ]) {
    it(`of a form that is not known may be anybody: ${JSON.stringify(name)}`, () =>
      assert.deepEqual(readPrincipal("AWS", name), { kind: "other", text: name }));
  }
});
