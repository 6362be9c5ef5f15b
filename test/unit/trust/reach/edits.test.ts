import assert from "node:assert/strict";

import type { Statement } from "../../../../trust/documents/policy";
import type { Identity, Role } from "../../../../trust/organization";
import {
  allowing,
  identity,
  ids,
  member,
  named,
  role,
  roleArn,
  secret,
  trusting,
  userArn,
} from "../decide/model";
import { denying, how, may, rootOf, type Parts } from "./model";

const target = roleArn("dev", "Target");
const editor = roleArn("dev", "Editor");
const foreigner = roleArn("prod", "Editor");
const victim = userArn("dev", "victim");
const policyArn = `arn:aws:iam::${ids.dev}:policy/shop`;

interface Case {
  readonly title: string;
  readonly editor?: Partial<Role>;
  readonly target?: Partial<Role>;
  readonly from?: string;
  readonly more?: Parts;
  readonly is: string;
}

function check(cases: readonly Case[]): void {
  for (const one of cases) {
    it(`${one.is === "not" ? "does not lead from" : `is ${one.is.split(":")[0]} from`} ${one.title}`, () => {
      const from = one.from ?? editor;
      const parts: Parts = {
        ...one.more,
        roles: [
          { ...role(target, ids.management), ...one.target },
          role(
            from.startsWith("arn:") && from.includes(":role/") ? from : editor,
            ids.management,
            one.editor,
          ),
          ...(one.more?.roles ?? []),
        ],
      };
      assert.equal(how(parts, from, target), one.is);
    });
  }
}

const boundary = { boundary: named("b", "permissions", { Effect: "Allow", Action: "s3:*", Resource: "*" }) };
const scp = (action: string, more: Partial<Statement> = {}): Parts => ({
  accounts: [member(ids.dev, denying("scp", action, more))],
});
const rcp = (action: string, more: Partial<Statement> = {}): Parts => ({
  accounts: [member(ids.dev, {}, denying("rcp", action, more))],
});
const trustEdit = may("iam:UpdateAssumeRolePolicy", target);

// https://pathfinding.cloud/paths/iam-012
describe("a step by an edit of a trust policy", () => {
  const proven = "proven: edit trust";
  const possible = "possible: edit trust";
  check([
    { title: "who may edit it, without any right to assume the role", editor: trustEdit, is: proven },
    { title: "who may edit others", editor: may("iam:UpdateAssumeRolePolicy", `${target}2`), is: "not" },
    {
      title: "who may edit roles with this one's tag",
      editor: may("iam:UpdateAssumeRolePolicy", "*", {
        Condition: { StringEquals: { "aws:ResourceTag/team": "shop" } },
      }),
      target: { tags: new Map([["team", "shop"]]) },
      is: proven,
    },
    {
      title: "who may edit roles with another tag",
      editor: may("iam:UpdateAssumeRolePolicy", "*", {
        Condition: { StringEquals: { "aws:ResourceTag/team": "other" } },
      }),
      target: { tags: new Map([["team", "shop"]]) },
      is: "not",
    },
    { title: "who has policies that nobody read", editor: { policies: [secret("own")] }, is: possible },
    { title: "another account", from: foreigner, editor: may("iam:*"), is: "not" },
    { title: "a root user", from: rootOf("dev"), is: proven },
    {
      title: "whose own policies deny to assume anything, so that another one has to be let in",
      editor: { policies: [...trustEdit.policies, allowing({ Effect: "Deny", Action: "sts:*" })] },
      is: possible,
    },
    { title: "whom the boundary stops", editor: { ...trustEdit, ...boundary }, is: "not" },
    {
      title: "whom a service control policy stops",
      editor: trustEdit,
      more: scp("iam:UpdateAssumeRolePolicy"),
      is: "not",
    },
    {
      title: "whom a service control policy forbids to assume roles, so that another one has to be let in",
      editor: trustEdit,
      more: scp("sts:AssumeRole"),
      is: possible,
    },
    {
      title: "where a resource control policy lets in nobody",
      editor: trustEdit,
      more: rcp("sts:*"),
      is: "not",
    },
    {
      title: "where a resource control policy lets in services alone, and the role may not be passed",
      editor: trustEdit,
      more: rcp("sts:*", { Condition: { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } } }),
      is: "not",
    },
    {
      title: "where a resource control policy lets in services alone, and the role may be passed",
      editor: may(["iam:UpdateAssumeRolePolicy", "iam:PassRole"]),
      more: rcp("sts:*", { Condition: { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } } }),
      is: possible,
    },
    {
      title: "where a resource control policy lets in tokens alone",
      editor: trustEdit,
      more: rcp("sts:AssumeRole"),
      is: possible,
    },
  ]);
  const linked = roleArn("dev", "aws-service-role/x.amazonaws.com/Linked");
  it("does not lead into a service-linked role, which nobody but AWS edits", () => {
    const parts = { roles: [role(linked, ids.management), role(editor, ids.management, may("iam:*"))] };
    assert.equal(how(parts, editor, linked), "not");
  });
  it("leads into roles of other partitions", () => {
    const cn = (name: string): string => `arn:aws-cn:iam::${ids.dev}:role/${name}`;
    const parts = {
      roles: [
        role(cn("Target"), ids.management),
        role(cn("Editor"), ids.management, trustEdit && may("iam:*")),
      ],
    };
    assert.equal(how(parts, cn("Editor"), cn("Target")), proven);
    assert.equal(how(parts, rootOf("dev"), cn("Target")), proven);
  });
});

