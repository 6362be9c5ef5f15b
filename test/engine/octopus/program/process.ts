import * as octopus from "@pulumi/octopusdeploy";
import type * as pulumi from "@pulumi/pulumi";

interface Surroundings {
  readonly project: octopus.Project;
  /** The environment that takes somebody's approval. */
  readonly prod: pulumi.Input<string>;
  readonly workers: pulumi.Input<string>;
}

/** A step that assumes the role of the environment that is deployed to, with what its worker has. */
const ambient = {
  "Octopus.Action.RunOnServer": "true",
  "Octopus.Action.AwsAccount.UseInstanceRole": "True",
  "Octopus.Action.Aws.AssumeRole": "True",
  "Octopus.Action.Aws.AssumedRoleArn": "#{AWS.RoleArn}",
  "Octopus.Action.Aws.AssumedRoleSession": "octopus-deploy-#{Octopus.Deployment.Id}",
  "Octopus.Action.Aws.AssumeRoleSessionDurationSeconds": "3600",
  "Octopus.Action.Aws.Region": "us-east-1",
};

const bash = {
  "Octopus.Action.Script.ScriptSource": "Inline",
  "Octopus.Action.Script.Syntax": "Bash",
};

const stepsWith = (feedId: pulumi.Output<string>): readonly Omit<octopus.ProcessStepArgs, "processId">[] => [
  {
    name: "Who am I",
    type: "Octopus.AwsRunScript",
    executionProperties: {
      ...ambient,
      ...bash,
      "Octopus.Action.Script.ScriptBody": "aws sts get-caller-identity",
    },
  },
  {
    name: "Stack",
    type: "Octopus.AwsRunCloudFormation",
    executionProperties: {
      ...ambient,
      "Octopus.Action.Aws.TemplateSource": "Inline",
      "Octopus.Action.Aws.CloudFormationStackName": "app",
      "Octopus.Action.Aws.CloudFormationTemplate": "Resources: { Bucket: { Type: AWS::S3::Bucket } }",
      "Octopus.Action.Aws.WaitForCompletion": "True",
    },
  },
  {
    name: "Upload",
    type: "Octopus.AwsUploadS3",
    startTrigger: "StartWithPrevious",
    primaryPackage: { packageId: "app", feedId, acquisitionLocation: "Server" },
    executionProperties: {
      ...ambient,
      "Octopus.Action.Aws.S3.BucketName": "app-#{Octopus.Environment.Name | ToLower}",
      "Octopus.Action.Aws.S3.TargetMode": "EntirePackage",
    },
  },
  {
    name: "Terraform",
    type: "Octopus.TerraformApply",
    executionProperties: {
      ...ambient,
      "Octopus.Action.Script.ScriptSource": "Inline",
      "Octopus.Action.Terraform.ManagedAccount": "AWS",
      "Octopus.Action.Terraform.Template": 'output "hello" { value = "world" }',
      "Octopus.Action.Terraform.TemplateParameters": "{}",
      "Octopus.Action.Terraform.AllowPluginDownloads": "True",
    },
  },
  {
    name: "Kubectl",
    type: "Octopus.KubernetesRunScript",
    properties: { "Octopus.Action.TargetRoles": "eks" },
    executionProperties: { ...bash, "Octopus.Action.Script.ScriptBody": "kubectl get pods" },
  },
];

/** An approval for prod, then steps of every kind that concerns AWS. */
export function deploymentProcess(
  { project, prod, workers }: Surroundings,
  options: Required<Pick<pulumi.CustomResourceOptions, "provider">>,
): void {
  const process = new octopus.Process("app", { projectId: project.id }, options);
  const approval = new octopus.ProcessStep(
    "Approve",
    {
      processId: process.id,
      name: "Approve",
      type: "Octopus.Manual",
      environments: [prod],
      executionProperties: {
        "Octopus.Action.RunOnServer": "true",
        "Octopus.Action.Manual.Instructions": "Approve the deployment to #{Octopus.Environment.Name}.",
        "Octopus.Action.Manual.ResponsibleTeamIds": "teams-managers",
        "Octopus.Action.Manual.BlockConcurrentDeployments": "True",
      },
    },
    options,
  );
  // Named by its space the feed is unknown while that is: a provider without a space answers with nothing.
  const { feeds } = octopus.getFeedsOutput({ feedType: "BuiltIn", spaceId: project.spaceId }, options);
  const feedId = feeds.apply((found) => found[0]?.id ?? "");
  const all = [approval];
  for (const step of stepsWith(feedId)) {
    // One after the other: whichever step reaches an empty process first cannot start with a previous one.
    const dependsOn = all.slice(-1);
    const name = String(step.name);
    all.push(
      new octopus.ProcessStep(
        name,
        { ...step, processId: process.id, workerPoolId: workers },
        { ...options, dependsOn },
      ),
    );
  }
  new octopus.ProcessStepsOrder("app", { processId: process.id, steps: all.map(({ id }) => id) }, options);
}
