import assert from "node:assert/strict";

import { provisioner, samplePlace, statements } from "../../support/bootstrap";
import { allowedIn } from "./authorize";
import { need, type Target } from "./needs/need";
import { issuerHost, Resources, tagging } from "./needs/resources";

const at = new Resources(samplePlace);
const provisioningRole = at.role("/octopus/provisioning/", "OctolaunchProvisioner");
const provisioningPolicy = at.policy("/octopus/provisioning/", "OctolaunchProvisioner-network");
const stranger = at.role("/", "Administrator");
const administrator = { "iam:PolicyARN": at.awsPolicy("AdministratorAccess") };
const changes =
  "iam:CreateRole iam:DeleteRole iam:UpdateRole iam:UpdateAssumeRolePolicy iam:TagRole iam:PutRolePolicy " +
  "iam:DeleteRolePolicy iam:PutRolePermissionsBoundary iam:DeleteRolePermissionsBoundary";
const attachments = "iam:AttachRolePolicy iam:DetachRolePolicy";

/** What each attack would take: actions, and what they are about. */
const attacks: Readonly<Record<string, readonly [actions: string, ...on: (string | Target)[]]>> = {
  "a user with keys": [
    "iam:CreateUser iam:CreateAccessKey iam:CreateLoginProfile iam:PutUserPolicy iam:AttachUserPolicy",
    `arn:aws:iam::${samplePlace.accountId}:user/octopus/deploy/Mallory`,
  ],
  "a way in from outside": [
    "iam:CreateSAMLProvider iam:CreateOpenIDConnectProvider",
    `arn:aws:iam::${samplePlace.accountId}:oidc-provider/example.com`,
  ],
  "its own role": [changes, provisioningRole],
  "more for itself": [attachments, { arn: provisioningRole, context: administrator }],
  "its own policies": [
    "iam:CreatePolicyVersion iam:SetDefaultPolicyVersion iam:DeletePolicy",
    provisioningPolicy,
  ],
  "a role of somebody else's": [changes, stranger],
  "a role elsewhere below /octopus/": [changes, at.role("/octopus/other/", "OctoDevRole")],
  "a role for tokens at a path that only looks like ours": [
    changes,
    at.role("/x/octopus/oidc/", "OctoDevRole"),
  ],
  "an administrator's role for tokens": [attachments, { arn: at.oidcRole, context: administrator }],
  "the certificate of the issuer": ["iam:UpdateOpenIDConnectProviderThumbprint", at.issuer],
  "becoming a role for tokens": ["sts:AssumeRole sts:TagSession", at.oidcRole],
  "a break-glass role": [changes, at.role("/octopus-break-glass/", "Emergency")],
  "a role with a path that only looks like ours": [changes, at.role("/x/octopus/deploy/", "DevDeployRole")],
  "a launcher of another name": [changes, at.role("/", "OctoLauncherRole2")],
  "a launcher at another path": [changes, at.role("/octopus/", "OctoLauncherRole")],
  "the launcher's permissions, inline": ["iam:PutRolePolicy", at.launcher],
  "an administrator's launcher": [attachments, { arn: at.launcher, context: administrator }],
  "an administrator's deploy role": [attachments, { arn: at.deployRole, context: administrator }],
  "a launcher's policy on a deploy role": [
    attachments,
    { arn: at.deployRole, context: { "iam:PolicyARN": at.launcherPolicy } },
  ],
  "an administrator's node": [attachments, { arn: at.nodesRole, context: administrator }],
  "a cluster role with permissions of its own": ["iam:PutRolePolicy", at.nodesRole],
  "a node with the launcher's permissions": [
    attachments,
    { arn: at.nodesRole, context: { "iam:PolicyARN": at.launcherPolicy } },
  ],
  "a managed policy elsewhere": [
    "iam:CreatePolicy iam:CreatePolicyVersion iam:DeletePolicy",
    at.policy("/", "Boundary"),
  ],
  "a switch to an older version of the launcher's policy": ["iam:SetDefaultPolicyVersion", at.launcherPolicy],
  "an instance with a role": [
    "iam:CreateInstanceProfile iam:AddRoleToInstanceProfile",
    `arn:aws:iam::${samplePlace.accountId}:instance-profile/octopus/deploy/x`,
  ],
  "service-linked roles of other services": [
    "iam:CreateServiceLinkedRole",
    {
      arn: at.role("/aws-service-role/spot.amazonaws.com/", "AWSServiceRoleForEC2Spot"),
      context: { "iam:AWSServiceName": "spot.amazonaws.com" },
    },
  ],
  "becoming a deploy role": ["sts:AssumeRole sts:TagSession", at.deployRole],
  "becoming the launcher": ["sts:AssumeRole", at.launcher],
  "becoming somebody in another account": ["sts:AssumeRole", "arn:aws:iam::111111111111:role/Admin"],
  "the organization": [
    "organizations:ListAccounts organizations:LeaveOrganization organizations:DetachPolicy",
    "*",
  ],
  "another cluster": [
    "eks:DeleteCluster eks:UpdateClusterConfig eks:CreateAccessEntry eks:CreatePodIdentityAssociation",
    at.regional("eks", "cluster/production"),
  ],
  "access to another cluster": [
    "eks:AssociateAccessPolicy",
    at.regional("eks", "access-entry/production/role/1/x/1"),
  ],
  "a cluster whose name begins like ours": [
    "eks:DeleteNodegroup",
    at.regional("eks", "nodegroup/octopus-cluster-2/nodes/1"),
  ],
  "the cluster of another region": [
    "eks:DeleteCluster",
    `arn:aws:eks:us-east-2:${samplePlace.accountId}:cluster/octopus-cluster`,
  ],
  "another key": [
    "kms:ScheduleKeyDeletion kms:CreateGrant kms:UntagResource kms:DisableKeyRotation kms:CreateAlias kms:UpdateAlias",
    at.key,
  ],
  "another key, by tagging it into reach": [
    "kms:TagResource",
    { arn: at.key, context: { ...tagging, "kms:ResourceAliases": "alias/payments" } },
  ],
  "the policy of any key": ["kms:PutKeyPolicy kms:DisableKey", { arn: at.key, context: tagging }],
  "what a key protects": ["kms:Decrypt kms:GenerateDataKey kms:ReEncryptFrom", at.key],
  "a key without the tag": ["kms:CreateKey", "*"],
  "an alias of somebody else's": ["kms:DeleteAlias kms:UpdateAlias", at.regional("kms", "alias/payments")],
  "another log group": ["logs:DeleteLogGroup", at.regional("logs", "log-group:/aws/cloudtrail")],
  "what is logged": ["logs:GetLogEvents logs:FilterLogEvents logs:DeleteLogStream", at.logGroup],
  "another network": [
    "ec2:DeleteVpc ec2:CreateRoute ec2:AuthorizeSecurityGroupIngress ec2:DeleteSubnet ec2:ModifyVpcEndpoint",
    at.foreign("vpc"),
  ],
  "another network, by tagging it into reach": [
    "ec2:CreateTags",
    { ...at.foreign("security-group"), context: tagging },
  ],
  "a subnet in another network": ["ec2:CreateSubnet", at.fresh("subnet"), at.foreign("vpc")],
  "an endpoint in another network": ["ec2:CreateVpcEndpoint", at.fresh("vpc-endpoint"), at.foreign("vpc")],
  "a network without the tag": ["ec2:CreateVpc", at.foreign("vpc")],
  "a rule in another security group": [
    "ec2:AuthorizeSecurityGroupIngress",
    at.foreign("security-group"),
    at.regional("ec2", "security-group-rule/sgr-1234"),
  ],
  "a network interface of its own making": [
    "ec2:CreateNetworkInterface",
    { ...at.foreign("network-interface"), context: { "aws:ViaAWSService": "false" } },
    at.own("subnet"),
    at.own("security-group"),
  ],
  "a resolver in another network": [
    "ec2:CreateNetworkInterface",
    { ...at.foreign("network-interface"), context: { "aws:ViaAWSService": "true" } },
    at.foreign("subnet"),
    at.own("security-group"),
  ],
  "a network interface of somebody else's": [
    "ec2:DeleteNetworkInterface ec2:ModifyNetworkInterfaceAttribute ec2:AttachNetworkInterface",
    at.foreign("network-interface"),
  ],
  "another resolver": [
    "route53resolver:DeleteResolverEndpoint route53resolver:UpdateResolverEndpoint",
    at.regional("route53resolver", "resolver-endpoint/rslvr-out-1"),
  ],
  "where another name is resolved": [
    "route53resolver:UpdateResolverRule route53resolver:AssociateResolverRule route53resolver:DisassociateResolverRule " +
      "route53resolver:DeleteResolverRule route53resolver:PutResolverRulePolicy",
    at.regional("route53resolver", "resolver-rule/rslvr-rr-1"),
  ],
  "a resolver rule without the tag": [
    "route53resolver:CreateResolverRule route53resolver:TagResource",
    at.regional("route53resolver", "resolver-rule/rslvr-rr-1"),
  ],
  "what is asked of a resolver": [
    "route53resolver:CreateResolverQueryLogConfig route53resolver:CreateFirewallRule route53resolver:UpdateResolverConfig",
    "*",
  ],
  "ways between networks": [
    "ec2:CreateVpcPeeringConnection ec2:AcceptVpcPeeringConnection ec2:CreateVpnConnection",
    at.own("vpc"),
  ],
  "an instance without a launch template": ["ec2:RunInstances", at.foreign("instance"), at.own("subnet")],
  "an existing instance": ["ec2:TerminateInstances ec2:ModifyInstanceAttribute", at.own("instance")],
  "another hosted zone": [
    "route53:ChangeResourceRecordSets route53:DeleteHostedZone",
    "arn:aws:route53:::hostedzone/Z1",
  ],
  "code that runs as somebody": [
    "lambda:CreateFunction cloudformation:CreateStack ssm:SendCommand codebuild:StartBuild",
    "*",
  ],
  data: ["s3:GetObject secretsmanager:GetSecretValue ssm:GetParameter", "*"],
};

