import { RunError } from "@pulumi/pulumi";

/** Something wrong with a setting, said so that it can be mended without reading code. */
export interface Problem {
  /** The setting's name as it stands in the YAML, e.g. `organization.accounts.dev.id`. */
  readonly setting: string;
  /** What is wrong and what to write instead. Never the value of a secret. */
  readonly message: string;
}

/** All problems as one text, in the order in which the settings stand. */
export function report(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "a setting is wrong" : `${problems.length} settings are wrong`;
  const lines = problems.map(({ setting, message }) => `  - ${setting}: ${message}`);
  return [`Nothing was changed, because ${count}:`, ...lines].join("\n");
}

/** Ends the program with all problems at once; does nothing when there is none. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw refusal(report(problems));
}

/**
 * An error that the engine shows as its message alone. It has no stack: the engine would not show it, and colouring
 * the SDK's mapped lines takes Node 20 about 20 s.
 */
export function refusal(message: string): RunError {
  const error = new RunError(message);
  error.stack = "";
  return error;
}
