import { arnParts, iamEntity } from "../../trust/documents/arn";
import { glob, type Glob } from "../../trust/documents/glob";
import { defaults } from "./schema";

/** Pods that get the launcher. */
export interface Binding {
  /** Name of the cluster, e.g. `octopus-cluster`. */
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The settings of a rule as they are written, in `--policy-pack-config` or in Pulumi Cloud. */
export interface WrittenSettings {
  /** E.g. `arn:aws:iam::123456789012:role/OctoLauncherRole`. */
  readonly launcherRoleArn: string | readonly string[];
  /** Patterns for the ARNs of deploy roles, e.g. `arn:aws:iam::*:role/octopus/deploy/*`. */
  readonly deployRoles: readonly string[];
  /** 12 digits. */
  readonly managementAccountId: string;
  /** Ids of the accounts in which launchers and deploy roles may be. */
  readonly accounts: readonly string[];
  readonly binding: Binding | readonly Binding[];
  /** How pods get the launcher. */
  readonly mechanism: "podIdentity";
  /** Whether a tooling stack attaches the guardrails itself, or others do, and with which documents. */
  readonly guardrails: WrittenGuardrails;
}

export interface WrittenGuardrails {
  readonly mode: "managed" | "external";
  /** With `external`: the documents that those who own the organization attached. */
  readonly scp?: readonly unknown[];
  readonly rcp?: readonly unknown[];
}

/** The settings as rules use them. */
export interface Settings {
  /** ARNs of the launchers. */
  readonly launchers: readonly string[];
  readonly deployRoles: readonly DeployRolePattern[];
  readonly managementAccountId: string;
  readonly accounts: readonly string[];
  readonly bindings: readonly Binding[];
  readonly mechanism: "podIdentity";
  readonly guardrails: WrittenGuardrails;
}

export interface DeployRolePattern {
  readonly text: string;
  readonly pattern: Glob;
  readonly account: Glob;
  /** What stands after the account, in lower case: IAM tells no names apart by case. */
  readonly resource: Glob;
}

const read = new Map<string, Settings>();

/**
 * Reads the settings of a rule.
 *
 * @param written what the engine hands over; what is left out has the default
 * @throws Error with everything that is wrong, and without a stack, as the engine shows it as it is
 */
export function settingsOf(written: Partial<WrittenSettings>): Settings {
  const key = JSON.stringify(written);
  const known = read.get(key) ?? checked({ ...defaults, ...written });
  read.set(key, known);
  return known;
}

function checked(written: WrittenSettings): Settings {
  const { launcherRoleArn, deployRoles, managementAccountId, accounts, binding, mechanism, guardrails } =
    written;
  const launchers = list(launcherRoleArn);
  const bindings = list(binding);
  const problems = [
    ...(launchers.length === 0 ? ["launcherRoleArn is empty: name the launcher's ARN"] : []),
    ...(deployRoles.length === 0 ? ["deployRoles is empty: give patterns for the ARNs of deploy roles"] : []),
    ...(bindings.length === 0 ? ["binding is empty: give cluster, namespace and serviceAccount"] : []),
    ...launchers.flatMap((arn) => launcherProblems(arn, written)),
    ...(accounts.includes(managementAccountId)
      ? [
          `accounts has ${managementAccountId}, the managementAccountId: no deploy role may be there, remove it`,
        ]
      : []),
    ...(guardrails.mode === "external" && !(guardrails.scp?.length && guardrails.rcp?.length)
      ? ["guardrails.mode is external without documents: give those that are attached as scp and rcp"]
      : []),
  ];
  if (problems.length > 0) throw stackless(`the policy pack's configuration is wrong:\n${lines(problems)}`);
  return {
    launchers,
    deployRoles: deployRoles.map((text) => {
      const [, , , , account = "", resource = ""] = arnParts(text) ?? [];
      return { text, pattern: glob(text), account: glob(account), resource: glob(resource.toLowerCase()) };
    }),
    managementAccountId,
    accounts,
    bindings,
    mechanism,
    guardrails,
  };
}

function launcherProblems(arn: string, { accounts, deployRoles }: WrittenSettings): readonly string[] {
  const entity = iamEntity(arn);
  if (entity?.kind !== "role")
    return [`launcherRoleArn has ${arn}, which is no role: write e.g. arn:aws:iam::123456789012:role/NAME`];
  return [
    ...(accounts.includes(entity.account)
      ? []
      : [`accounts lacks ${entity.account}, the account of the launcher ${arn}: add it`]),
    ...(deployRoles.includes(arn) ? [`deployRoles has the launcher ${arn}: remove it there`] : []),
  ];
}

function list<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function lines(problems: readonly string[]): string {
  return problems.map((problem) => `  - ${problem}`).join("\n");
}

/** The SDK shows an error's stack to users. */
function stackless(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
