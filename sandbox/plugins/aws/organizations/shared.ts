import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { whileInconsistent } from "../retry";
import type { Aws } from "../session";

export const organizations = (aws: Aws) => aws.client(OrganizationsClient);

/** AWS refuses a change while another one is under way, and all of them until a new organization is ready. */
export function whenReady<T>(request: () => Promise<T>): Promise<T> {
  const busy = { code: "ConcurrentModificationException", message: /try again later/i };
  const unfinished = { code: "FinalizingOrganizationException", message: /try again later/i };
  return whileInconsistent(unfinished, () => whileInconsistent(busy, request));
}
