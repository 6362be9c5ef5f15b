import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { whyUnreachable } from "../../../sandbox/engine/installer";
import { checkout } from "../../../sandbox/home";
import { releaseServer } from "../../unit/engine/releases";
import { stillRunning } from "./stack";

describe("an interrupted installation", function () {
  this.timeout(20_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "octolaunch-test-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("takes the build down with it, and the next run builds", async () => {
    const noted = join(folder, "pid");
    const script = `
      const { cached } = require("./sandbox/engine/cached");
      const { runStep } = require("./sandbox/engine/progress");
      const build = "sleep 60 & echo $! > ${noted}.new; mv ${noted}.new ${noted}; wait";
      void cached("${folder}/thing", console.log, () => runStep(
        { title: "building", usually: "a while", command: "sh", args: ["-c", build], log: "${folder}/log" }, console.log));`;
    const run = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", script], { cwd: checkout });
    while (!existsSync(noted)) await sleep(50);
    run.kill("SIGINT");
    const [, signal] = (await once(run, "exit")) as [number | null, NodeJS.Signals | null];
    assert.equal(signal, "SIGINT");
    assert.deepEqual(await stillRunning([Number(readFileSync(noted, "utf8"))], 2_000), []);

    const again = script.replace("sleep 60", "sleep 0");
    const next = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", again], { cwd: checkout });
    assert.deepEqual(await once(next, "exit"), [0, null]);
    assert.ok(existsSync(join(folder, "thing")));
  });
});

describe("a release server that accepts and never answers", function () {
  this.timeout(20_000);
  const serve = releaseServer();

  it("counts as unreachable after a few seconds", async () => {
    const url = await serve(() => undefined);
    const started = Date.now();
    assert.match((await whyUnreachable(url)) ?? "", /timeout/);
    assert.ok(Date.now() - started < 6_000);
  });
});
