import * as octopus from "@pulumi/octopusdeploy";
import type * as pulumi from "@pulumi/pulumi";

/** What a provider of Octopus is made from. */
export interface OctopusProviderArgs {
  /** E.g. `https://octopus.example.com`; unknown while a server of our own is not there yet. */
  readonly url: pulumi.Input<string>;
  /** Id of the space in which its resources are; without it, they are the server's own. */
  readonly spaceId?: pulumi.Input<string>;
}

/**
 * A provider of Octopus. It takes the API key from the environment of the program, so that no state holds one.
 *
 * Everything in a space needs a provider that has the space: what a resource itself says of it is not always heeded.
 *
 * @param name `octopus` or `octopus-space`
 * @see https://github.com/OctopusDeploy/terraform-provider-octopusdeploy/blob/v1.17.0/octopusdeploy_framework/framework_provider.go
 */
export function octopusProvider(name: string, { url, spaceId }: OctopusProviderArgs): octopus.Provider {
  return new octopus.Provider(name, { address: url, spaceId });
}
