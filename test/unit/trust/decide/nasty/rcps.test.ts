import assert from "node:assert/strict";

import { ids, launcher, member, named, roleArn } from "../model";
import { deny, told, under, type Setup } from "./guarded";

const organizations = "https://docs.aws.amazon.com/organizations/latest/userguide";
const rcps = `${organizations}/orgs_manage_policies_rcps.html`;
const examples = `${organizations}/orgs_manage_policies_rcps_examples.html`;
const keys = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html";

const denied = "denied: resource control policy";
const isLauncher = { "aws:PrincipalArn": launcher };
const ours = { "aws:PrincipalOrgID": "o-exampleorg" };
const ourSource = { "aws:SourceOrgID": "o-exampleorg" };
const isService = { "aws:PrincipalIsAWSService": "true" };
const notService = { "aws:PrincipalIsAWSService": "false" };

const cases: [what: string, source: string, setup: Setup, told: string][] = [
  ["a denial, of the management account's role", rcps, { by: "management", rcp: {} }, denied],
  [
    "a denial, for a role of the management account",
    rcps,
    {
      role: roleArn("management", "Admin"),
      accounts: [
        {
          ...member(ids.management, {}, { root: [named("ours", "rcp", deny({ Principal: "*" }))] }),
          isManagement: true,
        },
      ],
    },
    "allowed",
  ],
  ["a denial, of a service-linked role", rcps, { by: "linked", rcp: {} }, "allowed"],
  [
    "a denial of all but the launcher, of a token without ARN",
    `${keys}#condition-keys-principalarn`,
    { by: "github", rcp: under({ StringNotEquals: isLauncher }) },
    denied,
  ],
  [
    "the same with ArnNotEqualsIfExists",
    `${keys}#condition-keys-principalarn`,
    { by: "github", rcp: under({ ArnNotEqualsIfExists: isLauncher }) },
    denied,
  ],
  [
    "a denial of somebody's ARN, of a token without ARN",
    `${keys}#condition-keys-principalarn`,
    { by: "github", rcp: under({ StringLike: { "aws:PrincipalArn": "*" } }) },
    "allowed",
  ],
  [
    "a denial of whoever is no service, of a service",
    `${keys}#condition-keys-principalisawsservice`,
    { by: "pods", rcp: under({ BoolIfExists: notService }) },
    "allowed",
  ],
  [
    "a denial of whoever is no service, of a token",
    `${keys}#condition-keys-principalisawsservice`,
    { by: "github", rcp: under({ BoolIfExists: notService }) },
    denied,
  ],
  [
    "the same without IfExists, of a token that does not say",
    `${keys}#condition-keys-principalisawsservice`,
    { by: "github", rcp: under({ Bool: notService }) },
    "allowed",
  ],
  [
    "a denial of other sts actions",
    rcps,
    { by: "github", rcp: { Action: ["sts:AssumeRole", "sts:TagSession", "sts:AssumeRoleWithSAML"] } },
    "allowed",
  ],
  [
    "a denial of web identities whose subject is another's",
    rcps,
    {
      by: "github",
      rcp: {
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringNotLikeIfExists: { "Token.Actions.githubusercontent.com:SUB": "repo:shop/*" } },
      },
    },
    "allowed",
  ],
  [
    "a denial of web identities by another provider's subject",
    rcps,
    {
      by: "github",
      rcp: {
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringNotLikeIfExists: { "example.com:sub": "space:*" } },
      },
    },
    denied,
  ],
  // AWS's own examples: whose organization, whose resource a service acts for, and by which transport.
  [
    "only ours and services, by the launcher",
    examples,
    { rcp: under({ StringNotEqualsIfExists: ours, BoolIfExists: notService }) },
    "allowed",
  ],
  [
    "only ours and services, by a stranger",
    examples,
    { by: "stranger", rcp: under({ StringNotEqualsIfExists: ours, BoolIfExists: notService }) },
    denied,
  ],
  [
    "only ours and a partner's, by a stranger who may be the partner's",
    examples,
    {
      by: "stranger",
      rcp: under({ StringNotEquals: { "aws:PrincipalOrgID": ["o-exampleorg", "o-partner"] } }),
    },
    "unknown: resource control policy",
  ],
  [
    "only ours and services, by a service",
    examples,
    { by: "pods", rcp: under({ StringNotEqualsIfExists: ours, BoolIfExists: notService }) },
    "allowed",
  ],
  [
    "services for ourselves alone, for ourselves",
    examples,
    {
      by: "pods",
      rcp: under({
        StringNotEqualsIfExists: ourSource,
        Bool: isService,
        Null: { "aws:SourceAccount": "false" },
      }),
    },
    "allowed",
  ],
  [
    "services for ourselves alone, for a stranger",
    examples,
    {
      by: "podsOfStrangers",
      rcp: under({
        StringNotEqualsIfExists: ourSource,
        Bool: isService,
        Null: { "aws:SourceArn": "false" },
      }),
    },
    denied,
  ],
  [
    "services for ourselves alone, for whom it is not known",
    examples,
    {
      by: "podsOfWhom",
      rcp: under({ StringNotEqualsIfExists: ourSource, Bool: isService }),
    },
    "unknown: resource control policy",
  ],
  [
    "services for ourselves alone, by no service",
    examples,
    {
      by: "stranger",
      rcp: under({ StringNotEqualsIfExists: ourSource, Bool: isService }),
    },
    "allowed",
  ],
  [
    "only over HTTPS, which is all that STS has",
    examples,
    { rcp: under({ BoolIfExists: { "aws:SecureTransport": "false" } }) },
    "allowed",
  ],
];

describe("a resource control policy that is meant to mislead", () => {
  for (const [what, source, setup, expected] of cases)
    it(`${expected}: ${what}, ${source}`, () => assert.equal(told(setup), expected));
});
