import { credentialProperties, type Properties } from "./credentials";
import type { CloudFormation, CloudFormationApplyChangeSet, CloudFormationDelete } from "./step";

/** What makes the step go through a change set. */
const changeSetFeature = "Octopus.Features.CloudFormation.ChangeSet.Feature";

/**
 * Properties of a step that creates or updates a stack. It waits for the end, because only then a failure of the stack
 * is one of the step.
 *
 * @see https://octopus.com/docs/deployments/aws/cloudformation
 * @see https://github.com/OctopusDeploy/Calamari/blob/main/source/Calamari.Aws/Deployment/AwsSpecialVariables.cs
 */
export function cloudFormationProperties(step: CloudFormation): Properties {
  const parameters = JSON.stringify(
    Object.entries(step.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
  );
  return {
    ...credentialProperties(step.credentials),
    "Octopus.Action.Aws.CloudFormationStackName": step.stack,
    "Octopus.Action.Aws.TemplateSource": "Inline",
    "Octopus.Action.Aws.CloudFormationTemplate": step.template,
    // The portal shows the one and deployments use the other.
    "Octopus.Action.Aws.CloudFormationTemplateParameters": parameters,
    "Octopus.Action.Aws.CloudFormationTemplateParametersRaw": parameters,
    "Octopus.Action.Aws.IamCapabilities": JSON.stringify(step.capabilities),
    "Octopus.Action.Aws.WaitForCompletion": "True",
    ...(step.changeSet === undefined
      ? {}
      : {
          "Octopus.Action.EnabledFeatures": changeSetFeature,
          "Octopus.Action.Aws.CloudFormation.ChangeSet.GenerateName": "True",
          "Octopus.Action.Aws.CloudFormation.ChangeSet.Defer": step.changeSet === "defer" ? "True" : "False",
        }),
  };
}

/** Properties of a step that deletes a stack. */
export function cloudFormationDeleteProperties({ credentials, stack }: CloudFormationDelete): Properties {
  return {
    ...credentialProperties(credentials),
    "Octopus.Action.Aws.CloudFormationStackName": stack,
    "Octopus.Action.Aws.WaitForCompletion": "True",
  };
}

/** Properties of a step that executes a change set. */
export function cloudFormationApplyProperties(step: CloudFormationApplyChangeSet): Properties {
  return {
    ...credentialProperties(step.credentials),
    "Octopus.Action.Aws.CloudFormationStackName": step.stack,
    "Octopus.Action.Aws.CloudFormation.ChangeSet.Arn": step.changeSet,
    "Octopus.Action.Aws.WaitForCompletion": "True",
  };
}
