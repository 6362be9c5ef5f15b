import { delimiter, join } from "node:path";

import { bootstrap } from "../bootstrap";
import { installHandCommand } from "../hand";
import { foreignVariables, openSession } from "../session";
import { quoted } from "../shell";

/**
 * Prints, for a shell's `eval`, what leads every Pulumi command and AWS client into the sandbox.
 *
 * @returns the exit code
 */
export async function env(): Promise<number> {
  const session = await openSession((line) => console.error(line));
  await bootstrap(session);
  for (const name of foreignVariables()) console.log(`unset ${name}`);
  const commands = join(session.home.root, "bin");
  installHandCommand(commands, session.engine.bin);
  const first = quoted([commands, session.engine.bin].join(delimiter));
  console.log(`export PATH=${first}${delimiter}"$PATH"${delimiter}${quoted(session.commands)}`);
  for (const [name, value] of Object.entries(session.variables))
    console.log(`export ${name}=${quoted(value)}`);
  return 0;
}
