import fc from "fast-check";

import type { ConditionBlock, Statement } from "../../../../trust/documents/policy";
import type { Identity, NamedDocument, Organization, Role } from "../../../../trust/organization";
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
  type At,
} from "../decide/model";
import { modelOf } from "./model";

const accounts = ["dev", "prod", "tooling"] as const;
export const roleArns = accounts.flatMap((account) => [roleArn(account, "One"), roleArn(account, "Two")]);
export const userArns = [userArn("dev", "ada"), userArn("prod", "bob")];
const sessions = [
  `arn:aws:sts::${ids.dev}:assumed-role/One/deploy`,
  `arn:aws:sts::${ids.prod}:assumed-role/Two/other`,
];

const some = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const conditions: fc.Arbitrary<ConditionBlock | undefined> = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  {
    weight: 4,
    arbitrary: some<ConditionBlock>(
      { StringEquals: { "aws:PrincipalTag/team": "shop" } },
      { StringEquals: { "aws:PrincipalTag/team": ["shop", "web"] } },
      { StringLike: { "aws:PrincipalTag/team": "s*" } },
      { StringEqualsIgnoreCase: { "aws:PrincipalTag/team": "Shop" } },
      { StringNotEquals: { "aws:PrincipalTag/team": "shop" } },
      { Null: { "aws:PrincipalTag/team": "false" } },
      { StringEquals: { "aws:RequestTag/team": "shop" } },
      { StringEquals: { "aws:RequestTag/team": "${aws:PrincipalTag/team}" } },
      { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } },
      { StringEquals: { "sts:ExternalId": ["42", "43"] } },
      { StringLike: { "sts:RoleSessionName": "dep*" } },
      { StringNotEquals: { "sts:RoleSessionName": "deploy" } },
      { StringEquals: { "sts:SourceIdentity": "ada" } },
      { StringEquals: { "aws:SourceIdentity": "ada" } },
      { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/O*" } },
      { StringEquals: { "aws:PrincipalArn": roleArns.slice(1, 4) } },
      { ArnNotEquals: { "aws:PrincipalArn": roleArns.slice(0, 2) } },
      { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } },
      { StringLike: { "aws:userid": "AROAEXAMPLEEXAMPLE0:*" } },
      { StringEquals: { "aws:userid": "AROAEXAMPLEEXAMPLE1:deploy" } },
      { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
      { Bool: { "aws:ViaAWSService": "false" } },
    ),
  },
);

const principals = fc.oneof(
  some<Statement["Principal"]>(
    { AWS: "*" },
    { AWS: "AROAEXAMPLEEXAMPLE2" },
    { Service: "lambda.amazonaws.com" },
  ),
  some(ids.dev, ids.prod, ids.tooling, ids.outside, ...sessions, ...roleArns, ...userArns).map((AWS) => ({
    AWS,
  })),
);
const effects = some("Allow", "Allow", "Allow", "Allow", "Deny") as fc.Arbitrary<"Allow" | "Deny">;

const trusts = fc.array(
  fc
    .record({
      Effect: effects,
      Principal: principals,
      Action: some<string | string[]>("sts:AssumeRole", "sts:*", ["sts:AssumeRole", "sts:TagSession"]),
      Condition: conditions,
    })
    .map(({ Condition, ...one }) => ({ ...one, ...(Condition && { Condition }) })),
  { minLength: 1, maxLength: 3 },
);

const resources = some<string>(
  "*",
  "*",
  "arn:aws:iam::*:role/T*",
  `arn:aws:iam::${ids.dev}:role/*`,
  `arn:aws:iam::${ids.dev}:*`,
  "arn:aws:iam::*:role/${aws:PrincipalTag/role}",
  ...roleArns,
  ...userArns,
);
const actions = some<string | string[]>(
  "sts:AssumeRole",
  "sts:AssumeRole",
  "sts:*",
  ["sts:AssumeRole", "sts:TagSession"],
  "iam:PutRolePolicy",
  "iam:UpdateAssumeRolePolicy",
  ["iam:TagRole", "sts:AssumeRole"],
  ["iam:CreateRole", "iam:PutRolePolicy"],
  ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"],
  "iam:CreateAccessKey",
);
const policies: fc.Arbitrary<readonly NamedDocument[]> = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc
        .record({ Effect: effects, Action: actions, Resource: resources, Condition: conditions })
        .map(({ Condition, ...one }) => allowing({ ...one, ...(Condition && { Condition }) })),
    },
    { weight: 1, arbitrary: fc.constant(secret("own")) },
  ),
  { maxLength: 2 },
);

const holder: fc.Arbitrary<Pick<Identity, "policies" | "tags" | "boundary">> = fc
  .record({
    policies,
    tags: some<Identity["tags"]>(
      new Map(),
      new Map(),
      new Map([["team", "shop"]]),
      new Map([
        ["team", "Web"],
        ["role", "Two"],
      ]),
      unknown,
    ),
    boundary: some<NamedDocument | undefined>(
      ...Array<undefined>(6).fill(undefined),
      allowing({ Action: "sts:*" }, "b"),
      allowing({ Action: "iam:*" }, "b"),
      secret("b"),
    ),
  })
  .map(({ boundary, ...rest }) => ({ ...rest, ...(boundary && { boundary }) }));

const guardrails = (kind: "scp" | "rcp"): fc.Arbitrary<At> =>
  fc
    .record({
      Action: some("sts:AssumeRole", "sts:TagSession", ...(kind === "scp" ? ["iam:*"] : [])),
      Resource: resources,
      Condition: conditions,
    })
    .map(({ Condition, Resource, Action }) => ({
      ou: [
        named("guardrail", kind, {
          Effect: "Deny",
          ...(kind === "rcp" && { Principal: "*" as const }),
          Action,
          Resource,
          ...(Condition && { Condition }),
        }),
      ],
    }));
const sometimes = (at: fc.Arbitrary<At>): fc.Arbitrary<At> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: at });

/** Small organizations with whatever decides who reaches whom. */
export const anyOrganization: fc.Arbitrary<Organization> = fc
  .record({
    roles: fc.tuple(
      ...roleArns.map((arn, index) =>
        fc.tuple(trusts, holder).map(([trust, more]): Role => ({
          ...role(arn, ids.management),
          ...trusting(...trust),
          ...more,
          ...(index < 4 && { uniqueId: `AROAEXAMPLEEXAMPLE${index}` }),
        })),
      ),
    ),
    users: fc.tuple(...userArns.map((arn) => holder.map((more) => identity(arn, more)))),
    accounts: fc.tuple(
      ...accounts.map((account) =>
        fc
          .tuple(sometimes(guardrails("scp")), sometimes(guardrails("rcp")))
          .map(([scps, rcps]) => member(ids[account], scps, rcps)),
      ),
    ),
  })
  .map((parts) => modelOf(parts));
