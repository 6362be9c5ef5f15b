import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { CORE_SCHEMA, dump, load } from "js-yaml";

import type { Documents } from "../../sandbox/octopus/describe";
import { organization as sampleOrganization } from "../fixtures/organization";
import { comparable } from "./comparable";

const checkout = resolve(__dirname, "../..");

export interface Finished {
  readonly code: number | null;
  /** Both streams in the order in which they came. */
  readonly output: string;
  readonly stdout: string;
}

/** Nothing is kept in Octopus: for tests of what is in AWS. */
const withoutOctopus = { server: "none" };

/**
 * A sandbox of a test's own: a project that is this checkout with another organization, and a home of its own. It is
 * used as a user does, through the command line, and looked at from outside.
 */
export class TestSandbox {
  private readonly root = mkdtempSync(join(tmpdir(), "octolaunch-test-"));
  readonly project = join(this.root, "project");
  readonly home = join(this.root, "home");
  /** What every command finds in its environment beside the sandbox's own. */
  given: Readonly<Record<string, string>> = {};
  private variables: Readonly<Record<string, string>> | undefined;

  constructor(
    organization: object = sampleOrganization(),
    stackSettings: Readonly<Record<string, object>> = {},
    /** The setting `octopus` of the project. */
    private octopus: object = withoutOctopus,
  ) {
    mkdirSync(this.project);
    const folders = ["infra", "trust", "policy-pack", "node_modules", "package.json", "tsconfig.json"];
    for (const name of folders) symlinkSync(join(checkout, name), join(this.project, name));
    this.describe(organization);
    for (const [stack, config] of Object.entries(stackSettings)) this.configure(stack, config);
  }

  /** Writes another organization into the project's Pulumi.yaml, and another setting `octopus`. */
  describe(organization: object, octopus = this.octopus): void {
    this.octopus = octopus;
    const project = load(readFileSync(join(checkout, "Pulumi.yaml"), "utf8"), { schema: CORE_SCHEMA }) as {
      config: { organization: { default: object }; octopus: { default: object } };
    };
    project.config.organization.default = organization;
    project.config.octopus.default = octopus;
    writeFileSync(join(this.project, "Pulumi.yaml"), dump(project, { schema: CORE_SCHEMA, lineWidth: -1 }));
  }

