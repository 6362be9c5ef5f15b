import type * as pulumi from "@pulumi/pulumi";

import { accountProvider } from "./components/account-provider";
import { Addons } from "./components/addons";
import { Cluster } from "./components/cluster";
import { DeployRole } from "./components/deploy-role";
import { Launcher } from "./components/launcher";
import { Network } from "./components/network";
import { Nodes } from "./components/nodes";
import type { Settings } from "./config/settings";

/** Outputs of the tooling stack. */
export interface ToolingOutputs {
  /** Name to ARN of every launcher; environment stacks compare them with what they compute. */
  readonly launchers: Readonly<Record<string, string>>;
  /** Which service account gets which environments' roles: `namespace/serviceAccount` to their names. */
  readonly bindings: Readonly<Record<string, readonly string[]>>;
  /** Name to ARN of the tooling account's own deploy roles. */
  readonly deployRoles: Readonly<Record<string, string>>;
  /** For `aws eks update-kubeconfig --name`. */
  readonly clusterName: pulumi.Output<string>;
  /** Region of the cluster, e.g. `us-east-1`. */
  readonly region: string;
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
}

/** The tooling stack: where Octopus runs, the launchers, and the deploy roles of the tooling account itself. */
export function toolingStack({
  organization,
  environment,
  network: networkSettings,
  cluster: settings,
}: Settings): ToolingOutputs {
  const { partition, launchers } = organization;
  const [account] = environment.accounts;
  const [launcher] = launchers;
  if (!account || !launcher)
    throw new Error("the settings were not checked: no tooling account or no launcher");
  const { mechanism } = launcher;
  const options = { provider: accountProvider(organization, account) };

  const network = new Network("octopus", { network: networkSettings, region: account.region }, options);
  const cluster = new Cluster("octopus", { organization, account, mechanism, settings, network }, options);
  const nodes = new Nodes(
    "octopus-nodes",
    {
      partition,
      clusterName: mechanism.clusterName,
      subnetIds: network.privateSubnetIds,
      settings: settings.nodes,
    },
    // In a private subnet a node joins only through the endpoints.
    { ...options, dependsOn: [cluster, network] },
  );
  const addons = new Addons(
    "octopus-addons",
    { partition, account, mechanism, nodes: nodes.group },
    { ...options, dependsOn: [cluster] },
  );

  const roles = launchers.map(
    (model) =>
      new Launcher(model.name, { launcher: model, cluster: [cluster, addons.podIdentityAgent] }, options),
  );
  for (const role of environment.deployRoles) {
    // AWS takes a trust policy only when the principal in it exists.
    new DeployRole(role.name, { organization, role }, { ...options, dependsOn: roles });
  }

  return {
    launchers: Object.fromEntries(launchers.map(({ name, arn }) => [name, arn])),
    bindings: Object.fromEntries(
      launchers.flatMap(({ bindings }) =>
        bindings.map(({ namespace, serviceAccount, environments }) => [
          `${namespace}/${serviceAccount}`,
          environments,
        ]),
      ),
    ),
    deployRoles: Object.fromEntries(environment.deployRoles.map(({ name, arn }) => [name, arn])),
    clusterName: cluster.clusterName,
    region: account.region,
    vpcId: network.vpcId,
    privateSubnetIds: network.privateSubnetIds,
  };
}
