import assert from "node:assert/strict";

import { exactly } from "../../../../../trust/bound/pattern";
import type { Statement } from "../../../../../trust/documents/policy";
import type { Identity } from "../../../../../trust/organization";
import { noTags } from "../../../../../trust/reach/graph";
import { anyName, callerOf } from "../../../../../trust/reach/judge";
import { gets, sessionWith, tagKeysFor, type Asking } from "../../../../../trust/reach/steps/request";
import { worldOf } from "../../../../../trust/reach/world";
import type { Truth } from "../../../../../trust/truth";
import { allowing, identity, ids, role, roleArn, trusting, userArn } from "../../decide/model";
import { may, modelOf } from "../model";

const target = roleArn("dev", "Target");
const far = roleArn("prod", "Far");
const user = userArn("prod", "ada");
const saml = `arn:aws:iam::${ids.dev}:saml-provider/sso`;
const google = "accounts.google.com";

const assumes = may("sts:AssumeRole");
const andTags = may(["sts:AssumeRole", "sts:TagSession"]);
const andSource = may(["sts:AssumeRole", "sts:SetSourceIdentity"]);
const allow: Partial<Statement> = { Principal: { AWS: "*" } };
const deny = (Condition: Statement["Condition"]): Partial<Statement> => ({
  Effect: "Deny",
  Principal: { AWS: "*" },
  ...(Condition && { Condition }),
});
const missing = (...keys: string[]): Partial<Statement> =>
  deny({ Null: Object.fromEntries(keys.map((key) => [key, "true"])) });

interface Case {
  readonly title: string;
  readonly trust: readonly Partial<Statement>[];
  readonly who?: Identity;
  readonly asking?: Partial<Asking>;
  readonly is: Truth;
}

const tagAndSource = missing("sts:SourceIdentity", "aws:RequestTag/team");

const cases: readonly Case[] = [
  { title: "is given to whom nothing keeps out", trust: [allow], is: "yes" },
  {
    title: "is not given to who is denied by what it cannot choose",
    trust: [allow, deny({ StringEquals: { "aws:PrincipalAccount": ids.prod } })],
    is: "no",
  },
  // What is chosen as the way requires.
  ...(["sts:ExternalId", "sts:RoleSessionName"] as const).flatMap((key): Case[] => [
    {
      title: `is given under the ${key} that is asked for`,
      trust: [{ ...allow, Condition: { StringEquals: { [key]: "a" } } }],
      is: "yes",
    },
    {
      title: `is possibly given under another ${key}`,
      trust: [allow, missing(key, "aws:RequestTag/team")],
      is: key === "sts:ExternalId" ? "unknown" : "yes",
    },
  ]),
  {
    title: "is given under the session name that is wanted",
    trust: [{ ...allow, Condition: { StringLike: { "sts:RoleSessionName": "a*" } } }],
    asking: { session: "abc" },
    is: "yes",
  },
  {
    title: "is not given under another session name than is wanted",
    trust: [{ ...allow, Condition: { StringLike: { "sts:RoleSessionName": "a*" } } }],
    asking: { session: "b" },
    is: "no",
  },
  {
    title: "is possibly given under another external id than the wanted session name allows for",
    trust: [
      allow,
      deny({ StringEquals: { "sts:RoleSessionName": "a" }, Null: { "sts:ExternalId": "true" } }),
    ],
    asking: { session: "a" },
    is: "unknown",
  },
  // A source identity or tags that somebody has to bring, whichever.
  {
    title: "is possibly given with a source identity",
    trust: [allow, tagAndSource],
    who: identity(far, andSource),
    is: "unknown",
  },
  {
    title: "is possibly given with a tag",
    trust: [allow, tagAndSource],
    who: identity(far, andTags),
    is: "unknown",
  },
  { title: "is not given to who may bring neither", trust: [allow, tagAndSource], is: "no" },
  {
    title: "is not given with both where the trust policy takes neither",
    trust: [{ ...allow, Action: "sts:AssumeRole" }, tagAndSource],
    who: identity(far, may("sts:*")),
    is: "no",
  },
  {
    title: "is possibly given with keys of tags that are handed on",
    trust: [allow, missing("sts:TransitiveTagKeys", "sts:SourceIdentity")],
    who: identity(far, andTags),
    is: "unknown",
  },
  {
    title: "is possibly given with keys of tags",
    trust: [allow, missing("aws:TagKeys", "sts:SourceIdentity")],
    who: identity(far, andTags),
    is: "unknown",
  },
  {
    title: "is not given to who may set a source identity where a tag is missing as well",
    trust: [
      allow,
      missing("sts:SourceIdentity", "aws:RequestTag/stage"),
      missing("aws:RequestTag/team", "aws:RequestTag/stage"),
    ],
    who: identity(far, andSource),
    is: "no",
  },
  {
    title: "is possibly given with an external id, whatever else may not be brought",
    trust: [allow, missing("sts:SourceIdentity", "aws:RequestTag/team", "sts:ExternalId")],
    is: "unknown",
  },
  // Tags.
  {
    title: "is given with the tags that it has to pass",
    trust: [{ ...allow, Condition: { StringEquals: { "aws:RequestTag/team": "shop" } } }],
    who: identity(far, andTags),
    asking: { passes: new Map([["stage", exactly("dev")]]) },
    is: "yes",
  },
  {
    title: "is not given to who may not pass them",
    trust: [allow],
    asking: { passes: new Map([["stage", exactly("dev")]]) },
    is: "no",
  },
  {
    title: "is given with all the tags that are known",
    trust: [{ ...allow, Condition: { StringEquals: { "aws:RequestTag/team": "shop" } } }],
    who: identity(far, andTags),
    asking: { tags: { team: "shop" } },
    is: "yes",
  },
  {
    title: "is not given with other tags than are known",
    trust: [{ ...allow, Condition: { StringEquals: { "aws:RequestTag/team": "shop" } } }],
    who: identity(far, andTags),
    asking: { tags: { team: "ops" } },
    is: "no",
  },
  {
    title: "hands on all of its tags",
    trust: [allow, deny({ "ForAllValues:StringNotEquals": { "sts:TransitiveTagKeys": ["team"] } })],
    who: identity(far, andTags),
    asking: { tags: { team: "shop" } },
    is: "yes",
  },
  // What was chosen before.
  ...["aws:SourceIdentity", "aws:userid"].flatMap((key): Case[] => [
    {
      title: `is possibly given to a session with another ${key}`,
      trust: [allow, deny({ StringNotEquals: { [key]: "x", "aws:PrincipalAccount": ids.dev } })],
      who: { ...identity(far, assumes), uniqueId: "AROAFARFARFARFAR1" },
      is: "unknown",
    },
    {
      title: `is not given to a user, who has no other ${key}`,
      trust: [allow, deny({ StringNotEquals: { [key]: "x", "aws:PrincipalAccount": ids.dev } })],
      who: { ...identity(user, assumes), uniqueId: "AIDAADAADAADAADA1" },
      is: "no",
    },
  ]),
  // Tags of a service, which are what it passes.
  ...["rolesanywhere.amazonaws.com", "lambda.amazonaws.com"].flatMap((service): Case[] => {
    const trust = [
      {
        Principal: { Service: service },
        Condition: { StringEquals: { "aws:PrincipalTag/x509Subject/CN": "a" } },
      },
    ];
    const caller = { kind: "service", service } as const;
    return [
      { title: `is possibly given to ${service} with some tags`, trust, asking: { caller }, is: "unknown" },
      { title: `is not given to ${service} without any`, trust, asking: { caller, tags: {} }, is: "no" },
      {
        title: `is not given to ${service} where it may pass none`,
        trust: trust.map((one) => ({ ...one, Action: "sts:AssumeRole" })),
        asking: { caller },
        is: "no",
      },
    ];
  }),
  // Claims.
  ...(
    [
      ["saml", saml, "saml:aud", "sts:AssumeRoleWithSAML"],
      ["webIdentity", google, `${google}:aud`, "sts:AssumeRoleWithWebIdentity"],
    ] as const
  ).flatMap(([kind, provider, key, Action]): Case[] => {
    const federated: Partial<Statement> = { Principal: { Federated: provider }, Action };
    const asking = { caller: { kind, provider, claims: { aud: ["a"] } } } as const;
    const denies = (Condition: Statement["Condition"]): Partial<Statement> => ({
      ...deny(Condition),
      Principal: { Federated: provider },
    });
    return [
      { title: `is given to ${kind}`, trust: [federated], asking, is: "yes" },
      {
        title: `is possibly given to ${kind} with other claims`,
        trust: [federated, denies({ StringEquals: { [key]: "a" } })],
        asking,
        is: "unknown",
      },
      {
        title: `is not given to ${kind} without what AWS vouches for`,
        trust: [federated, denies({ Null: { "aws:PrincipalOrgID": "true" } })],
        asking,
        is: "no",
      },
    ];
  }),
];

