import type { OnClusterSettings } from "../config/octopus-cluster";
import { pollingPort, type Agent, type OnCluster } from "../octopus/on-cluster";
import type { Values } from "./overlay";
import { agentRules, deployingRules, nothing } from "./rules";

/** The secret that an agent registers with, in its namespace. */
export const tokenSecretName = "octopus-agent-token";

/** Places of the chart's values that are secrets. */
export const agentSecretValues = [
  "agent.bearerToken",
  "agent.certificate",
  "agent.password",
  "agent.pollingProxy.password",
  "agent.serverApiKey",
  "agent.upgrade.dockerAuth.password",
];

/** What an agent needs to know beside its own description. */
export interface AgentSurroundings {
  readonly onCluster: OnClusterSettings;
  readonly server: OnCluster["server"];
  /** Name or id of the space in which it registers. */
  readonly space: string;
  /** Of the volume that it shares with its script pods. */
  readonly storageClass: string;
}

/**
 * Values for the chart of the Kubernetes agent, as a worker or a target that polls the server.
 *
 * @see https://github.com/OctopusDeploy/helm-charts/blob/main/charts/kubernetes-agent/values.yaml
 */
export function agentValues(agent: Agent, surroundings: AgentSurroundings): Values {
  const { onCluster, space, storageClass } = surroundings;
  const { agents, acceptEula } = onCluster;
  const { role } = agent;
  return {
    agent: {
      name: agent.name,
      acceptEula: acceptEula ? "Y" : "N",
      space,
      ...addresses(surroundings),
      bearerTokenSecretName: tokenSecretName,
      image: imageValues(agents.image),
      roleRules: agentRules,
      worker: {
        enabled: role.kind === "worker",
        ...(role.kind === "worker" ? { initial: { workerPools: role.pools } } : {}),
      },
      deploymentTarget: {
        enabled: role.kind === "target",
        ...(role.kind === "target" ? { initial: { environments: agent.environments, tags: role.tags } } : {}),
      },
    },
    scriptPods: {
      serviceAccount: {
        name: agent.serviceAccount,
        // Roles of namespaces throughout: the chart's own are for the whole cluster.
        useNamespacedRoles: true,
        clusterRole: { enabled: false },
        ...(role.kind === "target" ? { targetNamespaces: role.deployTo, roleRules: deployingRules } : {}),
      },
      workerRoleRules: nothing,
      worker: { image: imageValues(agents.scriptImage) },
      ...(role.kind === "target" ? { deploymentTarget: { image: imageValues(agents.scriptImage) } } : {}),
    },
    persistence: {
      storageClassName: storageClass,
      size: agents.size,
      accessModes: [agents.scriptPods === "shared" ? "ReadWriteMany" : "ReadWriteOnce"],
      // Its server would run privileged.
      nfs: { enabled: false },
    },
    // It would read the whole cluster.
    kubernetesMonitor: { enabled: false },
    autoUpgrader: { selfNamespaceRoleRules: nothing, targetNamespaceRoleRules: nothing },
  };
}

/** The server that an agent registers with, and where it polls. */
function addresses({ onCluster: { agents }, server }: AgentSurroundings): Values {
  if (server) return { serverUrl: server.url, serverCommsAddresses: server.pollingAddresses };
  const { serverUrl = "", pollingAddresses } = agents;
  return {
    serverUrl,
    serverCommsAddresses: pollingAddresses ?? [`${serverUrl.replace(/:\d+$/, "")}:${pollingPort}`],
  };
}

function imageValues({ repository, tag }: OnClusterSettings["agents"]["image"]): Values {
  return tag === undefined ? { repository } : { repository, tag };
}
