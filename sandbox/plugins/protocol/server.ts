import {
  Server,
  ServerCredentials,
  status,
  type handleUnaryCall,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { toStatus } from "./errors";
import { handlers, type Handler } from "./handlers";
import type { Plugin } from "./plugin";

/**
 * Serves a plugin on a free loopback port and prints the port, which is how the engine finds it. The process
 * ends with the engine: its end of our standard input closes, however it dies.
 */
export async function serve(plugin: Plugin): Promise<void> {
  const server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(ResourceProviderService, implementation(plugin));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  endWithEngine();
  console.log(String(port));
}

/** Ends this process when the engine that started it is gone. */
export function endWithEngine(): void {
  process.stdin.on("end", () => process.exit(0)).on("error", () => process.exit(0));
  process.stdin.resume();
}

function implementation(plugin: Plugin): UntypedServiceImplementation {
  const known = handlers(plugin) as Record<string, Handler>;
  const methods = Object.keys(ResourceProviderService);
  return Object.fromEntries(
    methods.map((method): [string, UntypedHandleCall] => [
      method,
      (known[method] ? unary(known[method]) : missing(method)) as UntypedHandleCall,
    ]),
  );
}

function unary(handler: Handler): handleUnaryCall<never, unknown> {
  return (call, callback) => {
    // Through a promise, so that what a handler throws at once is an answer too.
    Promise.resolve(call.request)
      .then(handler)
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(toStatus(error)),
      );
  };
}

function missing(method: string): handleUnaryCall<never, unknown> {
  return (_call, callback) =>
    callback({ code: status.UNIMPLEMENTED, details: `${method} is not implemented` });
}
