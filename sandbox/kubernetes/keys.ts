import { createHash, generateKeyPairSync } from "node:crypto";

import type { SigningKey } from "../aws/eks/tokens";

/** The key with which a cluster signs its service accounts' tokens. */
export interface ServiceAccountKey {
  readonly privatePem: string;
  readonly publicPem: string;
  /** The public half, as the API server publishes it. */
  readonly published: SigningKey;
}

/** @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/serviceaccount/jwt.go for the key's id */
export function newServiceAccountKey(): ServiceAccountKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const der = publicKey.export({ format: "der", type: "spki" });
  const kid = createHash("sha256").update(der).digest("base64url");
  return {
    privatePem: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    publicPem: publicKey.export({ format: "pem", type: "spki" }).toString(),
    published: { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" },
  };
}
