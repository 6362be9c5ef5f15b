import { noStaticKeys } from "../../policy-pack/rules/no-static-keys";
import { deployRoleArn, notKnown, output, resource, type Given } from "./resources";
import { table, type Case } from "./table";

const useInstanceRole = "Octopus.Action.AwsAccount.UseInstanceRole";
const assumed = {
  [useInstanceRole]: "True",
  "Octopus.Action.Aws.AssumeRole": "True",
  "Octopus.Action.Aws.AssumedRoleArn": "#{DeployRole}",
};

describe("steps of Octopus that work with AWS", () => {
  const octopus = { name: "octopus", type: "pulumi:providers:octopusdeploy", props: {} };
  const step = (type: unknown, executionProperties?: unknown, kind = "Step"): Given =>
    resource(
      `octopusdeploy:index/process${kind}:Process${kind}`,
      "step",
      { processId: "deploymentprocess-Projects-1", name: "Deploy", type, executionProperties },
      octopus,
    );
  const withAccount = { "Octopus.Action.AwsAccount.Variable": "AwsAccount" };
  const account = (name: string): Given =>
    resource(
      `octopusdeploy:index/${name}:${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      name,
      { name },
      octopus,
    );
  const variable = (value: unknown): Given =>
    resource(
      "octopusdeploy:index/variable:Variable",
      "variable",
      { name: "AwsAccount", type: "AmazonWebServicesAccount", value },
      octopus,
    );
  const oidc = account("awsOpenidConnectAccount");
  const keyAccount = account("awsAccount");
  const without =
    /^A step of the type Octopus\.\w+ works with AWS without an assumed role.*\nSet Octopus\.Action\.Aws\.AssumeRole to "True"/;
  const fromAccount = /takes its credentials from an account of Octopus that may be one with access keys/;
  table(noStaticKeys, [
    {
      title: "a step that assumes a role by a variable",
      resources: [step("Octopus.AwsRunScript", assumed)],
    },
    {
      title: "a step that assumes a role by its ARN, written as the API answers",
      resources: [
        step("Octopus.AwsUploadS3", {
          ...assumed,
          "Octopus.Action.Aws.AssumeRole": "true",
          "Octopus.Action.Aws.AssumedRoleArn": deployRoleArn("dev"),
        }),
      ],
    },
    { title: "steps of other types", resources: [step("Octopus.Script"), step("Octopus.Manual", notKnown)] },
    ...[
      "Octopus.AwsRunScript",
      "Octopus.AwsRunCloudFormation",
      "Octopus.AwsApplyCloudFormationChangeSet",
      "Octopus.AwsDeleteCloudFormation",
      "Octopus.AwsUploadS3",
      "Octopus.AwsDeployEcsService",
    ].map((type) => ({
      title: `a step of the type ${type} that works as its worker`,
      resources: [step(type, { ...assumed, "Octopus.Action.Aws.AssumeRole": "False" })],
      refused: [without],
    })),
    {
      title: "a step whose role is empty",
      resources: [step("Octopus.AwsRunScript", { ...assumed, "Octopus.Action.Aws.AssumedRoleArn": "" })],
      refused: [without],
    },
    {
      title: "a step without any properties",
      resources: [step("Octopus.AwsRunScript")],
      refused: [fromAccount],
    },
    {
      title: "a child step that works as its worker",
      resources: [step("Octopus.AwsRunScript", { [useInstanceRole]: "True" }, "ChildStep")],
      refused: [without],
    },
    {
      title: "a step of Terraform that manages AWS as its worker",
      resources: [
        step("Octopus.TerraformApply", {
          "Octopus.Action.Terraform.ManagedAccount": "AWS",
          [useInstanceRole]: "True",
        }),
      ],
      refused: [without],
    },
    {
      title: "a step of Terraform that manages AWS with an assumed role, or manages something else",
      resources: [
        step("Octopus.TerraformDestroy", { ...assumed, "Octopus.Action.Terraform.ManagedAccount": "AWS" }),
        { ...step("Octopus.TerraformPlan", {}), name: "other" },
      ],
    },
    {
      title: "a step with an account that this program does not have",
      resources: [step("Octopus.AwsRunScript", { ...assumed, ...withAccount, [useInstanceRole]: "False" })],
      refused: [fromAccount],
      beforeCreation: false,
    },
    {
      title: "a step with an account by its id",
      resources: [step("Octopus.AwsRunScript", withAccount), variable("Accounts-1")],
      refused: [fromAccount],
      beforeCreation: false,
    },
    {
      title: "a step with an account of access keys",
      resources: [step("Octopus.AwsRunScript", withAccount), variable(output(keyAccount, "id")), keyAccount],
      refused: [fromAccount, /An access-key account/],
    },
    {
      title: "a step with an OIDC account of this program",
      resources: [step("Octopus.AwsRunScript", withAccount), variable(output(oidc, "id")), oidc],
    },
    {
      title: "a step whose properties are not known yet",
      resources: [step("Octopus.AwsRunScript", notKnown)],
      advised: [/Octopus\.AwsRunScript has properties that are not known yet: judged at `pulumi up`/],
    },
    {
      title: "a step whose role is not known yet",
      resources: [
        step("Octopus.AwsRunScript", { ...assumed, "Octopus.Action.Aws.AssumedRoleArn": notKnown }),
      ],
      advised: [/not known yet/],
    },
    {
      title: "a step of Terraform of which nobody knows yet whether it manages AWS",
      resources: [step("Octopus.TerraformApply", { "Octopus.Action.Terraform.ManagedAccount": notKnown })],
      advised: [/Octopus\.TerraformApply has properties that are not known yet/],
    },
    {
      title: "a step of a type that is not known yet",
      resources: [step(notKnown, assumed)],
      advised: [/A step of a type not known/],
    },
    {
      title: "a template of a step that works as its worker",
      resources: [
        resource(
          "octopusdeploy:index/stepTemplate:StepTemplate",
          "template",
          {
            actionType: "Octopus.AwsRunScript",
            properties: { ...assumed, "Octopus.Action.Aws.AssumeRole": "False" },
          },
          octopus,
        ),
      ],
      refused: [without],
    },
    {
      title: "a step of a template, once it is known what the template says",
      when: "update",
      resources: [
        resource(
          "octopusdeploy:index/processTemplatedStep:ProcessTemplatedStep",
          "step",
          { type: "Octopus.AwsRunScript", templateProperties: { ...assumed, [useInstanceRole]: "False" } },
          octopus,
        ),
      ],
      refused: [fromAccount],
    },
    {
      title: "a step of a template that is not known yet",
      resources: [
        resource(
          "octopusdeploy:index/processTemplatedStep:ProcessTemplatedStep",
          "step",
          { executionProperties: {} },
          octopus,
        ),
      ],
    },
    {
      title: "each action of a whole process, as older releases of the provider had them",
      resources: [
        resource(
          "octopusdeploy:index/deploymentProcess:DeploymentProcess",
          "process",
          {
            projectId: "Projects-1",
            steps: [
              {
                name: "One",
                actions: [
                  { actionType: "Octopus.AwsRunScript", properties: assumed },
                  { actionType: "Octopus.AwsRunCloudFormation", properties: {} },
                ],
              },
              {
                name: "Two",
                applyTerraformTemplateActions: [
                  {
                    properties: {
                      "Octopus.Action.Terraform.ManagedAccount": "AWS",
                      [useInstanceRole]: "True",
                    },
                  },
                ],
              },
              { name: "Three", runScriptActions: [{ name: "x" }] },
            ],
          },
          octopus,
        ),
      ],
      refused: [/AwsRunCloudFormation takes its credentials/, /TerraformApply works with AWS without/],
    },
  ] satisfies Case[]);
});

// https://octopus.com/docs/kubernetes/targets/kubernetes-api#aws-account
describe("clusters of EKS that Octopus deploys to", () => {
  const octopus = { name: "octopus", type: "pulumi:providers:octopusdeploy", props: {} };
  const target = (awsAccountAuthentication?: unknown): Given[] => [
    resource(
      "octopusdeploy:index/kubernetesClusterDeploymentTarget:KubernetesClusterDeploymentTarget",
      "dev",
      { name: "dev", clusterUrl: "https://dev", awsAccountAuthentication },
      octopus,
    ),
  ];
  const worker = { accountId: "", clusterName: "dev", useInstanceRole: true };
  const assuming = { ...worker, assumeRole: true, assumedRoleArn: deployRoleArn("dev") };
  const without = /^A cluster as a target works with AWS without an assumed role.*\nSet assumeRole to true/;
  table(noStaticKeys, [
    { title: "one that assumes the deploy role", resources: target(assuming) },
    { title: "one that signs in otherwise", resources: target() },
    {
      title: "one with an account, which is judged by itself",
      resources: target({ accountId: "Accounts-1", clusterName: "dev" }),
    },
    { title: "one that is whatever its worker is", resources: target(worker), refused: [without] },
    {
      title: "one with a role that it does not assume",
      resources: target({ ...assuming, assumeRole: false }),
      refused: [without],
    },
    {
      title: "one that assumes no role by name",
      resources: target({ ...assuming, assumedRoleArn: "" }),
      refused: [without],
    },
    {
      title: "one whose role is not known yet",
      resources: target({ ...assuming, assumedRoleArn: notKnown }),
      advised: [/^A cluster as a target has settings that are not known yet: judged at `pulumi up`\.$/],
    },
    {
      title: "one of which nothing is known yet",
      resources: target(notKnown),
      advised: [/settings that are not known yet/],
    },
  ]);
});
