import { isAccountId } from "../../trust/documents/arn";
import { grouped } from "../../trust/grouped";
import { sortedBy } from "../../trust/sources/order";
import type { Resource } from "../../trust/sources/resources/context";
import type { Settings } from "../config/settings";
import type { Report, Rule } from "../rule";
import type { Stack } from "../stack";
import { oursOf, type Ours } from "./explicit-account/ours";
import { nameOf, problemOf, type Problem } from "./explicit-account/provider";

/**
 * Whatever makes launchers, deploy roles, bindings and guardrails what they are is in the account that the program says,
 * not in the one that somebody's credentials happen to be of; and deploy roles are where guardrails bind them. What else
 * a stack makes beside them is held to the same.
 */
export const explicitAccount: Rule = {
  name: "explicit-account",
  description: "The program names the account of whatever belongs to launchers and deploy roles.",
  level: "mandatory",
  givesAdvice: true,
  *ofResource(resource, stack, settings) {
    const ours = oursOf(resource, { stack, isWhole: false, settings });
    if (ours) yield* ofOurs(resource, ours, settings);
  },
  *ofStack(stack, settings) {
    const made = stack.resources.filter(({ type }) => /^aws(-native)?:/.test(type));
    const ours = new Map<Resource, Ours>();
    for (const resource of made) {
      const found = oursOf(resource, { stack, isWhole: true, settings });
      if (found) ours.set(resource, found);
    }
    for (const [resource, found] of ours) yield* ofOurs(resource, found, settings);
    if (![...ours.values()].some(({ isSure }) => isSure === "yes")) return;
    for (const [providerUrn, resources] of grouped(made, (resource) => resource.providerUrn))
      if (!resources.some((resource) => ours.has(resource))) yield* ofProvider(providerUrn, resources, stack);
  },
};

function* ofOurs(resource: Resource, ours: Ours, settings: Settings): Iterable<Report> {
  const { urn } = resource;
  const problem = problemOf(resource);
  if (problem && ours.isOpen)
    yield {
      urn,
      message: `The role of ${nameOf(urn)} is not known yet, nor is its account: judged at \`pulumi up\`.`,
      isAdvice: true,
    };
  else if (problem) yield { urn, message: inTwoLines(ours.words, problem) };
  const misplaced = misplacedRole(ours, settings);
  if (misplaced) yield { urn, message: inTwoLines(ours.words, misplaced) };
}

/** Guardrails bind nothing in the management account, and nothing that they are not attached to. */
function misplacedRole({ subject }: Ours, { managementAccountId, accounts }: Settings): Problem | undefined {
  if (!subject || (subject.isDeployRole === "no" && subject.isOidcRole === "no")) return undefined;
  const { account, isDeployRole, isOidcRole } = subject;
  const isSure = isDeployRole === "yes" || isOidcRole === "yes";
  const kind = isOidcRole === "yes" ? "role for tokens of Octopus" : "deploy role";
  if (account === managementAccountId)
    return {
      what: `is ${isSure ? "" : "possibly "}a ${kind} in the management account, where no SCP or RCP binds`,
      instead: "Make it in a member account.",
    };
  if (!isSure || !isAccountId(account) || accounts.includes(account)) return undefined;
  return {
    what: `is a ${kind} in account ${account}, which is none of the pack's \`accounts\``,
    instead: `Make it in one of ${accounts.join(", ")}, or add the account there.`,
  };
}

/** A provider that makes nothing of ours in a stack that has some. */
function* ofProvider(
  providerUrn: string | undefined,
  resources: readonly Resource[],
  stack: Stack,
): Iterable<Report> {
  const first = sortedBy(resources, ({ urn }) => urn).find(problemOf);
  const problem = first && problemOf(first);
  if (!problem) return;
  const more = resources.length > 1 ? ` (and ${resources.length - 1} more of the same provider)` : "";
  yield {
    urn: providerUrn !== undefined && stack.byUrn(providerUrn) ? providerUrn : first.urn,
    message: inTwoLines(`${nameOf(first.urn)}${more}`, problem),
  };
}

function inTwoLines(whose: string, { what, instead }: Problem): string {
  return `${whose} ${what}.\n${instead}`.replace(/[^\S\n]+/g, " ");
}
