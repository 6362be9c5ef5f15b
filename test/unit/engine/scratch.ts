import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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

/**
 * A stand-in for Go that builds, slowly, and counts how often.
 * @param folder gets `bin/go`, and a line in `builds` with the package of every build
 * @param prints what the program that it builds prints
 */
export function fakeGo(folder: string, prints: string): void {
  const lines = [
    `[ "$1" = build ] || exit 0`,
    `while [ "$1" != -o ]; do shift; done`,
    `echo "$3" >> ${folder}/builds; sleep 0.1`,
    `printf '#!/bin/sh\\necho ${prints}\\n' > "$2"; chmod +x "$2"`,
  ];
  script(join(folder, "bin", "go"), lines.join("\n"));
}

/** The packages that `fakeGo` has built, in their order. */
export function buildsOf(folder: string): string[] {
  const file = join(folder, "builds");
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
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
