import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Account, Organization } from "../config/model";
import { deployRolePath } from "../config/names";
import { refusal } from "../config/problems";
import type { FormerRole } from "./former-roles";

/**
 * Which of the former roles still exist, by a look into their accounts.
 *
 * @param former roles that the settings no longer have
 * @param providerOf a provider of an account
 * @throws RunError when an account cannot be looked into
 */
export async function remainingRoles(
  { accounts, region }: Organization,
  former: readonly FormerRole[],
  providerOf: (account: Account) => aws.Provider,
): Promise<readonly FormerRole[]> {
  const ids = [...new Set(former.map(({ accountId }) => accountId))];
  const existing = await Promise.all(
    ids.map(async (id) => {
      const account = accounts.find((one) => one.id === id) ?? { name: `former-${id}`, id, region };
      const lookUp = aws.iam.getRoles({ pathPrefix: deployRolePath }, { provider: providerOf(account) });
      const { arns } = await lookUp.catch((error: unknown) => {
        throw refusal(
          `Nothing was changed: account ${id} had deploy roles that the settings no longer have, and whether they are ` +
            `still there cannot be seen (${error instanceof Error ? error.message : String(error)}). Until they are ` +
            `deleted they must stay guarded. Let the account's provisioning role list roles, or, where the account is ` +
            `closed or given away, add "${id}" to organization.guardrails.released.`,
        );
      });
      return arns;
    }),
  );
  const remaining = former.filter(({ arn }) => existing.flat().includes(arn));
  if (remaining.length > 0) {
    const arns = [...new Set(remaining.map(({ arn }) => arn))];
    void pulumi.log.warn(
      `${arns.join(", ")} ${arns.length === 1 ? "is" : "are"} no longer in the settings and still there: guarded, and ` +
        "to be assumed, until the stack of the environment has deleted it. Run `pulumi up` there, or " +
        "`pulumi destroy` if the environment itself is gone, and here once more.",
    );
  }
  return remaining;
}
