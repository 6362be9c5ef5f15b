import type { Limits } from "../../../trust/limits";
import { items, type Call } from "../front/call";
import type { Caller } from "../front/callers";
import { AwsError, validationError } from "../front/errors";

type Tags = Readonly<Record<string, string>>;

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function sessionName(name: string | undefined, limits: Limits): string {
  const refuse = (constraint: string): never => {
    throw validationError("roleSessionName", name, constraint);
  };
  if (name === undefined) return refuse("Member must not be null");
  if (name.length < 2) return refuse("Member must have length greater than or equal to 2");
  const most = limits.sessionNameCharacters;
  if (name.length > most) return refuse(`Member must have length less than or equal to ${most}`);
  if (!/^[\w+=,.@-]*$/.test(name))
    return refuse("Member must satisfy regular expression pattern: [\\w+=,.@-]*");
  return name;
}

/** How long a session is asked for, in seconds; a caller that is a session itself gets an hour at most. */
export function sessionSeconds(given: string | undefined, caller: Caller, limits: Limits): number {
  const seconds = Number(given ?? 3600);
  const refuse = (constraint: string): never => {
    throw validationError("durationSeconds", given, constraint);
  };
  if (!Number.isInteger(seconds)) return refuse("Member must be an integer");
  const least = limits.sessionSecondsLeast;
  if (seconds < least) return refuse(`Member must have value greater than or equal to ${least}`);
  const most = limits.roleSessionSeconds;
  if (seconds > most) return refuse(`Member must have value less than or equal to ${most}`);
  if (caller.session && seconds > limits.chainedSessionSeconds) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  return seconds;
}

/** The session tags that a request passes. */
export function sessionTags({ params }: Call): Tags {
  const given = items<{ Key?: string; Value?: string }>(params, "Tags");
  if (given.length > 50)
    throw validationError("tags", "", "Member must have length less than or equal to 50");
  const tags = Object.fromEntries(given.map(({ Key = "", Value = "" }) => [Key, Value]));
  if (new Set(Object.keys(tags).map((key) => key.toLowerCase())).size < given.length) {
    throw new AwsError(
      "InvalidParameterValue",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    );
  }
  for (const key of items<string>(params, "TransitiveTagKeys")) {
    if (key in tags) continue;
    throw new AwsError(
      "InvalidParameterValue",
      "The specified transitive tag key must be included in the requested tags.",
    );
  }
  return tags;
}

/** The tags that a session passes on because they are transitive; they cannot be given anew. */
export function inheritedTags(caller: Caller, given: Tags): Tags {
  const session = caller.session;
  if (!session) return {};
  const names = new Set(Object.keys(given).map((key) => key.toLowerCase()));
  if (session.transitive.some((key) => names.has(key.toLowerCase()))) {
    throw new AwsError(
      "InvalidParameterValue",
      "One of the specified tags can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  return Object.fromEntries(session.transitive.map((key) => [key, session.tags[key] ?? ""]));
}
