import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync, renameSync, symlinkSync, unlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Say } from "./progress";

const pollMs = 250;
const remindMs = 30_000;

/**
 * Runs `action` while no other process on this machine runs one under the same lock. A holder that was killed, or
 * whose process id now belongs to somebody else, is passed over.
 * @param lock path of the lock: a symbolic link whose target names the holder, because making one is atomic and its
 * content is there from the first moment.
 */
export async function withLock<T>(lock: string, say: Say, action: () => Promise<T>): Promise<T> {
  const me = `${process.pid} ${startOf(process.pid)} ${randomUUID()}`;
  let reminder = 0;
  while (!take(lock, me)) {
    const holder = holderOf(lock);
    if (holder === undefined) continue;
    const [pid, start] = holder.split(" ");
    if (startOf(Number(pid)) !== start) {
      breakLock(lock, holder);
      continue;
    }
    if (Date.now() > reminder) {
      say(`waiting for another run (pid ${pid})`);
      reminder = Date.now() + remindMs;
    }
    await sleep(pollMs);
  }
  try {
    return await action();
  } finally {
    if (holderOf(lock) === me) unlinkSync(lock);
  }
}

function take(lock: string, me: string): boolean {
  try {
    symlinkSync(me, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function holderOf(lock: string): string | undefined {
  try {
    return readlinkSync(lock);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Removes the lock of a dead holder. If somebody else took it over since we looked, theirs is put back. */
function breakLock(lock: string, dead: string): void {
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  const found = readlinkSync(aside);
  if (found !== dead) take(lock, found);
  unlinkSync(aside);
}

/**
 * When a process started, in a form that only serves to tell it from a later one with the same id; nothing when it
 * does not run (any more). A zombie does not run.
 */
export function startOf(pid: number): string | undefined {
  if (process.platform === "linux") {
    const stat = readStat(pid);
    // proc(5): the command's name ends at the last parenthesis; the state follows it, starttime is 19 fields later.
    const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields?.[0] === "Z" ? undefined : fields?.[19];
  }
  const ps = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" });
  const [, state, start] = /^(\S+)\s+(.+)$/.exec(ps.stdout.trim()) ?? [];
  return state?.startsWith("Z") ? undefined : start?.replaceAll(/\s+/g, "-");
}

function readStat(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
