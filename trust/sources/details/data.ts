import type { Compute, KubernetesGrant } from "../../organization";

/** A policy document as IAM hands it out: JSON text, URL-encoded or plain, or already parsed. */
export type DocumentData = unknown;

export interface TagData {
  readonly Key: string;
  readonly Value: string;
}

/** A policy by its ARN, as it is attached. */
export interface AttachedPolicyData {
  readonly PolicyName?: string;
  readonly PolicyArn: string;
}

export interface InlinePolicyData {
  readonly PolicyName: string;
  readonly PolicyDocument: DocumentData;
}

/** What roles and users have in common. */
export interface PrincipalData {
  readonly Path?: string;
  readonly Arn: string;
  readonly AttachedManagedPolicies?: readonly AttachedPolicyData[];
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn?: string };
  readonly Tags?: readonly TagData[];
}

export interface RoleData extends PrincipalData {
  readonly RoleName: string;
  readonly RoleId?: string;
  readonly AssumeRolePolicyDocument?: DocumentData;
  readonly RolePolicyList?: readonly InlinePolicyData[];
  /** Not in the details themselves: GetRole has it. */
  readonly MaxSessionDuration?: number;
}

export interface UserData extends PrincipalData {
  readonly UserName: string;
  readonly UserId?: string;
  readonly UserPolicyList?: readonly InlinePolicyData[];
  /** Names of groups. */
  readonly GroupList?: readonly string[];
}

export interface GroupData {
  readonly Path?: string;
  readonly Arn: string;
  readonly GroupName: string;
  readonly GroupPolicyList?: readonly InlinePolicyData[];
  readonly AttachedManagedPolicies?: readonly AttachedPolicyData[];
}

export interface ManagedPolicyData {
  readonly Arn: string;
  readonly DefaultVersionId?: string;
  readonly PolicyVersionList?: readonly {
    readonly Document?: DocumentData;
    readonly VersionId: string;
    readonly IsDefaultVersion: boolean;
  }[];
}

/**
 * What GetAccountAuthorizationDetails answers.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export interface AuthorizationDetails {
  readonly UserDetailList?: readonly UserData[];
  readonly GroupDetailList?: readonly GroupData[];
  readonly RoleDetailList?: readonly RoleData[];
  readonly Policies?: readonly ManagedPolicyData[];
  readonly IsTruncated?: boolean;
}

/**
 * What DescribePodIdentityAssociation of EKS answers.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_PodIdentityAssociation.html
 */
export interface PodIdentityData {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly targetRoleArn?: string;
  readonly disableSessionTags?: boolean;
  readonly associationArn: string;
}

/** One account as it is. */
export interface AccountData {
  readonly id: string;
  /** One answer, or its pages in any order; all pages or the last one missing is a finding. */
  readonly details: AuthorizationDetails | readonly AuthorizationDetails[];
  readonly podIdentities?: readonly PodIdentityData[];
  readonly compute?: readonly Compute[];
  readonly kubernetes?: readonly KubernetesGrant[];
}

/** What Organizations knows: answers of its API, with what each lies below or is attached to. */
export interface OrganizationDetails {
  /** DescribeOrganization. */
  readonly Organization?: { readonly Id?: string; readonly MasterAccountId?: string };
  /** ListRoots. */
  readonly Roots: readonly {
    readonly Id: string;
    readonly PolicyTypes?: readonly { readonly Type: string; readonly Status: string }[];
  }[];
  /** ListOrganizationalUnitsForParent. */
  readonly OrganizationalUnits: readonly {
    readonly Id: string;
    readonly Name?: string;
    readonly ParentId: string;
  }[];
  /** ListAccountsForParent. */
  readonly Accounts: readonly { readonly Id: string; readonly ParentId: string }[];
  /** DescribePolicy, with ListTargetsForPolicy. */
  readonly Policies: readonly {
    readonly PolicySummary: { readonly Id: string; readonly Name: string; readonly Type: string };
    readonly Content: string;
    readonly Targets: readonly { readonly TargetId: string }[];
  }[];
}
