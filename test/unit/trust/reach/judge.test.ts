import assert from "node:assert/strict";

import type { Statement } from "../../../../trust/documents/policy";
import type { Identity } from "../../../../trust/organization";
import {
  accountIn,
  allOf,
  anyName,
  callerOf,
  getsSession,
  isArn,
  may,
  mayBeAllowed,
  sameAccount,
  type About,
} from "../../../../trust/reach/judge";
import { unknown, type Truth, type Unknown } from "../../../../trust/truth";
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
import { denying, may as policies, type Parts } from "./model";

const actor = roleArn("dev", "Actor");
const target = roleArn("dev", "Target");
const somewhere = "urn:pulumi:dev::shop::aws:iam/role:Role::target";
const nameless = "urn:pulumi:dev::shop::aws:iam/role:Role::actor";
const action = "iam:passrole";

interface Case {
  readonly title: string;
  readonly actor?: Partial<Identity>;
  /** What allows the action, beside `Allow` on everything. */
  readonly when?: Partial<Statement>;
  readonly resource?: string | Unknown;
  readonly about?: About;
  readonly more?: Parts;
  readonly is: Truth;
}

const on = (Resource: string): Partial<Statement> => ({ Resource });
const iff = (Condition: Statement["Condition"]): Partial<Statement> => ({ ...(Condition && { Condition }) });
const equal = (key: string, value: string): Partial<Statement> => iff({ StringEquals: { [key]: value } });
const andDenies = (statement: Partial<Statement>): Partial<Identity> => ({
  policies: [...policies("*").policies, allowing({ Effect: "Deny", Action: "*", ...statement }, "denial")],
});
const withScp = (more: Partial<Statement> = {}): Parts => ({
  accounts: [member(ids.dev, denying("scp", "iam:PassRole", more))],
});

