import { z } from "zod";

import type { Sandbox } from "../sandbox";
import { clustersOf } from "./state";

/** What runs behind a cluster of the sandbox, as `PUT /_octolaunch/clusters/ACCOUNT/REGION/NAME` takes it. */
export const behindSchema = z.strictObject({
  /** Address of its API server. */
  endpoint: z.url().optional(),
  /** PEM of the certificate that it is reached with, in base64. */
  certificateAuthority: z.base64().optional(),
  /** Its service accounts' signing keys, as its API server has them at `/openid/v1/jwks`. */
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })).optional(),
});

/**
 * Puts something real behind a cluster.
 *
 * @returns whether there is such a cluster
 */
export function putBehind(
  place: { readonly account: string; readonly region: string; readonly name: string },
  { endpoint, certificateAuthority, keys }: z.infer<typeof behindSchema>,
  sandbox: Sandbox,
): boolean {
  const record = clustersOf(place, sandbox).get(place.name);
  if (!record) return false;
  if (endpoint !== undefined) record.cluster.endpoint = endpoint;
  if (certificateAuthority !== undefined)
    record.cluster.certificateAuthority = { data: certificateAuthority };
  if (keys !== undefined) record.signingKeys = keys;
  return true;
}
