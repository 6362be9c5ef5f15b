import { alone } from "./session";
import { down } from "./verbs/down";
import { env } from "./verbs/env";
import { kubernetes } from "./verbs/kubernetes";
import { octopus } from "./verbs/octopus";
import { reset } from "./verbs/reset";
import { status } from "./verbs/status";
import { up } from "./verbs/up";

const say = (line: string): void => console.log(line);

const verbs: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  env,
  up: (stacks) => alone("run", say, () => up(stacks)),
  down: () => alone("run", say, down),
  status,
  octopus,
  kubernetes,
  reset,
};

const usage = `Usage: npm run --silent sandbox -- VERB

  up [STACK...]   start what does not run, and bring the stacks up
  down            destroy every stack and stop
  status          say what runs
  octopus         say what the Octopus Server has
  kubernetes      build what clusters run, which up does when the settings put something there
  env             print what a shell needs to work in the sandbox, for eval
  reset           stop and forget everything, without destroying first`;

// Not for those who only want their stacks up; `engines` in package.json says what we need.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

async function main([verb = "", ...args]: readonly string[]): Promise<number> {
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (!run) {
    console.error(verb === "" || verb === "help" ? usage : `There is no verb ${verb}.\n\n${usage}`);
    return verb === "help" ? 0 : 2;
  }
  if (verb !== "up" && args.length > 0) {
    // Whoever writes `down dev` does not want everything destroyed.
    console.error(`${verb} takes no arguments, and nothing was done.\n\n${usage}`);
    return 2;
  }
  return run(args);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
