import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findOnPath } from "../../../sandbox/engine/find";
import { fakePulumi, scratchFolder, script } from "./scratch";

describe("finding a Pulumi CLI on PATH", () => {
  const scratch = scratchFolder();
  const find = (...folders: string[]) => {
    const said: string[] = [];
    const path = folders.map((folder) => join(scratch(), folder)).join(delimiter);
    const found = findOnPath(path, "3.250.0", join(scratch(), "cache"), (line) => said.push(line));
    return { bin: found?.bin, version: found?.version, said: said.join("\n") };
  };

  it("takes one of the needed version with its language host", () => {
    fakePulumi(join(scratch(), "a"), "3.250.0");
    assert.deepEqual(find("a"), { bin: join(scratch(), "a"), version: "3.250.0", said: "" });
  });

  it("finds nothing, and says nothing, where there is none", () => {
    mkdirSync(join(scratch(), "a"));
    assert.deepEqual(find("a", "missing"), { bin: undefined, version: undefined, said: "" });
  });

  it("passes over one that is too old, and takes the next", () => {
    fakePulumi(join(scratch(), "a"), "3.100.0");
    fakePulumi(join(scratch(), "b"), "3.300.1");
    const { bin, version, said } = find("a", "b");
    assert.deepEqual([bin, version], [join(scratch(), "b"), "3.300.1"]);
    assert.match(said, /not using .*a\/pulumi: it is 3\.100\.0, needed is 3\.250\.0 or later/);
  });

  it("passes over another major version", () => {
    fakePulumi(join(scratch(), "a"), "4.0.0");
    assert.equal(find("a").bin, undefined);
  });

  it("passes over one without its language host beside it", () => {
    fakePulumi(join(scratch(), "a"), "3.250.0", { host: false });
    const { bin, said } = find("a");
    assert.equal(bin, undefined);
    assert.match(said, /no pulumi-language-nodejs beside it/);
  });

  it("passes over one that does not run", () => {
    script(join(scratch(), "a", "pulumi"), "exit 1");
    assert.match(find("a").said, /it does not run/);
  });

  it("follows a link to where the language host is", () => {
    const real = join(scratch(), "opt", "pulumi");
    const pulumi = fakePulumi(real, "3.250.0");
    mkdirSync(join(scratch(), "bin"));
    symlinkSync(pulumi, join(scratch(), "bin", "pulumi"));
    assert.equal(find("bin").bin, real);
  });

  it("does not take our own for the user's", () => {
    fakePulumi(join(scratch(), "cache", "engine", "x"), "3.250.0");
    assert.deepEqual(find("cache/engine/x"), { bin: undefined, version: undefined, said: "" });
  });
});
