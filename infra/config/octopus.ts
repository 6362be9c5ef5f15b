import { z } from "zod";

import { onClusterSchema, serviceAccount } from "./octopus-cluster";
import { octopusName, spaceName } from "./octopus-names";
import { stepSchema } from "./octopus-steps";

/** The setting `octopus`: what our stacks keep in Octopus, and how its steps get to AWS. */

/** Ids of teams, at least one. */
const teams = (empty: { readonly error: string }) =>
  z
    .array(z.string().regex(/^[\w-]+$/, { error: "is no id of a team: write e.g. teams-managers" }))
    .min(1, empty);

const space = z
  .strictObject({
    /** Of a space that is created. */
    name: spaceName.optional(),
    /** Name or id of a space that is there already. */
    existing: z.string().min(1, { error: "is empty: write the space's name or id" }).optional(),
    /** Ids of the teams that manage the space that is created; Octopus's administrators by default. */
    managers: teams({
      error: "is empty, so that nobody could manage the space: name a team's id",
    }).optional(),
  })
  .refine(({ name, existing }) => (name === undefined) !== (existing === undefined), {
    error: "must have either a name, which creates it, or existing, which is the name or id of one",
  })
  .refine(({ existing, managers }) => existing === undefined || managers === undefined, {
    error: "has managers, and is a space that is there already: remove them, or set them in Octopus",
  })
  .prefault({ name: "AWS" });

/** How Octopus logs in to AWS. Access keys are not among the ways. */
export type AccountMode = "ambient" | "oidc";

const accountMode = z.custom<AccountMode>((value) => value === "ambient" || value === "oidc", {
  abort: false,
  error:
    "is none of ambient, oidc: Octopus never gets access keys; ambient uses what the worker's pod has, oidc tokens of " +
    "Octopus's own",
});

const keys = <const T extends readonly [string, ...string[]]>(known: T, usual: readonly T[number][]) =>
  z
    .array(z.enum(known))
    .min(1, {
      error: `is empty, so that every token would have the same subject: name some of ${known.join(", ")}`,
    })
    .refine((all) => new Set(all).size === all.length, { error: "names a key twice: remove it" })
    .default([...usual]);

/** @see https://octopus.com/docs/infrastructure/accounts/openid-connect#subject-keys */
const subjectKeys = z
  .strictObject({
    /** Of deployments and of runs of runbooks. */
    execution: keys(
      ["space", "project", "runbook", "tenant", "environment", "account", "type"],
      ["space", "project", "tenant", "environment"],
    ).refine((all) => all.includes("environment") || all.includes("account"), {
      error:
        "names neither environment nor account, so that a step for one environment could have the role of another: add " +
        "environment",
    }),
    healthCheck: keys(["space", "account", "target", "type"], ["space", "target"]).refine(
      (all) => all.includes("target") || all.includes("account"),
      {
        error:
          "names neither target nor account, so that a check for one environment could have the role of another: add target",
      },
    ),
    accountTest: keys(["space", "account", "type"], ["space", "account"]).refine(
      (all) => all.includes("account"),
      {
        error:
          "does not name account, so that a test for one environment could have the role of another: add account",
      },
    ),
  })
  .prefault({});

const oidc = z.strictObject({
  /** URL or host under which AWS reaches the server's discovery document, e.g. `https://octopus.example.com`. */
  issuer: z.string(),
  /** What tokens are meant for; the issuer's host by default. */
  audience: z.string().min(1).optional(),
  subjectKeys,
  sessionSeconds: z
    .int()
    .min(900, { error: "is under 900, the least that AWS takes" })
    .max(43200, { error: "is over 43200, the most that AWS takes" })
    .default(3600),
});

const approval = z
  .strictObject({
    /** Names of environments; the last one by default, none with an empty list. */
    environments: z.array(z.string()).optional(),
    /** Ids of the teams of which somebody has to consent. */
    teams: teams({
      error: "is empty, so that whoever deploys could consent: name at least one team's id",
    }).default(["teams-managers"]),
    instructions: z
      .string()
      .min(1)
      .default("Look at what is about to change in #{Octopus.Environment.Name}."),
  })
  .prefault({});

const workerPool = z.strictObject({
  /** `<Environment> Workers` by default. */
  name: octopusName.optional(),
  /** Which of the service accounts bound to the environment its workers have, e.g. `octopus-prod/octopus-prod`. */
  serviceAccount: serviceAccount.optional(),
});

const isCertificate = (text: string): boolean =>
  Buffer.from(text, "base64").toString("latin1").startsWith("-----BEGIN CERTIFICATE-----");

const cluster = z.strictObject({
  environment: z.string(),
  /** Name of the EKS cluster, which is the target's name as well. */
  name: z.string().regex(/^[A-Za-z0-9][\w-]{0,99}$/, { error: "is no name of an EKS cluster" }),
  /** Of its API server, as `aws eks describe-cluster` shows it. */
  url: z.string().regex(/^https:\/\/[A-Za-z0-9.-]+(:\d+)?\/?$/, {
    error: "is no URL of an API server: write e.g. https://0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com",
  }),
  /** Of the authority that its API server is signed by, as `aws eks describe-cluster` shows it: in base64. */
  certificateAuthority: z.string().refine(isCertificate, {
    error:
      "is no certificate in base64: write what `aws eks describe-cluster --query cluster.certificateAuthority.data` " +
      "shows. Every cluster has its own, which no worker trusts by itself",
  }),
  /** Tags by which steps choose it. */
  tags: z
    .array(z.string().min(1))
    .min(1, { error: "is empty, so that no step would choose it: write e.g. [eks]" })
    .default(["eks"]),
  namespace: z.string().min(1).default("default"),
  role: z.string().optional(),
  account: z.string().optional(),
});

const project = z.strictObject({
  name: octopusName,
  steps: z.array(stepSchema).min(1, { error: "is empty: describe at least one step" }),
  /** Names of its runbooks that may log in with Octopus's tokens, where the subject names the runbook. */
  runbooks: z.array(octopusName).default([]),
});

export const octopusSchema = z.strictObject({
  /** A server that runs somewhere, one that we put on the cluster, or none: then all of this is left to others. */
  server: z.enum(["existing", "onCluster", "none"]).default("existing"),
  /**
   * Workers that somebody provides, or an agent on the cluster for each service account of `workerPools`. None by
   * default: an agent registers with a running server's token, which a first run cannot have.
   */
  workers: z.enum(["none", "onCluster"]).default("none"),
  onCluster: onClusterSchema,
  space,
  lifecycle: octopusName.default("AWS"),
  projectGroup: octopusName.default("AWS"),
  /** By the name of the environment. */
  workerPools: z.record(z.string(), workerPool).default({}),
  /** Ways to AWS that are provided; steps take the first unless they name another. */
  accounts: z
    .preprocess((value) => (typeof value === "string" ? [value] : value), z.array(accountMode))
    .refine((modes) => modes.length > 0 && new Set(modes).size === modes.length, {
      error: "must be ambient, oidc, or a list of both without repeating one",
    })
    .prefault(["ambient"]),
  oidc: oidc.optional(),
  approval,
  /** EKS clusters that steps run kubectl against. */
  clusters: z.array(cluster).default([]),
  /** A project that shows every kind of step by default. */
  projects: z.array(project).optional(),
});

/** The setting `octopus` as it is written, with defaults. */
export type OctopusSettings = z.output<typeof octopusSchema>;
