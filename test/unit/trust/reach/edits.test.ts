import assert from "node:assert/strict";

import { allowing, ids, role, roleArn, secret } from "../decide/model";
import { how, may, rootOf } from "./model";
import { target, editor, foreigner, policyArn, check, boundary, scp, rcp, trustEdit } from "./editing";

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
