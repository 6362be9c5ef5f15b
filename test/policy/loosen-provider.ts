import { defaultProvider, ids, providerWith, type AccountName, type GivenProvider } from "./resources";

/** A provider of an account before it is changed: pinned to it, and assuming a role there. */
export interface Pinned {
  readonly account: AccountName;
  /** Settings as a program writes them. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A change by which a provider says less, or something else, about the account that it works in. */
export interface Loosening {
  /** What it does, e.g. `takes the pinned account away`. */
  readonly name: string;
  readonly change: (provider: Pinned) => GivenProvider;
  /** Why it is as sure as before where that is. */
  readonly survives?: string;
}

/** What the engine puts where a value is not known. */
const notKnownYet = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The role that provisions an account. */
export const provisioner = (account: string): string =>
  `arn:aws:iam::${account}:role/octopus/provisioning/OctolaunchProvisioner`;

/** Any account but this one, of ours. */
const another = (account: AccountName): string => ids[account === "staging" ? "prod" : "staging"];

const settings =
  (changes: (provider: Pinned) => Readonly<Record<string, unknown>>): Loosening["change"] =>
  (provider) => {
    const changed = Object.entries({ ...provider.settings, ...changes(provider) });
    return providerWith(
      provider.account,
      Object.fromEntries(changed.filter(([, value]) => value !== undefined)),
    );
  };

/** Leaves the account to whichever credentials are at hand. */
const byDefault: readonly Loosening[] = [
  { name: "drops the provider", change: () => defaultProvider },
  {
    name: "configures the default provider with the account",
    change: ({ settings }) => ({ ...providerWith("default", settings) }),
  },
  {
    name: "configures the default provider of a version with the account",
    change: ({ settings }) => ({ ...providerWith("default_7_48_0", settings) }),
  },
];

/**
 * Changes what allowedAccountIds says.
 *
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/provider/#allowedaccountids_nodejs
 */
const byPin: readonly Loosening[] = [
  { name: "takes the pinned account away", change: settings(() => ({ allowedAccountIds: undefined })) },
  {
    name: "takes account and role away",
    change: settings(() => ({ allowedAccountIds: undefined, assumeRoles: undefined })),
  },
  { name: "pins an empty list", change: settings(() => ({ allowedAccountIds: [] })) },
  { name: "pins nothing", change: settings(() => ({ allowedAccountIds: "null" })) },
  {
    name: "forbids other accounts instead",
    change: settings(({ account }) => ({
      allowedAccountIds: undefined,
      forbiddenAccountIds: Object.values(ids).filter((id) => id !== ids[account]),
    })),
  },
  {
    name: "pins another account of ours, whose role it does not assume",
    change: settings(({ account }) => ({ allowedAccountIds: [another(account)] })),
  },
  {
    name: "pins an account of nobody, whose role it does not assume",
    change: settings(() => ({ allowedAccountIds: [ids.foreign] })),
  },
  {
    name: "pins a second account",
    change: settings(({ account }) => ({ allowedAccountIds: [ids[account], another(account)] })),
  },
  {
    name: "pins a second account before it",
    change: settings(({ account }) => ({ allowedAccountIds: [ids.foreign, ids[account]] })),
  },
  {
    name: "pins a second account that is not known",
    change: settings(({ account }) => ({ allowedAccountIds: [ids[account], notKnownYet] })),
  },
  {
    name: "pins an account that is not known",
    change: settings(() => ({ allowedAccountIds: [notKnownYet] })),
  },
  {
    name: "pins a list that is not known",
    change: settings(() => ({ allowedAccountIds: notKnownYet })),
  },
  {
    name: "pins the account by a text",
    change: settings(({ account }) => ({ allowedAccountIds: ids[account] })),
  },
  {
    name: "pins the account by a number",
    change: settings(({ account }) => ({ allowedAccountIds: [Number(ids[account])] })),
  },
  {
    name: "pins a pattern",
    change: settings(({ account }) => ({ allowedAccountIds: [`${ids[account].slice(0, 11)}*`] })),
  },
  { name: "pins any account", change: settings(() => ({ allowedAccountIds: ["*"] })) },
  {
    name: "pins too few digits",
    change: settings(({ account }) => ({ allowedAccountIds: [ids[account].slice(1)] })),
  },
  {
    name: "pins it with a space",
    change: settings(({ account }) => ({ allowedAccountIds: [`${ids[account]} `] })),
  },
  { name: "pins a name", change: settings(({ account }) => ({ allowedAccountIds: [account] })) },
  {
    name: "writes the name of the setting in another case",
    change: settings(({ account }) => ({
      allowedAccountIds: undefined,
      allowedAccountIDs: [ids[account]],
    })),
  },
];

/**
 * Changes the role that the provider works as.
 *
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/provider/#assumeroles_nodejs
 */
const byRole: readonly Loosening[] = [
  {
    name: "assumes a role of another account of ours",
    change: settings(({ account }) => ({ assumeRoles: [{ roleArn: provisioner(another(account)) }] })),
  },
  {
    name: "assumes a role of an account of nobody",
    change: settings(() => ({ assumeRoles: [{ roleArn: provisioner(ids.foreign) }] })),
  },
  {
    name: "assumes a role of another account in the end",
    change: settings(({ account }) => ({
      assumeRoles: [{ roleArn: provisioner(ids[account]) }, { roleArn: provisioner(another(account)) }],
    })),
  },
  {
    name: "assumes a role of another account, as earlier releases had it",
    change: settings(({ account }) => ({
      assumeRoles: undefined,
      assumeRole: { roleArn: provisioner(another(account)) },
    })),
  },
  {
    name: "assumes a role of another account by a token",
    change: settings(({ account }) => ({
      assumeRoles: undefined,
      assumeRoleWithWebIdentity: { roleArn: provisioner(another(account)), webIdentityTokenFile: "/token" },
    })),
  },
  {
    name: "assumes a role that is not known",
    change: settings(() => ({ assumeRoles: [{ roleArn: notKnownYet }] })),
  },
  {
    name: "assumes roles that are not known",
    change: settings(() => ({ assumeRoles: notKnownYet })),
  },
  {
    name: "assumes a role of an account that is not known",
    change: settings(() => ({ assumeRoles: [{ roleArn: provisioner(notKnownYet) }] })),
  },
  {
    name: "assumes a role by its name alone",
    change: settings(() => ({ assumeRoles: [{ roleArn: "OctolaunchProvisioner" }] })),
  },
  {
    name: "assumes no role",
    change: settings(() => ({ assumeRoles: undefined })),
    survives: "the account is pinned, and credentials of another are refused",
  },
  {
    name: "assumes another role of the account",
    change: settings(({ account }) => ({
      assumeRoles: [{ roleArn: `arn:aws:iam::${ids[account]}:role/Admin` }],
    })),
    survives: "it is the account that counts here",
  },
  {
    name: "assumes a role of another account first",
    change: settings(({ account }) => ({
      assumeRoles: [{ roleArn: provisioner(another(account)) }, { roleArn: provisioner(ids[account]) }],
    })),
    survives: "the last one is what it works as",
  },
];

/** Changes what else says whose credentials are used, or keeps the provider from looking. */
const byCredentials: readonly Loosening[] = [
  {
    name: "takes a profile of somebody's",
    change: settings(() => ({ assumeRoles: undefined, profile: "prod" })),
    survives: "the account is pinned, and credentials of another are refused",
  },
  {
    // https://github.com/hashicorp/aws-sdk-go-base/blob/main/internal/config/config.go
    name: "does not ask for its account",
    change: settings(() => ({ skipRequestingAccountId: true, skipCredentialsValidation: true })),
    survives: "an account that is not found is none of those that are allowed, and the provider stops",
  },
  {
    name: "works in another region",
    change: settings(() => ({ region: "eu-west-1" })),
    survives: "an account is the same in all regions",
  },
];

export const loosenings: readonly Loosening[] = [...byDefault, ...byPin, ...byRole, ...byCredentials];
