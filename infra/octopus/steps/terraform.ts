import { credentialProperties, type Properties } from "./credentials";
import type { Terraform } from "./step";

/**
 * Properties of a step that runs Terraform. `ManagedAccount` is what hands the credentials on; without it Terraform
 * would run with the worker's own.
 *
 * @see https://octopus.com/docs/deployments/terraform
 * @see https://github.com/OctopusDeploy/Calamari/blob/main/source/Calamari.Terraform/TerraformSpecialVariables.cs
 */
export function terraformProperties(step: Terraform): Properties {
  const { template, workspace, additionalParameters } = step;
  return {
    ...credentialProperties(step.credentials),
    "Octopus.Action.Terraform.ManagedAccount": "AWS",
    "Octopus.Action.Terraform.AzureAccount": "False",
    "Octopus.Action.Terraform.GoogleCloudAccount": "False",
    "Octopus.Action.Terraform.AllowPluginDownloads": "True",
    "Octopus.Action.Terraform.RunAutomaticFileSubstitution": "True",
    ...(step.action.startsWith("plan") ? { "Octopus.Action.Terraform.PlanJsonOutput": "False" } : {}),
    ...(typeof template === "string"
      ? {
          "Octopus.Action.Script.ScriptSource": "Inline",
          "Octopus.Action.Terraform.Template": template,
          "Octopus.Action.Terraform.TemplateParameters": "{}",
        }
      : {
          "Octopus.Action.Script.ScriptSource": "Package",
          "Octopus.Action.Terraform.TemplateDirectory": template.path,
        }),
    ...(workspace === undefined ? {} : { "Octopus.Action.Terraform.Workspace": workspace }),
    ...(additionalParameters === undefined
      ? {}
      : { "Octopus.Action.Terraform.AdditionalActionParams": additionalParameters }),
  };
}
