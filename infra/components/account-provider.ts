import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Account, Organization } from "../config/model";
import { iamArn } from "../config/names";

/**
 * The provider of one account, which assumes the account's provisioning role and refuses to work in any other
 * account. Management has no such role: it is reached with the ambient credentials, and pinned all the same.
 */
export function accountProvider(organization: Organization, account: Account): aws.Provider {
  const { partition, management, provisioning, tags } = organization;
  const { roleName, rolePath, sessionName, externalId } = provisioning;
  const roleArn = iamArn(partition, account.id, "role", rolePath, roleName);
  return new aws.Provider(
    account.name,
    {
      region: account.region as aws.Region,
      allowedAccountIds: [account.id],
      assumeRoles: account.id === management.id ? undefined : [{ roleArn, sessionName, externalId }],
      defaultTags: { tags: { ...tags, "octolaunch:stack": pulumi.getStack() } },
    },
    // Changed in its place it would no longer reach what it has created in the former account.
    { replaceOnChanges: ["allowedAccountIds"] },
  );
}
