import { accountOf, iamEntity } from "../../documents/arn";
import type { KubernetesGrant } from "../../organization";
import { all, unknown } from "../../truth";
import { judged } from "../actors";
import { anySession, certaintyOf, type Edge, type Node } from "../graph";
import { may } from "../judge";
import type { Remaining } from "../remaining";
import { maySomewhere } from "../somewhere";
import { under, type World } from "../world";

type Pod = Extract<Node, { kind: "pod" }>;

const any = "*";

/** Steps of whoever may act as the service account of pods. */
export function* stepsIntoPods(world: World, pod: Pod, remaining: Remaining): Iterable<Edge> {
  const { clusterArn, namespace, serviceAccount } = pod;
  for (const grant of grantsIn(world, clusterArn)) {
    if (!covers(grant.namespace, namespace) || !covers(grant.serviceAccount, serviceAccount)) continue;
    const subject = grant.subject === unknown ? "somebody who is not known" : grant.subject;
    const isSure = grant.subject !== unknown && grant.clusterArn === clusterArn;
    yield {
      from: nodeOf(world, subject, clusterArn),
      to: pod,
      kind: "kubernetes",
      certainty: isSure ? "proven" : "possible",
      how: `${grant.by} in ${grant.namespace}`,
      remedy: `take ${grant.by} in ${grant.namespace} of ${clusterArn} from ${subject}`,
    };
  }
  yield* byAccessEntries(world, pod, remaining);
}

/** Those of a cluster; of all clusters where nobody knows which one is meant. */
function grantsIn({ organization, kubernetes }: World, clusterArn: string): readonly KubernetesGrant[] {
  return clusterArn === any ? organization.kubernetes : under(kubernetes, clusterArn);
}

/** Who lets itself into the cluster may do there what it likes. */
function* byAccessEntries(world: World, pod: Pod, remaining: Remaining): Iterable<Edge> {
  const { organization, mayTakeOver } = world;
  const { clusterArn } = pod;
  const isKnown = clusterArn !== any;
  const actors = isKnown
    ? mayTakeOver.on(clusterArn, accountOf(clusterArn), remaining)
    : mayTakeOver.anywhere(undefined, remaining);
  for (const actor of actors) {
    const { truth, by } = judged(actor, (identity) =>
      all([
        isKnown
          ? may(organization, identity, "eks:createaccessentry", clusterArn)
          : all([maySomewhere(organization, identity, "eks:createaccessentry"), "unknown"]),
        maySomewhere(organization, identity, "eks:associateaccesspolicy"),
      ]),
    );
    if (truth === "no") continue;
    yield {
      from: anySession(actor.arn),
      to: pod,
      kind: "kubernetes",
      certainty: certaintyOf(truth),
      how: `an access entry of its own in the cluster${by}`,
      remedy: `take eks:CreateAccessEntry on ${clusterArn} from ${actor.arn}`,
    };
  }
}

/** A role or user with an access entry, the pods of service accounts, or somebody whom only the cluster knows. */
function nodeOf({ actors }: World, subject: string, clusterArn: string): Node {
  if (iamEntity(subject) || actors.has(subject)) return anySession(subject);
  if (isEverybody.test(subject)) return { kind: "anyone" };
  const pod = { kind: "pod", clusterArn, namespace: any, serviceAccount: any } as const;
  if (/^(Group:)?system:serviceaccounts$/.test(subject)) return pod;
  const [, space] = /^(?:Group:)?system:serviceaccounts:([^:]+)$/.exec(subject) ?? [];
  if (space) return { ...pod, namespace: space };
  const [, namespace, serviceAccount] =
    /^(?:User:)?system:serviceaccount:([^:]+):([^:]+)$/.exec(subject) ?? [];
  return namespace && serviceAccount
    ? { ...pod, namespace, serviceAccount }
    : { kind: "kubernetes", clusterArn, subject };
}

/**
 * Whoever gets to the cluster's endpoint.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
 */
const isEverybody = /^(User:system:anonymous|system:anonymous|(Group:)?system:unauthenticated)$/;

function covers(granted: string, wanted: string): boolean {
  return granted === any || wanted === any || granted === wanted;
}
