/** Resources as a program declares them, for tests of rules. */
export interface Given {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly provider: GivenProvider;
}

export interface GivenProvider {
  readonly name: string;
  readonly type: string;
  /** As the engine has them: what is no text is JSON. */
  readonly props: Readonly<Record<string, string>>;
}

/** Stands in properties for something that only an output of another resource tells. */
export class Output {
  constructor(
    readonly of: Given,
    readonly property: string,
  ) {}
}

/** Stands in properties for a value that nobody knows before the update. */
export class NotKnown {}
export const notKnown = new NotKnown();

/** An output of a resource: not known at a preview, but where it comes from is. */
export function output(of: Given, property: string): Output {
  return new Output(of, property);
}

export const ids = {
  management: "999999999999",
  tooling: "123456789012",
  dev: "111111111111",
  staging: "222222222222",
  prod: "333333333333",
  /** Of nobody that the settings know. */
  foreign: "444444444444",
} as const;

export type AccountName = keyof typeof ids;

export const launcherArn = `arn:aws:iam::${ids.tooling}:role/OctoLauncherRole`;

/** The ARN of a deploy role, e.g. `deployRoleArn("dev")`. */
export function deployRoleArn(account: "tooling" | "dev" | "staging" | "prod"): string {
  return `arn:aws:iam::${ids[account]}:role/octopus/deploy/${deployRoleName(account)}`;
}

export function deployRoleName(account: "tooling" | "dev" | "staging" | "prod"): string {
  return `${account.charAt(0).toUpperCase()}${account.slice(1)}DeployRole`;
}

/** A provider that is pinned to an account and assumes the provisioning role there. */
export function pinned(account: AccountName): GivenProvider {
  const roleArn = `arn:aws:iam::${ids[account]}:role/octopus/provisioning/OctolaunchProvisioner`;
  return providerWith(account, {
    allowedAccountIds: [ids[account]],
    ...(account !== "management" && { assumeRoles: [{ roleArn, sessionName: "octolaunch" }] }),
  });
}

/** A provider of its own with settings, in which lists and objects become JSON, as the engine has them. */
export function providerWith(name: string, settings: Readonly<Record<string, unknown>>): GivenProvider {
  const props = Object.entries({ region: "us-east-1", ...settings }).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return { name, type: "pulumi:providers:aws", props: Object.fromEntries(props) as Record<string, string> };
}

/** What a resource has that names no provider. */
export const defaultProvider = providerWith("default_7_48_0", {});

/** Any resource, in the tooling account unless it is said otherwise. */
export function resource(
  type: string,
  name: string,
  props: Readonly<Record<string, unknown>>,
  where: AccountName | GivenProvider = "tooling",
): Given {
  return { type, name, props, provider: typeof where === "string" ? pinned(where) : where };
}
