import { stopAws } from "../aws";
import { removeHome, sandboxHome } from "../home";

/**
 * Forgets the sandbox: stops its servers and removes its files without destroying stacks first. For when it is too
 * broken for `down`.
 *
 * @returns the exit code
 */
export async function reset(): Promise<number> {
  const home = sandboxHome();
  await stopAws(home);
  removeHome(home);
  console.log("The sandbox is gone. The engine and the Python environment stay in the cache.");
  return 0;
}
