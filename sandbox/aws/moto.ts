import { spawn } from "node:child_process";
import { Agent, request, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { SeedOrganization } from "./organization";

/** A request as it goes to moto, or an answer as it comes back. */
export interface HttpMessage {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface HttpRequest extends HttpMessage {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
}

export interface HttpAnswer extends HttpMessage {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** The Python process: moto, and what of its state AWS's decisions need. */
export interface Moto {
  readonly pid: number;
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Asks the process itself; `python/server.py` says what each kind of question is. */
  ask(
    kind: "facts" | "judge" | "template" | "action" | "accounts" | "certificate",
    question: unknown,
  ): Promise<unknown>;
  /** Calls back when the process ends although nobody stopped it. */
  onExit(callback: (how: string) => void): void;
  stop(): Promise<void>;
}

/** A line of the process's standard output. */
interface Spoken {
  readonly port?: number;
  readonly id?: number;
  readonly answer?: unknown;
  readonly error?: string;
}

/** Milliseconds that moto may take for one request before the sandbox calls it stuck. */
const patience = 120_000;

/**
 * Starts the Python process, and waits until it answers.
 *
 * @throws Error when it ends before that; its own words are in the log
 */
export async function startMoto(plan: {
  readonly python: string;
  readonly sources: string;
  readonly organization: SeedOrganization;
}): Promise<Moto> {
  // -B: no compiled files in the checkout.
  const child = spawn(plan.python, ["-B", join(plan.sources, "server.py")], {
    stdio: ["pipe", "pipe", "inherit"],
    env: environment(),
  });
  let stopping = false;
  let exitCallback: (how: string) => void = () => undefined;
  const exited = new Promise<void>((resolve) => {
    const ended = (how: string): void => {
      resolve();
      if (!stopping) exitCallback(how);
    };
    child.once("exit", (code, signal) => ended(signal ?? `status ${code}`));
    child.once("error", (error) => ended(error.message));
  });
  // Writing to a process that has just died is not what killed it.
  child.stdin.on("error", () => undefined);
  child.stdin.write(`${JSON.stringify(plan.organization)}\n`);

  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  let asked = 0;
  const lines = createInterface({ input: child.stdout });
  const first = new Promise<Spoken>((resolve) => {
    lines.on("line", (line) => {
      const spoken = JSON.parse(line) as Spoken;
      resolve(spoken);
      if (spoken.id === undefined) return;
      const question = waiting.get(spoken.id);
      waiting.delete(spoken.id);
      if (spoken.error === undefined) question?.resolve(spoken.answer);
      else question?.reject(new Error(`moto could not answer: ${spoken.error}`));
    });
  });
  const port = await Promise.race([first.then((spoken) => spoken.port), exited.then(() => undefined)]);
  if (port === undefined || child.pid === undefined) throw new Error(`${plan.python} could not start moto`);

  const agent = new Agent({ keepAlive: true });
  return {
    pid: child.pid,
    send: (message) => exchange(agent, port, message),
    ask: (kind, question) =>
      new Promise((resolve, reject) => {
        const id = asked++;
        waiting.set(id, { resolve, reject });
        child.stdin.write(`${JSON.stringify({ id, kind, question })}\n`);
      }),
    onExit(callback) {
      exitCallback = callback;
    },
    async stop() {
      stopping = true;
      child.stdin.end();
      const timer = setTimeout(() => child.kill("SIGKILL"), 2000);
      await exited;
      clearTimeout(timer);
      agent.destroy();
    },
  };
}

/** Without the user's AWS settings: moto must find neither their credentials nor their endpoint. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|MOTO_|PYTHON)/.test(name));
  return { ...Object.fromEntries(kept), MOTO_DISABLE_GLOBAL_CORS: "true" };
}

function exchange(agent: Agent, port: number, message: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const hop = ["connection", "transfer-encoding", "expect"];
    const kept = Object.entries(message.headers).filter(([name]) => !hop.includes(name));
    const headers = { ...Object.fromEntries(kept), "content-length": message.body.length };
    const sent = request(
      {
        host: "127.0.0.1",
        port,
        agent,
        method: message.method,
        path: message.path,
        headers,
        timeout: patience,
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", reject);
        answer.on("end", () => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) });
        });
      },
    );
    sent.on("timeout", () => sent.destroy(new Error(`moto did not answer within ${patience / 1000} s`)));
    sent.on("error", reject);
    sent.end(message.body);
  });
}
