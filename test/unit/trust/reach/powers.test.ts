import assert from "node:assert/strict";

import { upperBound } from "../../../../trust/bound/bound";
import type { Statement } from "../../../../trust/documents/policy";
import type { Identity, Role } from "../../../../trust/organization";
import { rootUser, type Power } from "../../../../trust/reach/actors";
import { actorOf, withNamesOf } from "../../../../trust/reach/powers";
import { unknown, type Truth } from "../../../../trust/truth";
import {
  allowing,
  identity,
  ids,
  member,
  named,
  organization,
  role,
  roleArn,
  secret,
  trusting,
  userArn,
} from "../decide/model";
import { denying, may, type Parts } from "./model";

const actor = roleArn("dev", "Actor");
const user = userArn("dev", "ada");
const policyArn = `arn:aws:iam::${ids.dev}:policy/shop`;
const gift = "a policy given in passing";
const own = "its own power";
const raisedWords = "once it has given itself what it needs";
const createdWords = (arn: string): string => `as a role that it creates, such as ${arn}`;
const takenWords = (arn: string): string => `as ${arn}, which it may edit and get`;

interface Case {
  readonly title: string;
  readonly actor?: Partial<Identity>;
  readonly arn?: string;
  readonly more?: Parts;
  /** Patterns of ARNs of which guardrails make exceptions. */
  readonly names?: readonly string[];
  /** ARN and certainty of each power, what it says, and the policies that it then has. */
  readonly is: readonly (readonly [string, Truth, string, readonly string[]])[];
}

function told(powers: readonly Power[]): Case["is"] {
  return powers.map(({ identity: { arn, policies, boundary }, certainty, words }) => [
    arn,
    certainty,
    words,
    [...policies.map(({ name }) => name), ...(boundary ? ["the boundary"] : [])],
  ]);
}

const raised = (certainty: Truth, ...policies: string[]): Case["is"] => [
  [actor, certainty, raisedWords, policies],
];
const created = (name: string, certainty: Truth): Case["is"][number] => {
  const arn = roleArn("dev", name);
  return [arn, certainty, createdWords(arn), [own]];
};
const boundary = named("b", "permissions", { Effect: "Allow", Action: "*", Resource: "*" });
const region: Statement["Condition"] = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
const makes = ["iam:CreateRole", "iam:PutRolePolicy"];
const team = new Map([["team", "shop"]]);
const ofTeam: Statement["Condition"] = { StringEquals: { "aws:ResourceTag/team": "shop" } };
const two = (...statements: Partial<Statement>[]): Partial<Identity> => ({
  policies: statements.map((one, index) => allowing(one, `policy ${index}`)),
});

