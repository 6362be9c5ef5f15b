import type { Sandbox } from "../sandbox";
import { reviewAccess } from "./access-review";
import { clustersOf } from "./state";
import { reviewToken } from "./token-review";

/**
 * Answers what the API server of a cluster asks: `token-review` who somebody is, `access-review` what they may do.
 *
 * @returns undefined when there is no such cluster or question
 */
export async function reviewFor(
  asked: {
    readonly account: string;
    readonly region: string;
    readonly name: string;
    readonly review: string;
    readonly body: unknown;
  },
  sandbox: Sandbox,
): Promise<object | undefined> {
  const record = clustersOf(asked, sandbox).get(asked.name);
  const body = asked.body as object;
  if (record && asked.review === "token-review") return reviewToken(body, record, sandbox);
  if (record && asked.review === "access-review") return reviewAccess(body, record);
  return undefined;
}
