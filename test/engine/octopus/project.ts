import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { ensureEngine } from "../../../sandbox/engine/engine";
import { ensureOctopusProvider } from "../../../sandbox/engine/octopus/executables";
import { installOctopusProvider } from "../../../sandbox/engine/octopus/install";
import { startOctopus, type OctopusServer } from "../../../sandbox/octopus";
import type { Documents } from "../../../sandbox/octopus/describe";
import { Stack, toolchain, type Result } from "../toolchain/stack";
import { comparable } from "../../support/comparable";

/** What must be readable nowhere. */
export const secrets = {
  apiKey: "API-NOBODYMAYREADTHISKEY",
  password: "nobody-may-read-this-password",
  nextPassword: "nor-may-anybody-read-the-next",
} as const;

/** A stack of the program beside this file, and an Octopus Server of its own. */
export class OctopusProject {
  /** All that the engine has said. */
  private said = "";

  private constructor(
    private readonly bin: string,
    private readonly stack: Stack,
    private readonly server: OctopusServer,
  ) {}

  static async start(): Promise<OctopusProject> {
    const say = (line: string): void => console.error(line);
    const bin = await toolchain();
    const stack = new Stack(bin, {});
    cpSync(join(__dirname, "program"), stack.folder, { recursive: true });
    installOctopusProvider(stack.home, await ensureOctopusProvider(await ensureEngine(say), say));
    const project = new OctopusProject(bin, stack, await startOctopus({ apiKey: secrets.apiKey }));
    await project.done("stack init test");
    await project.set(`url=${project.server.endpoint}`, "seconds=3600", "role=First");
    await project.setSecret(`apiKey=${secrets.apiKey}`, `password=${secrets.password}`);
    return project;
  }

  async stop(): Promise<void> {
    this.stack.remove();
    await this.server.close();
    rmSync(this.bin, { recursive: true, force: true });
  }

  set(...settings: string[]): Promise<string> {
    return this.done(["config set-all", ...settings.map((one) => `--plaintext ${one}`)].join(" "));
  }

  setSecret(...settings: string[]): Promise<string> {
    return this.done(["config set-all", ...settings.map((one) => `--secret ${one}`)].join(" "));
  }

  /** Runs `pulumi` with these words, to its end. */
  async pulumi(words: string): Promise<Result> {
    const result = await this.stack.pulumi(words);
    this.said += result.output;
    return result;
  }

  /** @throws Error with all the output when the command fails */
  async done(words: string): Promise<string> {
    const { code, output } = await this.pulumi(words);
    if (code !== 0) throw new Error(output);
    return output;
  }

  /** @throws Error with all the output when the command succeeds */
  async fails(words: string): Promise<string> {
    const { code, output } = await this.pulumi(words);
    if (code === 0) throw new Error(output);
    return output;
  }

  /** The state with its secrets, which is not counted among what the engine has said. */
  async stateWithSecrets(): Promise<string> {
    return (await this.stack.pulumi("stack export --show-secrets")).output;
  }

  /**
   * Where secrets can be read.
   *
   * @param hidden secrets by their names
   * @returns e.g. `["apiKey in files"]`
   */
  async leaks(hidden: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const log = await this.control<readonly object[]>("requests");
    const files = this.files();
    if (this.said === "" || log.length === 0 || !files.includes("ciphertext"))
      throw new Error("There is nothing to look through.");
    const places = {
      output: this.said,
      files,
      log: JSON.stringify(log),
      documents: JSON.stringify(await this.documents()),
    };
    return Object.entries(hidden).flatMap(([name, secret]) =>
      Object.entries(places)
        .filter(([, text]) => text.includes(secret))
        .map(([place]) => `${name} in ${place}`),
    );
  }

  /** What the engine has written: states, their history and backups, settings. */
  private files(): string {
    return readdirSync(this.stack.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"))
      .join("\n");
  }

  /** Asks the sandbox's own addresses of the server, e.g. `documents`. */
  async control<T>(name: string, body?: unknown): Promise<T> {
    return this.ask(body === undefined ? "GET" : "POST", `/_octolaunch/${name}`, body);
  }

  documents(): Promise<Documents> {
    return this.control("documents");
  }

  /** The documents, by names: the same for every server with the same contents. */
  async contents(): Promise<Documents> {
    return comparable(await this.documents());
  }

  /** Asks the server's API. */
  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.server.endpoint}${path}`, {
      method,
      headers: { "x-octopus-apikey": secrets.apiKey },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as T;
  }
}
