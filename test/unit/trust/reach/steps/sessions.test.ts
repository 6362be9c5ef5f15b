import assert from "node:assert/strict";

import { exactly, like, type Pattern } from "../../../../../trust/bound/pattern";
import type { Statement } from "../../../../../trust/documents/policy";
import type { Identity, Role } from "../../../../../trust/organization";
import { almighty } from "../../../../../trust/reach/actors";
import { anySession, type Tags } from "../../../../../trust/reach/graph";
import { sessionsLetIn, strangerLetIn } from "../../../../../trust/reach/steps/sessions";
import { worldOf } from "../../../../../trust/reach/world";
import { unknown, type Truth } from "../../../../../trust/truth";
import { allowing, identity, ids, member, role, roleArn, trusting, userArn } from "../../decide/model";
import { denying, modelOf, type Parts } from "../model";

const target = roleArn("dev", "Target");
const far = roleArn("prod", "Far");
const user = userArn("prod", "ada");
const created = `, as a role that it creates, such as ${roleArn("prod", "Anyone")}`;
const raised = ", once it has given itself what it needs";

const assumes: Partial<Statement> = { Action: "sts:AssumeRole" };
const tagsSessions: Partial<Statement> = { Action: "sts:TagSession" };
const region = { Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } };
const allowed = (...statements: Partial<Statement>[]): Partial<Role> => ({
  policies: statements.map((one, index) => allowing(one, `policy ${index}`)),
});
const tag = (key: string, value: string | readonly string[]): Statement["Condition"] => ({
  StringEquals: { [`aws:PrincipalTag/${key}`]: value },
});
const manyTeams = Array.from({ length: 65 }, (_, index) => `team-${index}`);
const makes = { Action: ["iam:CreateRole", "iam:PutRolePolicy"] };
const withTags = (...values: readonly (readonly [string, string])[]): Pick<Role, "tags"> => ({
  tags: new Map(values),
});

/** Tags and name of the session, how certain it is to be let in, and by what. */
type Row = readonly [Readonly<Record<string, string>>, string | undefined, Truth, string];

interface Case {
  readonly title: string;
  readonly when?: Statement["Condition"];
  /** Of the target's trust policy. */
  readonly Action?: string | readonly string[];
  readonly Principal?: string;
  readonly far?: Partial<Role>;
  readonly user?: Partial<Identity>;
  readonly wanted?: Readonly<Record<string, Pattern>>;
  readonly session?: string;
  readonly more?: Parts;
  readonly is: readonly Row[];
}

const plain: Row = [{}, undefined, "yes", ""];
const shop = exactly("shop");

