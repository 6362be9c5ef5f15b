import { spawn, type SpawnOptions } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

/** Shows one line to the person who waits. */
export type Say = (line: string) => void;

/** A command that takes long enough for its user to wonder. */
export interface Step {
  /** What happens, as a person would say it: "compiling the Pulumi CLI". */
  readonly title: string;
  /** How long it takes, in words; shown beside the time that has passed. */
  readonly usually: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** File that gets all output of the command. */
  readonly log: string;
}

const heartbeatMs = 15_000;
const shownOnFailure = 15;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a command, output to its log file, with a line at the start and another every 15 seconds.
 * @throws Error with the last lines of the log when the command fails or cannot be started.
 */
export async function runStep(step: Step, say: Say): Promise<void> {
  const started = Date.now();
  say(`${step.title} (${step.usually})`);
  const heartbeat = setInterval(() => {
    say(`${step.title}: ${Math.round((Date.now() - started) / 1000)} s so far (${step.usually})`);
  }, heartbeatMs);
  mkdirSync(dirname(step.log), { recursive: true });
  const log = openSync(step.log, "w");
  try {
    const problem = await runToEnd(step, { stdio: ["ignore", log, log] });
    if (problem !== undefined) throw new Error(`${step.title} failed: ${problem}${tail(step.log)}`);
  } finally {
    clearInterval(heartbeat);
    closeSync(log);
  }
}

/** Says what went wrong, or nothing. */
function runToEnd(step: Step, options: SpawnOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    // A group of its own, so that the compilers that a build has started can be ended together with it.
    const child = spawn(step.command, step.args, {
      ...options,
      cwd: step.cwd,
      env: { ...process.env, ...step.env },
      detached: true,
    });
    let interrupted: NodeJS.Signals | undefined;
    const interrupt = (signal: NodeJS.Signals): void => {
      interrupted = signal;
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    };
    for (const signal of signals) process.on(signal, interrupt);
    const settle = (problem?: string): void => {
      for (const signal of signals) process.removeListener(signal, interrupt);
      if (interrupted !== undefined) process.kill(process.pid, interrupted);
      resolve(interrupted ?? problem);
    };
    child.once("error", (error: NodeJS.ErrnoException) =>
      settle(error.code === "ENOENT" ? `there is no ${step.command} on PATH` : error.message),
    );
    child.once("exit", (code, signal) => settle(code === 0 ? undefined : `exit ${code ?? signal}`));
  });
}

function tail(log: string): string {
  const lines = readFileSync(log, "utf8").trimEnd().split("\n").slice(-shownOnFailure);
  return lines.join("") === ""
    ? ""
    : `\n${[...lines, `(all of it: ${log})`].map((line) => `  ${line}`).join("\n")}`;
}
