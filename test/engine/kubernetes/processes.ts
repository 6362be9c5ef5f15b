import { execFileSync } from "node:child_process";

/** Processes of control planes that a daemon has started, by name. */
export function planeProcesses(daemon: number): readonly string[] {
  return processes()
    .filter(({ parent, command }) => parent === daemon && /^(etcd|kube-)/.test(command))
    .map(({ command }) => command);
}

/** Ids of the same, which outlive the question. */
export function planeIds(daemon: number): readonly number[] {
  return processes()
    .filter(({ parent, command }) => parent === daemon && /^(etcd|kube-)/.test(command))
    .map(({ pid }) => pid);
}

function processes(): { pid: number; parent: number; command: string }[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,stat=,comm="], { encoding: "utf8" })
    .trim()
    .split("\n");
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state = ""]) => !state.startsWith("Z"))
    .map(([pid, parent, , command = ""]) => ({ pid: Number(pid), parent: Number(parent), command }));
}
