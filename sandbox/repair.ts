import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { locksOf } from "./locks";
import { findInOctopus } from "./octopus/find";
import { findExisting } from "./plugins/aws/find";
import { exportFile, pulumi, stackArguments, type StateResource } from "./pulumi";
import { commandEnvironment, type Session } from "./session";

/**
 * Mends what a killed engine leaves behind: its lock, and resources of which it did not learn whether they were
 * created. What exists is taken into the state, what does not is forgotten, so that the next `up` goes on from there.
 *
 * @throws Error when another engine is at work on the stack
 */
export async function repair(session: Session, stack: string, say: (line: string) => void): Promise<void> {
  const locks = locksOf(session, stack);
  const holder = locks.find(({ held }) => held);
  if (holder) {
    throw new Error(
      `pulumi (process ${holder.pid}) is at work on stack ${stack}: wait until it is done, or end it with ` +
        `\`kill -INT ${holder.pid}\` and try again`,
    );
  }
  if (locks.length > 0) {
    say(`${stack}: an earlier run was killed (process ${locks[0]?.pid}); releasing its lock`);
    await succeed(session, ["cancel", "--yes", stack]);
  }

  const { deployment, ...file } = await exportFile(session, stack);
  const { resources = [], pending_operations: pending = [], ...rest } = deployment;
  if (pending.length === 0) return;
  const created: StateResource[] = [];
  for (const { type, resource } of pending) {
    const name = resource.urn.split("::").slice(-2).join(" ");
    if (type !== "creating") {
      say(`${stack}: ${name} was interrupted while ${type}; reading what it is now`);
      continue;
    }
    const found = await find(session, resource, providerOf(resource, resources));
    say(
      found
        ? `${stack}: ${name} was created as ${found.id}; taking it in`
        : `${stack}: ${name} was not created`,
    );
    if (found) created.push(found);
  }
  // `pulumi refresh --import-pending-creates` would be the way, but engine 3.250 forgets what it is told to import.
  const repaired = join(session.home.root, "repaired.json");
  writeFileSync(
    repaired,
    JSON.stringify({ ...file, deployment: { ...rest, resources: [...resources, ...created] } }),
  );
  await succeed(session, ["stack", "import", "--file", repaired, "--stack", stack]);
  await succeed(session, ["refresh", "--yes", "--skip-preview", ...stackArguments(session, stack)]);
}

/** A resource whose creation is pending, as the state would have it, if it was created. */
async function find(
  session: Session,
  resource: StateResource,
  provider: StateResource | undefined,
): Promise<StateResource | undefined> {
  const env = commandEnvironment(session);
  if (!resource.type.startsWith("octopusdeploy:")) {
    const id = await findExisting(resource, provider, env);
    return id === undefined ? undefined : { ...resource, id };
  }
  const spaceId = provider?.inputs?.spaceId as string | undefined;
  const id = await findInOctopus(resource, spaceId, env);
  // Without outputs the bridge would import it, which for some takes more than the id.
  return id === undefined ? undefined : { ...resource, id, outputs: { ...resource.inputs, id, spaceId } };
}

/** The provider of a resource; its state names it as `<urn>::<id>`. */
function providerOf(
  { provider = "" }: StateResource,
  resources: readonly StateResource[],
): StateResource | undefined {
  return resources.find(({ urn, id }) => `${urn}::${id}` === provider);
}

async function succeed(session: Session, args: readonly string[]): Promise<void> {
  const { code, output } = await pulumi(session, args);
  if (code !== 0) throw new Error(`\`pulumi ${args.slice(0, 2).join(" ")}\` failed:\n${output.trim()}`);
}
