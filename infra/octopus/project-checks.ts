import type { OctopusSettings } from "../config/octopus";
import { isAwsStep, type AwsStepSettings, type StepSettings } from "../config/octopus-steps";
import type { Organization } from "../config/model";
import type { Problem } from "../config/problems";
import { slugOf } from "./names";
import {
  approvalStepName,
  approvedEnvironments,
  credentialsKind,
  environmentsOf,
  roleKeys,
} from "./projects";
import { placeProblems, unknownEnvironments } from "./references";

/** What is wrong in the projects that settings describe. */
export function projectProblems(settings: OctopusSettings, organization: Organization): Problem[] {
  const named = settings.projects;
  if (!named) return [];
  const approved = approvedEnvironments(settings, organization).length > 0;
  return named.flatMap(({ name, steps }, index) => {
    const setting = `octopus.projects[${index}]`;
    const problems: Problem[] = [];
    if (named.findIndex((other) => slugOf(other.name) === slugOf(name)) < index) {
      problems.push({
        setting: `${setting}.name`,
        message: `is ${name}, which Octopus would take for an earlier project's name: choose another`,
      });
    }
    const taken = [...(approved ? [approvalStepName] : []), ...steps.map((step) => step.name)].map(slugOf);
    steps.forEach((step, place) => {
      const at = `${setting}.steps[${place}]`;
      if (taken.indexOf(slugOf(step.name)) < place + (approved ? 1 : 0)) {
        problems.push({
          setting: `${at}.name`,
          message: `is ${step.name}, which an earlier step of the project is called too: choose another`,
        });
      }
      problems.push(...stepProblems(at, settings, organization, step));
    });
    return problems;
  });
}

function stepProblems(
  setting: string,
  settings: OctopusSettings,
  organization: Organization,
  step: StepSettings,
): Problem[] {
  const problems = unknownEnvironments(`${setting}.environments`, step.environments ?? [], organization);
  if (!isAwsStep(step)) return problems;
  const { role, account } = step;
  const kind = credentialsKind(settings, step);
  if (!settings.accounts.includes(kind)) {
    problems.push({
      setting: `${setting}.credentials`,
      message: `is ${kind}, which octopus.accounts does not have: add it there or remove it here`,
    });
  }
  if (kind === "oidc" && role !== undefined) {
    problems.push({
      setting: `${setting}.role`,
      message:
        "is named, while the step logs in with tokens of Octopus, which are for the one role of the account: remove it, " +
        "or write credentials: ambient",
    });
    return problems;
  }
  const names = environmentsOf(step, organization);
  return [
    ...problems,
    ...placeProblems(setting, names, { account, role }, organization),
    ...roleNameProblems(setting, organization, step),
  ];
}

/** Roles that mean different things in the environments of one step. */
function roleNameProblems(setting: string, organization: Organization, step: AwsStepSettings): Problem[] {
  if (step.role === undefined) return [];
  const keys = roleKeys(organization, step, step.role);
  if (keys.length < 2) return [];
  const message = `is ${step.role}, which is called ${keys.join(" and ")} in the environments of the step: write one step for each`;
  return [{ setting: `${setting}.role`, message }];
}
