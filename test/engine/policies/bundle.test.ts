import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

import { writeBundle } from "../../../policy-pack/bundle";
import { checkout } from "../../../sandbox/home";
import { providerOf, TestEngine } from "../plugins/engine";
import { deployRole, everybody, headOf, JudgedStack } from "./judged";

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

describe("the bundled policies", function () {
  this.timeout(300_000);
  const root = mkdtempSync(join(tmpdir(), "octolaunch-bundle-"));
  const folder = join(root, "bundle");
  const elsewhere = join(root, "elsewhere");
  let packed: Packed;

  function npm(cwd: string, ...args: string[]): string {
    return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  }

  before(async () => {
    await writeBundle(folder);
    [packed] = JSON.parse(npm(folder, "pack", "--json", "--pack-destination", root)) as [Packed];
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, "package.json"), "{}");
    npm(elsewhere, "install", "--prefer-offline", "--no-audit", "--no-fund", join(root, packed.filename));
  });
  after(() => rmSync(root, { recursive: true }));

  it("are packed with what they need and nothing else", () => {
    const files = packed.files.map(({ path }) => path).sort();
    assert.deepEqual(files, ["LICENSE", "PulumiPolicy.yaml", "README.md", "index.js", "package.json"]);
    for (const file of files) {
      const text = readFileSync(join(folder, file), "utf8");
      for (const path of [checkout, homedir(), root]) assert(!text.includes(path), `${file} has ${path}`);
    }
  });

  it("depend on exact versions of what is on the public registry", () => {
    const { dependencies, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
      version: string;
    };
    for (const exact of [version, ...Object.values(dependencies)]) assert.match(exact, /^\d+\.\d+\.\d+$/);
    const script = readFileSync(join(folder, "index.js"), "utf8");
    const required = [...script.matchAll(/require\("((?:@[^/"]+\/)?[^/"]+)[^"]*"\)/g)].map(
      ([, name]) => name,
    );
    const packages = required.filter((name) => name !== "process" && !name?.startsWith("node:"));
    assert.deepEqual([...new Set(packages)].sort(), Object.keys(dependencies));
  });

  it("judge a program from where they are installed", async () => {
    const engine = await TestEngine.start();
    try {
      const installed = join(elsewhere, "node_modules", "octolaunch-policies");
      const stack = await JudgedStack.create(engine, "bundled", installed);
      const providers = { dev: providerOf("dev") };
      const refused = await stack.preview({ providers, resources: [deployRole("dev", everybody)] });
      assert.notEqual(refused.code, 0);
      assert(refused.violations.map(headOf).includes("launcher-only-assume DevDeployRole"), refused.output);
      const accepted = await stack.preview({ providers, resources: [deployRole("dev")] });
      assert.equal(accepted.code, 0, accepted.output);
      assert.deepEqual(accepted.violations, []);
    } finally {
      await engine.stop();
    }
  });
});
