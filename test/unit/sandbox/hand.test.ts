import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { installHandCommand } from "../../../sandbox/hand";
import { scratchFolder, script } from "../engine/scratch";

const salt = "encryptionsalt: v1:abc=:v1:def=";
const commented = `# Why this stack is special.
config:
  octolaunch:network: { zones: 2 } # two are enough
  octolaunch:cluster:
      version: "1.34"
`;
/** What engine 3.250 makes of it: other indentation, other spaces, and its salt. */
const rewritten = `# Why this stack is special.
config:
  octolaunch:network: {zones: 2} # two are enough
  octolaunch:cluster:
    version: "1.34"
${salt}
`;

describe("pulumi by hand", () => {
  const scratch = scratchFolder();
  const project = (): string => join(scratch(), "it's a project");
  const stackFile = (name = "dev"): string => join(project(), `Pulumi.${name}.yaml`);

  beforeEach(() => {
    mkdirSync(join(project(), "infra"), { recursive: true });
    writeFileSync(join(project(), "Pulumi.yaml"), "name: test\n");
  });

  /** Runs the command with a stand-in for the engine. */
  function hand(engine: string, args: readonly string[] = [], cwd = project()): ReturnType<typeof spawnSync> {
    const bin = join(scratch(), "o'brien's engine");
    script(join(bin, "pulumi"), engine);
    installHandCommand(join(scratch(), "bin"), bin);
    mkdirSync(join(scratch(), "tmp"), { recursive: true });
    const done = spawnSync(join(scratch(), "bin", "pulumi"), args, {
      cwd,
      env: { ...process.env, TMPDIR: join(scratch(), "tmp") },
      encoding: "utf8",
    });
    assert.equal(done.stderr, "");
    assert.deepEqual(readdirSync(join(scratch(), "tmp")), [], "temporary files are left");
    return done;
  }

  /** A script that writes a stack file, as the engine would. */
  function writing(text: string, file = stackFile()): string {
    return `cat >"${file}" <<'END'\n${text}END`;
  }

  interface Case {
    readonly title: string;
    readonly before?: string;
    readonly written: string;
    readonly after: string | undefined;
  }
  const cases: readonly Case[] = [
    {
      title: "restores a file byte for byte when the engine only added its salt",
      before: commented,
      written: rewritten,
      after: commented,
    },
    {
      title: "restores a file without settings",
      before: "# Nothing yet.\nconfig:\n",
      written: `config: {}\n${salt}\n`,
      after: "# Nothing yet.\nconfig:\n",
    },
    {
      title: "restores an empty file",
      before: "",
      written: `${salt}\n`,
      after: "",
    },
    {
      title: "keeps a setting that was changed, without the salt",
      before: "config:\n  octolaunch:zones: 2\n",
      written: `config:\n  octolaunch:zones: 3\n${salt}\n`,
      after: "config:\n  octolaunch:zones: 3\n",
    },
    {
      title: "keeps a setting whose spaces alone were changed",
      before: "config:\n  octolaunch:motto: a b\n",
      written: `config:\n  octolaunch:motto: ab\n${salt}\n`,
      after: "config:\n  octolaunch:motto: ab\n",
    },
    {
      title: "keeps the removal of the last setting",
      before: "config:\n  octolaunch:zones: 2\n",
      written: `config: {}\n${salt}\n`,
      after: "config: {}\n",
    },
    {
      title: "leaves a salt that was there before",
      before: `${salt}\nconfig:\n  a:b: c\n`,
      written: `${salt}\nconfig:\n  a:b: d\n`,
      after: `${salt}\nconfig:\n  a:b: d\n`,
    },
    { title: "removes a new file with nothing but a salt", written: `${salt}\n`, after: undefined },
    {
      title: "keeps a new file with a setting, without the salt",
      written: `config:\n  a:b: c\n${salt}\n`,
      after: "config:\n  a:b: c\n",
    },
    {
      title: "leaves a file alone that got no salt",
      before: commented,
      written: "config:\n  a:b: c\n",
      after: "config:\n  a:b: c\n",
    },
  ];
  for (const { title, before, written, after } of cases) {
    it(title, () => {
      if (before !== undefined) writeFileSync(stackFile(), before);
      hand(writing(written));
      assert.equal(existsSync(stackFile()) ? readFileSync(stackFile(), "utf8") : undefined, after);
    });
  }

  it("leaves other stacks' files alone, and does not bring back one that the engine deleted", () => {
    for (const name of ["dev", "prod", "staging"]) writeFileSync(stackFile(name), commented);
    hand(`rm "${stackFile("prod")}"\n${writing(rewritten)}`);
    assert.deepEqual(readdirSync(project()).sort(), [
      "Pulumi.dev.yaml",
      "Pulumi.staging.yaml",
      "Pulumi.yaml",
      "infra",
    ]);
    assert.equal(readFileSync(stackFile("dev"), "utf8"), commented);
    assert.equal(readFileSync(stackFile("staging"), "utf8"), commented);
  });

  const places: Readonly<Record<string, readonly [args: readonly string[], cwd: () => string]>> = {
    "from a folder below": [["preview"], () => join(project(), "infra")],
    "with -C": [["-C", "it's a project", "preview"], scratch],
    "with --cwd": [["preview", "--cwd", "it's a project/infra"], scratch],
    "with --cwd=": [["preview", "--cwd=it's a project"], scratch],
  };
  for (const [title, [args, cwd]] of Object.entries(places)) {
    it(`finds the project ${title}`, () => {
      writeFileSync(stackFile(), commented);
      hand(writing(rewritten), args, cwd());
      assert.equal(readFileSync(stackFile(), "utf8"), commented);
    });
  }

  it("works where there is no project", () => {
    assert.equal(hand("exit 0", ["whoami"], scratch()).status, 0);
  });

  it("hands over its arguments as they are, and the engine's exit code", () => {
    const args = ["config", "set", "a:b", "two words", "", "it's $HOME `date` *"];
    const done = hand(`for argument in "$@"; do printf '[%s]\\n' "$argument"; done; exit 7`, args);
    assert.equal(done.stdout, args.map((argument) => `[${argument}]\n`).join(""));
    assert.equal(done.status, 7);
  });

  it("cleans up after an engine that was interrupted", () => {
    writeFileSync(stackFile(), commented);
    const done = hand(`${writing(rewritten)}\nkill -INT $PPID; exit 130`);
    assert.equal(done.status, 130);
    assert.equal(readFileSync(stackFile(), "utf8"), commented);
  });
});