describe("a step by an edit of policies", () => {
  const possible = "possible: edit policies";
  const attached = { policies: [{ ...allowing(), arn: policyArn }] };
  const aws = { policies: [{ ...allowing(), arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }] };
  check([
    ...[
      "PutRolePolicy",
      "AttachRolePolicy",
      "DeleteRolePolicy",
      "DetachRolePolicy",
      "PutRolePermissionsBoundary",
      "DeleteRolePermissionsBoundary",
    ].map((name) => ({ title: `who may ${name}`, editor: may(`iam:${name}`, target), is: possible })),
    {
      title: "who may edit a policy that is attached",
      editor: may("iam:CreatePolicyVersion", policyArn),
      target: attached,
      is: possible,
    },
    {
      title: "who may choose the version of a policy that is attached",
      editor: may("iam:SetDefaultPolicyVersion", policyArn),
      target: attached,
      is: possible,
    },
    {
      title: "who may edit a policy that is not attached",
      editor: may("iam:CreatePolicyVersion", policyArn),
      is: "not",
    },
    {
      title: "who may edit a policy of AWS, which nobody can",
      editor: may("iam:CreatePolicyVersion"),
      target: aws,
      is: "not",
    },
    { title: "another account", from: foreigner, editor: may("iam:PutRolePolicy"), is: "not" },
    {
      title: "whom the boundary stops",
      editor: { ...may("iam:PutRolePolicy", target), ...boundary },
      is: "not",
    },
    {
      title: "whom a service control policy stops",
      editor: may("iam:PutRolePolicy", target),
      more: scp("iam:*"),
      is: "not",
    },
  ]);
});

