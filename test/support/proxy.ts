import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that changed, or was to change, something in IAM or Organizations. */
export interface Change {
  /** As in IAM actions, e.g. `organizations`. */
  readonly service: string;
  /** E.g. `DetachPolicy`. */
  readonly action: string;
  /** What it was about, as the request names it, e.g. `p-a1b2c3d4 111111111111`. */
  readonly about: string;
  readonly status: number;
}

export interface Proxy {
  /** E.g. `http://127.0.0.1:40001`. */
  readonly endpoint: string;
  close(): void;
}

/**
 * Stands before the sandbox's AWS and passes requests on, one after the other. Whoever asked for a change gets the
 * answer only when `after` is done, so that nobody changes anything while it looks.
 *
 * @param target the AWS behind it, e.g. `http://127.0.0.1:40000`
 * @param after is called after every request to IAM or Organizations that does not only read
 */
export async function startProxy(target: string, after: (change: Change) => Promise<void>): Promise<Proxy> {
  const agent = new Agent({ keepAlive: true });
  let last: Promise<unknown> = Promise.resolve();

  const pass = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await all(message);
    const turn = last.then(async () => {
      const answer = await forward(message, body);
      const change = changeOf(message, body.toString(), answer.status);
      if (change) await after(change);
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    // A connection that AWS cuts is cut for the client as well.
    last = turn.catch(() => response.destroy());
  };

  const forward = (
    { method, url, headers }: IncomingMessage,
    body: Buffer,
  ): Promise<{ status: number; headers: IncomingMessage["headers"]; body: Buffer }> =>
    new Promise((resolve, reject) => {
      const passed = request(new URL(url ?? "/", target), { method, headers, agent }, (answer) => {
        all(answer).then(
          (read) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: read }),
          reject,
        );
      });
      passed.once("error", reject).end(body);
    });

  const server = createServer((message, response) => void pass(message, response));
  // Clients keep connections for long, and would meet ones that just closed.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

async function all(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Parameters that name what a request is about. */
const naming = ["RoleName", "PolicyArn", "PolicyName", "PolicyId", "TargetId", "ResourceId", "Name"];

function changeOf({ headers }: IncomingMessage, body: string, status: number): Change | undefined {
  const service = /\/([a-z]+)\/aws4_request/.exec(headers.authorization ?? "")?.[1];
  if (service !== "iam" && service !== "organizations") return undefined;
  const target = headers["x-amz-target"];
  const parameters: Readonly<Record<string, unknown>> =
    typeof target === "string"
      ? { ...(JSON.parse(body) as Record<string, unknown>), Action: target.split(".").pop() }
      : Object.fromEntries(new URLSearchParams(body));
  const action = String(parameters.Action);
  if (/^(Get|List|Describe|Simulate)/.test(action)) return undefined;
  const about = naming.flatMap((name) => (typeof parameters[name] === "string" ? parameters[name] : []));
  return { service, action, about: about.join(" "), status };
}