const cases: readonly Case[] = [
  { title: "does nothing without a policy", actor: { policies: [] }, is: "no" },
  { title: "does what is allowed on everything", is: "yes" },
  { title: "does what is allowed on the resource", when: on(target), is: "yes" },
  { title: "does not what is allowed on another resource", when: on(`${target}2`), is: "no" },
  { title: "possibly does what nobody read", actor: { policies: [secret("own")] }, is: "unknown" },
  { title: "does nothing in another account", resource: roleArn("prod", "Target"), is: "no" },
  { title: "does what it may to what has no account", resource: "arn:aws:s3:::shop", is: "yes" },
  {
    title: "possibly is of the account of a resource, if its own account is not known",
    actor: { account: "account of shop" },
    is: "unknown",
  },
  {
    title: "is of its own account, though that is not known",
    actor: { account: "account of shop" },
    resource: somewhere,
    is: "yes",
  },
  // Resources that are not known.
  { title: "does what is allowed on everything to what is not known", resource: unknown, is: "yes" },
  {
    title: "possibly does it where it is allowed on some",
    resource: unknown,
    when: on(target),
    is: "unknown",
  },
  { title: "does it to what has no ARN yet", resource: somewhere, is: "yes" },
  { title: "possibly means what has no ARN yet", resource: somewhere, when: on(target), is: "unknown" },
  {
    title: "does nothing to what is not known where it is denied on everything",
    resource: unknown,
    actor: andDenies({}),
    is: "no",
  },
  {
    title: "possibly does it where it is denied on some",
    resource: unknown,
    actor: andDenies(on(target)),
    is: "unknown",
  },
  {
    title: "does it to the one where it is denied on another",
    actor: andDenies(on(`${target}2`)),
    is: "yes",
  },
  // Boundaries.
  {
    title: "does what the boundary allows as well",
    actor: { boundary: allowing({ Action: "*" }) },
    is: "yes",
  },
  { title: "does not what the boundary does not allow", actor: { boundary: allowing() }, is: "no" },
  { title: "possibly does what an unread boundary allows", actor: { boundary: secret("b") }, is: "unknown" },
  {
    title: "does not what the boundary denies",
    actor: { boundary: named("b", "permissions", { Effect: "Deny", Action: "*", Resource: "*" }) },
    is: "no",
  },
  // Guardrails.
  { title: "does not what a service control policy denies", more: withScp(), is: "no" },
  { title: "does what one denies on another resource", more: withScp(on(`${target}2`)), is: "yes" },
  {
    title: "possibly does what one denies on some, to what is not known",
    more: withScp(on(`${target}2`)),
    resource: unknown,
    is: "unknown",
  },
  {
    title: "does not what one denies on everything, to what is not known",
    more: withScp(),
    resource: unknown,
    is: "no",
  },
  {
    title: "possibly does what nobody knows to be guarded",
    more: { accounts: [{ id: ids.dev, isManagement: false, levels: unknown }] },
    is: "unknown",
  },
  {
    title: "does it outside of the organization, where nothing guards",
    actor: { arn: roleArn("outside", "Actor"), account: "888888888888" },
    resource: "arn:aws:iam::888888888888:role/Target",
    is: "yes",
  },
  {
    title: "does what is denied for other principals",
    more: withScp(iff({ ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/Actor" } })),
    is: "yes",
  },
  {
    title: "does not what is denied for all other principals",
    more: withScp(iff({ ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/Other" } })),
    is: "no",
  },
  // Condition keys.
  { title: "calls by itself", when: iff({ Bool: { "aws:ViaAWSService": "false" } }), is: "yes" },
  { title: "calls through no service", when: iff({ Bool: { "aws:ViaAWSService": "true" } }), is: "no" },
  { title: "is called by no service", when: iff({ Null: { "aws:CalledVia": "true" } }), is: "yes" },
  { title: "is of its organization", when: equal("aws:PrincipalOrgID", "o-exampleorg"), is: "yes" },
  { title: "is of no other organization", when: equal("aws:PrincipalOrgID", "o-another"), is: "no" },
  // An account that the data does not have may be of the organization all the same.
  ...["aws:PrincipalOrgID", "aws:ResourceOrgID"].map((key): Case => ({
    title: `is possibly of the organization by ${key}, in an account that is not known`,
    actor: { arn: "arn:aws:iam::888888888888:role/Actor", account: "888888888888" },
    resource: "arn:aws:iam::888888888888:role/Target",
    when: equal(key, "o-exampleorg"),
    is: "unknown",
  })),
  {
    title: "is not of it in an account outside",
    actor: { arn: roleArn("outside", "Actor"), account: ids.outside },
    resource: roleArn("outside", "Target"),
    when: equal("aws:PrincipalOrgID", "o-exampleorg"),
    is: "no",
  },
  {
    title: "possibly calls without encryption",
    when: iff({ Bool: { "aws:SecureTransport": "true" } }),
    is: "unknown",
  },
  { title: "is of its account", when: equal("aws:PrincipalAccount", ids.dev), is: "yes" },
  {
    title: "possibly does it in some region",
    when: equal("aws:RequestedRegion", "eu-west-1"),
    is: "unknown",
  },
  {
    title: "is told more of the request",
    when: equal("iam:PassedToService", "lambda.amazonaws.com"),
    about: { context: { "iam:passedtoservice": ["lambda.amazonaws.com"] } },
    is: "yes",
  },
  {
    title: "is told otherwise of the request",
    when: equal("iam:PassedToService", "lambda.amazonaws.com"),
    about: { context: { "iam:passedtoservice": ["ec2.amazonaws.com"] } },
    is: "no",
  },
  { title: "knows no tags of the resource", when: equal("aws:ResourceTag/team", "shop"), is: "unknown" },
  {
    title: "knows the tags of the resource that it is told",
    when: equal("aws:ResourceTag/team", "shop"),
    about: { tags: new Map([["team", "shop"]]) },
    is: "yes",
  },
  {
    title: "knows the resource to have no other tags",
    when: equal("aws:ResourceTag/team", "shop"),
    about: { tags: new Map() },
    is: "no",
  },
  { title: "chooses the tags that it passes", when: equal("aws:RequestTag/team", "shop"), is: "unknown" },
  { title: "chooses the keys of tags", when: equal("aws:TagKeys", "team"), is: "unknown" },
  {
    title: "passes the tags that are told",
    when: equal("aws:RequestTag/team", "shop"),
    about: { context: { "aws:requesttag/team": ["shop"] } },
    is: "yes",
  },
  {
    title: "passes no others than the tags that are told",
    when: iff({ "ForAnyValue:StringEquals": { "aws:TagKeys": "team" } }),
    about: { context: { "aws:tagkeys": ["other"] } },
    is: "no",
  },
  // A principal whose ARN is not known yet.
  ...[
    ["aws:PrincipalArn", actor],
    ["aws:PrincipalAccount", ids.dev],
    ["aws:PrincipalType", "User"],
    ["aws:username", "ada"],
    ["aws:userid", "AIDA"],
  ].map(([key = "", value = ""]): Case => ({
    title: `possibly has any ${key} as long as its ARN is not known`,
    actor: { arn: nameless },
    when: equal(key, value),
    is: "unknown",
  })),
  { title: "has no user's name as a role", when: equal("aws:username", "ada"), is: "no" },
  { title: "is no user as a role", when: equal("aws:PrincipalType", "User"), is: "no" },
];

describe("what somebody may do in its account", () => {
  for (const { title, when, is, more = {}, resource = target, about, ...one } of cases) {
    it(`is known: it ${title}`, () => {
      const who = identity(actor, { policies: [allowing({ Action: "iam:*", ...when })], ...one.actor });
      assert.equal(may(organization(more), who, action, resource, about), is);
    });
  }

  const told: readonly (readonly [Partial<Statement>, boolean])[] = [
    [{ Action: "iam:PassRole" }, true],
    [{ Action: "iam:*" }, true],
    [{ Action: "sts:*" }, false],
    [{ Action: ["sts:*", "iam:Pass*"] }, true],
    [{ Action: "iam:*", Effect: "Deny" }, false],
    [{ Action: undefined, NotAction: "sts:*" } as never, true],
    [{ Action: undefined, NotAction: "iam:*" } as never, false],
    [{ Action: unknown } as never, true],
    [{ Effect: unknown, Action: "iam:*" } as never, true],
    [{ Effect: unknown, Action: "sts:*" } as never, false],
  ];
  it("is worth a closer look where a policy is about the action", () => {
    for (const [statement, is] of told) {
      assert.equal(mayBeAllowed({ ...identity(actor), policies: [allowing(statement)] }, action), is);
      const two = [allowing({ Action: "s3:*" }), allowing(statement)];
      assert.equal(mayBeAllowed({ ...identity(actor), policies: two }, action), is);
    }
    assert.equal(mayBeAllowed(identity(actor), action), false);
    const statement = (Action: string): Statement => ({ Effect: "Allow", Action, Resource: "*" });
    const both = named("both", "permissions", statement("s3:*"), statement("iam:*"));
    assert.equal(mayBeAllowed({ ...identity(actor), policies: [both] }, action), true);
    assert.equal(mayBeAllowed({ ...identity(actor), policies: [secret("own")] }, action), true);
  });

  it("is all of some actions if none is denied, and is not looked at further than one that is", () => {
    const asked: string[] = [];
    const answers: Readonly<Record<string, Truth>> = { a: "yes", b: "unknown", c: "no", d: "yes" };
    const ask = (name: string): Truth => {
      asked.push(name);
      return answers[name] ?? "no";
    };
    assert.equal(allOf(["a", "d"], ask), "yes");
    assert.equal(allOf(["a", "b"], ask), "unknown");
    assert.equal(allOf([], ask), "yes");
    asked.length = 0;
    assert.equal(allOf(["b", "c", "d"], ask), "no");
    assert.deepEqual(asked, ["b", "c"]);
  });
});

describe("a session of a role", () => {
  const asks = (more: Partial<Identity> = {}): Identity => identity(actor, more);
  const gets = (AWS: string, who: Identity, parts: Parts = {}): Truth =>
    getsSession(organization(parts), { caller: callerOf(who), role: target }, role(target, AWS), who);

  it("is had by whom the trust policy names", () => {
    assert.equal(gets(actor, asks()), "yes");
    assert.equal(gets(ids.management, asks()), "no");
    assert.equal(gets(ids.dev, asks({ policies: [secret("own")] })), "unknown");
  });
  it("is had by a user and by a root user", () => {
    const user = userArn("dev", "ada");
    assert.equal(gets(user, identity(user)), "yes");
    assert.equal(gets(user, identity(user, { boundary: secret("b") })), "unknown");
    const root = `arn:aws:iam::${ids.dev}:root`;
    assert.equal(gets(ids.dev, identity(root, policies("*"))), "no");
  });
  it("is had under what the caller gives itself, whatever the organization says of it", () => {
    const parts = { roles: [role(actor, ids.management)] };
    assert.equal(gets(ids.dev, asks(policies("sts:*")), parts), "yes");
    assert.equal(gets(ids.dev, asks(), parts), "no");
  });
  it("is had by a role of itself as the trust policy in question says", () => {
    const own = role(target, ids.management, policies("sts:*"));
    const request = { caller: callerOf(own), role: target };
    assert.equal(getsSession(organization({}), request, own, own), "no");
    const open = { ...own, ...trusting({ Principal: { AWS: target } }) };
    assert.equal(getsSession(organization({}), request, open, own), "yes");
    const shut = { ...open, policies: [] };
    assert.equal(getsSession(organization({}), request, shut, open), "yes");
  });
  it("is possibly one of the organization's, in accounts that are not known here", () => {
    const within = (account: string, caller: string, key: string): Truth => {
      const [arn, who] = [`arn:aws:iam::${account}:role/Target`, identity(caller, policies("*"))];
      const Condition = { StringEquals: { [key]: "o-exampleorg" } };
      const asked = { ...role(arn, "*"), ...trusting({ Principal: { AWS: "*" }, Condition }) };
      return getsSession(organization({}), { caller: callerOf(who), role: arn }, asked, who);
    };
    const [stranger, nobodys] = [roleArn("outside", "Actor"), "arn:aws:iam::888888888888:role/Actor"];
    assert.equal(within(ids.dev, stranger, "aws:PrincipalOrgID"), "no");
    assert.equal(within(ids.dev, nobodys, "aws:PrincipalOrgID"), "unknown");
    assert.equal(within(ids.outside, actor, "aws:ResourceOrgID"), "no");
    assert.equal(within("888888888888", actor, "aws:ResourceOrgID"), "unknown");
  });
  it("is asked for by the caller itself, and through no service", () => {
    const when = (key: string, value: string): Truth =>
      getsSession(
        organization({}),
        { caller: callerOf(asks()), role: target },
        {
          ...role(target, actor),
          ...trusting({ Principal: { AWS: actor }, Condition: { Bool: { [key]: value } } }),
        },
        asks(),
      );
    assert.equal(when("aws:ViaAWSService", "false"), "yes");
    assert.equal(when("aws:ViaAWSService", "true"), "no");
  });
  it("is had by nobody whom the guardrails of its own account stop, or those of the role's", () => {
    const far = identity(roleArn("prod", "Far"), policies("sts:*"));
    assert.equal(gets(far.arn, far), "yes");
    assert.equal(
      gets(far.arn, far, { accounts: [member(ids.prod, denying("scp", "sts:AssumeRole"))] }),
      "no",
    );
    assert.equal(
      gets(far.arn, far, { accounts: [member(ids.dev, {}, denying("rcp", "sts:AssumeRole"))] }),
      "no",
    );
    assert.equal(
      gets(far.arn, far, { accounts: [member(ids.dev, denying("scp", "sts:AssumeRole"))] }),
      "yes",
    );
  });
});

describe("a caller", () => {
  it("is a session of a role, a user or a root user", () => {
    const root = `arn:aws:iam::${ids.dev}:root`;
    const user = userArn("dev", "ada");
    assert.deepEqual(callerOf(identity(root)), { kind: "root", account: ids.dev });
    assert.deepEqual(callerOf(identity(user)), { kind: "user", arn: user });
    assert.deepEqual(callerOf(identity(actor)), { kind: "session", role: actor, name: anyName });
    assert.deepEqual(callerOf(identity(actor), { name: "me", transitive: ["team"] }), {
      kind: "session",
      role: actor,
      name: "me",
      transitive: ["team"],
    });
    assert.equal(callerOf(identity(nameless)).kind, "session");
  });
});

describe("an account", () => {
  it("may be any if it is not known", () => {
    const same: readonly (readonly [string, string, Truth])[] = [
      [ids.dev, ids.dev, "yes"],
      [ids.dev, ids.prod, "no"],
      [ids.dev, "", "yes"],
      ["account of shop", "account of shop", "yes"],
      ["account of shop", ids.dev, "unknown"],
      [`${ids.dev}1`, ids.dev, "unknown"],
      [`a${ids.dev}`, ids.dev, "unknown"],
    ];
    for (const [one, other, is] of same) assert.equal(sameAccount(one, other), is, `${one} and ${other}`);
  });
  it("is outside of the organization if that does not have it", () => {
    const has = organization({});
    assert.equal(accountIn(has, ids.dev), has.accounts.get(ids.dev));
    assert.deepEqual(accountIn(has, "888888888888"), { id: "888888888888", isManagement: false, levels: [] });
  });
});

describe("an ARN", () => {
  it("is told from what is called otherwise", () => {
    assert.deepEqual(["*", actor, "arn:aws:s3:::a", nameless, "", "an arn:aws"].map(isArn), [
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
