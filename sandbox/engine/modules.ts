import { runStep, type Say, type Step } from "./progress";

/** A program of somebody else that can be built from its Go modules. */
export interface GoProgram {
  /** As it is called in messages: `the Pulumi CLI`. */
  readonly name: string;
  /** Folder with the `go.mod` and `go.sum` that pin the program and everything that it is built from. */
  readonly lockFiles: string;
  /** Import path of its main package, or the path of one in `lockFiles`: `./sdk`. */
  readonly package: string;
  /** String variables that the linker sets, by import path and name. */
  readonly variables: Readonly<Record<string, string>>;
  /** How long it takes where nothing is there yet, in words. */
  readonly usually: { readonly download: string; readonly compile: string };
}

/**
 * Builds a program, unmodified, at the versions and checksums of its lock files.
 * @param executable file that gets the result
 * @param log file for what go prints
 * @throws Error when Go is missing or too old, or a module cannot be had
 */
export async function buildFromModules(
  program: GoProgram,
  executable: string,
  log: string,
  say: Say,
): Promise<void> {
  const go = (title: string, usually: string, args: readonly string[]): Step => ({
    title,
    usually,
    command: "go",
    args,
    cwd: program.lockFiles,
    // A user's own flags or workspace must not change what is built, nor go the checkout's lock files.
    env: { GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" },
    log,
  });
  const { name, usually } = program;
  await runStep(
    go(`1/2 downloading the Go modules of ${name}`, usually.download, [
      "list",
      "-deps",
      "-f",
      "",
      program.package,
    ]),
    say,
  );
  const variables = Object.entries(program.variables).map(([variable, value]) => `-X ${variable}=${value}`);
  await runStep(
    go(`2/2 compiling ${name}`, usually.compile, [
      "build",
      "-ldflags",
      ["-s -w", ...variables].join(" "),
      "-o",
      executable,
      program.package,
    ]),
    say,
  );
}
