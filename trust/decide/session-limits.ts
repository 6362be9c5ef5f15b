import { arnParts } from "../documents/arn";
import { limits } from "../limits";
import type { Role } from "../organization";
import { principalArn } from "./callers";
import type { LayerVerdict } from "./decision";
import { inheritedTags, type AssumeRequest } from "./request";
import { notKnown } from "./verdict";

/** What STS refuses, or may refuse, whatever the policies say. */
interface Objection {
  /** What one would have to know; undefined if STS surely refuses it. */
  readonly undecided?: string;
  readonly words: string;
}

/**
 * Whether STS takes a request at all: who can ask, for how long, and with which tags and source identity.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html
 */
export function sessionLimits(request: AssumeRequest, role: Pick<Role, "maxSessionSeconds">): LayerVerdict {
  const objections = [
    ...aboutCaller(request),
    ...aboutDuration(request, role.maxSessionSeconds),
    ...aboutTags(request),
    ...aboutSourceIdentity(request),
  ];
  const objection = objections.find(({ undecided }) => undecided === undefined) ?? objections[0];
  if (!objection)
    return { layer: "limits", outcome: "passes", undecided: [], words: "STS takes the request as it is" };
  const { undecided, words } = objection;
  if (undecided !== undefined) return notKnown("limits", undecided, words);
  return { layer: "limits", outcome: "denies", undecided: [], words };
}

function* aboutCaller({ caller, role }: AssumeRequest): Iterable<Objection> {
  if (caller.kind === "root") yield sure("the root user of an account can never assume a role");
  if (caller.kind === "federatedUser")
    yield sure(
      "a session of GetFederationToken can never assume a role, only a user or a role's session can",
    );
  const [own, other] = [principalArn(caller) ?? role, role].map((arn) => arnParts(arn)?.[1]);
  if (own !== other)
    yield sure(`the caller is of the partition ${own}, and nobody assumes a role of another, here ${other}`);
}

function* aboutDuration(
  { caller, durationSeconds: seconds }: AssumeRequest,
  most: number | undefined,
): Iterable<Objection> {
  if (seconds === undefined) return;
  const [least, anyRole] = [limits.sessionSecondsLeast.value, limits.roleSessionSeconds.value];
  const chained = limits.chainedSessionSeconds.value;
  const asked = `the request asks for ${seconds} seconds`;
  if (seconds < least) yield sure(`${asked}, and a session has ${least} at least`);
  if (seconds > anyRole) yield sure(`${asked}, and no role gives more than ${anyRole}`);
  if (caller.kind === "session" && seconds > chained)
    yield sure(`${asked}, and a session that another role's session opens has ${chained} at most`);
  // Services are not held to the role's longest session.
  if (caller.kind === "service") return;
  if (most !== undefined && seconds > most) yield sure(`${asked}, and the role gives ${most} at most`);
  if (most === undefined && seconds > limits.roleSessionSecondsLeast.value)
    yield {
      undecided: "the longest session of the role",
      words: `${asked}, and the longest session of the role is not known`,
    };
}

function* aboutTags({ caller, tags = {}, transitiveTagKeys = [] }: AssumeRequest): Iterable<Objection> {
  const keys = Object.keys(tags);
  const most = limits.sessionTags.value;
  if (keys.length > most)
    yield sure(`the request passes ${keys.length} session tags, and ${most} are the most`);
  const refused = keys.filter((key) => !isTag(key, tags[key] ?? ""));
  if (refused.length > 0)
    yield sure(
      `the request passes the session tag ${refused.join(", ")}, and AWS takes no such key or value`,
    );
  if (lowerCase(keys).size < keys.length)
    yield {
      undecided: "which of several session tags counts",
      words: "the request passes session tags whose keys differ in their case alone, which is no difference",
    };
  const inherited = lowerCase(Object.keys(inheritedTags(caller)));
  const again = keys.filter((key) => inherited.has(key.toLowerCase()));
  if (again.length > 0)
    yield sure(`the caller's session passes on the tag ${again.join(", ")}, which cannot be given anew`);
  const passed = lowerCase(keys);
  const missing = transitiveTagKeys.filter((key) => !passed.has(key.toLowerCase()));
  if (missing.length > 0)
    yield sure(`the request has the transitive tag key ${missing.join(", ")} without the tag itself`);
}

function* aboutSourceIdentity({ caller, sourceIdentity }: AssumeRequest): Iterable<Objection> {
  const own = caller.kind === "session" ? caller.sourceIdentity : undefined;
  if (own !== undefined && sourceIdentity !== undefined && sourceIdentity !== own)
    yield sure(`the caller's session has the source identity ${own}, which stays the same in a chain`);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules */
function isTag(key: string, value: string): boolean {
  const [mostOfKey, mostOfValue] = [limits.tagKeyCharacters.value, limits.tagValueCharacters.value];
  if (key.length === 0 || key.length > mostOfKey || value.length > mostOfValue) return false;
  return [key, value].every((text) => /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u.test(text));
}

function sure(words: string): Objection {
  return { words };
}

function lowerCase(keys: readonly string[]): ReadonlySet<string> {
  return new Set(keys.map((key) => key.toLowerCase()));
}
