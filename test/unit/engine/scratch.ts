import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** A temporary folder that is removed after each test of the suite that asks for it. */
export function scratchFolder(): () => string {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "octolaunch-test-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

/** An executable shell script. */
export function script(file: string, text: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A stand-in for a Pulumi CLI that only knows its version, with or without a language host beside it. */
export function fakePulumi(bin: string, version: string, { host = true } = {}): string {
  if (host) script(join(bin, "pulumi-language-nodejs"), "exit 1");
  return script(join(bin, "pulumi"), `echo v${version}`);
}

/** A folder for PATH with nothing but the given programs of this machine. */
export function linkTools(folder: string, names: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const places = (process.env.PATH ?? "").split(delimiter).map((place) => join(place, name));
    const program = places.find((place) => existsSync(place));
    if (program !== undefined) symlinkSync(program, join(folder, name));
  }
  return folder;
}

/** Sets environment variables for each test of a suite. */
export function withEnvironment(variables: () => Record<string, string>): void {
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
    Object.assign(process.env, variables());
  });
  afterEach(() => {
    process.env = before;
  });
}