const cases: readonly Case[] = [
  { title: "nothing without any right in IAM", actor: may("s3:*"), is: [] },
  // Itself.
  ...["PutRolePolicy", "AttachRolePolicy"].map((name): Case => ({
    title: `itself with more by iam:${name}`,
    actor: { ...may(`iam:${name}`, actor), boundary },
    is: raised("yes", "own", gift, "the boundary"),
  })),
  ...[
    "DeleteRolePolicy",
    "DetachRolePolicy",
    "PutRolePermissionsBoundary",
    "DeleteRolePermissionsBoundary",
  ].map((name): Case => ({
    title: `itself without limits by iam:${name}`,
    actor: { ...may(["iam:PutRolePolicy", `iam:${name}`], actor), boundary },
    is: raised("yes", gift),
  })),
  {
    title: "itself without limits that it may take away possibly",
    actor: {
      ...two({ Action: "iam:PutRolePolicy", Resource: actor }, {
        Action: "iam:DeleteRolePolicy",
        Resource: actor,
        Condition: region,
      } as never),
      boundary,
    },
    is: raised("yes", gift),
  },
  { title: "nothing by the right to take away limits alone", actor: may("iam:DeleteRolePolicy"), is: [] },
  {
    title: "itself possibly by a right that depends on something",
    actor: may("iam:PutRolePolicy", actor, { Condition: region } as never),
    is: raised("unknown", "own", gift),
  },
  {
    title: "itself by its tags",
    actor: { ...may("iam:PutRolePolicy", actor, { Condition: ofTeam } as never), tags: team },
    is: raised("yes", "own", gift),
  },
  {
    title: "nothing by the tags of others",
    actor: may("iam:PutRolePolicy", actor, { Condition: ofTeam } as never),
    is: [],
  },
  ...["CreatePolicyVersion", "SetDefaultPolicyVersion"].map((name): Case => ({
    title: `itself by iam:${name} of its policy`,
    actor: { policies: [{ ...allowing({ Action: `iam:${name}`, Resource: policyArn }), arn: policyArn }] },
    is: raised("yes", "own", gift),
  })),
  {
    title: "nothing by a policy that is not attached to it",
    actor: {
      policies: [
        { ...allowing({ Action: "iam:CreatePolicyVersion", Resource: policyArn }), arn: `${policyArn}2` },
      ],
    },
    is: [],
  },
  {
    title: "nothing by versions of policies where it has none that stands for itself",
    actor: may("iam:CreatePolicyVersion"),
    is: [],
  },
  ...["AddUserToGroup", "PutGroupPolicy", "AttachGroupPolicy"].map((name): Case => ({
    title: `a user possibly with more by iam:${name}`,
    arn: user,
    actor: may(`iam:${name}`),
    is: [[user, "unknown", raisedWords, ["own", gift]]],
  })),
  { title: "nothing by groups as a role", actor: may(["iam:AddUserToGroup", "iam:PutGroupPolicy"]), is: [] },
  {
    title: "a user with more by rights of users",
    arn: user,
    actor: { ...may(["iam:PutUserPolicy", "iam:DeleteUserPermissionsBoundary"], user), boundary },
    is: [[user, "yes", raisedWords, [gift]]],
  },
  { title: "nothing by rights of roles as a user", arn: user, actor: may("iam:PutRolePolicy"), is: [] },
  {
    title: "a user whose ARN is not known yet by rights of users",
    arn: "urn:pulumi:user",
    actor: { ...may("iam:PutUserPolicy"), account: ids.dev },
    more: { users: [{ ...identity("urn:pulumi:user"), account: ids.dev }] },
    is: [["urn:pulumi:user", "yes", raisedWords, ["own", gift]]],
  },
  {
    title: "a role whose ARN is not known yet by rights of roles",
    arn: "urn:pulumi:role",
    actor: { ...may("iam:PutRolePolicy"), account: ids.dev },
    is: [["urn:pulumi:role", "yes", raisedWords, ["own", gift]]],
  },
  // Roles that it creates.
  ...["PutRolePolicy", "AttachRolePolicy"].map((name): Case => ({
    title: `a role that it creates and gives rights by iam:${name}`,
    actor: may(["iam:CreateRole", `iam:${name}`], roleArn("dev", "app-*")),
    is: [created("app-x", "yes")],
  })),
  { title: "no role that it may not give any rights", actor: may("iam:CreateRole"), is: [] },
  {
    title: "a role of each name that it may create",
    actor: may(makes, [roleArn("dev", "a-*"), roleArn("dev", "b")]),
    is: [created("a-x", "yes"), created("b", "yes")],
  },
  {
    title: "a role that it gives rights possibly",
    actor: two({ Action: "iam:CreateRole", Resource: roleArn("dev", "app-*") }, {
      Action: "iam:PutRolePolicy",
      Resource: roleArn("dev", "app-*"),
      Condition: region,
    } as never),
    is: [created("app-x", "unknown")],
  },
  {
    title: "a role of a name that nobody can tell, where other ones are allowed for each right",
    actor: two(
      { Action: "iam:CreateRole", Resource: roleArn("dev", "a-*") },
      { Action: "iam:PutRolePolicy", Resource: roleArn("dev", "b-*") },
    ),
    is: [created("Anyone", "unknown")],
  },
  {
    title: "no role that is there already",
    actor: may(makes, roleArn("dev", "Other")),
    more: { roles: [role(roleArn("dev", "Other"), ids.management)] },
    is: [created("Anyone", "unknown")],
  },
  {
    title: "a role that it creates and possibly cannot enter, where sts:AssumeRole is denied",
    actor: may(makes, roleArn("dev", "a")),
    more: { accounts: [member(ids.dev, denying("scp", "sts:AssumeRole"))] },
    is: [created("a", "unknown")],
  },
  {
    title: "a role under a name of which a guardrail makes an exception",
    actor: may(makes),
    names: ["arn:aws:iam::*:role/exempt-*", "arn:aws:iam::*:user/exempt", roleArn("prod", "x")],
    is: [...raised("yes", "own", gift), created("Anyone", "yes"), created("exempt-x", "yes")],
  },
  {
    title: "no role under an exempt name that it may not create",
    actor: may(makes, roleArn("dev", "a")),
    names: [roleArn("dev", "exempt")],
    is: [created("a", "yes")],
  },
  {
    title: "a role from a template possibly",
    actor: may("iam:AcquireRole"),
    is: [created("Anyone", "unknown")],
  },
  {
    title: "no role where a service control policy denies it",
    actor: may([...makes, "iam:AcquireRole"]),
    more: { accounts: [member(ids.dev, denying("scp", "iam:*"))] },
    is: [],
  },
  {
    title: "both itself and roles that it creates",
    actor: may(makes, [actor, roleArn("dev", "a")]),
    more: { roles: [role(actor, ids.management)] },
    is: [...raised("yes", "own", gift), created("a", "yes")],
  },
  {
    title: "anything possibly where nobody read its policies",
    actor: { policies: [secret("own")] },
    is: [...raised("unknown", gift), created("Anyone", "unknown")],
  },
];

