import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { NetworkRules } from "../kubernetes/network-policies";

/** What a namespace is made from. */
export interface GuardedNamespaceArgs {
  readonly namespace: string;
  readonly network: NetworkRules;
}

/**
 * A namespace whose pods cannot get at their node: not as privileged ones, not through its network or file system, and
 * not through the instance metadata service. They talk to nobody but whom the rules name.
 *
 * Pod security is `baseline`, which forbids all of that. `restricted` would forbid root as well, as which the images
 * of Octopus Server, its agent and its worker tools run by default.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export class GuardedNamespace extends pulumi.ComponentResource {
  constructor(
    name: string,
    { namespace, network }: GuardedNamespaceArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("octolaunch:index:GuardedNamespace", name, {}, options);

    const created = new kubernetes.core.v1.Namespace(
      name,
      { metadata: { name: namespace, labels: { "pod-security.kubernetes.io/enforce": "baseline" } } },
      { parent: this },
    );
    const inside = { parent: this, dependsOn: [created] };
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-nobody`,
      {
        metadata: { name: "nobody", namespace },
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
      },
      inside,
    );
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-octopus`,
      {
        metadata: { name: "octopus", namespace },
        spec: {
          podSelector: {},
          policyTypes: ["Ingress", "Egress"],
          // Kubernetes keeps no empty list, and one that is written would be a difference in every refresh.
          ...(network.ingress.length > 0 ? { ingress: network.ingress } : {}),
          egress: network.egress,
        },
      },
      inside,
    );
    this.registerOutputs();
  }
}
