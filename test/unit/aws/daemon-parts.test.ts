import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";

import { Faults, faultsSchema, throttled } from "../../../sandbox/aws/front/faults";
import { RequestLog, type LogEntry } from "../../../sandbox/aws/front/log";
import { Queue } from "../../../sandbox/aws/front/queue";
import { gone, isAlive, markOf } from "../../../sandbox/aws/process";

describe("A process's mark", () => {
  it("tells it from others, and knows its end", async () => {
    const own = markOf(process.pid);
    assert.ok(own && isAlive(own));
    assert.equal(isAlive({ ...own, started: `${own.started}0` }), false);
    const child = spawn(process.execPath, ["-e", ""], { stdio: "ignore" });
    const mark = markOf(child.pid ?? 0);
    await once(child, "exit");
    assert.ok(mark === undefined || (await gone(mark, 1000)));
    assert.equal(markOf(child.pid ?? 0), undefined);
  });
});

describe("The queue of the front", () => {
  it("runs one task at a time, in order, and goes on after one that fails", async () => {
    const queue = new Queue();
    const seen: string[] = [];
    const task =
      (name: string, fails = false) =>
      async (): Promise<void> => {
        seen.push(`${name} starts`);
        await new Promise(setImmediate);
        seen.push(`${name} ends`);
        if (fails) throw new Error(name);
      };
    const results = await Promise.allSettled([queue.run(task("a", true)), queue.run(task("b"))]);
    assert.deepEqual(seen, ["a starts", "a ends", "b starts", "b ends"]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ["rejected", "fulfilled"],
    );
  });
});

describe("Faults", () => {
  const request = { service: "iam", action: "GetRole", account: "111111111111" };

  it("are met so often, after so many, by what they match", () => {
    const faults = new Faults();
    faults.add(
      faultsSchema.parse([
        { match: { service: "eks" }, kind: "throttle" },
        { match: { action: "GetRole", account: "111111111111" }, kind: "delay", after: 1, times: 2 },
      ]),
    );
    const met = Array.from({ length: 4 }, () => faults.take(request)?.kind);
    assert.deepEqual(met, [undefined, "delay", "delay", undefined]);
    assert.equal(faults.list().length, 1);
    assert.equal(faults.take({ ...request, service: "eks" })?.kind, "throttle");
  });

  it("are refused with fields that they have not", () => {
    assert.throws(() => faultsSchema.parse([{ match: { region: "x" }, kind: "drop" }]), /region/);
  });

  it("throttle with the status of a service that says to wait", () => {
    assert.deepEqual([throttled("ec2").code, throttled("ec2").status], ["RequestLimitExceeded", 503]);
    assert.deepEqual([throttled("sts").code, throttled("sts").status], ["Throttling", 400]);
  });
});

describe("The request log", () => {
  const entry = {
    time: "",
    service: "iam",
    action: "A",
    region: "r",
    account: "1",
    caller: "c",
    status: 200,
    milliseconds: 1,
  };

  it("finds entries by their fields, and keeps no more than it should", () => {
    const log = new RequestLog();
    for (let i = 0; i < 30_000; i++) log.add({ ...entry, status: i } as LogEntry);
    const all = log.list(new URLSearchParams());
    assert.ok(all.length >= 20_000 && all.length <= 22_001);
    assert.equal(all.at(-1)?.status, 29_999);
    assert.equal(log.list(new URLSearchParams({ status: "29999", service: "iam" })).length, 1);
    assert.equal(log.list(new URLSearchParams({ status: "29999", service: "eks" })).length, 0);
  });
});
