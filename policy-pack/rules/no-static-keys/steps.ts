import type { Resource } from "../../../trust/sources/resources/context";
import { isFields, items, text, type Fields } from "../../../trust/sources/resources/plain";
import { unknown, type Unknown } from "../../../trust/truth";

/** What a step of Octopus does, as far as a program tells. */
export interface Action {
  readonly type: string | Unknown;
  readonly properties: Fields | Unknown;
}

const notKnown: Action = { type: unknown, properties: unknown };

type Read = (props: Fields) => readonly Action[];

const step: Read = ({ type, executionProperties }) => [actionOf(type, executionProperties)];

/** The type and most properties come from the template, and only once the step is there. */
const templatedStep: Read = ({ type, executionProperties, templateProperties }) =>
  text(type) === undefined ? [] : [actionOf(type, merged(templateProperties, executionProperties))];

const stepsWithin: Read = ({ steps }) =>
  list(steps).flatMap((one) => {
    if (!isFields(one)) return [notKnown];
    const actions = list(one.actions).map((action) =>
      isFields(action) ? actionOf(action.actionType, action.properties) : notKnown,
    );
    const terraform = list(one.applyTerraformTemplateActions).map((action) =>
      actionOf("Octopus.TerraformApply", isFields(action) ? action.properties : unknown),
    );
    return [...actions, ...terraform];
  });

/**
 * Resources of Octopus that say what a deployment does. The last two are of older releases of the provider.
 *
 * @see https://registry.terraform.io/providers/OctopusDeploy/octopusdeploy/latest/docs/resources/process_step
 */
const readers: Readonly<Record<string, Read>> = {
  "octopusdeploy:index/processStep:ProcessStep": step,
  "octopusdeploy:index/processChildStep:ProcessChildStep": step,
  "octopusdeploy:index/processTemplatedStep:ProcessTemplatedStep": templatedStep,
  "octopusdeploy:index/processTemplatedChildStep:ProcessTemplatedChildStep": templatedStep,
  "octopusdeploy:index/stepTemplate:StepTemplate": ({ actionType, properties }) => [
    actionOf(actionType, properties),
  ],
  "octopusdeploy:index/deploymentProcess:DeploymentProcess": stepsWithin,
  "octopusdeploy:index/runbookProcess:RunbookProcess": stepsWithin,
};

/** The actions that a resource of Octopus makes; none of any other resource. */
export function actionsOf({ type, props }: Resource): readonly Action[] {
  return Object.hasOwn(readers, type) ? (readers[type]?.(props) ?? []) : [];
}

function actionOf(type: unknown, properties: unknown): Action {
  const fields = properties ?? {};
  return { type: text(type) ?? unknown, properties: isFields(fields) ? fields : unknown };
}

function merged(...all: readonly unknown[]): unknown {
  const given = all.map((one) => one ?? {});
  return given.every(isFields) ? Object.assign({}, ...given) : unknown;
}

function list(value: unknown): readonly unknown[] {
  const found = items(value) ?? [];
  return found === unknown ? [unknown] : found;
}
