import { build } from "esbuild";
import { join } from "node:path";
import { checkout } from "../home";

/**
 * Our Node language host as one executable script, for a CLI that comes without one.
 * @returns its text
 */
export async function bundleLanguageHost(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, "language-host", "main.ts")],
    absWorkingDir: checkout,
    bundle: true,
    platform: "node",
    target: "node20",
    banner: { js: "#!/usr/bin/env node" },
    write: false,
  });
  return outputFiles.map(({ text }) => text).join("");
}
