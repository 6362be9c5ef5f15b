import { list, type PolicyDocument, type Statement } from "../../../trust/documents/policy";
import { holds, wildcard, type Context } from "./conditions";
import type { Guardrail } from "./guardrails";

/** Who asks for a role. */
export type Asking =
  | { readonly service: string }
  | {
      readonly account: string;
      /** The session's or user's ARN. */
      readonly arn: string;
      /** The role's or user's own ARN. */
      readonly principalArn: string;
      /** AROA… or AIDA… of the role or user. */
      readonly uniqueId: string;
      /** Identity policies of the role or user. */
      readonly policies: readonly PolicyDocument[];
      /** Documents that narrow these, each for itself: permissions boundary, session policies. */
      readonly bounds: readonly PolicyDocument[];
    };

export interface AssumeRoleQuestion {
  /** `sts:AssumeRole`, `sts:TagSession` or `sts:SetSourceIdentity`. */
  readonly action: string;
  /** Those that bind this caller and this role. */
  readonly guardrails: readonly Guardrail[];
  readonly role: { readonly arn: string; readonly account: string };
  readonly trust: PolicyDocument;
  readonly asking: Asking;
  readonly context: Context;
}

export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/**
 * Decides whether a role may be assumed: by the organization's guardrails, by the role's trust policy, and by the
 * caller's identity policies where the trust delegates to the caller's account or the role is in another one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decideAssumeRole(question: AssumeRoleQuestion): Verdict {
  const { action, role, trust, asking, context } = question;
  const byPolicies = (documents: readonly PolicyDocument[]): Evaluation =>
    evaluate(
      documents.flatMap((document) => document.Statement),
      (statement) => matchesAction(statement, action) && matchesResource(statement, role.arn),
      context,
    );
  for (const guardrail of question.guardrails) {
    const objection = objectionOf(guardrail, byPolicies);
    if (objection !== undefined) return refused(objection);
  }

  const trusted = evaluate(
    trust.Statement,
    (statement) => matchesAction(statement, action) && admission(statement, asking) !== undefined,
    context,
  );
  if (trusted.effect === "deny") return refused(`the role's trust policy denies it${trusted.detail}`);
  if (trusted.effect === "none")
    return refused(`the role's trust policy does not admit the caller${trusted.detail}`);
  if ("service" in asking) return { allowed: true };

  const own = byPolicies(asking.policies);
  if (own.effect === "deny") return refused(`an identity policy of the caller denies it${own.detail}`);
  for (const bound of asking.bounds) {
    const { effect, detail } = byPolicies([bound]);
    if (effect !== "allow")
      return refused(`a permissions boundary or session policy does not allow it${detail}`);
  }
  const byName = trusted.by.some((statement) => admission(statement, asking) === "named");
  if (own.effect === "allow" || (byName && role.account === asking.account)) return { allowed: true };
  return refused(`no identity policy of the caller allows it${own.detail}`);
}

function objectionOf(
  { kind, target, policies }: Guardrail,
  byPolicies: (documents: readonly PolicyDocument[]) => Evaluation,
): string | undefined {
  const found = policies.map(({ name, document }) => ({ name, ...byPolicies([document]) }));
  const denial = found.find(({ effect }) => effect === "deny");
  if (denial) {
    const sid = denial.by[0]?.Sid || "a statement without Sid";
    return `the ${kind} ${denial.name} (${sid}), attached to ${target}, denies it${denial.detail}`;
  }
  if (found.some(({ effect }) => effect === "allow")) return undefined;
  return `no ${kind} attached to ${target} allows it${found.map(({ detail }) => detail).join("")}`;
}

interface Evaluation {
  readonly effect: "allow" | "deny" | "none";
  /** The statements that allow, or the first that denies. */
  readonly by: readonly Statement[];
  /** For a reason: the condition that could not be decided. */
  readonly detail: string;
}

/** What cannot be decided never allows, and always denies. */
function evaluate(
  statements: readonly Statement[],
  matches: (statement: Statement) => boolean,
  context: Context,
): Evaluation {
  let detail = "";
  const by: Statement[] = [];
  for (const statement of statements.filter(matches)) {
    const held = holds(statement.Condition, context);
    const undecided =
      typeof held === "object" ? `; the sandbox could not decide the condition ${held.undecided}` : "";
    if (statement.Effect === "Deny" && held !== false)
      return { effect: "deny", by: [statement], detail: undecided };
    if (statement.Effect === "Allow" && held === true) by.push(statement);
    detail ||= undecided;
  }
  return { effect: by.length > 0 ? "allow" : "none", by, detail };
}

/** How a statement's principal admits the caller: by name, or by leaving it to the caller's account. */
function admission({ Principal }: Statement, asking: Asking): "named" | "delegated" | undefined {
  if (Principal === undefined) return undefined;
  if ("service" in asking) {
    const services = Principal === "*" ? [] : list(Principal.Service);
    return services.includes(asking.service) ? "named" : undefined;
  }
  const names = Principal === "*" ? ["*"] : list(Principal.AWS);
  const exact = ["*", asking.arn, asking.principalArn, asking.uniqueId];
  if (names.some((name) => exact.includes(name))) return "named";
  const root = new RegExp(`^(arn:[a-z-]+:iam::${asking.account}:root|${asking.account})$`);
  return names.some((name) => root.test(name)) ? "delegated" : undefined;
}

function matchesAction({ Action, NotAction }: Statement, action: string): boolean {
  const among = (patterns: readonly string[]): boolean => patterns.some((p) => wildcard(p, "i").test(action));
  return NotAction === undefined ? among(list(Action)) : !among(list(NotAction));
}

function matchesResource({ Resource, NotResource }: Statement, arn: string): boolean {
  const among = (patterns: readonly string[]): boolean => patterns.some((p) => wildcard(p).test(arn));
  return NotResource === undefined ? among(list(Resource)) : !among(list(NotResource));
}

function refused(reason: string): Verdict {
  return { allowed: false, reason };
}
