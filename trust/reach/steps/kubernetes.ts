import { accountOf, iamEntity } from "../../documents/arn";
import type { Identity, KubernetesGrant } from "../../organization";
import { all, not, some, unknown, type Truth } from "../../truth";
import { judged } from "../actors";
import { clusterEdits } from "../catalogue/compute";
import { anySession, certaintyOf, type Edge, type Node } from "../graph";
import { may } from "../judge";
import type { Remaining } from "../remaining";
import { maySomewhere, resourcesFor } from "../somewhere";
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

/** Who lets itself into the cluster may do there what it likes, or what those do whose place it takes. */
function* byAccessEntries(world: World, pod: Pod, remaining: Remaining): Iterable<Edge> {
  const { clusterArn } = pod;
  const account = clusterArn === any ? undefined : accountOf(clusterArn);
  for (const actor of world.mayEnter.anywhere(account, remaining)) {
    const { truth, by } = judged(actor, (identity) => entersCluster(world, identity, clusterArn));
    if (truth === "no") continue;
    yield {
      from: anySession(actor.arn),
      to: pod,
      kind: "kubernetes",
      certainty: certaintyOf(truth),
      how: `${truth === "yes" ? "an access entry of its own in" : "edits of who gets into"} the cluster${by}`,
      remedy: `take what edits who gets into ${clusterArn} from ${actor.arn}`,
    };
  }
}

function entersCluster({ organization }: World, identity: Identity, clusterArn: string): Truth {
  const isKnown = clusterArn !== any;
  const onCluster = (action: string): Truth =>
    isKnown
      ? may(organization, identity, action, clusterArn)
      : all([maySomewhere(organization, identity, action), "unknown"]);
  const onEntries = (action: string): Truth =>
    isKnown
      ? some(entriesFor(identity, action, clusterArn), (entry) => may(organization, identity, action, entry))
      : maySomewhere(organization, identity, action);
  const { ofCluster, ofEntries } = clusterEdits;
  const own = all([onCluster("eks:createaccessentry"), onEntries("eks:associateaccesspolicy")]);
  if (own === "yes") return own;
  const edits = all([not(some(ofCluster, onCluster)), not(some(ofEntries, onEntries))]);
  return edits === "yes" ? "no" : "unknown";
}

/** An access entry of the cluster that somebody may have, and one for each pattern that its policies have for them. */
function entriesFor(identity: Identity, action: string, clusterArn: string): readonly string[] {
  const entries = entriesOf(clusterArn);
  const named = resourcesFor(identity, action).filter((arn) => arn.startsWith(`${entries}/`));
  return [`${entries}/role/${identity.account}/${identity.name}/some`, ...named];
}

function entriesOf(clusterArn: string): string {
  return clusterArn.replace(":cluster/", ":access-entry/");
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
