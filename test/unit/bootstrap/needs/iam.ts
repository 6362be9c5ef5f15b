import { everywhere, need, type Need, type Needs } from "./need";
import type { Resources } from "./resources";

const roleActions =
  "iam:CreateRole iam:GetRole iam:UpdateRole iam:UpdateRoleDescription iam:UpdateAssumeRolePolicy iam:DeleteRole " +
  "iam:TagRole iam:UntagRole iam:ListRoleTags iam:ListRolePolicies iam:ListAttachedRolePolicies " +
  "iam:ListInstanceProfilesForRole";

/** Roles and their policies, and the organization that they are in. */
export function iamNeeds(at: Resources): Needs {
  const attach = (role: string, ...policies: string[]): Need[] =>
    policies.flatMap((policy) =>
      need("iam:AttachRolePolicy iam:DetachRolePolicy", {
        arn: role,
        context: { "iam:PolicyARN": policy },
      }),
    );

  return {
    "aws.iam.Role": [
      ...everywhere([
        ...need(roleActions, at.deployRole),
        ...need(roleActions, at.oidcRole),
        ...[at.deployRole, at.oidcRole].flatMap((role) =>
          need("iam:PutRolePermissionsBoundary iam:DeleteRolePermissionsBoundary", role),
        ),
        // A role that is gone: IAM does not know its path any more.
        ...need("iam:GetRole", at.role("/", "DevDeployRole")),
      ]),
      ...[at.launcher, at.clusterRole, at.nodesRole, at.driverRole].flatMap((role) =>
        need(roleActions, role),
      ),
    ],
    "aws.iam.getRoles": everywhere(need("iam:ListRoles", "*")),
    "aws.iam.RolePolicy": everywhere(
      [at.deployRole, at.oidcRole].flatMap((role) =>
        need("iam:PutRolePolicy iam:GetRolePolicy iam:DeleteRolePolicy", role),
      ),
    ),
    "aws.iam.OpenIdConnectProvider": everywhere(
      need(
        "iam:CreateOpenIDConnectProvider iam:GetOpenIDConnectProvider iam:DeleteOpenIDConnectProvider " +
          "iam:AddClientIDToOpenIDConnectProvider iam:RemoveClientIDFromOpenIDConnectProvider " +
          "iam:TagOpenIDConnectProvider iam:UntagOpenIDConnectProvider",
        at.issuer,
      ),
    ),
    "aws.iam.getOpenIdConnectProvider": everywhere(need("iam:GetOpenIDConnectProvider", at.issuer)),
    "aws.iam.Policy": need(
      "iam:CreatePolicy iam:GetPolicy iam:DeletePolicy iam:CreatePolicyVersion iam:GetPolicyVersion " +
        "iam:ListPolicyVersions iam:DeletePolicyVersion iam:TagPolicy iam:UntagPolicy iam:ListPolicyTags",
      at.launcherPolicy,
    ),
    "aws.iam.RolePolicyAttachment": [
      ...attach(at.launcher, at.launcherPolicy),
      ...attach(at.clusterRole, at.awsPolicy("AmazonEKSClusterPolicy")),
      ...attach(
        at.nodesRole,
        at.awsPolicy("AmazonEKSWorkerNodePolicy"),
        at.awsPolicy("AmazonEKS_CNI_Policy"),
        at.awsPolicy("AmazonEC2ContainerRegistryPullOnly"),
      ),
      ...attach(at.driverRole, at.awsPolicy("service-role/AmazonEBSCSIDriverPolicy")),
      ...need("iam:ListAttachedRolePolicies", at.launcher),
    ],
    "aws.organizations.getOrganization": need("organizations:DescribeOrganization", "*"),
  };
}
