import { credentialProperties, type Properties } from "./credentials";
import type { AwsScript, KubernetesScript, ScriptSyntax, Source } from "./step";

/**
 * Properties of a script step of AWS.
 *
 * @see https://octopus.com/docs/deployments/custom-scripts/aws-cli-scripts
 */
export function awsScriptProperties(step: AwsScript): Properties {
  return { ...credentialProperties(step.credentials), ...scriptProperties(step.script, step.syntax) };
}

/**
 * Properties of a script step of Kubernetes.
 *
 * @see https://octopus.com/docs/deployments/custom-scripts/run-a-script-step
 */
export function kubernetesScriptProperties({
  script,
  syntax,
  namespace,
  region,
}: KubernetesScript): Properties {
  return {
    "Octopus.Action.Aws.Region": region,
    ...scriptProperties(script, syntax),
    ...(namespace === undefined ? {} : { "Octopus.Action.KubernetesContainers.Namespace": namespace }),
  };
}

function scriptProperties(script: Source, syntax: ScriptSyntax): Properties {
  return typeof script === "string"
    ? {
        "Octopus.Action.Script.ScriptSource": "Inline",
        "Octopus.Action.Script.Syntax": syntax,
        "Octopus.Action.Script.ScriptBody": script,
      }
    : {
        "Octopus.Action.Script.ScriptSource": "Package",
        "Octopus.Action.Script.ScriptFileName": script.path,
      };
}
