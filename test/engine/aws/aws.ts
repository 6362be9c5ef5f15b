import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { AssumeRoleCommand, STSClient, type AssumeRoleCommandInput } from "@aws-sdk/client-sts";

import { findAws, startAws, stopAws, type AwsHandle, type SeedOrganization } from "../../../sandbox/aws";
import type { KubernetesServers } from "../../../sandbox/engine/kubernetes/executables";
import { ensurePython } from "../../../sandbox/engine/python";
import type { SandboxHome } from "../../../sandbox/home";

/** Accounts of the organization that these tests seed; none is anybody's. */
export const accounts = {
  management: "999999999999",
  tooling: "123456789012",
  dev: "111111111111",
  prod: "333333333333",
};

export const organization: SeedOrganization = {
  id: "o-exampleorg",
  managementId: accounts.management,
  partition: "aws",
  region: "us-east-1",
  accounts: [
    { name: "tooling", id: accounts.tooling, ou: "Infrastructure" },
    { name: "dev", id: accounts.dev },
    { name: "prod", id: accounts.prod, ou: "Production" },
  ],
};

/** What every client is made with. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly maxAttempts: number;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** The AWS of one test file, in a folder of its own. */
export class TestAws {
  private constructor(
    readonly home: SandboxHome,
    readonly handle: AwsHandle,
    private readonly region: string,
  ) {}

  /** @param kubernetes what its clusters run on; by default they are records, as most tests want no more */
  static async start(
    seed: SeedOrganization = organization,
    kubernetes: KubernetesServers | "none" = "none",
  ): Promise<TestAws> {
    const home = temporaryHome();
    const python = await ensurePython(() => undefined);
    const handle = await startAws({ home, python, organization: seed, kubernetes, say: () => undefined });
    return new TestAws(home, handle, seed.region);
  }

  async stop(): Promise<void> {
    await stopAws(this.home);
    rmSync(this.home.root, { recursive: true, force: true });
  }

  get running(): boolean {
    return findAws(this.home) !== undefined;
  }

  /** Settings of a client of the management account. */
  management(maxAttempts = 1): ClientSettings {
    return this.settings({ accessKeyId: "sandbox", secretAccessKey: "sandbox" }, maxAttempts);
  }

  settings(credentials: ClientSettings["credentials"], maxAttempts = 1): ClientSettings {
    return { endpoint: this.handle.endpoint, region: this.region, maxAttempts, credentials };
  }

  /** Settings of a client that is administrator of a member account, as its organization can be. */
  async administrator(account: string): Promise<ClientSettings> {
    const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`;
    return this.assume(this.management(), { RoleArn, RoleSessionName: "test" });
  }

  /** Settings of a client with a role that the given one may assume. */
  async assume(from: ClientSettings, input: AssumeRoleCommandInput): Promise<ClientSettings> {
    const { Credentials } = await new STSClient(from).send(new AssumeRoleCommand(input));
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken } = Credentials ?? {};
    return this.settings({
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    });
  }

  /** One of the sandbox's own addresses. */
  async control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.handle.endpoint}/_octolaunch/${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return (await answer.json()) as T;
  }
}

export function temporaryHome(): SandboxHome {
  const root = mkdtempSync(join(tmpdir(), "octolaunch-front-"));
  return {
    root,
    pulumi: join(root, "pulumi"),
    state: join(root, "state"),
    aws: join(root, "aws"),
    logs: join(root, "logs"),
  };
}

/** The name and message of the error that a request ends in; fails when it succeeds. */
export async function refusal(request: Promise<unknown>): Promise<{ name: string; message: string }> {
  try {
    await request;
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
  throw new Error("the request was not refused");
}
