import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { ensureEngine } from "../../../sandbox/engine/engine";
import type { KubernetesServers } from "../../../sandbox/engine/kubernetes/executables";
import { awsCommandFolder, ensurePython } from "../../../sandbox/engine/python";
import { checkout } from "../../../sandbox/home";
import { installPlugins } from "../../../sandbox/plugins/install";
import { TestAws } from "../aws/aws";

/** One step that the engine plans, as `preview --json` tells it. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly provider?: string;
  readonly newState?: Registered;
  readonly detailedDiff?: Readonly<Record<string, { readonly kind: string }>> | null;
}

export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** A stack of a program with a cluster, in an AWS of its own. */
export class ClusterProject {
  private constructor(
    readonly aws: TestAws,
    private readonly folder: string,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /**
   * @param program folder of the program; by default that beside this file
   * @param kubernetes what its cluster runs on
   */
  static async start(
    program = join(__dirname, "program"),
    kubernetes: KubernetesServers | "none" = "none",
  ): Promise<ClusterProject> {
    const engine = await ensureEngine(() => undefined);
    const commands = awsCommandFolder(await ensurePython(() => undefined));
    const aws = await TestAws.start(undefined, kubernetes);
    await installPlugins(aws.home.pulumi);
    mkdirSync(aws.home.state);
    const folder = join(aws.home.root, "program");
    cpSync(program, folder, { recursive: true });
    symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
    const project = new ClusterProject(aws, folder, {
      ...process.env,
      PATH: [engine.bin, commands, process.env.PATH].join(delimiter),
      PULUMI_HOME: aws.home.pulumi,
      PULUMI_BACKEND_URL: `file://${aws.home.state}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      AWS_ENDPOINT_URL: aws.handle.endpoint,
      AWS_ACCESS_KEY_ID: "sandbox",
      AWS_SECRET_ACCESS_KEY: "sandbox",
      AWS_EC2_METADATA_DISABLED: "true",
    });
    await project.pulumi("stack", "init", "test");
    return project;
  }

  stop(): Promise<void> {
    return this.aws.stop();
  }

  /** Sets the options that the program gives to `eks.Cluster`, beside its own. */
  options(options: object): void {
    this.write("options.json", options);
  }

  /** Writes a file that the program reads. */
  write(name: string, content: object): void {
    writeFileSync(join(this.folder, name), JSON.stringify(content));
  }

  async preview(): Promise<readonly Step[]> {
    const { stdout } = await this.pulumi("preview", "--json");
    return (JSON.parse(stdout) as { steps: Step[] }).steps;
  }

  async resources(): Promise<readonly Registered[]> {
    const { stdout } = await this.pulumi("stack", "export");
    return (JSON.parse(stdout) as { deployment: { resources?: Registered[] } }).deployment.resources ?? [];
  }

  async outputs(): Promise<Readonly<Record<string, string>>> {
    return JSON.parse((await this.pulumi("stack", "output", "--json")).stdout) as Record<string, string>;
  }

  /** @throws Error with all the output when the command fails */
  async pulumi(...words: string[]): Promise<{ readonly stdout: string }> {
    const { code, stdout, output } = await this.attempt(...words);
    if (code !== 0) throw new Error(output);
    return { stdout };
  }

  attempt(...words: string[]): Promise<{ code: number | null; stdout: string; output: string }> {
    const child = this.spawn(...words);
    let stdout = "";
    let output = "";
    child.stdout?.on("data", (bytes: Buffer) => {
      stdout += bytes.toString();
      output += bytes.toString();
    });
    child.stderr?.on("data", (bytes: Buffer) => (output += bytes.toString()));
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, stdout, output }));
    });
  }

  /** Starts a command that the test may end before it is done. */
  spawn(...words: string[]): ChildProcess {
    const args = [...words, "--non-interactive", "--color=never"];
    return spawn("pulumi", args, { cwd: this.folder, env: this.env });
  }
}