// https://pathfinding.cloud/paths/iam-001
describe("rights that somebody gives itself", () => {
  const trusts = trusting({ Principal: { AWS: ids.dev } });
  const far = trusting({ Principal: { AWS: ids.prod } });
  const assume = "assume role";
  const ownPolicies = may("iam:PutRolePolicy", [editor, foreigner]);
  const user = userArn("dev", "ada");
  const ada = (more: Partial<Identity>): Parts => ({ users: [identity(user, more)] });
  const deny = allowing({ Effect: "Deny", Action: "sts:AssumeRole" }, "deny");
  check([
    { title: "who may edit its own policies", editor: ownPolicies, target: trusts, is: `proven: ${assume}` },
    {
      title: "who may edit a policy that is attached to it",
      editor: { policies: [{ ...allowing({ Action: "iam:CreatePolicyVersion" }), arn: policyArn }] },
      target: trusts,
      is: `proven: ${assume}`,
    },
    {
      title: "who may edit the policies of others",
      editor: may("iam:PutRolePolicy", `${editor}2`),
      target: trusts,
      is: "not",
    },
    {
      title: "who may edit its own policies and is denied to assume",
      from: foreigner,
      editor: { policies: [...ownPolicies.policies, deny] },
      target: far,
      is: "not",
    },
    {
      title: "who may remove the policy that denies as well",
      editor: { policies: [allowing({ Action: ["iam:PutRolePolicy", "iam:DeleteRolePolicy"] }), deny] },
      target: trusts,
      is: `proven: ${assume}`,
    },
    {
      title: "whose boundary keeps it in",
      from: foreigner,
      editor: {
        ...may("iam:PutRolePolicy"),
        boundary: named("b", "permissions", { Effect: "Allow", Action: "iam:PutRolePolicy", Resource: "*" }),
      },
      target: far,
      is: "not",
    },
    {
      title: "who may remove its boundary",
      editor: {
        ...may(["iam:PutRolePolicy", "iam:DeleteRolePermissionsBoundary"]),
        boundary: named("b", "permissions", { Effect: "Allow", Action: "iam:*", Resource: "*" }),
      },
      target: trusts,
      is: `proven: ${assume}`,
    },
    {
      title: "who may edit its own policies where a service control policy stops it",
      from: foreigner,
      editor: ownPolicies,
      target: far,
      more: { accounts: [member(ids.prod, denying("scp", "sts:AssumeRole"))] },
      is: "not",
    },
    {
      title: "a user who may edit its own policies",
      from: user,
      target: trusts,
      more: ada(may("iam:AttachUserPolicy", user)),
      is: `proven: ${assume}`,
    },
    ...["AddUserToGroup", "PutGroupPolicy", "AttachGroupPolicy"].map((name) => ({
      title: `a user who may ${name}`,
      from: user,
      target: trusts,
      more: ada(may(`iam:${name}`, `arn:aws:iam::${ids.dev}:group/admins`)),
      is: `possible: ${assume}`,
    })),
    {
      title: "who may create roles and give them policies",
      editor: may(["iam:CreateRole", "iam:AttachRolePolicy"], `arn:aws:iam::${ids.dev}:role/app-*`),
      target: trusts,
      is: `proven: ${assume}`,
    },
    {
      title: "who may create roles and give them none",
      editor: may("iam:CreateRole"),
      target: trusts,
      is: "not",
    },
    {
      title: "who may create roles of other names than it may give policies",
      editor: {
        policies: [
          allowing({ Action: "iam:CreateRole", Resource: `arn:aws:iam::${ids.dev}:role/a-*` }, "a"),
          allowing({ Action: "iam:PutRolePolicy", Resource: `arn:aws:iam::${ids.dev}:role/b-*` }, "b"),
        ],
      },
      target: trusts,
      is: `possible: ${assume}`,
    },
    {
      title: "who may create roles with a boundary alone",
      editor: may(["iam:CreateRole", "iam:PutRolePolicy"], `arn:aws:iam::${ids.dev}:role/app-*`, {
        Condition: { StringEquals: { "iam:PermissionsBoundary": policyArn } },
      }),
      target: trusts,
      is: `possible: ${assume}`,
    },
    {
      title: "who may create roles from templates of AWS",
      editor: may("iam:AcquireRole"),
      target: trusts,
      is: `possible: ${assume}`,
    },
    {
      title: "a root user, by a role that it creates",
      from: rootOf("prod"),
      target: trusting({ Principal: { AWS: ids.prod } }),
      is: `proven: ${assume}`,
    },
    {
      title: "a root user that may create nothing",
      from: rootOf("prod"),
      target: trusting({ Principal: { AWS: ids.prod } }),
      more: { accounts: [member(ids.prod, denying("scp", "iam:*"))] },
      is: "not",
    },
    {
      title: "who may create a role of a name that is trusted by a pattern",
      from: foreigner,
      editor: may(["iam:CreateRole", "iam:PutRolePolicy"], `arn:aws:iam::${ids.prod}:role/*`),
      target: trusting({
        Principal: { AWS: "*" },
        Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy-*" } },
      }),
      is: `proven: ${assume}`,
    },
    {
      title: "who may create roles of other names than one that is trusted by a pattern",
      from: foreigner,
      editor: {
        policies: [
          allowing({ Action: ["iam:CreateRole", "iam:PutRolePolicy"] }, "a"),
          allowing({ Effect: "Deny", Action: "iam:*", Resource: "arn:aws:iam::*:role/deploy-*" }, "b"),
        ],
      },
      target: trusting({
        Principal: { AWS: "*" },
        Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy-*" } },
      }),
      is: "not",
    },
    {
      title: "who may create a role of a name that a guardrail makes an exception of",
      from: foreigner,
      editor: may(["sts:AssumeRole", "iam:CreateRole", "iam:PutRolePolicy"]),
      target: trusting({ Principal: { AWS: ids.prod } }),
      more: rcp("sts:AssumeRole", {
        Condition: { StringNotLike: { "aws:PrincipalArn": "*:role/OctoLauncherRole" } },
      }),
      is: `proven: ${assume}`,
    },
    {
      title: "who may create no role of a name that a guardrail makes an exception of",
      from: foreigner,
      editor: {
        policies: [
          allowing({ Action: "*" }),
          allowing(
            { Effect: "Deny", Action: "iam:*", Resource: "arn:aws:iam::*:role/OctoLauncherRole" },
            "b",
          ),
          allowing({ Effect: "Deny", Action: "iam:AcquireRole" }, "c"),
        ],
      },
      target: trusting({ Principal: { AWS: ids.prod } }),
      more: rcp("sts:AssumeRole", {
        Condition: { StringNotLike: { "aws:PrincipalArn": "*:role/OctoLauncherRole" } },
      }),
      is: "not",
    },
    {
      title: "who may make such a role from a template, unless that is denied for all of them",
      from: foreigner,
      editor: {
        policies: [
          allowing({ Action: "*" }),
          allowing(
            { Effect: "Deny", Action: "iam:*", Resource: "arn:aws:iam::*:role/OctoLauncherRole" },
            "b",
          ),
        ],
      },
      target: trusting({ Principal: { AWS: ids.prod } }),
      more: rcp("sts:AssumeRole", {
        Condition: { StringNotLike: { "aws:PrincipalArn": "*:role/OctoLauncherRole" } },
      }),
      is: "possible: assume role",
    },
    {
      title: "who may create a role that is named and that its account does not have",
      from: foreigner,
      editor: may(["iam:CreateRole", "iam:PutRolePolicy"], roleArn("prod", "Gone")),
      target: trusting({ Principal: { AWS: roleArn("prod", "Gone") } }),
      is: "possible: create role, assume role",
    },
    {
      title: "who may create a user that is named and that its account does not have",
      from: foreigner,
      editor: may(["iam:CreateUser", "iam:CreateAccessKey"], userArn("prod", "gone")),
      target: trusting({ Principal: { AWS: userArn("prod", "gone") } }),
      is: "possible: create role, assume role",
    },
  ]);

  const other = roleArn("dev", "Other");
  const others = (more: Partial<Role>): Parts => ({ roles: [role(other, ids.management, more)] });
  check([
    {
      title: "who may edit a role and assume it",
      editor: may("iam:PutRolePolicy", other),
      target: trusts,
      more: others(trusting({ Principal: { AWS: editor } })),
      is: `possible: ${assume}`,
    },
    {
      title: "who may edit a role and its trust policy",
      editor: may(["iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"], other),
      target: trusts,
      more: others({}),
      is: `possible: ${assume}`,
    },
    {
      title: "who may edit a role and pass it",
      editor: may(["iam:PutRolePolicy", "iam:PassRole"], other),
      target: trusts,
      more: others({}),
      is: `possible: ${assume}`,
    },
    {
      title: "who may edit a policy of a role and assume it",
      editor: may("iam:CreatePolicyVersion", policyArn),
      target: trusts,
      more: others({
        ...trusting({ Principal: { AWS: editor } }),
        policies: [{ ...allowing({ Action: "s3:*" }), arn: policyArn }],
      }),
      is: `possible: ${assume}`,
    },
    {
      title: "who may edit a role that it does not get",
      editor: may("iam:PutRolePolicy", other),
      target: trusts,
      more: others({}),
      is: "not",
    },
    {
      title: "who may assume a role that it may not edit",
      editor: may("sts:AssumeRole", other),
      target: trusts,
      more: others(trusting({ Principal: { AWS: editor } })),
      is: "not",
    },
  ]);
});

