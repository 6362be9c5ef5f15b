import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { withLock } from "./lock";
import type { Say } from "./progress";

/**
 * Makes a folder once, however many runs ask for it at the same time. It appears complete or not at all: `build` fills
 * a temporary folder beside it, which is renamed at the end and removed on failure.
 * @param folder where the result belongs. What it depends on must be part of its name.
 * @returns `folder`
 * @throws what `build` throws
 */
export async function cached(
  folder: string,
  say: Say,
  build: (temporary: string) => Promise<void>,
): Promise<string> {
  if (existsSync(folder)) return folder;
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  return withLock(`${folder}.lock`, say, async () => {
    if (existsSync(folder)) return folder;
    const prefix = `${basename(folder)}.partial-`;
    const leftovers = readdirSync(parent).filter((name) => name.startsWith(prefix));
    for (const leftover of leftovers) rmSync(join(parent, leftover), { recursive: true });
    const temporary = mkdtempSync(join(parent, prefix));
    try {
      await build(temporary);
      renameSync(temporary, folder);
    } catch (error) {
      rmSync(temporary, { recursive: true, force: true });
      throw error;
    }
    return folder;
  });
}
