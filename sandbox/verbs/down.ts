import { rmSync } from "node:fs";

import { findAws, stopAws } from "../aws";
import { sandboxHome } from "../home";
import { existingStacks, exportState, pulumi, stackArguments } from "../pulumi";
import { repair } from "../repair";
import { openSession, type Session } from "../session";

/**
 * Destroys every stack, the environments before tooling, and stops the servers.
 *
 * @returns the exit code
 */
export async function down(): Promise<number> {
  const say = (line: string): void => console.log(line);
  const home = sandboxHome();
  if (findAws(home)) {
    const session = await openSession(say);
    const existing = await existingStacks(session);
    // Stacks that settings no longer describe go first: they may trust the launcher too.
    const described = [...session.project.stacks].reverse();
    const order = [...existing.filter((name) => !described.includes(name)), ...described];
    for (const stack of order.filter((name) => existing.includes(name))) {
      await repair(session, stack, say);
      if (!(await destroyStack(session, stack, say))) return 1;
    }
  } else {
    say("The sandbox's AWS does not run, so that there is nothing to destroy.");
  }
  await stopAws(home);
  rmSync(home.state, { recursive: true, force: true });
  say("Everything is destroyed and stopped.");
  return 0;
}

async function destroyStack(session: Session, stack: string, say: (line: string) => void): Promise<boolean> {
  const { resources } = await exportState(session, stack);
  for (const { urn, type, protect, inputs } of resources) {
    const name = String(inputs?.name);
    const launcher = type === "aws:iam/role:Role" && session.project.launcherNames.includes(name);
    const space = type === "octopusdeploy:index/space:Space";
    if (!protect || !(launcher || space)) continue;
    say(
      `${stack}: unprotecting ${launcher ? "the launcher" : "Octopus's space"} ${name}, which a plain destroy refuses to ` +
        "delete",
    );
    const { code, output } = await pulumi(session, ["state", "unprotect", urn, "--yes", "--stack", stack]);
    if (code !== 0) throw new Error(output.trim());
  }
  const destroyed = await pulumi(session, [
    "destroy",
    "--yes",
    "--skip-preview",
    ...stackArguments(session, stack),
  ]);
  if (destroyed.code === 0) {
    // With `destroy --remove` the engine would delete the settings file in the checkout as well.
    await pulumi(session, ["stack", "rm", stack, "--yes", "--preserve-config"]);
    say(`${stack}: ${/^ {4}- (\d+) deleted/m.exec(destroyed.output)?.[1] ?? 0} resources deleted`);
    return true;
  }
  say(`${stack}: failed\n${destroyed.output.trim()}`);
  return false;
}
