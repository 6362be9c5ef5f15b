import { createHash } from "node:crypto";
import { existsSync, linkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "../home";
import { engineVersion } from "../versions";
import { cached } from "./cached";
import { findOnPath } from "./find";
import { install, pulumiReleases, releaseUrl, whyUnreachable } from "./installer";
import { bundleLanguageHost } from "./bundle";
import { buildFromModules, type GoProgram } from "./modules";
import type { Say } from "./progress";
import { verify } from "./version";

/** A Pulumi engine with a Node language host. */
export interface Engine {
  /** Folder for PATH: `pulumi` and `pulumi-language-nodejs`. */
  readonly bin: string;
  readonly version: string;
  /** The user's own on PATH, an official release, or built from its Go modules. */
  readonly source: "path" | "installer" | "modules";
}

const cli: GoProgram = {
  name: "the Pulumi CLI",
  lockFiles: join(__dirname, "cli"),
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${engineVersion}` },
  usually: { download: "about half a minute", compile: "about 4 minutes on 2 cores" },
};

/**
 * A suitable Pulumi engine: the one on PATH, else an official release, else, where that cannot be downloaded, the CLI
 * built from its Go modules with our own language host. What is installed or built stays in the cache.
 * @param releases where official releases are published
 * @throws Error saying what was tried and what to do when there is no way to get one
 */
export async function ensureEngine(say: Say, releases = pulumiReleases): Promise<Engine> {
  const found = findOnPath(process.env.PATH ?? "", engineVersion, cacheDir(), say);
  if (found !== undefined) return { ...found, source: "path" };
  const installed = folderOf("installer");
  if (existsSync(installed)) return { bin: installed, version: engineVersion, source: "installer" };
  if (!existsSync(folderOf("modules")) && (await tryInstaller(releases, say))) {
    return { bin: installed, version: engineVersion, source: "installer" };
  }
  return { bin: await fromModules(say), version: engineVersion, source: "modules" };
}

async function tryInstaller(releases: string, say: Say): Promise<boolean> {
  const url = releaseUrl(releases, engineVersion);
  const unreachable = await whyUnreachable(url);
  if (unreachable !== undefined) {
    say(`no official Pulumi from ${new URL(url).host} (${unreachable}): using its Go modules`);
    return false;
  }
  try {
    await cached(folderOf("installer"), say, (folder) => install(url, engineVersion, folder, logOf(), say));
    return true;
  } catch (error) {
    say(`${(error as Error).message}: using the Go modules of Pulumi`);
    return false;
  }
}

async function fromModules(say: Say): Promise<string> {
  const built = await cached(folderOf("modules"), say, async (folder) => {
    const pulumi = join(folder, "pulumi");
    try {
      await buildFromModules(cli, pulumi, logOf(), say);
      verify(pulumi, engineVersion);
    } catch (error) {
      throw new Error(
        `${(error as Error).message}\nPulumi ${engineVersion} could not be built. Either install Go 1.25 or later and run this again, or put Pulumi ${engineVersion} or later on PATH.`,
      );
    }
  });
  const host = await bundleLanguageHost();
  const hash = createHash("sha256").update(host).digest("hex").slice(0, 12);
  return cached(folderOf(`modules-${hash}`), say, async (folder) => {
    // The CLI looks for its language host beside itself, symbolic links resolved.
    linkSync(join(built, "pulumi"), join(folder, "pulumi"));
    writeFileSync(join(folder, "pulumi-language-nodejs"), host, { mode: 0o755 });
  });
}

function folderOf(kind: string): string {
  return join(cacheDir(), "engine", `${engineVersion}-${process.platform}-${process.arch}-${kind}`);
}

function logOf(): string {
  return join(cacheDir(), "logs", "engine.log");
}
