import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import Module from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";
import { build, type BuildOptions, type Plugin } from "esbuild";
import { checkout } from "../home";
import { pluginVersions } from "../versions";

/** The plugins that are ours; each carries the version of the SDK package that asks for it. */
const plugins = ["aws", "eks", "kubernetes"] as const;

/** The SDK's runtime, which makes components, stays where it is; its messages alone are small enough to bundle. */
const runtime: Plugin = {
  name: "runtime",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@pulumi\/pulumi\/(errors|output|provider|resource|runtime)\b/ }, ({ path }) => ({
      path: require.resolve(path, { paths: [checkout] }),
      external: true,
    })),
};

/**
 * Bundles the plugins and puts them where the engine looks: `$PULUMI_HOME/plugins/resource-<name>-v<version>/`.
 * What is there already from the same sources stays.
 *
 * @param pulumiHome the sandbox's `PULUMI_HOME`
 */
export async function installPlugins(pulumiHome: string): Promise<void> {
  const sources = fingerprint();
  await Promise.all(plugins.map((name) => install(name, pulumiHome, sources)));
}

async function install(name: (typeof plugins)[number], pulumiHome: string, sources: string): Promise<void> {
  const version = pluginVersions[name];
  const folder = join(pulumiHome, "plugins", `resource-${name}-v${version}`);
  const stamp = join(folder, "sources");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === sources) return;
  mkdirSync(join(pulumiHome, "plugins"), { recursive: true });
  const made = mkdtempSync(join(pulumiHome, "installing-"));
  try {
    await make(name, version, made);
    writeFileSync(join(made, "sources"), sources);
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true });
    // Another process may have done the same at this moment.
    if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== sources) throw error;
  }
}

/** Puts a plugin into an empty folder: what the engine runs, its code, and that code as V8 has compiled it. */
async function make(name: string, version: string, folder: string): Promise<void> {
  const executable = join(folder, `pulumi-resource-${name}`);
  const code = join(folder, "plugin.js");
  await Promise.all([
    bundle("starter", executable, { banner: { js: "#!/usr/bin/env node" } }),
    bundle(`${name}/main`, code, { define: { PLUGIN_VERSION: JSON.stringify(version) }, plugins: [runtime] }),
  ]);
  chmodSync(executable, 0o755);
  const script = new Script(Module.wrap(readFileSync(code, "latin1")));
  writeFileSync(join(folder, "plugin.cache"), script.createCachedData());
}

async function bundle(entry: string, outfile: string, more: BuildOptions): Promise<void> {
  await build({
    entryPoints: [join(__dirname, `${entry}.ts`)],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    // Modules that are required in a function are in the same file, but run only when they are used.
    format: "cjs",
    logLevel: "error",
    ...more,
  });
}

/** Changes with our sources, with the packages that they use, with where these are, and with Node. */
function fingerprint(): string {
  const hash = createHash("sha256").update(checkout).update(process.version);
  const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(__dirname, file)));
  return hash.update(readFileSync(join(checkout, "package-lock.json"))).digest("hex");
}
