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
  /** Octopus as an issuer of tokens for AWS, and the roles that let these in. */
  readonly oidc: WrittenOidc;
  /** Whether a tooling stack attaches the guardrails itself, or others do, and with which documents. */
  readonly guardrails: WrittenGuardrails;
}

export interface WrittenOidc {
  /** Patterns for the ARNs of the roles, e.g. `arn:aws:iam::*:role/octopus/oidc/*`. */
  readonly roles: readonly string[];
  /** Host of the server, e.g. `octopus.example.com`; without it nobody may have such a role. */
  readonly issuer?: string;
  /** What the tokens are meant for. */
  readonly audience?: string;
  /** Slug of the space, with which every subject begins. */
  readonly space?: string;
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
  readonly deployRoles: readonly RolePattern[];
  readonly managementAccountId: string;
  readonly accounts: readonly string[];
  readonly bindings: readonly Binding[];
  readonly mechanism: "podIdentity";
  readonly oidcRoles: readonly RolePattern[];
  /** Whose tokens those roles let in; undefined where Octopus issues none. */
  readonly issuer?: Issuer;
  readonly guardrails: WrittenGuardrails;
}

export interface Issuer {
  readonly host: string;
  readonly audience: string;
  readonly space: string;
}

export interface RolePattern {
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
  const { launcherRoleArn, deployRoles, managementAccountId, accounts, binding } = written;
  const { mechanism, oidc, guardrails } = written;
  const { issuer: host, audience, space } = oidc;
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
    ...(oidc.roles.length === 0
      ? ["oidc.roles is empty: give patterns for the ARNs of roles for tokens of Octopus"]
      : []),
    ...([host, audience, space].some(Boolean) && !(host && audience && space)
      ? [
          "oidc has only some of issuer, audience and space: give all three, or none where Octopus issues no tokens",
        ]
      : []),
    ...(guardrails.mode === "external" && !(guardrails.scp?.length && guardrails.rcp?.length)
      ? ["guardrails.mode is external without documents: give those that are attached as scp and rcp"]
      : []),
  ];
  if (problems.length > 0) throw stackless(`the policy pack's configuration is wrong:\n${lines(problems)}`);
  return {
    launchers,
    deployRoles: deployRoles.map(patternOf),
    managementAccountId,
    accounts,
    bindings,
    mechanism,
    oidcRoles: oidc.roles.map(patternOf),
    ...(host && audience && space && { issuer: { host, audience, space } }),
    guardrails,
  };
}

function patternOf(text: string): RolePattern {
  const [, , , , account = "", resource = ""] = arnParts(text) ?? [];
  return { text, pattern: glob(text), account: glob(account), resource: glob(resource.toLowerCase()) };
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
