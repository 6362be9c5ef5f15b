import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { areBuilt, type KubernetesServers } from "../engine/kubernetes/executables";
import { clientConfig, files } from "./arguments";
import type { ClusterPlan, ControlPlane, ControlPlanes } from "./control-planes";
import { newServiceAccountKey } from "./keys";
import { startRelay } from "./relay";
import { runPlane, type RunningPlane } from "./running";

/** PEM of a certificate for the API server, of its key, and of the authority that has signed it. */
export interface ServerCertificate {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/**
 * Control planes that answer from the moment that their cluster is there, and start with the first connection: the
 * cluster of a program that has nothing on it is never asked anything.
 *
 * @param servers the executables
 * @param folder gets a folder for each of them
 * @param certify makes a certificate for these addresses
 */
export function lazyControlPlanes(
  servers: KubernetesServers,
  folder: string,
  certify: (addresses: readonly string[]) => Promise<ServerCertificate>,
): ControlPlanes {
  const all = new Set<ControlPlane>();
  return {
    async prepare(plan) {
      const plane = await prepare(servers, join(folder, plan.id), plan, await certify(addresses));
      const stopped = {
        ...plane,
        stop: async () => {
          all.delete(stopped);
          await plane.stop();
        },
      };
      all.add(stopped);
      return stopped;
    },
    async stop() {
      await Promise.all([...all].map((plane) => plane.stop()));
    },
  };
}

/** How clients on this machine reach it, and how it is called inside a cluster. */
const addresses = ["127.0.0.1", "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"];

async function prepare(
  servers: KubernetesServers,
  folder: string,
  plan: ClusterPlan,
  certificate: ServerCertificate,
): Promise<ControlPlane> {
  let running: Promise<RunningPlane> | undefined;
  let stopped = false;
  const start = async (): Promise<RunningPlane> => {
    const report = (error: string): void => {
      if (!stopped) console.error(`control plane of ${plan.id}: ${error}`);
    };
    try {
      if (!areBuilt(servers))
        throw new Error("its servers are not built: run `npm run --silent sandbox -- kubernetes`");
      const plane = await runPlane(servers, folder, plan);
      // Two of three are of no use; the next connection starts all of them on what they had.
      void plane.ended.then(async (how) => {
        report(how);
        await plane.kill();
        running = undefined;
      });
      return plane;
    } catch (error) {
      running = undefined;
      report((error as Error).message);
      throw error;
    }
  };
  const wake = async (): Promise<number> => (await (running ??= start())).port;
  const relay = await startRelay(wake);
  const endpoint = `https://127.0.0.1:${relay.port}`;
  const key = newServiceAccountKey();
  const token = randomBytes(24).toString("hex");

  const contents: Readonly<Record<keyof typeof files, string>> = {
    authority: certificate.authority,
    certificate: certificate.certificate,
    certificateKey: certificate.key,
    serviceAccountKey: key.privatePem,
    serviceAccountPublicKey: key.publicPem,
    tokens: `${token},octolaunch:controllers,octolaunch:controllers,"system:masters"\n`,
    authentication: clientConfig(plan.authentication),
    authorization: clientConfig(plan.authorization),
    controllers: clientConfig(endpoint, { authority: join(folder, files.authority), token }),
  };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, file] of Object.entries(files) as [keyof typeof files, string][]) {
    writeFileSync(join(folder, file), contents[name], { mode: 0o600 });
  }
  return {
    endpoint,
    authority: certificate.authority,
    signingKeys: [key.published],
    async stop() {
      stopped = true;
      relay.close();
      // One that was about to start is ended as well.
      await running?.then(({ kill }) => kill()).catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
