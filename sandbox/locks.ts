import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import type { Session } from "./session";

/** A lock that an engine took on a stack. */
export interface StackLock {
  readonly pid: number;
  /** Whether that engine still runs. */
  readonly held: boolean;
}

/** The locks on a stack in the file backend. One whose engine was killed stays. */
export function locksOf({ home, project }: Session, stack: string): readonly StackLock[] {
  const folder = join(home.state, ".pulumi", "locks", "organization", project.name, stack);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => {
    try {
      const { pid } = JSON.parse(readFileSync(join(folder, file), "utf8")) as { pid: number };
      return [{ pid, held: isPulumi(pid) }];
    } catch {
      // The engine removed it in between.
      return [];
    }
  });
}

/** Whether a process of this id runs and is an engine; the id may have gone to something else since. */
function isPulumi(pid: number): boolean {
  try {
    const program =
      process.platform === "linux"
        ? readFileSync(`/proc/${pid}/comm`, "utf8")
        : execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" });
    return basename(program.trim()) === "pulumi";
  } catch {
    return false;
  }
}
