import type { Statement } from "../../../trust/documents/policy";
import type { Organization } from "../../config/model";
import { iamArn } from "../../config/names";
import { podIdentityTags } from "./pod-identity-tags";
import type { Scope } from "./scope";

/**
 * The statements of the SCPs, which bind every principal of the accounts that they are attached to, root users
 * included.
 *
 * Only `Deny`: what FullAWSAccess allows stays allowed. Actions by SAML and web identity are not among them, because
 * an SCP does not bind callers that are not principals of the organization.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function scpStatements(scope: Scope, organization: Organization): Statement[] {
  const { partition, guardrails } = organization;
  const unlessLauncher = { StringNotEquals: { "aws:PrincipalArn": scope.launchers.map(({ arn }) => arn) } };
  const unlessProvisioner = { ArnNotLike: { "aws:PrincipalArn": scope.provisioners } };
  return [
    {
      Sid: "DenyAssumeDeployRolesExceptLauncher",
      Effect: "Deny",
      Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      Resource: [
        ...scope.deployRoles,
        ...guardrails.roleNamePatterns.map((pattern) => iamArn(partition, "*", "role", "/", pattern)),
      ],
      Condition: unlessLauncher,
    },
    {
      Sid: "ProtectOctopusIam",
      Effect: "Deny",
      Action: changesOfIam,
      Resource: scope.protectedIam,
      Condition: unlessProvisioner,
    },
    {
      Sid: "ProtectRoleNames",
      Effect: "Deny",
      Action: creationOfRoles,
      Resource: scope.namesakes,
      Condition: unlessProvisioner,
    },
    {
      Sid: "ProtectPodIdentityTags",
      Effect: "Deny",
      Action: ["iam:TagRole", "iam:TagUser", ...creationOfRoles, "iam:CreateUser"],
      Resource: "*",
      Condition: { "ForAnyValue:StringEqualsIgnoreCase": { "aws:TagKeys": podIdentityTags } },
    },
    {
      Sid: "ProtectLauncherBinding",
      Effect: "Deny",
      Action: changesOfBindings,
      Resource: scope.clusters.flatMap(partsOf),
      Condition: unlessProvisioner,
    },
    {
      // Tokens are presented without being anybody in AWS, so that whoever is somebody is not meant.
      Sid: "DenyAssumeOidcRoles",
      Effect: "Deny",
      Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      Resource: scope.oidcRoles,
    },
    ...(scope.issuer
      ? [
          {
            Sid: "ProtectOctopusIssuer",
            Effect: "Deny" as const,
            Action: changesOfIssuers,
            Resource: scope.issuer.provider,
            Condition: unlessProvisioner,
          },
        ]
      : []),
  ];
}

/**
 * The second makes a role from a template, which brings its name, path and trust policy along. AWS does not say yet
 * whether it is authorized on the role: if on the template alone, no guardrail on roles can stop it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AcquireRole.html
 */
const creationOfRoles = ["iam:CreateRole", "iam:AcquireRole"];

/** Everything that changes a role, what it may do, or who gets it; reading stays free. */
const changesOfIam = [
  "iam:AcquireRole",
  "iam:AddRoleToInstanceProfile",
  "iam:AttachRolePolicy",
  "iam:CreateInstanceProfile",
  "iam:CreatePolicy",
  "iam:CreatePolicyVersion",
  "iam:CreateRole",
  "iam:DeleteInstanceProfile",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:DeleteRole",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PassRole",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:RemoveRoleFromInstanceProfile",
  "iam:SetDefaultPolicyVersion",
  "iam:TagInstanceProfile",
  "iam:TagPolicy",
  "iam:TagRole",
  "iam:UntagInstanceProfile",
  "iam:UntagPolicy",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
];

/** Everything that changes whose tokens count, or for which audience. */
const changesOfIssuers = [
  "iam:AddClientIDToOpenIDConnectProvider",
  "iam:CreateOpenIDConnectProvider",
  "iam:DeleteOpenIDConnectProvider",
  "iam:RemoveClientIDFromOpenIDConnectProvider",
  "iam:TagOpenIDConnectProvider",
  "iam:UntagOpenIDConnectProvider",
  "iam:UpdateOpenIDConnectProviderThumbprint",
];

/**
 * What hands a launcher to other pods, or the cluster to other people.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
 */
const changesOfBindings = [
  "eks:AssociateAccessPolicy",
  "eks:AssociateIdentityProviderConfig",
  "eks:CreateAccessEntry",
  "eks:CreateAddon",
  "eks:CreatePodIdentityAssociation",
  "eks:DeleteAccessEntry",
  "eks:DeleteAddon",
  "eks:DeleteCluster",
  "eks:DeletePodIdentityAssociation",
  "eks:DisassociateAccessPolicy",
  "eks:DisassociateIdentityProviderConfig",
  "eks:UpdateAccessEntry",
  "eks:UpdateAddon",
  "eks:UpdateClusterConfig",
  "eks:UpdatePodIdentityAssociation",
];

/** The cluster and what EKS knows as resources of their own beneath it. */
function partsOf(clusterArn: string): string[] {
  const parts = ["access-entry", "addon", "identityproviderconfig", "podidentityassociation"];
  return [clusterArn, ...parts.map((part) => `${clusterArn.replace(":cluster/", `:${part}/`)}/*`)];
}
