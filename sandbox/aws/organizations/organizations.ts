import { AwsError } from "../front/errors";
import type { Guard, Service } from "../service";
import { attachmentGuards } from "./attachments";
import { policyGuards } from "./policies";

/** What an account that is not the management account may ask. */
const forMembers = new Set(["DescribeOrganization"]);

const managementOnly: Guard = async ({ action, account }, { organization }) => {
  if (account === organization.managementId || forMembers.has(action)) return;
  throw new AwsError("AccessDeniedException", "You don't have permissions to access this resource.");
};

/** AWS Organizations is moto's, but for who may ask, and for what its policies and their attachments must be. */
export const organizations: Service = {
  guards: { "*": managementOnly, ...policyGuards, ...attachmentGuards },
};