  /** Writes the settings file of a stack, e.g. `{ network: { zones: 3 } }`. */
  configure(stack: string, settings: object): void {
    const config = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [`octolaunch:${name}`, value as unknown]),
    );
    writeFileSync(join(this.project, `Pulumi.${stack}.yaml`), dump({ config }));
  }

  /** Runs a verb of `npm run sandbox`. */
  async verb(...args: string[]): Promise<Finished> {
    return run(process.execPath, ["--import", "tsx", join(checkout, "sandbox/cli.ts"), ...args], {
      cwd: checkout,
      env: { ...process.env, ...this.given, OCTOLAUNCH_HOME: this.home, OCTOLAUNCH_PROJECT: this.project },
    });
  }

  /** Starts a verb and hands over the process, to be interrupted. */
  start(...args: string[]): { readonly pid: number; readonly finished: Promise<Finished> } {
    let pid = 0;
    const finished = run(process.execPath, ["--import", "tsx", join(checkout, "sandbox/cli.ts"), ...args], {
      cwd: checkout,
      env: { ...process.env, ...this.given, OCTOLAUNCH_HOME: this.home, OCTOLAUNCH_PROJECT: this.project },
      onStart: (started) => (pid = started),
    });
    return { pid, finished };
  }

  /** The variables that `env` prints, as a shell would have them after `eval`. */
  async environment(): Promise<NodeJS.ProcessEnv> {
    if (!this.variables) {
      const { stdout, output, code } = await this.verb("env");
      if (code !== 0) throw new Error(output);
      this.variables = Object.fromEntries(
        [...stdout.matchAll(/^export (\w+)='([^']*)'(.*)$/gm)].map(([, name, value, rest]) => [
          name as string,
          // Of PATH, what stands before and behind the shell's own.
          value + (rest ?? "").replace('"$PATH"', process.env.PATH ?? "").replaceAll("'", ""),
        ]),
      );
    }
    return { ...process.env, ...this.variables, ...this.given };
  }

  /** Runs the engine by hand in the project. */
  async pulumi(...args: string[]): Promise<Finished> {
    return run("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd: this.project,
      env: await this.environment(),
    });
  }

  /** Starts the engine itself, without the script that `env` puts before it, to be interrupted or led elsewhere. */
  async startPulumi(
    args: readonly string[],
    variables: NodeJS.ProcessEnv = {},
  ): Promise<{ readonly pid: number; readonly finished: Promise<Finished> }> {
    const environment = await this.environment();
    const [, engine = ""] = (environment.PATH ?? "").split(delimiter);
    let pid = 0;
    const finished = run(join(engine, "pulumi"), [...args, "--non-interactive", "--color", "never"], {
      cwd: this.project,
      env: { ...environment, ...variables },
      onStart: (started) => (pid = started),
    });
    return { pid, finished };
  }

  async endpoint(): Promise<string> {
    return (await this.environment()).AWS_ENDPOINT_URL ?? "";
  }

  /** A client in a member account, with the rights that the management account has there. */
  async client<T>(Client: new (config: ClientConfig) => T, accountId: string): Promise<T> {
    const client = { endpoint: await this.endpoint(), region: "us-east-1" };
    const management = { ...client, credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" } };
    const { Credentials } = await new STSClient(management).send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`,
        RoleSessionName: "test",
      }),
    );
    return new Client({
      ...client,
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
      },
    });
  }

  /** What the sandbox's AWS was asked since the log was last cleared. */
  async requests(): Promise<readonly LoggedRequest[]> {
    const answer = await fetch(`${await this.endpoint()}/_octolaunch/requests`);
    return (await answer.json()) as LoggedRequest[];
  }

  async clearRequests(): Promise<void> {
    await fetch(`${await this.endpoint()}/_octolaunch/requests`, { method: "DELETE" });
  }

  /** Asks the sandbox's own addresses of its Octopus Server, e.g. `documents`. */
  async octopusControl<T>(name: string, body?: object): Promise<T> {
    const { OCTOPUS_URL } = await this.environment();
    const answer = await fetch(`${OCTOPUS_URL}/_octolaunch/${name}`, {
      method: body === undefined ? "GET" : "POST",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as T;
  }

  /** Asks the API of its Octopus Server. */
  async askOctopus(method: string, path: string, body: object): Promise<void> {
    const { OCTOPUS_URL, OCTOPUS_APIKEY = "" } = await this.environment();
    const headers = { "x-octopus-apikey": OCTOPUS_APIKEY };
    const answer = await fetch(`${OCTOPUS_URL}${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** What its Octopus Server has, by names: the same for every server with the same contents. */
  async octopusContents(): Promise<Documents> {
    return comparable(await this.octopusControl<Documents>("documents"));
  }

  /** Forgets what was learned of a run that has been reset since. */
  forget(): void {
    this.variables = undefined;
  }

  /** Ids of the engine's processes: the command line, language hosts, programs and plugins, but not the servers. */
  enginePids(): readonly number[] {
    return this.processes()
      .filter((line) => !/sandbox\/cli|daemon|python/.test(line))
      .map((line) => Number(line.split(" ")[0]));
  }

  /** Stops its servers and removes its files. Fails when a process of the sandbox is left. */
  async end(): Promise<void> {
    await this.verb("reset");
    const left = this.processes();
    rmSync(this.root, { recursive: true, force: true });
    if (left.length > 0) throw new Error(`processes are left: ${left.join("; ")}`);
  }

  /** Command lines of processes that were started for this sandbox, told by its folder in their environment. */
  processes(): readonly string[] {
    if (!existsSync("/proc")) return [];
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .flatMap((pid) => {
        try {
          const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
          const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
          return environment.includes(this.home) || command.includes(this.home) ? [`${pid} ${command}`] : [];
        } catch {
          return [];
        }
      });
  }
}

interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
}

export interface LoggedRequest {
  readonly service: string;
  readonly action: string;
  readonly account: string;
  readonly caller: string;
  readonly status: number;
  /** What it was about, where the sandbox can tell: a name or an ARN. */
  readonly resource?: string;
}

/** Whether a request changed something. */
export function isChange({ action, status }: LoggedRequest): boolean {
  return status < 400 && !/^(Get|List|Describe|AssumeRole|Decode|Simulate)/.test(action);
}

interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onStart?: (pid: number) => void;
}

function run(command: string, args: readonly string[], { cwd, env, onStart }: RunOptions): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    onStart?.(child.pid ?? 0);
    let output = "";
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output, stdout }));
  });
}
