import { setTimeout as sleep } from "node:timers/promises";
import type { STSClientConfig } from "@aws-sdk/client-sts";

/** What every client of the AWS SDK is made with. Without credentials it takes the ambient ones. */
export type ClientConfig = Pick<
  STSClientConfig,
  "region" | "endpoint" | "credentials" | "profile" | "maxAttempts"
>;

/** Who we are in AWS. */
export interface Identity {
  readonly accountId: string;
  readonly partition: string;
  readonly arn: string;
  readonly userId: string;
}

/** AWS as one operation sees it: one account, one region, and a time by which it has to be done. */
export interface Aws extends Identity {
  readonly region: string;
  /** The client of a service, made once per region. */
  client<C>(Client: new (config: ClientConfig) => C): C;
  /**
   * Asks until there is an answer.
   *
   * @param what completes "timed out waiting for ..."
   * @param ask `undefined` means not yet; what it throws ends the waiting
   */
  until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T>;
}

/** As long as the real provider waits for the slowest of our types, an EKS node group, by default. */
const DEFAULT_TIMEOUT_S = 60 * 60;
const LONGEST_PAUSE_MS = 5_000;

/** One configured provider: credentials in one account, and the clients made from them. */
export class Session {
  private readonly clients = new Map<unknown, Map<string, unknown>>();
  private readonly cancelled = new AbortController();

  constructor(
    private readonly identity: Identity,
    readonly region: string,
    private readonly config: Omit<ClientConfig, "region">,
  ) {}

  /** @param timeout in seconds; 0 leaves it to us */
  operation({ region = this.region, timeout = 0 }: { region?: string; timeout?: number } = {}): Aws {
    const end = Date.now() + (timeout || DEFAULT_TIMEOUT_S) * 1000;
    return {
      ...this.identity,
      region,
      client: (Client) => this.client(Client, region),
      until: (what, ask) => this.until(what, ask, end),
    };
  }

  /** Ends all waiting with an error. */
  cancel(): void {
    this.cancelled.abort();
  }

  private client<C>(Client: new (config: ClientConfig) => C, region: string): C {
    const ofClass = this.clients.get(Client) ?? new Map<string, unknown>();
    this.clients.set(Client, ofClass);
    const client = (ofClass.get(region) as C | undefined) ?? new Client({ ...this.config, region });
    ofClass.set(region, client);
    return client;
  }

  private async until<T>(what: string, ask: () => Promise<T | undefined>, end: number): Promise<T> {
    for (let pause = 100; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      if (this.cancelled.signal.aborted) throw new Error(`cancelled while waiting for ${what}`);
      if (Date.now() + pause > end) throw new Error(`timed out waiting for ${what}`);
      await sleep(pause, undefined, { signal: this.cancelled.signal }).catch(() => undefined);
    }
  }
}