// https://pathfinding.cloud/paths/iam-002
describe("a step by credentials of a user", () => {
  const trusts = trusting({ Principal: { AWS: victim } });
  const more: Parts = { users: [identity(victim)] };
  check([
    ...["CreateAccessKey", "CreateLoginProfile", "UpdateLoginProfile"].map((name) => ({
      title: `who may ${name}`,
      editor: may(`iam:${name}`, victim),
      target: trusts,
      more,
      is: "proven: credentials, assume role",
    })),
    {
      title: "who may make them for others",
      editor: may("iam:CreateAccessKey", `${victim}2`),
      target: trusts,
      more,
      is: "not",
    },
    {
      title: "of whom nobody read the policies, and who might just as well edit the trust policy",
      editor: { policies: [secret("own")] },
      target: trusts,
      more,
      is: "possible: edit trust",
    },
    {
      title: "who may make them from some places",
      editor: {
        policies: [
          allowing({
            Action: "iam:CreateAccessKey",
            Resource: victim,
            Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
          }),
        ],
      },
      target: trusts,
      more,
      is: "possible: credentials, assume role",
    },
    { title: "another account", from: foreigner, editor: may("iam:*"), target: trusts, more, is: "not" },
    {
      title: "whom the boundary stops",
      editor: { ...may("iam:CreateAccessKey"), ...boundary },
      target: trusts,
      more,
      is: "not",
    },
    {
      title: "whom a service control policy stops",
      editor: may("iam:CreateAccessKey"),
      target: trusts,
      more: { ...more, ...scp("iam:*") },
      is: "not",
    },
  ]);
});

