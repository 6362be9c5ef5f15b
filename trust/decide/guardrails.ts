import type { Account, Level } from "../organization";
import { unknown } from "../truth";
import type { LayerVerdict } from "./decision";
import { evaluate, type Evaluation, type Request } from "./statements";
import { exempt, notKnown, statementName, verdictOf } from "./verdict";

type Kind = "service control policy" | "resource control policy";

/**
 * What service control policies say. They bind the users, roles and root users of member accounts, at every level from
 * the root of the organization down to the account.
 *
 * @param caller the account of the caller; undefined for services and federated callers
 * @param principal ARN of the caller's role or user
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function serviceControl(
  caller: Account | undefined,
  principal: string | undefined,
  request: Request,
): LayerVerdict {
  const kind = "service control policy";
  if (!caller) return exempt(kind, "service control policies bind no services and no federated callers");
  if (isServiceLinked(principal))
    return exempt(kind, "service control policies bind no service-linked roles");
  return guardrail(kind, caller, "the caller", request);
}

/**
 * What resource control policies say. They bind whoever asks for a role of a member account, services, strangers and
 * federated callers included.
 *
 * @param account the account of the role
 * @param principal ARN of the caller's role or user; undefined for services and federated callers
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export function resourceControl(
  account: Account,
  principal: string | undefined,
  request: Request,
): LayerVerdict {
  const kind = "resource control policy";
  if (isServiceLinked(principal) || isServiceLinked(request.resource))
    return exempt(kind, "resource control policies bind no service-linked roles");
  return guardrail(kind, account, "the role", request);
}

function guardrail(kind: Kind, account: Account, whose: string, request: Request): LayerVerdict {
  const { id, isManagement, levels } = account;
  const kinds = kind.replace("policy", "policies");
  if (isManagement === true)
    return exempt(kind, `${whose} is of the management account, which ${kinds} do not bind`);
  if (levels === unknown)
    return notKnown(
      kind,
      `which ${kinds} bind account ${id}`,
      `it is not known where account ${id} of ${whose} stands in the organization, nor which ${kinds} bind it`,
    );
  if (levels.length === 0)
    return exempt(kind, `${whose} is of account ${id}, which is outside of the organization`);
  const verdicts = levels.map((level) => atLevel(kind, level, request));
  const strictest =
    verdicts.find(({ outcome }) => outcome === "denies") ??
    verdicts.find(({ outcome }) => outcome === "unknown");
  if (!strictest) return verdictAll(kind, verdicts);
  if (isManagement !== unknown) return strictest;
  const doubt = `whether account ${id} is the management account`;
  return {
    ...strictest,
    outcome: "unknown",
    undecided: [...strictest.undecided, doubt],
    words: `${strictest.words}; could not decide ${doubt}, which ${kinds} do not bind`,
  };
}

function verdictAll(kind: Kind, verdicts: readonly LayerVerdict[]): LayerVerdict {
  if (verdicts.every(({ outcome }) => outcome === "exempt"))
    return exempt(kind, `${kind.replace("policy", "policies")} are not enabled`);
  const words = kind === "service control policy" ? "at every level one allows it" : "none denies it";
  return {
    layer: kind,
    outcome: "passes",
    undecided: [],
    words: `of the ${kind.replace("policy", "policies")} ${words}`,
  };
}

function atLevel(kind: Kind, { target, scps, rcps }: Level, request: Request): LayerVerdict {
  const documents = kind === "service control policy" ? scps : rcps;
  if (!documents) return exempt(kind, "they are not enabled");
  const evaluated = evaluate(documents, request);
  // RCPFullAWSAccess, which allows everything, is attached everywhere and cannot be detached.
  const evaluation: Evaluation =
    kind === "service control policy" ? evaluated : { ...evaluated, allows: "yes" };
  // Of a level that lets pass, which are most, nothing is told.
  if (evaluation.allows === "yes" && evaluation.denies === "no")
    return { layer: kind, outcome: "passes", undecided: [], words: "" };
  return verdictOf(
    {
      layer: kind,
      policy: (by) => `the ${kind} ${by.policy} (${statementName(by)}), attached to ${target},`,
      nothing: `no ${kind} attached to ${target} allows it`,
    },
    evaluation,
  );
}

/** A role that AWS makes for one of its services, told by its path. */
function isServiceLinked(arn: string | undefined): boolean {
  return arn !== undefined && /^arn:[^:]+:iam::\d{12}:role\/aws-service-role\//.test(arn);
}
