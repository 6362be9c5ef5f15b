import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";

const graceMs = 5_000;
const running = new Set<ChildProcess>();

/** Starts a process that ends with this one at the latest, and as soon as `cancelled` says so. */
export function start(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
  cancelled: AbortSignal,
): ChildProcess {
  const child = spawn(command, args, options);
  const interrupt = (): void => end(child);
  running.add(child);
  if (cancelled.aborted) interrupt();
  cancelled.addEventListener("abort", interrupt);
  child.once("close", () => {
    running.delete(child);
    cancelled.removeEventListener("abort", interrupt);
  });
  return child;
}

/** How a process ended: its exit code, or the signal that killed it. */
export type Ending = number | NodeJS.Signals;

/** Waits until a process has ended and all its output has been read. */
export function ending(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? signal ?? "SIGKILL"));
  });
}

/** Asks everything that still runs to end, insists after five seconds, and returns when it is gone. */
export async function endAll(): Promise<void> {
  const endings = [...running].map(ending);
  for (const child of running) end(child);
  await Promise.allSettled(endings);
}

function end(child: ChildProcess): void {
  child.kill("SIGINT");
  const insist = setTimeout(() => child.kill("SIGKILL"), graceMs);
  child.once("close", () => clearTimeout(insist));
}
