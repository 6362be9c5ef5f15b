import { spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync, closeSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { buildSync } from "esbuild";

import type { KubernetesServers } from "../engine/kubernetes/executables";
import type { SandboxHome } from "../home";
import type { DaemonPlan, DaemonRecord } from "./daemon";
import type { SeedOrganization } from "./organization";
import { end, gone, isAlive } from "./process";

export type { SeedOrganization } from "./organization";

/** A running AWS of the sandbox. */
export interface AwsHandle {
  /** For `AWS_ENDPOINT_URL`, e.g. `http://127.0.0.1:40001`. */
  readonly endpoint: string;
  readonly pid: number;
  /** Address that judges a resource by AWS's schemas. */
  readonly judge: string;
  /** Address of the Octopus Server that runs beside it, for `OCTOPUS_URL`. */
  readonly octopus: string;
}

export interface AwsOptions {
  readonly home: SandboxHome;
  /** Path of a Python that has moto and cfn-lint. */
  readonly python: string;
  readonly organization: SeedOrganization;
  /** What EKS clusters run on; with `none` they are records, whose addresses nobody answers at. */
  readonly kubernetes: KubernetesServers | "none";
  /** Takes lines of progress. */
  readonly say: (line: string) => void;
}

/**
 * Starts the AWS of a sandbox as a process of its own, or finds the one that runs and adds the accounts that it has
 * not. It lives until `stopAws`.
 *
 * @throws Error with the end of its log when it does not come up
 */
export async function startAws({
  home,
  python,
  organization,
  kubernetes,
  say,
}: AwsOptions): Promise<AwsHandle> {
  const running = findAws(home);
  if (running) {
    // A daemon goes on running the code that it was started with.
    if ((running.octopus as string | undefined) === undefined)
      throw new Error(
        "the sandbox was started by an older version, which had no Octopus Server: run `npm run sandbox -- reset`, then this again",
      );
    await addAccounts(running, organization);
    return running;
  }
  await stopAws(home);

  mkdirSync(home.aws, { recursive: true });
  mkdirSync(home.logs, { recursive: true });
  const sources = join(__dirname, "python");
  const plan: DaemonPlan = { folder: home.aws, python, sources, organization, kubernetes };
  const planFile = join(home.aws, "plan.json");
  writeFileSync(planFile, JSON.stringify(plan, null, 2));
  const program = join(home.aws, "daemon.js");
  buildSync({
    entryPoints: [join(__dirname, "daemon.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    outfile: program,
    logLevel: "silent",
  });

  const log = join(home.logs, "aws.log");
  const sink = openSync(log, "w");
  const daemon = spawn(process.execPath, [program, planFile], {
    detached: true,
    stdio: ["ignore", sink, sink, "ipc"],
    cwd: home.aws,
  });
  closeSync(sink);
  await new Promise<void>((resolve) => {
    daemon.once("message", () => resolve());
    daemon.once("exit", () => resolve());
    daemon.once("error", () => resolve());
  });
  if (daemon.connected) daemon.disconnect();
  daemon.unref();

  const handle = findAws(home);
  if (!handle) throw new Error(`the sandbox's AWS did not start:\n${tail(log)}\nIts whole log: ${log}`);
  say(`AWS answers at ${handle.endpoint}, with ${organization.accounts.length + 1} accounts`);
  say(`Octopus Server answers at ${handle.octopus}`);
  return handle;
}

/** Settings may have got an account since the sandbox was started. */
async function addAccounts({ endpoint }: AwsHandle, organization: SeedOrganization): Promise<void> {
  const answer = await fetch(`${endpoint}/_octolaunch/accounts`, {
    method: "POST",
    body: JSON.stringify(organization),
  });
  if (answer.ok) return;
  const { error } = (await answer.json()) as { error: string };
  throw new Error(`The sandbox runs for other settings: ${error}. "npm run sandbox -- reset" ends it.`);
}

/** The AWS of this sandbox if it runs; a process that merely has its old id does not count. */
export function findAws(home: SandboxHome): AwsHandle | undefined {
  const record = readRecord(home);
  if (!record || !isAlive(record.daemon)) return undefined;
  const { endpoint, judge, octopus, daemon } = record;
  return { endpoint, judge, octopus, pid: daemon.pid };
}

/** Ends the AWS of this sandbox, and returns when none of its processes is left. */
export async function stopAws(home: SandboxHome): Promise<void> {
  const record = readRecord(home);
  if (!record) return;
  await end(record.daemon);
  // It goes by itself when its daemon is gone.
  if (!(await gone(record.python, 3000))) await end(record.python);
  rmSync(join(home.aws, "daemon.json"), { force: true });
}

function readRecord(home: SandboxHome): DaemonRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(home.aws, "daemon.json"), "utf8")) as DaemonRecord;
  } catch {
    return undefined;
  }
}

function tail(file: string): string {
  return readFileSync(file, "utf8").trim().split("\n").slice(-15).join("\n");
}
