import assert from "node:assert/strict";

import type { Statement } from "../../../../trust/documents/policy";
import type { Role } from "../../../../trust/organization";
import { unknown } from "../../../../trust/truth";
import { allowing, ids, member, named, role, roleArn, secret, trusting } from "../decide/model";
import { byName, denying, may, rootOf, type Parts } from "./model";
import { target, near, far, user, assumes, proven, possible, named_, when, check } from "./assuming";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
describe("steps by sts:AssumeRole", () => {
  check([
    { title: "a role of the same account that is named", from: near, trust: named_(near), is: proven },
    {
      title: "a user of the same account that is named",
      from: user,
      trust: named_(user),
      user: { policies: [] },
      is: proven,
    },
    { title: "a role that is not named", from: far, trust: named_(near), far: assumes, is: "not" },
    {
      title: "a role of another account that is named and allowed",
      from: far,
      trust: named_(far),
      far: assumes,
      is: proven,
    },
    {
      title: "a role of another account that is named and not allowed",
      from: far,
      trust: named_(far),
      is: "not",
    },
    {
      title: "a role that is named and of which nobody read the policies",
      from: far,
      trust: named_(far),
      far: { policies: [secret("own")] },
      is: possible,
    },
    {
      title: "a role of an account that is named and that is allowed",
      from: far,
      trust: named_(ids.prod),
      far: assumes,
      is: proven,
    },
    {
      title: "a role of an account that is named and that is not allowed",
      from: near,
      trust: named_(ids.dev),
      is: "not",
    },
    {
      title: "a role of an account that is named and that has unread policies",
      from: near,
      trust: named_(ids.dev),
      near: { policies: [secret("own")] },
      is: possible,
    },
    {
      title: "a role that is allowed through NotAction",
      from: near,
      trust: named_(ids.dev),
      near: { policies: [allowing({ Action: undefined, NotAction: "iam:*" } as Partial<Statement>)] },
      is: proven,
    },
    {
      title: "a role that is allowed through NotResource",
      from: near,
      trust: named_(ids.dev),
      near: { policies: [allowing({ Resource: undefined, NotResource: far } as Partial<Statement>)] },
      is: proven,
    },
    {
      title: "a role that NotResource leaves out",
      from: near,
      trust: named_(ids.dev),
      near: { policies: [allowing({ Resource: undefined, NotResource: target } as Partial<Statement>)] },
      is: "not",
    },
    {
      title: "a role that is allowed by a pattern",
      from: near,
      trust: named_(ids.dev),
      near: may("sts:Assume*", "arn:aws:iam::*:role/Tar?et"),
      is: proven,
    },
    {
      title: "a role that is allowed by a pattern of another account",
      from: near,
      trust: named_(ids.dev),
      near: may("sts:Assume*", `arn:aws:iam::${ids.prod}:role/*`),
      is: "not",
    },
    {
      title: "a role that is allowed by a variable with a value",
      from: near,
      trust: named_(ids.dev),
      near: {
        ...may("sts:AssumeRole", "arn:aws:iam::111111111111:role/${aws:PrincipalTag/goal}"),
        tags: new Map([["goal", "Target"]]),
      },
      is: proven,
    },
    {
      title: "a role that its own policies deny",
      from: near,
      trust: named_(near),
      near: { policies: [allowing({ Effect: "Deny" })] },
      is: "not",
    },
    { title: "everybody of the same account", from: near, trust: named_("*"), is: proven },
    {
      title: "everybody of another account who is allowed",
      from: far,
      trust: named_("*"),
      far: assumes,
      is: proven,
    },
    { title: "everybody of another account who is not allowed", from: far, trust: named_("*"), is: "not" },
    { title: "anyone where the trust policy is not known", from: "anyone", trust: "unknown", is: possible },
    {
      title: "a role of the same account where the trust policy is not known",
      from: near,
      trust: "unknown",
      is: possible,
    },
    {
      title: "a role of another account where the trust policy is not known",
      from: far,
      trust: "unknown",
      far: assumes,
      is: possible,
    },
    {
      title: "anyone where a principal is of no known form",
      from: "anyone",
      trust: named_("odd"),
      is: possible,
    },
    {
      title: "anyone where a canonical user is named",
      from: "anyone",
      trust: [{ Principal: { CanonicalUser: "79a59df9" } }],
      is: possible,
    },
    { title: "a role by its id", from: near, trust: named_("AROANEARNEARNEAR1"), is: proven },
    {
      title: "a role with another id",
      from: far,
      trust: named_("AROANEARNEARNEAR1"),
      far: assumes,
      is: "not",
    },
    {
      title: "a role without a known id",
      from: near,
      trust: named_("AROADEADDEADDEAD1"),
      near: { uniqueId: undefined } as Partial<Role>,
      is: possible,
    },
    {
      title: "somebody whose id nothing here has",
      from: "the role or user AROADEADDEADDEAD1, which is not known here",
      trust: named_("AROADEADDEADDEAD1"),
      is: possible,
    },
    {
      title: "a session by its name",
      from: `${near} in sessions named deploy`,
      trust: named_(`arn:aws:sts::${ids.dev}:assumed-role/Near/deploy`),
      is: proven,
    },
    {
      title: "a session of another role",
      from: far,
      trust: named_(`arn:aws:sts::${ids.dev}:assumed-role/Near/deploy`),
      far: assumes,
      is: "not",
    },
    {
      title: "whoever assumes a role under the name of a session that is trusted",
      from: far,
      trust: named_(`arn:aws:sts::${ids.dev}:assumed-role/Near/deploy`),
      near: trusting({ Principal: { AWS: far } }),
      far: may("sts:AssumeRole", near),
      is: "proven: assume role, assume role",
    },
    {
      title: "whoever assumes a role whose sessions have other names",
      from: far,
      trust: named_(`arn:aws:sts::${ids.dev}:assumed-role/Near/deploy`),
      near: trusting({
        Principal: { AWS: far },
        Condition: { StringEquals: { "sts:RoleSessionName": "other" } },
      }),
      far: may("sts:AssumeRole", near),
      is: "not",
    },
    {
      title: "a session by its id and name",
      from: `${near} in sessions named deploy`,
      trust: when("*", { StringEquals: { "aws:userid": "AROANEARNEARNEAR1:deploy" } }),
      is: proven,
    },
    {
      title: "all sessions by their id",
      from: near,
      trust: when("*", { StringLike: { "aws:userid": "AROANEARNEARNEAR1:*" } }),
      is: proven,
    },
    {
      title: "a federated user, who can assume nothing",
      from: `arn:aws:sts::${ids.dev}:federated-user/guest`,
      trust: named_(`arn:aws:sts::${ids.dev}:federated-user/guest`),
      is: "not",
    },
  ]);
});

