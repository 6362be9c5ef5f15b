import { accountOf, iamEntity } from "../../../trust/documents/arn";
import { isExact } from "../../../trust/bound/pattern";
import type { Way } from "../../../trust/bound/way";
import type { Settings } from "../../config/settings";

/** Pods that a trust policy names by the tags that EKS gives their sessions. */
interface Pods {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Name of their cluster, or ARN of one in another account; undefined if it may be any of the account. */
  readonly cluster: string | undefined;
}

/** What a way into the launcher says of the pods that come in by it. */
export interface Told {
  /** Those that it names and that no configured binding has, in words. */
  readonly others: readonly string[];
  /** Whether it tells cluster, namespace and service account of all of them. */
  readonly isPinned: boolean;
}

/**
 * What a way says of pods. Values that are no patterns are taken at their word; of all others it says nothing.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function toldBy(way: Way, settings: Settings): Told {
  const namespaces = valuesOf(way, "aws:requesttag/kubernetes-namespace");
  const serviceAccounts = valuesOf(way, "aws:requesttag/kubernetes-service-account");
  if (!namespaces || !serviceAccounts) return { others: [], isPinned: false };
  const clusters = clustersOf(way, settings);
  const named = (clusters ?? [undefined]).flatMap((cluster) =>
    namespaces.flatMap((namespace) =>
      serviceAccounts.map((serviceAccount): Pods => ({ namespace, serviceAccount, cluster })),
    ),
  );
  return {
    others: named.filter((pods) => !isConfigured(pods, settings)).map(wordsOf),
    isPinned: clusters !== undefined,
  };
}

function isConfigured({ namespace, serviceAccount, cluster }: Pods, { bindings }: Settings): boolean {
  return bindings.some(
    (one) =>
      one.namespace === namespace &&
      one.serviceAccount === serviceAccount &&
      (cluster === undefined || one.cluster === cluster),
  );
}

function wordsOf({ namespace, serviceAccount, cluster }: Pods): string {
  return `${namespace}/${serviceAccount}${cluster === undefined ? "" : ` in ${cluster}`}`;
}

/** The clusters whose pods come in, by whichever key names them. */
function clustersOf(way: Way, { launchers }: Settings): readonly string[] | undefined {
  const accounts = launchers.map((arn) => iamEntity(arn)?.account);
  const named = (arn: string): string =>
    accounts.includes(accountOf(arn)) ? arn.slice(arn.indexOf(":cluster/") + ":cluster/".length) : arn;
  return common([
    valuesOf(way, "aws:requesttag/eks-cluster-arn")?.map(named),
    valuesOf(way, "aws:sourcearn")?.map(named),
    valuesOf(way, "aws:requesttag/eks-cluster-name"),
  ]);
}

/** The values of which a key has one; undefined where they are patterns, or nothing asks for the key. */
function valuesOf({ requires }: Way, key: string): readonly string[] | undefined {
  return common(
    requires
      .filter((one) => one.key === key)
      .map(({ values }) => (values.every(isExact) ? values.map(({ text }) => text) : undefined)),
  );
}

/** What all lists that are there have in common. */
function common(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const [first, ...others] = lists.filter((one) => one !== undefined);
  return first?.filter((text) => others.every((list) => list.includes(text)));
}
