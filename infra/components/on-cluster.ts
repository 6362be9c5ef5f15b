import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { OnClusterSettings } from "../config/octopus-cluster";
import { agentNetwork, serverNetwork } from "../kubernetes/network-policies";
import type { Agent, OnCluster as Model } from "../octopus/on-cluster";
import type { ServerSecrets } from "../octopus/server-secrets";
import { GuardedNamespace } from "./guarded-namespace";
import { KubernetesAgent } from "./kubernetes-agent";
import { OctopusServer } from "./octopus-server";

/** What is put on the cluster. */
export interface OnClusterArgs {
  readonly model: Model;
  readonly settings: OnClusterSettings;
  readonly secrets: ServerSecrets;
  /** Name or id of the space in which agents register. */
  readonly space: string;
  /** Agents that can register or have registered. */
  readonly agents: readonly Agent[];
  readonly token: string | undefined;
}

/** Of volumes without a storage class of the user's. */
const ownStorageClass = "octopus-gp3";

/** Octopus Server and its agents on the cluster, each in a namespace of its own. */
export class OnCluster extends pulumi.ComponentResource {
  readonly server?: OctopusServer;

  constructor(name: string, args: OnClusterArgs, options: pulumi.ComponentResourceOptions) {
    super("octolaunch:index:OnCluster", name, {}, options);
    const { model, settings, secrets, space, agents, token } = args;
    const { server } = model;
    const storage = this.storageClasses(name, settings, model);

    if (server) {
      const network = serverNetwork(model, settings.server.clients);
      const namespace = this.namespace(server.namespace, network);
      this.server = new OctopusServer(
        server.release,
        { server, settings, secrets, storageClass: settings.server.storageClass ?? ownStorageClass },
        { parent: this, dependsOn: [namespace, ...storage] },
      );
    }
    for (const agent of agents) {
      const namespace = this.namespace(agent.namespace, agentNetwork(model));
      new KubernetesAgent(
        agent.namespace,
        {
          agent,
          token,
          onCluster: settings,
          server,
          space,
          storageClass: settings.agents.storageClass ?? ownStorageClass,
        },
        // It registers with the server as soon as it starts.
        { parent: this, dependsOn: [namespace, ...storage, ...(this.server ? [this.server] : [])] },
      );
    }
    this.registerOutputs();
  }

  private namespace(namespace: string, network: ReturnType<typeof agentNetwork>): GuardedNamespace {
    return new GuardedNamespace(namespace, { namespace, network }, { parent: this });
  }

  /** EKS has no default storage class, and the EBS driver creates none. */
  private storageClasses(
    name: string,
    { server, agents }: OnClusterSettings,
    model: Model,
  ): kubernetes.storage.v1.StorageClass[] {
    const wanted =
      (model.server && server.storageClass === undefined) ||
      (model.agents.length > 0 && agents.storageClass === undefined);
    if (!wanted) return [];
    return [
      new kubernetes.storage.v1.StorageClass(
        name,
        {
          metadata: { name: ownStorageClass },
          provisioner: "ebs.csi.aws.com",
          parameters: { type: "gp3", encrypted: "true" },
          // What the server keeps outlives a deleted claim.
          reclaimPolicy: "Retain",
          // Not before it is known in which zone the pod runs.
          volumeBindingMode: "WaitForFirstConsumer",
          allowVolumeExpansion: true,
        },
        { parent: this },
      ),
    ];
  }
}
