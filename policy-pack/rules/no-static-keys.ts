import type { Resource } from "../../trust/sources/resources/context";
import { unknown } from "../../trust/truth";
import type { Report, Rule } from "../rule";
import type { Stack } from "../stack";
import { twoLines } from "../words";
import { lackingOf } from "./no-static-keys/assumed";
import { hasOurs, longLivedCredentials } from "./no-static-keys/aws";
import { keptKeys } from "./no-static-keys/octopus";
import { actionsOf } from "./no-static-keys/steps";
import { targetWithoutRole } from "./no-static-keys/targets";

/** There are no IAM users or access keys, and Octopus works with AWS in sessions of assumed roles alone. */
export const noStaticKeys: Rule = {
  name: "no-static-keys",
  description: "Nothing uses AWS with keys that stay valid.",
  level: "mandatory",
  givesAdvice: true,

  *ofResource(resource, _stack, settings) {
    yield* longLivedCredentials(resource, settings, false);
    yield* keptKeys(resource);
    for (const report of targetWithoutRole(resource)) if (report.isAdvice !== true) yield report;
    // Which account a variable stands for, another resource tells, which may be still to come.
    for (const report of stepsWithoutRole(resource, () => true)) if (report.isAdvice !== true) yield report;
  },

  *ofStack(stack, settings) {
    const isOurs = hasOurs(stack, settings);
    for (const resource of stack.resources) {
      yield* longLivedCredentials(resource, settings, isOurs);
      yield* targetWithoutRole(resource);
      yield* stepsWithoutRole(resource, (variable) => isOfOidc(variable, stack));
    }
  },
};

function* stepsWithoutRole(resource: Resource, isOidc: (variable: string) => boolean): Iterable<Report> {
  const { urn } = resource;
  for (const action of actionsOf(resource)) {
    const lacking = lackingOf(action, isOidc);
    const step =
      typeof action.type === "string" ? `A step of the type ${action.type}` : "A step of a type not known";
    if (lacking === unknown) {
      const message = `${step} has properties that are not known yet: judged at \`pulumi up\`.`;
      yield { urn, message, isAdvice: true };
    } else if (lacking) {
      yield { urn, message: twoLines(`${step} ${lacking.what}.`, lacking.instead) };
    }
  }
}

/** Whether every variable of a name stands for an account of Octopus that signs in by OIDC, each made in this stack. */
function isOfOidc(name: string, stack: Stack): boolean {
  const variables = stack
    .ofType("octopusdeploy:index/variable:Variable")
    .filter(({ props }) => typeof props.name === "string" && props.name.toLowerCase() === name.toLowerCase());
  const origins = variables.map(({ comesFrom }) => comesFrom.value ?? []);
  return (
    origins.length > 0 &&
    origins.every((urns) => urns.length > 0 && urns.every((urn) => stack.byUrn(urn)?.type === oidcAccount))
  );
}

const oidcAccount = "octopusdeploy:index/awsOpenidConnectAccount:AwsOpenidConnectAccount";