const cases: readonly Case[] = [
  { title: "any that is allowed", far: allowed(assumes), is: [plain] },
  { title: "none that is not allowed", is: [] },
  { title: "any possibly", far: allowed({ ...assumes, ...region }), is: [[{}, undefined, "unknown", ""]] },
  {
    title: "by its name",
    Principal: `arn:aws:sts::${ids.prod}:assumed-role/Far/me`,
    far: allowed(assumes),
    is: [[{}, "me", "yes", ""]],
  },
  // Tags that the way needs.
  {
    title: "with the tag that is needed, which is handed on",
    when: tag("team", "shop"),
    far: allowed(assumes, tagsSessions),
    is: [[{ team: "shop" }, undefined, "yes", ""]],
  },
  {
    title: "possibly with the tag that is needed, if it is not handed on",
    when: tag("team", "shop"),
    far: allowed(assumes),
    is: [[{ team: "shop" }, undefined, "unknown", ""]],
  },
  {
    title: "with the tag that is needed where it is handed on possibly, and let in surely if it is not",
    when: tag("team", "shop"),
    far: allowed(assumes, { ...tagsSessions, ...region }),
    is: [[{ team: "shop" }, undefined, "yes", ""]],
  },
  {
    title: "possibly with the tag that is needed where everything is possible",
    when: tag("team", "shop"),
    far: allowed({ ...assumes, ...region }, { ...tagsSessions, ...region }),
    is: [[{ team: "shop" }, undefined, "unknown", ""]],
  },
  { title: "none with the tag that is needed and no right", when: tag("team", "shop"), is: [] },
  {
    title: "with each of the values",
    when: tag("team", ["shop", "ops"]),
    far: allowed(assumes, tagsSessions),
    is: [
      [{ team: "shop" }, undefined, "yes", ""],
      [{ team: "ops" }, undefined, "yes", ""],
    ],
  },
  {
    title: "any of a role with the tag",
    when: tag("team", "shop"),
    far: { ...allowed(assumes), ...withTags(["team", "shop"]) },
    is: [plain],
  },
  {
    title: "any possibly where there are too many tags to tell apart",
    when: tag("team", manyTeams),
    far: allowed(assumes, tagsSessions),
    is: [[{}, undefined, "unknown", ""]],
  },
  {
    title: "any possibly where the role's tags are not known",
    when: tag("team", "shop"),
    far: { ...allowed(assumes, tagsSessions), tags: unknown },
    is: [
      [{ team: "shop" }, undefined, "yes", ""],
      [{}, undefined, "unknown", ""],
    ],
  },
  {
    title: "any once where the role's tags are not known and none is needed",
    far: { ...allowed(assumes), tags: unknown },
    is: [plain],
  },
  // Tags that it gives itself.
  ...(
    [
      ["that it may give itself", {}, true],
      [
        "that it may give itself by that key",
        { Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } } },
        true,
      ],
      [
        "that it may give itself with that value",
        { Condition: { StringEquals: { "aws:RequestTag/team": "shop" } } },
        true,
      ],
      ["but may not give itself", { Condition: { StringEquals: { "aws:RequestTag/team": "ops" } } }, false],
      ["but may give others alone", { Resource: `${far}2` }, false],
      [
        "that it may give itself as it is tagged",
        { Condition: { StringEquals: { "aws:ResourceTag/goal": "x" } } },
        true,
      ],
      [
        "but may not give itself as it is tagged",
        { Condition: { StringEquals: { "aws:ResourceTag/goal": "y" } } },
        false,
      ],
    ] as const
  ).map(([words, more, is]): Case => ({
    title: `with the tag ${words}`,
    when: { StringEquals: { "aws:PrincipalTag/team": "shop", "aws:PrincipalTag/goal": "x" } },
    far: {
      ...allowed(assumes, tagsSessions, { Action: "iam:TagRole", ...more } as Partial<Statement>),
      ...withTags(["goal", "x"]),
    },
    is: [[{ team: "shop" }, undefined, "yes", ""], ...(is ? [plain] : [])],
  })),
  {
    title: "none with a tag that it may give itself where it is denied",
    when: tag("team", "shop"),
    far: allowed({ Action: "iam:TagRole" }),
    is: [],
  },
  {
    title: "any with a tag that it gives itself where its others are not known",
    when: tag("team", "shop"),
    far: { ...allowed(assumes, { Action: "iam:TagRole" }), tags: unknown },
    is: [[{ team: "shop" }, undefined, "unknown", ""], plain, [{}, undefined, "unknown", ""]],
  },
  // Tags that the next session has to carry.
  {
    title: "that hand on the tag that is wanted, or that pass it",
    far: allowed(assumes, tagsSessions),
    wanted: { team: shop },
    is: [[{ team: "shop" }, undefined, "yes", ""], plain],
  },
  {
    title: "none that may not pass the tag that is wanted",
    far: allowed(assumes),
    wanted: { team: shop },
    is: [],
  },
  {
    title: "none where the role takes no tags",
    Action: "sts:AssumeRole",
    far: allowed(assumes, tagsSessions),
    wanted: { team: shop },
    is: [],
  },
  {
    title: "that carry one tag and hand on or pass another one",
    when: tag("stage", "dev"),
    far: allowed(assumes, tagsSessions),
    wanted: { team: shop },
    is: [
      [{ stage: "dev", team: "shop" }, undefined, "yes", ""],
      [{ stage: "dev" }, undefined, "yes", ""],
    ],
  },
  {
    title: "that carry a tag which they do not hand on, beside one that they do",
    when: { StringEquals: { "aws:PrincipalTag/stage": "dev" }, Null: { "aws:RequestTag/stage": "true" } },
    far: allowed(assumes, {
      ...tagsSessions,
      Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } },
    }),
    wanted: { team: shop },
    is: [
      [{ stage: "dev", team: "shop" }, undefined, "unknown", ""],
      [{ stage: "dev" }, undefined, "yes", ""],
    ],
  },
  {
    title: "that carry another value than they pass",
    when: tag("team", "ops"),
    far: allowed(assumes, tagsSessions),
    wanted: { team: shop },
    is: [[{ team: "ops" }, undefined, "yes", ""]],
  },
  {
    title: "that carry the narrower of two patterns",
    when: { StringLike: { "aws:PrincipalTag/team": "sh*" } },
    far: allowed(assumes, tagsSessions),
    wanted: { team: shop },
    is: [
      [{ team: "shop" }, undefined, "yes", ""],
      [{ team: "sh*" }, undefined, "yes", ""],
    ],
  },
  {
    title: "under the name that the next session must have",
    when: { StringEquals: { "sts:RoleSessionName": "me" } },
    far: allowed(assumes),
    session: "me",
    is: [plain],
  },
  {
    title: "none under another name than the next session must have",
    when: { StringEquals: { "sts:RoleSessionName": "me" } },
    far: allowed(assumes),
    session: "you",
    is: [],
  },
  // Tags that nobody says.
  {
    title: "possibly with another tag than the one that keeps it out",
    when: { StringNotEquals: { "aws:PrincipalTag/team": "shop" } },
    far: { ...allowed(assumes, tagsSessions), ...withTags(["team", "shop"]) },
    is: [[{ team: "*" }, undefined, "unknown", ""]],
  },
  {
    title: "possibly with another tag, beside the one that is wanted",
    when: { StringNotEquals: { "aws:PrincipalTag/team": "shop" } },
    far: { ...allowed(assumes, tagsSessions), ...withTags(["team", "shop"]) },
    wanted: { stage: exactly("dev") },
    is: [
      [{ team: "*" }, undefined, "unknown", ""],
      [{ team: "*", stage: "dev" }, undefined, "unknown", ""],
    ],
  },
  {
    title: "none with another tag and no right",
    when: { StringNotEquals: { "aws:PrincipalTag/team": "shop" } },
    far: withTags(["team", "shop"]),
    is: [],
  },
  // Powers.
  {
    title: "any once it has given itself what it needs",
    far: allowed({ Action: "iam:PutRolePolicy", Resource: far }),
    is: [[{}, undefined, "yes", raised]],
  },
  {
    title: "with a tag once it has given itself what it needs",
    when: tag("team", "shop"),
    far: allowed({ Action: "iam:PutRolePolicy", Resource: far }),
    is: [
      [{ team: "shop" }, undefined, "yes", raised],
      [{}, undefined, "yes", raised],
    ],
  },
  {
    title: "any as a role that it creates, which carries any tags",
    when: tag("team", "shop"),
    far: allowed(makes, { Effect: "Deny", Action: "iam:*", Resource: far }),
    is: [[{}, undefined, "yes", created]],
  },
  {
    title: "any as a role that it creates, which hands on any tags and passes any",
    when: tag("stage", "dev"),
    far: allowed(makes, { Effect: "Deny", Action: "iam:*", Resource: far }),
    wanted: { team: shop },
    is: [
      [{}, undefined, "yes", created],
      [{}, undefined, "yes", created],
    ],
  },
  {
    title: "any as a role that it creates, which passes another value than it carries",
    when: tag("team", "ops"),
    far: allowed(makes, { Effect: "Deny", Action: "iam:*", Resource: far }),
    wanted: { team: shop },
    is: [[{}, undefined, "yes", created]],
  },
  {
    title: "none as a role that it creates where that is denied",
    when: tag("team", "shop"),
    far: allowed(makes, { Effect: "Deny", Action: "iam:*", Resource: far }),
    more: { accounts: [member(ids.prod, denying("scp", "sts:*"))] },
    is: [],
  },
  // Users.
  { title: "of a user", user: allowed(assumes), is: [plain] },
  {
    title: "of a user with the tag",
    when: tag("team", "shop"),
    user: { ...allowed(assumes), ...withTags(["team", "shop"]) },
    is: [plain],
  },
  {
    title: "none of a user without the tag",
    when: tag("team", "shop"),
    user: allowed(assumes, tagsSessions),
    is: [],
  },
  {
    title: "none of a user whom its tag keeps out",
    when: { StringNotEquals: { "aws:PrincipalTag/team": "shop" } },
    user: { ...allowed(assumes, tagsSessions), ...withTags(["team", "shop"]) },
    is: [],
  },
  {
    title: "of a user who passes the tag that is wanted",
    user: allowed(assumes, tagsSessions),
    wanted: { team: shop },
    is: [plain],
  },
  {
    title: "of a user who tags itself",
    when: tag("team", "shop"),
    user: allowed(assumes, { Action: "iam:TagUser" }),
    is: [plain],
  },
  {
    title: "none of a user by the rights of roles",
    when: tag("team", "shop"),
    user: allowed(assumes, { Action: "iam:TagRole" }),
    is: [],
  },
];

