import type { OnClusterSettings } from "../config/octopus-cluster";
import type { NetworkSettings } from "../config/network";
import type { Problem } from "../config/problems";
import type { OnCluster } from "./on-cluster";

/** Registries on the internet. Any other host is taken for one that the VPC reaches. */
const publicRegistries = new Set([
  "docker.io",
  "index.docker.io",
  "registry-1.docker.io",
  "ghcr.io",
  "mcr.microsoft.com",
  "public.ecr.aws",
  "quay.io",
  "registry.k8s.io",
]);

/** Images that the nodes of a VPC of ours cannot pull, because it has no way to the internet. */
export function imageProblems(
  { server, agents }: OnClusterSettings,
  model: OnCluster,
  network: NetworkSettings,
): Problem[] {
  if ("existing" in network || network.nat !== "none") return [];
  const images = [
    ...(model.server ? [{ place: "server.image", ...server.image }] : []),
    ...(model.agents.length > 0
      ? [
          { place: "agents.image", ...agents.image },
          { place: "agents.scriptImage", ...agents.scriptImage },
        ]
      : []),
  ];
  return images
    .filter(({ repository }) => publicRegistries.has(registryOf(repository)))
    .map(({ place, repository }) => ({
      setting: `octopus.onCluster.${place}.repository`,
      message:
        `is ${repository}, on ${registryOf(repository)}, which nodes do not reach, because network.nat is none: mirror ` +
        "it into ECR and write e.g. 123456789012.dkr.ecr.us-east-1.amazonaws.com/" +
        `${repository.split("/").slice(-1)[0] ?? ""}, or write network.nat: single`,
    }));
}

/** The host of a repository as container runtimes understand it, e.g. `docker.io` for `octopusdeploy/worker-tools`. */
function registryOf(repository: string): string {
  const [first = "", ...rest] = repository.split("/");
  return rest.length > 0 && /[.:]/.test(first) ? first : "docker.io";
}
