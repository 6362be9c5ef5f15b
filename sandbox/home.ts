import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";

/** The checkout that this file belongs to. */
export const checkout = resolve(__dirname, "..");

/** What all sandboxes of this user share: the engine and the Python environment. `OCTOLAUNCH_CACHE` moves it. */
export function cacheDir(): string {
  return resolve(variable("OCTOLAUNCH_CACHE") ?? join(homedir(), ".cache", "octolaunch"));
}

/** The folders of one sandbox. Everything it writes is below `root`, never in the checkout. */
export interface SandboxHome {
  readonly root: string;
  /** `PULUMI_HOME`: plugins and credentials of the engine. */
  readonly pulumi: string;
  /** The file backend: stacks, their states and locks. */
  readonly state: string;
  /** What the AWS daemon records about itself. */
  readonly aws: string;
  readonly logs: string;
}

/** One sandbox per checkout, so that two clones do not share an organization. `OCTOLAUNCH_HOME` names another. */
export function sandboxHome(): SandboxHome {
  const hash = createHash("sha256").update(checkout).digest("hex").slice(0, 8);
  const root = resolve(
    variable("OCTOLAUNCH_HOME") ?? join(cacheDir(), "sandboxes", `${basename(checkout)}-${hash}`),
  );
  return {
    root,
    pulumi: join(root, "pulumi"),
    state: join(root, "state"),
    aws: join(root, "aws"),
    logs: join(root, "logs"),
  };
}

/** What tells a folder that a sandbox made from one that must not be touched. */
const marker = "octolaunch-sandbox";

/**
 * Makes the sandbox's folder where there is none.
 *
 * @throws Error when there is a folder with something else in it, which `reset` would delete
 */
export function claimHome({ root }: SandboxHome): void {
  mkdirSync(root, { recursive: true });
  const entries = readdirSync(root);
  if (entries.includes(marker)) return;
  if (entries.length > 0) throw foreignHome(root);
  writeFileSync(join(root, marker), "");
}

/**
 * Deletes the sandbox's folder.
 *
 * @throws Error when no sandbox made it
 */
export function removeHome({ root }: SandboxHome): void {
  if (!existsSync(root)) return;
  if (!existsSync(join(root, marker))) throw foreignHome(root);
  rmSync(root, { recursive: true });
}

function foreignHome(root: string): Error {
  return new Error(
    `${root} is no sandbox's folder, and nothing in it was touched: let OCTOLAUNCH_HOME name a new or empty folder, ` +
      "or unset it",
  );
}

/** A variable of the environment; an empty one is as good as none, and never the current folder. */
function variable(name: string): string | undefined {
  return process.env[name] || undefined;
}
