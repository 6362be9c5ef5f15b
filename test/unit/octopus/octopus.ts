import { startOctopus, type OctopusServer } from "../../../sandbox/octopus";
import type { JsonObject } from "../../../sandbox/octopus/json";

export const apiKey = "API-TESTTESTTEST";

export interface Answer<T = JsonObject> {
  readonly status: number;
  readonly body: T;
}

/** What the API answers of any document. */
export type Resource = JsonObject & { readonly Id: string; readonly Name: string; readonly Slug: string };

/** A page of a list. */
export interface Page {
  readonly Items: readonly Resource[];
  readonly TotalResults: number;
  readonly Links: Readonly<Record<string, string>>;
}

/** An Octopus Server of a test's own, asked as a client asks one. */
export class TestOctopus {
  private constructor(private readonly server: OctopusServer) {}

  static async start(version?: string): Promise<TestOctopus> {
    return new TestOctopus(await startOctopus({ apiKey, ...(version === undefined ? {} : { version }) }));
  }

  get endpoint(): string {
    return this.server.endpoint;
  }

  stop(): Promise<void> {
    return this.server.close();
  }

  async ask<T = JsonObject>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = { "x-octopus-apikey": apiKey },
  ): Promise<Answer<T>> {
    const answer = await fetch(`${this.endpoint}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as T };
  }

  /** The answer's document; an error when the server refused. */
  async get<T = Resource>(path: string): Promise<T> {
    return this.done<T>("GET", path);
  }

  /** Creates a document in the default space, or at an address of its own. */
  async create(collection: string, document: object): Promise<Resource> {
    const path = collection.startsWith("/") ? collection : `/api/Spaces-1/${collection}`;
    return this.done("POST", path, document);
  }

  async done<T = Resource>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.ask<T>(method, path, body);
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  /** What the server says against a request. */
  async refusal(method: string, path: string, body?: unknown): Promise<readonly string[]> {
    const { status, body: error } = await this.ask<{ ErrorMessage: string; Errors?: string[] }>(
      method,
      path,
      body,
    );
    if (status < 300) throw new Error(`${method} ${path} was carried out`);
    return [String(status), error.ErrorMessage, ...(error.Errors ?? [])];
  }

  /** A project with what it needs. */
  async project(name = "App"): Promise<Resource> {
    const groups = await this.get<Page>("/api/Spaces-1/projectgroups");
    const lifecycles = await this.get<Page>("/api/Spaces-1/lifecycles");
    return this.create("projects", {
      Name: name,
      ProjectGroupId: groups.Items[0]?.Id,
      LifecycleId: lifecycles.Items[0]?.Id,
    });
  }
}

/** How the server begins when it has several things to say. */
export const problem = ["400", "There was a problem with your request."] as const;
