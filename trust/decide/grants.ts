import type { Principal } from "../documents/principal";
import type { NamedDocument } from "../organization";
import type { Truth } from "../truth";
import { formOf, type Form } from "./callers";
import type { Layer, LayerVerdict } from "./decision";
import { evaluate, type Applied, type Evaluation, type Request } from "./statements";
import { exempt, notKnown, statementName, verdictOf, type Speaker } from "./verdict";

/** What a caller may do by itself. */
export interface Permissions {
  readonly policies: readonly NamedDocument[];
  readonly boundary?: NamedDocument;
  /** Without any, nothing is narrowed. */
  readonly sessionPolicies?: readonly NamedDocument[];
  /** Whether it is a session of a role, which chains roles. */
  readonly isSession?: boolean;
}

/** What the trust policy and the caller's own policies are judged by. */
export interface Grants {
  readonly trust: NamedDocument;
  readonly isCaller: (principal: Principal) => Truth;
  /** Undefined for callers that need no permissions: services and federated callers. */
  readonly permissions?: Permissions;
  /** Whether the role is of the caller's own account. */
  readonly sameAccount: boolean;
}

/** What besides the trust policy has to allow the request, by how the trust policy names the caller. */
const needed: Readonly<Record<Form, readonly Layer[]>> = {
  direct: [],
  role: ["permissions boundary", "session policy"],
  account: ["identity policy", "permissions boundary", "session policy"],
};

/**
 * What the role's trust policy and the caller's own policies say. The trust policy always has to allow the request, a
 * role of another account needs all of the caller's policies as well, and whatever denies it ends it. A source
 * identity in a chain of roles needs both in one account too, says one of AWS's pages.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html#id_credentials_temp_control-access_monitor-perms
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function grantVerdicts(grants: Grants, action: string, request: Request): LayerVerdict[] {
  const { trust, isCaller, permissions, sameAccount } = grants;
  const trusted = evaluate([trust], { ...request, isCaller });
  if (!permissions) {
    const words = "services and federated callers need no policies of their own";
    return [verdictOf(trustSpeaker(action), trusted), ...needed.account.map((layer) => exempt(layer, words))];
  }
  const own = ownEvaluations(permissions, request);
  const chains = permissions.isSession === true && action === "sts:SetSourceIdentity";
  const way: Way = sameAccount ? furthestWay(grants, own, request) : { trusted, demanded: needed.account };
  // What denies may name the caller in another form than what lets it in.
  const { allows, applied } = way.trusted;
  const whole = { denies: trusted.denies, allows, applied: [...applied, ...trusted.applied] };
  return [
    verdictOf(trustSpeaker(action), whole),
    ...needed.account.map((layer) =>
      ownVerdict(layer, own[layer], way.demanded.includes(layer), chains && layer === "identity policy"),
    ),
  ];
}

/** One form in which a trust policy may let the caller in, and the layers that have to allow it as well. */
interface Way {
  readonly trusted: Evaluation;
  readonly demanded: readonly Layer[];
}

/** Of each layer, what it says; undefined if there is none. */
type Own = Readonly<Partial<Record<Layer, Evaluation>>>;

function ownEvaluations({ policies, boundary, sessionPolicies }: Permissions, request: Request): Own {
  return {
    "identity policy": evaluate(policies, request),
    ...(boundary && { "permissions boundary": evaluate([boundary], request) }),
    ...(sessionPolicies?.length && { "session policy": evaluate(sessionPolicies, request) }),
  };
}

/** Of the forms in which the trust policy may name the caller, the one by which the request gets furthest. */
function furthestWay({ trust, isCaller }: Grants, own: Own, request: Request): Way {
  const by = (form: Form): Way => {
    const named = (principal: Principal): Truth => (formOf(principal) === form ? isCaller(principal) : "no");
    return { trusted: evaluate([trust], { ...request, isCaller: named }), demanded: needed[form] };
  };
  const account = by("account");
  // The less a way demands, the further it leads.
  const ways = [by("direct"), by("role"), account];
  const leadsIn = ({ trusted, demanded }: Way): boolean =>
    [trusted, ...demanded.map((layer) => own[layer])].every((one) => !one || one.allows === "yes");
  return ways.find(leadsIn) ?? ways.find(({ trusted }) => trusted.allows !== "no") ?? account;
}

function ownVerdict(
  layer: Layer,
  evaluation: Evaluation | undefined,
  demanded: boolean,
  isDoubtful: boolean,
): LayerVerdict {
  const speaker = ownSpeaker(layer);
  if (!evaluation) return exempt(layer, `the caller has no ${layer}`);
  if (demanded || evaluation.denies !== "no") {
    const allows = demanded ? evaluation.allows : "yes";
    return verdictOf(speaker, { ...evaluation, allows });
  }
  if (evaluation.allows === "yes") return verdictOf(speaker, evaluation);
  if (isDoubtful)
    return notKnown(
      layer,
      "whether one has to",
      `${speaker.nothing}, and AWS says both that one has to and that the trust policy alone is enough`,
    );
  return exempt(layer, `no ${layer} needs to allow it, as the trust policy itself names the caller`);
}

function trustSpeaker(action: string): Speaker {
  const also = /^sts:AssumeRole/.test(action) ? "" : ` for ${action}`;
  return {
    layer: "trust policy",
    policy: (by) => `the role's trust policy (${statementName(by)})`,
    nothing: `the role's trust policy does not admit the caller${also}`,
  };
}

function ownSpeaker(layer: Layer): Speaker {
  const name = (by: Applied): string => `: ${by.policy} (${statementName(by)})`;
  if (layer === "permissions boundary") {
    const boundary = "the caller's permissions boundary";
    return { layer, policy: () => boundary, name, nothing: `${boundary} does not allow it` };
  }
  const one = `${layer === "identity policy" ? "an" : "a"} ${layer} of the caller`;
  return { layer, policy: () => one, name, nothing: `no ${layer} of the caller allows it` };
}
