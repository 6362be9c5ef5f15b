import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { kubernetesVersion } from "../../versions";
import type { Say } from "../progress";
import type { Server } from "./executables";

/**
 * A server that envtest has installed: in the folder of `KUBEBUILDER_ASSETS`, where `setup-envtest` keeps what it
 * downloads, or where kubebuilder does.
 *
 * @param env the environment, of which `KUBEBUILDER_ASSETS` and `XDG_DATA_HOME` matter
 * @param say told why one in `KUBEBUILDER_ASSETS` is passed over
 * @returns its path, if there is one of the same minor version
 */
export function findInstalled(server: Server, env: NodeJS.ProcessEnv, say: Say): string | undefined {
  const { KUBEBUILDER_ASSETS: assets, XDG_DATA_HOME: data = join(homedir(), ".local", "share") } = env;
  const release = `${kubernetesVersion}-${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
  const folders = [join(data, "kubebuilder-envtest", "k8s", release), "/usr/local/kubebuilder/bin"];
  for (const folder of assets ? [assets, ...folders] : folders) {
    const executable = join(folder, server);
    if (!existsSync(executable)) continue;
    const objection = objectionTo(server, executable);
    if (objection === undefined) return executable;
    if (folder === assets) say(`not using ${executable}: ${objection}`);
  }
  return undefined;
}

function objectionTo(server: Server, executable: string): string | undefined {
  const { status, stdout } = spawnSync(executable, ["--version"], { encoding: "utf8", timeout: 30_000 });
  if (status !== 0) return "it does not run";
  // etcd has versions of its own, and any that serves the API of its third will do.
  const [wanted, name] = server === "etcd" ? [/^3\./, "3"] : [minorOf(kubernetesVersion), kubernetesVersion];
  const version = /v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? "unknown";
  return wanted.test(version) ? undefined : `it is ${version}, needed is ${name}`;
}

function minorOf(version: string): RegExp {
  const [major, minor] = version.split(".");
  return new RegExp(String.raw`^${major}\.${minor}\.`);
}
