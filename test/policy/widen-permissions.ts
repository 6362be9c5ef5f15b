import type { PolicyDocument, Statement } from "../../trust/documents/policy";
import { list } from "../../trust/documents/policy";
import { deployRoleArn, ids } from "./resources";

/** A way to let a launcher do more than a permissions policy of it says. */
export interface Widening {
  /** What it does, e.g. `adds an action`. */
  readonly name: string;
  /** Every document that it makes of another one; none where it finds nothing to change. */
  readonly widen: (document: PolicyDocument) => readonly PolicyDocument[];
  /** Why what it makes is accepted all the same; undefined where it must be refused. */
  readonly survives?: string;
}

/** Changes one `Allow` statement at a time. */
function inStatement(name: string, change: (statement: Statement) => readonly Statement[]): Widening {
  return {
    name,
    widen: (document) =>
      document.Statement.flatMap((statement, index) =>
        statement.Effect === "Allow"
          ? change(statement).map((changed) => withStatement(document, index, changed))
          : [],
      ),
  };
}

/** Adds one statement, before and after all others. */
function withMore(name: string, ...added: readonly Statement[]): Widening {
  return {
    name,
    widen: (document) =>
      added.flatMap((statement) => [
        { ...document, Statement: [statement, ...document.Statement] },
        { ...document, Statement: [...document.Statement, statement] },
      ]),
  };
}

function withStatement(document: PolicyDocument, index: number, statement: Statement): PolicyDocument {
  return { ...document, Statement: document.Statement.map((one, at) => (at === index ? statement : one)) };
}

/** Replaces the first and the last of some texts, one at a time, and puts each of the new ones beside them. */
function replacedAndAdded(
  texts: string | readonly string[] | undefined,
  others: (text: string) => readonly string[],
): readonly (readonly string[])[] {
  const all = list(texts);
  const ends = new Set([0, all.length - 1]);
  return all.flatMap((text, at) =>
    ends.has(at)
      ? others(text).flatMap((other) => [
          all.map((one, index) => (index === at ? other : one)),
          [...all, other],
        ])
      : [],
  );
}

function actions(name: string, others: (action: string) => readonly string[]): Widening {
  return inStatement(name, (statement) =>
    replacedAndAdded(statement.Action, others).map((Action) => ({ ...statement, Action })),
  );
}

function resources(name: string, others: (arn: string) => readonly string[]): Widening {
  return inStatement(name, (statement) =>
    replacedAndAdded(statement.Resource, others).map((Resource) => ({ ...statement, Resource })),
  );
}

/** Every role by ARN as it stands in a document. */
const role = /^(arn:[^:]+:iam::)(\d{12})(:role)(\/(?:[^/]+\/)*)([^/]+)$/;

function roleWith(arn: string, change: (account: string, path: string, name: string) => string): string {
  return arn.replace(role, (_, start: string, account: string, kind: string, path: string, name: string) =>
    change(account, path, name)
      .replace("START", start)
      .replace("ACCOUNT", account)
      .replace("ROLE", kind)
      .replace("PATH", path)
      .replace("NAME", name),
  );
}

