import { createHash, generateKeyPairSync, type JsonWebKey } from "node:crypto";

import type { JsonObject } from "./json";

/** Addresses that a cloud asks, without being known to the server, before it trusts the server's tokens. */
export const issuerPaths = {
  configuration: "/.well-known/openid-configuration",
  keys: "/.well-known/jwks",
} as const;

/**
 * The server as an issuer of OpenID Connect tokens.
 *
 * @param endpoint e.g. `http://127.0.0.1:40001`
 * @see https://octopus.com/docs/infrastructure/accounts/openid-connect
 */
export function issuerConfiguration(endpoint: string): JsonObject {
  return {
    issuer: endpoint,
    jwks_uri: `${endpoint}${issuerPaths.keys}`,
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    claims_supported: ["aud", "exp", "iat", "iss", "jti", "nbf", "sub"],
  };
}

let published: JsonObject | undefined;

/** The keys that its tokens are signed with: one, made when it is first asked for. No token is ever signed. */
export function issuerKeys(): JsonObject {
  published ??= { keys: [newKey()] };
  return published;
}

function newKey(): JsonObject {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { n = "", e = "" }: JsonWebKey = publicKey.export({ format: "jwk" });
  const kid = createHash("sha256").update(n).digest("hex").slice(0, 32);
  return { kty: "RSA", use: "sig", alg: "RS256", kid, n, e };
}
