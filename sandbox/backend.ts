import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Removes the half-written sidecars of a file backend. The engine keeps a `.attrs` file beside each file of its state;
 * killed while it writes one, it fails from then on with `error: EOF`. It does well without.
 *
 * @param state the folder of the backend
 */
export function removeBrokenSidecars(state: string): void {
  if (!existsSync(state)) return;
  for (const entry of readdirSync(state, { recursive: true, encoding: "utf8" })) {
    if (entry.endsWith(".attrs") && !isJson(join(state, entry))) rmSync(join(state, entry), { force: true });
  }
}

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
