import type { Lookup } from "../conditions/lookup";
import type { Account } from "../organization";
import { outcomeOf, type ActionDecision, type LayerVerdict } from "./decision";
import { grantVerdicts, type Grants } from "./grants";
import { resourceControl, serviceControl } from "./guardrails";

/** Everything that decides whether a role may be assumed, already looked up. */
export interface Question extends Omit<Grants, "sameAccount"> {
  /** E.g. `sts:AssumeRole` and `sts:TagSession`: the request needs each of them. */
  readonly actions: readonly string[];
  /** ARN of the caller's role or user, and its account; undefined for services and federated callers. */
  readonly principal?: string;
  readonly callerAccount?: Account;
  /** ARN of the role, and its account. */
  readonly role: string;
  readonly roleAccount: Account;
  readonly lookup: Lookup;
  /** What STS says of the request whatever the policies are. */
  readonly limits: LayerVerdict;
}

/**
 * Decides each action of a request through every layer, in the order in which AWS looks at them: guardrails, the trust
 * policy, and what is the caller's own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decideLayers(question: Question): readonly ActionDecision[] {
  const { callerAccount, principal, role, roleAccount, lookup, limits } = question;
  return question.actions.map((action) => {
    const request = { action: action.toLowerCase(), resource: role, lookup };
    const layers = [
      limits,
      serviceControl(callerAccount, principal, request),
      resourceControl(roleAccount, principal, request),
      ...grantVerdicts({ ...question, sameAccount: callerAccount?.id === roleAccount.id }, action, request),
    ];
    return { action, outcome: outcomeOf(layers.map(({ outcome }) => outcome)), layers };
  });
}
