import { isAccountId } from "../../../trust/documents/arn";
import type { Subject } from "../../subjects";

/** A role and its account, e.g. `arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole`. */
export function nameOf({ words, account, isDeployRole }: Subject): string {
  const where = isAccountId(account) ? "" : ` in ${account}`;
  return `${words}${where}${isDeployRole === "unknown" ? " (it may be a deploy role)" : ""}`;
}
