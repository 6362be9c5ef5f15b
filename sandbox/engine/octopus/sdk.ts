import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheDir } from "../../home";
import { engineVersion, octopusVersions } from "../../versions";
import { cached } from "../cached";
import { ensureEngine } from "../engine";
import { buildFromModules, type GoProgram } from "../modules";
import type { Say } from "../progress";
import { installOctopusProvider } from "./install";
import { ensureOctopusProvider } from "./executables";

const run = promisify(execFile);

const generator: GoProgram = {
  name: "the SDK generator",
  // It is made of the same modules as the CLI, so that it generates what this version of the CLI does.
  lockFiles: join(__dirname, "..", "cli"),
  package: "./sdk",
  variables: {},
  usually: { download: "about half a minute", compile: "about a minute" },
};

/**
 * Generates `@pulumi/octopusdeploy` as `pulumi package add` does on a machine that can reach everything, from the
 * schema that the engine gets from the provider. The same versions give the same bytes.
 * @param folder what to replace: `sdks/octopusdeploy`; it stays as it is when something fails
 * @throws Error when the engine, the provider or the generator cannot be had or fails
 */
export async function generateOctopusSdk(folder: string, say: Say): Promise<void> {
  const engine = await ensureEngine(say);
  const provider = await ensureOctopusProvider(engine, say);
  const generate = await ensureGenerator(say);
  const scratch = mkdtempSync(join(tmpdir(), "octolaunch-sdk-"));
  try {
    const home = join(scratch, "home");
    installOctopusProvider(home, provider);
    say("asking the provider for its schema");
    const { stdout } = await run(
      join(engine.bin, "pulumi"),
      [
        ...["package", "get-schema", `terraform-provider@${octopusVersions.bridge}`],
        ...["octopusdeploy/octopusdeploy", octopusVersions.provider],
      ],
      {
        // Not in the checkout, whose Pulumi.yaml says what is to be generated here.
        cwd: scratch,
        env: {
          ...process.env,
          PULUMI_HOME: home,
          PULUMI_DYNAMIC_TF_PLUGIN_CACHE_DIR: "",
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
        maxBuffer: 100e6,
      },
    );
    const schema = join(scratch, "schema.json");
    writeFileSync(schema, stdout);
    const made = join(scratch, "sdk");
    await run(generate, [schema, made]);
    rmSync(folder, { recursive: true, force: true });
    cpSync(made, folder, { recursive: true });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function ensureGenerator(say: Say): Promise<string> {
  const source = readFileSync(join(generator.lockFiles, "sdk", "main.go"));
  const key = createHash("sha256").update(source).digest("hex").slice(0, 12);
  const name = [engineVersion, process.platform, process.arch, key].join("-");
  const folder = await cached(join(cacheDir(), "sdk-generator", name), say, (temporary) =>
    buildFromModules(generator, join(temporary, "sdk"), join(cacheDir(), "logs", "sdk-generator.log"), say),
  );
  return join(folder, "sdk");
}
