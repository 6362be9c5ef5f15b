import { linkSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { KubernetesServers } from "../engine/kubernetes/executables";
import { lazyControlPlanes, type ServerCertificate } from "../kubernetes/lazy";
import { sandboxApiKey, startOctopus } from "../octopus";
import { startFront } from "./front/server";
import { startMoto } from "./moto";
import type { SeedOrganization } from "./organization";
import { isAlive, markOf, type ProcessMark } from "./process";

/** What a daemon is started with, in the file that its only argument names. */
export interface DaemonPlan {
  /** The folder of `daemon.json`. */
  readonly folder: string;
  readonly python: string;
  /** The folder of the Python sources. */
  readonly sources: string;
  readonly organization: SeedOrganization;
  /** What EKS clusters run on, or nothing: then they are records, whose addresses nobody answers at. */
  readonly kubernetes: KubernetesServers | "none";
}

/** `daemon.json`: where the daemon answers, and which processes it consists of. */
export interface DaemonRecord {
  readonly endpoint: string;
  readonly judge: string;
  /** Where the Octopus Server of the sandbox answers. */
  readonly octopus: string;
  readonly daemon: ProcessMark;
  readonly python: ProcessMark;
}

async function main(plan: DaemonPlan): Promise<void> {
  const record = join(plan.folder, "daemon.json");
  const moto = await startMoto(plan);
  const controlPlanes =
    plan.kubernetes === "none"
      ? undefined
      : lazyControlPlanes(plan.kubernetes, join(plan.folder, "kubernetes"), async (addresses) => {
          const question = { authority: "kubernetes", addresses };
          return (await moto.ask("certificate", question)) as ServerCertificate;
        });
  const front = await startFront(moto, plan.organization, controlPlanes);
  const octopus = await startOctopus({ apiKey: sandboxApiKey });

  const stop = async (status: number): Promise<void> => {
    if (recorded(record)?.daemon.pid === process.pid) rmSync(record, { force: true });
    front.close();
    await octopus.close();
    await controlPlanes?.stop();
    await moto.stop();
    process.exit(status);
  };
  moto.onExit((how) => {
    console.error(`moto ended (${how}), so the AWS of the sandbox ends too`);
    void stop(1);
  });
  process.on("SIGTERM", () => void stop(0));
  process.on("SIGINT", () => void stop(0));

  const marks = { daemon: markOf(process.pid), python: markOf(moto.pid) };
  if (!marks.daemon || !marks.python)
    throw new Error("the processes of the sandbox's AWS cannot be identified");
  const mine = {
    endpoint: front.endpoint,
    judge: `${front.endpoint}/_octolaunch/judge`,
    octopus: octopus.endpoint,
    daemon: marks.daemon,
    python: marks.python,
  };
  if (!claim(record, mine)) {
    console.error("another daemon was faster");
    await stop(0);
  }
  process.send?.("ready");
}

/** Writes the record unless a daemon that runs has done so: of two started at once, one stays. */
function claim(path: string, record: DaemonRecord): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(record, null, 2));
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        linkSync(draft, path);
        return true;
      } catch {
        const other = recorded(path);
        if (other && isAlive(other.daemon)) return false;
        rmSync(path, { force: true });
      }
    }
    return false;
  } finally {
    unlinkSync(draft);
  }
}

function recorded(path: string): DaemonRecord | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as DaemonRecord;
  } catch {
    return undefined;
  }
}

main(JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as DaemonPlan).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
