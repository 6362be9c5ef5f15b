import type { Organization } from "../config/model";
import type { NetworkSettings } from "../config/network";
import type { OctopusSettings } from "../config/octopus";
import type { Problem } from "../config/problems";
import { agentSecretValues, agentValues } from "../kubernetes/agent-values";
import { overlayProblems } from "../kubernetes/overlay";
import { serverSecretValues, serverValues } from "../kubernetes/server-values";
import { imageProblems } from "./on-cluster-images";
import { namespaceProblems } from "./on-cluster-namespaces";
import { onClusterModel, type OnCluster } from "./on-cluster";
import { unknownEnvironments } from "./references";

/**
 * Everything that is wrong with what runs of Octopus on the cluster, before anything of it is there.
 *
 * @param network of the tooling account; undefined where it is not known, and images are not looked at
 */
export function onClusterProblems(
  settings: OctopusSettings,
  organization: Organization,
  network: NetworkSettings | undefined,
): Problem[] {
  const model = onClusterModel(settings, organization);
  if (!model.server && model.agents.length === 0) return [];
  return [
    ...eulaProblems(settings),
    ...serverProblems(settings, model),
    ...agentProblems(settings, model),
    ...targetProblems(settings, organization),
    ...namespaceProblems(organization, model),
    ...(network ? imageProblems(settings.onCluster, model, network) : []),
    ...valuesProblems(settings, model),
  ];
}

function eulaProblems({ onCluster }: OctopusSettings): Problem[] {
  if (onCluster.acceptEula) return [];
  const message =
    "is not true, so that Octopus would not start: read https://octopus.com/legal/customer-agreement, and write true " +
    "if you accept it";
  return [{ setting: "octopus.onCluster.acceptEula", message }];
}

function serverProblems({ onCluster: { server } }: OctopusSettings, model: OnCluster): Problem[] {
  if (!model.server || server.replicas <= 1 || server.storageClass !== undefined) return [];
  const message =
    `is missing, and ${server.replicas} nodes share packages, artifacts and logs: write a storage class that is ` +
    "ReadWriteMany, e.g. one of the EFS CSI driver, or replicas: 1";
  return [{ setting: "octopus.onCluster.server.storageClass", message }];
}

function agentProblems({ onCluster: { agents } }: OctopusSettings, model: OnCluster): Problem[] {
  const problems: Problem[] = [];
  const problem = (name: string, message: string): void => {
    problems.push({ setting: `octopus.onCluster.agents.${name}`, message });
  };
  if (model.agents.length === 0) return [];
  if (model.server) {
    for (const name of ["serverUrl", "pollingAddresses"] as const) {
      if (agents[name] !== undefined)
        problem(name, "would do nothing, because octopus.server is onCluster: remove it");
    }
  } else if (agents.serverUrl === undefined) {
    problem(
      "serverUrl",
      "is missing, and the server is not on the cluster: write its URL as pods reach it, e.g. https://octopus.example.com",
    );
  }
  if (agents.scriptPods === "shared" && agents.storageClass === undefined) {
    problem(
      "storageClass",
      "is missing, and scriptPods is shared: write one that is ReadWriteMany, e.g. of the EFS CSI driver",
    );
  }
  return problems;
}

function targetProblems({ onCluster: { targets } }: OctopusSettings, organization: Organization): Problem[] {
  return targets.flatMap(({ environment }, index) =>
    unknownEnvironments(
      `octopus.onCluster.targets[${index}].environment`,
      [environment],
      organization,
      () => "",
    ),
  );
}

/** Values of the user's in places that the program decides. */
function valuesProblems({ onCluster, space }: OctopusSettings, { server, agents }: OnCluster): Problem[] {
  const storageClass = "";
  const surroundings = { onCluster, server, space: space.name ?? "", storageClass };
  const problems = [
    ...(server
      ? overlayProblems(
          "octopus.onCluster.server.values",
          onCluster.server.values,
          serverValues(onCluster, server, storageClass),
          serverSecretValues,
        )
      : []),
    ...agents.flatMap((agent) =>
      overlayProblems(
        "octopus.onCluster.agents.values",
        onCluster.agents.values,
        agentValues(agent, surroundings),
        agentSecretValues,
      ),
    ),
  ];
  // The values of all agents are the same ones.
  return [...new Map(problems.map((problem) => [problem.setting, problem])).values()];
}