function powersOf({
  arn = actor,
  actor: who = {},
  more = {},
  names = [],
}: Omit<Case, "is" | "title">): Case["is"] {
  const model = organization(more);
  const rolesOf = (account: string): readonly Role[] =>
    (more.roles ?? []).filter((one) => one.account === account);
  return told(actorOf(identity(arn, who), { organization: model, names, rolesOf }).powers);
}

describe("what somebody can act as", () => {
  for (const { title, is, ...one } of cases) it(`is ${title}`, () => assert.deepEqual(powersOf(one), is));

  it("is a role that a root user creates, for certain and in its partition", () => {
    const model = organization({});
    const surroundings = { organization: model, names: [], rolesOf: () => [] };
    const anyone = roleArn("dev", "Anyone");
    assert.deepEqual(told(actorOf(rootUser(ids.dev), surroundings).powers), [
      [anyone, "yes", createdWords(anyone), [own]],
    ]);
    const cn = identity(`arn:aws-cn:iam::${ids.dev}:role/Actor`, may(makes));
    const made = `arn:aws-cn:iam::${ids.dev}:role/Anyone`;
    assert.deepEqual(told(actorOf(cn, surroundings).powers).slice(-1), [
      [made, "yes", createdWords(made), [own]],
    ]);
    const other = identity(`arn:aws-cn:iam::${ids.dev}:role/Actor`, may("iam:AcquireRole"));
    assert.deepEqual(told(actorOf(other, surroundings).powers), [
      [made, "unknown", createdWords(made), [own]],
    ]);
  });

  it("is a root user of itself no more than it is, and creates nothing that is denied", () => {
    const accounts = [member(ids.dev, denying("scp", "iam:*"))];
    const surroundings = { organization: organization({ accounts }), names: [], rolesOf: () => [] };
    assert.deepEqual(actorOf(rootUser(ids.dev), surroundings).powers, []);
  });

  it("has tags of its choice as a role that it creates", () => {
    const surroundings = { organization: organization({}), names: [], rolesOf: () => [] };
    const [power] = actorOf(identity(actor, may(makes, roleArn("dev", "a"))), surroundings).powers;
    assert.equal(power?.identity.tags, unknown);
    assert.equal(power.identity.account, ids.dev);
  });
});

const other = roleArn("dev", "Other");
const open = trusting({ Principal: { AWS: actor } });

