import assert from "node:assert/strict";

import type { Caller } from "../../../../../trust/decide/request";
import { ids } from "../model";
import { ada, cognito, eks, oidc, staff, told, type Setup } from "./open-role";

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const sessionTags = `${guide}/id_session-tags.html`;
const stsKeys = `${guide}/reference_policies_iam-condition-keys.html`;
const variables = `${guide}/reference_policies_variables.html`;
const anywhere = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html";
const podTags = "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html";

const token = (provider: string, claims: Readonly<Record<string, readonly string[]>>): Caller => ({
  kind: "webIdentity",
  provider,
  claims,
});
const pod = token(`${oidc}/${eks}`, {
  sub: ["system:serviceaccount:octopus:server"],
  aud: ["sts.amazonaws.com"],
});
const guest = token(cognito, { aud: ["us-east-1:pool"], amr: ["unauthenticated"], sub: ["us-east-1:ada"] });
const employee: Caller = {
  kind: "saml",
  provider: staff,
  claims: { aud: ["https://signin.aws.amazon.com/saml"], edupersonAffiliation: ["staff", "student"] },
};
const certificate: Caller = {
  kind: "service",
  service: "rolesanywhere.amazonaws.com",
  sourceAccount: ids.dev,
};
const pods: Caller = { kind: "service", service: "pods.eks.amazonaws.com", sourceAccount: ids.tooling };

const trust = "denied: trust policy";

const cases: [what: string, source: string, setup: Setup, told: string][] = [
  // External ids and names.
  [
    "an external id in another case",
    `${stsKeys}#ck_externalid`,
    { externalId: "ticket-1", under: { StringEquals: { "sts:ExternalId": "Ticket-1" } } },
    trust,
  ],
  [
    "a user's own name for its session",
    `${stsKeys}#ck_rolesessionname`,
    { caller: ada, sessionName: "ada", under: { StringLike: { "sts:RoleSessionName": "${aws:username}" } } },
    "allowed",
  ],
  [
    "the same for who has no user name",
    `${stsKeys}#ck_rolesessionname`,
    { sessionName: "ada", under: { StringLike: { "sts:RoleSessionName": "${aws:username}" } } },
    trust,
  ],
  [
    "a user's id",
    `${variables}#principaltable`,
    { caller: ada, under: { StringLike: { "aws:userid": "AIDAADA*" } } },
    "allowed",
  ],
  [
    "a role's id without the session's name",
    `${variables}#principaltable`,
    { under: { StringEquals: { "aws:userid": "AROALAUNCHERLAUNCHER" } } },
    trust,
  ],
  // Tokens and assertions.
  [
    "a token's subject and audience, keys in another case",
    `${stsKeys}#condition-keys-wif`,
    {
      caller: pod,
      under: {
        StringEquals: {
          [`${eks}:SUB`.toUpperCase()]: "system:serviceaccount:octopus:server",
          [`${eks}:aud`]: "sts.amazonaws.com",
        },
      },
    },
    "allowed",
  ],
  [
    "a token's subject in another case",
    `${stsKeys}#condition-keys-wif`,
    { caller: pod, under: { StringEquals: { [`${eks}:sub`]: "system:serviceaccount:Octopus:server" } } },
    trust,
  ],
  [
    "a token's subject as another provider's",
    `${stsKeys}#condition-keys-wif`,
    { caller: pod, under: { StringEqualsIfExists: { [`${eks}0:sub`]: "anybody" } } },
    "allowed",
  ],
  [
    "a token's subject by the provider's ARN",
    `${stsKeys}#condition-keys-wif`,
    { caller: pod, under: { StringLike: { [`${oidc}/${eks}:sub`]: "*" } } },
    "unknown: trust policy",
  ],
  [
    "how a guest was authenticated",
    `${stsKeys}#ck_amr`,
    { caller: guest, under: { "ForAnyValue:StringLike": { [`${cognito}:amr`]: "authenticated" } } },
    trust,
  ],
  [
    "how a guest was authenticated, without a set",
    `${stsKeys}#ck_amr`,
    { caller: guest, under: { StringLike: { [`${cognito}:amr`]: "unauthenticated" } } },
    "unknown: trust policy",
  ],
  [
    "a token by who may ask for sts:AssumeRole",
    sessionTags,
    { caller: pod, action: ["sts:AssumeRole", "sts:AssumeRoleWithSAML"] },
    trust,
  ],
  [
    "a token with tags, without sts:TagSession",
    sessionTags,
    { caller: pod, tags: { a: "1" }, action: "sts:AssumeRoleWithWebIdentity" },
    `${trust} of sts:TagSession`,
  ],
  [
    "an assertion's list, of which one is no staff",
    `${stsKeys}#condition-keys-saml`,
    {
      caller: employee,
      under: { "ForAllValues:StringLike": { "saml:edupersonaffiliation": ["faculty", "staff"] } },
    },
    trust,
  ],
  [
    "an assertion's list, of which one is staff",
    `${stsKeys}#condition-keys-saml`,
    { caller: employee, under: { "ForAnyValue:StringEquals": { "SAML:eduPersonAffiliation": "staff" } } },
    "allowed",
  ],
  [
    "an assertion under a token's condition",
    `${stsKeys}#condition-keys-saml`,
    { caller: employee, under: { Null: { [`${eks}:sub`]: "true", "saml:aud": "false" } } },
    "allowed",
  ],
  // Services.
  [
    "a certificate's name, as the principal's tag",
    anywhere,
    {
      caller: certificate,
      tags: { "x509Subject/CN": "Alice" },
      sourceIdentity: "CN=Alice",
      under: { StringEquals: { "aws:PrincipalTag/x509Subject/CN": "Alice" } },
    },
    "allowed",
  ],
  [
    "another certificate's name",
    anywhere,
    {
      caller: certificate,
      tags: { "x509Subject/CN": "Bob" },
      under: { StringEquals: { "aws:PrincipalTag/x509Subject/CN": "Alice" } },
    },
    trust,
  ],
  [
    "a pod's namespace, as the principal's tag",
    podTags,
    {
      caller: pods,
      tags: { "kubernetes-namespace": "octopus" },
      under: { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "octopus" } },
    },
    "unknown: trust policy",
  ],
  [
    "a pod's namespace that it does not pass",
    podTags,
    { caller: pods, under: { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "octopus" } } },
    trust,
  ],
];

describe("a request that is meant to mislead", () => {
  for (const [what, source, setup, expected] of cases)
    it(`${expected}: ${what}, ${source}`, () => assert.equal(told(setup), expected));
});
