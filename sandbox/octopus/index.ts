import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

import { perform, placeOf, type ApiAnswer, type ApiRequest } from "./api";
import { authorize } from "./authorize";
import { control, controlPath } from "./control";
import { OctopusError } from "./errors";
import type { OctopusFault } from "./faults";
import type { Json } from "./json";
import { issuerConfiguration, issuerKeys, issuerPaths } from "./oidc";
import { OctopusState } from "./state";

/** The API key of the Octopus Server that runs with a sandbox: it opens nothing else. */
export const sandboxApiKey = "API-OCTOLAUNCHSANDBOX";

export interface OctopusOptions {
  /** The key that the server accepts, e.g. `API-SANDBOX`. */
  readonly apiKey: string;
  /** The version that the server says it has, e.g. `2024.4.1`. */
  readonly version?: string;
}

export interface OctopusServer {
  /** For `OCTOPUS_URL`, e.g. `http://127.0.0.1:40001`. */
  readonly endpoint: string;
  /** Ends it, and every connection to it. */
  close(): Promise<void>;
}

/**
 * Starts an Octopus Server of the sandbox: the part of its API that provisions, on loopback and a free port, with
 * everything in memory.
 *
 * @throws Error when the API key has not the form of one
 */
export async function startOctopus({
  apiKey,
  version = "2026.2.7312",
}: OctopusOptions): Promise<OctopusServer> {
  if (!/^API-[A-Z\d]+$/.test(apiKey)) {
    throw new Error("An Octopus API key is API- and then capital letters and digits");
  }
  const state = new OctopusState(apiKey, version);
  const server = createServer((message, response) => void serve(message, response, state));
  // Clients keep connections for long, and would meet ones that just closed.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(message: IncomingMessage, response: ServerResponse, state: OctopusState): Promise<void> {
  const answer = await answerTo(message, state);
  if (!answer) {
    message.socket.destroy();
    return;
  }
  const body = Buffer.from(JSON.stringify(answer.body));
  response.writeHead(answer.status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": body.length,
  });
  response.end(body);
}

/** The answer to a request; nothing when its connection is to be cut. */
async function answerTo(message: IncomingMessage, state: OctopusState): Promise<ApiAnswer | undefined> {
  const [path = "/", query] = (message.url ?? "/").split("?");
  const asked = { method: message.method ?? "GET", path, query: new URLSearchParams(query) };
  try {
    const request = { ...asked, body: await bodyOf(message) };
    if (path.startsWith(controlPath)) return control(request, state);
    const carriedOut = (): ApiAnswer => noted(asked, state, () => answered(request, message.headers, state));
    const fault = state.faults.take({ method: asked.method, ...placeOf(path, state.store) });
    return await (fault ? meet(fault, carriedOut) : carriedOut());
  } catch (error) {
    return noted(asked, state, () => {
      throw error;
    });
  }
}

/** Carries out a request, and puts what becomes of it into the log. */
function noted(
  asked: Omit<ApiRequest, "body">,
  { log, store }: OctopusState,
  act: () => ApiAnswer,
): ApiAnswer {
  const started = Date.now();
  let answer: ApiAnswer;
  let failure: OctopusError | undefined;
  try {
    answer = act();
  } catch (error) {
    failure = asOctopusError(error, asked);
    answer = { status: failure.status, body: failure.body() };
  }
  const { space, collection } = placeOf(asked.path, store);
  log.add({
    time: new Date(started).toISOString(),
    method: asked.method,
    path: asked.path,
    parameters: [...new Set(asked.query.keys())],
    space,
    collection,
    status: answer.status,
    error: failure && [failure.message, ...failure.errors].join(" "),
    milliseconds: Date.now() - started,
  });
  return answer;
}

function answered(request: ApiRequest, headers: IncomingHttpHeaders, state: OctopusState): ApiAnswer {
  const { method, path } = request;
  if (method === "GET" && path === issuerPaths.keys) return { status: 200, body: issuerKeys() };
  if (method === "GET" && path === issuerPaths.configuration)
    return { status: 200, body: issuerConfiguration(`http://${headers.host ?? ""}`) };
  authorize(headers, path, state.apiKey);
  return perform(request, state.store, state.version);
}

/** Lets a request meet a fault. */
async function meet(fault: OctopusFault, carriedOut: () => ApiAnswer): Promise<ApiAnswer | undefined> {
  switch (fault.kind) {
    case "error":
      return { status: fault.status, body: new OctopusError(fault.status, fault.message).body() };
    case "drop":
      if (fault.executed) carriedOut();
      return undefined;
    case "delay":
      await pause(fault.ms);
      return carriedOut();
  }
}

async function bodyOf(message: IncomingMessage): Promise<Json | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  if (body === "") return undefined;
  try {
    return JSON.parse(body) as Json;
  } catch {
    throw new OctopusError(400, "The request's body is no JSON.");
  }
}

function asOctopusError(error: unknown, { method, path }: Omit<ApiRequest, "body">): OctopusError {
  if (error instanceof OctopusError) return error;
  console.error(`${method} ${path}`, error);
  return new OctopusError(500, `The sandbox's Octopus Server failed at ${method} ${path}.`);
}
