import { createPublicKey, verify, type JsonWebKey } from "node:crypto";

import { AwsError } from "../front/errors";

/** Public key of a cluster that signs its service accounts' tokens, as its API server publishes them. */
export type SigningKey = JsonWebKey & { readonly kid?: string };

export interface Pod {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly name: string;
  readonly uid: string;
}

interface Claims {
  readonly aud?: string | readonly string[];
  readonly exp?: number;
  readonly "kubernetes.io"?: {
    readonly namespace?: string;
    readonly serviceaccount?: { readonly name?: string };
    readonly pod?: { readonly name?: string; readonly uid?: string };
  };
}

/**
 * The pod that a service account's token is of.
 *
 * @throws AwsError when the token is none of the cluster's, was made for somebody else, has expired, or is of no pod
 */
export function podOf(token: string, keys: readonly SigningKey[]): Pod {
  if (keys.length === 0) {
    throw new AwsError(
      "InvalidTokenException",
      "the sandbox knows no signing keys of this cluster; give them to PUT /_octolaunch/clusters/ACCOUNT/REGION/NAME",
    );
  }
  const [head = "", body = "", signature = ""] = token.split(".");
  const { alg, kid } = decoded<{ alg?: string; kid?: string }>(head);
  const key = keys.find((candidate) => candidate.kid === kid);
  if (!key || !signed(`${head}.${body}`, signature, alg, key))
    throw invalid("its signature is not the cluster's");
  const claims = decoded<Claims>(body);
  if (!(claims.exp !== undefined && claims.exp * 1000 > Date.now())) {
    throw new AwsError("ExpiredTokenException", "The token included in the request is expired.");
  }
  if (![claims.aud ?? []].flat().includes("pods.eks.amazonaws.com"))
    throw invalid("it is for another audience");
  const { namespace, serviceaccount, pod } = claims["kubernetes.io"] ?? {};
  if (!namespace || !serviceaccount?.name || !pod?.name || !pod.uid) throw invalid("it is no pod's");
  return { namespace, serviceAccount: serviceaccount.name, name: pod.name, uid: pod.uid };
}

function signed(text: string, signature: string, algorithm: string | undefined, jwk: SigningKey): boolean {
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const data = Buffer.from(text);
  const bytes = Buffer.from(signature, "base64url");
  if (algorithm === "RS256") return key.asymmetricKeyType === "rsa" && verify("sha256", data, key, bytes);
  if (algorithm !== "ES256") return false;
  return key.asymmetricKeyType === "ec" && verify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, bytes);
}

function decoded<T>(part: string): T {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString()) as T;
  } catch {
    throw invalid("it is no JSON web token");
  }
}

function invalid(why: string): AwsError {
  return new AwsError("InvalidTokenException", `The token included in the request is invalid: ${why}.`);
}
