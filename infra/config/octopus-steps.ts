import { z } from "zod";

import { octopusName } from "./octopus-names";

/** The steps of `octopus.projects`, as they are written. */

/** The feed that every space has. */
export const builtInFeed = "Octopus Server (built-in)";

const environmentNames = z
  .array(z.string())
  .min(1, { error: "is empty, so that the step would never run: name environments, or remove it for all" })
  .optional();

const common = { name: octopusName, environments: environmentNames };

/** How long a role that another role assumed holds; AWS takes no more. */
const sessionSeconds = z
  .int()
  .min(900, { error: "is under 900, the least that AWS takes" })
  .max(3600, {
    error:
      "is over 3600: the launcher assumes the role, and AWS ends a role that a role assumed after an hour; make the step " +
      "shorter or split it",
  })
  .default(3600);

const onAws = {
  ...common,
  /** A role of each of its environments; their first by default. */
  role: z.string().optional(),
  /** An account of each of its environments; their first by default. */
  account: z.string().optional(),
  /** One of `octopus.accounts`; the first of them by default. */
  credentials: z.enum(["ambient", "oidc"]).optional(),
  sessionSeconds,
};

const packageFields = {
  package: z.string().min(1, { error: "is empty: write the package's id" }),
  feed: z.string().min(1).default(builtInFeed),
};

const source = z.union([
  z.string().min(1, { error: "is empty: write it out, or name a package and a path in it" }),
  z.strictObject({ ...packageFields, path: z.string().default("") }),
]);

const syntax = z.enum(["Bash", "PowerShell"]).default("Bash");

const stack = z.string().regex(/^([A-Za-z]|#\{)[\w#{}[\]. |-]{0,127}$/, {
  error:
    "is no name of a stack: write up to 128 letters, digits and hyphens, a letter first; #{variables} are taken",
});

const awsScript = z.strictObject({ kind: z.literal("awsScript"), ...onAws, script: source, syntax });

const cloudFormation = z.strictObject({
  kind: z.literal("cloudFormation"),
  ...onAws,
  stack,
  template: z.string().min(1, { error: "is empty: write the template out" }),
  parameters: z.record(z.string(), z.string()).default({}),
  capabilities: z
    .array(z.enum(["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]))
    .default([]),
  changeSet: z.enum(["run", "defer"]).optional(),
});

const cloudFormationDelete = z.strictObject({ kind: z.literal("cloudFormationDelete"), ...onAws, stack });

const cloudFormationApplyChangeSet = z.strictObject({
  kind: z.literal("cloudFormationApplyChangeSet"),
  ...onAws,
  stack,
  changeSet: z.string().min(1, { error: "is empty: write the change set's name or ARN" }),
});

const s3Upload = z.strictObject({
  kind: z.literal("s3Upload"),
  ...onAws,
  ...packageFields,
  bucket: z.string().regex(/^([a-z0-9]|#\{)[\w#{}[\]. |-]{2,}$/, {
    error:
      "is no name of a bucket: write 3 to 63 lower-case letters, digits, dots and hyphens; #{variables} are taken",
  }),
  keyPrefix: z.string().default(""),
});

const terraform = z.strictObject({
  kind: z.literal("terraform"),
  ...onAws,
  action: z.enum(["apply", "plan", "destroy", "planDestroy"]).default("apply"),
  template: source,
  workspace: z.string().min(1).optional(),
  additionalParameters: z.string().min(1).optional(),
});

const kubernetesScript = z.strictObject({
  kind: z.literal("kubernetesScript"),
  ...common,
  script: source,
  syntax,
  /** Tag of the clusters that it runs for. */
  targetTag: z.string().min(1).default("eks"),
  namespace: z.string().min(1).optional(),
});

const manualIntervention = z.strictObject({
  kind: z.literal("manualIntervention"),
  ...common,
  instructions: z.string().min(1, { error: "is empty: say what is to be looked at" }),
  /** Ids of teams; those of `octopus.approval` by default. */
  teams: z.array(z.string().min(1)).min(1, { error: "is empty: name the ids of teams" }).optional(),
});

export const stepSchema = z.discriminatedUnion("kind", [
  awsScript,
  cloudFormation,
  cloudFormationDelete,
  cloudFormationApplyChangeSet,
  s3Upload,
  terraform,
  kubernetesScript,
  manualIntervention,
]);

/** A step as its settings say it, with defaults. */
export type StepSettings = z.output<typeof stepSchema>;

/** A step that calls AWS with credentials of its own. */
export type AwsStepSettings = Exclude<StepSettings, { kind: "kubernetesScript" | "manualIntervention" }>;

/** Whether a step calls AWS with credentials of its own. */
export function isAwsStep(step: StepSettings): step is AwsStepSettings {
  return step.kind !== "kubernetesScript" && step.kind !== "manualIntervention";
}
