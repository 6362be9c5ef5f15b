import { z } from "zod";

import { allDeployRoles } from "./deploy-roles";
import type { Organization } from "./model";
import { deployRolePath } from "./names";
import type { Problem } from "./problems";

/** The setting `organization.guardrails`: how SCPs and RCPs come to stand around launcher and deploy roles. */

const targetId = /^(r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|\d{12})$/;

const roleArn = z.string().regex(/^arn:[\w-]+:iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]+$/, {
  error: "is no ARN of a role; wildcards are not taken, roleNamePatterns takes them",
});

const exemptPattern = z.string().regex(/^arn:[\w-]+:iam::(\*|\d{12}):role\/[\w+=,.@-][\w+=,.@/*?-]*$/, {
  error:
    "is no pattern for roles: write e.g. arn:aws:iam::*:role/stacksets-exec-*, where the part after role/ begins with " +
    "what the names have in common",
});

const written = z.strictObject({
  /** `managed`: the tooling stack creates and attaches the policies. `external`: it writes them to files. */
  mode: z.enum(["managed", "external"]).default("managed"),
  /** What the SCPs are attached to; the accounts that hold guarded roles by default. */
  targets: z
    .array(z.string())
    .min(1, {
      error: "is empty: name OUs or accounts, or remove it, which means the accounts described here",
    })
    .optional(),
  /** While there is one, both kinds are attached to these alone. */
  testTargets: z
    .array(z.string())
    .min(1, { error: "is empty: name a test OU, or remove it, which ends the test" })
    .optional(),
  /** Roles outside of the deploy path that only the launcher may assume as well. */
  roles: z.array(roleArn).default([]),
  /** Names of roles, with wildcards, that the SCP covers in every account that it is attached to. */
  roleNamePatterns: z
    .array(
      z
        .string()
        .regex(/^[\w+=,.@*?-]{1,64}$/, { error: "is no pattern for names of roles, e.g. *DeployRole" }),
    )
    .default([]),
  /** Who else may change what the SCP protects; patterns for ARNs of roles. */
  exempt: z.array(exemptPattern).optional(),
  /** Ids of accounts that left: no longer asked for roles that an earlier version of the settings had there. */
  released: z
    .array(z.string().regex(/^\d{12}$/, { error: "is no account id: write 12 digits in quotes" }))
    .default([]),
  /** Folder for the files of `external`, from the project's. */
  directory: z.string().min(1).default("guardrails"),
});

/** A mode alone may stand for the whole: `guardrails: external`. */
export const guardrailsSchema = z
  .preprocess((value) => (typeof value === "string" ? { mode: value } : value), written)
  .prefault({});

export type GuardrailsSettings = z.output<typeof written>;

/** How the organization's policies stand around launcher and deploy roles. */
export interface Guardrails {
  readonly mode: "managed" | "external";
  /** Ids of roots, OUs and accounts that the SCPs are attached to: where callers are. */
  readonly scpTargets: readonly string[];
  /** Ids that the RCPs are attached to: the accounts in which the guarded roles are. */
  readonly rcpTargets: readonly string[];
  /** Whether both are attached to test targets only, so that the accounts themselves are not guarded yet. */
  readonly testing: boolean;
  /** ARNs of guarded roles outside of the deploy path. */
  readonly roles: readonly string[];
  readonly roleNamePatterns: readonly string[];
  /** Patterns for ARNs of roles, e.g. `arn:aws:iam::*:role/stacksets-exec-*`. */
  readonly exempt: readonly string[];
  readonly released: readonly string[];
  readonly directory: string;
}

