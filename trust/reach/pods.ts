import type { SessionCaller } from "../decide/request";
import type { PodIdentity } from "../organization";
import { unknown } from "../truth";

/**
 * The session that pods of an association get, to ask `decide` whether a role still lets them in; undefined as long as
 * the association is not known.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function sessionOfPods(association: PodIdentity): SessionCaller | undefined {
  const { disableSessionTags } = association;
  const role = association.targetRole ?? association.role;
  const tags = disableSessionTags === true ? {} : tagsOf(association);
  if (role === unknown || tags === undefined || disableSessionTags === unknown) return undefined;
  return { kind: "session", role, name: "eks-some-pod", tags, transitive: Object.keys(tags) };
}

/**
 * The session tags that EKS gives to pods of an association; undefined as long as it is not known. Name and id of a
 * pod are some that nobody would write into a policy.
 */
export function tagsOf({
  clusterArn,
  namespace,
  serviceAccount,
}: Pick<PodIdentity, "clusterArn" | "namespace" | "serviceAccount">):
  Readonly<Record<string, string>> | undefined {
  if (clusterArn === unknown || namespace === unknown || serviceAccount === unknown) return undefined;
  return {
    "eks-cluster-arn": clusterArn,
    "eks-cluster-name": clusterArn.slice(clusterArn.indexOf("/") + 1),
    "kubernetes-namespace": namespace,
    "kubernetes-service-account": serviceAccount,
    "kubernetes-pod-name": "some-pod",
    "kubernetes-pod-uid": "00000000-0000-0000-0000-000000000000",
  };
}
