import { existsSync } from "node:fs";
import { request, type RequestOptions } from "node:https";

// The whole client has a class for every kind of object; its reader of kubeconfigs is what is needed of it.
import type { KubeConfig } from "@kubernetes/client-node/dist/config.js" with { "resolution-mode": "import" };

import type { ProviderConfig } from "./config";
import { ApiError, type ApiStatus } from "./errors";

export interface ApiRequest {
  readonly method: "GET" | "PATCH" | "POST" | "PUT" | "DELETE";
  /** Path and query. */
  readonly path: string;
  readonly body?: object;
  readonly contentType?: string;
}

/** An API server, as a provider's kubeconfig leads to it. */
export class Connection {
  /** One at a time: the first gets a token, which takes a process of its own, and the others find it there. */
  private credentials: Promise<unknown> = Promise.resolve();

  private constructor(private readonly config: KubeConfig) {}

  /** @throws Error when there is no kubeconfig, or it has no such context */
  static async open({ kubeconfig, context }: ProviderConfig): Promise<Connection> {
    const module = await import("@kubernetes/client-node/dist/config.js");
    const config = new module.KubeConfig();
    if (kubeconfig === undefined) throw new Error("the kubernetes provider needs a kubeconfig");
    if (/[\n{]/.test(kubeconfig)) config.loadFromString(kubeconfig);
    else if (existsSync(kubeconfig)) config.loadFromFile(kubeconfig);
    else throw new Error("the kubernetes provider's kubeconfig is neither one nor an existing file");
    if (context !== undefined) config.setCurrentContext(context);
    if (config.getCurrentCluster()) return new Connection(config);
    const name = config.getCurrentContext();
    throw new Error(`the kubernetes provider's kubeconfig has no cluster for the context '${name}'`);
  }

  /** The namespace of the context, if it has one. */
  get namespace(): string | undefined {
    return this.config.getContextObject(this.config.getCurrentContext())?.namespace;
  }

  /**
   * @returns what the API server answers
   * @throws ApiError when it refuses
   */
  async send<T>(asked: ApiRequest): Promise<T> {
    const options: RequestOptions = { method: asked.method, headers: {} };
    const authenticated = this.credentials.then(() => this.config.applyToHTTPSOptions(options));
    this.credentials = authenticated.catch(() => undefined);
    await authenticated;
    const { status, body } = await exchange(this.config.getCurrentCluster()?.server ?? "", options, asked);
    if (status < 300) return body as T;
    throw new ApiError(status, body as ApiStatus);
  }
}

function exchange(
  server: string,
  options: RequestOptions,
  { path, body, contentType = "application/json" }: ApiRequest,
): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = { ...options.headers, accept: "application/json", "content-type": contentType };
    const sent = request(server.replace(/\/$/, "") + path, { ...options, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("error", reject);
      answer.on("end", () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: answer.statusCode ?? 0, body: parsed(text) });
      });
    });
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** What stands between us and the API server may answer something else than JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text.trim() };
  }
}
