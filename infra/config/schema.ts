import { z } from "zod";

import { limits, overridable } from "../../trust/limits";
import { guardrailsSchema } from "./guardrails";
import { partitions, type Partition } from "./partitions";

/** The shape of the setting `organization`: what may be written, and what is meant when it is not. */

const accountId = z.custom<string>((value) => typeof value === "string" && /^\d{12}$/.test(value), {
  abort: false,
  error: ({ input }) =>
    typeof input === "number"
      ? 'is a number, which loses leading zeros: write the account id in quotes, e.g. "111111111111"'
      : 'is no account id: write 12 digits in quotes, e.g. "111111111111"',
});

const environmentName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, {
  error: "is no name of an environment: write up to 31 lower-case letters, digits and hyphens, e.g. pre-prod",
});

const roleName = z.string().regex(/^[\w+=,.@-]{1,64}$/, {
  error: "is no name of a role: AWS takes 1 to 64 letters, digits and +=,.@_- and no wildcard",
});

const iamPath = z.string().regex(/^\/([\w+=,.@-]+\/)+$/, {
  error: "is no IAM path: write it with a slash at both ends, e.g. /octopus/provisioning/",
});

const dnsLabel = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
  error:
    "is no Kubernetes name: write up to 63 lower-case letters, digits and hyphens; wildcards are not taken",
});

const tags = z
  .record(
    z.string().regex(/^(?!aws:).{1,128}$/i, {
      error: "AWS takes tag keys of 1 to 128 characters that do not begin with aws:",
    }),
    z.string().max(256),
  )
  .default({});

const account = z.strictObject({
  id: accountId,
  /** Region of the account's stack; the organization's by default. */
  region: z.string().optional(),
  /** Organizational unit that the account is in; documentation, and what the sandbox seeds. */
  ou: z.string().min(1).optional(),
});

const deployRole = z.strictObject({
  /** `<Environment>DeployRole` by default. */
  name: roleName.optional(),
  /** Names of permission sets, or statements written out. What steps may do with the role. */
  permissions: z
    .array(z.union([z.string(), z.record(z.string(), z.unknown())]))
    .min(1, { error: "is empty, so that the role could do nothing: name a permission set, e.g. [dev]" }),
  maxSessionSeconds: z
    .int()
    .min(limits.roleSessionSecondsLeast.value, { error: "is under 3600, the least that AWS takes" })
    .max(limits.roleSessionSeconds.value, { error: "is over 43200, the most that AWS takes" })
    .default(3600),
  /** Path and name of a policy in the role's account, or an ARN: what the role can do at most. */
  permissionsBoundary: z
    .string()
    .regex(/^(arn:[\w-]+:iam::(\d{12}|aws):policy\/|\/?)([\w+=,.@-]+\/)*[\w+=,.@-]+$/, {
      error: "is no policy: write its ARN, or path and name in the role's account, e.g. boundaries/Deploy",
    })
    .optional(),
  tags,
});

const deployRoles = z
  .array(deployRole)
  .min(1, { error: "is empty: an environment without a role cannot be deployed to" });

const environment = z.strictObject({
  name: environmentName,
  accounts: z.array(z.string()).min(1, { error: "is empty: name at least one of organization.accounts" }),
  deployRoles,
});

const binding = z.strictObject({
  namespace: dnsLabel,
  serviceAccount: dnsLabel,
  environments: z.array(z.string()).min(1, {
    error: "is empty: name the environments whose roles this service account may have, or remove the binding",
  }),
});

const podIdentityLauncher = z.strictObject({
  name: roleName,
  mechanism: z.literal("podIdentity"),
  /** Name of the EKS cluster whose pods get the launcher. */
  cluster: z.string().regex(/^[A-Za-z0-9][\w-]{0,55}$/, {
    error:
      "is no name of an EKS cluster of at most 56 letters, digits, hyphens and underscores; its roles are named after " +
      "it, and IAM takes 64",
  }),
  /** Over how many managed policies the ARNs of the deploy roles are spread. */
  policyShards: z.int().min(1).default(1),
  bindings: z.array(binding).min(1, { error: "is empty: without a binding no pod gets the launcher" }),
});

const provisioning = z
  .strictObject({
    roleName: roleName.default("OctolaunchProvisioner"),
    rolePath: iamPath.default("/octopus/provisioning/"),
    sessionName: z
      .string()
      .regex(/^[\w+=,.@-]{2,64}$/, {
        error: "is no session name: AWS takes 2 to 64 of letters, digits and +=,.@_-",
      })
      .default("octolaunch"),
    externalId: z
      .string()
      .regex(/^[\w+=,.@:/-]{2,1224}$/, { error: "is no external id" })
      .optional(),
  })
  .prefault({});

export const organizationSchema = z.strictObject({
  /** As `aws organizations describe-organization` shows it. */
  id: z.string().regex(/^o-[a-z0-9]{10,32}$/, {
    error:
      "is no id of an organization: write what `aws organizations describe-organization` shows, e.g. o-a1b2c3d4e5",
  }),
  partition: z.enum(partitions as [Partition, ...Partition[]]).default("aws"),
  region: z.string(),
  management: z.strictObject({ id: accountId }),
  accounts: z.record(
    z
      .string()
      .regex(/^[A-Za-z][\w-]*$/, { error: "write letters, digits, hyphens and underscores, a letter first" }),
    account,
  ),
  tooling: z
    .strictObject({ account: z.string().default("tooling"), deployRoles: deployRoles.optional() })
    .prefault({}),
  environments: z.array(environment).min(1, { error: "is empty: describe at least one environment" }),
  launchers: z
    .array(z.discriminatedUnion("mechanism", [podIdentityLauncher]))
    .min(1, { error: "is empty: describe at least one launcher" }),
  provisioning,
  guardrails: guardrailsSchema,
  tags,
  limits: z.partialRecord(z.enum(overridable), z.int().min(1)).default({}),
});

/** The setting `organization` as it is written. */
export type OrganizationSettings = z.output<typeof organizationSchema>;
