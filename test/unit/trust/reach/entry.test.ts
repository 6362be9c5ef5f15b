import assert from "node:assert/strict";

import { exactly, like } from "../../../../trust/bound/pattern";
import type { Statement } from "../../../../trust/documents/policy";
import type { Identity } from "../../../../trust/organization";
import { entryInto, trustIn, type Wanted } from "../../../../trust/reach/entry";
import { noTags } from "../../../../trust/reach/graph";
import type { Truth } from "../../../../trust/truth";
import { allowing, identity, ids, member, named, organization, role, roleArn } from "../decide/model";
import { may } from "./model";

const target = role(roleArn("dev", "Target"), ids.management);
const editor = roleArn("dev", "Editor");
const root = `arn:aws:iam::${ids.dev}:root`;

interface Case {
  readonly title: string;
  /** Of resource control policies that bind the role's account. */
  readonly denials?: readonly Partial<Statement>[];
  readonly editor?: Identity;
  readonly wanted?: Partial<Wanted>;
  /** For somebody who may edit the trust policy surely, and for somebody who may do so possibly. */
  readonly is: readonly [Truth, Truth];
}

const passing = identity(editor, may("iam:PassRole", target.arn));
const deny = (Condition?: Statement["Condition"], Action = "sts:*"): Partial<Statement> => ({
  Action,
  ...(Condition && { Condition }),
});
const exceptHere = deny({ StringNotEquals: { "aws:PrincipalAccount": ids.dev } });
const here = deny({ StringEquals: { "aws:PrincipalAccount": ids.dev } });
const tokens = deny(undefined, "sts:AssumeRoleWithWebIdentity");
const services = deny({ Bool: { "aws:PrincipalIsAWSService": "true" } }, "sts:AssumeRole");
const notServices = deny({ BoolIfExists: { "aws:PrincipalIsAWSService": "false" } });
const tagged = { tags: new Map([["team", exactly("shop")]]) };

const cases: readonly Case[] = [
  { title: "names itself, or somebody else if it may do so possibly", is: ["yes", "unknown"] },
  { title: "lets in nobody where everybody is denied", denials: [deny()], is: ["no", "no"] },
  { title: "names itself where nobody else is let in", denials: [exceptHere], is: ["yes", "unknown"] },
  {
    title: "names somebody outside where nobody here is let in",
    denials: [here, tokens, services],
    is: ["unknown", "unknown"],
  },
  {
    title: "has tokens let in where nobody is let in who signs requests",
    denials: [deny(undefined, "sts:AssumeRole")],
    editor: passing,
    is: ["unknown", "unknown"],
  },
  {
    title: "lets in nobody by services alone to which it may not pass the role",
    denials: [notServices],
    is: ["no", "no"],
  },
  {
    title: "lets in services to which it may pass the role",
    denials: [notServices],
    editor: passing,
    is: ["unknown", "unknown"],
  },
  {
    title: "passes the role to no service that is denied",
    denials: [notServices, services],
    editor: passing,
    is: ["no", "no"],
  },
  {
    title: "passes another role to no service",
    denials: [notServices],
    editor: identity(editor, may("iam:PassRole", `${target.arn}2`)),
    is: ["no", "no"],
  },
  {
    title: "names itself possibly where a network decides",
    denials: [deny({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } })],
    is: ["unknown", "unknown"],
  },
  { title: "as a root user names a role that it creates", editor: identity(root), is: ["yes", "unknown"] },
  {
    title: "as a root user names a role of its own account",
    editor: identity(root),
    denials: [exceptHere],
    is: ["yes", "unknown"],
  },
  {
    title: "as a root user names no role that is denied",
    editor: identity(root),
    denials: [notServices],
    is: ["no", "no"],
  },
  {
    title: "names others where its own policies deny it",
    editor: identity(editor, { policies: [allowing({ Effect: "Deny" })] }),
    is: ["unknown", "unknown"],
  },
  // What the session has to bring.
  { title: "passes tags that the next role wants", wanted: tagged, is: ["yes", "unknown"] },
  {
    title: "passes no tags where all are denied",
    wanted: tagged,
    denials: [deny(undefined, "sts:TagSession")],
    is: ["no", "no"],
  },
  {
    title: "needs to pass no tags where none are wanted",
    denials: [deny(undefined, "sts:TagSession")],
    is: ["yes", "unknown"],
  },
  {
    title: "passes a tag with a value that a pattern stands for",
    wanted: { tags: new Map([["team", like("shop-*")]]) },
    denials: [deny({ StringNotLike: { "aws:RequestTag/team": "shop-*" } })],
    is: ["yes", "unknown"],
  },
  {
    title: "passes no other tag than is wanted",
    wanted: tagged,
    denials: [deny({ StringNotEquals: { "aws:RequestTag/team": "other" } })],
    is: ["no", "no"],
  },
  {
    title: "gives the session the name that is wanted",
    wanted: { session: "me" },
    denials: [deny({ StringNotEquals: { "sts:RoleSessionName": "me" } })],
    is: ["yes", "unknown"],
  },
  {
    title: "gives the session no other name than is wanted",
    wanted: { session: "me" },
    denials: [deny({ StringEquals: { "sts:RoleSessionName": "me" } })],
    is: ["no", "no"],
  },
];

describe("whoever may edit a trust policy", () => {
  for (const { title, denials = [], wanted, is, ...one } of cases) {
    it(title, () => {
      const rcps = denials.map((statement, index) =>
        named(`denial ${index}`, "rcp", {
          Effect: "Deny",
          Principal: "*",
          Action: "sts:*",
          Resource: "*",
          ...statement,
        }),
      );
      const model = organization({ accounts: [member(ids.dev, {}, { root: rcps })] });
      const enter = entryInto(model, { role: target, tags: noTags, ...wanted });
      const who = one.editor ?? identity(editor);
      assert.deepEqual([enter(who, "yes"), enter(who, "unknown"), enter(who, "no")], [...is, "no"]);
      assert.equal(enter(who, "yes"), is[0], "asked again");
    });
  }

  it("as a root user of another partition creates a role of that partition", () => {
    const arn = `arn:aws-cn:iam::${ids.dev}:role/Target`;
    const rcp = named("partition", "rcp", {
      Effect: "Deny",
      Principal: "*",
      Action: "sts:*",
      Resource: "*",
      Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws-cn:iam::*:role/*" } },
    });
    const model = organization({ accounts: [member(ids.dev, {}, { root: [rcp] })] });
    const enter = entryInto(model, { role: role(arn, ids.management), tags: noTags });
    assert.equal(enter(identity(`arn:aws-cn:iam::${ids.dev}:root`), "yes"), "yes");
  });
});

describe("a trust policy that lets in somebody", () => {
  it("names it, or everybody as long as its ARN is not known", () => {
    const names = (arn: string): unknown => {
      const { statements } = trustIn(arn);
      return Array.isArray(statements) && (statements as readonly { principals?: unknown }[])[0]?.principals;
    };
    assert.deepEqual(names("urn:pulumi:dev::shop::role"), names("*"));
    assert.notDeepEqual(names(editor), names("*"));
  });
});