describe("a session of a role", () => {
  for (const { title, trust, who = identity(far, assumes), asking = {}, is } of cases) {
    it(title, () => {
      const entered = role(target, "*", trusting(...trust));
      const world = worldOf(modelOf({ roles: [entered] }));
      const [way] = world.waysInto(entered.trust);
      assert.ok(way);
      const caller = asking.caller ? {} : { identity: who };
      assert.equal(gets(world, entered, way, { caller: callerOf(who), ...caller, ...asking }), is);
    });
  }

  it("is given by one way, not by another one", () => {
    const entered = role(
      target,
      "*",
      trusting(
        { Principal: { AWS: far }, Action: "sts:AssumeRole" },
        { Principal: { AWS: user }, Action: "sts:AssumeRole" },
      ),
    );
    const world = worldOf(modelOf({ roles: [entered] }));
    const who = identity(far, assumes);
    const answers = world
      .waysInto(entered.trust)
      .map((way) => gets(world, entered, way, { caller: callerOf(who), identity: who }));
    assert.deepEqual(answers, ["yes", "no"]);
  });
});

describe("the caller", () => {
  const both = new Map([
    ["team", exactly("shop")],
    ["stage", exactly("dev")],
  ]);
  it("carries tags and hands on some", () => {
    const who = identity(far);
    assert.deepEqual(sessionWith(who, noTags, noTags), { kind: "session", role: far, name: anyName });
    assert.deepEqual(sessionWith(who, both, new Map([["team", exactly("shop")]]), "me"), {
      kind: "session",
      role: far,
      name: "me",
      tags: { team: "shop", stage: "dev" },
      transitive: ["team"],
    });
    assert.deepEqual(sessionWith(identity(user), both, both, "me"), { kind: "user", arn: user });
  });
  it("is asked for tags by the policies that decide", () => {
    const asks = (key: string): Partial<Statement> => ({ Condition: { StringEquals: { [key]: "x" } } });
    const entered = role(
      target,
      "*",
      trusting({ Principal: { AWS: "*" }, ...asks("aws:PrincipalTag/Team") }),
    );
    const who = identity(far, {
      policies: [allowing(asks("aws:PrincipalTag/stage")), allowing(asks("aws:userid"))],
    });
    assert.deepEqual(tagKeysFor(worldOf(modelOf({})), entered, who), ["team", "stage"]);
  });
});
