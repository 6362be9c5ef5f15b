import assert from "node:assert/strict";

import { stsEndpointPolicy } from "../../../../infra/documents/sts-endpoint";
import { resourcePolicyProblem } from "../../../../sandbox/aws/iam/documents";
import { evaluate } from "../../../../trust/decide/statements";
import { compact, policy, type PolicyDocument, type Statement } from "../../../../trust/documents/policy";
import { readDocument } from "../../../../trust/documents/read";
import { unknown } from "../../../../trust/truth";
import { model } from "../../../fixtures/settings";

const ours = "o-exampleorg";
const launcher = "arn:aws:iam::123456789012:role/OctoLauncherRole";
const devRole = "arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole";
const octoRole = "arn:aws:iam::111111111111:role/octopus/oidc/OctoDevRole";
const migration = "arn:aws:iam::444444444444:role/shared/Migration";
const elsewhere = "arn:aws:iam::666666666666:role/octopus/deploy/DevDeployRole";

const regions = { aws: "us-east-1", "aws-us-gov": "us-gov-west-1", "aws-cn": "cn-north-1" };

/** A call that comes to the endpoint. Without a principal it is a federated one, which nobody signs. */
interface Call {
  readonly action: string;
  /** The role, with the organization that it is in; none for calls that are about no role. */
  readonly role?: string;
  readonly roleIn?: string;
  readonly principal?: string;
  readonly principalIn?: string;
  readonly service?: boolean;
}

const spokenOf = new Set(
  ["ResourceOrgID", "PrincipalOrgID", "PrincipalArn", "PrincipalIsAWSService"].map(
    (name) => `aws:${name.toLowerCase()}`,
  ),
);

/** What AWS knows of a call: keys that it does not have for it are absent. */
function contextOf({ roleIn, principal, principalIn, service = false }: Call): ReadonlyMap<string, string[]> {
  const context: Record<string, string[]> = {};
  if (roleIn !== undefined) context["aws:resourceorgid"] = [roleIn];
  if (principal !== undefined) {
    context["aws:principalarn"] = [principal];
    context["aws:principalisawsservice"] = [String(service)];
  }
  if (principalIn !== undefined) context["aws:principalorgid"] = [principalIn];
  return new Map(Object.entries(context));
}

/** Whether an endpoint policy that denies nothing lets a call through. */
function letsThrough({ Statement: statements }: PolicyDocument, call: Call): boolean {
  const { action, role = "*", principal } = call;
  const context = contextOf(call);
  return statements.some((statement: Statement) => {
    assert.equal(statement.Effect, "Allow");
    const { Principal } = statement;
    assert(Principal === "*" || Principal?.AWS === "*", "everybody, or everybody who signs");
    const document = readDocument(policy(statement), "endpoint");
    assert.deepEqual(document.problems, []);
    const request = { action: action.toLowerCase(), resource: role };
    const { allows } = evaluate([{ name: "endpoint", document }], {
      ...request,
      lookup: (key) => (spokenOf.has(key) ? context.get(key) : unknown),
    });
    assert.notEqual(allows, "unknown", JSON.stringify(statement));
    return (Principal === "*" || principal !== undefined) && allows === "yes";
  });
}

const chain = { role: devRole, roleIn: ours, principal: launcher, principalIn: ours };
const worker = { principal: "arn:aws:iam::123456789012:role/octopus/cluster/octopus-cluster-nodes" };
const deployed = { principal: devRole, principalIn: ours };

