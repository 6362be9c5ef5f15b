import type { Settings } from "../../config/settings";
import { gapsOf, type Gap } from "./gaps";
import { deniedActions, type Kind } from "./kinds";
import { obstaclesIn, type Obstacle } from "./launcher-passes";
import { claimedBy } from "./ours";
import type { Guardrail } from "./policies";

/** What is wrong with a guardrail whatever else there is, one message each. */
export function problemsOf(guardrail: Guardrail, settings: Settings): readonly string[] {
  const { kind, name, document } = guardrail;
  if (document.problems.length > 0)
    return document.problems.map(
      ({ place, message }) =>
        `${kind.words} ${name}: ${place || "its content"} ${message}, so that it guards nothing.\n` +
        `Write a well-formed policy; ${remedy(kind, settings)}.`,
    );
  const claimed = claimedBy(document, kind, settings);
  if (!claimed)
    return [
      `${kind.words} ${name} has our Sid DenyAssumeDeployRolesExceptLauncher and is about no deploy role.\n` +
        `Write the deploy roles as its Resource, e.g. ${settings.deployRoles.at(-1)?.text}.`,
    ];
  return [
    ...gapMessages(gapsOf([guardrail], claimed, kind, settings), kind, settings, name),
    ...obstaclesIn(guardrail, kind, settings).map((obstacle) => obstacleMessage(obstacle, guardrail)),
  ];
}

/**
 * Messages about calls that are not denied, those of one cause together.
 *
 * @param where of what nothing denies: a policy, or all that there is
 */
export function gapMessages(
  gaps: readonly Gap[],
  kind: Kind,
  settings: Settings,
  where: string,
): readonly string[] {
  const byCause = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const cause = `${gap.by}\n${gap.left?.because}`;
    byCause.set(cause, [...(byCause.get(cause) ?? []), gap]);
  }
  return [...byCause.values()].map((some) => {
    const [{ by, left } = {}] = some;
    const actions = distinct(some, ({ action }) => action).join(", ");
    const roles = several(distinct(some, (gap) => gap.roles.text));
    const who = distinct(some, (gap) => gap.left?.who ?? "").join(", ");
    const first = left
      ? `${kind.words} ${by} leaves ${actions} on ${roles} to ${who} because of ${left.because}.`
      : `${kind.words} ${where} does not deny ${actions} on ${roles}.`;
    return `${first}\nWrite: ${remedy(kind, settings)}.`;
  });
}

function distinct<T>(items: readonly T[], textOf: (item: T) => string): readonly string[] {
  return [...new Set(items.map(textOf))];
}

function remedy(kind: Kind, { launchers }: Settings): string {
  const condition = JSON.stringify({ [kind.operator]: { "aws:PrincipalArn": launchers } });
  return `Deny ${deniedActions(kind).join(", ")} on all deploy roles, with no condition but ${condition}`;
}

function obstacleMessage(obstacle: Obstacle, { kind, name }: Guardrail): string {
  const { statement, caller, action, roles, undecided } = obstacle;
  const denies = undecided.length === 0 ? "denies" : "may deny";
  const doubt = undecided.length === 0 ? "" : `: not decided is ${undecided.join(" and ")}`;
  const exemption = caller.startsWith("arn:")
    ? `${kind.operator} aws:PrincipalArn with ${caller}`
    : `BoolIfExists aws:PrincipalIsAWSService with false`;
  return (
    `${kind.words} ${name} (${statement}) ${denies} ${caller} ${action} on ${roles}${doubt}.\n` +
    `Leave it out of that statement: add the condition ${exemption}, or narrow its Resource.`
  );
}

/** The first of several, and how many more there are. */
function several([first = "", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
