import type { Checked, Diff, Problem } from "../protocol/plugin";
import { hasUnknown, UNKNOWN, type Value, type Values } from "../protocol/values";
import { diff } from "../table/diff";
import { checkValues } from "../table/check";
import { flag, list, map, number, object, set, text, type Typed } from "../table/property";

const role = object({
  roleArn: text({ required: true }),
  sessionName: text(),
  externalId: text(),
  /** As Go writes a duration, e.g. `1h30m`. */
  duration: text(),
  policy: text(),
  policyArns: set(text()),
  sourceIdentity: text(),
  tags: map(),
  transitiveTagKeys: set(text()),
});

/** The provider's own properties that the sandbox acts upon; any other is refused by name. */
const properties = {
  // The one property whose change the real provider answers by replacing itself and all its resources.
  region: text({ replace: true }),
  assumeRoles: list(role),
  allowedAccountIds: set(text()),
  forbiddenAccountIds: set(text()),
  defaultTags: object({ tags: map() }),
  profile: text(),
  accessKey: text(),
  secretKey: text(),
  token: text(),
  maxRetries: number(),
  // Set by the SDK on every provider. There is no region list and no metadata service here to validate against.
  skipRegionValidation: flag(),
  skipMetadataApiCheck: flag(),
  skipCredentialsValidation: flag(),
  skipRequestingAccountId: flag(),
};

export type ProviderConfig = Typed<typeof properties>;
export type AssumedRole = NonNullable<ProviderConfig["assumeRoles"]>[number];

/** Everything but a text arrives as JSON in a string. */
export function checkConfig(news: Values): Checked {
  const { inputs, problems } = checkParsed(parsed(news));
  const reason = "missing region: set 'region' on the provider, 'aws:region' in the stack, or AWS_REGION";
  return {
    inputs: news,
    problems: inputs.region === undefined ? [...problems, { property: "", reason }] : problems,
  };
}

/** @throws Error that lists what is wrong */
export function parseConfig(args: Values): ProviderConfig {
  const { inputs, problems } = checkParsed(parsed(args));
  if (problems.length > 0) throw new Error(problems.map(({ reason }) => reason).join("\n"));
  return inputs;
}

export function diffConfig(olds: Values, news: Values): Diff {
  return { changes: diff(properties, parsed(olds), parsed(news)) };
}

function checkParsed(news: Values): Checked {
  const { inputs, problems } = checkValues("the aws provider", properties, news);
  return { inputs, problems: [...problems, ...durations(inputs)] };
}

function parsed(values: Values): Values {
  const entries = Object.entries(values).filter(([name]) => name !== "version" && !name.startsWith("__"));
  return Object.fromEntries(entries.map(([name, value]) => [name, parse(name, value)]));
}

function parse(name: string, value: Value | undefined): Value | undefined {
  const kind = (properties as Record<string, { kind: string }>)[name]?.kind;
  if (typeof value !== "string" || kind === "text" || kind === undefined) return value;
  if (hasUnknown(value) || value.includes(UNKNOWN)) return UNKNOWN;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

function durations({ assumeRoles }: ProviderConfig): Problem[] {
  if (!Array.isArray(assumeRoles)) return [];
  return assumeRoles
    .filter(
      ({ duration }) => duration !== undefined && duration !== UNKNOWN && seconds(duration) === undefined,
    )
    .map(({ duration }) => ({
      property: "assumeRoles",
      reason: `'${duration}' is no duration of an assumed role; write it as in '1h' or '30m'`,
    }));
}

/** Seconds of a duration as Go writes it; `undefined` if it is none. */
export function seconds(duration: string): number | undefined {
  const match = /^(?=.)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration);
  if (!match) return undefined;
  const [hours = 0, minutes = 0, rest = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + rest;
}
