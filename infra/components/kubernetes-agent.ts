import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { agentValues, tokenSecretName, type AgentSurroundings } from "../kubernetes/agent-values";
import { withOverlay } from "../kubernetes/overlay";
import type { Agent } from "../octopus/on-cluster";
import { keptSecret } from "./kept-secret";

/** What an agent is made from. */
export interface KubernetesAgentArgs extends AgentSurroundings {
  readonly agent: Agent;
  /** The token by which it registers; without one, that of an earlier run stays. */
  readonly token: string | undefined;
}

/**
 * An agent of Octopus, which polls the server and runs each step in a pod of its own. The chart creates the service
 * account of those pods and cannot be told not to.
 */
export class KubernetesAgent extends pulumi.ComponentResource {
  constructor(name: string, args: KubernetesAgentArgs, options: pulumi.ComponentResourceOptions) {
    super("octolaunch:index:KubernetesAgent", name, {}, options);
    const { agent, token, onCluster } = args;
    const { namespace } = agent;

    const secret = keptSecret(
      name,
      { name: tokenSecretName, namespace },
      token === undefined ? undefined : { "bearer-token": token },
      { parent: this },
    );
    new kubernetes.helm.v3.Release(
      name,
      {
        name: agent.role.kind,
        namespace,
        chart: onCluster.agents.chart.url,
        version: onCluster.agents.chart.version,
        values: withOverlay(agentValues(agent, args), onCluster.agents.values),
        timeout: 900,
      },
      { parent: this, dependsOn: [secret] },
    );
    this.registerOutputs();
  }
}
