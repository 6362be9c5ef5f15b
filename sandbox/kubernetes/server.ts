import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";

/** A server that runs as a process of its own. */
export interface Server {
  readonly pid: number;
  /** Settles when the process ends, and says how. */
  readonly ended: Promise<string>;
  /** Ends it at once: what it holds is not needed any more. Returns when it is gone. */
  kill(): Promise<void>;
}

/**
 * Becomes the server, after leaving a shell behind that ends it when our end of the standard input closes: that is
 * when we are gone, however we died.
 */
const attached = 'exec 3<&0 </dev/null; (read -r _ <&3; kill -9 $$ 2>/dev/null) & exec "$0" "$@" 3<&-';

/**
 * Starts a server that does not outlive this process.
 *
 * @param log file that gets what it prints
 */
export function startServer(executable: string, args: readonly string[], log: string): Server {
  const sink = openSync(log, "a");
  const child = spawn("/bin/sh", ["-c", attached, executable, ...args], { stdio: ["pipe", sink, sink] });
  closeSync(sink);
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? `status ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
