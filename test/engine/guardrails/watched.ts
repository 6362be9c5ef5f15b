import assert from "node:assert/strict";

import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

import { broken, unsettled, type Promised } from "../../support/guard-promise";
import { startProxy, type Change, type Proxy } from "../../support/proxy";
import { TestSandbox, type Finished } from "../../support/sandbox";
import { readStored, type Clients, type Stored } from "../../support/stored-guardrails";

const managementId = "999999999999";

/** A moment at which a promise did not hold. */
export interface Violation {
  /** The call after which it was so, e.g. `tooling: organizations DetachPolicy p-a1b2c3d4 111111111111`. */
  readonly after: string;
  readonly broken: readonly string[];
}

type Command = "up" | "destroy";

/** A run of the engine. */
interface Run extends Finished {
  /** How many changes of IAM and Organizations it asked for. */
  readonly changes: number;
}

/**
 * A sandbox whose engine works through a proxy: after each change of IAM or Organizations, before the engine hears of
 * it, what AWS has then is read and judged.
 */
export class WatchedSandbox {
  readonly sandbox: TestSandbox;
  private proxy?: Proxy;
  private clients?: Clients;
  private promised?: Promised;
  private running = "";
  private changed: (changes: number) => void = () => undefined;
  private changes = 0;
  private violations: Violation[] = [];

  constructor(organization: object) {
    this.sandbox = new TestSandbox(organization);
  }

  /** Starts AWS and gives every account its provisioning role. */
  async start(): Promise<void> {
    const endpoint = await this.sandbox.endpoint();
    this.clients = await watcher(endpoint);
    this.proxy = await startProxy(endpoint, (change) => this.judge(change));
  }

  async end(): Promise<void> {
    this.proxy?.close();
    await this.sandbox.end();
  }

  /** Writes other settings, and adds and bootstraps the accounts that are new in them. */
  async describe(organization: object): Promise<void> {
    this.sandbox.describe(organization);
    this.sandbox.forget();
    await this.sandbox.environment();
  }

  /** Runs the engine on a stack, and fails when it fails or a promise was broken on the way. */
  async run(command: Command, stack: string, promised: Promised): Promise<Run> {
    const done = await this.engine(command, stack, promised);
    assert.equal(done.code, 0, done.output);
    return done;
  }

  /** The same for a run that has to fail. */
  async fail(command: Command, stack: string, promised: Promised): Promise<Run> {
    const done = await this.engine(command, stack, promised);
    assert.notEqual(done.code, 0, done.output);
    return done;
  }

  /** Interrupts the engine after a number of changes of IAM and Organizations. */
  async interrupt(command: Command, stack: string, promised: Promised, after: number): Promise<Run> {
    const done = await this.engine(command, stack, promised, after);
    assert.notEqual(done.code, 0, `was not interrupted: ${done.output}`);
    assert.ok(done.changes >= after, `${done.changes} changes: ${done.output}`);
    return done;
  }

  private async engine(
    command: Command,
    stack: string,
    promised: Promised,
    interruptAfter?: number,
  ): Promise<Run> {
    assert(this.proxy);
    Object.assign(this, { promised, running: stack, changes: 0, violations: [] });
    const args = [command, "--yes", "--skip-preview", "--stack", stack];
    const { pid, finished } = await this.sandbox.startPulumi(args, { AWS_ENDPOINT_URL: this.proxy.endpoint });
    this.changed = (changes) => {
      if (changes === interruptAfter) process.kill(pid, "SIGINT");
    };
    const done = await finished;
    assert.deepEqual(this.violations, [], done.output);
    return { ...done, changes: this.changes };
  }

  /** Creates a stack and brings it up. */
  async create(stack: string, promised: Promised): Promise<void> {
    const { code, output } = await this.sandbox.pulumi("stack", "init", stack);
    assert.equal(code, 0, output);
    await this.run("up", stack, promised);
  }

  /** What AWS has now, which keeps the promise and is attached wherever it is meant to be. */
  async settled(promised: Promised): Promise<Stored> {
    const stored = await this.stored(promised);
    assert.deepEqual([...broken(promised, stored), ...unsettled(promised, stored)], []);
    return stored;
  }

  async stored({ launcher }: Pick<Promised, "launcher">): Promise<Stored> {
    assert(this.clients);
    return readStored(this.clients, launcher);
  }

  private async judge({ service, action, about }: Change): Promise<void> {
    this.changes += 1;
    if (this.promised) {
      const found = broken(this.promised, await this.stored(this.promised));
      const after = `${this.running}: ${service} ${action} ${about}`;
      if (found.length > 0) this.violations.push({ after, broken: found });
    }
    this.changed(this.changes);
  }
}

/** Clients of a user of its own, told from the engine in the request log. */
async function watcher(endpoint: string): Promise<Clients> {
  const common = { endpoint, region: "us-east-1" };
  const administrator = { ...common, credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" } };
  const iam = new IAMClient(administrator);
  const UserName = "watcher";
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(
    new AttachUserPolicyCommand({ UserName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
  const own = { ...common, credentials: { accessKeyId, secretAccessKey } };
  const sts = new STSClient(own);
  const members = new Map<string, Promise<IAMClient>>();

  const enter = async (account: string): Promise<IAMClient> => {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`,
        RoleSessionName: UserName,
      }),
    );
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken } = Credentials ?? {};
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
    return new IAMClient({ ...common, credentials });
  };
  return {
    organizations: new OrganizationsClient(own),
    managementId,
    iam(account) {
      const client = members.get(account) ?? enter(account);
      members.set(account, client);
      return client;
    },
  };
}
