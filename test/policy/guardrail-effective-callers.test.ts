import { guardrailEffective } from "../../policy-pack/rules/guardrail-effective";
import { policy, type PolicyDocument, type Statement } from "../../trust/documents/policy";
import { denial, guardrail, organizationPolicy } from "./guardrails";
import { ids, launcherArn } from "./resources";
import { table, type Case } from "./table";

const other = `arn:aws:iam::${ids.dev}:role/Admin`;
const deployRoles = "arn:aws:iam::*:role/octopus/deploy/*";
const calls = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

function scp(title: string, statements: readonly Statement[], expected: Partial<Case> = {}): Case {
  return { title, resources: [guardrail("scp", JSON.stringify(policy(...statements)))], ...expected };
}

function rcp(title: string, statements: readonly Statement[], expected: Partial<Case> = {}): Case {
  const document: PolicyDocument = policy(...statements.map((one) => ({ Principal: "*" as const, ...one })));
  return { title, resources: [guardrail("rcp", JSON.stringify(document))], ...expected };
}

/** A statement of an RCP. */
function ofAll(change: Partial<Statement> = {}): Statement {
  return denial({ Action: calls, ...change });
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
describe("guardrail-effective: whom an SCP denies deploy roles", () => {
  table(guardrailEffective, [
    scp("a denial with one exact ARN left out", [denial()]),
    scp("a denial without our Sid", [denial({ Sid: "KeepForOctopus" })]),
    scp("every call of STS denied", [denial({ Action: "sts:*" })]),
    scp("every call but those of S3 denied", [
      (({ Action: _Action, ...rest }) => ({ ...rest, NotAction: "s3:*" }))(denial()),
    ]),
    scp("all of ours as the resource", [denial({ Resource: "arn:aws:iam::*:role/octopus/*" })]),
    scp("an account's id as twelve characters", [
      denial({ Resource: "arn:aws:iam::????????????:role/octopus/deploy/*" }),
    ]),
    // A role's session has its role's ARN as aws:PrincipalArn:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
    scp(
      "a session's ARN left out instead of its role's",
      [
        denial({
          Condition: {
            ArnNotLike: { "aws:PrincipalArn": `arn:aws:sts::${ids.tooling}:assumed-role/OctoLauncherRole/*` },
          },
        }),
      ],
      { refused: [/leaves sts:AssumeRole on .* to arn:aws:sts/, /denies .*OctoLauncherRole sts:AssumeRole/] },
    ),
    scp(
      "a namesake of the launcher left out in every account",
      [
        denial({
          Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/OctoLauncherRole" } },
        }),
      ],
      { refused: [/to arn:aws:iam::\*:role\/OctoLauncherRole because of ArnNotLike aws:PrincipalArn/] },
    ),
    scp(
      "a second role left out",
      [denial({ Condition: { StringNotEquals: { "aws:PrincipalArn": [launcherArn, other] } } })],
      { refused: [/111111111111:role\/Admin because of StringNotEquals/] },
    ),
    scp(
      "a launcher in other case, which locks the launcher out as well",
      [denial({ Condition: { StringNotEquals: { "aws:PrincipalArn": launcherArn.toLowerCase() } } })],
      {
        refused: [
          /role\/octolauncherrole because of/,
          /denies arn:aws:iam::123456789012:role\/OctoLauncherRole/,
        ],
      },
    ),
    scp(
      "the launcher as a role tag",
      [denial({ Condition: { StringNotEquals: { "aws:PrincipalTag/octopus": "launcher" } } })],
      {
        refused: [
          /to some principals because of StringNotEquals aws:PrincipalTag\/octopus/,
          /may deny .*not decided/,
        ],
      },
    ),
    scp(
      "a condition besides that an address decides",
      [
        denial({
          Condition: {
            StringNotEquals: { "aws:PrincipalArn": launcherArn },
            NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" },
          },
        }),
      ],
      { refused: [/to some principals because of NotIpAddress aws:SourceIp/] },
    ),
    // AWS warns of sets of values for keys with one value:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    ...["ForAllValues", "ForAnyValue"].map((set) =>
      scp(
        `${set} on a key with one value`,
        [denial({ Condition: { [`${set}:StringNotEquals`]: { "aws:PrincipalArn": launcherArn } } })],
        { refused: [new RegExp(`${set}:StringNotEquals`)] },
      ),
    ),
    scp("a statement that only allows", [denial({ Effect: "Allow" })], {
      refused: [/does not deny sts:AssumeRole on arn:aws:iam::\*:role\/octopus\/deploy\/\*/],
    }),
    scp("session tags denied and not the call", [denial({ Action: "sts:TagSession" })], {
      refused: [/does not deny sts:AssumeRole/],
    }),
    scp("our Sid on other roles", [denial({ Resource: "arn:aws:iam::*:role/octopus/deployment/*" })], {
      refused: [/is about no deploy role/],
    }),
    scp("a denial without a condition", [(({ Condition: _Condition, ...rest }) => rest)(denial())], {
      refused: [/denies arn:aws:iam::123456789012:role\/OctoLauncherRole sts:AssumeRole/],
    }),
    scp(
      "a launcher that may not pass its session tags",
      [denial(), denial({ Sid: "Tags", Action: "sts:TagSession", Condition: {} })],
      { refused: [/\(Tags\) denies .*OctoLauncherRole sts:TagSession/] },
    ),
    scp(
      "a region that may keep the launcher out",
      [
        denial(),
        denial({
          Sid: "Regions",
          Action: "*",
          Resource: "*",
          Condition: { StringNotEquals: { "aws:RequestedRegion": "us-east-1" } },
        }),
      ],
      { refused: [/\(Regions\) may deny .*: not decided is StringNotEquals aws:RequestedRegion/] },
    ),
    scp("a second denial that leaves the launcher alone", [
      denial(),
      denial({
        Sid: "Namespaces",
        Condition: {
          StringNotEquals: { "aws:PrincipalTag/kubernetes-namespace": ["octopus", "octopus-prod"] },
          Null: { "aws:PrincipalTag/kubernetes-namespace": "false" },
        },
      }),
    ]),
    scp(
      "pods of one binding kept out",
      [
        denial(),
        denial({
          Sid: "Accounts",
          Condition: {
            StringNotEquals: { "aws:PrincipalTag/kubernetes-service-account": "octopus-server" },
          },
        }),
      ],
      { refused: [/\(Accounts\) denies .*OctoLauncherRole sts:AssumeRole/] },
    ),
    scp(
      "roles of some names that are kept from the launcher as well",
      [
        denial(),
        denial({ Sid: "Prod", Resource: "arn:aws:iam::*:role/octopus/deploy/Prod*", Condition: {} }),
      ],
      { refused: [/\(Prod\) denies .* on arn:aws:iam::\*:role\/octopus\/deploy\/Prod\*\.\n/] },
    ),
    scp(
      "names that a deploy role may have",
      [denial(), denial({ Sid: "Any", Resource: "arn:aws:iam::*:role/*Admin*", Condition: {} })],
      { refused: [/\(Any\) may deny .* on arn:aws:iam::\*:role\/\*Admin\*: not decided is its Resource/] },
    ),
    // The pattern of the article, which our program adds in the SCP alone where somebody asks for it.
    scp("deploy roles by their names", [denial({ Resource: "arn:aws:iam::*:role/*DeployRole" })]),
    scp(
      "deploy roles by their names, left to the root user",
      [
        denial({
          Sid: "Names",
          Resource: "arn:aws:iam::*:role/*DeployRole",
          Condition: { ArnNotLike: { "aws:PrincipalArn": [launcherArn, "arn:aws:iam::*:root"] } },
        }),
      ],
      {
        refused: [
          /\(Names\) leaves .*ToolingDeployRole and 3 more to arn:aws:iam::\*:root because of ArnNotLike/,
        ],
      },
    ),
    // Of a wildcard that would have to reach over colons AWS does not say whether it does:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
    scp("a wildcard for several parts of an ARN", [denial({ Resource: "arn:aws:*:role/octopus/deploy/*" })], {
      refused: [/does not deny sts:AssumeRole on arn:aws:iam::\*:role\/octopus\/deploy\/\*/],
    }),
    scp("everything but deploy roles denied to everybody", [
      denial(),
      { Effect: "Deny", Action: "sts:AssumeRole", NotResource: "arn:aws:iam::*:role/octopus/deploy/*" },
    ]),
    scp("one launcher of two", [denial()], {
      config: { launcherRoleArn: [launcherArn, `arn:aws:iam::${ids.dev}:role/SecondLauncher`] },
      refused: [/denies arn:aws:iam::111111111111:role\/SecondLauncher/],
    }),
    // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
    scp("principals, which an SCP cannot have", [denial({ Principal: "*" })], {
      refused: [/Statement\[0\]\.Principal is not allowed in a service control policy/],
    }),
    {
      title: "a document that is no JSON",
      resources: [guardrail("scp", '{"Statement": [{"Sid": "DenyAssumeDeployRolesExceptLauncher",]}')],
      refused: [/its content is no JSON/],
    },
    {
      title: "letters of our Sid written as numbers",
      resources: [
        guardrail("scp", JSON.stringify(policy(denial({ Effect: "Allow" }))).replace('"Deny', '"\\u0044eny')),
      ],
      refused: [/does not deny sts:AssumeRole/],
    },
  ]);
});

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
describe("guardrail-effective: whom an RCP denies deploy roles", () => {
  table(guardrailEffective, [
    rcp("what is negated, which holds for callers without ARN", [ofAll()]),
    rcp("calls by separate statements", [
      denial({ Sid: "One" }),
      denial({ Sid: "Others", Action: calls.slice(1), Condition: {} }),
    ]),
    rcp("those with and without ARN denied by separate statements", [
      ofAll({ Sid: "Unsigned", Condition: { Null: { "aws:PrincipalArn": "true" } } }),
      denial({ Sid: "Signed" }),
    ]),
    rcp("callers by SAML and web identity left in", [denial()], {
      refused: [/does not deny sts:AssumeRoleWithSAML, sts:AssumeRoleWithWebIdentity on/],
    }),
    // The usual exception of a data perimeter:
    // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
    rcp(
      "services left in, as a data perimeter does",
      [
        ofAll({
          Condition: {
            StringNotEqualsIfExists: { "aws:PrincipalArn": launcherArn },
            BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
          },
        }),
      ],
      { refused: [/to AWS services because of BoolIfExists aws:PrincipalIsAWSService/] },
    ),
    rcp(
      "callers without ARN left in",
      [
        ofAll({
          Condition: {
            StringNotEquals: { "aws:PrincipalArn": launcherArn },
            Null: { "aws:PrincipalArn": "false" },
          },
        }),
      ],
      {
        refused: [
          /to some AWS services, callers with a SAML assertion, callers with a web identity token because of Null/,
        ],
      },
    ),
    rcp(
      "everybody of the organization left in",
      [
        ofAll({
          Condition: {
            StringNotEqualsIfExists: {
              "aws:PrincipalArn": launcherArn,
              "aws:PrincipalOrgID": "o-exampleorgid",
            },
          },
        }),
      ],
      {
        refused: [
          /to some principals, some AWS services, some callers with .* because of StringNotEqualsIfExists aws:PrincipalOrgID/,
        ],
      },
    ),
    rcp(
      "EKS kept from handing out the launcher",
      [ofAll(), ofAll({ Sid: "All", Resource: `${launcherArn}*` })],
      {
        refused: [/\(All\) may deny pods\.eks\.amazonaws\.com sts:AssumeRole on .*OctoLauncherRole/],
      },
    ),
    rcp("people kept from the launcher, services not", [
      ofAll(),
      ofAll({
        Sid: "OnlyServicesBecomeLauncher",
        Resource: launcherArn,
        Condition: { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
      }),
    ]),
    rcp("an allowance, which an RCP cannot have", [ofAll({ Effect: "Allow" })], {
      refused: [/Statement\[0\]\.Effect is Allow/],
    }),
    rcp("one principal, which an RCP cannot have", [ofAll({ Principal: { AWS: ids.dev } })], {
      refused: [/Statement\[0\]\.Principal is not "\*"/],
    }),
  ]);
});

describe("guardrail-effective: policies of others", () => {
  const quiet = (title: string, ...statements: readonly Statement[]): Case => scp(title, statements);
  table(guardrailEffective, [
    // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html
    quiet("regions that nobody may use", {
      Sid: "DenyAllOutsideEU",
      Effect: "Deny",
      NotAction: ["iam:*", "organizations:*", "sts:*"],
      Resource: "*",
      Condition: { StringNotEquals: { "aws:RequestedRegion": ["eu-central-1"] } },
    }),
    quiet("a role of administrators that nobody may change", {
      Effect: "Deny",
      Action: ["iam:AttachRolePolicy", "iam:DeleteRole", "sts:AssumeRole"],
      Resource: "arn:aws:iam::*:role/name-of-admin-role",
    }),
    // https://docs.aws.amazon.com/controltower/latest/controlreference/mandatory-controls.html
    quiet("roles of Control Tower", {
      Sid: "GRIAMROLEPOLICY",
      Effect: "Deny",
      Action: ["iam:*", "sts:AssumeRole"],
      Resource: ["arn:aws:iam::*:role/aws-controltower-*", "arn:aws:iam::*:role/*AWSControlTower*"],
      Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/AWSControlTowerExecution" } },
    }),
    quiet("the calls of STS by anybody outside of the organization", {
      Effect: "Deny",
      Action: "sts:AssumeRole",
      Resource: "*",
      Condition: { StringNotEqualsIfExists: { "aws:ResourceOrgID": "${aws:PrincipalOrgID}" } },
    }),
    quiet("full access", { Effect: "Allow", Action: "*", Resource: "*" }),
    quiet("changes of deploy roles", {
      Effect: "Deny",
      Action: "iam:*",
      Resource: deployRoles,
      Condition: { ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::*:role/octopus/provisioning/*` } },
    }),
    {
      title: "policies of other types",
      resources: ["TAG_POLICY", "BACKUP_POLICY", "AISERVICES_OPT_OUT_POLICY"].map((type) =>
        organizationPolicy(type, '{"tags": {}}', { type }),
      ),
    },
    { title: "a document that is no JSON and none of ours", resources: [guardrail("scp", "{")] },
    { title: "a policy without content", resources: [guardrail("scp", "")] },
  ]);
});