function worldAndTarget(one: Omit<Case, "is" | "title">) {
  const trust = trusting({
    Principal: { AWS: one.Principal ?? "*" },
    Action: one.Action ?? ["sts:AssumeRole", "sts:TagSession"],
    ...(one.when && { Condition: one.when }),
  });
  const entered = role(target, "*", trust);
  const world = worldOf(
    modelOf({
      ...one.more,
      roles: [entered, role(far, ids.management, one.far)],
      users: [identity(user, one.user)],
    }),
  );
  const tags: Tags = new Map(Object.entries(one.wanted ?? {}));
  const session = one.session === undefined ? {} : { session: one.session };
  const [way] = world.waysInto(entered.trust).filter(({ action }) => action === "sts:AssumeRole");
  assert.ok(way);
  return { world, way, target: { node: anySession(target), role: entered, tags, ...session } };
}

describe("the sessions that a way lets in are", () => {
  for (const { title, is, ...one } of cases) {
    it(title, () => {
      const { world, way, target: wanted } = worldAndTarget(one);
      const actor = world.actors.get(one.user ? user : far);
      assert.ok(actor);
      const found = [...sessionsLetIn(world, wanted, way, actor)].map(({ tags, session, truth, by }): Row => [
        Object.fromEntries([...tags].map(([key, { text }]) => [key, text])),
        session,
        truth,
        by,
      ]);
      assert.deepEqual(found, is);
    });
  }
});

