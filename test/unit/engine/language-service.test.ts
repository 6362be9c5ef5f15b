import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { credentials, Server, ServerCredentials, status, type ServiceError } from "@grpc/grpc-js";
import { LanguageRuntimeClient, LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import { languageService } from "../../../sandbox/engine/language-host/service";
import { scratchFolder } from "./scratch";

/** What a program's SDK would be started with. */
interface Started {
  readonly args: string[];
  readonly config: string;
  readonly secretKeys: string;
}

const noteStart = `require("node:fs").writeFileSync(__dirname + "/started", JSON.stringify({
  args: process.argv.slice(2), config: process.env.PULUMI_CONFIG, secretKeys: process.env.PULUMI_CONFIG_SECRET_KEYS }));`;

describe("the language service", () => {
  const scratch = scratchFolder();
  let server: Server;
  let client: LanguageRuntimeClient;
  beforeEach((done) => {
    server = new Server();
    server.addService(
      LanguageRuntimeService,
      languageService({ address: "127.0.0.1:1", tracing: "file:trace" }),
    );
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      client = new LanguageRuntimeClient(`127.0.0.1:${port}`, credentials.createInsecure());
      done(error);
    });
  });
  afterEach(() => {
    client.close();
    server.forceShutdown();
  });

  const runner = (): string => join(scratch(), "node_modules/@pulumi/pulumi/cmd/run/index.js");
  const install = (text: string): void => {
    mkdirSync(dirname(runner()), { recursive: true });
    writeFileSync(runner(), text);
  };
  const request = (): language.RunRequest => {
    const info = new language.ProgramInfo()
      .setProgramDirectory(scratch())
      .setRootDirectory("/root")
      .setEntryPoint(".");
    return new language.RunRequest().setInfo(info).setMonitorAddress("127.0.0.1:2").setParallel(4);
  };
  const run = (what: language.RunRequest): Promise<language.RunResponse.AsObject> =>
    new Promise((resolve, reject) => {
      client.run(what, (error, response) => (error ? reject(error) : resolve(response.toObject())));
    });
  const started = async (): Promise<Started> => {
    const file = join(dirname(runner()), "started");
    while (!existsSync(file) || readFileSync(file, "utf8") === "") await sleep(10);
    return JSON.parse(readFileSync(file, "utf8")) as Started;
  };

  it("starts the SDK's runner with the stack's addresses, names, configuration and secret keys", async () => {
    install(noteStart);
    const what = request().setOrganization("acme").setProject("shop").setStack("dev").setDryrun(true);
    what.setArgsList(["extra"]).setConfigsecretkeysList(["shop:key"]).getConfigMap().set("shop:key", "value");
    assert.deepEqual(await run(what), { error: "", bail: false });
    const { args, config, secretKeys } = await started();
    assert.equal(
      args.join(" "),
      "--monitor 127.0.0.1:2 --engine 127.0.0.1:1 --organization acme --project shop --root-directory /root" +
        ` --stack dev --pwd ${scratch()} --parallel 4 --tracing file:trace --dry-run . extra`,
    );
    assert.deepEqual([config, secretKeys], ['{"shop:key":"value"}', '["shop:key"]']);
  });

  const ends: [program: string, answer: language.RunResponse.AsObject][] = [
    ["", { error: "", bail: false }],
    ["process.exit(32)", { error: "", bail: true }],
    ["process.exit(1)", { error: "Program exited with non-zero exit code: 1", bail: false }],
    [`process.kill(process.pid, "SIGKILL")`, { error: "Program was ended by SIGKILL", bail: false }],
  ];
  for (const [program, answer] of ends) {
    it(`answers ${JSON.stringify(answer)} when the program is ${program || "empty"}`, async () => {
      install(program);
      assert.deepEqual(await run(request()), answer);
    });
  }

  it("interrupts the program when the engine cancels", async () => {
    install(`${noteStart} setInterval(() => undefined, 1000);`);
    const running = run(request());
    await started();
    client.cancel(LanguageRuntimeService.cancel.requestDeserialize(Buffer.alloc(0)), () => undefined);
    assert.equal((await running).error, "Program was ended by SIGINT");
  });

  it("says what to do when the program has no SDK", async () => {
    assert.match((await run(request())).error, /is not installed for .*: run npm install there/);
  });

  it("refuses to attach a debugger, and says how to debug", async () => {
    assert.match((await run(request().setAttachDebugger(true))).error, /nodeargs to --inspect-brk/);
  });

  it("names a call that it does not serve, streamed or not", async () => {
    const refused = (error: ServiceError | null): void => {
      assert.equal(error?.code, status.UNIMPLEMENTED);
      assert.match(
        error?.details ?? "",
        /does not do (GeneratePackage|InstallDependencies); an official Pulumi CLI/,
      );
    };
    await new Promise<void>((resolve) => {
      client.generatePackage(new language.GeneratePackageRequest(), (error) => resolve(refused(error)));
    });
    const stream = client.installDependencies(new language.InstallDependenciesRequest());
    await new Promise<void>((resolve) =>
      stream.on("error", (error) => resolve(refused(error as ServiceError))),
    );
  });
});
