import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { exportState, stackArguments } from "../sandbox/pulumi";
import { commandEnvironment, openSession } from "../sandbox/session";
import { down } from "../sandbox/verbs/down";
import { up } from "../sandbox/verbs/up";
import { writeFloor } from "./floor";
import { measure, median, type Run } from "./measure";

/** Runs of each program; the first pair warms the caches and does not count. */
const rounds = 7;

/**
 * Prints what a preview of each stack takes, as a ratio to a floor program that registers the same resources, the two
 * measured in turn.
 */
async function main(): Promise<void> {
  process.env.OCTOLAUNCH_HOME = mkdtempSync(join(tmpdir(), "octolaunch-bench-"));
  try {
    if ((await up([])) !== 0)
      throw new Error("the stacks did not come up, so that there is nothing to measure");
    const session = await openSession(() => undefined);
    const environment = commandEnvironment(session);
    const command = join(session.engine.bin, "pulumi");
    console.log(`\n${rounds - 1} previews of each, in turn; medians\n`);
    console.log("stack      resources   time   floor   ratio   memory   floor   ratio");
    for (const stack of session.project.stacks) {
      const { resources } = await exportState(session, stack);
      const folder = join(session.home.root, "floor", stack);
      writeFloor(folder, session.project.name, resources);

      const ours: Run[] = [];
      const theirs: Run[] = [];
      for (let round = 0; round < rounds; round += 1) {
        // Of the same state: a floor that registered something else would show a change, and fail.
        const preview = [
          "preview",
          "--non-interactive",
          "--expect-no-changes",
          ...stackArguments(session, stack),
        ];
        ours.push(await measure(command, preview, session.project.folder, environment));
        theirs.push(
          await measure(
            command,
            ["preview", "--non-interactive", ...stackArguments(session, stack)],
            folder,
            environment,
          ),
        );
      }
      const [time, floorTime] = [ours, theirs].map((runs) =>
        median(runs.slice(1).map(({ seconds }) => seconds)),
      );
      const [memory, floorMemory] = [ours, theirs].map((runs) =>
        Math.max(...runs.slice(1).map((run) => run.mebibytes)),
      );
      console.log(
        [
          stack.padEnd(10),
          String(resources.length).padStart(9),
          `${time?.toFixed(2)} s`.padStart(7),
          `${floorTime?.toFixed(2)} s`.padStart(7),
          ((time ?? 0) / (floorTime ?? 1)).toFixed(2).padStart(7),
          `${memory?.toFixed(0)} MiB`.padStart(8),
          `${floorMemory?.toFixed(0)} MiB`.padStart(8),
          ((memory ?? 0) / (floorMemory ?? 1)).toFixed(2).padStart(7),
        ].join(" "),
      );
    }
  } finally {
    await down();
    rmSync(process.env.OCTOLAUNCH_HOME, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
