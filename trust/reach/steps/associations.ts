import type { Way } from "../../bound/way";
import { certaintyOf, type Edge, type Tags } from "../graph";
import type { PodIdentity, Role } from "../../organization";
import { all, any, unknown, type Truth, type Unknown } from "../../truth";
import { getsSession, sameAccount, type Context } from "../judge";
import { sessionOfPods, tagsOf } from "../pods";
import { carries } from "../tags";
import { under, type World } from "../world";
import type { Target } from "./assume";
import { gets } from "./request";

export const pods = "pods.eks.amazonaws.com";

/** Steps of the pods that an association gives a role to. */
export function* byAssociations(world: World, target: Target, way: Way): Iterable<Edge> {
  const { role, tags } = target;
  for (const association of under(world.podIdentities, role.arn)) {
    // With a target role, pods have a session of that one alone.
    if (association.targetRole !== undefined && association.targetRole !== unknown) continue;
    const isHere = sameAccount(association.account, role.account);
    if (isHere === "no") continue;
    const letIn = association.role === unknown || association.targetRole === unknown ? "unknown" : isHere;
    yield* edge(target, association, all([letIn, given(world, role, way, association, tags)]));
  }
}

/** Steps of the pods that an association gives a role to that EKS assumes as another role. */
export function* byTargetRoles(world: World, target: Target): Iterable<Edge> {
  const { organization, actors, waysInto } = world;
  for (const association of under(world.targetRoles, target.role.arn)) {
    const { targetRole, role, ...rest } = association;
    const first = role === unknown ? undefined : organization.roles.get(role);
    const caller = sessionOfPods({ ...rest, role });
    const given = (entered: Role): Truth[] =>
      waysInto(entered.trust)
        .filter(({ action }) => action === "sts:AssumeRole")
        .map((way) => letInPods(world, entered, way, association));
    // EKS gives an external id of its own.
    const context: Context = { "sts:externalid": unknown };
    const request = caller && { caller, role: target.role.arn, context };
    const identity = first && actors.get(first.arn);
    const handedOn =
      request && identity ? getsSession(organization, request, target.role, identity) : "unknown";
    if (handedOn === "no" || carried(association, target.tags) === "no") continue;
    const letIn = first ? any(given(first)) : "unknown";
    const isSure = targetRole === unknown ? "unknown" : "yes";
    yield* edge(target, association, all([handedOn, letIn, isSure, carried(association, target.tags)]));
  }
}

function given(world: World, role: Role, way: Way, association: PodIdentity, wanted: Tags): Truth {
  const has = carried(association, wanted);
  return has === "no" ? has : all([has, letInPods(world, role, way, association)]);
}

/** Whether the sessions of an association carry tags. */
function carried(association: PodIdentity, wanted: Tags): Truth {
  const { disableSessionTags } = association;
  if (disableSessionTags === true) return carries({}, wanted);
  const tags = tagsOf(association);
  if (!tags || disableSessionTags === unknown) return wanted.size === 0 ? "yes" : "unknown";
  return carries(tags, wanted);
}

/** Whether a trust policy lets in EKS on behalf of an association. */
function letInPods(world: World, role: Role, way: Way, association: PodIdentity): Truth {
  const { clusterArn, disableSessionTags, account } = association;
  const tags = disableSessionTags === true ? {} : tagsOf(association);
  if (!tags || disableSessionTags === unknown) return "unknown";
  return gets(world, role, way, {
    caller: {
      kind: "service",
      service: pods,
      sourceAccount: account,
      ...(clusterArn !== unknown && { sourceArn: clusterArn }),
    },
    tags,
  });
}

function* edge({ node: to, session }: Target, association: PodIdentity, truth: Truth): Iterable<Edge> {
  if (truth === "no") return;
  const cluster = named(association.clusterArn);
  const namespace = named(association.namespace);
  const serviceAccount = named(association.serviceAccount);
  yield {
    from: { kind: "pod", clusterArn: cluster, namespace, serviceAccount },
    to,
    kind: "pod identity",
    // EKS names the sessions.
    certainty: certaintyOf(all([truth, session === undefined ? "yes" : "unknown"])),
    how: `a Pod Identity association of ${namespace}/${serviceAccount} in ${cluster}`,
    remedy: `delete the association of ${namespace}/${serviceAccount} in ${cluster}`,
  };
}

/** `*` for what is not known, so that any may be meant. */
function named(name: string | Unknown): string {
  return name === unknown ? "*" : name;
}