/**
 * Operators that widen a permissions policy of a launcher. Each of them makes documents that are well formed, and all but
 * the last ones let the launcher do more than to assume deploy roles, or may come to do so.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export const widenings: readonly Widening[] = [
  actions("names an action of another kind", () => [
    "s3:GetObject",
    "iam:PassRole",
    "sts:GetFederationToken",
    "sts:AssumeRoot",
    "sts:AssumeRoleWithWebIdentity",
    "eks-auth:AssumeRoleForPodIdentity",
  ]),
  actions("puts a wildcard in an action", (action) => [
    "*",
    "sts:*",
    "s*:AssumeRole",
    "*:AssumeRole",
    `${action}*`,
    `${action.slice(0, -1)}?`,
    `${action.slice(0, 6)}*`,
  ]),
  actions("puts a wildcard in an action of another case", (action) => [
    `${action.toUpperCase()}*`,
    "STS:*",
    "Sts:Assume*",
  ]),
  resources("names every resource", () => ["*", "arn:*", "arn:aws:iam::*", "arn:aws:iam::*:role/*"]),
  resources("puts a wildcard in the role's name", (arn) =>
    ["STARTACCOUNTROLEPATH*", "STARTACCOUNTROLEPATHNAME*", "STARTACCOUNTROLEPATH?NAME"].map((form) =>
      roleWith(arn, () => form),
    ),
  ),
  resources("puts a wildcard in the role's path", (arn) =>
    ["STARTACCOUNTROLE/*/NAME", "STARTACCOUNTROLE*", "STARTACCOUNTROLE/octopus/*"].map((form) =>
      roleWith(arn, () => form),
    ),
  ),
  resources("puts a wildcard in the account, partition or service", (arn) => [
    ...["START*ROLEPATHNAME", "START????????????ROLEPATHNAME", "START1*ROLEPATHNAME"].map((form) =>
      roleWith(arn, () => form),
    ),
    arn.replace("arn:aws:", "arn:*:"),
    arn.replace(":iam:", ":*:"),
  ]),
  resources("names a role of the management account", (arn) => [
    roleWith(arn, () => `START${ids.management}ROLEPATHNAME`),
  ]),
  {
    ...resources("names a role of an account that is none of ours", (arn) => [
      roleWith(arn, () => `START${ids.foreign}ROLEPATHNAME`),
    ]),
    survives: "a launcher keeps a role whose account is leaving, and advice says so",
  },
  resources("names a role that is no deploy role", (arn) =>
    [
      "STARTACCOUNTROLE/Admin",
      "STARTACCOUNTROLE/NAME",
      "STARTACCOUNTROLE/octopus/NAME",
      "STARTACCOUNTROLE/octopus/provisioning/OctolaunchProvisioner",
      "STARTACCOUNTROLE/octopus/deployNAME",
      "STARTACCOUNTROLE/x/octopus/deploy/NAME",
    ].map((form) => roleWith(arn, () => form)),
  ),
  resources("names something that is no role", (arn) => [
    arn.replace(":role/", ":user/"),
    arn.replace(/:role\/.*/, ":root"),
    arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/"),
  ]),
  resources("puts a policy variable in the role", (arn) =>
    [
      "STARTACCOUNTROLEPATH${aws:PrincipalTag/role}",
      "STARTACCOUNTROLEPATH${aws:PrincipalTag/team}/NAME",
      "START${aws:PrincipalAccount}ROLEPATHNAME",
      "STARTACCOUNTROLEPATH${aws:PrincipalTag/role, 'NAME'}",
      "STARTACCOUNTROLEPATH${*}/NAME",
    ].map((form) => roleWith(arn, () => form)),
  ),
  inStatement("turns actions into all but those", ({ Action, ...statement }) =>
    Action === undefined
      ? []
      : [
          { ...statement, NotAction: Action },
          { ...statement, NotAction: "iam:*" },
        ],
  ),
  inStatement("turns resources into all but those", ({ Resource, ...statement }) =>
    Resource === undefined
      ? []
      : [
          { ...statement, NotResource: Resource },
          { ...statement, NotResource: "arn:aws:s3:::*" },
        ],
  ),
  {
    name: "turns a denial into a permission",
    widen: (document) =>
      document.Statement.flatMap((statement, index) =>
        statement.Effect === "Deny"
          ? [withStatement(document, index, { ...statement, Effect: "Allow" })]
          : [],
      ),
  },
  withMore(
    "adds a statement",
    { Effect: "Allow", Action: "*", Resource: "*" },
    {
      Effect: "Allow",
      Action: "iam:PutRolePolicy",
      Resource: `arn:aws:iam::${ids.tooling}:role/OctoLauncherRole`,
    },
    { Effect: "Allow", Action: ["sts:AssumeRole"], Resource: ["*"] },
    { Effect: "Allow", NotAction: "s3:*", Resource: "*" },
    { Effect: "Allow", Action: "sts:AssumeRole", NotResource: `arn:aws:iam::${ids.prod}:role/*` },
  ),
  withMore(
    "adds a statement that conditions narrow",
    {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/Other" } },
    },
    {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": "team" } },
    },
    {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Resource: "*",
      Condition: { StringEqualsIfExists: { "aws:ResourceOrgID": "o-a1b2c3d4e5" } },
    },
    {
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: "*",
      Condition: { Null: { "aws:TokenIssueTime": "true" } },
    },
  ),
  {
    ...resources("names another deploy role of ours", () => [deployRoleArn("staging")]),
    survives: "its trust policy and the guardrails decide which sessions of the launcher get a deploy role",
  },
  {
    ...inStatement("leaves out conditions", ({ Condition, ...statement }) =>
      Condition === undefined ? [] : [statement],
    ),
    survives:
      "without conditions it still assumes deploy roles alone, and their trust policies have conditions",
  },
  {
    name: "leaves out denials",
    widen: (document) => {
      const allowed = document.Statement.filter(({ Effect }) => Effect === "Allow");
      return allowed.length < document.Statement.length ? [{ ...document, Statement: allowed }] : [];
    },
    survives: "nothing else is allowed, so that a denial takes nothing away but by conditions",
  },
];
