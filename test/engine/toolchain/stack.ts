import { spawn, type ChildProcess } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { constants } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bundleLanguageHost } from "../../../sandbox/engine/bundle";
import { ensureEngine } from "../../../sandbox/engine/engine";
import { startOf } from "../../../sandbox/engine/lock";
import { checkout } from "../../../sandbox/home";

/** How a command ended and all that it printed. */
export interface Result {
  readonly code: number | null;
  readonly output: string;
}

/** A Pulumi project with one stack on a file backend, run by the real CLI with our language host. */
export class Stack {
  readonly folder = mkdtempSync(join(tmpdir(), "octolaunch-engine-"));
  /** Its `PULUMI_HOME`. */
  readonly home = join(this.folder, "home");
  private readonly env: NodeJS.ProcessEnv;
  private readonly children: ChildProcess[] = [];

  /** @param bin folder of the CLI and of our language host, as `toolchain` makes it */
  constructor(bin: string, files: Record<string, string>) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
    mkdirSync(join(this.folder, "state"));
    symlinkSync(join(checkout, "node_modules"), join(this.folder, "node_modules"));
    this.env = {
      ...process.env,
      PATH: [bin, process.env.PATH].join(delimiter),
      PULUMI_HOME: this.home,
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    delete this.env.PULUMI_NODEJS_TRANSPILE_ONLY;
  }

  write(name: string, text: string): void {
    const file = join(this.folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    const options = { cwd: this.folder, env: { ...this.env, ...env } };
    const child = spawn("pulumi", [...args, "--non-interactive", "--color=never"], options);
    this.children.push(child);
    return child;
  }

  /** Runs `pulumi` with these words, to its end. */
  pulumi(words: string, env: Record<string, string> = {}): Promise<Result> {
    return resultOf(this.start(words.split(" "), env));
  }

  async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse((await this.pulumi("stack output --json --show-secrets")).output) as Record<
      string,
      unknown
    >;
  }

  /** Waits until a program has written down its process id and that of its language host, as `noteProcesses` does. */
  async processes(): Promise<number[]> {
    const file = join(this.folder, "processes");
    while (!existsSync(file)) await sleep(50);
    return readFileSync(file, "utf8").split(" ").map(Number);
  }

  /** Ends what a failed test has left running, too. */
  remove(): void {
    for (const child of this.children) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A line of a program that is run as a `Stack`. */
export const noteProcesses = `
  require("node:fs").writeFileSync("processes.new", process.pid + " " + process.ppid);
  require("node:fs").renameSync("processes.new", "processes");`;

export function resultOf(child: ChildProcess): Promise<Result> {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (bytes: Buffer) => (output += bytes.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** @returns those of the processes that still run after at most so many milliseconds */
export async function stillRunning(pids: readonly number[], patienceMs: number): Promise<number[]> {
  const deadline = Date.now() + patienceMs;
  const alive = (): number[] => pids.filter((pid) => startOf(pid) !== undefined);
  while (alive().length > 0 && Date.now() < deadline) await sleep(50);
  return alive();
}

/** A folder with the CLI that this machine has and, whatever is beside it, our own language host. */
export async function toolchain(): Promise<string> {
  const engine = await ensureEngine((line) => console.error(line));
  const bin = mkdtempSync(join(tmpdir(), "octolaunch-bin-"));
  copyFileSync(join(engine.bin, "pulumi"), join(bin, "pulumi"), constants.COPYFILE_FICLONE);
  writeFileSync(join(bin, "pulumi-language-nodejs"), await bundleLanguageHost(), { mode: 0o755 });
  return bin;
}
