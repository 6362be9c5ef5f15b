import { mkdirSync, renameSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { octopusVersions } from "../../versions";
import type { OctopusProvider } from "./executables";

/**
 * Puts the Octopus provider where a sandbox's engine looks: the bridge among the plugins, the Terraform provider where
 * the bridge keeps those that it has downloaded, so that it asks no registry.
 * @param pulumiHome the sandbox's `PULUMI_HOME`
 * @see https://github.com/pulumi/pulumi-terraform-bridge/blob/v3.127.0/dynamic/internal/shim/run/loader.go
 */
export function installOctopusProvider(pulumiHome: string, { bridge, provider }: OctopusProvider): void {
  link(bridge, join(pulumiHome, "plugins", `resource-terraform-provider-v${octopusVersions.bridge}`));
  link(
    provider,
    join(
      pulumiHome,
      "dynamic_tf_plugins",
      "registry.opentofu.org/octopusdeploy/octopusdeploy",
      octopusVersions.provider,
      `${process.platform}_${goArchitecture()}`,
    ),
  );
}

/** Two sandboxes share one executable, which is large. */
function link(executable: string, folder: string): void {
  const place = join(folder, basename(executable));
  mkdirSync(folder, { recursive: true });
  const made = `${place}.${process.pid}`;
  symlinkSync(executable, made);
  renameSync(made, place);
}

function goArchitecture(): string {
  return process.arch === "x64" ? "amd64" : process.arch;
}
