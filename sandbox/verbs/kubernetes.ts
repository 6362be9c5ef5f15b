import { ensureKubernetes } from "../engine/kubernetes/executables";

/**
 * Builds what the sandbox's clusters run, for programs and commands that use them.
 *
 * @returns the exit code
 */
export async function kubernetes(): Promise<number> {
  const say = (line: string): void => console.log(line);
  await ensureKubernetes(say);
  say("Kubernetes is built: the sandbox's clusters answer.");
  return 0;
}
