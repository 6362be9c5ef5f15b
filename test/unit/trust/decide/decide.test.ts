import assert from "node:assert/strict";

import { decide } from "../../../../trust/decide/decide";
import { decidedBy } from "../../../../trust/decide/decision";
import type { AssumeRequest, Caller } from "../../../../trust/decide/request";
import type { Statement } from "../../../../trust/documents/policy";
import type { Organization } from "../../../../trust/organization";
import { ask, launcherRole, session, trusted, withTrust } from "./asking";
import {
  allowing,
  deploy,
  identity,
  ids,
  launcher,
  member,
  named,
  organization,
  role,
  roleArn,
  trusting,
  userArn,
} from "./model";

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const github = `arn:aws:iam::${ids.dev}:oidc-provider/token.actions.githubusercontent.com`;
const main = "repo:shop/web:ref:refs/heads/main";
const pods: Caller = { kind: "service", service: "pods.eks.amazonaws.com" };

describe("whether a role can be assumed", () => {
  it("is decided through every layer for every action, in AWS's order", () => {
    const decision = decide({ caller: session, role: deploy, tags: { team: "a" } }, trusted);
    assert.equal(decision.outcome, "allowed");
    assert.equal(decision.caller, "arn:aws:sts::123456789012:assumed-role/Launcher/octopus");
    assert.equal(decision.role, deploy);
    assert.deepEqual(
      decision.actions.map(({ action, outcome }) => [action, outcome]),
      [
        ["sts:AssumeRole", "allowed"],
        ["sts:TagSession", "allowed"],
      ],
    );
    for (const { layers } of decision.actions) {
      assert.equal(layers[3]?.policy, "trust policy");
      assert.deepEqual(
        layers.map(({ layer, outcome }) => `${layer} ${outcome}`),
        [
          "limits passes",
          "service control policy passes",
          "resource control policy passes",
          "trust policy passes",
          "identity policy passes",
          "permissions boundary exempt",
          "session policy exempt",
        ],
      );
    }
  });

  const neighbour = roleArn("tooling", "Neighbour");
  const stranger: Caller = { kind: "session", role: roleArn("outside", "Stranger"), name: "x1" };
  const ada: Caller = { kind: "user", arn: userArn("dev", "ada") };
  const adas = (more: object = {}): Organization["users"] =>
    new Map([[userArn("dev", "ada"), identity(userArn("dev", "ada"), more)]]);

  const scpAt = (account: string, statement: Partial<Statement> = {}): Organization =>
    organization({
      roles: [launcherRole, role(deploy, [launcher, userArn("dev", "ada")])],
      accounts: [
        member(account, {
          account: [named("guard", "scp", { Effect: "Deny", Action: "sts:*", Resource: "*", ...statement })],
        }),
      ],
    });
  const rcpAt = (account: string): Organization =>
    organization({
      roles: [launcherRole, role(deploy, launcher)],
      accounts: [
        member(
          account,
          {},
          {
            account: [
              named("guard", "rcp", { Effect: "Deny", Principal: "*", Action: "sts:*", Resource: "*" }),
            ],
          },
        ),
      ],
    });
  const maySign = { ...launcherRole, boundary: allowing({ Action: "s3:*" }, "limit") };

  const cases: [
    what: string,
    source: string,
    request: Partial<AssumeRequest>,
    model: Organization,
    told: string,
  ][] = [
    [
      "by whom the trust and own policies let in",
      `${guide}/reference_policies_evaluation-logic-cross-account.html`,
      {},
      trusted,
      "allowed",
    ],
    [
      "not by whom own policies do not let",
      `${guide}/reference_policies_evaluation-logic-cross-account.html`,
      {},
      organization({ roles: [role(launcher, ids.tooling), role(deploy, launcher)] }),
      "denied: identity policy",
    ],
    [
      "not beyond a boundary",
      `${guide}/access_policies_boundaries.html`,
      {},
      organization({ roles: [maySign, role(deploy, launcher)] }),
      "denied: permissions boundary",
    ],
    [
      "not beyond session policies",
      `${guide}/access_policies.html#policies_session`,
      { caller: { ...session, policies: [allowing({ Action: "s3:*" })] } },
      trusted,
      "denied: session policy",
    ],
    [
      "by whom session policies let",
      `${guide}/access_policies.html#policies_session`,
      { caller: { ...session, policies: [allowing()] } },
      trusted,
      "allowed",
    ],
    [
      "in the same account by a name alone",
      `${guide}/reference_policies_evaluation-logic_policy-eval-denyallow.html`,
      { role: neighbour },
      organization({ roles: [role(launcher, ids.tooling), role(neighbour, launcher)] }),
      "allowed",
    ],
    [
      "in the same account by the account not alone",
      `${guide}/reference_policies_elements_principal.html#principal-accounts`,
      { role: neighbour },
      organization({ roles: [role(launcher, ids.tooling), role(neighbour, ids.tooling)] }),
      "denied: identity policy",
    ],
    [
      "by its own session only if its trust names it",
      "https://aws.amazon.com/blogs/security/announcing-an-update-to-iam-role-trust-policy-behavior/",
      { role: launcher },
      organization({ roles: [{ ...launcherRole, ...trusting({ Principal: { AWS: neighbour } }) }] }),
      "denied: trust policy",
    ],
    [
      "by the role's unique id",
      `${guide}/reference_policies_elements_principal.html#principal-roles`,
      {},
      organization({ roles: [launcherRole, role(deploy, "AROALAUNCHERLAUNCHER")] }),
      "allowed",
    ],
    [
      "not by a role that was made anew after its id was noted",
      `${guide}/reference_policies_elements_principal.html#principal-roles`,
      {},
      organization({ roles: [launcherRole, role(deploy, "AROAEARLIEREARLIERXX")] }),
      "denied: trust policy",
    ],
    [
      "by a user",
      `${guide}/reference_policies_elements_principal.html#principal-users`,
      { caller: ada },
      { ...organization({ roles: [role(deploy, userArn("dev", "ada"))] }), users: adas() },
      "allowed",
    ],
    [
      "not by a user against its boundary's denial",
      `${guide}/access_policies_boundaries.html`,
      { caller: ada },
      {
        ...organization({ roles: [role(deploy, userArn("dev", "ada"))] }),
        users: adas({ boundary: allowing({ Effect: "Deny" }) }),
      },
      "denied: permissions boundary",
    ],
    [
      "by a user of whom nothing is known, perhaps",
      "",
      { caller: ada },
      organization({ roles: [role(deploy, userArn("dev", "ada"))] }),
      "unknown: identity policy",
    ],
    [
      "by nobody's root user",
      `${guide}/id_roles_use_switch-role-api.html`,
      { caller: { kind: "root", account: ids.dev } },
      organization({ roles: [role(deploy, "*")] }),
      "denied: limits",
    ],
    [
      "by no session of GetFederationToken",
      `${guide}/id_credentials_temp_request.html`,
      { caller: { kind: "federatedUser", arn: `arn:aws:sts::${ids.dev}:federated-user/ada` } },
      organization({ roles: [role(deploy, `arn:aws:sts::${ids.dev}:federated-user/ada`)] }),
      "denied: limits",
    ],
    [
      "not against an SCP of the caller's account",
      `${guide}/`,
      {},
      scpAt(ids.tooling),
      "denied: service control policy",
    ],
    ["whatever SCPs there are on the role's account", `${guide}/`, {}, scpAt(ids.dev), "allowed"],
    [
      "not against an RCP of the role's account",
      `${guide}/`,
      {},
      rcpAt(ids.dev),
      "denied: resource control policy",
    ],
    ["whatever RCPs there are on the caller's account", `${guide}/`, {}, rcpAt(ids.tooling), "allowed"],
    [
      "not longer than an hour in a chain",
      `${guide}/id_roles_terms-and-concepts.html`,
      { durationSeconds: 3601 },
      organization({ roles: [launcherRole, role(deploy, launcher, { maxSessionSeconds: 43200 })] }),
      "denied: limits",
    ],
    [
      "by a stranger perhaps, whose own policies are not known",
      `${guide}/reference_policies_evaluation-logic-cross-account.html`,
      { caller: stranger },
      organization({ roles: [role(deploy, ids.outside)] }),
      "unknown: identity policy",
    ],
    [
      "not by a stranger whom the trust does not name",
      `${guide}/`,
      { caller: stranger },
      trusted,
      "denied: trust policy",
    ],
    [
      "perhaps, if nothing is known of the role",
      "",
      { role: roleArn("dev", "Else") },
      trusted,
      "unknown: trust policy",
    ],
    [
      "not, if nothing is known of the role but an SCP denies it",
      "",
      { role: roleArn("dev", "Else") },
      scpAt(ids.tooling),
      "denied: service control policy",
    ],
    [
      "perhaps, if nothing is known of the caller's account",
      "",
      { caller: { ...session, role: "arn:aws:iam::555555555555:role/X" } },
      organization({
        roles: [
          role(deploy, "555555555555"),
          role("arn:aws:iam::555555555555:role/X", "*", { policies: [allowing()] }),
        ],
      }),
      "unknown: service control policy",
    ],
    [
      "perhaps, if a role has no complete ARN yet",
      "",
      { role: "urn:pulumi:dev::p::aws:iam/role:Role::deploy" },
      trusted,
      "unknown: limits",
    ],
    [
      "perhaps, if a caller has no complete ARN yet",
      "",
      { caller: { ...session, role: "urn:pulumi:dev::p::role" } },
      trusted,
      "unknown: limits",
    ],
    [
      "perhaps, if a user has no complete ARN yet",
      "",
      { caller: { kind: "user", arn: "urn:pulumi:dev::p::user" } },
      trusted,
      "unknown: limits",
    ],
    ["perhaps, if a user is asked for", "", { role: userArn("dev", "ada") }, trusted, "unknown: limits"],
    [
      "by a service that the trust names",
      `${guide}/reference_policies_elements_principal.html#principal-services`,
      { caller: pods },
      withTrust({ Principal: { Service: "pods.eks.amazonaws.com" } }),
      "allowed",
    ],
    [
      "by a service for another account than the trust wants",
      `${guide}/confused-deputy.html`,
      { caller: { ...pods, sourceAccount: ids.prod } },
      withTrust({
        Principal: { Service: "pods.eks.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": ids.dev } },
      }),
      "denied: trust policy",
    ],
    [
      "perhaps by a service, if it is not known for whom",
      `${guide}/confused-deputy.html`,
      { caller: pods },
      withTrust({
        Principal: { Service: "pods.eks.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": ids.dev } },
      }),
      "unknown: trust policy",
    ],
    [
      "perhaps by a service, if the trust admits everybody of AWS",
      `${guide}/reference_policies_elements_principal.html`,
      { caller: pods },
      withTrust({ Principal: { AWS: "*" } }),
      "unknown: trust policy",
    ],
    [
      "with a token of the provider and the right subject",
      "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html",
      { caller: { kind: "webIdentity", provider: github, claims: { sub: [main] } } },
      withTrust({
        Principal: { Federated: github },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { "token.actions.githubusercontent.com:sub": main } },
      }),
      "allowed",
    ],
    [
      "not with a token of another subject",
      "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html",
      { caller: { kind: "webIdentity", provider: github, claims: { sub: ["repo:fork/web:pull_request"] } } },
      withTrust({
        Principal: { Federated: github },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { "token.actions.githubusercontent.com:sub": main } },
      }),
      "denied: trust policy",
    ],
    [
      "not with a token where the trust allows sts:AssumeRole alone",
      `${guide}/`,
      { caller: { kind: "webIdentity", provider: github, claims: {} } },
      withTrust({ Principal: { Federated: github }, Action: "sts:AssumeRole" }),
      "denied: trust policy",
    ],
    [
      "with an assertion",
      "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html",
      {
        caller: {
          kind: "saml",
          provider: `arn:aws:iam::${ids.dev}:saml-provider/Staff`,
          claims: { aud: ["https://signin.aws.amazon.com/saml"] },
        },
      },
      withTrust({
        Principal: { Federated: `arn:aws:iam::${ids.dev}:saml-provider/Staff` },
        Action: "sts:AssumeRoleWithSAML",
        Condition: { StringEquals: { "saml:aud": "https://signin.aws.amazon.com/saml" } },
      }),
      "allowed",
    ],
    [
      "with a token, since it has no ARN that a trust could deny",
      `${guide}/reference_policies_condition-keys.html#condition-keys-principalarn`,
      { caller: { kind: "webIdentity", provider: github, claims: {} } },
      withTrust(
        { Principal: { Federated: github } },
        {
          Effect: "Deny",
          Principal: { Federated: github },
          Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:*" } },
        },
      ),
      "allowed",
    ],
    [
      "perhaps, where the trust asks for an address",
      `${guide}/reference_policies_condition-keys.html`,
      {},
      withTrust({ Principal: { AWS: launcher }, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
      "unknown: trust policy",
    ],
    [
      "from an address that is given",
      `${guide}/reference_policies_condition-keys.html`,
      { context: { "aws:SourceIp": ["10.1.2.3"] } },
      withTrust({ Principal: { AWS: launcher }, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
      "allowed",
    ],
    [
      "not without the external id",
      `${guide}/id_roles_common-scenarios_third-party.html`,
      {},
      withTrust({ Principal: { AWS: launcher }, Condition: { StringEquals: { "sts:ExternalId": "x" } } }),
      "denied: trust policy",
    ],
    [
      "with the external id",
      `${guide}/id_roles_common-scenarios_third-party.html`,
      { externalId: "x" },
      withTrust({ Principal: { AWS: launcher }, Condition: { StringEquals: { "sts:ExternalId": "x" } } }),
      "allowed",
    ],
    [
      "by who is of the organization",
      `${guide}/reference_policies_condition-keys.html#condition-keys-principalorgid`,
      {},
      withTrust({
        Principal: { AWS: "*" },
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } },
      }),
      "allowed",
    ],
    [
      "by the role's own tag and the caller's alike",
      `${guide}/tutorial_attribute-based-access-control.html`,
      { tags: { stage: "dev" } },
      organization({
        roles: [
          { ...launcherRole, tags: new Map([["team", "shop"]]) },
          {
            ...role(deploy, launcher, { tags: new Map([["team", "shop"]]) }),
            ...trusting({
              Principal: { AWS: launcher },
              Condition: {
                StringEquals: {
                  "aws:PrincipalTag/team": "${aws:ResourceTag/team}",
                  "aws:RequestTag/stage": "dev",
                },
              },
            }),
          },
        ],
      }),
      "allowed",
    ],
  ];
  for (const [what, , request, model, expected] of cases) {
    it(`${expected}: ${what}`, () => assert.equal(ask(request, model), expected));
  }

  it("says of whom nothing is known what is missing", () => {
    const decision = decide(
      { caller: { kind: "user", arn: userArn("dev", "ada") }, role: deploy },
      organization({ roles: [role(deploy, ids.dev)] }),
    );
    assert.deepEqual(
      decision.actions[0]?.layers.slice(4, 6).map(({ words }) => words),
      [
        `an identity policy of the caller may deny it: the policies of ${userArn("dev", "ada")} (content not known); could not decide the whole policy`,
        `the caller's permissions boundary may deny it: the boundary, if there is one, of ${userArn("dev", "ada")} (content not known); could not decide the whole policy`,
      ],
    );
    const nameless = decide({ caller: session, role: "urn:x", tags: { a: "1" } }, trusted);
    assert.deepEqual(
      nameless.actions.map(({ action, outcome, layers }) => [action, outcome, layers.length]),
      [
        ["sts:AssumeRole", "unknown", 1],
        ["sts:TagSession", "unknown", 1],
      ],
    );
    assert.equal(
      decidedBy(nameless)?.verdict.words,
      "urn:x is no complete ARN, so that no policy can be held against it",
    );
    assert.deepEqual(decidedBy(nameless)?.verdict.undecided, ["the ARN of urn:x"]);
  });
});
