import * as pulumi from "@pulumi/pulumi";

import { refusal } from "../config/problems";
import type { Organization } from "../config/model";
import { readWhole, type LastRun } from "./last-run";

/**
 * Refuses to take an environment from Octopus under a stack that still has variables, accounts or targets in it: Octopus
 * keeps what accounts and targets name, and variables that went with their set keep the stack from being destroyed.
 *
 * @param environments slugs of those that the last run of the tooling stack had in Octopus
 * @throws RunError with all of them that settings no longer have and that were not destroyed
 */
export async function checkRemovedEnvironments(
  organization: Organization,
  { environments }: Pick<LastRun, "environments">,
): Promise<void> {
  const removed = environments.filter((name) => organization.environments.every((one) => one.name !== name));
  const standing = await Promise.all(removed.map(async (name) => ((await stands(name)) ? [name] : [])));
  const names = standing.flat();
  if (names.length === 0) return;
  const commands = names.map((name) => `\`pulumi destroy --stack ${name}\``).join(" and ");
  const need = names.length === 1 ? "its stack still needs" : "their stacks still need";
  throw refusal(
    `Nothing was changed: organization.environments no longer has ${names.join(", ")}, and ${need} in Octopus what this ` +
      `run would delete. Run ${commands} first.`,
  );
}

/** Whether the stack of an environment has come up, and was not destroyed since. */
async function stands(environment: string): Promise<boolean> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${environment}`;
  try {
    const read = await readWhole<{ outputs?: Readonly<Record<string, unknown>> }>(() =>
      pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name }),
    );
    return read.outputs?.deployRoles !== undefined;
  } catch (error) {
    if (/unknown stack/.test(String(error))) return false;
    throw error;
  }
}
