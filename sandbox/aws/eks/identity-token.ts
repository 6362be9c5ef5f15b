const prefix = "k8s-aws-v1.";
/** Seconds; the authenticator takes no token that was made for longer. */
const longest = 900;

/** A token for a cluster, and the credentials that it says it was signed with. */
export interface IdentityToken {
  /** Of the call that it is, with its signature. */
  readonly url: URL;
  readonly signedAt: Date;
  readonly accessKey: string;
  readonly sessionToken?: string;
}

/**
 * Reads a token that `aws eks get-token` has made: the address of a call of `sts:GetCallerIdentity`, signed together
 * with the cluster's name.
 *
 * @param cluster name of the cluster that received it, for the message
 * @throws Error when it is no such token, or is too old
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator/blob/v0.7.8/pkg/token/token.go
 */
export function identityToken(token: string, cluster: string, now = Date.now()): IdentityToken {
  if (!token.startsWith(prefix))
    throw new Error(`it is no token for ${cluster}: it does not start with ${prefix}`);
  const url = parsed(Buffer.from(token.slice(prefix.length), "base64url").toString());
  const query = (name: string): string => url.searchParams.get(name) ?? "";
  if (query("Action") !== "GetCallerIdentity")
    throw new Error("it calls another action than GetCallerIdentity");
  if (!query("X-Amz-SignedHeaders").split(";").includes("x-k8s-aws-id"))
    throw new Error("it was not signed for a cluster");
  const [accessKey = ""] = query("X-Amz-Credential").split("/");
  if (accessKey === "") throw new Error("it is not signed");
  const seconds = Number(query("X-Amz-Expires"));
  if (!(seconds > 0 && seconds <= longest)) throw new Error(`it must expire within ${longest} seconds`);
  // The authenticator takes it for a quarter of an hour, whatever it says itself.
  const signedAt = timeOf(query("X-Amz-Date"));
  if (!(signedAt.getTime() + longest * 1000 > now)) throw new Error("it has expired");
  return {
    url,
    signedAt,
    accessKey,
    sessionToken: url.searchParams.get("X-Amz-Security-Token") ?? undefined,
  };
}

function parsed(address: string): URL {
  try {
    return new URL(address);
  } catch {
    throw new Error("there is no address in it");
  }
}

/** A time as AWS writes it, e.g. `20261129T085814Z`. */
function timeOf(time: string): Date {
  return new Date(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}
