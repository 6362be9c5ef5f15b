import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { OnClusterSettings } from "../config/octopus-cluster";
import { withOverlay } from "../kubernetes/overlay";
import { serverValues } from "../kubernetes/server-values";
import type { ServerOnCluster } from "../octopus/on-cluster";
import { serverSecretVariables, type ServerSecretName, type ServerSecrets } from "../octopus/server-secrets";
import { keptSecret } from "./kept-secret";

/** What the server is made from. */
export interface OctopusServerArgs {
  readonly server: ServerOnCluster;
  readonly settings: OnClusterSettings;
  /** Those that are missing keep what an earlier run put there. */
  readonly secrets: ServerSecrets;
  /** Of every volume. */
  readonly storageClass: string;
}

/** Octopus Server on the cluster: its secrets, its service account and its chart, in a namespace that is there. */
export class OctopusServer extends pulumi.ComponentResource {
  /** Done when the server answers. */
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: OctopusServerArgs, options: pulumi.ComponentResourceOptions) {
    super("octolaunch:index:OctopusServer", name, {}, options);
    const { server, settings, secrets, storageClass } = args;
    const { namespace, release } = server;

    const created = (Object.keys(serverSecretVariables) as ServerSecretName[]).map((secret) =>
      keptSecret(
        `${name}-${secret}`,
        { name: `${release}-${secret}`, namespace },
        secrets[secret] === undefined ? undefined : { secret: secrets[secret] },
        { parent: this },
      ),
    );
    const account = new kubernetes.core.v1.ServiceAccount(
      name,
      {
        metadata: { name: server.serviceAccount, namespace },
        // It has nothing to do in Kubernetes. What it gets of AWS comes through another token.
        automountServiceAccountToken: false,
      },
      { parent: this },
    );
    this.release = new kubernetes.helm.v3.Release(
      name,
      {
        name: release,
        namespace,
        chart: settings.server.chart.url,
        version: settings.server.chart.version,
        values: withOverlay(serverValues(settings, server, storageClass), settings.server.values),
        // A first start pulls an image of gigabytes and fills the database.
        timeout: 1800,
      },
      { parent: this, dependsOn: [account, ...created] },
    );
    this.registerOutputs({ release: this.release });
  }
}
