import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

import type { ControlPlanes } from "../../kubernetes/control-planes";
import type { HttpAnswer, HttpRequest, Moto } from "../moto";
import type { SeedOrganization } from "../organization";
import { Sandbox } from "../sandbox";
import { services } from "../services";
import { errorAnswer } from "./answers";
import { partitionOf, type Call } from "./call";
import { Control } from "./control";
import { controlPath } from "./control-path";
import { AwsError } from "./errors";
import { Faults, throttled, type Fault } from "./faults";
import { parseRequest, receive, type ParsedRequest } from "./requests";

export interface Front {
  /** E.g. `http://127.0.0.1:40001`. */
  readonly endpoint: string;
  close(): void;
}

/**
 * Starts the HTTP server that all AWS clients of the sandbox talk to.
 *
 * @param controlPlanes what runs behind EKS clusters, if anything does
 */
export async function startFront(
  moto: Moto,
  organization: SeedOrganization,
  controlPlanes?: ControlPlanes,
): Promise<Front> {
  const sandbox = new Sandbox(moto, organization, controlPlanes);
  const faults = new Faults();
  const control = new Control(sandbox, faults);
  const { queue } = sandbox;

  const answer = async (http: HttpRequest): Promise<HttpAnswer | undefined> => {
    if (http.path.startsWith(controlPath)) return control.answer(http);
    const request = parseRequest(http);
    if (!request) {
      const message = "Missing Authentication Token";
      return errorAnswer(
        { service: "", protocol: "rest-json" },
        new AwsError("MissingAuthenticationToken", message, 403),
      );
    }
    let call: Call;
    try {
      call = await queue.run(() => understood(request, sandbox));
    } catch (error) {
      if (error instanceof AwsError) return errorAnswer(request, error);
      throw error;
    }
    const fault = faults.take(call);
    if (!fault) return queue.run(() => sandbox.perform(call));
    return meet(fault, call, () => queue.run(() => sandbox.perform(call)));
  };

  const server = createServer((message, response) => void serve(message, response, answer));
  // Clients keep connections for long; the SDK would meet ones that just closed.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  sandbox.endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint: sandbox.endpoint,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  answer: (http: HttpRequest) => Promise<HttpAnswer | undefined>,
): Promise<void> {
  try {
    const result = await answer(await receive(message));
    if (!result) {
      message.socket.destroy();
      return;
    }
    const hidden = /^(connection|transfer-encoding|keep-alive|content-length|x-octolaunch-.*)$/;
    const headers = Object.fromEntries(Object.entries(result.headers).filter(([name]) => !hidden.test(name)));
    // An answer to HEAD has a length and no body.
    const length = message.method === "HEAD" ? result.headers["content-length"] : result.body.length;
    response.writeHead(result.status, { ...headers, "content-length": length ?? 0 });
    response.end(result.body);
  } catch (error) {
    console.error(error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
}

/** Finds out who sent a request, and which action it is. */
async function understood(request: ParsedRequest, sandbox: Sandbox): Promise<Call> {
  const { service, region, protocol, http } = request;
  const caller = await sandbox.callers.identify(request.accessKey, request.token);
  const routed = request.action === undefined ? services[service]?.route?.(http) : undefined;
  return {
    service,
    region,
    protocol,
    http,
    caller,
    partition: partitionOf(region),
    account: caller.account,
    action: request.action ?? routed?.action ?? `${http.method} ${http.path.split("?")[0]}`,
    params: { ...request.params, ...routed?.params },
  };
}

/** Lets a request meet a fault; nothing is answered when the connection is to be cut. */
async function meet(
  fault: Fault,
  call: Call,
  perform: () => Promise<HttpAnswer>,
): Promise<HttpAnswer | undefined> {
  switch (fault.kind) {
    case "throttle":
      return errorAnswer(call, throttled(call.service));
    case "error":
      return errorAnswer(call, new AwsError(fault.code, fault.message, fault.status));
    case "drop":
      if (fault.executed) await perform();
      return undefined;
    case "delay":
      await pause(fault.ms);
      return perform();
  }
}
