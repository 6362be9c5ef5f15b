import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "../../home";
import { kubernetesVersion } from "../../versions";
import { cached } from "../cached";
import { buildFromModules, type GoProgram } from "../modules";
import type { Say } from "../progress";
import { findInstalled } from "./find";

/** Executables of a control plane. */
export interface KubernetesServers {
  readonly etcd: string;
  readonly apiServer: string;
  readonly controllerManager: string;
}

export type Server = "etcd" | "kube-apiserver" | "kube-controller-manager";

/** How each is built. The later ones are quick because they share most of what the API server is made of. */
const programs: Readonly<Record<Server, Pick<GoProgram, "package" | "variables" | "usually">>> = {
  etcd: {
    package: "go.etcd.io/etcd/server/v3",
    variables: {},
    usually: { download: "about a minute", compile: "less than a minute" },
  },
  "kube-apiserver": {
    package: "k8s.io/kubernetes/cmd/kube-apiserver",
    // Clients read it, and cannot read what it is by default.
    variables: { "k8s.io/component-base/version.gitVersion": `v${kubernetesVersion}` },
    usually: { download: "about a minute", compile: "about 5 minutes on 2 cores" },
  },
  "kube-controller-manager": {
    package: "k8s.io/kubernetes/cmd/kube-controller-manager",
    variables: { "k8s.io/component-base/version.gitVersion": `v${kubernetesVersion}` },
    usually: { download: "a few seconds", compile: "about 2 minutes on 2 cores" },
  },
};

/**
 * Where the executables of a Kubernetes control plane are, or will be once they are built. etcd and kube-apiserver may
 * be those of envtest.
 *
 * @see https://book.kubebuilder.io/reference/envtest for `KUBEBUILDER_ASSETS` and `setup-envtest`
 */
export function kubernetesServers(say: Say): KubernetesServers {
  const find = (server: Server): string =>
    findInstalled(server, process.env, say) ?? join(folderOf(server), server);
  return {
    etcd: find("etcd"),
    apiServer: find("kube-apiserver"),
    controllerManager: find("kube-controller-manager"),
  };
}

/** Whether there is nothing to build. */
export function areBuilt(servers: KubernetesServers): boolean {
  return Object.values(servers).every((executable: string) => existsSync(executable));
}

/**
 * Builds from Go modules what is not there yet; it stays in the cache.
 *
 * @throws Error saying what to do when one of them cannot be built
 */
export async function ensureKubernetes(say: Say): Promise<KubernetesServers> {
  const servers = kubernetesServers(say);
  const places: readonly (readonly [Server, string])[] = [
    ["etcd", servers.etcd],
    ["kube-apiserver", servers.apiServer],
    ["kube-controller-manager", servers.controllerManager],
  ];
  for (const [server, executable] of places) if (!existsSync(executable)) await build(server, say);
  return servers;
}

function folderOf(server: Server): string {
  const name = [server, kubernetesVersion, process.platform, process.arch, "modules"].join("-");
  return join(cacheDir(), "kubernetes", name);
}

async function build(server: Server, say: Say): Promise<void> {
  const program = { ...programs[server], name: server, lockFiles: join(__dirname, "servers") };
  const log = join(cacheDir(), "logs", `${server}.log`);
  await cached(folderOf(server), say, (temporary) =>
    buildFromModules(program, join(temporary, server), log, say).catch((error: Error) => {
      throw new Error(
        `${error.message}\n${server} of Kubernetes ${kubernetesVersion} could not be built. Install Go 1.24 or later, see that it can download modules, and run this again.`,
      );
    }),
  );
}
