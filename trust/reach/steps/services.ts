import { isAccountId } from "../../documents/arn";
import { serviceEverywhere } from "../../documents/service";
import type { Way } from "../../bound/way";
import { all, some, unknown, type Truth } from "../../truth";
import { judged } from "../actors";
import { takeovers } from "../catalogue/compute";
import { passRoleTo } from "../catalogue/pass-role";
import { anySession, certaintyOf, type Edge } from "../graph";
import { allOf, may, sameAccount, type Context } from "../judge";
import type { Remaining } from "../remaining";
import { maySomewhere } from "../somewhere";
import { under, type World } from "../world";
import { byAssociations, pods } from "./associations";
import type { Target } from "./assume";
import { gets } from "./request";

/**
 * Steps through a service that the trust policy lets in: by whoever makes the service act. A service that is not in the
 * catalogue, such as `account-access.amazonaws.com`, acts for whoever uses it outside of what is known here.
 */
export function* stepsThroughServices(world: World, target: Target, remaining: Remaining): Iterable<Edge> {
  const { role, tags, session } = target;
  for (const way of world.waysInto(role.trust)) {
    const service = serviceOf(way);
    if (service === undefined) continue;
    if (service === pods || way.principal.kind !== "service") yield* byAssociations(world, target, way);
    const ask = (sourceAccount: string | undefined): Truth =>
      gets(world, role, way, {
        caller: { kind: "service", service, ...(sourceAccount !== undefined && { sourceAccount }) },
        passes: tags,
        ...(session !== undefined && { session }),
      });
    // Services name the sessions, and few of them give these any tags.
    const isPlain = tags.size === 0 && session === undefined;
    const letIn = all([
      ask(isAccountId(role.account) ? role.account : undefined),
      isPlain ? "yes" : "unknown",
    ]);
    if (letIn !== "no") {
      yield* byPassing(world, target, service, letIn, remaining);
      yield* byTakingOver(world, target, letIn, remaining);
    }
    if (way.principal.kind !== "service" || ask(undefined) === "no") continue;
    yield {
      from: { kind: "service", service },
      to: target.node,
      kind: "service",
      certainty: "possible",
      how: `${service} gets the role for whatever uses it outside of what is known here`,
      remedy: `take ${service} out of ${way.place} of ${role.arn}, or condition it on aws:SourceArn`,
    };
  }
}

/** The service that a way lets in; some service where nobody can tell whom it lets in. */
function serviceOf({ action, principal }: Way): string | undefined {
  if (action !== "sts:AssumeRole") return undefined;
  if (principal.kind === "service") return principal.service;
  return ["everybody", "canonicalUser", "other"].includes(principal.kind) ? "some service" : undefined;
}

/** Whoever may pass the role to the service, and have the service use it. */
function* byPassing(
  world: World,
  { node: to, role }: Target,
  service: string,
  letIn: Truth,
  remaining: Remaining,
): Iterable<Edge> {
  const { organization } = world;
  const everywhere = serviceEverywhere(service);
  const known = passRoleTo.get(everywhere);
  // Of several names of a service, AWS does not say which one a policy has to name.
  const isNamed = service === everywhere && service !== "some service";
  const context: Context = { "iam:passedtoservice": isNamed ? [service] : unknown };
  for (const actor of world.mayPass.on(role.arn, role.account, remaining)) {
    const { truth, by } = judged(actor, (identity) => {
      // What iam:PassRole is allowed on does not depend on the role's tags.
      const passes = may(organization, identity, "iam:passrole", role.arn, { context });
      if (passes === "no") return "no";
      const uses = known
        ? best(known.actions, (action) => maySomewhere(organization, identity, action))
        : "unknown";
      return all([passes, uses, letIn, known?.besides === undefined ? "yes" : "unknown"]);
    });
    if (truth === "no") continue;
    yield {
      from: anySession(actor.arn),
      to,
      kind: "pass role",
      certainty: certaintyOf(truth),
      how: `iam:PassRole to ${service}${known?.besides ? `, and ${known.besides}` : ""}${by}`,
      remedy: `take iam:PassRole on ${role.arn} from ${actor.arn}`,
    };
  }
}

/** Whoever controls what runs as the role already; resource policies, which may let in others, are not looked at. */
function* byTakingOver(
  { organization, compute, mayTakeOver }: World,
  { node: to, role }: Target,
  letIn: Truth,
  remaining: Remaining,
): Iterable<Edge> {
  for (const thing of under(compute, role.arn)) {
    const takeover = takeovers.find(({ type }) => type === thing.type);
    if (!takeover || sameAccount(thing.account, role.account) === "no") continue;
    const { actions, elsewhere } = takeover;
    const isSure = elsewhere === undefined && thing.role !== unknown;
    const actors =
      elsewhere === undefined
        ? mayTakeOver.on(thing.arn, thing.account, remaining)
        : mayTakeOver.anywhere(thing.account, remaining);
    for (const actor of actors) {
      const { truth, by } = judged(actor, (identity) =>
        best(actions, (action) =>
          elsewhere === undefined
            ? may(organization, identity, action, thing.arn)
            : maySomewhere(organization, identity, action),
        ),
      );
      if (truth === "no") continue;
      yield {
        from: anySession(actor.arn),
        to,
        kind: "existing compute",
        certainty: certaintyOf(all([truth, letIn, isSure ? "yes" : "unknown"])),
        how: `${actions.map((list) => list.join(" and ")).join(", or ")} on ${elsewhere ?? thing.arn}${by}`,
        remedy: `take these actions on ${elsewhere ?? thing.arn} from ${actor.arn}`,
      };
    }
  }
}

/** Whether one of several lists of actions is allowed, all of it. */
function best(lists: readonly (readonly string[])[], isAllowed: (action: string) => Truth): Truth {
  return some(lists, (actions) => allOf(actions, isAllowed));
}