describe("a step by an identity provider", () => {
  const saml = `arn:aws:iam::${ids.dev}:saml-provider/sso`;
  const github = `arn:aws:iam::${ids.dev}:oidc-provider/token.actions.githubusercontent.com`;
  const key = "token.actions.githubusercontent.com";
  const bySaml = trusting({ Principal: { Federated: saml }, Action: "sts:AssumeRoleWithSAML" });
  const byToken = (Condition: Statement["Condition"] = {}): Pick<Role, "trust"> =>
    trusting({ Principal: { Federated: github }, Action: "sts:AssumeRoleWithWebIdentity", Condition });
  const proven = "proven: federation";
  const shop = {
    StringLike: { [`${key}:sub`]: "repo:example/shop:*" },
    StringEquals: { [`${key}:aud`]: "sts.amazonaws.com" },
  };
  check([
    { title: "anybody of a SAML provider", from: `anybody of ${saml}`, target: bySaml, is: proven },
    {
      title: "the subjects of a token",
      from: `sub repo:example/shop:*, aud sts.amazonaws.com of ${github}`,
      target: byToken(shop),
      is: proven,
    },
    {
      title: "the subjects of a token that two conditions narrow",
      from: `sub repo:example/shop:*, sub *:main of ${github}`,
      target: byToken({
        StringLike: { [`${key}:sub`]: "repo:example/shop:*" },
        StringLikeIfExists: { [`${key}:aud`]: "*" },
        "ForAnyValue:StringLike": { [`${key}:sub`]: "*:main" },
      }),
      is: "possible: federation",
    },
    {
      title: "subjects under a condition that nobody knows",
      from: `anybody of ${github}`,
      target: byToken({ StringNotEquals: { [`${key}:ref`]: "x" } }),
      is: "possible: federation",
    },
    {
      title: "anybody where everybody is let in, which may mean them",
      from: "anyone",
      target: trusting({ Principal: { AWS: "*" }, Action: "sts:AssumeRoleWithWebIdentity" }),
      is: "possible: federation",
    },
    {
      title: "anybody whom a resource control policy stops",
      from: `anybody of ${saml}`,
      target: bySaml,
      more: rcp("sts:AssumeRoleWithSAML"),
      is: "not",
    },
    {
      title: "anybody whom the trust policy denies",
      from: `anybody of ${saml}`,
      target: trusting(
        { Principal: { Federated: saml }, Action: "sts:AssumeRoleWithSAML" },
        { Effect: "Deny", Principal: { Federated: saml } },
      ),
      is: "not",
    },
    {
      title: "who may edit a SAML provider",
      editor: may("iam:UpdateSAMLProvider", saml),
      target: bySaml,
      is: "proven: edit provider",
    },
    {
      title: "who may create the provider anew",
      editor: may("iam:CreateSAMLProvider", saml),
      target: bySaml,
      is: "possible: edit provider",
    },
    {
      title: "who may edit an OIDC provider",
      editor: may("iam:AddClientIDToOpenIDConnectProvider", github),
      target: byToken(),
      is: "possible: edit provider",
    },
    {
      title: "who may edit another provider",
      editor: may("iam:UpdateSAMLProvider", `${saml}2`),
      target: bySaml,
      is: "not",
    },
    {
      title: "who may edit a provider whom a service control policy stops",
      editor: may("iam:UpdateSAMLProvider", saml),
      target: bySaml,
      more: scp("iam:UpdateSAMLProvider"),
      is: "not",
    },
    {
      title: "whom the boundary stops",
      editor: { ...may("iam:UpdateSAMLProvider", saml), ...boundary },
      target: bySaml,
      is: "not",
    },
  ]);

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html
  const issuer = "0f0e0d0c-1111-2222-3333-444455556666.tokens.sts.global.api.aws";
  const byAws = (sub: string): Pick<Role, "trust"> =>
    trusting({
      Principal: { Federated: `arn:aws:iam::${ids.dev}:oidc-provider/${issuer}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringLike: { [`${issuer}:sub`]: sub } },
    });
  const mints = may("sts:GetWebIdentityToken");
  check([
    {
      title: "who may get a token of AWS",
      from: foreigner,
      editor: mints,
      target: byAws("arn:aws:iam::*:role/Editor"),
      is: "possible: federation",
    },
    {
      title: "who may get a token of AWS with another name",
      from: foreigner,
      editor: mints,
      target: byAws("arn:aws:iam::*:role/Other"),
      is: "not",
    },
    { title: "who may get no token of AWS", from: foreigner, target: byAws("*"), is: "not" },
    {
      title: "who may get a token of AWS where another provider is trusted",
      from: foreigner,
      editor: mints,
      target: byToken(),
      is: "not",
    },
  ]);
});
