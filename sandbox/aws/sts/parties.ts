import type { Facts } from "../facts";
import type { Context } from "./conditions";
import { guardrailsOf, type Guardrail } from "./guardrails";

interface Party {
  readonly account: string;
  /** The role's or user's own ARN. */
  readonly arn: string;
}

/**
 * What an organization has to say about a caller who asks for a role: the guardrails between the two, and the condition
 * keys about either.
 *
 * @param caller undefined for a service of AWS
 */
export async function organizationOf(
  caller: Party | undefined,
  role: Party,
  facts: Facts,
): Promise<{ guardrails: readonly Guardrail[]; context: Context }> {
  const home = await facts.membership(role.account);
  const own = caller ? await facts.membership(caller.account) : null;
  return {
    guardrails: guardrailsOf(caller && { ...caller, membership: own }, { ...role, membership: home }),
    context: {
      "aws:principalisawsservice": [String(caller === undefined)],
      ...(caller && { "aws:principalarn": [caller.arn], "aws:principalaccount": [caller.account] }),
      ...(own && { "aws:principalorgid": [own.organizationId] }),
      "aws:resourceaccount": [role.account],
      ...(home && { "aws:resourceorgid": [home.organizationId] }),
    },
  };
}
