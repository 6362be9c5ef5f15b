import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startOf, withLock } from "../../../sandbox/engine/lock";
import { scratchFolder } from "./scratch";

describe("a lock between runs", () => {
  const scratch = scratchFolder();
  const quiet = (): void => undefined;
  const lock = (): string => join(scratch(), "lock");

  it("lets one in at a time, and everybody in the end", async () => {
    let inside = 0;
    let served = 0;
    const one = (): Promise<void> =>
      withLock(lock(), quiet, async () => {
        assert.equal(++inside, 1);
        await sleep(5);
        inside--;
        served++;
      });
    await Promise.all([one(), one(), one()]);
    assert.equal(served, 3);
    assert.equal(existsSync(lock()), false);
  });

  it("is released when the work fails", async () => {
    await assert.rejects(
      withLock(lock(), quiet, () => Promise.reject(new Error("no luck"))),
      /no luck/,
    );
    assert.equal(await withLock(lock(), quiet, () => Promise.resolve("next")), "next");
  });

  it("passes over a holder that is dead", async () => {
    const { pid } = spawnSync("true");
    symlinkSync(`${pid} 12345 id`, lock());
    assert.equal(await withLock(lock(), quiet, () => Promise.resolve("in")), "in");
  });

  it("passes over a holder whose process id somebody else has now", async () => {
    symlinkSync(`${process.pid} 1 id`, lock());
    assert.equal(await withLock(lock(), quiet, () => Promise.resolve("in")), "in");
  });

  it("waits for a living holder, says for whom, and goes on when it is killed", async () => {
    const holder = spawn("sleep", ["60"]);
    await once(holder, "spawn");
    symlinkSync(`${holder.pid} ${startOf(holder.pid ?? 0)} id`, lock());
    const said: string[] = [];
    let entered = false;
    const waiting = withLock(
      lock(),
      (line) => said.push(line),
      async () => {
        entered = true;
      },
    );
    await sleep(100);
    assert.equal(entered, false);
    assert.deepEqual(said, [`waiting for another run (pid ${holder.pid})`]);
    holder.kill("SIGKILL");
    await waiting;
    assert.equal(entered, true);
  });

  it("takes a zombie for dead", async () => {
    const parent = spawn("sh", ["-c", "true & echo $!; exec sleep 60"]);
    const [pid] = (await once(parent.stdout, "data")) as [Buffer];
    await sleep(50);
    assert.equal(startOf(Number(pid.toString())), undefined);
    parent.kill("SIGKILL");
  });
});
