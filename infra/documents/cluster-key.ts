import { policy, type PolicyDocument } from "../../trust/documents/policy";
import type { Account, Organization } from "../config/model";
import { iamArn } from "../config/names";

/**
 * Who may use and manage the key that encrypts the cluster's secrets.
 *
 * The account's own policies count, as by default. The provisioning role is named as well: it is otherwise allowed by
 * the key's tags, which KMS may take minutes to notice, and the first `up` would fail at the cluster.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 */
export function clusterKeyPolicy(
  { partition, provisioning }: Organization,
  account: Account,
): PolicyDocument {
  const provisioner = iamArn(partition, account.id, "role", provisioning.rolePath, provisioning.roleName);
  return policy(
    {
      Sid: "AccountPolicies",
      Effect: "Allow",
      Principal: { AWS: `arn:${partition}:iam::${account.id}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "Provisioning",
      Effect: "Allow",
      Principal: { AWS: provisioner },
      Action: [
        "kms:CreateAlias",
        "kms:CreateGrant",
        "kms:DeleteAlias",
        "kms:DescribeKey",
        "kms:EnableKeyRotation",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListResourceTags",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateAlias",
        "kms:UpdateKeyDescription",
      ],
      Resource: "*",
    },
  );
}
