import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "../../home";
import { octopusVersions } from "../../versions";
import { cached } from "../cached";
import type { Engine } from "../engine";
import { buildFromModules, type GoProgram } from "../modules";
import { runStep, type Say } from "../progress";

/** The executables behind `@pulumi/octopusdeploy`. */
export interface OctopusProvider {
  /** Pulumi's plugin `terraform-provider`, which bridges to any Terraform provider. */
  readonly bridge: string;
  /** The Octopus Terraform provider. */
  readonly provider: string;
}

/** One of them: a program, and how it is called in the cache. */
interface Part {
  readonly slug: string;
  readonly version: string;
  readonly executable: string;
  readonly program: GoProgram;
}

const bridgeModule = "github.com/pulumi/pulumi-terraform-bridge/v3/dynamic";

const bridge: Part = {
  slug: "terraform-bridge",
  version: octopusVersions.bridge,
  executable: "pulumi-resource-terraform-provider",
  program: {
    name: "Pulumi's Terraform bridge",
    lockFiles: join(__dirname, "bridge"),
    package: bridgeModule,
    variables: {
      [`${bridgeModule}/version.version`]: `v${octopusVersions.bridge}`,
      // Two of its modules register the same messages, which ends a program unless it says that it may.
      "google.golang.org/protobuf/reflect/protoregistry.conflictPolicy": "ignore",
    },
    usually: { download: "about a minute", compile: "about 4 minutes on 2 cores" },
  },
};

const provider: Part = {
  slug: "terraform-provider-octopusdeploy",
  version: octopusVersions.provider,
  executable: `terraform-provider-octopusdeploy_v${octopusVersions.provider}`,
  program: {
    name: "the Octopus Terraform provider",
    lockFiles: join(__dirname, "provider"),
    package: "github.com/OctopusDeploy/terraform-provider-octopusdeploy",
    variables: {},
    usually: { download: "a few seconds", compile: "less than a minute" },
  },
};

/**
 * The Octopus provider for Pulumi. The bridge is the official plugin where an official engine can download it, else it
 * is built from its Go modules; the Terraform provider always is. What is installed or built stays in the cache.
 * @param engine what to download with
 * @throws Error saying what was tried and what to do when there is no way to get them
 */
export async function ensureOctopusProvider(engine: Engine, say: Say): Promise<OctopusProvider> {
  return { bridge: await ensureBridge(engine, say), provider: await build(provider, say) };
}

async function ensureBridge(engine: Engine, say: Say): Promise<string> {
  const installed = folderOf(bridge, "installer");
  if (existsSync(installed)) return join(installed, bridge.executable);
  // An engine that had to be built could not be downloaded, and no more can a plugin from the same place.
  const worthTrying = engine.source !== "modules" && !existsSync(folderOf(bridge, "modules"));
  return (worthTrying && (await tryInstaller(engine, installed, say))) || build(bridge, say);
}

/** The engine knows where official plugins are. */
async function tryInstaller(engine: Engine, folder: string, say: Say): Promise<string | undefined> {
  try {
    await cached(folder, say, async (temporary) => {
      const home = join(temporary, "home");
      await runStep(
        {
          title: "installing the official Terraform bridge",
          usually: "about half a minute",
          command: join(engine.bin, "pulumi"),
          args: ["plugin", "install", "resource", "terraform-provider", bridge.version, "--non-interactive"],
          env: { PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
          log: logOf(bridge),
        },
        say,
      );
      const plugin = join(home, "plugins", `resource-terraform-provider-v${bridge.version}`);
      renameSync(join(plugin, bridge.executable), join(temporary, bridge.executable));
      rmSync(home, { recursive: true });
    });
    return join(folder, bridge.executable);
  } catch (error) {
    say(`${(error as Error).message}\nno official Terraform bridge: using its Go modules`);
    return undefined;
  }
}

async function build(part: Part, say: Say): Promise<string> {
  const folder = await cached(folderOf(part, "modules"), say, (temporary) =>
    buildFromModules(part.program, join(temporary, part.executable), logOf(part), say).catch(
      (error: Error) => {
        throw new Error(
          `${error.message}\n${part.slug} ${part.version} could not be built. Install Go 1.25 or later, see that it can download modules, and run this again.`,
        );
      },
    ),
  );
  return join(folder, part.executable);
}

function folderOf({ slug, version }: Part, kind: string): string {
  return join(cacheDir(), "octopus", [slug, version, process.platform, process.arch, kind].join("-"));
}

function logOf({ slug }: Part): string {
  return join(cacheDir(), "logs", `${slug}.log`);
}
