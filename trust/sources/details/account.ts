import { accountOf } from "../../documents/arn";
import type { PodIdentity } from "../../organization";
import { unknown } from "../../truth";
import { holder, type Draft, type Holder, type HolderKind, type IdentityData } from "../draft";
import type { Report } from "../reader";
import type {
  AccountData,
  AttachedPolicyData,
  AuthorizationDetails,
  InlinePolicyData,
  ManagedPolicyData,
  PodIdentityData,
  PrincipalData,
  TagData,
} from "./data";

/** Puts what an account's authorization details say into a draft. */
export function readAccount({ id, details }: AccountData, draft: Draft, report: Report): void {
  const pages = Array.isArray(details)
    ? (details as readonly AuthorizationDetails[])
    : [details as AuthorizationDetails];
  if (!pages.some(({ IsTruncated }) => IsTruncated !== true))
    report(`account ${id}`, "its authorization details have no last page: roles and policies are missing");
  for (const list of ["RoleDetailList", "UserDetailList", "GroupDetailList", "Policies"] as const) {
    if (!pages.some((page) => page[list]))
      report(`account ${id}`, `its authorization details have no ${list}`);
  }
  for (const page of pages) readPage(page, id, draft, report);
}

function readPage(page: AuthorizationDetails, account: string, draft: Draft, report: Report): void {
  for (const role of page.RoleDetailList ?? []) {
    const held = holderIn(account, "role", role.RoleName, role.Arn, report);
    addIdentity(held, role, role.RoleId, draft, {
      trust: role.AssumeRolePolicyDocument,
      maxSessionSeconds: role.MaxSessionDuration,
    });
    addPolicies(held, role.RolePolicyList, role.AttachedManagedPolicies, draft);
  }
  for (const user of page.UserDetailList ?? []) {
    const held = holderIn(account, "user", user.UserName, user.Arn, report);
    addIdentity(held, user, user.UserId, draft, {});
    addPolicies(held, user.UserPolicyList, user.AttachedManagedPolicies, draft);
    for (const name of user.GroupList ?? [])
      draft.members.push({ user: held, group: holder("group", held.partition, held.account, name) });
  }
  for (const group of page.GroupDetailList ?? []) {
    const held = holderIn(account, "group", group.GroupName, group.Arn, report);
    draft.identities.push({ ...held, arn: group.Arn, tags: new Map() });
    addPolicies(held, group.GroupPolicyList, group.AttachedManagedPolicies, draft);
  }
  for (const policy of page.Policies ?? [])
    draft.managed.push({ arn: policy.Arn, document: defaultDocument(policy, report) });
}

type Named = Holder & { readonly name: string };

function holderIn(account: string, kind: HolderKind, name: string, arn: string, report: Report): Named {
  if (accountOf(arn) !== account)
    report(arn, `is among the details of account ${account}, which is another one than its ARN says`);
  return holder(kind, arn.split(":", 2)[1] ?? "", accountOf(arn), name);
}

function addIdentity(
  held: Named,
  { Arn, PermissionsBoundary, Tags }: PrincipalData,
  uniqueId: string | undefined,
  draft: Draft,
  more: Partial<IdentityData>,
): void {
  draft.identities.push({
    ...held,
    arn: Arn,
    uniqueId,
    ...(PermissionsBoundary && { boundary: PermissionsBoundary.PermissionsBoundaryArn ?? unknown }),
    tags: tagsOf(Tags),
    ...more,
  });
}

function tagsOf(tags: readonly TagData[] = []): ReadonlyMap<string, string> {
  return new Map(tags.map(({ Key, Value }) => [Key.toLowerCase(), Value]));
}

function addPolicies(
  holder: Holder,
  inline: readonly InlinePolicyData[] = [],
  attached: readonly AttachedPolicyData[] = [],
  draft: Draft,
): void {
  for (const { PolicyName, PolicyDocument } of inline)
    draft.inline.push({ holder, name: PolicyName, document: PolicyDocument });
  for (const { PolicyArn } of attached) draft.attached.push({ holder, policyArn: PolicyArn });
}

/** The version that is in force; unknown if it is not among those in the data. */
function defaultDocument({ Arn, PolicyVersionList = [] }: ManagedPolicyData, report: Report): unknown {
  const inForce = PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion);
  if (inForce?.Document === undefined)
    report(Arn, "has no default version in the data: what it says is not known");
  return inForce?.Document ?? unknown;
}

/**
 * The JSON of a document as IAM hands it out, which is URL-encoded by RFC 3986.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function decodedDocument(text: string): string {
  if (/^\s*\{/.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** An association as EKS describes it. */
export function podIdentityOf(association: PodIdentityData): PodIdentity {
  const { associationArn, clusterName, namespace, serviceAccount, roleArn, targetRoleArn } = association;
  const [arn, partition, service, region, account] = associationArn.split(":");
  return {
    clusterArn: [arn, partition, service, region, account, `cluster/${clusterName}`].join(":"),
    account: accountOf(associationArn),
    namespace,
    serviceAccount,
    role: roleArn,
    ...(targetRoleArn && { targetRole: targetRoleArn }),
    disableSessionTags: association.disableSessionTags ?? false,
  };
}