/** The model of the guardrails. Names of accounts that do not exist stay as they are: `guardrailProblems` reports them. */
export function buildGuardrails(
  { targets, testTargets, exempt, ...settings }: GuardrailsSettings,
  organization: Omit<Organization, "guardrails">,
): Guardrails {
  const { partition } = organization;
  const holding = holdingAccounts(organization, settings.roles);
  const accountIds = accountIdsOf(organization);
  const ids = (names: readonly string[]): string[] => names.map((name) => accountIds.get(name) ?? name);
  return {
    ...settings,
    scpTargets: unique(ids(testTargets ?? targets ?? holding)),
    rcpTargets: unique(ids(testTargets ?? holding)),
    testing: testTargets !== undefined,
    // Service-managed StackSets, which the bootstrap uses, change the provisioning roles through roles of this name.
    exempt: exempt ?? [`arn:${partition}:iam::*:role/stacksets-exec-*`],
  };
}

/**
 * Ids of the accounts that hold launchers, deploy roles or other guarded roles: of those that `accounts` lists, not every
 * one has to.
 *
 * @param roles ARNs of guarded roles outside of the deploy path
 */
export function holdingAccounts(
  organization: Omit<Organization, "guardrails">,
  roles: readonly string[],
): readonly string[] {
  const ours = [...organization.launchers, ...allDeployRoles(organization)].map(({ account }) => account.id);
  return unique([...ours, ...roles.map(accountOf)]);
}

/** What is wrong with the setting in view of the organization. */
export function guardrailSettingProblems(
  settings: GuardrailsSettings,
  organization: Organization,
): Problem[] {
  const { partition, launchers, management } = organization;
  const setting = "organization.guardrails";
  const accountIds = accountIdsOf(organization);
  const problems: Problem[] = [];
  for (const list of ["targets", "testTargets"] as const) {
    settings[list]?.forEach((name, index) => {
      const place = `${setting}.${list}[${index}]`;
      if (name === management.id) {
        problems.push({
          setting: place,
          message: "is the management account, which no policy of the organization binds: remove it",
        });
      } else if (!accountIds.has(name) && !targetId.test(name)) {
        problems.push({
          setting: place,
          message:
            `is ${name}, which organization.accounts does not have: add it there, or write the id of an account, of ` +
            "an OU (ou-ab12-cd34ef56) or of the root (r-ab12)",
        });
      }
    });
  }
  const guarded = [...launchers, ...allDeployRoles(organization)].map(({ arn }) => arn);
  settings.exempt?.forEach((pattern, index) => {
    const hit = [...guarded, ...settings.roles].find((arn) => arnPattern(pattern).test(arn));
    if (hit === undefined) return;
    problems.push({
      setting: `${setting}.exempt[${index}]`,
      message: `is ${pattern}, which ${hit} matches, so that a step could change its own role: write a narrower one`,
    });
  });
  settings.roles.forEach((arn, index) => {
    const place = `${setting}.roles[${index}]`;
    if (guarded.includes(arn) || arn.includes(`:role${deployRolePath}`)) {
      problems.push({
        setting: place,
        message: `is ${arn}, which is guarded already, as everything under ${deployRolePath}: remove it`,
      });
    } else if (arn.startsWith("arn:") && !arn.startsWith(`arn:${partition}:`)) {
      problems.push({
        setting: place,
        message: `is ${arn}, of another partition than organization.partition`,
      });
    } else if (accountOf(arn) === management.id) {
      problems.push({
        setting: place,
        message: `is ${arn}, of the management account, which no policy of the organization binds: remove it`,
      });
    }
  });
  const described = new Set(accountIds.values());
  settings.released.forEach((id, index) => {
    if (!described.has(id)) return;
    problems.push({
      setting: `${setting}.released[${index}]`,
      message: `is ${id}, which organization.accounts has: an account is described or released, so remove it here or there`,
    });
  });
  return problems;
}

/** Id of an account by its name in the settings. */
function accountIdsOf({ accounts }: Pick<Organization, "accounts">): ReadonlyMap<string, string> {
  return new Map(accounts.map(({ name, id }) => [name, id]));
}

/** The account in a role's ARN. */
function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/**
 * A pattern for ARNs, where `*` stands for any text and `?` for one character.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function arnPattern(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, "[^:]*")
    .replace(/\?/g, "[^:]");
  return new RegExp(`^${source}$`);
}
