import type { Service } from "../service";
import { policyGuards } from "./policy-guards";
import { aboutRole, roleGuards } from "./role-guards";

/** IAM is moto's, which keeps whatever it is given; what AWS would refuse is refused before it gets there. */
export const iam: Service = { guards: { "*": aboutRole, ...roleGuards, ...policyGuards } };
