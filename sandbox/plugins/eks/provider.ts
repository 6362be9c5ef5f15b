import type { Provider } from "@pulumi/pulumi/provider/provider";
import { registerResourceModule } from "@pulumi/pulumi/runtime/rpc";

import { roleModule } from "./aws";
import { Cluster } from "./cluster";
import { checkOptions } from "./options";

/** The `eks` plugin of the sandbox: it makes what `eks.Cluster` is made of, through the aws plugin. */
export function provider(version: string): Provider {
  registerResourceModule("aws", "iam/role", roleModule);
  return {
    version,
    async construct(name, type, inputs, options) {
      if (type !== "eks:index:Cluster") {
        throw new Error(`the sandbox's eks plugin does not know the resource type '${type}'`);
      }
      const { urn, outputs } = new Cluster(name, checkOptions(inputs), options);
      return { urn, state: outputs };
    },
  };
}
