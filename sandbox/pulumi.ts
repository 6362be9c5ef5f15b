import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { commandEnvironment, type Session } from "./session";

/** How a command of Pulumi ended. */
export interface PulumiResult {
  readonly code: number;
  readonly stdout: string;
  /** Both streams in the order in which they came. */
  readonly output: string;
}

export interface PulumiOptions {
  /** Gets every line while the command runs. */
  readonly onLine?: (line: string) => void;
  /** Folder of the project; that of the session by default. */
  readonly cwd?: string;
}

/**
 * Runs the engine in the sandbox.
 *
 * It runs in a process group of its own and gets an interrupt exactly once: from the terminal as well as from us it
 * would get two, and the second makes it drop what is under way.
 */
export async function pulumi(
  session: Session,
  args: readonly string[],
  { onLine, cwd }: PulumiOptions = {},
): Promise<PulumiResult> {
  const child = spawn(
    join(session.engine.bin, "pulumi"),
    [...args, "--non-interactive", "--color", "never"],
    {
      cwd: cwd ?? session.project.folder,
      env: commandEnvironment(session),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    },
  );
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal === "SIGHUP" ? "SIGINT" : signal);
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, forward);

  let stdout = "";
  let output = "";
  let unfinished = "";
  const take = (chunk: string): void => {
    output += chunk;
    const lines = (unfinished + chunk).split("\n");
    unfinished = lines.pop() ?? "";
    for (const line of lines) onLine?.(line);
  };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
    take(chunk);
  });
  child.stderr.setEncoding("utf8").on("data", take);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exit, signal) => resolve(exit ?? (signal ? 130 : 1)));
    });
    return { code, stdout, output };
  } finally {
    for (const signal of signals) process.removeListener(signal, forward);
  }
}

/**
 * Arguments that name a stack and a copy of its settings. The engine writes its salt into the settings it is given,
 * and a salt in the checkout would be committed.
 */
export function stackArguments(session: Session, stack: string): string[] {
  const folder = join(session.home.root, "settings");
  mkdirSync(folder, { recursive: true });
  const name = `Pulumi.${stack}.yaml`;
  const source = join(session.project.folder, name);
  const copy = join(folder, name);
  if (existsSync(source)) copyFileSync(source, copy);
  else writeFileSync(copy, "config: {}\n");
  return ["--stack", stack, "--config-file", copy];
}

/** Names of the stacks that exist in the sandbox's backend. */
export async function existingStacks(session: Session): Promise<readonly string[]> {
  const { code, stdout, output } = await pulumi(session, ["stack", "ls", "--json"]);
  if (code !== 0) throw new Error(output.trim());
  return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
}

/** Makes sure that a stack exists. It is made from a folder apart, where the engine may write its salt. */
export async function ensureStack(session: Session, stack: string): Promise<void> {
  if ((await existingStacks(session)).includes(stack)) return;
  const folder = join(session.home.root, "new-stack");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), `name: ${session.project.name}\nruntime: nodejs\n`);
  const { code, output } = await pulumi(session, ["stack", "init", stack, "--no-select"], { cwd: folder });
  if (code !== 0) throw new Error(output.trim());
}

/** A stack's state as the engine exports it to a file. */
export interface StateFile {
  readonly deployment: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly { readonly type: string; readonly resource: StateResource }[];
  };
}

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly provider?: string;
  readonly protect?: boolean;
  readonly parent?: string;
  readonly custom?: boolean;
}

export async function exportFile(session: Session, stack: string): Promise<StateFile> {
  const { code, stdout, output } = await pulumi(session, ["stack", "export", "--stack", stack]);
  if (code !== 0) throw new Error(output.trim());
  return JSON.parse(stdout) as StateFile;
}

/** The resources of a stack and the operations on them that an engine has not finished. */
export async function exportState(
  session: Session,
  stack: string,
): Promise<{ readonly resources: readonly StateResource[]; readonly pending: number }> {
  const { deployment } = await exportFile(session, stack);
  return { resources: deployment.resources ?? [], pending: deployment.pending_operations?.length ?? 0 };
}
