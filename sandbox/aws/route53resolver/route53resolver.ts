import type { Service } from "../service";
import { endpointHandlers } from "./endpoints";
import { ruleHandlers } from "./rules";
import { tagHandlers } from "./tags";

/**
 * Route 53 Resolver: endpoints and rules. moto cannot update a rule and takes most of what AWS refuses, so all of it
 * is the sandbox's own, but for the network interfaces, which are made in EC2 as the caller. No query is answered.
 */
export const route53resolver: Service = {
  complete: true,
  own: { ...endpointHandlers, ...ruleHandlers, ...tagHandlers },
};
