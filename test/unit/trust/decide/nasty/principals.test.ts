import assert from "node:assert/strict";

import type { Caller } from "../../../../../trust/decide/request";
import { allowing, ids, launcher, userArn } from "../model";
import { ada, AWS, ci, sessionArn, told, user, type Setup } from "./same-account";

const principals = "reference_policies_elements_principal.html";
const denyallow = "reference_policies_evaluation-logic_policy-eval-denyallow.html";
const crossAccount = "reference_policies_evaluation-logic-cross-account.html";
const boundaries = "access_policies_boundaries.html";
const sourceIdentity = "id_credentials_temp_control-access_monitor.html";
const sessionTags = "id_session-tags.html#id_session-tags_permissions-required";

const elsewhere: Caller = { kind: "session", role: launcher, name: "octopus" };
const nothing = allowing({ Action: "s3:*" }, "buckets");
const everything = { policies: [allowing()] };
const here = { "aws:PrincipalArn": ci };

const cases: [what: string, source: string, setup: Setup, told: string][] = [
  // How the trust policy names the caller, in the role's own account.
  [
    "a session by name, beyond boundary and session policy",
    denyallow,
    { trust: [AWS(sessionArn)], own: { boundary: nothing }, sessionPolicies: [nothing] },
    "allowed",
  ],
  [
    "a role by name, within its boundary alone",
    denyallow,
    { trust: [AWS(ci)], own: { boundary: nothing } },
    "denied: permissions boundary",
  ],
  [
    "a role by name, within its session policy alone",
    denyallow,
    { trust: [AWS(ci)], sessionPolicies: [nothing] },
    "denied: session policy",
  ],
  [
    "a role by its id, within its boundary alone",
    boundaries,
    { trust: [AWS("AROACIBUILDCIBUILDCI")], own: { boundary: nothing } },
    "denied: permissions boundary",
  ],
  [
    "everybody whose ARN is the role's, beyond its boundary",
    `${principals}#principal-roles`,
    { trust: [{ ...AWS("*"), Condition: { ArnEquals: here } }], own: { boundary: nothing } },
    "allowed",
  ],
  [
    "the account, and those whose ARN is the role's",
    `${principals}#principal-roles`,
    { trust: [{ ...AWS(ids.dev), Condition: { ArnEquals: here } }] },
    "denied: identity policy",
  ],
  [
    "a user by name, beyond its boundary",
    boundaries,
    { trust: [AWS(ada)], caller: user, own: { boundary: nothing } },
    "allowed",
  ],
  [
    "a user by its account, within its boundary alone",
    boundaries,
    { trust: [AWS(ids.dev)], caller: user, own: { ...everything, boundary: nothing } },
    "denied: permissions boundary",
  ],
  [
    "a session by name, against a denial of its boundary",
    denyallow,
    { trust: [AWS(sessionArn)], own: { boundary: allowing({ Effect: "Deny" }) } },
    "denied: permissions boundary",
  ],
  [
    "a session by name in one statement and by its account in another",
    denyallow,
    { trust: [AWS(ids.dev), AWS(sessionArn)], own: { boundary: nothing } },
    "allowed",
  ],
  [
    "a session by name, but for sts:AssumeRole alone",
    sessionTags,
    {
      trust: [
        { ...AWS(sessionArn), Action: "sts:AssumeRole" },
        { ...AWS(ci), Action: "sts:TagSession" },
      ],
      own: { boundary: nothing },
      tags: { a: "1" },
    },
    "denied: permissions boundary of sts:TagSession",
  ],
  [
    "a session by name that has a source identity and no permission to set one",
    sourceIdentity,
    { trust: [AWS(sessionArn)], sourceIdentity: "ada" },
    "unknown: identity policy of sts:SetSourceIdentity",
  ],
  [
    "a session by name that has a source identity and may set one, but for its boundary",
    sourceIdentity,
    { trust: [AWS(sessionArn)], own: { ...everything, boundary: nothing }, sourceIdentity: "ada" },
    "allowed",
  ],
  [
    "a role by name that has a source identity and the permission to set it alone",
    sourceIdentity,
    {
      trust: [AWS(ci)],
      own: { policies: [allowing({ Action: "sts:SetSourceIdentity" })] },
      sourceIdentity: "ada",
    },
    "allowed",
  ],
  [
    "another session of the role",
    `${principals}#principal-role-session`,
    { trust: [AWS(`${sessionArn}0`)], own: everything },
    "denied: trust policy",
  ],
  [
    "a session in another case",
    `${principals}#principal-role-session`,
    { trust: [AWS(sessionArn.replace("build", "Build"))], own: everything },
    "denied: trust policy",
  ],
  [
    "a user in another case",
    `${principals}#principal-users`,
    { trust: [AWS(userArn("dev", "staff/Ada"))], caller: user, own: everything },
    "denied: trust policy",
  ],
  [
    "a user without the path",
    `${principals}#principal-users`,
    { trust: [AWS(userArn("dev", "ada"))], caller: user, own: everything },
    "denied: trust policy",
  ],
  [
    "a user by the id of another",
    `${principals}#principal-users`,
    { trust: [AWS("AIDAEARLIEREARLIERXX")], caller: user, own: everything },
    "denied: trust policy",
  ],
  [
    "all sessions of a role, which AWS does not take",
    `${principals}#principal-role-session`,
    { trust: [AWS(`arn:aws:sts::${ids.dev}:assumed-role/Ci/*`)], own: everything },
    "unknown: trust policy",
  ],
  // From another account, the caller's own policies always have to allow it.
  [
    "a stranger's session by name",
    crossAccount,
    { trust: [AWS(`arn:aws:sts::${ids.tooling}:assumed-role/Launcher/octopus`)], caller: elsewhere },
    "denied: identity policy",
  ],
  [
    "a stranger's session by name, within its session policy",
    crossAccount,
    {
      trust: [AWS(`arn:aws:sts::${ids.tooling}:assumed-role/Launcher/octopus`)],
      caller: elsewhere,
      own: everything,
      sessionPolicies: [nothing],
    },
    "denied: session policy",
  ],
  [
    "everybody, and so a stranger",
    crossAccount,
    { trust: [AWS("*")], caller: elsewhere },
    "denied: identity policy",
  ],
  [
    "a stranger's root, which lets its account decide",
    `${principals}#principal-accounts`,
    { trust: [AWS(`arn:aws:iam::${ids.tooling}:root`)], caller: elsewhere, own: everything },
    "allowed",
  ],
  // A denial counts in whichever form it names the caller.
  [
    "a denial of the session alone",
    denyallow,
    { trust: [AWS(ci), { Effect: "Deny", ...AWS(sessionArn) }], own: everything },
    "denied: trust policy",
  ],
  [
    "a denial of another session",
    denyallow,
    { trust: [AWS(ci), { Effect: "Deny", ...AWS(`${sessionArn}0`) }], own: everything },
    "allowed",
  ],
  [
    "a denial of the role's id",
    denyallow,
    { trust: [AWS(sessionArn), { Effect: "Deny", ...AWS("AROACIBUILDCIBUILDCI") }], own: everything },
    "denied: trust policy",
  ],
  [
    "a denial of an account beside a service",
    denyallow,
    { trust: [AWS(ci), { Effect: "Deny", Principal: { AWS: ids.dev, Service: "ec2.amazonaws.com" } }] },
    "denied: trust policy",
  ],
  [
    "a denial of all but one role, which a trust policy does not take",
    "reference_policies_elements_notprincipal.html",
    { trust: [AWS(ci), { Effect: "Deny", NotPrincipal: { AWS: ci } }], own: everything },
    "unknown: trust policy",
  ],
  [
    "a denial of everybody but by a condition",
    "reference_policies_elements_notprincipal.html",
    {
      trust: [AWS(ci, ada), { Effect: "Deny", ...AWS("*"), Condition: { ArnNotEquals: here } }],
      caller: user,
    },
    "denied: trust policy",
  ],
  [
    "the same twice, and a denial that comes last",
    denyallow,
    { trust: [AWS(ci), AWS(ci), { Effect: "Deny", ...AWS(ci), Action: "STS:assumerole" }], own: everything },
    "denied: trust policy",
  ],
];

describe("a principal that is named in a way that is meant to mislead", () => {
  for (const [what, source, setup, expected] of cases)
    it(`${expected}: ${what}, ${source}`, () => assert.equal(told(setup), expected));
});
