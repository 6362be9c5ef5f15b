import type { Lookup, Values } from "../conditions/lookup";
import { iamEntity } from "../documents/arn";
import type { Account, Identity, Role } from "../organization";
import { unknown } from "../truth";
import { principalArn } from "./callers";
import { inheritedTags, type AssumeRequest, type Caller, type FederatedCaller } from "./request";
import { lowerCased, one, principalTags, requestTags, resourceTags, type Known } from "./tags";

const absent = undefined;

/** Who takes part in a request, with what is known of them. */
export interface Parties {
  /** Of the organization that the accounts are in. */
  readonly organizationId?: string;
  /** Undefined for services and federated callers. */
  readonly callerAccount?: Account;
  /** The caller's role or user; undefined where there is none, or nothing is known of it. */
  readonly identity?: Identity;
  /** Of whatever a service says that it acts for; undefined if it is not known. */
  readonly sourceAccount?: Account;
  readonly role: Pick<Role, "arn" | "tags">;
  readonly roleAccount: Account;
}

/**
 * What follows for condition keys from who asks for what. A key is absent only where AWS says when it is there, and
 * unknown wherever nothing follows.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function contextOf(request: AssumeRequest, parties: Parties): Lookup {
  let lookup: Lookup | undefined;
  // Many a request meets no condition at all.
  return (key) => (lookup ??= lookupOf(request, parties))(key);
}

function lookupOf(request: AssumeRequest, parties: Parties): Lookup {
  const given = lowerCased(request.context ?? {});
  const known: Known = {
    ...aboutPrincipal(request.caller, parties),
    ...aboutService(request.caller, parties),
    ...aboutToken(request.caller),
    ...aboutRequest(request),
    "aws:resourceaccount": [parties.roleAccount.id],
    "aws:resourceorgid": organizationId(parties.roleAccount, parties),
  };
  const families: Readonly<Record<string, (key: string) => Values>> = {
    "aws:principaltag/": principalTags(request, parties.identity),
    "aws:requesttag/": requestTags(request),
    "aws:resourcetag/": resourceTags(request.caller, parties.role),
    "iam:resourcetag/": resourceTags(request.caller, parties.role),
  };
  return (key) => {
    if (Object.hasOwn(given, key)) return given[key];
    if (Object.hasOwn(known, key)) return known[key];
    const family = key.slice(0, key.indexOf("/") + 1);
    if (Object.hasOwn(families, family)) return families[family]?.(key.slice(family.length));
    return isOfAnotherProvider(key, request.caller) ? absent : unknown;
  };
}

function aboutPrincipal(caller: Caller, parties: Parties): Known {
  const arn = principalArn(caller);
  if (arn === undefined) {
    const whatUsersHave: Known = {
      "aws:principalorgid": absent,
      "aws:principalorgpaths": absent,
      "aws:username": absent,
      "aws:sourceidentity": absent,
    };
    // Nobody signs these requests.
    const whatSignersHave: Known = {
      "aws:principalarn": absent,
      "aws:tokenissuetime": absent,
      "aws:multifactorauthpresent": absent,
      "aws:multifactorauthage": absent,
      "aws:viaawsservice": ["false"],
    };
    return caller.kind === "service" ? whatUsersHave : { ...whatUsersHave, ...whatSignersHave };
  }
  const { callerAccount, identity } = parties;
  const id = identity?.uniqueId ?? unknown;
  return {
    "aws:principalarn": [arn],
    "aws:principalaccount": callerAccount ? [callerAccount.id] : unknown,
    "aws:principalorgid": callerAccount ? organizationId(callerAccount, parties) : unknown,
    "aws:principaltype": [principalTypes[caller.kind] ?? ""],
    "aws:userid": id === unknown ? unknown : [caller.kind === "session" ? `${id}:${caller.name}` : id],
    "aws:username": caller.kind === "user" ? [iamEntity(arn)?.name ?? arn] : absent,
    "aws:sourceidentity": caller.kind === "session" ? one(caller.sourceIdentity) : absent,
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
const principalTypes: Readonly<Partial<Record<Caller["kind"], string>>> = {
  session: "AssumedRole",
  user: "User",
  root: "Account",
  federatedUser: "FederatedUser",
};

function aboutService(caller: Caller, parties: Parties): Known {
  if (caller.kind !== "service") {
    const signed = principalArn(caller) !== undefined;
    return {
      "aws:principalisawsservice": signed ? ["false"] : absent,
      "aws:principalservicename": absent,
      "aws:principalservicenameslist": absent,
      "aws:sourceaccount": absent,
      "aws:sourcearn": absent,
      "aws:sourceorgid": absent,
      "aws:sourceorgpaths": absent,
    };
  }
  return {
    "aws:principalisawsservice": ["true"],
    "aws:principalservicename": [caller.service],
    // Whether a service says on whose behalf it acts is its own affair.
    "aws:sourceaccount": caller.sourceAccount === undefined ? unknown : [caller.sourceAccount],
    "aws:sourcearn": caller.sourceArn === undefined ? unknown : [caller.sourceArn],
    "aws:sourceorgid": parties.sourceAccount ? organizationId(parties.sourceAccount, parties) : unknown,
  };
}

/** The keys that a provider's claims become: `<provider>:sub` of a token, `saml:sub` of an assertion. */
function aboutToken(caller: Caller): Known {
  if (caller.kind !== "webIdentity" && caller.kind !== "saml") return {};
  const claims = Object.entries(caller.claims).map(([claim, values]): [string, Values] => [
    `${prefixOf(caller)}:${claim}`,
    values.length === 0 ? absent : values,
  ]);
  return lowerCased(Object.fromEntries(claims));
}

