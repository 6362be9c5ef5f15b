import type * as aws from "@pulumi/aws";
import type { types } from "@pulumi/eks";
import { jsonStringify, output, type Input, type Output } from "@pulumi/pulumi/output";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi/resource";

import { createAddon, newestAddonVersion } from "./aws";
import { cniConfiguration, type KnownCniOptions } from "./vpcCni";

/** What every add-on takes from the cluster. */
export interface AddonSurroundings {
  readonly clusterName: Input<string>;
  readonly clusterVersion: Input<string>;
  readonly tags?: aws.eks.AddonArgs["tags"];
}

interface AddonOptions {
  readonly version?: Input<string>;
  readonly resolveConflictsOnCreate?: Input<string>;
  readonly resolveConflictsOnUpdate?: Input<string>;
  readonly configurationValues?: Input<object>;
  readonly serviceAccountRoleArn?: Input<string>;
}

/** An add-on that EKS manages, in its newest version unless one is given. It outlives the resource in the cluster. */
export function manageAddon(
  name: string,
  addonName: string,
  { clusterName, clusterVersion, tags }: AddonSurroundings,
  options: AddonOptions,
  parent: Resource,
): aws.eks.Addon {
  return createAddon(
    name,
    {
      clusterName,
      addonName,
      addonVersion: options.version ?? newestAddonVersion(addonName, clusterVersion, parent),
      resolveConflictsOnCreate: options.resolveConflictsOnCreate ?? "OVERWRITE",
      resolveConflictsOnUpdate: options.resolveConflictsOnUpdate ?? "OVERWRITE",
      preserve: true,
      configurationValues: options.configurationValues && sortedJson(options.configurationValues),
      serviceAccountRoleArn: options.serviceAccountRoleArn,
      tags,
    },
    { parent },
  );
}

/** The VPC CNI, a component of its own in the real one as well. */
export class VpcCni extends ComponentResource {
  constructor(
    name: string,
    surroundings: AddonSurroundings,
    options: types.input.VpcCniOptionsArgs,
    componentOptions: ComponentResourceOptions,
  ) {
    super("eks:index:VpcCniAddon", name, { ...options, ...surroundings }, componentOptions);
    const { addonVersion: version, ...rest } = options;
    const configurationValues = output(options).apply((known) => cniConfiguration(known as KnownCniOptions));
    const addon = manageAddon(name, "vpc-cni", surroundings, { ...rest, version, configurationValues }, this);
    this.registerOutputs({ addon });
  }
}

/** The same text for the same values, in whatever order they come. */
function sortedJson(values: Input<object>): Output<string> {
  return jsonStringify(values, (_name, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
