import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { findAws, startAws, stopAws, type AwsHandle } from "../../../sandbox/aws";
import type { DaemonRecord } from "../../../sandbox/aws/daemon";
import { gone, isAlive } from "../../../sandbox/aws/process";
import { ensurePython } from "../../../sandbox/engine/python";
import type { SandboxHome } from "../../../sandbox/home";
import { sandboxApiKey } from "../../../sandbox/octopus";
import { organization, temporaryHome } from "./aws";

describe("The daemon of the sandbox's AWS", function () {
  this.timeout(60_000);
  let python: string;
  let home: SandboxHome;

  const start = (where = home, seed = organization): Promise<AwsHandle> =>
    startAws({ home: where, python, organization: seed, kubernetes: "none", say: () => undefined });
  const record = (where = home): DaemonRecord =>
    JSON.parse(readFileSync(join(where.aws, "daemon.json"), "utf8")) as DaemonRecord;
  const account = async ({ endpoint }: AwsHandle): Promise<string | undefined> => {
    const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
    const client = new STSClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
    return (await client.send(new GetCallerIdentityCommand({}))).Account;
  };
  const allGone = async ({ daemon, python: child }: DaemonRecord): Promise<boolean> =>
    (await gone(daemon, 5000)) && (await gone(child, 5000));

  before(async function () {
    this.timeout(300_000);
    python = await ensurePython(() => undefined);
  });
  beforeEach(() => (home = temporaryHome()));
  afterEach(async () => {
    await stopAws(home);
    rmSync(home.root, { recursive: true, force: true });
  });

  it("starts, is found, and stops without leaving a process", async () => {
    assert.equal(findAws(home), undefined);
    const handle = await start();
    assert.deepEqual(findAws(home), handle);
    assert.equal(await account(handle), organization.managementId);
    const started = record();
    assert.equal(started.daemon.pid, handle.pid);
    await stopAws(home);
    assert.equal(isAlive(started.daemon) || isAlive(started.python), false);
    assert.equal(findAws(home), undefined);
    await stopAws(home);
  });

  it("is started once", async () => {
    const first = await start();
    assert.deepEqual(await start(), first);
    await stopAws(home);
    const both = await Promise.all([start(), start()]);
    assert.deepEqual(both[0], both[1]);
    assert.equal(await account(both[0]), organization.managementId);
  });

  it("brings an Octopus Server along, which ends with it", async () => {
    const { octopus } = await start();
    const headers = { "x-octopus-apikey": sandboxApiKey };
    assert.equal((await fetch(`${octopus}/api/spaces`, { headers })).status, 200);
    assert.equal((await fetch(`${octopus}/api/spaces`)).status, 401);
    await stopAws(home);
    await assert.rejects(fetch(`${octopus}/api/spaces`, { headers }));
  });

  it("says what to do when it is of a version without an Octopus Server", async () => {
    await start();
    const file = join(home.aws, "daemon.json");
    const { octopus: _, ...older } = JSON.parse(readFileSync(file, "utf8")) as DaemonRecord;
    writeFileSync(file, JSON.stringify(older));
    await assert.rejects(start(), /older version.* run `npm run sandbox -- reset`/);
  });

  it("takes in accounts that the settings have got since, and no other organization", async () => {
    const handle = await start();
    const qa = { name: "qa", id: "555555555555", ou: "Quality" };
    const grown = { ...organization, accounts: [...organization.accounts, qa] };
    assert.deepEqual(await start(home, grown), handle);
    assert.deepEqual(await start(home, grown), handle);
    const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
    const client = new STSClient({ endpoint: handle.endpoint, region: "us-east-1", credentials });
    const RoleArn = `arn:aws:iam::${qa.id}:role/OrganizationAccountAccessRole`;
    const { AssumedRoleUser } = await client.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }),
    );
    assert.match(AssumedRoleUser?.Arn ?? "", /::555555555555:/);
    const other = start(home, { ...organization, managementId: "888888888888" });
    await assert.rejects(other, /managementId was 999999999999 .* and is now 888888888888\. .*reset/);
  });

  it("takes its Python along, however it dies", async () => {
    await start();
    const killed = record();
    process.kill(killed.daemon.pid, "SIGKILL");
    assert.ok(await allGone(killed));
    assert.equal(findAws(home), undefined);
    const again = await start();
    assert.equal(await account(again), organization.managementId);
  });

  it("ends, and says why, when its Python dies", async () => {
    await start();
    const started = record();
    process.kill(started.python.pid, "SIGKILL");
    assert.ok(await allGone(started));
    assert.equal(findAws(home), undefined);
    assert.match(readFileSync(join(home.logs, "aws.log"), "utf8"), /moto ended \(SIGKILL\)/);
  });

  it("is not mistaken for another process of the same id", async () => {
    await start();
    const mine = record();
    await stopAws(home);
    const stranger = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stdio: "ignore" });
    try {
      const pid = stranger.pid ?? 0;
      const recycled = { ...mine, daemon: { ...mine.daemon, pid }, python: { ...mine.python, pid } };
      writeFileSync(join(home.aws, "daemon.json"), JSON.stringify(recycled));
      assert.equal(findAws(home), undefined);
      await stopAws(home);
      assert.equal(stranger.exitCode, null);
      assert.equal(await account(await start()), organization.managementId);
      assert.equal(stranger.exitCode, null);
    } finally {
      stranger.kill();
      await once(stranger, "exit");
    }
  });

  it("says why it did not start", async () => {
    const say = (): void => undefined;
    const failing = startAws({ home, python: "/nowhere/python", organization, kubernetes: "none", say });
    await assert.rejects(failing, /did not start:[^]*\/nowhere\/python[^]*aws\.log/);
    const twice = { ...organization, accounts: [...organization.accounts, { name: "x", id: "not an id" }] };
    await assert.rejects(start(home, twice), /did not start/);
    assert.equal(existsSync(join(home.aws, "daemon.json")), false);
  });

  it("runs beside that of another sandbox", async () => {
    const other = temporaryHome();
    try {
      const seed = { ...organization, managementId: "888888888888" };
      const [first, second] = await Promise.all([start(), start(other, seed)]);
      assert.equal(await account(first), "999999999999");
      assert.equal(await account(second), "888888888888");
      await stopAws(home);
      assert.equal(await account(second), "888888888888");
    } finally {
      await stopAws(other);
      rmSync(other.root, { recursive: true, force: true });
    }
  });

  it("outlives whoever started it", async () => {
    const script = `
      require(${JSON.stringify(join(__dirname, "../../../sandbox/aws"))})
        .startAws(JSON.parse(process.argv[1])).catch((error) => { console.error(error); process.exit(1); });`;
    const options = JSON.stringify({ home, python, organization, kubernetes: "none" });
    // The function that takes lines cannot be handed over as JSON.
    const program = script.replace(
      "JSON.parse(process.argv[1])",
      "{ ...JSON.parse(process.argv[1]), say() {} }",
    );
    const starter = spawn(process.execPath, ["--require", "tsx/cjs", "-e", program, options], {
      stdio: "inherit",
    });
    const [status] = (await once(starter, "exit")) as [number];
    assert.equal(status, 0);
    await pause(200);
    const found = findAws(home);
    assert.ok(found);
    assert.equal(await account(found), organization.managementId);
  });

  it("seeds other partitions", async () => {
    const handle = await start(home, { ...organization, partition: "aws-us-gov", region: "us-gov-west-1" });
    const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
    const client = new STSClient({ endpoint: handle.endpoint, region: "us-gov-west-1", credentials });
    const { Arn } = await client.send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, "arn:aws-us-gov:iam::999999999999:user/administrator");
  });
});
