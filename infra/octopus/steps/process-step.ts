import { slugOf, workerPoolVariable } from "../names";
import {
  cloudFormationApplyProperties,
  cloudFormationDeleteProperties,
  cloudFormationProperties,
} from "./cloudformation";
import type { Properties } from "./credentials";
import { manualProperties } from "./manual";
import { s3UploadProperties } from "./s3";
import { awsScriptProperties, kubernetesScriptProperties } from "./scripts";
import type { PackagedFile, Source, Step } from "./step";
import { terraformProperties } from "./terraform";

/** A step as a deployment process of Octopus has it. */
export interface ProcessStep {
  readonly name: string;
  readonly slug: string;
  /** E.g. `Octopus.AwsRunScript`. */
  readonly actionType: string;
  /** Slugs of the environments that it runs in. */
  readonly environments: readonly string[];
  /** Properties of the step: on which targets it runs. */
  readonly properties: Properties;
  /** Properties of its action: what it does. */
  readonly executionProperties: Properties;
  /** Name of the variable with the worker pool that runs it; undefined for what Octopus Server does itself. */
  readonly workerPoolVariable?: string;
  /** The package that it works with, by its id and the name of its feed. */
  readonly primaryPackage?: { readonly packageId: string; readonly feed: string };
}

/**
 * Where the action runs. Octopus gives this one back in lower case whatever is written, and a provider that reads
 * something else than it wrote fails.
 */
const onServer: Properties = { "Octopus.Action.RunOnServer": "true" };

/** Tools bundled with the server are no longer supported; what Octopus writes when nothing is said. */
const ownTools: Properties = { OctopusUseBundledTooling: "False" };

/** The type of a step's action. */
export function actionType(step: Step): string {
  switch (step.kind) {
    case "awsScript":
      return "Octopus.AwsRunScript";
    case "cloudFormation":
      return "Octopus.AwsRunCloudFormation";
    case "cloudFormationDelete":
      return "Octopus.AwsDeleteCloudFormation";
    case "cloudFormationApplyChangeSet":
      return "Octopus.AwsApplyCloudFormationChangeSet";
    case "s3Upload":
      return "Octopus.AwsUploadS3";
    case "terraform":
      return terraformTypes[step.action];
    case "kubernetesScript":
      return "Octopus.KubernetesRunScript";
    case "manualIntervention":
      return "Octopus.Manual";
  }
}

const terraformTypes = {
  apply: "Octopus.TerraformApply",
  plan: "Octopus.TerraformPlan",
  destroy: "Octopus.TerraformDestroy",
  planDestroy: "Octopus.TerraformPlanDestroy",
} as const;

/** The properties of a step's action: what it does and, where it calls AWS, as whom. */
export function stepProperties(step: Step): Properties {
  if (step.kind === "manualIntervention") return { ...onServer, ...manualProperties(step) };
  return { ...onServer, ...ownTools, ...toolProperties(step) };
}

function toolProperties(step: Exclude<Step, { kind: "manualIntervention" }>): Properties {
  switch (step.kind) {
    case "awsScript":
      return awsScriptProperties(step);
    case "cloudFormation":
      return cloudFormationProperties(step);
    case "cloudFormationDelete":
      return cloudFormationDeleteProperties(step);
    case "cloudFormationApplyChangeSet":
      return cloudFormationApplyProperties(step);
    case "s3Upload":
      return s3UploadProperties(step);
    case "terraform":
      return terraformProperties(step);
    case "kubernetesScript":
      return kubernetesScriptProperties(step);
  }
}

/** A step as it goes into a deployment process. */
export function processStep(step: Step): ProcessStep {
  const file = packageOf(step);
  return {
    name: step.name,
    slug: slugOf(step.name),
    actionType: actionType(step),
    environments: step.environments,
    properties: step.kind === "kubernetesScript" ? { "Octopus.Action.TargetRoles": step.targetTag } : {},
    executionProperties: stepProperties(step),
    ...(step.kind === "manualIntervention" ? {} : { workerPoolVariable }),
    ...(file ? { primaryPackage: { packageId: file.package, feed: file.feed } } : {}),
  };
}

/** The package of a step. Octopus keeps it beside the properties: one that names it again would lose it again. */
function packageOf(step: Step): Pick<PackagedFile, "package" | "feed"> | undefined {
  const inPackage = (source: Source): PackagedFile | undefined =>
    typeof source === "string" ? undefined : source;
  switch (step.kind) {
    case "s3Upload":
      return step;
    case "awsScript":
    case "kubernetesScript":
      return inPackage(step.script);
    case "terraform":
      return inPackage(step.template);
    default:
      return undefined;
  }
}
