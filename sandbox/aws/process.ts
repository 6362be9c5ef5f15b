import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** A process that can be told from a later one of the same id. */
export interface ProcessMark {
  readonly pid: number;
  /** When it started, in the words of the operating system. */
  readonly started: string;
}

/** Marks a process that runs now; undefined when there is none, or only what is left of one that ended. */
export function markOf(pid: number): ProcessMark | undefined {
  const started = process.platform === "linux" ? startOnLinux(pid) : startByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether exactly this process still runs. */
export function isAlive(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.started === mark.started;
}

/**
 * Ends a process: asks first, and insists after a while. Does nothing to another process of the same id.
 *
 * @param patience milliseconds given to it to end by itself
 */
export async function end(mark: ProcessMark, patience = 5000): Promise<void> {
  if (!isAlive(mark)) return;
  process.kill(mark.pid, "SIGTERM");
  if (await gone(mark, patience)) return;
  process.kill(mark.pid, "SIGKILL");
  await gone(mark, patience);
}

/** Waits for the end of a process; false when it is still there after `patience` milliseconds. */
export async function gone(mark: ProcessMark, patience: number): Promise<boolean> {
  for (const deadline = Date.now() + patience; Date.now() < deadline; await pause(20)) {
    if (!isAlive(mark)) return true;
  }
  return !isAlive(mark);
}

/** Fields of /proc/PID/stat after the name in parentheses: the first is the state, the twentieth the start. */
function startOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function startByPs(pid: number): string | undefined {
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return line === "" || line.startsWith("Z") ? undefined : line.replace(/^\S+\s+/, "");
  } catch {
    return undefined;
  }
}
