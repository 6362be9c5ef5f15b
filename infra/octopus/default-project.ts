import { octopusSchema } from "../config/octopus";
import type { ProjectSettings } from "./projects";

const template = `Description: Shows that the step has the role of its environment.
Parameters:
  Environment: { Type: String }
Resources:
  Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" }
Outputs:
  Environment: { Value: !Ref Environment }
`;

const configuration = `data "aws_caller_identity" "current" {}
output "arn" { value = data.aws_caller_identity.current.arn }
`;

/**
 * The project that is made when settings describe none: a step of every kind that deployments to AWS are made of.
 *
 * The last environment gets no step that changes something, because its role is one for reading unless settings say
 * otherwise. The step of kubectl waits for a cluster: Octopus skips it while there is no target.
 *
 * @param environments their names, in the order of promotion
 */
export function defaultProject(environments: readonly string[]): ProjectSettings {
  const building = environments.length > 1 ? environments.slice(0, -1) : undefined;
  const stack = "octopus-#{Octopus.Environment.Name | ToLower}";
  const project = {
    name: "AWS",
    steps: [
      { kind: "awsScript", name: "Show who is deploying", script: "aws sts get-caller-identity" },
      {
        kind: "s3Upload",
        name: "Upload the release",
        environments: building,
        // Names of buckets are taken worldwide; the account's id keeps this one apart.
        bucket: "#{Octopus.Environment.Name | ToLower}-releases-#{AWS.AccountId}",
        package: "release",
      },
      {
        kind: "cloudFormation",
        name: "Deploy the stack",
        environments: building,
        stack,
        template,
        parameters: { Environment: "#{Octopus.Environment.Name}" },
      },
      { kind: "terraform", name: "Apply Terraform", environments: building, template: configuration },
      { kind: "kubernetesScript", name: "Look at the cluster", script: "kubectl get pods" },
    ],
  };
  const [parsed] = octopusSchema.parse({ projects: [project] }).projects ?? [];
  if (!parsed) throw new Error("the project that shows every kind of step is not made as settings are");
  return parsed;
}
