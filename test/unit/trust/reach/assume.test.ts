import assert from "node:assert/strict";

import type { Statement } from "../../../../trust/documents/policy";
import { readDocument } from "../../../../trust/documents/read";
import type { Identity, Role } from "../../../../trust/organization";
import { unknown } from "../../../../trust/truth";
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
import { byName, denying, how, may, rootOf, type Parts } from "./model";

const target = roleArn("dev", "Target");
const near = roleArn("dev", "Near");
const far = roleArn("prod", "Far");
const user = userArn("dev", "ada");
const stranger = roleArn("outside", "Stranger");
const assumes = may("sts:AssumeRole", target);
const assumesAndTags = may(["sts:AssumeRole", "sts:TagSession"]);
const ada = identity(user, assumes);

interface Case {
  readonly title: string;
  readonly from: string;
  readonly trust: readonly Partial<Statement>[] | "unknown";
  readonly near?: Partial<Role>;
  readonly far?: Partial<Role>;
  readonly user?: Partial<Identity>;
  readonly target?: Partial<Role>;
  readonly more?: Parts;
  readonly is: string;
}

const proven = "proven: assume role";
const possible = "possible: assume role";

function partsOf(one: Case): Parts {
  const trust = one.trust === "unknown" ? { trust: readDocument(unknown, "trust") } : trusting(...one.trust);
  return {
    ...one.more,
    roles: [
      { ...role(target, ids.dev), ...trust, ...one.target },
      { ...role(near, ids.management), uniqueId: "AROANEARNEARNEAR1", ...one.near },
      { ...role(far, ids.management), uniqueId: "AROAFARFARFARFAR1", ...one.far },
      ...(one.more?.roles ?? []),
    ],
    users: [{ ...ada, ...one.user }],
  };
}

