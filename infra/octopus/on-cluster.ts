import type { OnClusterSettings } from "../config/octopus-cluster";
import type { OctopusSettings } from "../config/octopus";
import type { Organization } from "../config/model";
import { workerPools, written } from "./worker-pools";

/** What runs of Octopus on the tooling stack's cluster, with every name that others refer to. */
export interface OnCluster {
  readonly server?: ServerOnCluster;
  readonly agents: readonly Agent[];
}

export interface ServerOnCluster extends PodIdentitySubject {
  /** Name of the Helm release, which the chart names everything after. */
  readonly release: string;
  /** Where pods of the cluster reach it, e.g. `http://octopus-octopus-deploy.octopus.svc.cluster.local`. */
  readonly url: string;
  /** Where agents poll, one for each node. */
  readonly pollingAddresses: readonly string[];
}

/** Who the pods are for whom EKS looks up a role. */
export interface PodIdentitySubject {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** An agent. It has its namespace to itself: the chart has fixed names, and who creates pods may use any account there. */
export interface Agent extends PodIdentitySubject {
  /** How it is called in Octopus, e.g. `octopus-cluster-octopus-prod`. */
  readonly name: string;
  readonly role: AgentRole;
  /** Names of the environments that its steps run for. */
  readonly environments: readonly string[];
  /** Where it stands in the settings, for messages. */
  readonly setting: string;
}

/** A worker of pools, or a target that steps deploy to. */
export type AgentRole =
  | { readonly kind: "worker"; readonly pools: readonly string[] }
  | { readonly kind: "target"; readonly tags: readonly string[]; readonly deployTo: readonly string[] };

/** The port on which agents poll. */
export const pollingPort = 10943;

/** Ports of the server's pods: web, gRPC of monitors, polling. */
export const serverPorts = { web: 8080, grpc: 8443, polling: pollingPort } as const;

const release = "octopus";

/** What the settings put on the cluster. */
export function onClusterModel(settings: OctopusSettings, organization: Organization): OnCluster {
  const agents = [
    ...(settings.workers === "onCluster" ? workers(settings, organization) : []),
    ...targets(settings.onCluster),
  ];
  return settings.server === "onCluster" ? { server: serverModel(settings.onCluster), agents } : { agents };
}

/** Names of services that the chart makes up from the release's. */
function serverModel({ server }: OnClusterSettings): ServerOnCluster {
  const subject = subjectOf(server.serviceAccount);
  const host = (service: string): string => `${service}.${subject.namespace}.svc.cluster.local`;
  const service = `${release}-octopus-deploy`;
  const nodes =
    server.replicas === 1
      ? [service]
      : Array.from({ length: server.replicas }, (_, node) => `octopus-deploy-node${node}`);
  return {
    ...subject,
    release,
    // TLS ends before the server: the chart's container speaks HTTP alone.
    url: `http://${host(service)}`,
    pollingAddresses: nodes.map((node) => `https://${host(node)}:${pollingPort}`),
  };
}

/** One agent for the pools whose workers have the same service account. */
function workers(settings: OctopusSettings, organization: Organization): Agent[] {
  const pools = workerPools(settings, organization);
  const accounts = [...new Set(pools.map(({ serviceAccount }) => written(serviceAccount)))];
  return accounts.map((account): Agent => {
    const own = pools.filter(({ serviceAccount }) => written(serviceAccount) === account);
    const subject = subjectOf(account);
    return {
      ...subject,
      name: agentName(organization, subject),
      role: { kind: "worker", pools: own.map(({ name }) => name) },
      environments: own.map(({ environment }) => environment),
      setting: `octopus.workerPools.${own[0]?.environment ?? ""}.serviceAccount`,
    };
  });
}

function targets({ targets: described }: OnClusterSettings): Agent[] {
  return described.map(({ name, environment, serviceAccount, tags, deployTo }, index): Agent => ({
    ...subjectOf(serviceAccount),
    name,
    role: { kind: "target", tags, deployTo },
    environments: [environment],
    setting: `octopus.onCluster.targets[${index}].serviceAccount`,
  }));
}

/** Unique in a space, which several clusters may share. */
function agentName({ launchers }: Organization, { namespace }: PodIdentitySubject): string {
  return `${launchers[0]?.mechanism.clusterName ?? ""}-${namespace}`;
}

function subjectOf(account: string): PodIdentitySubject {
  const [namespace = "", serviceAccount = ""] = account.split("/");
  return { namespace, serviceAccount };
}
