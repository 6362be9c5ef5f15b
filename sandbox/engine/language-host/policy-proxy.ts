import { credentials, Client, Server, ServerCredentials, status, type ServiceError } from "@grpc/grpc-js";
import type { handleUnaryCall, MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";

/**
 * Stands between the engine and a policy pack until the pack can be started: the engine tells an analyzer its stack
 * and configuration only once it runs, but the SDK's runner wants them in the environment that it starts with.
 */
export interface PolicyProxy {
  readonly port: number;
  /** The stack that is judged; nothing when the engine asks for something else first (as `policy publish` does). */
  readonly stack: Promise<AnalyzerStackConfigureRequest | undefined>;
  /** From now on everything goes to the pack that listens there. */
  attach(port: number): Promise<void>;
  /** The pack cannot answer, and why. */
  fail(reason: string): void;
  close(): void;
}

type Definition = MethodDefinition<Buffer, Buffer>;
const asIs = (bytes: Buffer): Buffer => bytes;
const empty = Buffer.alloc(0);

/** Starts a proxy on a free port of the loopback interface. */
export async function openPolicyProxy(): Promise<PolicyProxy> {
  const stack = deferred<Buffer | undefined>();
  const pack = deferred<Client>();
  // Whether or not anybody is waiting for it when the pack fails.
  pack.promise.catch(() => undefined);

  const relay = (definition: Definition): handleUnaryCall<Buffer, Buffer> => {
    return (call, callback) => {
      stack.resolve(undefined);
      pack.promise.then(
        (client) => client.makeUnaryRequest(definition.path, asIs, asIs, call.request, callback),
        (error: Error) => callback({ code: status.FAILED_PRECONDITION, details: error.message }),
      );
    };
  };
  const definitions = Object.entries(AnalyzerService).map(
    ([name, definition]) => [name, raw(definition)] as const,
  );
  const server = new Server();
  server.addService(Object.fromEntries(definitions) as ServiceDefinition, {
    ...Object.fromEntries(definitions.map(([name, definition]) => [name, relay(definition)])),
    handshake: ((_call, callback) => callback(null, empty)) as handleUnaryCall<Buffer, Buffer>,
    configureStack: ((call, callback) => {
      stack.resolve(call.request);
      callback(null, empty);
    }) as handleUnaryCall<Buffer, Buffer>,
  });
  const port = await listen(server);
  return {
    port,
    stack: stack.promise.then((bytes) => bytes && AnalyzerService.configureStack.requestDeserialize(bytes)),
    async attach(target) {
      const client = new Client(`127.0.0.1:${target}`, credentials.createInsecure());
      const configuration = await stack.promise;
      if (configuration !== undefined) await configure(client, configuration);
      pack.resolve(client);
    },
    fail: (reason) => pack.reject(new Error(reason)),
    close() {
      void pack.promise.then((client) => client.close()).catch(() => undefined);
      server.tryShutdown(() => undefined);
    },
  };
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: Error): void;
}

function deferred<T>(): Deferred<T> {
  const settle = {} as Omit<Deferred<T>, "promise">;
  const promise = new Promise<T>((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return { promise, ...settle };
}

function raw({ path }: { path: string }): Definition {
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

/** Packs of older libraries do not implement this call, and need not. */
function configure(client: Client, configuration: Buffer): Promise<void> {
  const { path } = AnalyzerService.configureStack;
  return new Promise((resolve, reject) => {
    const answered = (error: ServiceError | null): void => {
      if (error !== null && error.code !== status.UNIMPLEMENTED) reject(error);
      else resolve();
    };
    client.makeUnaryRequest(path, asIs, asIs, configuration, answered);
  });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}
