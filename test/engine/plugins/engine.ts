import { spawn } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ensureEngine } from "../../../sandbox/engine/engine";
import { checkout } from "../../../sandbox/home";
import { installPlugins } from "../../../sandbox/plugins/install";
import { pluginVersions } from "../../../sandbox/versions";
import { accounts, TestAws } from "../aws/aws";
import type { Graph } from "./program";

export { accounts };

export type Account = keyof typeof accounts;
export type Description = Omit<Graph, "version" | "providers"> & Partial<Pick<Graph, "providers">>;

/** How a command ended and all that it printed. */
export interface Result {
  readonly code: number | null;
  readonly output: string;
}

/** One planned step as `preview --json` tells it. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly detailedDiff?: Record<string, { kind: string }> | null;
}

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  /** URN and id of its provider. */
  readonly provider?: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
}

/** The provider that works in an account as its administrator. */
export function providerOf(account: Account, more: Record<string, unknown> = {}): Record<string, unknown> {
  // There is no way into the management account from elsewhere: the ambient credentials are its own.
  if (account === "management")
    return { region: "us-east-1", allowedAccountIds: [accounts.management], ...more };
  const roleArn = `arn:aws:iam::${accounts[account]}:role/OrganizationAccountAccessRole`;
  return {
    region: "us-east-1",
    assumeRoles: [{ roleArn, sessionName: "octolaunch" }],
    allowedAccountIds: [accounts[account]],
    ...more,
  };
}

export const nameOf = ({ urn }: { urn: string }) => urn.split("::").at(-1) ?? "";

/** Graphs of resources on the real engine with our plugins, in an AWS of their own. */
export class TestEngine {
  private constructor(
    readonly aws: TestAws,
    readonly env: NodeJS.ProcessEnv,
    private readonly folder: string,
  ) {}

  static async start(): Promise<TestEngine> {
    const aws = await TestAws.start();
    try {
      return await TestEngine.at(aws);
    } catch (error) {
      await aws.stop();
      throw error;
    }
  }

  private static async at(aws: TestAws): Promise<TestEngine> {
    const engine = await ensureEngine(() => undefined);
    await installPlugins(aws.home.pulumi);
    mkdirSync(aws.home.state);
    const folder = join(aws.home.root, "program");
    cpSync(join(__dirname, "program"), folder, { recursive: true });
    symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
    const env = {
      ...process.env,
      PATH: [engine.bin, process.env.PATH].join(delimiter),
      PULUMI_HOME: aws.home.pulumi,
      PULUMI_BACKEND_URL: `file://${aws.home.state}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      GRAPH: join(folder, "graph.json"),
      AWS_ENDPOINT_URL: aws.handle.endpoint,
      AWS_ACCESS_KEY_ID: "sandbox",
      AWS_SECRET_ACCESS_KEY: "sandbox",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    return new TestEngine(aws, env, folder);
  }

  stop(): Promise<void> {
    return this.aws.stop();
  }

  /** A new stack. */
  async stack(name: string): Promise<TestStack> {
    await this.pulumi(["stack", "init", name]);
    return new TestStack(this, name);
  }

  /** A stack that was made before. */
  existing(name: string): TestStack {
    return new TestStack(this, name);
  }

  program({ providers = { tooling: providerOf("tooling") }, ...rest }: Description): void {
    const graph: Graph = { version: pluginVersions.aws, providers, ...rest };
    writeFileSync(join(this.folder, "graph.json"), JSON.stringify(graph));
  }

  pulumi(args: string[], { stdout = false } = {}): Promise<Result> {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color=never"], {
      cwd: this.folder,
      env: this.env,
    });
    let output = "";
    const take = (bytes: Buffer) => void (output += bytes.toString());
    child.stdout.on("data", take);
    if (!stdout) child.stderr.on("data", take);
    else child.stderr.resume();
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, output }));
    });
  }
}

/** One stack of the test program, which runs whatever graph it is given. */
export class TestStack {
  constructor(
    private readonly engine: TestEngine,
    readonly name: string,
  ) {}

  up(description: Description): Promise<Result> {
    this.engine.program(description);
    return this.run("up", "--yes", "--skip-preview");
  }

  /** @throws Error with all the output when a command that has to succeed does not */
  async mustUp(description: Description): Promise<Result> {
    return mustSucceed(await this.up(description));
  }

  async preview(description: Description): Promise<Step[]> {
    this.engine.program(description);
    const { code, output } = await this.engine.pulumi(["preview", "--json", "-s", this.name], {
      stdout: true,
    });
    const { steps, diagnostics = [] } = JSON.parse(output) as {
      steps: Step[];
      diagnostics?: { message: string }[];
    };
    if (code !== 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
    return steps;
  }

  async mustRun(...args: string[]): Promise<Result> {
    return mustSucceed(await this.run(...args));
  }

  run(...args: string[]): Promise<Result> {
    return this.engine.pulumi([...args, "-s", this.name]);
  }

  async resources(): Promise<StateResource[]> {
    return (await this.export()).filter(({ type }) => type.startsWith("aws:"));
  }

  async providers(): Promise<StateResource[]> {
    return (await this.export()).filter(({ type }) => type === "pulumi:providers:aws");
  }

  private async export(): Promise<StateResource[]> {
    const { output } = await this.engine.pulumi(["stack", "export", "-s", this.name], { stdout: true });
    const { deployment } = JSON.parse(output) as { deployment: { resources?: StateResource[] } };
    return deployment.resources ?? [];
  }
}

function mustSucceed(result: Result): Result {
  if (result.code !== 0) throw new Error(result.output);
  return result;
}
