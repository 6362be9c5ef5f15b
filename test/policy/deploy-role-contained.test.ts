import { deployRoleContained } from "../../policy-pack/rules/deploy-role-contained";
import { expected } from "../fixtures/expected";
import { allows, denies, deployRole, policyOf, type Fields } from "./permissions";
import { deployRoleArn, ids, launcherArn } from "./resources";
import { table, type Case } from "./table";

const compute =
  /may change what may run as another role: AWS::CloudFormation::Stack \(cloudformation:updatestack\)/;

describe("the permissions of a deploy role open no path out of it", () => {
  describe("as the sample organization has them", () => {
    const advised = { tooling: [], dev: [compute], staging: [compute], prod: [] };
    table(
      deployRoleContained,
      (["tooling", "dev", "staging", "prod"] as const).flatMap((account): Case[] => {
        const name = `${account.charAt(0).toUpperCase()}${account.slice(1)}DeployRole`;
        const document = expected(name, "permissions");
        return [
          {
            title: `${name}, compact`,
            resources: [deployRole(account, JSON.stringify(document))],
            advised: advised[account],
          },
          {
            title: `${name}, pretty`,
            resources: [deployRole(account, JSON.stringify(document, undefined, 2))],
            advised: advised[account],
            when: "update",
          },
        ];
      }),
    );
  });

  const opens = (title: string, refused: RegExp | readonly RegExp[], ...statements: Fields[]): Case => ({
    title,
    resources: [deployRole("dev", policyOf(...statements))],
    refused: [refused].flat(),
  });
  const advises = (title: string, advised: RegExp, ...statements: Fields[]): Case => ({
    title,
    resources: [deployRole("dev", policyOf(...statements))],
    advised: [advised],
  });
  const closed = (title: string, ...statements: Fields[]): Case => ({
    title,
    resources: [deployRole("dev", policyOf(...statements))],
  });
  const itself = deployRoleArn("dev");
  const otherRole = `arn:aws:iam::${ids.foreign}:role/Data`;

  describe("everything", () => {
    const everything =
      /^arn:aws:iam::111111111111:role\/octopus\/deploy\/DevDeployRole may do everything, and so become any role of its account: iam:putrolepolicy by Statement\[\d\]( \(\w+\))? of the inline policy permissions-0\.\nWrite the actions/;
    table(deployRoleContained, [
      // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html
      opens("everything on everything", everything, allows("*")),
      opens("everything by the wildcards of every service", everything, allows("*:*")),
      opens(
        "what AWS takes for malformed",
        /gets permissions that cannot be judged: the inline policy permissions-0 is malformed: Statement\[0\]\.Action /,
        allows("?*"),
      ),
      opens("everything but one thing", everything, {
        Effect: "Allow",
        NotAction: "s3:DeleteBucket",
        Resource: "*",
      }),
      opens("everything on everything but one thing", everything, {
        Effect: "Allow",
        Action: "*",
        NotResource: "arn:aws:s3:::audit/*",
      }),
      opens(
        "everything in a second statement",
        everything,
        allows("s3:GetObject"),
        allows("*", { Sid: "More" }),
      ),
      // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/PowerUserAccess.html
      opens(
        "a power user who may do everything in IAM as well",
        everything,
        { Effect: "Allow", NotAction: ["iam:*", "organizations:*"], Resource: "*" },
        allows("iam:*"),
      ),
      opens("everything over a secure connection, which anybody has", everything, {
        ...allows("*"),
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      }),
    ]);
  });

  // https://pathfinding.cloud/paths/sts-001
  describe("into a launcher or another deploy role", () => {
    const launcher = new RegExp(
      `DevDeployRole may assume the launcher ${launcherArn}: sts:assumerole by Statement`,
    );
    const staging = new RegExp(`may assume the deploy role ${deployRoleArn("staging")}: `);
    const made = /may assume the deploy role arn:aws:iam::\d{12}:role\/octopus\/deploy\/\w+: /;
    table(deployRoleContained, [
      opens("sts:AssumeRole on everything", launcher, allows("sts:AssumeRole")),
      opens("sts:AssumeRole on the launcher", launcher, allows("sts:AssumeRole", { Resource: launcherArn })),
      opens("actions in another case", launcher, allows("STS:assumerole")),
      opens("a pattern of actions", launcher, allows("sts:Assume*")),
      opens(
        "a pattern that the launcher matches",
        launcher,
        allows("sts:*", { Resource: "arn:aws:iam::*:role/Octo*" }),
      ),
      opens(
        "another deploy role beside a role of its own",
        staging,
        allows("sts:AssumeRole", { Resource: [otherRole, deployRoleArn("staging")] }),
      ),
      opens(
        "a deploy role that only a pattern of the settings means",
        /may assume the deploy role arn:aws:iam::222222222222:role\/octopus\/deploy\/Shop: /,
        allows("sts:AssumeRole", { Resource: "arn:aws:iam::222222222222:role/octopus/deploy/Shop" }),
      ),
      opens(
        "a deploy role in an account that the settings do not list",
        /may assume the deploy role arn:aws:iam::444444444444:role\/octopus\/deploy\/Shop\w*: /,
        allows("sts:AssumeRole", { Resource: `arn:aws:iam::${ids.foreign}:role/octopus/deploy/Shop*` }),
      ),
      opens(
        "a pattern that shares no more than some roles with the settings",
        /may assume the deploy role arn:aws:iam::\d{12}:role\/octopus\/deploy\/Shop: /,
        allows("sts:AssumeRole", { Resource: "arn:aws:iam::*:role/*/Shop" }),
      ),
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
      opens("everything but IAM, which leaves sts:AssumeRole", launcher, {
        Effect: "Allow",
        NotAction: ["iam:*"],
        Resource: "*",
      }),
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
      opens("everything but one deploy role", launcher, {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        NotResource: deployRoleArn("prod"),
      }),
      opens(
        "a denial for the launcher alone",
        made,
        allows("sts:AssumeRole"),
        denies("sts:AssumeRole", { Resource: launcherArn }),
      ),
      opens(
        "a denial for every deploy role of today",
        /may assume the deploy role arn:aws:iam::\d{12}:role\/octopus\/deploy\/x: /,
        allows("sts:AssumeRole"),
        denies("sts:AssumeRole", {
          Resource: [launcherArn, ...(["tooling", "dev", "staging", "prod"] as const).map(deployRoleArn)],
        }),
      ),
      opens(
        "a denial that holds without a second factor only",
        launcher,
        allows("sts:AssumeRole"),
        denies("sts:AssumeRole", { Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } } }),
      ),
      opens(
        "a denial that holds for direct calls only",
        launcher,
        allows("sts:AssumeRole"),
        denies("sts:AssumeRole", { Condition: { Bool: { "aws:ViaAWSService": "false" } } }),
      ),
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
      opens(
        "a denial for everybody but itself",
        launcher,
        allows("sts:AssumeRole"),
        denies("sts:*", { Condition: { StringNotEquals: { "aws:PrincipalArn": itself } } }),
      ),
      opens(
        "a denial for a set of tags that a call need not have",
        launcher,
        allows("sts:AssumeRole"),
        denies("sts:*", { Condition: { "ForAnyValue:StringLike": { "aws:TagKeys": "*" } } }),
      ),
      opens("a condition on what the caller chooses", launcher, {
        ...allows("sts:AssumeRole"),
        Condition: { StringEquals: { "sts:ExternalId": "octopus" } },
      }),
      opens("one region, which the caller chooses", launcher, {
        ...allows("sts:AssumeRole"),
        Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
      }),
      closed("itself", allows("sts:AssumeRole", { Resource: itself })),
      closed(
        "sts:AssumeRole on everything, denied in a second statement",
        allows("sts:AssumeRole"),
        denies(["sts:Assume*"]),
      ),
      closed(
        "sts:AssumeRole on everything, denied for itself",
        allows("sts:AssumeRole"),
        denies("sts:*", { Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/octopus/*" } } }),
      ),
      closed("other actions of STS", allows(["sts:GetCallerIdentity", "sts:DecodeAuthorizationMessage"])),
      advises(
        "a role of a foreign account",
        /may assume arn:aws:iam::444444444444:role\/Data: sts:assumerole by Statement\[0\]/,
        allows("sts:AssumeRole", { Resource: otherRole }),
      ),
      advises(
        "everything but what is guarded",
        /may assume roles that let it in: /,
        allows("sts:AssumeRole"),
        denies("sts:AssumeRole", { Resource: [launcherArn, "arn:aws:iam::*:role/octopus/*"] }),
      ),
      advises("a condition that is not known to hold", /may assume the launcher/, {
        ...allows("sts:AssumeRole", { Resource: launcherArn }),
        Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
      }),
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
      ...Object.entries({
        "an address that has all of them in it": { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
        "the address that it works from": { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
        "the network that it works in": { StringEquals: { "aws:SourceVpc": "vpc-1" } },
        "a time that is past": { DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } },
        "seconds that are past": { NumericGreaterThan: { "aws:EpochTime": "1577836800" } },
        "sessions of today": { DateGreaterThan: { "aws:TokenIssueTime": "2020-01-01T00:00:00Z" } },
        "calls through no service": { Bool: { "aws:ViaAWSService": "false" } },
        "tags of its sessions": { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "octopus" } },
      }).map(([what, Condition]) =>
        opens(`a condition on ${what}`, launcher, {
          ...allows("sts:AssumeRole", { Resource: launcherArn }),
          Condition,
        }),
      ),
      advises("a condition on calls through a service", /may assume the launcher/, {
        ...allows("sts:AssumeRole", { Resource: launcherArn }),
        Condition: { Bool: { "aws:ViaAWSService": "true" } },
      }),
    ]);
  });

  // https://pathfinding.cloud/paths/iam-005
  describe("into more permissions of its own", () => {
    const edits = /DevDeployRole may edit what it may do itself, or who gets it: iam:\w+ by Statement/;
    const takes =
      /DevDeployRole may take over a role such as arn:aws:iam::111111111111:role\/\w+ and use it: iam:updateassumerolepolicy/;
    const creates = /DevDeployRole may create a role such as /;
    table(deployRoleContained, [
      opens("iam:PutRolePolicy on itself", edits, allows("iam:PutRolePolicy", { Resource: itself })),
      opens("iam:AttachRolePolicy on everything", edits, allows("iam:AttachRolePolicy")),
      opens("a pattern of IAM's actions", edits, allows("iam:Put*")),
      opens("all of IAM in another case", [edits, creates], allows("IAM:*")),
      opens(
        "a path of roles that it is in",
        edits,
        allows("iam:PutRolePolicy", { Resource: "arn:aws:iam::*:role/octopus/*" }),
      ),
      opens("who gets it", [edits, takes], allows("iam:UpdateAssumeRolePolicy")),
      opens("what limits it", edits, allows("iam:DeleteRolePermissionsBoundary", { Resource: itself })),
      opens("a denial of it", edits, allows("iam:DeleteRolePolicy", { Resource: itself })),
      opens(
        "a denial of one of two actions",
        edits,
        allows(["iam:PutRolePolicy", "iam:AttachRolePolicy"]),
        denies("iam:PutRolePolicy"),
      ),
      opens(
        "another deploy role of its account",
        /may edit the deploy role arn:aws:iam::111111111111:role\/octopus\/deploy\/Shop: iam:putrolepolicy/,
        allows("iam:PutRolePolicy", { Resource: "arn:aws:iam::111111111111:role/octopus/deploy/Shop" }),
      ),
      opens(
        "a new role where deploy roles are",
        /may create the deploy role arn:aws:iam::111111111111:role\/octopus\/deploy\/x\w*: iam:createrole/,
        allows("iam:CreateRole", { Resource: "arn:aws:iam::111111111111:role/octopus/deploy/x*" }),
      ),
      {
        title: "the launcher in its account",
        resources: [deployRole("tooling", policyOf(allows("iam:PutRolePolicy", { Resource: launcherArn })))],
        refused: [
          /ToolingDeployRole may edit the launcher arn:aws:iam::123456789012:role\/OctoLauncherRole: /,
        ],
      },
      closed("the launcher of another account", allows("iam:PutRolePolicy", { Resource: launcherArn })),
      closed("what IAM only tells", allows(["iam:Get*", "iam:List*", "iam:SimulatePrincipalPolicy"])),
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html
      closed("IAM in a region in which nobody asks it", {
        ...allows("iam:*"),
        Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
      }),
      closed("IAM, denied in a second statement", allows("iam:*"), denies("iam:*")),
      closed("IAM, denied on everything there is", allows("iam:*"), {
        Effect: "Deny",
        NotAction: "sts:*",
        Resource: "*",
      }),
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
      advises("what CloudFormation may do for it", /may edit what it may do itself, or who gets it: /, {
        ...allows("iam:PutRolePolicy"),
        Condition: { "ForAnyValue:StringEquals": { "aws:CalledVia": "cloudformation.amazonaws.com" } },
      }),
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
      opens("iam:AttachRolePolicy of everything alone", edits, {
        ...allows("iam:AttachRolePolicy", { Resource: itself }),
        Condition: { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" } },
      }),
      opens("iam:AttachRolePolicy of whatever AWS has", edits, {
        ...allows("iam:AttachRolePolicy", { Resource: itself }),
        Condition: { ArnLike: { "iam:PolicyARN": "arn:aws:iam::aws:policy/*" } },
      }),
      opens("a boundary of its choice", edits, {
        ...allows("iam:PutRolePermissionsBoundary", { Resource: itself }),
        Condition: { StringLike: { "iam:PermissionsBoundary": "*" } },
      }),
      advises("iam:AttachRolePolicy of one that only reads", edits, {
        ...allows("iam:AttachRolePolicy", { Resource: itself }),
        Condition: { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess" } },
      }),
      advises("a boundary that somebody else has made", edits, {
        ...allows("iam:PutRolePermissionsBoundary", { Resource: itself }),
        Condition: { StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::111111111111:policy/Shop" } },
      }),
      advises("a condition that AWS does not explain", /may edit what it may do itself, or who gets it: /, {
        ...allows("iam:PutRolePolicy"),
        Condition: { Null: { "aws:MultiFactorAuthAge": "true" } },
      }),
      advises(
        "a variable in a resource, which may come to stand for itself",
        /may edit what it may do itself, or who gets it: /,
        allows("iam:DeleteRolePermissionsBoundary", {
          Resource: "arn:aws:iam::111111111111:role/octopus/deploy/${aws:PrincipalTag/name}",
        }),
      ),
      advises(
        "edits of other roles by a path",
        /may edit what others in its account may do, by iam:putrolepolicy: /,
        allows("iam:PutRolePolicy", { Resource: "arn:aws:iam::*:role/shop/*" }),
      ),
    ]);
  });

  // https://pathfinding.cloud/paths/iam-002
  describe("into roles and users that nobody bounds", () => {
    table(deployRoleContained, [
      opens(
        "a role that it creates",
        /may create a role such as arn:aws:iam::111111111111:role\/shop-\w+ and use it: iam:createrole and iam:putrolepolicy by Statement\[0\]/,
        allows(["iam:CreateRole", "iam:PutRolePolicy"], { Resource: "arn:aws:iam::*:role/shop-*" }),
      ),
      opens(
        "a role that it creates by two statements",
        /and use it: iam:createrole by Statement\[0\] of .*, iam:attachrolepolicy by Statement\[1\] of /,
        allows("iam:CreateRole", { Resource: "arn:aws:iam::*:role/shop-*" }),
        allows("iam:AttachRolePolicy", { Resource: "arn:aws:iam::*:role/shop-*" }),
      ),
      opens(
        "a user that it creates",
        [/may create a user such as .*:user\/shop\/new and use it: iam:createuser and iam:createaccesskey/],
        allows(["iam:CreateUser", "iam:CreateAccessKey"], { Resource: "arn:aws:iam::*:user/shop/new" }),
      ),
      opens(
        "keys of a user",
        /may take over a user such as arn:aws:iam::111111111111:user\/ci and use it: iam:createaccesskey/,
        allows("iam:CreateAccessKey", { Resource: "arn:aws:iam::*:user/ci" }),
      ),
      opens(
        "a password of any user",
        /may take over a user such as .*: iam:updateloginprofile/,
        allows("iam:UpdateLoginProfile"),
      ),
      opens(
        "who gets other roles",
        /may take over a role such as arn:aws:iam::111111111111:role\/shop\/\w+ and use it: iam:updateassumerolepolicy/,
        allows("iam:UpdateAssumeRolePolicy", { Resource: "arn:aws:iam::*:role/shop/*" }),
      ),
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
      advises("roles that it creates with a boundary", /may create a role such as /, {
        ...allows(["iam:CreateRole", "iam:PutRolePolicy"], { Resource: "arn:aws:iam::*:role/shop-*" }),
        Condition: { StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::111111111111:policy/Shop" } },
      }),
      opens("roles that it creates with any boundary", /may create a role such as /, {
        ...allows(["iam:CreateRole", "iam:PutRolePolicy"], { Resource: "arn:aws:iam::*:role/shop-*" }),
        Condition: { ArnLike: { "iam:PermissionsBoundary": "arn:aws:iam::*:policy/*" } },
      }),
      advises(
        "roles that it creates by a template",
        /may edit what others in its account may do, by iam:acquirerole: /,
        allows("iam:AcquireRole"),
      ),
      closed("service-linked roles", allows("iam:CreateServiceLinkedRole")),
      closed(
        "a role without any permissions",
        allows("iam:CreateRole", { Resource: "arn:aws:iam::*:role/shop-*" }),
      ),
      closed(
        "users of another account",
        allows("iam:CreateAccessKey", { Resource: `arn:aws:iam::${ids.foreign}:user/ci` }),
      ),
    ]);
  });

  describe("through the launcher's cluster", () => {
    const tooling = (title: string, refused: RegExp, ...statements: Fields[]): Case => ({
      ...opens(title, refused),
      resources: [deployRole("tooling", policyOf(...statements))],
    });
    const entries = ["eks:CreateAccessEntry", "eks:AssociateAccessPolicy"];
    const cluster = (name: string) => ({ Resource: `arn:aws:eks:us-east-1:${ids.tooling}:cluster/${name}` });
    const entriesOf = (rest: string) => ({
      Resource: `arn:aws:eks:us-east-1:${ids.tooling}:access-entry/${rest}`,
    });
    const enters =
      /ToolingDeployRole may let itself into the cluster octopus-cluster, whose pods get the launcher: eks:createaccessentry and/;
    const hands =
      /ToolingDeployRole may pass the launcher arn:\S+ to pods of its choice: iam:passrole by Statement\[0\]/;
    const pass = allows("iam:PassRole", { Resource: launcherArn });
    table(deployRoleContained, [
      // https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
      tooling("entries of its own", enters, allows("eks:*")),
      tooling("entries in that cluster alone", enters, allows(entries, cluster("octopus-*"))),
      // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
      tooling("an association of its own", hands, pass, allows("eks:CreatePodIdentityAssociation")),
      tooling(
        "an association, as far as the launcher may be passed to pods",
        hands,
        { ...pass, Condition: { StringEquals: { "iam:PassedToService": "pods.eks.amazonaws.com" } } },
        allows("eks:UpdatePodIdentityAssociation"),
      ),
      {
        title: "entries in another cluster",
        resources: [deployRole("tooling", policyOf(allows(entries, cluster("shop"))))],
        advised: [/AWS::EKS::Cluster \(eks:createaccessentry and eks:associateaccesspolicy\): /],
      },
      // https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
      ...[
        "CreateAccessEntry",
        "AssociateAccessPolicy",
        "UpdateAccessEntry",
        "AssociateIdentityProviderConfig",
      ].map((action): Case => ({
        title: `eks:${action} alone, which needs what the cluster has already`,
        resources: [deployRole("tooling", policyOf(allows(`eks:${action}`)))],
        advised: [
          new RegExp(
            `ToolingDeployRole may edit who gets into the cluster octopus-cluster, .*: eks:${action.toLowerCase()} by`,
          ),
        ],
      })),
      {
        title: "entries of that cluster that it has already",
        resources: [
          deployRole(
            "tooling",
            policyOf(allows("eks:UpdateAccessEntry", entriesOf("octopus-cluster/role/*/Admin/*"))),
          ),
        ],
        advised: [/may edit who gets into the cluster octopus-cluster/],
      },
      {
        title: "entries of another cluster",
        resources: [deployRole("tooling", policyOf(allows("eks:UpdateAccessEntry", entriesOf("shop/*"))))],
      },
      {
        title: "the launcher, passed to no service that runs pods",
        resources: [
          deployRole(
            "tooling",
            policyOf({ ...pass, Condition: { StringEquals: { "iam:PassedToService": "s3.amazonaws.com" } } }),
          ),
        ],
      },
      {
        title: "the launcher, with nothing to pass it to",
        resources: [deployRole("tooling", policyOf(pass))],
      },
    ]);
  });
});
