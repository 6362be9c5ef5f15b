import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { ensureEngine } from "../../../sandbox/engine/engine";
import { installOctopusProvider } from "../../../sandbox/engine/octopus/install";
import { ensureOctopusProvider } from "../../../sandbox/engine/octopus/executables";
import { generateOctopusSdk } from "../../../sandbox/engine/octopus/sdk";
import { checkout } from "../../../sandbox/home";
import { sandboxApiKey, startOctopus } from "../../../sandbox/octopus";
import { Stack, toolchain } from "./stack";

const sdk = join(checkout, "sdks", "octopusdeploy");
const say = (line: string): void => console.error(line);

describe("the Octopus SDK that is committed", function () {
  this.timeout(20 * 60_000);
  let scratch: string;
  before(() => (scratch = mkdtempSync(join(tmpdir(), "octolaunch-sdk-test-"))));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it("is to the byte what `npm run sdk:octopusdeploy` generates", async () => {
    await generateOctopusSdk(scratch, say);
    const generated = contents(scratch);
    const committed = contents(sdk);
    assert.deepEqual([...committed.keys()], [...generated.keys()]);
    for (const [file, text] of generated) assert.equal(committed.get(file), text, file);
  });
});

const program = `
import * as octopusdeploy from "@pulumi/octopusdeploy";
const provider = new octopusdeploy.Provider("octopus", { spaceId: "Spaces-1" });
const dev = new octopusdeploy.Environment("dev", { name: "Dev" }, { provider });
export const id = dev.id;
`;

describe("a program with the Octopus SDK", function () {
  this.timeout(120_000);
  let bin: string;
  let stack: Stack;
  let octopus: Awaited<ReturnType<typeof startOctopus>>;
  before(async function () {
    this.timeout(20 * 60_000);
    bin = await toolchain();
    octopus = await startOctopus({ apiKey: sandboxApiKey });
    stack = new Stack(bin, {
      "Pulumi.yaml": "name: tiny\nruntime: nodejs\n",
      "package.json": JSON.stringify({ name: "tiny", dependencies: { "@pulumi/octopusdeploy": "*" } }),
      "tsconfig.json": JSON.stringify({ compilerOptions: { module: "node16", moduleResolution: "node16" } }),
      "index.ts": program,
    });
    installOctopusProvider(stack.home, await ensureOctopusProvider(await ensureEngine(say), say));
    assert.equal((await stack.pulumi("stack init dev")).code, 0);
  });
  after(async () => {
    stack.remove();
    await octopus.close();
    rmSync(bin, { recursive: true, force: true });
  });
  const pulumi = (words: string) =>
    stack.pulumi(words, { OCTOPUS_URL: octopus.endpoint, OCTOPUS_APIKEY: sandboxApiKey });

  it("creates through the bridge and the real provider, and finds nothing to change afterwards", async () => {
    const up = await pulumi("up --yes --skip-preview");
    assert.equal(up.code, 0, up.output);
    assert.doesNotMatch(up.output, /warning/);
    assert.equal((await stack.outputs()).id, "Environments-1");
    const headers = { "x-octopus-apikey": sandboxApiKey };
    const made = await fetch(`${octopus.endpoint}/api/Spaces-1/environments/Environments-1`, { headers });
    assert.equal(((await made.json()) as { Name: string }).Name, "Dev");
    const again = await pulumi("preview --expect-no-changes --refresh");
    assert.equal(again.code, 0, again.output);
  });

  it("loads the SDK also where nobody has compiled it, as npm leaves it without install scripts", async () => {
    const isSource = (file: string): boolean => !/^(node_modules|bin)(\/|$)/.test(relative(sdk, file));
    cpSync(sdk, join(stack.folder, "sdk"), { recursive: true, filter: isSource });
    stack.write("index.ts", program.replace("@pulumi/octopusdeploy", "./sdk"));
    const { code, output } = await pulumi("preview --expect-no-changes");
    assert.equal(code, 0, output);
  });

  it("keeps the key out of the state", async () => {
    const { output } = await stack.pulumi("stack export --show-secrets");
    assert.match(output, /Environments-1/);
    assert.equal(output.includes(sandboxApiKey), false);
  });
});

/** Text by path of everything in a folder, what its build adds apart. */
function contents(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .filter((file) => !/^(node_modules|bin)\//.test(file))
    .sort();
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}
