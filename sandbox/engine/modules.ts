import { join } from "node:path";
import { runStep, type Say, type Step } from "./progress";
import { verify } from "./version";

const lockFiles = join(__dirname, "cli");
const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * Builds the unmodified Pulumi CLI from its Go modules, at the versions and checksums of `cli/go.mod` and `cli/go.sum`.
 * @param folder empty folder that gets `pulumi`
 * @param log file for what go prints
 * @throws Error when Go is missing or too old, a module cannot be had, or what is built is not that version
 */
export async function buildFromModules(
  version: string,
  folder: string,
  log: string,
  say: Say,
): Promise<void> {
  const go = (title: string, usually: string, args: readonly string[]): Step => ({
    title,
    usually,
    command: "go",
    args,
    cwd: lockFiles,
    // A user's own flags or workspace must not change what is built, nor go the checkout's lock files.
    env: { GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" },
    log,
  });
  const pulumi = join(folder, "pulumi");
  await runStep(
    go("1/2 downloading the Go modules of the Pulumi CLI", "about half a minute", [
      "list",
      "-deps",
      "-f",
      "",
      command,
    ]),
    say,
  );
  await runStep(
    go("2/2 compiling the Pulumi CLI", "about 4 minutes on 2 cores", [
      "build",
      "-ldflags",
      `-s -w -X ${versionVariable}=v${version}`,
      "-o",
      pulumi,
      command,
    ]),
    say,
  );
  verify(pulumi, version);
}
