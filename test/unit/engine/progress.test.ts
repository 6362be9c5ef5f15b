import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runStep } from "../../../sandbox/engine/progress";
import { scratchFolder } from "./scratch";

describe("a step that takes a while", () => {
  const scratch = scratchFolder();
  const run = async (command: string, ...args: string[]): Promise<string[]> => {
    const said: string[] = [];
    const log = join(scratch(), "logs", "step.log");
    await runStep({ title: "cooking", usually: "a minute", command, args, log }, (line) => said.push(line));
    return said;
  };

  it("says what it does and how long it takes, and keeps the output in its log", async () => {
    assert.deepEqual(await run("sh", "-c", "echo out; echo err >&2"), ["cooking (a minute)"]);
    assert.equal(readFileSync(join(scratch(), "logs", "step.log"), "utf8"), "out\nerr\n");
  });

  it("shows the end of its output when it fails, and where all of it is", async () => {
    await assert.rejects(run("sh", "-c", "seq 100; exit 7"), (error: Error) => {
      assert.match(
        error.message,
        /^cooking failed: exit 7\n  86\n(.*\n)*  100\n  \(all of it: .*step\.log\)$/,
      );
      return true;
    });
  });

  it("says what is missing when it cannot start", async () => {
    await assert.rejects(run("no-such-command"), {
      message: "cooking failed: there is no no-such-command on PATH",
    });
  });
});
