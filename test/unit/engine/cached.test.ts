import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cached } from "../../../sandbox/engine/cached";
import { scratchFolder } from "./scratch";

describe("a folder of the cache", () => {
  const scratch = scratchFolder();
  const quiet = (): void => undefined;
  const folder = (): string => join(scratch(), "cache", "thing");
  const inCache = (): string[] => readdirSync(join(scratch(), "cache"));

  it("is made once when two ask for it at the same time", async () => {
    let builds = 0;
    const ask = (): Promise<string> =>
      cached(folder(), quiet, async (temporary) => {
        builds++;
        await sleep(20);
        writeFileSync(join(temporary, "file"), "made");
      });
    assert.deepEqual(await Promise.all([ask(), ask()]), [folder(), folder()]);
    assert.equal(await ask(), folder());
    assert.equal(builds, 1);
    assert.equal(readFileSync(join(folder(), "file"), "utf8"), "made");
    assert.deepEqual(inCache(), ["thing"]);
  });

  it("leaves nothing behind when making it fails, and can be made later", async () => {
    const failing = cached(folder(), quiet, async (temporary) => {
      writeFileSync(join(temporary, "half"), "");
      throw new Error("disk full");
    });
    await assert.rejects(failing, /disk full/);
    assert.deepEqual(inCache(), []);
    await cached(folder(), quiet, async () => undefined);
    assert.deepEqual(inCache(), ["thing"]);
  });

  it("is not what a killed run left half made", async () => {
    mkdirSync(join(scratch(), "cache", "thing.partial-abc"), { recursive: true });
    let built = false;
    await cached(folder(), quiet, async () => {
      built = true;
    });
    assert.equal(built, true);
    assert.deepEqual(inCache(), ["thing"]);
  });
});
