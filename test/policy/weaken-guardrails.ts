import { list, type ConditionBlock, type PolicyDocument, type Statement } from "../../trust/documents/policy";
import { ids, launcherArn } from "./resources";

/** A guardrail that was changed in one way. */
export interface Mutant {
  /** Operator and what it did, e.g. `drop an action: sts:AssumeRole`. */
  readonly title: string;
  readonly document: unknown;
}

type Change = readonly [what: string, statement: Statement];
type Operator = (statement: Statement) => readonly Change[];

const key = "aws:PrincipalArn";
const deployRoles = "arn:aws:iam::*:role/octopus/deploy/*";

/** What somebody might put in the launcher's place, or beside it, and whom it lets through. */
const exemptions = {
  "the root user": `arn:aws:iam::${ids.tooling}:root`,
  "everybody of the launcher's account": `arn:aws:iam::${ids.tooling}:*`,
  "another role": `arn:aws:iam::${ids.tooling}:role/Admin`,
  "a user": `arn:aws:iam::${ids.tooling}:user/OctoLauncherRole`,
  "a namesake of another account": `arn:aws:iam::${ids.foreign}:role/OctoLauncherRole`,
  "namesakes of all accounts": "arn:aws:iam::*:role/OctoLauncherRole",
  "a namesake of another path": `arn:aws:iam::${ids.tooling}:role/x/OctoLauncherRole`,
  "names that begin the same": `${launcherArn}*`,
  "names that end the same": `arn:aws:iam::${ids.tooling}:role/*OctoLauncherRole`,
  "a name with one character more": `${launcherArn}2`,
  "a name in lower case": launcherArn.toLowerCase(),
  "a session instead of its role": `arn:aws:sts::${ids.tooling}:assumed-role/OctoLauncherRole/*`,
  everybody: "*",
} as const;

