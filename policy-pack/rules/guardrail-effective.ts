import type { Resource } from "../../trust/sources/resources/context";
import { unknown } from "../../trust/truth";
import type { Settings } from "../config/settings";
import type { Report, Rule } from "../rule";
import type { Stack } from "../stack";
import { launchersIn, roleType, subjectOf } from "../subjects";
import { problemsOf } from "./guardrail-effective/alone";
import { kinds } from "./guardrail-effective/kinds";
import {
  byUrn,
  externalGuardrails,
  guardrailOf,
  guardrailsIn,
  nameOf,
  targetsIn,
} from "./guardrail-effective/policies";
import { missingIn } from "./guardrail-effective/together";

/**
 * SCPs and RCPs about deploy roles deny them to everybody but the launcher, and let the launcher through. A stack that
 * has the launcher has both kinds and attaches them, or the settings say which ones others have attached.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export const guardrailEffective: Rule = {
  name: "guardrail-effective",
  description: "SCPs and RCPs deny deploy roles to everybody but the launcher.",
  level: "mandatory",
  givesAdvice: true,
  *ofResource(resource, _stack, settings) {
    const { urn } = resource;
    if (isLauncher(resource, settings) && settings.guardrails.mode === "external") {
      for (const message of externalProblems(settings)) yield { urn, message };
    }
    const guardrail = guardrailOf(resource, settings);
    if (!guardrail || guardrail === unknown) return;
    for (const message of problemsOf(guardrail, settings)) yield { urn, message };
  },
  *ofStack(stack, settings) {
    const { guardrails, notKnown } = guardrailsIn(stack, settings);
    const [launcher] = byUrn(launchersIn(stack, settings));
    const hasOurs = launcher !== undefined || guardrails.length > 0;
    // What is known of its content names us, or it would not be here.
    for (const policy of notKnown) yield ofUnknown(policy, hasOurs || policy.props.content !== unknown);
    if (launcher && settings.guardrails.mode === "managed" && notKnown.length === 0)
      yield* ofToolingStack(stack, launcher, settings);
  },
};

function isLauncher(resource: Resource, settings: Settings): boolean {
  return resource.type === roleType && subjectOf(resource, settings).isLauncher === "yes";
}

/** What settings say of guardrails that are not in the stack, held to the same as those that are. */
function externalProblems(settings: Settings): readonly string[] {
  const guardrails = externalGuardrails(settings);
  const alone = guardrails.flatMap((guardrail) => problemsOf(guardrail, settings));
  if (alone.length > 0) return alone;
  return Object.values(kinds).flatMap((kind) =>
    missingIn(
      guardrails.filter((one) => one.kind === kind).map((guardrail) => ({ guardrail, targets: [unknown] })),
      kind,
      settings,
    ),
  );
}

function ofUnknown(policy: Resource, hasOurs: boolean): Report {
  const what = `What the policy ${nameOf(policy)} says, or of which type it is, is not known yet`;
  return {
    urn: policy.urn,
    message: hasOurs
      ? `${what}, and it may be about deploy roles or the launcher.\n` +
        "Write its type and content from settings instead of outputs of other resources."
      : `${what}: it is judged at \`pulumi up\`.`,
    isAdvice: !hasOurs,
  };
}

/** What is missing beside the launcher. Where a guardrail is wrong by itself, that is said of it and nothing more. */
function* ofToolingStack(stack: Stack, launcher: Resource, settings: Settings): Iterable<Report> {
  const { guardrails } = guardrailsIn(stack, settings);
  const targets = targetsIn(stack);
  for (const kind of Object.values(kinds)) {
    const all = guardrails.filter((one) => one.kind === kind);
    if (all.some((one) => problemsOf(one, settings).length > 0)) continue;
    const attached = all.map((guardrail) => ({
      guardrail,
      targets: targets.get(guardrail.policy?.urn ?? "") ?? [],
    }));
    const loose = attached.filter((one) => one.targets.length === 0);
    for (const { guardrail } of loose) {
      yield {
        urn: guardrail.policy?.urn ?? launcher.urn,
        message:
          `${kind.words} ${guardrail.name} is attached to nothing, so that it guards nothing.\n` +
          "Attach it to the accounts of launcher and deploy roles, or to an OU or root above them.",
      };
    }
    if (loose.length > 0) continue;
    for (const message of missingIn(attached, kind, settings)) yield { urn: launcher.urn, message };
  }
}
