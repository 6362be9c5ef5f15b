import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:http2";
import { credentials, Server, ServerCredentials, status, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient, AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { openPolicyProxy, type PolicyProxy } from "../../../sandbox/engine/language-host/policy-proxy";

describe("what stands between the engine and a policy pack", () => {
  let proxy: PolicyProxy;
  let client: AnalyzerClient;
  let pack: Server;
  beforeEach(async () => {
    proxy = await openPolicyProxy();
    client = new AnalyzerClient(`127.0.0.1:${proxy.port}`, credentials.createInsecure());
    pack = new Server();
    const names = Object.keys(AnalyzerService);
    const unimplemented = (_call: unknown, callback: (error: object) => void): void =>
      callback({ code: status.UNIMPLEMENTED });
    pack.addService(AnalyzerService, {
      ...Object.fromEntries(names.map((name) => [name, unimplemented])),
      getPluginInfo: (_call: unknown, callback: (error: null, info: PluginInfo) => void) =>
        callback(null, new PluginInfo().setVersion("1.2.3")),
    });
  });
  afterEach(() => {
    client.close();
    pack.forceShutdown();
    proxy.close();
  });

  const start = (): Promise<number> =>
    new Promise((resolve, reject) =>
      pack.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
  const version = (): Promise<string> =>
    new Promise((resolve, reject) =>
      client.getPluginInfo(new Empty(), (error: ServiceError | null, info?: PluginInfo) =>
        error ? reject(error) : resolve(info?.getVersion() ?? ""),
      ),
    );

  it("keeps a call until the pack runs", async () => {
    const asked = version();
    await proxy.attach(await start());
    assert.equal(await asked, "1.2.3");
  });

  it("says why a pack cannot answer", async () => {
    proxy.fail("it does not compile");
    await assert.rejects(version(), { code: status.FAILED_PRECONDITION, details: "it does not compile" });
  });

  it("says that a pack has ended, as an interrupted run ends it while calls are under way", async () => {
    const asked = version();
    await proxy.attach(await start());
    await asked;
    pack.forceShutdown();
    for (let call = 1; call <= 5; call += 1) await assert.rejects(version(), { code: status.UNAVAILABLE });
  });

  it("outlives an engine that goes away in the middle of a call", async () => {
    const session = connect(`http://127.0.0.1:${proxy.port}`);
    const call = session.request({ ":method": "POST", ":path": AnalyzerService.configureStack.path });
    call.on("error", () => undefined);
    call.write(Buffer.alloc(3));
    await once(session, "connect");
    session.destroy();
    const asked = version();
    await proxy.attach(await start());
    assert.equal(await asked, "1.2.3");
  });
});