/** What comes, and which of the two modes lets it through; the strict one with `migration` among its roles. */
const calls: readonly (readonly [what: string, call: Call, organization: boolean, strict: boolean])[] = [
  ["the launcher, to a deploy role", { action: "sts:AssumeRole", ...chain }, true, true],
  ["the tags of the launcher's session", { action: "sts:TagSession", ...chain }, true, true],
  ["a source identity for a deploy role", { action: "sts:SetSourceIdentity", ...chain }, true, false],
  [
    "somebody else of the organization, to a deploy role",
    { action: "sts:AssumeRole", ...chain, ...worker },
    true,
    false,
  ],
  [
    "a launcher of the same name in another account",
    { action: "sts:AssumeRole", ...chain, principal: launcher.replace("123456789012", "777777777777") },
    true,
    false,
  ],
  [
    "the launcher, to another role of the organization",
    { action: "sts:AssumeRole", ...chain, role: "arn:aws:iam::111111111111:role/Administrator" },
    true,
    false,
  ],
  [
    "the launcher, to a role whose path only ends like the deploy path",
    { action: "sts:AssumeRole", ...chain, role: "arn:aws:iam::111111111111:role/x/octopus/deploy/Y" },
    true,
    false,
  ],
  [
    "the launcher, to a deploy role of another organization",
    { action: "sts:AssumeRole", ...chain, role: elsewhere, roleIn: "o-otherorg00" },
    false,
    false,
  ],
  [
    "the launcher, to a deploy role of an account in no organization",
    { action: "sts:AssumeRole", ...chain, role: elsewhere, roleIn: undefined },
    false,
    false,
  ],
  [
    "credentials of another organization, to a deploy role",
    { action: "sts:AssumeRole", ...chain, principalIn: "o-otherorg00" },
    false,
    false,
  ],
  [
    "credentials of an account in no organization",
    { action: "sts:AssumeRole", ...chain, principalIn: undefined },
    false,
    false,
  ],
  [
    "a deploy role, to a listed role",
    { action: "sts:AssumeRole", ...deployed, role: migration, roleIn: ours },
    true,
    true,
  ],
  [
    "a deploy role, to a listed role of another organization",
    { action: "sts:AssumeRole", ...deployed, role: migration, roleIn: "o-otherorg00" },
    false,
    true,
  ],
  [
    "others' credentials, to a listed role",
    { action: "sts:AssumeRole", ...deployed, principalIn: "o-otherorg00", role: migration, roleIn: ours },
    false,
    false,
  ],
  [
    "a deploy role, to a role whose name begins like a listed one",
    { action: "sts:AssumeRole", ...deployed, role: `${migration}2`, roleIn: ours },
    true,
    false,
  ],
  [
    "a deploy role, to another deploy role",
    { action: "sts:AssumeRole", ...chain, principal: devRole },
    true,
    false,
  ],
  [
    "the organization, asking who it is",
    { action: "sts:GetCallerIdentity", ...worker, principalIn: ours },
    true,
    true,
  ],
  [
    "others, asking who they are",
    { action: "sts:GetCallerIdentity", ...worker, principalIn: "o-otherorg00" },
    false,
    false,
  ],
  [
    "somebody in no organization, asking who they are",
    { action: "sts:GetCallerIdentity", ...worker },
    false,
    false,
  ],
  [
    "the organization, asking why it was refused",
    { action: "sts:DecodeAuthorizationMessage", ...worker, principalIn: ours },
    true,
    false,
  ],
  [
    "a session of others",
    { action: "sts:GetSessionToken", ...worker, principalIn: "o-otherorg00" },
    false,
    false,
  ],
  [
    "a web identity, to a role of the organization",
    { action: "sts:AssumeRoleWithWebIdentity", role: devRole, roleIn: ours },
    true,
    false,
  ],
  [
    "a web identity, to a role for tokens",
    { action: "sts:AssumeRoleWithWebIdentity", role: octoRole, roleIn: ours },
    true,
    true,
  ],
  [
    "a web identity, to a role for tokens of another organization",
    { action: "sts:AssumeRoleWithWebIdentity", role: octoRole, roleIn: "o-otherorg00" },
    false,
    false,
  ],
  ["the launcher, to a role for tokens", { action: "sts:AssumeRole", ...chain, role: octoRole }, true, false],
  [
    "a SAML assertion, to a role of the organization",
    { action: "sts:AssumeRoleWithSAML", role: devRole, roleIn: ours },
    true,
    false,
  ],
  [
    "a web identity, to a role elsewhere",
    { action: "sts:AssumeRoleWithWebIdentity", role: elsewhere, roleIn: "o-otherorg00" },
    false,
    false,
  ],
  [
    "a web identity, to a role in no organization",
    { action: "sts:AssumeRoleWithWebIdentity", role: elsewhere },
    false,
    false,
  ],
  ["nobody, to a deploy role", { action: "sts:AssumeRole", role: devRole, roleIn: ours }, false, false],
  [
    "a service of AWS",
    { action: "sts:AssumeRole", role: devRole, roleIn: ours, principal: "x.amazonaws.com", service: true },
    true,
    false,
  ],
];

