import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { locksOf } from "../../../sandbox/locks";
import type { Session } from "../../../sandbox/session";
import { scratchFolder } from "../engine/scratch";

describe("the locks on a stack", () => {
  const scratch = scratchFolder();
  const session = (): Session =>
    ({ home: { state: scratch() }, project: { name: "ours" } }) as unknown as Session;

  function lock(content: string, project = "ours", stack = "dev"): void {
    const folder = join(scratch(), ".pulumi", "locks", "organization", project, stack);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "0f3c.json"), content);
  }

  it("are none when no engine took one on it", () => {
    assert.deepEqual(locksOf(session(), "dev"), []);
    lock(`{"pid":${process.pid}}`, "theirs");
    lock(`{"pid":${process.pid}}`, "ours", "prod");
    assert.deepEqual(locksOf(session(), "dev"), []);
  });

  it("are nobody's when their engine is dead", () => {
    const { pid } = spawnSync("true");
    lock(`{"pid":${pid}}`);
    assert.deepEqual(locksOf(session(), "dev"), [{ pid, held: false }]);
  });

  it("are nobody's when their engine's process id went to another program", () => {
    lock(`{"pid":${process.pid}}`);
    assert.deepEqual(locksOf(session(), "dev"), [{ pid: process.pid, held: false }]);
  });

  it("are passed over when the engine is just writing or removing them", () => {
    lock("");
    assert.deepEqual(locksOf(session(), "dev"), []);
  });

  /** Runs a program under another name while `look` looks. */
  async function running(name: string, args: readonly string[], look: (pid: number) => void): Promise<void> {
    const program = join(scratch(), name);
    copyFileSync(spawnSync("which", ["sleep"], { encoding: "utf8" }).stdout.trim(), program);
    const child = spawn(program, args, { stdio: "ignore" });
    await once(child, "spawn");
    try {
      lock(`{"pid":${child.pid}}`);
      look(child.pid ?? 0);
    } finally {
      child.kill();
      await once(child, "exit");
    }
  }

  it("are held while their engine runs", () =>
    running("pulumi", ["60"], (pid) => {
      assert.deepEqual(locksOf(session(), "dev"), [{ pid, held: true }]);
    }));

  it("are not held by a program that merely lives in a folder of that name", async () => {
    mkdirSync(join(scratch(), "pulumi"));
    await running("pulumi/vim", ["60"], (pid) => {
      assert.deepEqual(locksOf(session(), "dev"), [{ pid, held: false }]);
    });
  });
});
