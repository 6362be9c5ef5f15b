import assert from "node:assert/strict";

import { credentialProperties, type Properties } from "../../../../../infra/octopus/steps/credentials";
import { processStep, stepProperties } from "../../../../../infra/octopus/steps/process-step";
import type { AwsStep, Step } from "../../../../../infra/octopus/steps/step";
import { ambient, awsSteps } from "./samples";

const file = { package: "tools", feed: "GitHub", path: "deploy/run.sh" };

function sample<K extends AwsStep["kind"]>(kind: K): Extract<AwsStep, { kind: K }> {
  const found = awsSteps.find((step) => step.kind === kind);
  assert(found);
  return found as Extract<AwsStep, { kind: K }>;
}

interface Row {
  readonly what: string;
  readonly step: Step;
  readonly type: string;
  /** Beside the credentials and what every step has. */
  readonly properties: Properties;
}

const parameters =
  '[{"ParameterKey":"Size","ParameterValue":"2"},{"ParameterKey":"Quote\\"d","ParameterValue":"a \\"b\\" \\\\ c"}]';

const stack: Properties = {
  "Octopus.Action.Aws.CloudFormationStackName": "shop",
  "Octopus.Action.Aws.TemplateSource": "Inline",
  "Octopus.Action.Aws.CloudFormationTemplate": "Resources: {}",
  "Octopus.Action.Aws.CloudFormationTemplateParameters": parameters,
  "Octopus.Action.Aws.CloudFormationTemplateParametersRaw": parameters,
  "Octopus.Action.Aws.IamCapabilities": '["CAPABILITY_IAM"]',
  "Octopus.Action.Aws.WaitForCompletion": "True",
};

const changeSet = (defer: "True" | "False"): Properties => ({
  "Octopus.Action.EnabledFeatures": "Octopus.Features.CloudFormation.ChangeSet.Feature",
  "Octopus.Action.Aws.CloudFormation.ChangeSet.GenerateName": "True",
  "Octopus.Action.Aws.CloudFormation.ChangeSet.Defer": defer,
});

const terraform: Properties = {
  "Octopus.Action.Terraform.ManagedAccount": "AWS",
  "Octopus.Action.Terraform.AzureAccount": "False",
  "Octopus.Action.Terraform.GoogleCloudAccount": "False",
  "Octopus.Action.Terraform.AllowPluginDownloads": "True",
  "Octopus.Action.Terraform.RunAutomaticFileSubstitution": "True",
};
const inlineTerraform: Properties = {
  ...terraform,
  "Octopus.Action.Script.ScriptSource": "Inline",
  "Octopus.Action.Terraform.Template": "terraform {}",
  "Octopus.Action.Terraform.TemplateParameters": "{}",
};

const rows: readonly Row[] = [
  {
    what: "a script written out",
    step: sample("awsScript"),
    type: "Octopus.AwsRunScript",
    properties: {
      "Octopus.Action.Script.ScriptSource": "Inline",
      "Octopus.Action.Script.Syntax": "Bash",
      "Octopus.Action.Script.ScriptBody": "aws s3 ls",
    },
  },
  {
    what: "a script in a package",
    step: { ...sample("awsScript"), script: file },
    type: "Octopus.AwsRunScript",
    properties: {
      "Octopus.Action.Script.ScriptSource": "Package",
      "Octopus.Action.Script.ScriptFileName": "deploy/run.sh",
    },
  },
  {
    what: "a stack",
    step: sample("cloudFormation"),
    type: "Octopus.AwsRunCloudFormation",
    properties: stack,
  },
  {
    what: "a stack through a change set",
    step: { ...sample("cloudFormation"), changeSet: "run" },
    type: "Octopus.AwsRunCloudFormation",
    properties: { ...stack, ...changeSet("False") },
  },
  {
    what: "a change set for later",
    step: { ...sample("cloudFormation"), changeSet: "defer" },
    type: "Octopus.AwsRunCloudFormation",
    properties: { ...stack, ...changeSet("True") },
  },
  {
    what: "the deletion of a stack",
    step: sample("cloudFormationDelete"),
    type: "Octopus.AwsDeleteCloudFormation",
    properties: {
      "Octopus.Action.Aws.CloudFormationStackName": "shop",
      "Octopus.Action.Aws.WaitForCompletion": "True",
    },
  },
  {
    what: "the execution of a change set",
    step: sample("cloudFormationApplyChangeSet"),
    type: "Octopus.AwsApplyCloudFormationChangeSet",
    properties: {
      "Octopus.Action.Aws.CloudFormationStackName": "shop",
      "Octopus.Action.Aws.CloudFormation.ChangeSet.Arn":
        "#{Octopus.Action[Plan].Output.AwsOutputs[ChangesetId]}",
      "Octopus.Action.Aws.WaitForCompletion": "True",
    },
  },
  {
    what: "an upload",
    step: sample("s3Upload"),
    type: "Octopus.AwsUploadS3",
    properties: {
      "Octopus.Action.Aws.S3.BucketName": "dev-releases",
      "Octopus.Action.Aws.S3.TargetMode": "EntirePackage",
      "Octopus.Action.Aws.S3.PackageOptions":
        '{"bucketKey":"","bucketKeyBehaviour":"Filename","bucketKeyPrefix":"releases/","storageClass":"STANDARD",' +
        '"cannedAcl":"private","metadata":[],"tags":[],"variableSubstitutionPatterns":"",' +
        '"structuredVariableSubstitutionPatterns":""}',
    },
  },
  {
    what: "Terraform that applies",
    step: sample("terraform"),
    type: "Octopus.TerraformApply",
    properties: inlineTerraform,
  },
  {
    what: "Terraform that plans in a workspace",
    step: { ...sample("terraform"), action: "plan", workspace: "shop", additionalParameters: "-lock=false" },
    type: "Octopus.TerraformPlan",
    properties: {
      ...inlineTerraform,
      "Octopus.Action.Terraform.PlanJsonOutput": "False",
      "Octopus.Action.Terraform.Workspace": "shop",
      "Octopus.Action.Terraform.AdditionalActionParams": "-lock=false",
    },
  },
  {
    what: "Terraform in a package that destroys",
    step: { ...sample("terraform"), action: "destroy", template: { ...file, path: "infra" } },
    type: "Octopus.TerraformDestroy",
    properties: {
      ...terraform,
      "Octopus.Action.Script.ScriptSource": "Package",
      "Octopus.Action.Terraform.TemplateDirectory": "infra",
    },
  },
  {
    what: "Terraform that plans to destroy",
    step: { ...sample("terraform"), action: "planDestroy" },
    type: "Octopus.TerraformPlanDestroy",
    properties: { ...inlineTerraform, "Octopus.Action.Terraform.PlanJsonOutput": "False" },
  },
];

