import type { Caller } from "../front/callers";
import type { Sandbox } from "../sandbox";
import type { ClusterRecord } from "./state";
import { identityToken } from "./identity-token";
import { isSignedFor } from "./token-signature";

/** Who a request to a cluster comes from, as `UserInfo` of Kubernetes's authentication API. */
export interface KubernetesUser {
  readonly username: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

interface TokenReviewStatus {
  readonly authenticated: boolean;
  readonly user?: KubernetesUser;
  readonly error?: string;
}

/**
 * Answers the API server of a cluster whose a bearer token is: that of a principal of IAM, as `aws eks get-token` makes
 * it for this cluster, who has an access entry.
 *
 * Whoever has a session's token is it in the rest of the sandbox, which checks no signature. Here the signature is what
 * keeps a token for one cluster from another.
 *
 * @param review `TokenReview` of authentication.k8s.io/v1
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export async function reviewToken(
  review: { readonly spec?: { readonly token?: string } },
  record: ClusterRecord,
  sandbox: Pick<Sandbox, "callers">,
): Promise<object> {
  const status = await statusOf(review.spec?.token ?? "", record, sandbox);
  return { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", status };
}

async function statusOf(
  token: string,
  record: ClusterRecord,
  { callers }: Pick<Sandbox, "callers">,
): Promise<TokenReviewStatus> {
  try {
    const name = record.cluster.name ?? "";
    const read = identityToken(token, name);
    const caller = await callers.identify(read.accessKey, read.sessionToken);
    const secret = await callers.secretOf(read.accessKey);
    if (secret !== undefined && !(await isSignedFor(name, read, secret)))
      throw new Error(`its signature is not that of ${caller.arn} for ${name}`);
    const user = userOf(caller, record);
    if (user) return { authenticated: true, user };
    return { authenticated: false, error: `there is no access entry for ${caller.principalArn}` };
  } catch (error) {
    return { authenticated: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Names and extra fields are those of the authenticator that EKS runs: https://github.com/kubernetes-sigs/aws-iam-authenticator. */
function userOf({ account, arn, principalArn, userId, session }: Caller, record: ClusterRecord) {
  const entry = record.entries.get(principalArn)?.entry;
  if (!entry) return undefined;
  const sessionName = session?.name ?? "";
  const [principalId = ""] = userId.split(":");
  return {
    // Kubernetes takes no @ in the place of a session's name, which people's sessions have.
    username: (entry.username ?? "")
      .replace("{{SessionName}}", sessionName.replaceAll("@", "-"))
      .replace("{{SessionNameRaw}}", sessionName)
      .replace("{{AccountID}}", account),
    uid: `aws-iam-authenticator:${account}:${principalId}`,
    groups: entry.kubernetesGroups ?? [],
    extra: {
      arn: [arn],
      canonicalArn: [principalArn],
      principalId: [principalId],
      sessionName: [sessionName],
    },
  };
}
