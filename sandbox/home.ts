import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";

/** The checkout that this file belongs to. */
export const checkout = resolve(__dirname, "..");

/** What all sandboxes of this user share: the engine and the Python environment. `OCTOLAUNCH_CACHE` moves it. */
export function cacheDir(): string {
  return resolve(process.env.OCTOLAUNCH_CACHE ?? join(homedir(), ".cache", "octolaunch"));
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
    process.env.OCTOLAUNCH_HOME ?? join(cacheDir(), "sandboxes", `${basename(checkout)}-${hash}`),
  );
  return {
    root,
    pulumi: join(root, "pulumi"),
    state: join(root, "state"),
    aws: join(root, "aws"),
    logs: join(root, "logs"),
  };
}
