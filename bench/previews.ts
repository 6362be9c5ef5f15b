import { join } from "node:path";

import { exportState, stackArguments } from "../sandbox/pulumi";
import { commandEnvironment, type Session } from "../sandbox/session";
import { writeFloor } from "./floor";
import { measure, median, type Run } from "./measure";

/**
 * Prints what a preview of a stack takes, as a ratio to a floor program that registers the same resources, the two
 * measured in turn.
 *
 * @param rounds runs of each; the first pair warms the caches and does not count
 */
export async function comparePreviews(session: Session, stack: string, rounds: number): Promise<void> {
  const environment = commandEnvironment(session);
  const command = join(session.engine.bin, "pulumi");
  const { resources } = await exportState(session, stack);
  const folder = join(session.home.root, "floor", stack);
  writeFloor(folder, session.project.name, resources);

  const ours: Run[] = [];
  const theirs: Run[] = [];
  const preview = ["preview", "--non-interactive", ...stackArguments(session, stack)];
  for (let round = 0; round < rounds; round += 1) {
    // Of the same state: a floor that registered something else would show a change, and fail.
    ours.push(
      await measure(command, [...preview, "--expect-no-changes"], session.project.folder, environment),
    );
    theirs.push(await measure(command, preview, folder, environment));
  }
  const [time, floorTime] = [ours, theirs].map((runs) => median(runs.slice(1).map(({ seconds }) => seconds)));
  const [memory, floorMemory] = [ours, theirs].map((runs) =>
    Math.max(...runs.slice(1).map((run) => run.mebibytes)),
  );
  console.log(
    [
      stack.padEnd(10),
      String(resources.length).padStart(9),
      `${time?.toFixed(2)} s`.padStart(8),
      `${floorTime?.toFixed(2)} s`.padStart(8),
      ((time ?? 0) / (floorTime ?? 1)).toFixed(2).padStart(7),
      `${memory?.toFixed(0)} MiB`.padStart(9),
      `${floorMemory?.toFixed(0)} MiB`.padStart(9),
      ((memory ?? 0) / (floorMemory ?? 1)).toFixed(2).padStart(7),
    ].join(" "),
  );
}

export const previewHeader = "stack      resources     time    floor   ratio    memory     floor   ratio";
