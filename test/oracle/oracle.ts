import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { cached } from "../../sandbox/engine/cached";
import { runStep } from "../../sandbox/engine/progress";
import { ensurePython } from "../../sandbox/engine/python";
import { cacheDir } from "../../sandbox/home";
import type { PolicyDocument } from "../../trust/documents/policy";

/** May this caller do this to this role? */
export interface OracleQuestion {
  /** `sts:AssumeRole` or another action that a trust policy decides. */
  readonly action: string;
  /** The role's ARN, `arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole`. */
  readonly resource: string;
  /** As a `Principal` element names it; a session by its own ARN, `arn:aws:sts::…:assumed-role/Name/session`. */
  readonly caller: { readonly AWS: string } | { readonly Service: string } | { readonly Federated: string };
  /** All condition keys of the request with their values: nothing is derived from the caller or the clock. */
  readonly context: Readonly<Record<string, readonly string[]>>;
  /** The caller's identity policies. Services and federated callers have none. */
  readonly identity: readonly PolicyDocument[];
  /** The role's trust policy. */
  readonly trust: PolicyDocument;
  /** The caller's permissions boundary. */
  readonly boundary?: PolicyDocument;
  /** The policies that the caller's session was made with. */
  readonly sessionPolicies?: readonly PolicyDocument[];
  /** What is attached to root, organizational units and the caller's account, a list for each; none if not bound. */
  readonly scps: readonly (readonly PolicyDocument[])[];
  /** The same for the role's account. `RCPFullAWSAccess` has to be among them. */
  readonly rcps: readonly (readonly PolicyDocument[])[];
}

export type OracleAnswer = "allowed" | "denied";

/**
 * Decides questions with an evaluator that shares no code with ours. Starting it takes a fraction of a second, so
 * that many questions belong into one call. Where it is known to be wrong, see `deviationOf`.
 * @returns the answers, in the questions' order
 * @throws Error when it cannot be installed, or fails on a question
 */
export async function ask(questions: readonly OracleQuestion[]): Promise<OracleAnswer[]> {
  const python = await ensurePython(say);
  const packages = await installed(python);
  const lines = questions.map((question) => `${JSON.stringify(question)}\n`).join("");
  const answers = await run(python, ["-I", join(__dirname, "evaluate.py"), packages], lines);
  return answers
    .trimEnd()
    .split("\n")
    .flatMap((line) => (line === "" ? [] : (JSON.parse(line) as OracleAnswer)));
}

async function installed(python: string): Promise<string> {
  const requirements = join(__dirname, "requirements.txt");
  const key = createHash("sha256")
    .update(readFileSync(requirements, "utf8") + python)
    .digest("hex")
    .slice(0, 12);
  const pip = ["-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--no-deps"];
  return cached(join(cacheDir(), "oracle", key), say, (folder) =>
    runStep(
      {
        title: "installing the oracle of the trust engine",
        usually: "a few seconds",
        command: python,
        args: [...pip, "--require-hashes", "--target", folder, "--requirement", requirements],
        log: join(cacheDir(), "logs", "oracle.log"),
      },
      say,
    ),
  );
}

function run(command: string, args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { maxBuffer: Infinity }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
    // A child that fails early closes its input; its exit code and output say why.
    child.stdin?.on("error", () => undefined).end(input);
  });
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