/** Conditions that hold for some of those who must be denied, or for none. */
const conditions: Readonly<Record<string, ConditionBlock>> = {
  "an address": { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
  "a VPC": { StringNotEqualsIfExists: { "aws:SourceVpc": "vpc-0abc" } },
  "no MFA": { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
  "a tag": { StringNotEquals: { "aws:PrincipalTag/team": "platform" } },
  "a region": { StringNotEquals: { "aws:RequestedRegion": "eu-central-1" } },
  "an external id": { Null: { "sts:ExternalId": "true" } },
  "another organization": { StringNotEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } },
  "another account": { StringNotEquals: { "aws:PrincipalAccount": ids.tooling } },
  "a date": { DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } },
  "no principal": { Null: { [key]: "true" } },
  "a principal": { Null: { [key]: "false" } },
  "no service": { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
  "no service, surely": { Bool: { "aws:PrincipalIsAWSService": "false" } },
  "a service": { Bool: { "aws:PrincipalIsAWSService": "true" } },
};

const comparisons = [
  ...["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
  ...["StringLike", "StringNotLike", "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"],
];

const conditionOperators = [
  ...comparisons.flatMap((name) => [name, `${name}IfExists`]),
  ...["StringEquals", "StringNotEquals", "ArnNotLike"].flatMap((name) =>
    ["ForAllValues", "ForAnyValue"].flatMap((set) => [`${set}:${name}`, `${set}:${name}IfExists`]),
  ),
  "Null",
  "Bool",
];

function exempting(values: readonly string[], operator: string): ConditionBlock {
  return { [operator]: { [key]: values } };
}

function operatorOf({ Condition = {} }: Statement): string {
  return Object.keys(Condition)[0] ?? "";
}

/** The operators, by name; each makes one change at a time to the statement about deploy roles. */
const operators: Readonly<Record<string, Operator>> = {
  "drop an action": (statement) =>
    list(statement.Action).map((action) => [
      action,
      { ...statement, Action: list(statement.Action).filter((other) => other !== action) },
    ]),
  "name an action that there is not": (statement) => [
    ["sts:AssumeRoles", { ...statement, Action: "sts:AssumeRoles" }],
  ],
  "take the actions for those left out": ({ Action, ...statement }) => [
    ["NotAction", { ...statement, NotAction: list(Action) }],
  ],
  "narrow the resource": (statement) =>
    [
      `arn:aws:iam::${ids.prod}:role/octopus/deploy/*`,
      "arn:aws:iam::*:role/octopus/deploy/*Role",
      "arn:aws:iam::*:role/octopus/deploy/prod/*",
      "arn:aws:iam::*:role/octopus/deploy/?",
      "arn:aws:iam::*:role/octopus/Deploy/*",
      "arn:aws:iam::*:role/*DeployRole",
      "arn:aws-cn:iam::*:role/octopus/deploy/*",
      "arn:aws:iam::${aws:PrincipalAccount}:role/octopus/deploy/*",
      "arn:aws:iam::*:role/octopus/deploy/${aws:PrincipalTag/team}*",
      `arn:aws:iam::${ids.prod}:role/octopus/deploy/ProdDeployRole`,
    ].map((resource) => [resource, { ...statement, Resource: resource }]),
  "take the resource for what is left out": ({ Resource, ...statement }) => [
    ["NotResource", { ...statement, NotResource: list(Resource) }],
  ],
  "leave out a resource": ({ Resource: _Resource, ...statement }) => [
    [
      "a deploy role",
      { ...statement, NotResource: `arn:aws:iam::${ids.prod}:role/octopus/deploy/ProdDeployRole` },
    ],
    ["nothing of ours", { ...statement, NotResource: "arn:aws:iam::*:role/octopus/provisioning/*" }],
  ],
  "add a condition": (statement) =>
    Object.entries(conditions).map(([what, more]) => [
      what,
      { ...statement, Condition: merged(statement.Condition, more) },
    ]),
  "change the operator": (statement) =>
    conditionOperators.map((operator) => [
      operator,
      { ...statement, Condition: exempting([launcherArn], operator) },
    ]),
  "change the key": (statement) =>
    [
      ...["aws:PrincipalAccount", "aws:userid", "aws:username", "aws:SourceArn", "aws:PrincipalTag/role"],
      "AWS:PRINCIPALARN",
    ].map((other) => [
      other,
      { ...statement, Condition: { [operatorOf(statement)]: { [other]: [launcherArn] } } },
    ]),
  "exempt besides": (statement) =>
    Object.entries(exemptions).flatMap(([whom, value]) =>
      [operatorOf(statement), "ArnNotLike", "StringNotLike"].map((operator): Change => [
        `${whom}, by ${operator}`,
        { ...statement, Condition: exempting([launcherArn, value], operator) },
      ]),
    ),
  "exempt instead": (statement) =>
    Object.entries(exemptions).flatMap(([whom, value]) =>
      ["ArnNotLike", "StringNotLikeIfExists"].map((operator): Change => [
        `${whom}, by ${operator}`,
        { ...statement, Condition: exempting([value], operator) },
      ]),
    ),
  "exempt nobody": ({ Condition: _Condition, ...statement }) => [
    ["no condition", statement],
    ["an empty list", { ...statement, Condition: exempting([], "StringNotEquals") }],
  ],
  "allow instead of deny": (statement) => [["Allow", { ...statement, Effect: "Allow" }]],
  "name principals": (statement) => [
    ["an account", { ...statement, Principal: { AWS: ids.tooling } }],
    ["everybody of AWS", { ...statement, Principal: { AWS: "*" } }],
  ],
};

function merged(one: ConditionBlock = {}, other: ConditionBlock): ConditionBlock {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(names.map((name) => [name, { ...one[name], ...other[name] }]));
}

/**
 * Every mutant of a guardrail: each operator applied to the statement about deploy roles, each statement left out, and
 * the document itself changed.
 */
export function mutantsOf(document: PolicyDocument): readonly Mutant[] {
  const isOwn = ({ Sid }: Statement): boolean => Sid === "DenyAssumeDeployRolesExceptLauncher";
  const ofStatement = Object.entries(operators).flatMap(([operator, apply]) =>
    apply(document.Statement.find(isOwn) as Statement).map(([what, mutant]) => ({
      title: `${operator}: ${what}`,
      document: {
        ...document,
        Statement: document.Statement.map((statement) => (isOwn(statement) ? mutant : statement)),
      },
    })),
  );
  const without = document.Statement.map((left) => ({
    title: `remove a statement: ${left.Sid}`,
    document: { ...document, Statement: document.Statement.filter((statement) => statement !== left) },
  }));
  const { Version: _Version, ...older } = document;
  return [
    ...ofStatement,
    ...without,
    { title: "change the version: 2008-10-17", document: { ...document, Version: "2008-10-17" } },
    { title: "change the version: none", document: older },
    {
      title: "break the document: no JSON",
      document: JSON.stringify(document).slice(0, -1),
    },
    { title: "break the document: an element in lower case", document: { ...document, statement: [] } },
    { title: "replace the document: full access", document: fullAccess },
    { title: "replace the document: another resource", document: elsewhere },
  ];
}

const fullAccess = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

const elsewhere = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Deny", Action: "sts:AssumeRole", Resource: deployRoles.replace("deploy", "deployment") },
  ],
};