const passed: readonly (readonly [role: string, service: string])[] = [
  [at.launcher, "ec2.amazonaws.com"],
  [at.launcher, "eks.amazonaws.com"],
  [at.launcher, "lambda.amazonaws.com"],
  [at.deployRole, "pods.eks.amazonaws.com"],
  [at.deployRole, "ec2.amazonaws.com"],
  [at.oidcRole, "ec2.amazonaws.com"],
  [at.nodesRole, "ec2.amazonaws.com"],
  [at.nodesRole, "pods.eks.amazonaws.com"],
  [at.driverRole, "eks.amazonaws.com"],
  [stranger, "pods.eks.amazonaws.com"],
  [stranger, "eks.amazonaws.com"],
  [provisioningRole, "pods.eks.amazonaws.com"],
];

describe("what the provisioning role may not do", () => {
  for (const kind of ["environment", "tooling"] as const) {
    const role = statements(provisioner(kind, { OctopusIssuer: issuerHost }));
    const name = ({ action, on }: { action: string; on: readonly Target[] }): string =>
      `${action} on ${on.map(({ arn }) => arn).join(", ")}`;

    for (const [what, [actions, ...on]] of Object.entries(attacks)) {
      it(`${kind}: ${what}`, () => {
        const succeeding = need(actions, ...on).filter((one) => allowedIn(samplePlace, role, one));
        assert.deepEqual(succeeding.map(name), []);
      });
    }

    it(`${kind}: hand a role to anything but what it is for`, () => {
      const succeeding = passed
        .flatMap(([arn, service]) =>
          need("iam:PassRole", { arn, context: { "iam:PassedToService": service } }),
        )
        .filter((one) => allowedIn(samplePlace, role, one));
      assert.deepEqual(
        succeeding.map(({ on }) => on),
        [],
      );
    });
  }

  it("edit itself even when another policy lets it", () => {
    const role = [
      ...statements(provisioner("tooling")),
      { Effect: "Allow" as const, Action: ["iam:*", "sts:*"], Resource: "*" },
    ];
    const other = need("iam:PutRolePolicy", stranger);
    assert.ok(other.every((one) => allowedIn(samplePlace, role, one)));
    for (const one of [
      ...need(`${changes} ${attachments}`, provisioningRole),
      ...need("iam:CreatePolicyVersion", provisioningPolicy),
      ...need("sts:AssumeRole", at.deployRole),
    ]) {
      assert.ok(!allowedIn(samplePlace, role, one), one.action);
    }
  });

  it("anything with a wildcard in its name", () => {
    const actions = statements(provisioner("tooling")).filter(({ Effect }) => Effect === "Allow");
    assert.doesNotMatch(JSON.stringify(actions.map(({ Action }) => Action)), /[*?]/);
    assert.ok(
      actions.every(({ NotAction, NotResource }) => NotAction === undefined && NotResource === undefined),
    );
  });
});
