import type { Properties } from "./credentials";
import type { ManualIntervention } from "./step";

/**
 * Properties of a step that waits for consent. While it waits, no other deployment of the project goes on to the same
 * environment.
 *
 * @see https://octopus.com/docs/projects/built-in-step-templates/manual-intervention-and-approvals
 */
export function manualProperties({ instructions, teams }: ManualIntervention): Properties {
  return {
    "Octopus.Action.Manual.Instructions": instructions,
    "Octopus.Action.Manual.ResponsibleTeamIds": teams.join(","),
    "Octopus.Action.Manual.BlockConcurrentDeployments": "True",
  };
}
