import type { Identity, Role } from "../../../../trust/organization";
import { allowing, identity, ids, member, named, role, roleArn, trusting, userArn } from "../decide/model";
import { denying, may, rootOf, type Parts } from "./model";
import { editor, foreigner, policyArn, check, rcp } from "./editing";

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
