import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureEngine } from "../../../sandbox/engine/engine";
import { engineVersion } from "../../../sandbox/versions";
import { nowhere, releaseArchive, releaseServer } from "./releases";
import { buildsOf, fakeGo, fakePulumi, linkTools, scratchFolder, withEnvironment } from "./scratch";

describe("getting the engine", () => {
  const scratch = scratchFolder();
  const serve = releaseServer();
  withEnvironment(() => ({
    OCTOLAUNCH_CACHE: join(scratch(), "cache"),
    PATH: `${join(scratch(), "bin")}:${linkTools(join(scratch(), "tools"), ["tar", "gzip", "sleep", "chmod"])}`,
  }));
  const ensure = async (releases?: string) => {
    const said: string[] = [];
    const { bin, version, source } = await ensureEngine(
      (line) => said.push(line),
      releases ?? (await nowhere()),
    );
    return { bin, version, source, said: said.join("\n") };
  };
  const buildable = (version = engineVersion): void => fakeGo(scratch(), `v${version}`);

  it("uses what is on PATH, and asks nobody", async () => {
    fakePulumi(join(scratch(), "bin"), "3.999.0");
    const { bin, version, source, said } = await ensure();
    assert.deepEqual([bin, version, source, said], [join(scratch(), "bin"), "3.999.0", "path", ""]);
  });

  it("installs an official release where it can, once", async () => {
    const archive = releaseArchive(scratch(), engineVersion);
    let downloads = 0;
    const releases = await serve((request, response) => {
      if (request.method === "GET") downloads++;
      response.end(archive);
    });
    const first = await ensure(releases);
    assert.equal(first.source, "installer");
    assert.ok(existsSync(join(first.bin, "pulumi-language-nodejs")));
    assert.equal((await ensure()).bin, first.bin);
    assert.equal(downloads, 1);
  });

  it("builds the CLI where no release can be had, and says so", async () => {
    buildable();
    const { bin, source, said } = await ensure();
    assert.equal(source, "modules");
    assert.match(said, /no official Pulumi from 127\.0\.0\.1:\d+ \(.*ECONNREFUSED.*\): using its Go modules/);
    assert.match(readFileSync(join(bin, "pulumi-language-nodejs"), "utf8"), /^#!\/usr\/bin\/env node\n/);
  });

  it("builds the CLI when the release is not what it should be", async () => {
    buildable();
    const archive = releaseArchive(scratch(), "3.0.0");
    const { source, said } = await ensure(await serve((_, response) => response.end(archive)));
    assert.equal(source, "modules");
    assert.match(said, /should be Pulumi .+, but is 3\.0\.0: using the Go modules/);
  });

  it("builds once for two runs at the same time, and never again", async () => {
    buildable();
    const [one, two] = await Promise.all([ensure(), ensure()]);
    assert.equal(one.bin, two.bin);
    assert.equal((await ensure()).bin, one.bin);
    assert.match(one.said + two.said, /waiting for another run \(pid \d+\)/);
    assert.equal(buildsOf(scratch()).length, 1);
  });

  it("keeps to what it has built, without asking for a release again", async () => {
    buildable();
    const built = await ensure();
    let asked = false;
    const releases = await serve((_, response) => {
      asked = true;
      response.end();
    });
    assert.deepEqual(await ensure(releases), { ...built, said: "" });
    assert.equal(asked, false);
  });

  it("refuses a build of another version", async () => {
    buildable("3.1.0");
    await assert.rejects(ensure(), /should be Pulumi .+, but is 3\.1\.0/);
  });

  it("says what to install when there is no way", async () => {
    await assert.rejects(ensure(), (error: Error) => {
      assert.match(error.message, /there is no go on PATH/);
      assert.match(error.message, /install Go .+ or put Pulumi .+ on PATH/);
      return true;
    });
  });
});

describe("the lock files of the engine", () => {
  it("name the version that is pinned", () => {
    const mod = readFileSync(join(__dirname, "../../../sandbox/engine/cli/go.mod"), "utf8");
    for (const module of ["pkg", "sdk"]) {
      assert.match(mod, new RegExp(`github.com/pulumi/pulumi/${module}/v3 v${engineVersion}\\s`));
    }
  });
});
