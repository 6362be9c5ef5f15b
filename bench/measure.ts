import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** One run of a command. */
export interface Run {
  readonly seconds: number;
  /** Of all processors, for the command and all that it started: other work on the machine does not add to it. */
  readonly processorSeconds: number;
  /** The most that the command and all that it started held at one time. */
  readonly mebibytes: number;
}

const sampleMs = 50;

/** What the kernel counts processor time in, the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

/**
 * Runs a command to its end and watches its memory and processor time.
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
  let kibibytes = 0;
  let ticks = 0;
  const sampling = setInterval(() => {
    const used = usedBy(child.pid ?? 0);
    kibibytes = Math.max(kibibytes, used.kibibytes);
    ticks = Math.max(ticks, used.ticks);
  }, sampleMs);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(sampling);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${output}`);
  return {
    seconds: Number(process.hrtime.bigint() - started) / 1e9,
    processorSeconds: ticks / ticksPerSecond,
    mebibytes: kibibytes / 1024,
  };
}

interface Used {
  readonly kibibytes: number;
  readonly ticks: number;
}

/** Resident memory and processor time of a process and its descendants, from /proc. */
function usedBy(root: number): Used {
  const parents = new Map<number, number>();
  const used = new Map<number, Used>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      // What stands after the command's name, which may have spaces in it.
      const [, stat = ""] = /^.*\) (.*)$/m.exec(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
      parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
      used.set(Number(name), {
        kibibytes: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0),
        // Its own, and that of children that have ended: utime, stime, cutime and cstime.
        ticks: stat.split(" ").slice(11, 15).map(Number).reduce(sum, 0),
      });
    } catch {
      // It ended while we looked.
    }
  }
  const below = (pid: number): boolean =>
    pid === root || (parents.has(pid) && below(parents.get(pid) as number));
  const found = [...used].filter(([pid]) => below(pid)).map(([, one]) => one);
  return {
    kibibytes: found.map((one) => one.kibibytes).reduce(sum, 0),
    ticks: found.map((one) => one.ticks).reduce(sum, 0),
  };
}

function sum(one: number, other: number): number {
  return one + other;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
