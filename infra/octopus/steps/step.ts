import type { Credentials } from "./credentials";
import type { VariableReference } from "./variable";

/** One step of a deployment process, of one of the kinds that we know how to write down. */
export type Step = AwsStep | KubernetesScript | ManualIntervention;

/** A step that calls AWS. Its credentials cannot be left out. */
export type AwsStep =
  AwsScript | CloudFormation | CloudFormationDelete | CloudFormationApplyChangeSet | S3Upload | Terraform;

/** What every step has. */
interface StepBase {
  /** As Octopus shows it; unique in its project. */
  readonly name: string;
  /** Slugs of the environments that it runs in, e.g. `dev`. */
  readonly environments: readonly string[];
}

interface AwsStepBase extends StepBase {
  readonly credentials: Credentials;
}

/** The languages that a script step of AWS or Kubernetes takes. */
export type ScriptSyntax = "Bash" | "PowerShell";

/** A file or folder in a package, by the package's id and the feed's name. */
export interface PackagedFile {
  readonly package: string;
  readonly feed: string;
  /** From the package's root, e.g. `scripts/deploy.sh`; empty for the root itself. */
  readonly path: string;
}

/** A text written out, or a file in a package. */
export type Source = string | PackagedFile;

/** Runs a script with the AWS CLI at hand. */
export interface AwsScript extends AwsStepBase {
  readonly kind: "awsScript";
  readonly script: Source;
  readonly syntax: ScriptSyntax;
}

/** Creates or updates a stack of CloudFormation. */
export interface CloudFormation extends AwsStepBase {
  readonly kind: "cloudFormation";
  readonly stack: string;
  /** The template itself, in YAML or JSON. */
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** E.g. `CAPABILITY_NAMED_IAM`. */
  readonly capabilities: readonly string[];
  /** `run`: through a change set at once. `defer`: leave the change set to a later step. */
  readonly changeSet?: "run" | "defer";
}

/** Deletes a stack of CloudFormation. */
export interface CloudFormationDelete extends AwsStepBase {
  readonly kind: "cloudFormationDelete";
  readonly stack: string;
}

/** Executes a change set that an earlier step left. */
export interface CloudFormationApplyChangeSet extends AwsStepBase {
  readonly kind: "cloudFormationApplyChangeSet";
  readonly stack: string;
  /** Its name or ARN, e.g. `#{Octopus.Action[Plan].Output.AwsOutputs[ChangesetId]}`. */
  readonly changeSet: string;
}

/** Uploads a whole package to a bucket. */
export interface S3Upload extends AwsStepBase {
  readonly kind: "s3Upload";
  readonly bucket: string;
  readonly package: string;
  readonly feed: string;
  /** Put before the package's file name, e.g. `releases/`. */
  readonly keyPrefix: string;
}

/** Runs Terraform. */
export interface Terraform extends AwsStepBase {
  readonly kind: "terraform";
  readonly action: "apply" | "plan" | "destroy" | "planDestroy";
  readonly template: Source;
  readonly workspace?: string;
  readonly additionalParameters?: string;
}

/**
 * Runs a script with `kubectl` at hand. The target of the cluster logs in to AWS, with a role and session of its own;
 * the step says the region.
 */
export interface KubernetesScript extends StepBase {
  readonly kind: "kubernetesScript";
  readonly script: Source;
  readonly syntax: ScriptSyntax;
  /** Tag of the targets that it runs for, e.g. `eks`. */
  readonly targetTag: string;
  readonly namespace?: string;
  readonly region: VariableReference;
}

/** Waits for a person's consent. */
export interface ManualIntervention extends StepBase {
  readonly kind: "manualIntervention";
  readonly instructions: string;
  /** Ids of the teams of which somebody has to consent, e.g. `teams-managers`. */
  readonly teams: readonly string[];
}
