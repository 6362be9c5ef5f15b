import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensurePython } from "../../../sandbox/engine/python";
import { scratchFolder, script, withEnvironment } from "./scratch";

describe("getting Python", () => {
  const scratch = scratchFolder();
  withEnvironment(() => ({
    OCTOLAUNCH_CACHE: join(scratch(), "cache"),
    PATH: join(scratch(), "bin"),
  }));
  const python = (name: string, version: [number, number], makesEnvironments = true): void => {
    const facts = { executable: `/usr/bin/${name}`, version, prefix: "/usr", makesEnvironments };
    script(join(scratch(), "bin", name), `echo '${JSON.stringify(facts)}'`);
  };
  const ensure = (): Promise<string> => ensurePython(() => undefined);

  it("says what to install when there is none", async () => {
    await assert.rejects(ensure(), /^Error: Python 3\.11 or later is needed on PATH\. Install it/);
  });

  it("says what it found when all are too old", async () => {
    python("python3", [3, 9]);
    await assert.rejects(ensure(), /Python 3\.11 or later is needed on PATH; found only 3\.9/);
  });

  it("names the missing package when the only suitable one cannot make environments", async () => {
    python("python3", [3, 9]);
    python("python3.12", [3, 12], false);
    await assert.rejects(ensure(), /python3\.12 cannot make virtual environments.* python3\.12-venv/);
  });
});

describe("the Python requirements", () => {
  const file = join(__dirname, "../../../sandbox/engine/requirements.txt");
  const lines = readFileSync(file, "utf8").split("\n");
  const packages = lines.filter((line) => line !== "" && !line.startsWith("#"));

  it("pin every package exactly", () => {
    for (const line of packages) assert.match(line, /^[\w.-]+==\d[\w.]*$/);
  });

  it("have the versions that the documentation speaks of", () => {
    assert.ok(packages.includes("moto==5.2.5"));
    assert.ok(packages.some((line) => line.startsWith("cfn-lint==1.58.")));
  });
});
