import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { checkout } from "../sandbox/home";
import { policyArguments } from "../sandbox/policies";
import { ensureStack, stackArguments } from "../sandbox/pulumi";
import { commandEnvironment, type Session } from "../sandbox/session";
import { expected } from "../test/fixtures/expected";
import { measure, median, type Run } from "./measure";

export const policiesHeader =
  "program        time  with policies   ratio   processor  with policies   ratio    memory  with policies";

/**
 * Prints what the policies add to a preview of a stack, with and without them in turn.
 *
 * @param rounds runs of each; the first pair warms the caches and does not count
 */
export async function comparePolicies(session: Session, stack: string, rounds: number): Promise<void> {
  const runs = await inTurn(session, stack, session.project.folder, rounds);
  print(
    stack,
    runs.map((pair) => pair.slice(1)),
  );
}

/**
 * Prints what the policies add to first previews of programs of many roles, a tenth of which are deploy roles, and
 * how that grows, in processor time: the time of long previews varies by more than they add.
 *
 * @param sizes numbers of roles, the smallest first, e.g. `[100, 1_000]`
 */
export async function comparePolicyGrowth(session: Session, sizes: readonly number[]): Promise<void> {
  const stack = "roles";
  await ensureStack(session, stack);
  const added: (readonly [roles: number, seconds: number])[] = [];
  for (const roles of sizes) {
    const folder = join(session.home.root, "roles", String(roles));
    writeRoles(folder, session.project.name, roles);
    const [without = 0, judged = 0] = print(`${roles} roles`, await inTurn(session, stack, folder, 3));
    added.push([roles, judged - without]);
  }
  const [first, last] = [added[0], added.at(-1)];
  if (!first || !last) return;
  const exponent = Math.log(last[1] / first[1]) / Math.log(last[0] / first[0]);
  console.log(`growth exponent of what they add ${exponent.toFixed(2)} (1 is linear)`);
}

/** Previews without and with the policies. */
async function inTurn(session: Session, stack: string, folder: string, rounds: number): Promise<Run[][]> {
  const command = join(session.engine.bin, "pulumi");
  const preview = ["preview", "--non-interactive", ...stackArguments(session, stack)];
  const judged = [...preview, ...policyArguments(session)];
  const environment = commandEnvironment(session);
  const runs: [Run[], Run[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    runs[0].push(await measure(command, preview, folder, environment));
    runs[1].push(await measure(command, judged, folder, environment));
  }
  return runs;
}

/** @returns the processor time, without and with the policies */
function print(program: string, runs: readonly Run[][]): readonly number[] {
  const times = runs.map((of) => median(of.map(({ seconds }) => seconds)));
  const processor = runs.map((of) => median(of.map(({ processorSeconds }) => processorSeconds)));
  const memory = runs.map((of) => `${Math.max(...of.map(({ mebibytes }) => mebibytes)).toFixed(0)} MiB`);
  console.log(
    [
      program.padEnd(10),
      ...compared(times, 8),
      ...compared(processor, 11),
      memory[0]?.padStart(9),
      memory[1]?.padStart(14),
    ].join(" "),
  );
  return processor;
}

function compared([without = 0, judged = 0]: readonly number[], width: number): readonly string[] {
  return [
    `${without.toFixed(2)} s`.padStart(width),
    `${judged.toFixed(2)} s`.padStart(14),
    (judged / without).toFixed(2).padStart(7),
  ];
}

const serviceTrust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

/** A project of plain JavaScript, so that next to nothing of a preview's time is the program's own. */
function writeRoles(folder: string, name: string, roles: number): void {
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, main: "index.js" }));
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    JSON.stringify({ name, runtime: { name: "nodejs", options: { typescript: false } } }),
  );
  const account = "123456789012";
  const provider = {
    region: "us-east-1",
    allowedAccountIds: [account],
    assumeRoles: [{ roleArn: `arn:aws:iam::${account}:role/octopus/provisioning/OctolaunchProvisioner` }],
  };
  const [trust, deployTrust] = [serviceTrust, expected("ToolingDeployRole", "trust")].map((document) =>
    JSON.stringify(JSON.stringify(document)),
  );
  writeFileSync(
    join(folder, "index.js"),
    `const aws = require("@pulumi/aws");
const provider = new aws.Provider("tooling", ${JSON.stringify(provider)});
for (let index = 0; index < ${roles}; index += 1) {
  const isDeployRole = index % 10 === 0;
  const name = \`role-\${index}\`;
  const path = isDeployRole ? "/octopus/deploy/" : "/";
  const assumeRolePolicy = isDeployRole ? ${deployTrust} : ${trust};
  new aws.iam.Role(name, { name, path, assumeRolePolicy }, { provider });
}
`,
  );
}
