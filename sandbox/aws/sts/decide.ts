import { decide } from "../../../trust/decide/decide";
import { decidedBy } from "../../../trust/decide/decision";
import type { AssumeRequest } from "../../../trust/decide/request";
import type { Facts } from "../facts";
import { partiesOf } from "./organization";

/** Why a role is not handed out. */
export interface Objection {
  /** The action that is refused, e.g. `sts:TagSession`. */
  readonly action: string;
  /** E.g. `the role's trust policy does not admit the caller`. */
  readonly reason: string;
  /** What the sandbox could not decide, if that is why it refuses. */
  readonly undecided: readonly string[];
}

/**
 * Whether the policies let a caller have a role; what cannot be decided is refused.
 *
 * @param request its context has what the front knows of it
 * @param callerId AROA… of the caller's role when its session was opened
 * @returns undefined if they do
 */
export async function objectionTo(
  request: AssumeRequest,
  facts: Facts,
  callerId?: string,
): Promise<Objection | undefined> {
  const { organization, callerIsMember, roleIsMember } = await partiesOf(request, facts, callerId);
  const context = {
    "aws:viaawsservice": ["false"],
    // Whoever is outside of the one organization that there is has none.
    ...(!callerIsMember && { "aws:principalorgid": undefined }),
    ...(!roleIsMember && { "aws:resourceorgid": undefined }),
    ...request.context,
  };
  const decided = decidedBy(decide({ ...request, context }, organization));
  if (!decided) return undefined;
  const { action, verdict } = decided;
  return { action, reason: verdict.words, undecided: verdict.undecided };
}