const named_ = (AWS: string | readonly string[]): Partial<Statement>[] => [{ Principal: { AWS } }];
const when = (AWS: string, Condition: Statement["Condition"]): Partial<Statement>[] => [
  { Principal: { AWS }, ...(Condition && { Condition }) },
];

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
const cases: readonly Case[] = [
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
  { title: "a role with another id", from: far, trust: named_("AROANEARNEARNEAR1"), far: assumes, is: "not" },
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
  // Outside of the organization.
  { title: "anyone where everybody is let in", from: "anyone", trust: named_("*"), is: proven },
  {
    title: "an account outside",
    from: `whomever account ${ids.outside} lets`,
    trust: named_(ids.outside),
    is: proven,
  },
  {
    title: "an account that is in no list",
    from: "whomever account 555555555555 lets",
    trust: named_("555555555555"),
    is: proven,
  },
  { title: "a role outside", from: stranger, trust: named_(stranger), is: proven },
  {
    title: "a session of a role outside",
    from: stranger,
    trust: named_(`arn:aws:sts::${ids.outside}:assumed-role/Stranger/me`),
    is: proven,
  },
  {
    title: "an account of the organization of which nobody is known",
    from: `whomever account ${ids.management} lets`,
    trust: named_(ids.management),
    is: proven,
  },
  {
    title: "the account of known roles that are not allowed",
    from: `whomever account ${ids.dev} lets`,
    trust: named_(ids.dev),
    is: "not",
  },
  {
    title: "a role that its account does not have",
    from: roleArn("dev", "Gone"),
    trust: named_(roleArn("dev", "Gone")),
    is: possible,
  },
  {
    title: "a session of a role that its account does not have",
    from: roleArn("dev", "Gone"),
    trust: named_(`arn:aws:sts::${ids.dev}:assumed-role/Gone/me`),
    is: possible,
  },
  {
    title: "anyone under an external id",
    from: "anyone",
    trust: when("*", { StringEquals: { "sts:ExternalId": "42" } }),
    is: proven,
  },
  {
    title: "anyone with the tags that are asked for",
    from: "anyone",
    trust: when("*", { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    is: proven,
  },
  {
    title: "anyone where another tag is kept out",
    from: "anyone",
    trust: when("*", { StringNotEquals: { "aws:PrincipalTag/team": "shop" } }),
    is: proven,
  },
  {
    title: "anyone but the organization",
    from: "anyone",
    trust: when("*", { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } }),
    is: "not",
  },
  {
    title: "accounts of the organization that are not known here",
    from: "whomever accounts of the organization let that are not known here",
    trust: when("*", { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } }),
    is: possible,
  },
  {
    title: "a role of the organization",
    from: far,
    trust: when("*", { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } }),
    far: assumes,
    is: proven,
  },
  {
    title: "a role by a pattern of ARNs",
    from: far,
    trust: when("*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/F*" } }),
    far: assumes,
    is: proven,
  },
  {
    title: "a role that a pattern of ARNs leaves out",
    from: near,
    trust: when("*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/F*" } }),
    is: "not",
  },
  {
    title: "a role of an account outside by a pattern of ARNs",
    from: "anyone",
    trust: when("*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/F*" } }),
    is: proven,
  },
  {
    title: "anyone by a pattern over colons",
    from: "anyone",
    trust: when("*", { StringLike: { "aws:PrincipalArn": "*:role/Far" } }),
    is: proven,
  },
  {
    title: "a role by its ARN without regard to case",
    from: far,
    trust: when("*", { StringEqualsIgnoreCase: { "aws:PrincipalArn": far.toLowerCase() } }),
    far: assumes,
    is: proven,
  },
  {
    title: "a role of an account by its ARN",
    from: near,
    trust: when(ids.dev, { ArnEquals: { "aws:PrincipalArn": near } }),
    near: assumes,
    is: proven,
  },
  {
    title: "one of several ARNs",
    from: far,
    trust: when("*", { StringEquals: { "aws:PrincipalArn": [near, far] } }),
    far: assumes,
    is: proven,
  },
  // What whoever asks chooses.
  {
    title: "a role under an external id",
    from: far,
    trust: when(far, { StringEquals: { "sts:ExternalId": ["42", "43"] } }),
    far: assumes,
    is: proven,
  },
  {
    title: "a role under an external id that no one way asks for",
    from: far,
    trust: when(far, {
      StringEquals: { "sts:ExternalId": ["a1", "b1"] },
      StringLike: { "sts:ExternalId": "b*" },
    } as never),
    far: assumes,
    is: possible,
  },
  {
    title: "a role under a session name",
    from: far,
    trust: when(far, { StringLike: { "sts:RoleSessionName": "deploy-*" } }),
    far: assumes,
    is: proven,
  },
  {
    title: "a user under its own name",
    from: user,
    trust: when(user, { StringEquals: { "sts:RoleSessionName": "${aws:username}" } }),
    is: possible,
  },
  {
    title: "a role with a source identity that it may set",
    from: far,
    trust: when(far, { StringEquals: { "sts:SourceIdentity": "ada" } }),
    far: may(["sts:AssumeRole", "sts:SetSourceIdentity"]),
    is: proven,
  },
  {
    title: "a role with the source identity of its session",
    from: far,
    trust: when(far, { StringEquals: { "aws:SourceIdentity": "ada" } }),
    far: assumes,
    is: possible,
  },
  {
    title: "a role that passes a tag",
    from: far,
    trust: when(far, { StringEquals: { "aws:RequestTag/team": "shop" } }),
    far: assumesAndTags,
    is: proven,
  },
  {
    title: "a role that may not pass a tag",
    from: far,
    trust: when(far, { StringEquals: { "aws:RequestTag/team": "shop" } }),
    far: assumes,
    is: "not",
  },
  {
    title: "a role that passes no tag but some",
    from: far,
    trust: when(far, {
      "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
      Null: { "aws:TagKeys": "false" },
    }),
    far: assumesAndTags,
    is: possible,
  },
  {
    title: "a role behind a network that nobody knows",
    from: far,
    trust: when(far, { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
    far: assumes,
    is: possible,
  },
  // Tags of the caller.
  {
    title: "a role with the tag that is asked for",
    from: far,
    trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    far: { ...assumes, tags: new Map([["team", "shop"]]) },
    is: proven,
  },
  {
    title: "a role with the tag that is asked for in other letters",
    from: far,
    trust: when(far, { StringEqualsIgnoreCase: { "aws:PrincipalTag/team": "shop" } }),
    far: { ...assumes, tags: new Map([["team", "SHOP"]]) },
    is: proven,
  },
  {
    title: "a role without the tag, in sessions that carry it and hand nothing on",
    from: `${far} in sessions tagged team=shop`,
    trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    far: assumes,
    is: possible,
  },
  {
    title: "a role without the tag, in sessions that hand it on",
    from: `${far} in sessions tagged team=shop`,
    trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    far: assumesAndTags,
    is: proven,
  },
  {
    title: "any session of a role without the tag",
    from: far,
    trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    far: assumesAndTags,
    is: "not",
  },
  {
    title: "any session of a role of which the tags are not known",
    from: far,
    trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    far: { ...assumes, tags: unknown },
    is: possible,
  },
  {
    title: "a role that tags itself",
    from: far,
    trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    far: may(["sts:AssumeRole", "iam:TagRole"]),
    is: proven,
  },
  {
    title: "a role that tags itself with other keys",
    from: far,
    trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    far: {
      policies: [
        ...assumes.policies,
        allowing({ Action: "iam:TagRole", Condition: { StringEquals: { "aws:TagKeys": "other" } } }),
      ],
    },
    is: possible,
  },
  {
    title: "a user that tags itself",
    from: user,
    trust: when(user, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    user: may(["sts:AssumeRole", "iam:TagUser"]),
    is: proven,
  },
  {
    title: "a user without the tag",
    from: user,
    trust: when(user, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    is: "not",
  },
  {
    title: "a role in sessions that override the tag that keeps it out",
    from: `${far} in sessions tagged team=*`,
    trust: when(far, { StringNotEquals: { "aws:PrincipalTag/team": "shop" } }),
    far: { ...assumesAndTags, tags: new Map([["team", "shop"]]) },
    is: possible,
  },
  {
    title: "whoever opens a session with the tag that is asked for",
    from: near,
    trust: when(far, { StringLike: { "aws:PrincipalTag/team": "sh*" } }),
    far: { ...trusting({ Principal: { AWS: near } }), ...assumesAndTags },
    near: assumesAndTags,
    is: "proven: assume role, assume role",
  },
  {
    title: "whoever may not open a session with the tag that is asked for",
    from: near,
    trust: when(far, { StringLike: { "aws:PrincipalTag/team": "sh*" } }),
    far: { ...trusting({ Principal: { AWS: near }, Action: "sts:AssumeRole" }), ...assumesAndTags },
    near: assumesAndTags,
    is: "not",
  },
  {
    title: "a user with unknown tags",
    from: user,
    trust: when(user, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    user: { tags: unknown },
    is: possible,
  },
  {
    title: "a user who may not pass on the tag that is asked for",
    from: user,
    trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    far: { ...trusting({ Principal: { AWS: user }, Action: "sts:AssumeRole" }), ...assumesAndTags },
    user: { ...assumesAndTags, tags: new Map([["team", "shop"]]) },
    is: "not",
  },
  {
    title: "a user who may pass on the tag that is asked for",
    from: user,
    trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    far: { ...trusting({ Principal: { AWS: user } }), ...assumesAndTags },
    user: assumesAndTags,
    is: "proven: assume role, assume role",
  },
  {
    title: "a user outside who may not pass on the tag that is asked for",
    from: userArn("outside", "eve"),
    trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    far: {
      ...trusting({ Principal: { AWS: userArn("outside", "eve") }, Action: "sts:AssumeRole" }),
      ...assumesAndTags,
    },
    is: "not",
  },
  {
    title: "a role outside whose sessions hand on the tag that is asked for",
    from: stranger,
    trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
    far: { ...trusting({ Principal: { AWS: stranger } }), ...assumesAndTags },
    is: "proven: assume role, assume role",
  },
  {
    title: "a role that comes in by one statement and passes tags by another",
    from: far,
    trust: [
      {
        Principal: { AWS: far },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:RequestTag/team": "shop" } },
      },
      { Principal: { AWS: ids.prod }, Action: "sts:TagSession" },
    ],
    far: assumesAndTags,
    is: proven,
  },
  {
    title: "a role with a source identity by another statement",
    from: far,
    trust: [
      {
        Principal: { AWS: far },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:SourceIdentity": "ada" } },
      },
      { Principal: { AWS: ids.prod }, Action: ["sts:SetSourceIdentity"] },
    ],
    far: may(["sts:AssumeRole", "sts:SetSourceIdentity"]),
    is: proven,
  },
  {
    title: "a role that may not set the source identity that any other value would do for",
    from: far,
    trust: when(far, { Null: { "sts:SourceIdentity": "false" } }),
    far: assumes,
    is: "not",
  },
  {
    title: "a role that may set any source identity",
    from: far,
    trust: [
      { Principal: { AWS: far } },
      {
        Effect: "Deny",
        Principal: { AWS: far },
        Condition: { Null: { "sts:SourceIdentity": "true" }, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
      },
    ],
    far: may(["sts:AssumeRole", "sts:SetSourceIdentity"]),
    is: possible,
  },
  {
    title: "a role that a denial asks for some tag",
    from: far,
    trust: [
      { Principal: { AWS: far } },
      {
        Effect: "Deny",
        Principal: { AWS: far },
        Condition: { Null: { "aws:RequestTag/team": "true", "aws:RequestTag/stage": "true" } },
      },
    ],
    far: assumesAndTags,
    is: possible,
  },
  {
    title: "a role that a denial asks for some tag, which it may not pass",
    from: far,
    trust: [
      { Principal: { AWS: far } },
      {
        Effect: "Deny",
        Principal: { AWS: far },
        Condition: { Null: { "aws:RequestTag/team": "true", "aws:RequestTag/stage": "true" } },
      },
    ],
    far: assumes,
    is: "not",
  },
  {
    title: "a role that one of two ways leaves out",
    from: far,
    trust: [
      { Principal: { AWS: far } },
      {
        Effect: "Deny",
        Principal: { AWS: far },
        Condition: { StringEquals: { "aws:PrincipalAccount": ids.prod } },
      },
    ],
    far: assumes,
    is: "not",
  },
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
];

describe("steps by sts:AssumeRole", () => {
  for (const one of cases) {
    it(`${one.is === "not" ? "do not lead from" : `are ${one.is.split(":")[0]} from`} ${one.title}`, () => {
      assert.equal(how(partsOf(one), one.from, target), one.is);
    });
  }

  it("tell no difference between too many combinations of tags", () => {
    const values = Array.from({ length: 65 }, (_, index) => `team-${index}`);
    const [one] = cases;
    assert.ok(one);
    const trust = when(far, { StringEquals: { "aws:PrincipalTag/team": values } });
    assert.equal(how(partsOf({ ...one, trust, far: assumesAndTags }), far, target), possible);
    assert.equal(
      how(
        partsOf({
          ...one,
          trust: when(far, { StringEquals: { "aws:PrincipalTag/team": values.slice(1) } }),
          far: assumesAndTags,
        }),
        far,
        target,
      ),
      "not",
    );
  });

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
