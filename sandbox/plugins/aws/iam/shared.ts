import { IAMClient } from "@aws-sdk/client-iam";
import { whileInconsistent } from "../retry";
import type { Aws } from "../session";

export const iam = (aws: Aws) => aws.client(IAMClient);

/** Documents come back encoded as in a URL. */
export function decoded(document: string | undefined): string | undefined {
  return document === undefined ? undefined : decodeURIComponent(document);
}

/** IAM refuses a trust that names a principal which it does not know yet. */
export function trusting<T>(request: () => Promise<T>): Promise<T> {
  return whileInconsistent(
    { code: "MalformedPolicyDocument", message: /Invalid principal in policy/ },
    request,
  );
}
