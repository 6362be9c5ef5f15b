import { mayBe } from "../../bound/pattern";
import type { Way } from "../../bound/way";
import { witness } from "../../documents/glob";
import { all, any, type Truth } from "../../truth";
import { judged } from "../actors";
import { providerEdits } from "../catalogue/edits";
import { anySession, certaintyOf, type Edge, type Node } from "../graph";
import { may } from "../judge";
import type { Remaining } from "../remaining";
import type { World } from "../world";
import type { Target } from "./assume";
import { gets } from "./request";

const kinds = { "sts:AssumeRoleWithSAML": "saml", "sts:AssumeRoleWithWebIdentity": "webIdentity" } as const;

/** Steps of those whom an identity provider vouches for, in requests that nobody signs, and of whoever rules it. */
export function* stepsByFederation(world: World, target: Target, remaining: Remaining): Iterable<Edge> {
  for (const way of world.waysInto(target.role.trust)) {
    if (way.action !== "sts:AssumeRoleWithSAML" && way.action !== "sts:AssumeRoleWithWebIdentity") continue;
    const { principal } = way;
    const provider = principal.kind === "federated" ? principal.provider : "an identity provider";
    const kind = kinds[way.action];
    const prefix = kind === "saml" ? "saml:" : `${nameOfProvider(provider).toLowerCase()}:`;
    const letIn = gets(world, target.role, way, {
      caller: { kind, provider, claims: claimsOf(way, prefix) },
      passes: target.tags,
      ...(target.session !== undefined && { session: target.session }),
    });
    if (letIn === "no") continue;
    yield {
      from: from(way, provider, prefix),
      to: target.node,
      kind: "federation",
      certainty: certaintyOf(letIn),
      how: `${way.action} with a token or assertion of ${provider}`,
      remedy: `take ${provider} out of ${way.place || "the trust policy"} of ${target.role.arn}, or condition it on its subject`,
    };
    yield* byEditing(world, target, provider, letIn, remaining);
    if (isAws(provider)) yield* byMinting(world, target, way, provider, prefix, remaining);
  }
}

/** Claims as a way requires them. */
function claimsOf({ requires }: Way, prefix: string): Readonly<Record<string, readonly string[]>> {
  const claims = requires.filter(({ key }) => key.startsWith(prefix));
  return Object.fromEntries(
    claims.map(({ key, values }) => [
      key.slice(prefix.length),
      values.slice(0, 1).map((value) => witness(value.glob)),
    ]),
  );
}

function from({ principal, requires }: Way, provider: string, prefix: string): Node {
  if (principal.kind !== "federated") return { kind: "anyone" };
  const subject = requires
    .filter(({ key }) => key.startsWith(prefix))
    .map(({ key, values }) => `${key.slice(prefix.length)} ${values.map(({ text }) => text).join(" or ")}`)
    .join(", ");
  return { kind: "federated", provider, subject: subject || "anybody" };
}

/** An OIDC provider's name as it stands in condition keys. */
function nameOfProvider(provider: string): string {
  return provider.replace(/^arn:[^:]+:iam::\d{12}:oidc-provider\//, "");
}

/** Steps of whoever may change whom a provider vouches for. */
function* byEditing(
  { organization, mayEdit }: World,
  { node: to, role }: Target,
  provider: string,
  letIn: Truth,
  remaining: Remaining,
): Iterable<Edge> {
  if (!provider.startsWith("arn:")) return;
  for (const actor of mayEdit.on(provider, role.account, remaining)) {
    const { truth, by } = judged(actor, (identity) => {
      const can = (actions: readonly string[]): Truth =>
        any(actions.map((action) => may(organization, identity, action, provider)));
      const editing = any([can(providerEdits.surely), all([can(providerEdits.possibly), "unknown"])]);
      return all([editing, letIn]);
    });
    if (truth === "no") continue;
    yield {
      from: anySession(actor.arn),
      to,
      kind: "edit provider",
      certainty: certaintyOf(truth),
      how: `an edit of ${provider}${by}, after which it vouches for the editor`,
      remedy: `take ${[...providerEdits.surely, ...providerEdits.possibly].join(", ")} on ${provider} from ${actor.arn}`,
    };
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html */
function isAws(provider: string): boolean {
  return /\.tokens\.sts\.[a-z0-9.-]*api\.aws$/.test(nameOfProvider(provider));
}

/** Steps of those for whom AWS itself vouches, by a token with their ARN; whose issuer it is is not known here. */
function* byMinting(
  { organization, mayMint }: World,
  { node: to }: Target,
  { requires }: Way,
  provider: string,
  prefix: string,
  remaining: Remaining,
): Iterable<Edge> {
  const subjects = requires.find(({ key }) => key === `${prefix}sub`)?.values;
  for (const actor of mayMint.on("*", undefined, remaining)) {
    if (subjects && !subjects.some((subject) => mayBe(subject, actor.arn))) continue;
    const { truth, by } = judged(actor, (identity) =>
      may(organization, identity, "sts:getwebidentitytoken", "*"),
    );
    if (truth === "no") continue;
    yield {
      from: anySession(actor.arn),
      to,
      kind: "federation",
      certainty: "possible",
      how: `sts:GetWebIdentityToken${by}, for a token of ${provider}`,
      remedy: `take sts:GetWebIdentityToken from ${actor.arn}`,
    };
  }
}
