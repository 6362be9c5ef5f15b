import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheDir } from "../home";
import { cached } from "./cached";
import { runStep, type Say } from "./progress";

const requirements = join(__dirname, "requirements.txt");
const oldest = [3, 11] as const;
const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11"];

interface Python {
  readonly executable: string;
  /** Major and minor. */
  readonly version: readonly [number, number];
  /** Where it is installed; an environment made from it works as long as this stays. */
  readonly prefix: string;
  /** Debian and its like split `venv` off into a package of its own. */
  readonly makesEnvironments: boolean;
}

/**
 * A Python environment with what `requirements.txt` lists, in the cache; made on first use.
 * @returns its interpreter
 * @throws Error when there is no suitable Python, or the packages cannot be installed
 */
export async function ensurePython(say: Say): Promise<string> {
  const python = findPython();
  const key = createHash("sha256")
    .update(JSON.stringify([readFileSync(requirements, "utf8"), python.version, python.prefix]))
    .digest("hex")
    .slice(0, 12);
  const folder = await cached(join(cacheDir(), "python", key), say, (temporary) =>
    install(python, temporary, say),
  );
  return interpreter(folder);
}

/** The environment is renamed after this, so its scripts are of no use: everything goes through its interpreter. */
async function install(python: Python, folder: string, say: Say): Promise<void> {
  const log = join(cacheDir(), "logs", "python.log");
  await runStep(
    {
      title: `making a Python ${python.version.join(".")} environment`,
      usually: "a few seconds",
      command: python.executable,
      args: ["-I", "-m", "venv", folder],
      log,
    },
    say,
  );
  const pip = ["-I", "-m", "pip", "--disable-pip-version-check", "--no-input"];
  await runStep(
    {
      title: "installing moto, cfn-lint and the AWS CLI",
      usually: "about half a minute",
      command: interpreter(folder),
      // The list is complete: nothing that it does not pin comes in.
      args: [...pip, "install", "--no-deps", "--requirement", requirements],
      log,
    },
    say,
  );
  const commands = awsCommandFolder(interpreter(folder));
  mkdirSync(commands);
  writeFileSync(join(commands, "aws"), awsCommand, { mode: 0o755 });
}

/** The environment's own script names an interpreter in the folder that is renamed. */
const awsCommand = `#!/bin/sh
exec "$(dirname "$0")/../bin/python" -I -m awscli "$@"
`;

/**
 * The folder for PATH that has `aws`, AWS's own command line, and nothing else.
 * @param python what `ensurePython` returned
 */
export function awsCommandFolder(python: string): string {
  return join(dirname(dirname(python)), "commands");
}

function interpreter(folder: string): string {
  return join(folder, "bin", "python");
}

/** The first suitable Python on PATH. */
function findPython(): Python {
  const found = names.flatMap((name) => ask(name) ?? []);
  const recent = found.filter(({ version: [major, minor] }) => major === oldest[0] && minor >= oldest[1]);
  const usable = recent.find((python) => python.makesEnvironments);
  if (usable !== undefined) return usable;
  if (recent[0] !== undefined) {
    const package_ = `python${recent[0].version.join(".")}-venv`;
    throw new Error(
      `${recent[0].executable} cannot make virtual environments: install its venv module (on Debian and Ubuntu the package ${package_}).`,
    );
  }
  const others = found.map((python) => python.version.join(".")).join(", ");
  throw new Error(
    `Python ${oldest.join(".")} or later is needed on PATH${others && `; found only ${others}`}. Install it and run this again.`,
  );
}

const question = `import importlib.util, json, sys
print(json.dumps({"executable": sys.executable, "version": sys.version_info[:2], "prefix": sys.base_prefix,
  "makesEnvironments": all(map(importlib.util.find_spec, ["venv", "ensurepip"]))}))`;

function ask(name: string): Python | undefined {
  const { status, stdout } = spawnSync(name, ["-I", "-c", question], { encoding: "utf8" });
  return status === 0 ? (JSON.parse(stdout) as Python) : undefined;
}