describe("whom somebody may edit and get", () => {
  const taken: Case["is"] = [[other, "unknown", takenWords(other), [gift]]];
  const limited = { boundary, tags: team };
  const attached = { policies: [{ ...allowing({ Action: "s3:*" }), arn: policyArn }] };
  const rows: readonly (readonly [string, Partial<Identity>, Partial<Role>, Case["is"]])[] = [
    ...[
      "PutRolePolicy",
      "AttachRolePolicy",
      "DeleteRolePolicy",
      "DetachRolePolicy",
      "DeleteRolePermissionsBoundary",
      "PutRolePermissionsBoundary",
      "TagRole",
      "UntagRole",
    ].map((name): (typeof rows)[number] => [
      `a role that it may assume and edit by iam:${name}`,
      may(`iam:${name}`, other),
      { ...open, ...limited },
      taken,
    ]),
    ...["CreatePolicyVersion", "SetDefaultPolicyVersion"].map((name): (typeof rows)[number] => [
      `a role that it may assume and of which it may edit a policy by iam:${name}`,
      may(`iam:${name}`, policyArn),
      { ...open, ...attached },
      taken,
    ]),
    [
      "no role with other policies",
      may("iam:CreatePolicyVersion", `${policyArn}2`),
      { ...open, ...attached },
      [],
    ],
    [
      "no role with policies of its own alone",
      may("iam:CreatePolicyVersion"),
      { ...open, policies: [allowing()] },
      [],
    ],
    ["a role that it may edit and pass", may(["iam:TagRole", "iam:PassRole"], other), limited, taken],
    [
      "a role whose trust policy it may edit",
      may(["iam:TagRole", "iam:UpdateAssumeRolePolicy"], other),
      {},
      taken,
    ],
    ["no role that it may get alone", may(["iam:PassRole"], other), open, []],
    ["no role that it may edit alone", may("iam:TagRole", other), {}, []],
    ["no role that it may not edit", may("iam:TagRole", `${other}2`), open, []],
  ];
  for (const [title, who, more, is] of rows) {
    it(`is ${title}`, () => {
      assert.deepEqual(powersOf({ actor: who, more: { roles: [role(other, ids.management, more)] } }), is);
    });
  }

  it("is itself no more than it is", () => {
    const roles = [role(actor, actor)];
    assert.deepEqual(powersOf({ actor: may("iam:TagRole"), more: { roles } }), []);
  });
  it("is nobody of another account", () => {
    const roles = [{ ...role(roleArn("prod", "Other"), ids.management), ...open }];
    assert.deepEqual(powersOf({ actor: may("iam:TagRole"), more: { roles } }), []);
  });
  it("is all of them but itself, up to sixteen", () => {
    const arns = Array.from({ length: 18 }, (_, index) => roleArn("dev", `Other-${index}`));
    const roles = [role(actor, actor), ...arns.map((arn) => role(arn, actor))];
    const found = powersOf({ actor: may("iam:TagRole"), more: { roles } }).map(([arn]) => arn);
    assert.deepEqual(found, arns.slice(0, 16));
  });
  it("goes on after those that it does not get", () => {
    const roles = [
      role(roleArn("dev", "Shut"), ids.management),
      role(other, actor, limited),
      role(roleArn("prod", "Far"), actor),
    ];
    assert.deepEqual(powersOf({ actor: may("iam:TagRole"), more: { roles } }), taken);
  });
  it("has tags of its choice as such a role", () => {
    const model = organization({ roles: [role(other, actor, limited)] });
    const surroundings = { organization: model, names: [], rolesOf: () => [role(other, actor, limited)] };
    const [power] = actorOf(identity(actor, may("iam:TagRole")), surroundings).powers;
    assert.equal(power?.identity.tags, unknown);
    assert.equal(power.identity.boundary, undefined);
  });
  it("is not looked for where it has other powers", () => {
    const roles = [role(other, actor)];
    assert.deepEqual(
      powersOf({ actor: may("iam:PutRolePolicy"), more: { roles } }),
      raised("yes", "own", gift),
    );
  });
});

describe("whoever may create a role of a name that a way asks for", () => {
  const named_ = (Condition: Statement["Condition"], who: Partial<Identity>, arn = actor): Case["is"] => {
    const { trust } = trusting({
      Principal: { AWS: "*" },
      Action: "sts:AssumeRole",
      ...(Condition && { Condition }),
    });
    const { ways } = upperBound(trust);
    const before = { ...identity(arn, who), powers: [] };
    return ways.flatMap((way) => told(withNamesOf(way, before, { organization: organization({}) }).powers));
  };
  const like = (...names: string[]): Statement["Condition"] => ({ ArnLike: { "aws:PrincipalArn": names } });
  it("can act as it", () => {
    assert.deepEqual(named_(like("arn:aws:iam::*:role/deploy-*"), may(makes)), [created("deploy-x", "yes")]);
    assert.deepEqual(named_(like("arn:aws:iam::*:role/a-*", roleArn("dev", "b-*")), may(makes)), [
      created("a-x", "yes"),
      created("b-x", "yes"),
    ]);
    assert.deepEqual(named_(like("arn:aws:iam::*:role/a-*"), may("iam:AcquireRole")), [
      created("a-x", "unknown"),
    ]);
  });
  it("cannot act as somebody of another account, or as a user", () => {
    assert.deepEqual(named_(like(roleArn("prod", "a-*"), "arn:aws:iam::*:user/a-*"), may(makes)), []);
  });
  it("is no candidate for an exact name, which is there or is created by a step of its own", () => {
    assert.deepEqual(named_(like(roleArn("dev", "a")), may(makes)), []);
  });
  it("is not asked for anything where no name is asked for", () => {
    assert.deepEqual(named_({ StringLike: { "aws:PrincipalTag/team": "a-*" } }, may(makes)), []);
    assert.deepEqual(named_({}, may(makes)), []);
  });
  it("needs a right to create roles", () => {
    assert.deepEqual(named_(like("arn:aws:iam::*:role/a-*"), may("s3:*")), []);
    assert.deepEqual(named_(like("arn:aws:iam::*:role/a-*"), may(makes, roleArn("dev", "b-*"))), []);
  });
});
