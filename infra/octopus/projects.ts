import type { OctopusSettings } from "../config/octopus";
import { isAwsStep, type AwsStepSettings, type StepSettings } from "../config/octopus-steps";
import type { Organization } from "../config/model";
import { defaultProject } from "./default-project";
import {
  accountsWithVariables,
  commonName,
  findAccount,
  findRole,
  octopusEnvironments,
  rolesIn,
} from "./environments";
import { accountVariables, roleVariable, slugOf } from "./names";
import type { Credentials } from "./steps/credentials";
import { processStep, type ProcessStep } from "./steps/process-step";
import type { ManualIntervention, Step } from "./steps/step";
import { variable } from "./steps/variable";

/** A project and its deployment process. */
export interface Project {
  readonly name: string;
  /** What Octopus makes of the name; subjects of its tokens have it. */
  readonly slug: string;
  /** In the order in which they run. */
  readonly steps: readonly ProcessStep[];
}

/** A project as settings say it. */
export type ProjectSettings = NonNullable<OctopusSettings["projects"]>[number];

/** The projects of the settings, or the one that shows every kind of step. */
export function projectSettings(
  { projects: named }: OctopusSettings,
  organization: Organization,
): readonly ProjectSettings[] {
  return named ?? [defaultProject(octopusEnvironments(organization).map(({ name }) => name))];
}

/** Projects whose steps are resolved. Every process begins with the consent that `octopus.approval` asks for. */
export function projects(
  settings: OctopusSettings,
  organization: Organization,
  named: readonly ProjectSettings[],
): readonly Project[] {
  const approval = approvalStep(settings, organization);
  return named.map(({ name, steps }) => ({
    name,
    slug: slugOf(name),
    steps: [...approval, ...steps.map((step) => stepOf(settings, organization, step))].map(processStep),
  }));
}

/** The name of the step that waits for consent; no other step may have it. */
export const approvalStepName = "Approve";

/** Names of the environments in which a deployment waits for consent. */
export function approvedEnvironments(
  { approval }: OctopusSettings,
  organization: Organization,
): readonly string[] {
  return (
    approval.environments ??
    octopusEnvironments(organization)
      .slice(-1)
      .map(({ name }) => name)
  );
}

function approvalStep(settings: OctopusSettings, organization: Organization): readonly ManualIntervention[] {
  const environments = approvedEnvironments(settings, organization);
  if (environments.length === 0) return [];
  const { instructions, teams } = settings.approval;
  return [{ kind: "manualIntervention", name: approvalStepName, environments, instructions, teams }];
}

function stepOf(settings: OctopusSettings, organization: Organization, step: StepSettings): Step {
  const environments = environmentsOf(step, organization);
  if (isAwsStep(step)) {
    return { ...step, environments, credentials: credentialsOf(settings, organization, step) } as Step;
  }
  if (step.kind === "manualIntervention")
    return { ...step, environments, teams: step.teams ?? settings.approval.teams };
  return { ...step, environments, region: variable(accountVariables().region) };
}

/**
 * Names of the environments that a step runs in. All are named rather than none, which would mean all to Octopus: one
 * that somebody adds by hand has no variables and no role.
 */
export function environmentsOf(step: StepSettings, organization: Organization): readonly string[] {
  return step.environments ?? octopusEnvironments(organization).map(({ name }) => name);
}

/** Which of the ways to AWS a step takes. */
export function credentialsKind(settings: OctopusSettings, step: AwsStepSettings): "ambient" | "oidc" {
  return step.credentials ?? settings.accounts[0] ?? "ambient";
}

function credentialsOf(
  settings: OctopusSettings,
  organization: Organization,
  step: AwsStepSettings,
): Credentials {
  const { account, role, sessionSeconds } = step;
  const own = account !== undefined && accountsWithVariables(organization).has(account);
  const names = accountVariables(own ? account : undefined);
  const region = variable(names.region);
  if (credentialsKind(settings, step) === "oidc") return { kind: "oidc", account: names.oidc, region };
  const roleName =
    role === undefined ? names.role : roleVariable(names.role, roleKey(organization, step, role));
  return { kind: "ambient", role: variable(roleName), region, sessionSeconds };
}

/** What a role is called in the name of its variable: the same in every environment of the step. */
function roleKey(organization: Organization, step: AwsStepSettings, role: string): string {
  return roleKeys(organization, step, role)[0] ?? role;
}

/** What the role that a step names is called in the variables of its environments; one name when all is well. */
export function roleKeys(organization: Organization, step: AwsStepSettings, role: string): readonly string[] {
  const names = environmentsOf(step, organization);
  const keys = octopusEnvironments(organization)
    .filter(({ name }) => names.includes(name))
    .flatMap((environment) => {
      const account = findAccount(environment, step.account);
      const roles = account ? rolesIn(environment, account) : [];
      const found = findRole(roles, role);
      return found ? [commonName(found, roles)] : [];
    });
  return [...new Set(keys)];
}
