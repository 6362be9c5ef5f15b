import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** One run of a command. */
export interface Run {
  readonly seconds: number;
  /** The most that the command and all that it started held at one time. */
  readonly mebibytes: number;
}

const sampleMs = 50;

/**
 * Runs a command to its end and watches its memory.
 *
 * @throws Error with its output when it fails
 */
export async function measure(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Run> {
  const started = process.hrtime.bigint();
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  let most = 0;
  const sampling = setInterval(() => (most = Math.max(most, residentOf(child.pid ?? 0))), sampleMs);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(sampling);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${output}`);
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, mebibytes: most / 1024 };
}

/** Resident memory in KiB of a process and its descendants, from /proc. */
function residentOf(root: number): number {
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
      resident.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    } catch {
      // It ended while we looked.
    }
  }
  const below = (pid: number): boolean =>
    pid === root || (parents.has(pid) && below(parents.get(pid) as number));
  return [...resident].filter(([pid]) => below(pid)).reduce((sum, [, kibibytes]) => sum + kibibytes, 0);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
