import * as pulumi from "@pulumi/pulumi";

import type { Cluster } from "./components/cluster";
import { kubernetesProvider } from "./components/kubernetes-provider";
import { OnCluster } from "./components/on-cluster";
import type { Organization, PodIdentity } from "./config/model";
import type { OctopusSettings } from "./config/octopus";
import { refuse } from "./config/problems";
import { agentTokenProblems, agentTokenVariable } from "./octopus/agent-token";
import { onClusterModel, type Agent, type OnCluster as OnClusterModel } from "./octopus/on-cluster";
import { serverSecrets, type ServerSecrets } from "./octopus/server-secrets";
import { lastRun, type LastOnCluster } from "./preflight/last-run";

/** What of Octopus is on the cluster, for those who come after it. */
export interface OnClusterResources {
  /** Done when the server answers; undefined when it runs elsewhere. */
  readonly server: pulumi.CustomResource | undefined;
  readonly outputs: LastOnCluster;
}

/** What is to be on the cluster, decided before anything is created. */
export interface OnClusterPlan {
  readonly model: OnClusterModel;
  readonly secrets: ServerSecrets;
  /** Agents that can register or have registered. */
  readonly agents: readonly Agent[];
  /** The token by which new ones register. */
  readonly token: string | undefined;
}

/**
 * Decides what of Octopus is to be on the cluster.
 *
 * Secrets come from the environment of the run that first creates what needs them, and stay where they are
 * afterwards. A preview may do without: whoever reviews need not know them.
 *
 * @param variables of the program's environment, e.g. `process.env`
 * @returns undefined when nothing is to be there
 * @throws RunError with every secret that is missing or malformed
 */
export async function planOnCluster(
  organization: Organization,
  octopus: OctopusSettings,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<OnClusterPlan | undefined> {
  const model = onClusterModel(octopus, organization);
  const { server } = model;
  if (!server && model.agents.length === 0) return undefined;

  const last = (await lastRun()).onCluster;
  const { replicas } = octopus.onCluster.server;
  const { problems, missing, secrets } = server
    ? serverSecrets(replicas, last.server === server.namespace, variables)
    : { problems: [], missing: [], secrets: {} };
  const token = variables[agentTokenVariable] ?? "";
  refuse([...problems, ...agentTokenProblems(token), ...(pulumi.runtime.isDryRun() ? [] : missing)]);
  if (missing.length > 0) {
    const names = missing.map(({ setting }) => setting).join(", ");
    void pulumi.log.warn(
      `Octopus Server needs ${names} in the environment of the run that creates it: see docs/on-cluster.md`,
    );
  }
  const agents = model.agents.filter(({ namespace }) => token !== "" || last.agents.includes(namespace));
  warnOfWaiting(model.agents.filter((agent) => !agents.includes(agent)));
  return { model, secrets, agents, token: token === "" ? undefined : token };
}

/**
 * Puts Octopus Server and its agents on the cluster.
 *
 * @param after pods run only with these, and get their roles only when they start after them
 */
export function onCluster(
  { model, secrets, agents, token }: OnClusterPlan,
  octopus: OctopusSettings,
  mechanism: PodIdentity,
  cluster: Cluster,
  after: readonly pulumi.Resource[],
): OnClusterResources {
  const { server } = model;
  const space = octopus.space.name ?? octopus.space.existing ?? "";
  const resources = new OnCluster(
    "octopus-on-cluster",
    { model, settings: octopus.onCluster, secrets, space, agents, token },
    { provider: kubernetesProvider(cluster, mechanism), dependsOn: [cluster, ...after] },
  );
  const outputs = {
    ...(server ? { server: server.namespace } : {}),
    agents: agents.map(({ namespace }) => namespace),
  };
  return { server: resources.server?.release, outputs };
}

function warnOfWaiting(agents: readonly Agent[]): void {
  if (agents.length === 0) return;
  const names = agents.map(({ name }) => name).join(", ");
  void pulumi.log.warn(
    `${names} cannot register without a token and will be created by the first run that has one: take it from the ` +
      `server when that runs, under Infrastructure, Workers, Add Worker, Kubernetes, and set ${agentTokenVariable} in ` +
      "the environment of this program",
  );
}
