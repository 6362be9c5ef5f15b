import type { Values } from "../conditions/lookup";
import type { Identity, Role } from "../organization";
import { unknown } from "../truth";
import { inheritedTags, type AssumeRequest, type Caller, type Tags } from "./request";

export type Known = Readonly<Record<string, Values>>;

const absent = undefined;

/** What `aws:PrincipalTag/…` is, by the tag's key in lower case: session tags win over those of the role. */
export function principalTags(
  request: AssumeRequest,
  identity: Identity | undefined,
): (key: string) => Values {
  const { caller } = request;
  const tags = tagsOfSession(request);
  return (key) => {
    if (Object.hasOwn(tags, key)) return tags[key];
    if (caller.kind !== "session" && caller.kind !== "user")
      return caller.kind === "federatedUser" ? unknown : absent;
    return identity ? tagOf(identity, key) : unknown;
  };
}

/**
 * What IAM Roles Anywhere reads from a certificate and passes as session tags, a role's trust policy sees as tags of
 * the principal already. Whether it does so with tags that other services pass AWS does not say.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
function tagsOfSession({ caller, tags = {} }: AssumeRequest): Known {
  if (caller.kind === "session") return tagValues(caller.tags ?? {});
  if (caller.kind !== "service") return {};
  const passed = tagValues(tags);
  if (caller.service === "rolesanywhere.amazonaws.com") return passed;
  return Object.fromEntries(Object.keys(passed).map((key) => [key, unknown]));
}

/** What `aws:RequestTag/…` is. AWS does not say whether inherited tags are among them. */
export function requestTags(request: AssumeRequest): (key: string) => Values {
  const passed = tagValues(request.tags ?? {});
  const inherited = tagValues(inheritedTags(request.caller));
  return (key) => {
    if (Object.hasOwn(passed, key)) return passed[key];
    return Object.hasOwn(inherited, key) ? unknown : absent;
  };
}

/**
 * What `aws:ResourceTag/…` is. A tag that a session inherits replaces that of the role with the same key before the trust policy is read. AWS does
 * not say what happens where the role has no such tag.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
 */
export function resourceTags(caller: Caller, role: Pick<Role, "tags">): (key: string) => Values {
  const inherited = tagValues(inheritedTags(caller));
  return (key) => {
    const own = tagOf(role, key);
    if (!Object.hasOwn(inherited, key)) return own;
    return own === absent || own === unknown ? unknown : inherited[key];
  };
}

function tagOf({ tags }: Pick<Identity, "tags">, key: string): Values {
  return tags === unknown ? unknown : one(tags.get(key));
}

function tagValues(tags: Tags): Known {
  return lowerCased(Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, [value]])));
}

export function lowerCased(values: Known): Known {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]));
}

export function one(value: string | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : [value];
}