describe("steps by sts:AssumeRole through the layers", () => {
  check([
    // Policies that combine.
    {
      title: "a role that two statements of two policies let in with a tag",
      from: far,
      trust: when(far, { StringEquals: { "aws:RequestTag/team": "shop" } }),
      far: {
        policies: [allowing({ Action: "sts:AssumeRole" }, "a"), allowing({ Action: "sts:TagSession" }, "b")],
      },
      is: proven,
    },
    // Each layer.
    {
      title: "a role whose boundary does not allow it",
      from: far,
      trust: named_(far),
      far: {
        ...assumes,
        boundary: named("b", "permissions", { Effect: "Allow", Action: "s3:*", Resource: "*" }),
      },
      is: "not",
    },
    {
      title: "a role whose boundary nobody read",
      from: far,
      trust: named_(far),
      far: { ...assumes, boundary: secret("b") },
      is: possible,
    },
    {
      title: "a role that a service control policy stops",
      from: far,
      trust: named_(far),
      far: assumes,
      more: { accounts: [member(ids.prod, denying("scp", "sts:AssumeRole"))] },
      is: "not",
    },
    {
      title: "a role that a resource control policy stops",
      from: far,
      trust: named_(far),
      far: assumes,
      more: { accounts: [member(ids.dev, {}, denying("rcp", "sts:*"))] },
      is: "not",
    },
    {
      title: "anyone whom a resource control policy stops",
      from: "anyone",
      trust: named_("*"),
      more: { accounts: [member(ids.dev, {}, denying("rcp", "sts:*"))] },
      is: "not",
    },
    {
      title: "a role of the management account, which service control policies do not bind",
      from: roleArn("management", "Boss"),
      trust: named_(roleArn("management", "Boss")),
      more: {
        roles: [role(roleArn("management", "Boss"), ids.management, assumes)],
        accounts: [{ ...member(ids.management, denying("scp", "sts:AssumeRole")), isManagement: true }],
      },
      is: proven,
    },
    {
      title: "a role that the trust policy denies",
      from: near,
      trust: [{ Principal: { AWS: near } }, { Effect: "Deny", Principal: { AWS: near } }],
      is: "not",
    },
    {
      title: "a role of an account whose place nobody knows",
      from: far,
      trust: named_(far),
      far: assumes,
      more: { accounts: [{ id: ids.prod, isManagement: unknown, levels: unknown }] },
      is: possible,
    },
  ]);

  it("lead from one role that nobody knows the name of yet to another", () => {
    const urn = (name: string): string => `urn:pulumi:dev::shop::aws:iam/role:Role::${name}`;
    const account = ids.dev;
    const placed = (name: string, more: Partial<Role>): Role => ({
      ...role(near, ids.dev),
      ...more,
      arn: urn(name),
      name: urn(name),
      account,
    });
    const parts: Parts = {
      roles: [
        placed("target", trusting({ Principal: { AWS: ids.dev } })),
        placed("launcher", { ...may("sts:AssumeRole", "arn:aws:iam::111111111111:role/target-*") }),
        placed("idle", {}),
      ],
    };
    assert.deepEqual(byName(parts, urn("target")), {
      [urn("launcher")]: "possible",
      [rootOf("dev")]: "possible",
    });
    const exact = { roles: [{ ...role(target, roleArn("dev", "launcher-1a2b")) }, placed("launcher", {})] };
    assert.equal(byName(exact, target)[urn("launcher")], "possible");
  });

  it("let anybody into a role that is asked for and not known", () => {
    const parts = { roles: [role(near, ids.dev, may("sts:AssumeRole"))] };
    const found = byName(parts, roleArn("prod", "Unknown"));
    assert.equal(found.anyone, "possible");
    assert.equal(found[near], "possible");
  });
});