const everyStep: Properties = { "Octopus.Action.RunOnServer": "true", OctopusUseBundledTooling: "False" };

describe("the steps of a process", () => {
  for (const { what, step, type, properties } of rows) {
    it(`are, for ${what}, an action ${type} with exactly these properties`, () => {
      const made = processStep(step);
      assert.equal(made.actionType, type);
      assert.deepEqual(made.executionProperties, {
        ...everyStep,
        ...credentialProperties(ambient),
        ...properties,
      });
      assert.deepEqual(made.properties, {});
      assert.equal(made.workerPoolVariable, "AWS.WorkerPool");
    });
  }

  it("are of kubectl for tagged targets, which log in to AWS themselves", () => {
    const made = processStep({
      kind: "kubernetesScript",
      name: "Look",
      environments: ["dev", "prod"],
      script: "kubectl get pods",
      syntax: "PowerShell",
      targetTag: "eks",
      namespace: "shop",
      region: "#{AWS.Region}",
    });
    assert.deepEqual(made, {
      name: "Look",
      slug: "look",
      actionType: "Octopus.KubernetesRunScript",
      environments: ["dev", "prod"],
      properties: { "Octopus.Action.TargetRoles": "eks" },
      executionProperties: {
        ...everyStep,
        "Octopus.Action.Aws.Region": "#{AWS.Region}",
        "Octopus.Action.Script.ScriptSource": "Inline",
        "Octopus.Action.Script.Syntax": "PowerShell",
        "Octopus.Action.Script.ScriptBody": "kubectl get pods",
        "Octopus.Action.KubernetesContainers.Namespace": "shop",
      },
      workerPoolVariable: "AWS.WorkerPool",
    });
  });

  it("wait for a person on the server, without a worker", () => {
    const made = processStep({
      kind: "manualIntervention",
      name: "Approve it!",
      environments: ["prod"],
      instructions: "Look.",
      teams: ["teams-managers", "Teams-7"],
    });
    assert.deepEqual(made, {
      name: "Approve it!",
      slug: "approve-it",
      actionType: "Octopus.Manual",
      environments: ["prod"],
      properties: {},
      executionProperties: {
        "Octopus.Action.RunOnServer": "true",
        "Octopus.Action.Manual.Instructions": "Look.",
        "Octopus.Action.Manual.ResponsibleTeamIds": "teams-managers,Teams-7",
        "Octopus.Action.Manual.BlockConcurrentDeployments": "True",
      },
    });
  });

  it("name their package beside the properties, where Octopus keeps it", () => {
    const packages = [
      sample("s3Upload"),
      { ...sample("awsScript"), script: file },
      { ...sample("terraform"), template: file },
      sample("awsScript"),
    ].map((step) => processStep(step).primaryPackage);
    assert.deepEqual(packages, [
      { packageId: "shop", feed: "Octopus Server (built-in)" },
      { packageId: "tools", feed: "GitHub" },
      { packageId: "tools", feed: "GitHub" },
      undefined,
    ]);
    for (const { step } of rows) {
      const names = Object.keys(stepProperties(step));
      assert(!names.some((name) => name.startsWith("Octopus.Action.Package.")), names.join());
    }
  });
});