describe("the policy of the STS endpoint", () => {
  const sample = model();

  it("is, by default, about the organization", () => {
    const onRoles = ["sts:AssumeRole", "sts:SetContext", "sts:SetSourceIdentity", "sts:TagSession"];
    const federated = ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];
    assert.deepEqual(stsEndpointPolicy(sample, "organization"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "OrganizationToItsRoles",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: onRoles,
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalOrgID": ours, "aws:ResourceOrgID": ours } },
        },
        {
          Sid: "OrganizationWithoutRole",
          Effect: "Allow",
          Principal: { AWS: "*" },
          NotAction: [...onRoles, ...federated],
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalOrgID": ours } },
        },
        {
          Sid: "FederatedToRolesOfTheOrganization",
          Effect: "Allow",
          Principal: "*",
          Action: federated,
          Resource: "*",
          Condition: { StringEquals: { "aws:ResourceOrgID": ours } },
        },
        {
          Sid: "ServicesOfAws",
          Effect: "Allow",
          Principal: "*",
          Action: "sts:*",
          Resource: "*",
          Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } },
        },
      ],
    });
  });

  for (const [partition, region] of Object.entries(regions)) {
    it(`is, when strict, about the launchers and listed roles (${partition})`, () => {
      const of = model({ partition, region });
      const further = migration.replace("arn:aws:", `arn:${partition}:`);
      assert.deepEqual(stsEndpointPolicy(of, "strict", [further]), {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "LaunchersToDeployRoles",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: ["sts:AssumeRole", "sts:TagSession"],
            Resource: `arn:${partition}:iam::*:role/octopus/deploy/*`,
            Condition: {
              StringEquals: {
                "aws:PrincipalArn": [`arn:${partition}:iam::123456789012:role/OctoLauncherRole`],
                "aws:PrincipalOrgID": ours,
                "aws:ResourceOrgID": ours,
              },
            },
          },
          {
            Sid: "TokensToTheirRoles",
            Effect: "Allow",
            Principal: "*",
            Action: "sts:AssumeRoleWithWebIdentity",
            Resource: `arn:${partition}:iam::*:role/octopus/oidc/*`,
            Condition: { StringEquals: { "aws:ResourceOrgID": ours } },
          },
          {
            Sid: "WhoAmI",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "sts:GetCallerIdentity",
            Resource: "*",
            Condition: { StringEquals: { "aws:PrincipalOrgID": ours } },
          },
          {
            Sid: "FurtherRoles",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: ["sts:AssumeRole", "sts:TagSession"],
            Resource: [further],
            Condition: { StringEquals: { "aws:PrincipalOrgID": ours } },
          },
        ],
      });
    });
  }

  it("has no statement for further roles where there are none, and lists them in order", () => {
    assert.deepEqual(
      stsEndpointPolicy(sample, "strict").Statement.map(({ Sid }) => Sid),
      ["LaunchersToDeployRoles", "TokensToTheirRoles", "WhoAmI"],
    );
    const [, , , further] = stsEndpointPolicy(sample, "strict", [migration, devRole]).Statement;
    assert.deepEqual(further?.Resource, [devRole, migration]);
  });

  it("lets every launcher through", () => {
    const two = model({
      "launchers[1]": {
        name: "SecondLauncherRole",
        mechanism: "podIdentity",
        cluster: "octopus-cluster",
        bindings: [{ namespace: "worker", serviceAccount: "worker", environments: ["dev"] }],
      },
    });
    const second = launcher.replace("OctoLauncherRole", "SecondLauncherRole");
    for (const principal of [launcher, second]) {
      const call = { action: "sts:AssumeRole", ...chain, principal };
      assert.equal(letsThrough(stsEndpointPolicy(two, "strict"), call), true);
    }
    assert.equal(
      letsThrough(stsEndpointPolicy(sample, "strict"), {
        action: "sts:AssumeRole",
        ...chain,
        principal: second,
      }),
      false,
    );
  });

  it("is what EC2 takes, compact, and within its 20,480 characters", () => {
    for (const document of [
      stsEndpointPolicy(sample, "organization"),
      stsEndpointPolicy(sample, "strict", [migration]),
    ]) {
      const text = compact(document);
      assert.equal(resourcePolicyProblem(text), undefined);
      assert.doesNotMatch(text, /\s/);
      assert(text.length < 20_480);
    }
  });

  for (const [what, call, organization, strict] of calls) {
    const verdict = (passes: boolean): string => (passes ? "lets through" : "stops");
    it(`${verdict(organization)}, and when strict ${verdict(strict)}: ${what} (${call.action})`, () => {
      assert.equal(letsThrough(stsEndpointPolicy(sample, "organization"), call), organization);
      assert.equal(letsThrough(stsEndpointPolicy(sample, "strict", [migration]), call), strict);
    });
  }
});
