import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import type { Say } from "./progress";
import { isSuitable, versionOf } from "./version";

/** A Pulumi CLI that can be used as it is. */
export interface Found {
  /** The folder of `pulumi` and `pulumi-language-nodejs`. */
  readonly bin: string;
  readonly version: string;
}

/**
 * The first suitable Pulumi CLI on PATH: same major version, not older, its Node language host beside it. Says why
 * others are passed over.
 * @param path a value of PATH
 * @param needed the version that is asked for
 * @param ours a folder whose content does not count: our own cache, which gets on PATH when a shell enters the sandbox
 */
export function findOnPath(path: string, needed: string, ours: string, say: Say): Found | undefined {
  for (const folder of new Set(path.split(delimiter))) {
    const pulumi = join(folder, "pulumi");
    if (folder === "" || folder.startsWith(ours + sep) || !isExecutable(pulumi)) continue;
    const version = versionOf(pulumi);
    if (version === undefined || !isSuitable(version, needed)) {
      say(
        `not using ${pulumi}: ${version ? `it is ${version}, needed is ${needed} or later` : "it does not run"}`,
      );
      continue;
    }
    // Package managers link `pulumi` alone into a common folder.
    const bin = [folder, dirname(realpathSync(pulumi))].find((candidate) =>
      isExecutable(join(candidate, "pulumi-language-nodejs")),
    );
    if (bin !== undefined) return { bin, version };
    say(`not using ${pulumi}: there is no pulumi-language-nodejs beside it`);
  }
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
