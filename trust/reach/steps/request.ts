import type { Way } from "../../bound/way";
import type { AssumeRequest, Caller } from "../../decide/request";
import { witness } from "../../documents/glob";
import type { Identity, Role } from "../../organization";
import { unknown, type Truth, type Unknown } from "../../truth";
import { noTags, type Tags } from "../graph";
import { anyName, callerOf, getsSession } from "../judge";
import { keysFor } from "../keys";
import { principalTag, requestTag, witnesses } from "../tags";
import type { World } from "../world";
import { onlyBy } from "./only";

/** Somebody who asks for a session of a role by one of the ways into it. */
export interface Asking {
  readonly caller: Caller;
  /** Undefined for services and federated callers. */
  readonly identity?: Identity;
  /** Session tags that the request has to pass. */
  readonly passes?: Tags;
  /** All session tags that the request passes, where they are known. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The name that the session has to have. */
  readonly session?: string;
  /** Further condition keys. */
  readonly context?: AssumeRequest["context"];
}

/**
 * Whether somebody gets a session. What is to be chosen is chosen as the way requires; should that be refused, another
 * choice might do, unless it is refused whatever is chosen.
 */
export function gets({ organization }: World, entered: Role, way: Way, asking: Asking): Truth {
  const role = { ...entered, trust: onlyBy(way, entered.trust) };
  const { caller, identity, passes = noTags, session, context } = asking;
  const tags = asking.tags ?? { ...required(way, requestTag), ...witnesses(passes) };
  const externalId = choice(way, "sts:externalid");
  const sourceIdentity = choice(way, source);
  const request: AssumeRequest = {
    caller,
    role: role.arn,
    sessionName: session ?? choice(way, "sts:rolesessionname") ?? anyName,
    ...(externalId !== undefined && { externalId }),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(Object.keys(tags).length > 0 && { tags, transitiveTagKeys: Object.keys(tags) }),
    ...(context && { context }),
  };
  const asChosen = getsSession(organization, request, role, identity);
  if (asChosen !== "no") return asChosen;
  const open = keysFor(organization, role, identity).filter((key) => isChosen(key, asking));
  if (open.length === 0) return "no";
  const isRefused = otherChoices(request, open).every(
    (other) =>
      getsSession(organization, { ...other, context: { ...other.context, ...context } }, role, identity) ===
      "no",
  );
  return isRefused ? "no" : "unknown";
}

/** Requests in which nobody says what is chosen; tags and a source identity need further actions wherever they go along. */
function otherChoices(request: AssumeRequest, open: readonly string[]): readonly AssumeRequest[] {
  const { caller, tags = {}, sourceIdentity } = request;
  const isSet = Object.keys(tags).length > 0;
  const withTags = open.some((key) => isAboutTags(key, caller)) && !isSet ? [false, true] : [isSet];
  const withSource = open.includes(source) && sourceIdentity === undefined ? [false, true] : [false];
  return withTags.flatMap((hasTags) =>
    withSource.map((hasSource): AssumeRequest => {
      const keys = open.filter(
        (key) =>
          (hasTags || !isAboutTags(key, caller)) &&
          (hasSource || sourceIdentity !== undefined || key !== source),
      );
      return {
        ...request,
        ...(hasTags && !isSet && { tags: { "any-tag": "any" } }),
        ...(hasSource && { sourceIdentity: anyName }),
        context: Object.fromEntries(keys.map((key): [string, Unknown] => [key, unknown])),
      };
    }),
  );
}

const source = "sts:sourceidentity";

/** Tags that a service passes may be its own as well, as those are that IAM Roles Anywhere reads from a certificate. */
function isAboutTags(key: string, caller: Caller): boolean {
  if (key.startsWith(principalTag)) return caller.kind === "service";
  return key === "aws:tagkeys" || key === "sts:transitivetagkeys" || key.startsWith(requestTag);
}

const chosen: ReadonlySet<string> = new Set(["sts:externalid", "sts:rolesessionname", source]);

/** What was chosen when the caller's session was opened. */
const chosenBefore: ReadonlySet<string> = new Set(["aws:sourceidentity", "aws:userid"]);

/** Whether whoever asks for a session can choose the value of a condition key, or could have done so before. */
function isChosen(key: string, { caller, session, tags }: Asking): boolean {
  if (key === "sts:rolesessionname" && session !== undefined) return false;
  if (tags && isAboutTags(key, caller)) return false;
  if (chosen.has(key) || isAboutTags(key, caller)) return true;
  if (chosenBefore.has(key)) return caller.kind === "session";
  return (caller.kind === "saml" || caller.kind === "webIdentity") && !/^(aws|sts|iam):/.test(key);
}

/** The keys of tags of a caller that decide whether it gets a session, so that other tags might decide otherwise. */
export function tagKeysFor({ organization }: World, role: Role, identity: Identity): readonly string[] {
  return keysFor(organization, role, identity).flatMap((key) =>
    key.startsWith(principalTag) ? key.slice(principalTag.length) : [],
  );
}

/**
 * A session of a role, or a user, who has no tags but its own.
 *
 * @param carried session tags
 * @param handedOn those of them that the next session inherits
 * @param name that the session must have
 */
export function sessionWith(identity: Identity, carried: Tags, handedOn: Tags, name?: string): Caller {
  return callerOf(identity, {
    ...(carried.size > 0 && { tags: witnesses(carried), transitive: [...handedOn.keys()] }),
    ...(name !== undefined && { name }),
  });
}

/** What a way requires of a condition key. */
function choice({ requires }: Way, key: string): string | undefined {
  const value = requires.find((requirement) => requirement.key === key)?.values[0];
  return value && witness(value.glob);
}

function required({ requires }: Way, prefix: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    requires.flatMap(({ key, values: [value] }) =>
      key.startsWith(prefix) && value ? [[key.slice(prefix.length), witness(value.glob)]] : [],
    ),
  );
}
