import { existsSync } from "node:fs";

import { findAws } from "../aws";
import { areBuilt, kubernetesServers } from "../engine/kubernetes/executables";
import { sandboxHome } from "../home";
import { locksOf } from "../locks";
import { existingStacks, exportState } from "../pulumi";
import { openSession } from "../session";

/**
 * Says what runs and what stands, and starts nothing.
 *
 * @returns 0 when the sandbox runs, 1 when it does not
 */
export async function status(): Promise<number> {
  const home = sandboxHome();
  const aws = findAws(home);
  if (!aws) {
    console.log(
      existsSync(home.root) ? "The sandbox does not run. `make up` starts it." : "There is no sandbox yet.",
    );
    return 1;
  }
  console.log(`AWS runs at ${aws.endpoint} (process ${aws.pid}); files in ${home.root}`);
  console.log(`Octopus Server runs at ${aws.octopus}`);
  if (!areBuilt(kubernetesServers(() => undefined)))
    console.log("Kubernetes is not built, so that clusters do not answer: `npm run sandbox -- kubernetes`");
  const session = await openSession((line) => console.error(line));
  for (const stack of await existingStacks(session)) {
    const { resources, pending } = await exportState(session, stack);
    const lock = locksOf(session, stack)[0];
    const notes = [
      ...(pending > 0 ? [`${pending} interrupted, \`make up\` repairs them`] : []),
      ...(lock
        ? [lock.held ? `pulumi is at work (process ${lock.pid})` : "locked by a run that was killed"]
        : []),
    ];
    console.log([`${stack}: ${resources.length} resources`, ...notes].join("; "));
  }
  return 0;
}
