import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { organization } from "../../fixtures/organization";
import { TestSandbox } from "../../support/sandbox";

/**
 * Where the runs are stopped: after this many requests that AWS and Octopus answered, drawn anew each time. `SEED`
 * repeats a series, `KILLS` makes it longer.
 */
const seed = Number(process.env.SEED ?? Date.now() % 100_000);
/** How often a run is killed; each takes most of a minute. */
const kills = Number(process.env.KILLS ?? 10);
const interrupts = 2;
let state = seed;
function random(below: number): number {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
  return state % below;
}

describe(`an interrupted up (SEED=${seed})`, function () {
  this.timeout(1_800_000);
  const sandbox = new TestSandbox(organization(), {}, {});
  let requestsOfAWhole = 0;

  async function requests(): Promise<number> {
    const logs = await Promise.all([sandbox.requests(), sandbox.octopusControl<unknown[]>("requests")]);
    return logs.reduce((sum, { length }) => sum + length, 0);
  }

  before(async () => {
    const up = await sandbox.verb("up", "tooling");
    assert.equal(up.code, 0, up.output);
    requestsOfAWhole = await requests();
  });
  after(() => sandbox.end());

  /** Starts `up` from nothing and stops it by `signal` when `point` requests are answered. */
  async function interruptedAt(point: number, signal: "SIGINT" | "SIGKILL"): Promise<string> {
    await sandbox.verb("reset");
    sandbox.forget();
    await sandbox.environment();
    const running = sandbox.start("up", "tooling");
    let ended = false;
    void running.finished.then(() => (ended = true));
    while (!ended && (await requests()) < point) await sleep(20);
    assert(!ended, `the run ended before ${point} of ${requestsOfAWhole} requests`);
    if (signal === "SIGINT") kill(running.pid, signal);
    else {
      // The command line first, or it would start the next engine; one that it has just forked still bears its name.
      kill(running.pid, signal);
      for (let quiet = 0; quiet < 10; await sleep(50)) {
        const pids = sandbox.enginePids();
        for (const pid of pids) kill(pid, signal);
        quiet = pids.length === 0 ? quiet + 1 : 0;
      }
    }
    return (await running.finished).output;
  }

  /** Not in the last few requests, of which a run may have some less than another. */
  const somewhere = (): number => random(Math.floor(requestsOfAWhole * 0.85));

  async function converges(): Promise<string> {
    const again = await sandbox.verb("up", "tooling");
    assert.equal(again.code, 0, again.output);
    const preview = await sandbox.pulumi("preview", "--refresh", "--expect-no-changes", "--stack", "tooling");
    assert.equal(preview.code, 0, preview.output);
    return again.output;
  }

  for (let round = 1; round <= interrupts; round += 1) {
    it(`by SIGINT converges (${round} of ${interrupts})`, async () => {
      const output = await interruptedAt(somewhere(), "SIGINT");
      await converges();
      assert.doesNotMatch(output, /^ +at .*\(.*:\d+:\d+\)$/m);
    });
  }
  for (let round = 1; round <= kills; round += 1) {
    it(`by SIGKILL is repaired and converges (${round} of ${kills})`, async () => {
      await interruptedAt(somewhere(), "SIGKILL");
      await converges();
    });
  }
});

function kill(pid: number, signal: "SIGINT" | "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in between.
  }
}
