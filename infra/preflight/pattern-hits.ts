import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { mostAccounts } from "../config/checks";
import { arnPattern } from "../config/guardrails";
import type { Account, Organization } from "../config/model";
import { deployRolePath, iamArn } from "../config/names";

/**
 * Roles that a pattern for names covers although they are none of ours.
 *
 * @param arns of roles that exist
 */
export function patternHits({ partition, guardrails }: Organization, arns: readonly string[]): string[] {
  const patterns = guardrails.roleNamePatterns.map((name) =>
    arnPattern(iamArn(partition, "*", "role", "/", name)),
  );
  return arns.filter(
    (arn) =>
      patterns.some((pattern) => pattern.test(arn)) &&
      !arn.includes(`:role${deployRolePath}`) &&
      !guardrails.roles.includes(arn),
  );
}

/**
 * Warns of patterns for names of roles, naming what else they hit: those who assume such a role today will be denied.
 *
 * @param providerOf a provider of an account
 */
export async function warnOfPatterns(
  organization: Organization,
  providerOf: (account: Account) => aws.Provider,
): Promise<void> {
  const { accounts, guardrails } = organization;
  if (guardrails.roleNamePatterns.length === 0) return;
  const looked = accounts.slice(0, mostAccounts);
  const arns = await Promise.all(
    looked.map(async (account) => (await aws.iam.getRoles({}, { provider: providerOf(account) })).arns),
  );
  const hits = patternHits(organization, arns.flat());
  const patterns = guardrails.roleNamePatterns.join(", ");
  const others = accounts.length - looked.length;
  void pulumi.log.warn(
    `organization.guardrails.roleNamePatterns ${patterns}: nobody in the accounts that the SCPs are attached to may ` +
      "assume a role of such a name any more, in any account. " +
      (hits.length > 0
        ? `Beside the deploy roles that hits ${hits.join(", ")}`
        : "No other role there has one") +
      (others > 0 ? ` (in ${looked.length} accounts; ${others} more were not looked into)` : "") +
      ".",
  );
}
