import type { Service } from "../service";
import { changeSetHandlers } from "./change-sets";
import { stackHandlers } from "./stack-handlers";
import { stackSetHandlers } from "./stack-set-handlers";

/**
 * CloudFormation, for stacks that bootstrap identities. moto's own neither updates roles nor rolls anything back, and
 * goes past every check of IAM. This one makes its changes by requests to IAM on behalf of the caller, as AWS does;
 * an operation is over when its request is answered.
 */
export const cloudformation: Service = {
  complete: true,
  own: { ...stackHandlers, ...changeSetHandlers, ...stackSetHandlers },
};
