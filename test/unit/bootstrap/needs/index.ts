import type { Place } from "../../../support/cloudformation";
import { clusterNeeds } from "./cluster";
import { iamNeeds } from "./iam";
import type { Needs } from "./need";
import { networkNeeds } from "./network";
import { Resources } from "./resources";

/**
 * What the provider asks of AWS for each resource type and each look-up of the program: to create, read, update and
 * delete it, and what AWS asks of the caller besides. Read in the provider that Pulumi's is made from, and in AWS's
 * authorization reference.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export function needsIn(place: Place): Needs {
  const at = new Resources(place);
  return { ...iamNeeds(at), ...networkNeeds(at), ...clusterNeeds(at) };
}
