import { limits } from "../../trust/limits";
import { unknown } from "../../trust/truth";
import type { Rule } from "../rule";
import { roleType, subjectOf } from "../subjects";

const most = limits.chainedSessionSeconds.value;

/**
 * A chained session lasts an hour at most, whatever its role says, and a service is not held to what the launcher
 * says: a longer session is of use to somebody else only.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html
 */
export const sessionLimits: Rule = {
  name: "session-limits",
  description: "No launcher and no deploy role offers sessions longer than an hour.",
  level: "advisory",
  *ofResource(role, _stack, settings) {
    if (role.type !== roleType) return;
    const { words, isLauncher, isDeployRole } = subjectOf(role, settings);
    if (isLauncher !== "yes" && isDeployRole !== "yes") return;
    const { urn, props } = role;
    const seconds = props.maxSessionDuration ?? most;
    if (seconds === unknown)
      yield {
        urn,
        message: `${words}: maxSessionDuration is not known yet and is judged at \`pulumi up\`.\nLeave it out.`,
      };
    else if (!(Number(seconds) <= most))
      yield {
        urn,
        message:
          `${words} offers sessions of ${String(seconds)} seconds, and ` +
          (isLauncher === "yes"
            ? "pods do not need it: only a caller that is not one of them gains from it."
            : `the launcher gets ${most} at most: only a caller that is not chained gains from it.`) +
          `\nLeave out maxSessionDuration, or write ${most}.`,
      };
  },
};