describe("somebody whom nobody knows", () => {
  const stranger = roleArn("outside", "Stranger");
  const untagged = {
    Condition: { Null: { "aws:PrincipalTag/team": "true", "aws:PrincipalTag/stage": "true" } },
  } as const;
  const eve = userArn("outside", "eve");
  const strangers: readonly (readonly [string, Omit<Case, "is" | "title">, Truth, string?, unknown?])[] = [
    ["is let in with everybody", {}, "yes"],
    ["is let in with the tags that it takes", { when: tag("team", "shop") }, "yes"],
    [
      "is let in with one of the values",
      { when: { StringLike: { "aws:PrincipalTag/team": ["a*", "b"] } } },
      "yes",
    ],
    [
      "is let in possibly where there are too many tags to tell apart",
      { when: tag("team", manyTeams) },
      "unknown",
    ],
    [
      "is let in without a tag that keeps others out",
      { when: { StringNotEquals: { "aws:PrincipalTag/team": "shop" } } },
      "yes",
    ],
    [
      "is let in possibly with tags that nobody says",
      { more: { accounts: [member(ids.dev, {}, denying("rcp", "sts:*", untagged))] } },
      "unknown",
    ],
    [
      "is not let in where it is denied",
      { more: { accounts: [member(ids.dev, {}, denying("rcp", "sts:*"))] } },
      "no",
    ],
    [
      "is let in under the name that the session must have",
      { when: { StringEquals: { "sts:RoleSessionName": "me" } }, session: "me" },
      "yes",
    ],
    [
      "is not let in under another name",
      { when: { StringEquals: { "sts:RoleSessionName": "me" } }, session: "you" },
      "no",
    ],
    ["passes the tags that are wanted", { wanted: { team: like("sh*") } }, "yes"],
    ["passes no tags where none are taken", { wanted: { team: shop }, Action: "sts:AssumeRole" }, "no"],
    ["is a user who passes the tags that are wanted", { wanted: { team: shop } }, "yes", eve],
    [
      "is told by what is known of it",
      { when: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } } },
      "no",
      stranger,
      { "aws:principalorgid": ["o-another"] },
    ],
    [
      "may be of the organization",
      { when: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } } },
      "unknown",
      stranger,
      { "aws:principalorgid": unknown },
    ],
  ];
  for (const [title, one, is, arn = stranger, context = {}] of strangers) {
    it(title, () => {
      const { world, way, target: wanted } = worldAndTarget(one);
      const who = almighty(arn, ids.outside);
      assert.equal(strangerLetIn(world, wanted, way, { identity: who, context: context as never }), is);
    });
  }
});
