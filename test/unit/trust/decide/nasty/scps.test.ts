import assert from "node:assert/strict";

import type { Statement } from "../../../../../trust/documents/policy";
import { ids, launcher, member, named, roleArn } from "../model";
import { deny, told, under, type Setup } from "./guarded";

const organizations = "https://docs.aws.amazon.com/organizations/latest/userguide";
const scps = `${organizations}/orgs_manage_policies_scps.html`;
const evaluation = `${organizations}/orgs_manage_policies_scps_evaluation.html`;
const syntax = `${organizations}/orgs_manage_policies_scps_syntax.html`;
const keys = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html";

const denied = "denied: service control policy";
const everything: Statement = { Effect: "Allow", Action: "*", Resource: "*" };
const isLauncher = { "aws:PrincipalArn": launcher };
const ourResource = { "aws:ResourceOrgID": "o-exampleorg" };

const cases: [what: string, source: string, setup: Setup, told: string][] = [
  [
    "a level in the middle that allows another service",
    evaluation,
    { levels: [[everything], [{ ...everything, Action: "s3:*" }], [everything]] },
    denied,
  ],
  [
    "a level that allows it on other roles",
    syntax,
    { levels: [[everything], [{ ...everything, Resource: roleArn("prod", "*") }]] },
    denied,
  ],
  [
    "a level that allows all but it",
    syntax,
    { levels: [[everything], [{ Effect: "Allow", NotAction: "sts:Assume*", Resource: "*" }]] },
    denied,
  ],
  [
    "a level that allows it without tags",
    evaluation,
    { levels: [[everything], [{ ...everything, Action: "sts:AssumeRole" }]], tags: { a: "1" } },
    `${denied} of sts:TagSession`,
  ],
  [
    "a level that allows and denies it",
    evaluation,
    { levels: [[everything, deny({})], [everything]] },
    denied,
  ],
  [
    "a denial of all but the launcher, by the launcher's session",
    `${keys}#condition-keys-principalarn`,
    { scp: under({ StringNotEquals: isLauncher }) },
    "allowed",
  ],
  [
    "a denial of all but the launcher, by its namesake without the path",
    `${keys}#condition-keys-principalarn`,
    { by: "other", scp: under({ StringNotEquals: isLauncher }) },
    denied,
  ],
  [
    "a denial of all but the launcher's session, which is nobody's ARN",
    `${keys}#condition-keys-principalarn`,
    {
      scp: under({
        ArnNotLike: { "aws:PrincipalArn": `arn:aws:sts::${ids.tooling}:assumed-role/Launcher/*` },
      }),
    },
    denied,
  ],
  [
    "a denial of all but a pattern for anybody's launcher",
    `${keys}#condition-keys-principalarn`,
    { by: "other", scp: under({ StringNotLike: { "aws:PrincipalArn": "*Launcher" } }) },
    "allowed",
  ],
  [
    "a denial of other roles than some",
    syntax,
    { scp: { Resource: undefined, NotResource: "arn:aws:iam::*:role/octopus/oidc/*" } },
    denied,
  ],
  [
    "a denial for want of MFA, of somebody of whom it is not known",
    `${keys}#condition-keys-multifactorauthpresent`,
    { by: "user", scp: under({ BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }) },
    "unknown: service control policy",
  ],
  [
    "a denial of whoever assumes a role of another organization",
    `${keys}#condition-keys-resourceorgid`,
    { scp: under({ StringNotEqualsIfExists: ourResource }) },
    "allowed",
  ],
  [
    "the same, of a role outside",
    `${keys}#condition-keys-resourceorgid`,
    { role: roleArn("outside", "Stranger"), scp: under({ StringNotEqualsIfExists: ourResource }) },
    denied,
  ],
  [
    "a denial, of the management account's role",
    scps,
    {
      by: "management",
      accounts: [
        { ...member(ids.management, { root: [named("ours", "scp", deny({}))] }), isManagement: true },
      ],
    },
    "allowed",
  ],
  ["a denial, of a service-linked role", scps, { by: "linked", scp: {} }, "allowed"],
  ["a denial, of a service", scps, { by: "pods", scp: {} }, "allowed"],
];

describe("a service control policy that is meant to mislead", () => {
  for (const [what, source, setup, expected] of cases)
    it(`${expected}: ${what}, ${source}`, () => assert.equal(told(setup), expected));
});
