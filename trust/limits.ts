/** A quota of AWS: what it is today, where that is written, and when it was read. */
export interface Limit {
  readonly value: number;
  /** What is counted, with its unit. */
  readonly what: string;
  readonly source: string;
  /** ISO date on which the value was taken into this table. */
  readonly date: string;
}

const iamQuotas = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const organizationsQuotas =
  "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html";
const stsAssumeRole = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html";

/**
 * The quotas that decide whether a plan can be carried out.
 */
export const limits = {
  trustPolicyCharacters: {
    value: 2048,
    what: "characters of a role's trust policy, white space not counted (AWS raises it to 4096)",
    source: iamQuotas,
    date: "2026-11-23",
  },
  managedPolicyCharacters: {
    value: 6144,
    what: "characters of a managed policy, white space not counted",
    source: iamQuotas,
    date: "2026-11-23",
  },
  inlinePolicyCharacters: {
    value: 10240,
    what: "characters of all inline policies of a role together, white space not counted",
    source: iamQuotas,
    date: "2026-11-23",
  },
  managedPoliciesPerRole: {
    value: 10,
    what: "managed policies attached to a role (AWS raises it to 20)",
    source: iamQuotas,
    date: "2026-11-23",
  },
  roleNameCharacters: {
    value: 64,
    what: "characters of a role's name",
    source: iamQuotas,
    date: "2026-11-23",
  },
  rolePathCharacters: {
    value: 512,
    what: "characters of a role's path",
    source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    date: "2026-11-23",
  },
  sessionNameCharacters: {
    value: 64,
    what: "characters of a role session's name",
    source: stsAssumeRole,
    date: "2026-11-23",
  },
  sessionTags: {
    value: 50,
    what: "session tags that a request passes",
    source: stsAssumeRole,
    date: "2026-11-26",
  },
  tagKeyCharacters: {
    value: 128,
    what: "characters of a tag's key",
    source: iamQuotas,
    date: "2026-11-29",
  },
  tagValueCharacters: {
    value: 256,
    what: "characters of a tag's value",
    source: iamQuotas,
    date: "2026-11-29",
  },
  sessionSecondsLeast: {
    value: 900,
    what: "seconds, the least a session may be asked for",
    source: stsAssumeRole,
    date: "2026-11-26",
  },
  chainedSessionSeconds: {
    value: 3600,
    what: "seconds of a session that one role opens in another",
    source: stsAssumeRole,
    date: "2026-11-23",
  },
  roleSessionSecondsLeast: {
    value: 3600,
    what: "seconds, the least a role's longest session may be",
    source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    date: "2026-11-23",
  },
  roleSessionSeconds: {
    value: 43200,
    what: "seconds, the most a role's longest session may be",
    source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    date: "2026-11-23",
  },
  scpCharacters: {
    value: 10240,
    what: "characters of a service control policy as it is sent, white space included (5120 before 2026-05)",
    source: organizationsQuotas,
    date: "2026-11-24",
  },
  scpsPerTarget: {
    value: 10,
    what: "service control policies attached to a root, OU or account, FullAWSAccess among them (5 before 2026-05)",
    source: organizationsQuotas,
    date: "2026-11-24",
  },
  rcpCharacters: {
    value: 5120,
    what: "characters of a resource control policy as it is sent, white space included",
    source: organizationsQuotas,
    date: "2026-11-24",
  },
  rcpsPerTarget: {
    value: 5,
    what: "resource control policies attached to a root, OU or account, RCPFullAWSAccess among them",
    source: organizationsQuotas,
    date: "2026-11-24",
  },
  resolverAddresses: {
    value: 6,
    what: "addresses of a resolver endpoint, and target addresses of a resolver rule",
    source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html",
    date: "2026-11-24",
  },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;

/** The quotas of documents, which AWS may raise: the setting `organization.limits` overrides them by these names. */
export const overridable = [
  "trustPolicyCharacters",
  "managedPolicyCharacters",
  "inlinePolicyCharacters",
  "managedPoliciesPerRole",
  "scpCharacters",
  "scpsPerTarget",
  "rcpCharacters",
  "rcpsPerTarget",
] as const satisfies readonly LimitName[];

/** The figures in force: ours, with what a user overrides. */
export type Limits = Readonly<Record<LimitName, number>>;

/**
 * The figures in force.
 *
 * @param overrides figures that AWS raised for this organization, e.g. `{ trustPolicyCharacters: 4096 }`
 */
export function limitsWith(overrides: Partial<Record<(typeof overridable)[number], number>> = {}): Limits {
  const values = Object.entries(limits).map(([name, limit]) => [name, limit.value]);
  return { ...Object.fromEntries(values), ...overrides } as Limits;
}
