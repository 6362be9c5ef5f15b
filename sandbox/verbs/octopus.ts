import { findAws } from "../aws";
import { sandboxHome } from "../home";
import { describeServer, type Documents } from "../octopus/describe";

/**
 * Says what the Octopus Server of the sandbox has, and starts nothing.
 *
 * @returns 0 when it runs, 1 when it does not
 */
export async function octopus(): Promise<number> {
  const aws = findAws(sandboxHome());
  if (!aws) {
    console.log("The sandbox does not run. `make up` starts it.");
    return 1;
  }
  const answer = await fetch(`${aws.octopus}/_octolaunch/documents`);
  if (!answer.ok) throw new Error(`The Octopus Server at ${aws.octopus} answered ${answer.status}`);
  console.log(`Octopus Server runs at ${aws.octopus}`);
  for (const line of describeServer((await answer.json()) as Documents)) console.log(line);
  return 0;
}
