import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";

import type { IdentityToken } from "./identity-token";

/**
 * Whether a token was made for a cluster with a secret key, and not changed since: its call is signed together with a
 * header that has the cluster's name, and that the authenticator sends along when it makes the call.
 *
 * @param cluster name of the cluster that received the token
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator/blob/v0.7.8/pkg/token/token.go
 */
export async function isSignedFor(
  cluster: string,
  { url, signedAt, accessKey, sessionToken }: IdentityToken,
  secretAccessKey: string,
): Promise<boolean> {
  const query = Object.fromEntries(url.searchParams);
  const [, , region = ""] = (query["X-Amz-Credential"] ?? "").split("/");
  const signer = new SignatureV4({
    service: "sts",
    region,
    credentials: { accessKeyId: accessKey, secretAccessKey, sessionToken },
    sha256: Sha256,
  });
  const unsigned = Object.entries(query).filter(([name]) => !name.startsWith("X-Amz-"));
  const call = new HttpRequest({
    method: "GET",
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(unsigned),
    headers: { host: url.host, "x-k8s-aws-id": cluster },
  });
  const options = { signingDate: signedAt, expiresIn: Number(query["X-Amz-Expires"]) };
  const signed = await signer.presign(call, options);
  return signed.query?.["X-Amz-Signature"] === query["X-Amz-Signature"];
}
