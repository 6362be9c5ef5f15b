import type { AmbientCredentials, OidcCredentials } from "../../../../../infra/octopus/steps/credentials";
import type { AwsStep } from "../../../../../infra/octopus/steps/step";

export const ambient: AmbientCredentials = {
  kind: "ambient",
  role: "#{AWS.Role}",
  region: "#{AWS.Region}",
  sessionSeconds: 3600,
};

export const oidc: OidcCredentials = { kind: "oidc", account: "AWS.Oidc", region: "#{AWS.Region}" };

const common = { environments: ["dev"], credentials: ambient };

/** One step of every kind that calls AWS. */
export const awsSteps: readonly AwsStep[] = [
  { ...common, kind: "awsScript", name: "Script", script: "aws s3 ls", syntax: "Bash" },
  {
    ...common,
    kind: "cloudFormation",
    name: "Stack",
    stack: "shop",
    template: "Resources: {}",
    parameters: { Size: "2", 'Quote"d': 'a "b" \\ c' },
    capabilities: ["CAPABILITY_IAM"],
  },
  { ...common, kind: "cloudFormationDelete", name: "Delete", stack: "shop" },
  {
    ...common,
    kind: "cloudFormationApplyChangeSet",
    name: "Apply",
    stack: "shop",
    changeSet: "#{Octopus.Action[Plan].Output.AwsOutputs[ChangesetId]}",
  },
  {
    ...common,
    kind: "s3Upload",
    name: "Upload",
    bucket: "dev-releases",
    package: "shop",
    feed: "Octopus Server (built-in)",
    keyPrefix: "releases/",
  },
  { ...common, kind: "terraform", name: "Terraform", action: "apply", template: "terraform {}" },
];
