import { policy } from "./policy";
import { policyAttachment } from "./policyAttachment";

export const resources = [policy, policyAttachment];
