import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { awsCommandFolder, ensurePython } from "../../../sandbox/engine/python";
import { checkout } from "../../../sandbox/home";

describe("the Python environment", function () {
  this.timeout(10 * 60_000);
  let python: string;
  before(async () => {
    python = await ensurePython((line) => console.error(line));
  });
  const run = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(python, ["-I", ...args], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return stdout;
  };

  it("has exactly what is pinned, and that fits together", () => {
    const pinned = readFileSync(join(checkout, "sandbox/engine/requirements.txt"), "utf8").split("\n");
    const wanted = pinned.filter((line) => line !== "" && !line.startsWith("#"));
    const installed = run("-m", "pip", "freeze", "--exclude", "pip", "--exclude", "setuptools")
      .trim()
      .split("\n");
    assert.deepEqual(installed.sort(), wanted.sort());
    run("-m", "pip", "check");
  });

  it("serves AWS and knows its resource schemas", () => {
    run("-c", "import moto.server, moto.events.responses, moto.cloudformation.parsing, cfnlint");
  });

  it("brings AWS's command line, in a folder of its own", () => {
    const { stdout } = spawnSync(join(awsCommandFolder(python), "aws"), ["--version"], { encoding: "utf8" });
    assert.match(stdout, /^aws-cli\//);
  });
});