/** What a caller's provider is called in condition keys, where OIDC providers have their host and path. */
function prefixOf({ kind, provider }: FederatedCaller): string {
  return kind === "saml"
    ? "saml"
    : provider.replace(/^arn:[^:]+:iam::\d{12}:oidc-provider\//, "").toLowerCase();
}

/** Whether a key is about tokens or assertions, but not those that the caller has. */
function isOfAnotherProvider(key: string, caller: Caller): boolean {
  if (caller.kind !== "webIdentity" && caller.kind !== "saml") return false;
  return /^(saml|[^:/]+\.[^:/]+)[:/]/.test(key) && !key.startsWith(`${prefixOf(caller)}:`);
}

function aboutRequest(request: AssumeRequest): Known {
  const { caller } = request;
  // AWS does not say whether what a session inherits stands in the next request as well.
  const inheritsTags = Object.keys(inheritedTags(caller)).length > 0;
  const inheritsIdentity = caller.kind === "session" && caller.sourceIdentity !== undefined;
  const tagKeys = Object.keys(request.tags ?? {});
  const transitive = request.transitiveTagKeys ?? [];
  return {
    // A service may have an external id of its own.
    "sts:externalid": one(request.externalId) ?? (caller.kind === "service" ? unknown : absent),
    "sts:rolesessionname": one(request.sessionName) ?? unknown,
    "sts:sourceidentity": one(request.sourceIdentity) ?? (inheritsIdentity ? unknown : absent),
    "sts:durationseconds": absent,
    "sts:awsservicename": absent,
    // STS has no other endpoints than those for HTTPS.
    "aws:securetransport": ["true"],
    "aws:tagkeys": inheritsTags ? unknown : tagKeys.length > 0 ? tagKeys : absent,
    // Requests with temporary credentials are said to have this key, whether anything is transitive or not.
    "sts:transitivetagkeys":
      inheritsTags || (caller.kind === "session" && transitive.length === 0)
        ? unknown
        : transitive.length > 0
          ? transitive
          : absent,
  };
}

/** Accounts outside may be in no organization or in another one. */
function organizationId({ isManagement, levels }: Account, { organizationId: id }: Parties): Values {
  if (id === undefined) return unknown;
  if (isManagement === true || (levels !== unknown && levels.length > 0)) return [id];
  return isManagement === unknown || levels === unknown ? unknown : { otherThan: id };
}
