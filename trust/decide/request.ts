import type { NamedDocument } from "../organization";
import type { Unknown } from "../truth";

/** Tag keys to values. Keys keep their case, and are compared without it. */
export type Tags = Readonly<Record<string, string>>;

/** Somebody who holds a session of a role. */
export interface SessionCaller {
  readonly kind: "session";
  /** ARN of the role itself, with its path: not the session's. */
  readonly role: string;
  /** Of the session, e.g. `octopus-deploy-1`. */
  readonly name: string;
  /** Session tags that it carries, those inherited in a chain included. */
  readonly tags?: Tags;
  /** Keys of those tags that the next session inherits. */
  readonly transitive?: readonly string[];
  /** What was set when the first session of the chain was opened. */
  readonly sourceIdentity?: string;
  /** Session policies: all together they narrow what the role may do. Without any, nothing is narrowed. */
  readonly policies?: readonly NamedDocument[];
}

/** A service that acts by itself, e.g. `pods.eks.amazonaws.com`, and on whose behalf, if that is known. */
export interface ServiceCaller {
  readonly kind: "service";
  readonly service: string;
  readonly sourceAccount?: string;
  readonly sourceArn?: string;
}

/** Somebody with a token or an assertion of an identity provider, whose request nobody signs. */
export interface FederatedCaller {
  readonly kind: "webIdentity" | "saml";
  /** As a trust policy names it, e.g. `arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com`. */
  readonly provider: string;
  /** By the name that stands in condition keys after the colon, e.g. `sub`; an empty list for one that is not there. */
  readonly claims: Readonly<Record<string, readonly string[]>>;
}

/** Who asks for a role. */
export type Caller =
  | SessionCaller
  | { readonly kind: "user"; readonly arn: string }
  | { readonly kind: "root"; readonly account: string }
  /** A session of `GetFederationToken`: `arn:aws:sts::ACCOUNT:federated-user/NAME`. */
  | { readonly kind: "federatedUser"; readonly arn: string }
  | ServiceCaller
  | FederatedCaller;

/** A request for a session of a role. What is left out is not passed. */
export interface AssumeRequest {
  readonly caller: Caller;
  /** ARN of the role, with its path. */
  readonly role: string;
  /** Unknown if it is left out, since every session has a name. */
  readonly sessionName?: string;
  readonly durationSeconds?: number;
  readonly externalId?: string;
  readonly sourceIdentity?: string;
  /** Session tags passed, or carried by the token or assertion. */
  readonly tags?: Tags;
  readonly transitiveTagKeys?: readonly string[];
  /**
   * What else is known of condition keys, by key: values, undefined for a key that the request surely does not have, or
   * `unknown`. It has precedence over what follows from the rest. A key that is in neither is unknown.
   */
  readonly context?: Readonly<Record<string, readonly string[] | undefined | Unknown>>;
}

/** The session tags that a caller's session passes on to the next, whatever the request passes itself. */
export function inheritedTags(caller: Caller): Tags {
  if (caller.kind !== "session") return {};
  const inherited = new Set(caller.transitive?.map((key) => key.toLowerCase()));
  const tags = Object.entries(caller.tags ?? {});
  return Object.fromEntries(tags.filter(([key]) => inherited.has(key.toLowerCase())));
}

/**
 * The caller that a request makes, should it be allowed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
 */
export function sessionOf(request: AssumeRequest): SessionCaller {
  const inherited = inheritedTags(request.caller);
  const own = request.caller.kind === "session" ? request.caller.sourceIdentity : undefined;
  const sourceIdentity = request.sourceIdentity ?? own;
  return {
    kind: "session",
    role: request.role,
    name: request.sessionName ?? "session",
    tags: { ...request.tags, ...inherited },
    transitive: [...Object.keys(inherited), ...(request.transitiveTagKeys ?? [])],
    ...(sourceIdentity !== undefined && { sourceIdentity }),
  };
}
