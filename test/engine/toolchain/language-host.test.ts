import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { noteProcesses, resultOf, Stack, stillRunning, toolchain } from "./stack";

const project = `
name: tiny
runtime: { name: nodejs, options: { nodeargs: "--title='tiny program'" } }
config:
  greeting: { type: string, default: hello }
`;

const program = `
import * as pulumi from "@pulumi/pulumi";
class Box extends pulumi.ComponentResource {
  constructor(name: string) {
    super("tiny:index:Box", name);
    this.registerOutputs({});
  }
}
new Box("box");
const config = new pulumi.Config();
export const greeting = config.require("greeting");
export const secret = config.getSecret("secret");
export const secretKept = secret !== undefined && pulumi.isSecret(secret);
export const runtime = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack(), process.title];
`;

describe("the Node language host under the real engine", function () {
  this.timeout(60_000);
  let bin: string;
  let stack: Stack;
  before(async function () {
    this.timeout(15 * 60_000);
    bin = await toolchain();
  });
  after(() => rmSync(bin, { recursive: true, force: true }));
  beforeEach(async () => {
    stack = new Stack(bin, {
      "Pulumi.yaml": project,
      "package.json": JSON.stringify({ name: "tiny", dependencies: { "@pulumi/pulumi": "*" } }),
      "tsconfig.json": JSON.stringify({
        compilerOptions: { module: "node16", moduleResolution: "node16", strict: true },
      }),
      "index.ts": program,
    });
    assert.equal((await stack.pulumi("stack init dev")).code, 0);
  });
  afterEach(() => stack.remove());

  it("previews a TypeScript program, brings it up, and finds nothing to change afterwards", async () => {
    const preview = await stack.pulumi("preview");
    assert.match(preview.output, /\+ {2}tiny:index:Box box create[^]*\+ 2 to create/);
    assert.equal(preview.code, 0, preview.output);
    assert.match((await stack.pulumi("up --yes --skip-preview")).output, /\+ 2 created/);
    assert.match((await stack.pulumi("up --yes --skip-preview --expect-no-changes")).output, /2 unchanged/);
    assert.deepEqual((await stack.outputs()).runtime, ["organization", "tiny", "dev", "tiny program"]);
  });

  it("hands over the configuration, and secrets as secrets", async () => {
    await stack.pulumi("config set greeting hi");
    await stack.pulumi("config set --secret secret s3cr3t");
    const { output } = await stack.pulumi("up --yes --skip-preview");
    assert.doesNotMatch(output, /s3cr3t/);
    const { greeting, secret, secretKept } = await stack.outputs();
    assert.deepEqual([greeting, secret, secretKept], ["hi", "s3cr3t", true]);
  });

  it("reports a program that ends with an exit code of its own", async () => {
    stack.write("index.ts", "process.exit(3);");
    const { code, output } = await stack.pulumi("preview");
    assert.notEqual(code, 0);
    assert.match(output, /Program exited with non-zero exit code: 3/);
  });

  it("adds nothing to an error that the program has explained", async () => {
    stack.write("index.ts", `throw new (require("@pulumi/pulumi").RunError)("set octolaunch:region");`);
    const { code, output } = await stack.pulumi("preview");
    assert.notEqual(code, 0);
    assert.match(output, /error: set octolaunch:region/);
    assert.doesNotMatch(output, /exit code|at .*index\.ts/);
  });

  it("does not check types unless asked to", async () => {
    stack.write("index.ts", `const wrong: number = "text"; export const value = wrong;`);
    assert.equal((await stack.pulumi("preview")).code, 0);
    const checked = await stack.pulumi("preview", { PULUMI_NODEJS_TRANSPILE_ONLY: "false" });
    assert.match(checked.output, /TS2322|not assignable to type 'number'/);
    assert.notEqual(checked.code, 0);
  });

  it("starts with the flags that an engine adds for logs and traces", async () => {
    const { code, output } = await stack.pulumi(
      "preview --logflow --logtostderr -v=3 --tracing=file:./trace",
    );
    assert.equal(code, 0, output);
  });

  it("says which runtime option is wrong", async () => {
    stack.write("Pulumi.yaml", project.replace(/nodeargs: .*"/, "nodeargs: 5"));
    assert.match((await stack.pulumi("preview")).output, /the runtime option nodeargs must be a string/);
  });

  it("refuses what it does not do, and says so", async () => {
    const { code, output } = await stack.pulumi("install");
    assert.match(output, /does not do InstallDependencies/);
    assert.notEqual(code, 0);
  });

  it("stops the program on SIGINT and leaves no process", async () => {
    stack.write("index.ts", `${noteProcesses} setInterval(() => undefined, 1000);`);
    const up = stack.start(["up", "--yes", "--skip-preview"]);
    const result = resultOf(up);
    const pids = await stack.processes();
    up.kill("SIGINT");
    const { code, output } = await result;
    assert.notEqual(code, 0);
    assert.match(output, /SIGINT|cancel/);
    assert.deepEqual(await stillRunning(pids, 2_000), []);
    stack.write("index.ts", "");
    assert.equal((await stack.pulumi("up --yes --skip-preview")).code, 0);
  });

  it("leaves no process when the engine is killed, even if the program ignores SIGINT", async () => {
    stack.write(
      "index.ts",
      `${noteProcesses} process.on("SIGINT", () => undefined); setInterval(() => undefined, 1000);`,
    );
    const up = stack.start(["up", "--yes", "--skip-preview"]);
    const pids = await stack.processes();
    assert.equal(pids.length, 2);
    up.kill("SIGKILL");
    assert.deepEqual(await stillRunning(pids, 10_000), []);
  });

  it("runs a policy pack in its own folder, with the stack and its configuration", async () => {
    stack.write("pack/PulumiPolicy.yaml", "runtime: nodejs");
    stack.write("pack/package.json", JSON.stringify({ name: "pack", version: "1.0.0", main: "index.js" }));
    stack.write("pack/index.js", policyPack);
    const { code, output } = await stack.pulumi("preview --policy-pack pack");
    assert.notEqual(code, 0);
    const seen = `cwd=${join(stack.folder, "pack")} project=tiny stack=dev greeting=hello box=box`;
    assert.ok(output.includes(seen), output);
  });

  it("hands a stack of more than 4 MiB to a policy pack", async () => {
    stack.write("pack/PulumiPolicy.yaml", "runtime: nodejs");
    stack.write("pack/package.json", JSON.stringify({ name: "pack", version: "1.0.0", main: "index.js" }));
    stack.write("pack/index.js", policyPack);
    stack.write(
      "index.ts",
      `import * as pulumi from "@pulumi/pulumi";
       class Large extends pulumi.ComponentResource {
         constructor() {
           super("tiny:index:Large", "large");
           this.registerOutputs({ text: "x".repeat(5_000_000) });
         }
       }
       new Large();`,
    );
    const { code, output } = await stack.pulumi("preview --policy-pack pack");
    assert.equal(code, 0, output.slice(-2000));
    assert.match(output, /pack@v1\.0\.0/);
  });

  it("shows why a policy pack does not start", async () => {
    stack.write("pack/PulumiPolicy.yaml", "runtime: nodejs");
    stack.write("pack/package.json", JSON.stringify({ name: "pack", version: "1.0.0", main: "index.js" }));
    stack.write("pack/index.js", `throw new Error("pack is broken");`);
    const { code, output } = await stack.pulumi("preview --policy-pack pack");
    assert.notEqual(code, 0);
    assert.match(output, /pack is broken/);
  });

  it("runs a provider that is written for Node", async () => {
    stack.write(
      "Pulumi.yaml",
      `${project}plugins: { providers: [{ name: tinyprovider, path: ./provider }] }\n`,
    );
    stack.write("provider/PulumiPlugin.yaml", "runtime: nodejs");
    stack.write(
      "provider/package.json",
      JSON.stringify({ name: "provider", version: "1.0.0", main: "index.js" }),
    );
    stack.write("provider/index.js", provider);
    stack.write(
      "index.ts",
      `import * as pulumi from "@pulumi/pulumi";
       export const id = new pulumi.CustomResource("tinyprovider:index:Thing", "thing", {}).id;`,
    );
    const { code, output } = await stack.pulumi("up --yes --skip-preview");
    assert.equal(code, 0, output);
    assert.equal((await stack.outputs()).id, "made by node");
  });
});

/** The least that is a policy pack: says what it sees when a box is judged. */
const policyPack = `
const grpc = require("@grpc/grpc-js");
const pulumi = require("@pulumi/pulumi");
const { AnalyzerService } = require("@pulumi/pulumi/proto/analyzer_grpc_pb");
const messages = require("@pulumi/pulumi/proto/analyzer_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");
const pass = (call, callback) => callback(null, new messages.AnalyzeResponse());
const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
server.addService(AnalyzerService, {
  ...Object.fromEntries(Object.keys(AnalyzerService).map((name) => [name, (call, callback) => callback({ code: 12 })])),
  getPluginInfo: (call, callback) => callback(null, new PluginInfo().setVersion("1.0.0")),
  getAnalyzerInfo: (call, callback) => callback(null, new messages.AnalyzerInfo().setName("pack").setVersion("1.0.0")),
  analyzeStack: pass,
  analyze: (call, callback) => {
    const response = new messages.AnalyzeResponse();
    if (call.request.getType() === "tiny:index:Box") {
      const seen = { cwd: process.cwd(), project: pulumi.getProject(), stack: pulumi.getStack(),
        greeting: new pulumi.Config("tiny").require("greeting"), box: call.request.getName() };
      response.addDiagnostics(new messages.AnalyzeDiagnostic()
        .setPolicyname("look").setPolicypackname("pack").setPolicypackversion("1.0.0")
        .setMessage(Object.entries(seen).map((entry) => entry.join("=")).join(" "))
        .setEnforcementlevel(messages.EnforcementLevel.MANDATORY));
    }
    callback(null, response);
  },
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => console.log(port));
`;

const provider = `
const { provider } = require("@pulumi/pulumi");
provider.main({
  version: "1.0.0",
  create: async () => ({ id: "made by node", outs: {} }),
}, process.argv.slice(2));
`;
