import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { KubernetesServers } from "../engine/kubernetes/executables";
import { apiServerArguments, controllerArguments, etcdArguments, files } from "./arguments";
import type { ClusterPlan } from "./control-planes";
import { freePort } from "./relay";
import { startServer, type Server } from "./server";

/** Processes of a control plane that answers. */
export interface RunningPlane {
  readonly port: number;
  /** Settles when one of them ends, and says which and how. */
  readonly ended: Promise<string>;
  kill(): Promise<void>;
}

/** Milliseconds that a start may take: two seconds on an idle machine. */
const patience = 90_000;

/**
 * Starts etcd, kube-apiserver and the controllers on what is in a folder, and returns when the API server is ready.
 *
 * @throws Error with the end of its log when one of them ends before that
 */
export async function runPlane(
  servers: KubernetesServers,
  folder: string,
  plan: ClusterPlan,
): Promise<RunningPlane> {
  const ports = { etcd: await freePort(), etcdPeers: await freePort(), apiServer: await freePort() };
  const started: Server[] = [];
  const endings: Promise<string>[] = [];
  const start = (name: string, executable: string, args: readonly string[]): void => {
    const log = join(folder, `${name}.log`);
    const server = startServer(executable, args, log);
    started.push(server);
    endings.push(server.ended.then((how) => `${name} ended (${how}):\n${tail(log)}`));
  };
  const kill = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.kill()));
  };

  start("etcd", servers.etcd, etcdArguments(folder, ports));
  start("kube-apiserver", servers.apiServer, apiServerArguments(folder, plan, ports));
  const giveUp = new AbortController();
  const ready = untilReady(ports.apiServer, readFileSync(join(folder, files.authority)), giveUp.signal);
  const failure = await Promise.race([ready, ...endings]);
  giveUp.abort();
  if (failure !== undefined) {
    await kill();
    throw new Error(failure);
  }
  start("kube-controller-manager", servers.controllerManager, controllerArguments(folder));
  return { port: ports.apiServer, ended: Promise.race(endings), kill };
}

/** Waits for the API server, and says what is wrong when it does not come. */
async function untilReady(port: number, ca: Buffer, signal: AbortSignal): Promise<string | undefined> {
  for (const deadline = Date.now() + patience; !signal.aborted; await pause(50)) {
    if (await isReady(port, ca)) return undefined;
    if (Date.now() > deadline) return `kube-apiserver was not ready after ${patience / 1000} s`;
  }
  return undefined;
}

function isReady(port: number, ca: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    // Readiness is no secret: Kubernetes tells it to everybody.
    const asked = request({ host: "127.0.0.1", port, path: "/readyz", ca, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.on("error", () => resolve(false));
    asked.end();
  });
}

function tail(log: string): string {
  return readFileSync(log, "utf8").trim().split("\n").slice(-5).join("\n");
}
