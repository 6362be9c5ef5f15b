import { bootstrap } from "../bootstrap";
import { policyArguments, policyReports } from "../policies";
import { ensureStack, pulumi, stackArguments } from "../pulumi";
import { readProject } from "../project";
import { repair } from "../repair";
import { openSession, type Session } from "../session";
import { summary } from "../summary";

/**
 * Brings stacks up, in their order: all of them, or those named.
 *
 * @returns the exit code
 */
export async function up(names: readonly string[]): Promise<number> {
  const say = (line: string): void => console.log(line);
  const { stacks } = readProject();
  const unknown = names.filter((name) => !stacks.includes(name));
  if (unknown.length > 0) {
    console.error(`No stack ${unknown.join(", ")}: Pulumi.yaml describes ${stacks.join(", ")}.`);
    return 1;
  }
  const session = await openSession(say);
  const provisioned = await bootstrap(session);
  if (provisioned.length > 0) say(`Provisioning role created or updated in ${provisioned.join(", ")}`);
  const policies = policyArguments(session);

  let interrupted = false;
  const interrupt = (): void => {
    if (!interrupted) say("Interrupted: finishing what is under way");
    interrupted = true;
  };
  process.on("SIGINT", interrupt);
  let changes = 0;
  for (const stack of stacks.filter((name) => names.length === 0 || names.includes(name))) {
    await ensureStack(session, stack);
    await repair(session, stack, say);
    const result = interrupted ? undefined : await upStack(session, stack, policies, say);
    if (interrupted) {
      say(`Stopped. \`make up\` goes on from here.`);
      return 130;
    }
    if (result === undefined) return 1;
    changes += result;
  }
  process.removeListener("SIGINT", interrupt);

  say("");
  for (const line of await summary(session)) say(line);
  say("");
  say(
    changes === 0
      ? "Nothing changed: every stack is as the program wants it."
      : `${changes} resources changed.`,
  );
  return 0;
}

const progressMs = 5000;

/** Brings one stack up. Returns how many resources changed, or undefined after saying what went wrong. */
async function upStack(
  session: Session,
  stack: string,
  policies: readonly string[],
  say: (line: string) => void,
): Promise<number | undefined> {
  const started = Date.now();
  let done = 0;
  const progress = setInterval(() => say(`${stack}: ${done} resources so far`), progressMs);
  const { code, output } = await pulumi(
    session,
    ["up", "--yes", "--skip-preview", ...policies, ...stackArguments(session, stack)],
    {
      onLine: (line) => {
        if (/ (created|updated|deleted|replaced)( |$)/.test(line)) done += 1;
      },
    },
  ).finally(() => clearInterval(progress));
  const { violations, advice } = policyReports(output);
  if (code !== 0) {
    const rest = output.replace(/^Outputs:\n(?: .*\n)*/m, "");
    const [diagnostics = violations.length > 0 ? "" : rest] = /^Diagnostics:[^]*/m.exec(rest) ?? [];
    say([`${stack}: failed`, ...violations, diagnostics.trim()].join("\n").trimEnd());
    return undefined;
  }
  for (const [, warning] of output.matchAll(/^ +(warning: .*)$/gm)) say(`${stack}: ${warning}`);
  if (advice.length > 0) {
    const pieces = advice.length === 1 ? "1 piece" : `${advice.length} pieces`;
    say(
      `${stack}: ${pieces} of advice from the policies: pulumi preview --stack ${stack} ${policies.join(" ")}`,
    );
  }
  const counts = [...output.matchAll(/^ {4}[+~-]+ ?(\d+) (\w+)/gm)].map(([, count, what]) => ({
    count: Number(count),
    what,
  }));
  const seconds = Math.round((Date.now() - started) / 1000);
  const words = counts.map(({ count, what }) => `${count} ${what}`).join(", ") || "nothing to change";
  say(`${stack}: ${words} (${seconds} s)`);
  return counts.reduce((sum, { count }) => sum + count, 0);
}
