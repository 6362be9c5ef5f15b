import type * as pulumi from "@pulumi/pulumi";

import { accountProvider } from "./components/account-provider";
import { Addons } from "./components/addons";
import { Cluster } from "./components/cluster";
import { DeployRole } from "./components/deploy-role";
import { Launcher } from "./components/launcher";
import { Network } from "./components/network";
import { Nodes } from "./components/nodes";
import { Resolver } from "./components/resolver";
import { wantsResolver } from "./config/resolver";
import type { Settings } from "./config/settings";
import { guard, type GuardrailOutputs } from "./guard";
import { octopusOfTooling, type OctopusOutputs, type OctopusSide } from "./octopus-side";
import { onCluster, planOnCluster } from "./on-cluster";
import { lastRun, type LastOnCluster } from "./preflight/last-run";
import { checkRemovedEnvironments } from "./preflight/removed-environments";

/** Outputs of the tooling stack. */
export interface ToolingOutputs {
  /** Name to ARN of every launcher; environment stacks compare them with what they compute. */
  readonly launchers: Readonly<Record<string, string>>;
  /** Which service account gets which environments' roles: `namespace/serviceAccount` to their names. */
  readonly bindings: Readonly<Record<string, readonly string[]>>;
  /** Name of every launcher to the ARNs of the roles that it may assume. */
  readonly assumable: Readonly<Record<string, readonly string[]>>;
  readonly guardrails: GuardrailOutputs;
  /** Name to ARN of the tooling account's own deploy roles. */
  readonly deployRoles: Readonly<Record<string, string>>;
  /** For `aws eks update-kubeconfig --name`. */
  readonly clusterName: pulumi.Output<string>;
  /** Region of the cluster, e.g. `us-east-1`. */
  readonly region: string;
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Services that the VPC reaches through an endpoint of ours, by their short names, sorted; e.g. `sts`. */
  readonly endpoints: readonly string[];
  /** Ids in Octopus, for the environments' stacks; none while nothing is kept there. */
  readonly octopus?: OctopusOutputs;
  /** Namespaces of what runs of Octopus on the cluster; left out when nothing does. */
  readonly onCluster?: LastOnCluster;
}

/**
 * The tooling stack: the guardrails, where Octopus runs, the launchers, and the deploy roles of the tooling account
 * itself; and what all environments share in Octopus.
 *
 * @param variables of the program's environment, e.g. `process.env`
 */
export async function toolingStack(
  {
    organization: described,
    environment,
    network: networkSettings,
    cluster: settings,
    octopus: octopusSettings,
  }: Settings,
  octopus: OctopusSide,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<ToolingOutputs> {
  if (octopus.url !== undefined) await checkRemovedEnvironments(described, await lastRun());
  const [account] = environment.accounts;
  const [launcher] = described.launchers;
  if (!account || !launcher)
    throw new Error("the settings were not checked: no tooling account or no launcher");
  const { mechanism } = launcher;
  const options = { provider: accountProvider(described, account) };
  const planned = await planOnCluster(described, octopusSettings, variables);
  const { organization, guardrails, outputs } = await guard(
    described,
    octopus.model.accounts,
    options.provider,
  );
  const { partition, launchers } = organization;

  const { region } = account;
  const network = new Network("octopus", { organization, network: networkSettings, region }, options);
  const { endpoints } = network;
  const resolving = launchers.some((one) =>
    wantsResolver({
      setting: networkSettings.resolver,
      mechanism: one.mechanism.kind,
      private: settings.publicAccessCidrs.length === 0,
      endpoints,
    }),
  );
  if (resolving) {
    const { vpcId, privateSubnetIds } = network;
    new Resolver(
      "octopus-resolver",
      { network: networkSettings, region, vpcId, privateSubnetIds },
      // Its endpoint needs the way out that the network may have.
      { ...options, dependsOn: [network] },
    );
  }
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
      new Launcher(
        model.name,
        { partition, launcher: model, cluster: [cluster, addons.podIdentityAgent] },
        { ...options, dependsOn: guardrails },
      ),
  );
  const octopusPods =
    planned && onCluster(planned, octopusSettings, mechanism, cluster, [nodes, addons, network, ...roles]);
  for (const role of environment.deployRoles) {
    // AWS takes a trust policy only when the principal in it exists.
    new DeployRole(role.name, { organization, role }, { ...options, dependsOn: [...guardrails, ...roles] });
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
    assumable: Object.fromEntries(launchers.map(({ name, targets }) => [name, targets])),
    guardrails: outputs,
    deployRoles: Object.fromEntries(environment.deployRoles.map(({ name, arn }) => [name, arn])),
    clusterName: cluster.clusterName,
    region: account.region,
    vpcId: network.vpcId,
    privateSubnetIds: network.privateSubnetIds,
    endpoints,
    ...(octopus.url === undefined
      ? {}
      : { octopus: octopusOfTooling(octopus.model, octopus.url, octopusPods?.server) }),
    ...(octopusPods ? { onCluster: octopusPods.outputs } : {}),
  };
}
