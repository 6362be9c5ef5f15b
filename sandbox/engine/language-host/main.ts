import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { endAll } from "./children";
import { languageService } from "./service";

const watchEngineMs = 500;

/**
 * The engine starts a language host with flags of its own and its address last, reads the host's port from the first
 * line of its output, and interrupts it when it is done.
 */
function main(args: readonly string[]): void {
  const tracing = args.indexOf("--tracing");
  const server = new Server();
  server.addService(
    LanguageRuntimeService,
    languageService({
      address: args.at(-1) ?? "",
      tracing: tracing < 0 ? undefined : args[tracing + 1],
    }),
  );
  endWithEngine(server);
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.stdout.write(`${port}\n`);
  });
}

/** Nothing stays behind, however the engine ends: it interrupts us, or it was killed and we have another parent. */
function endWithEngine(server: Server): void {
  const engine = process.ppid;
  let ended: Promise<void> | undefined;
  const end = (): void => {
    ended ??= endAll().then(() => {
      server.forceShutdown();
      process.exit(0);
    });
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  setInterval(() => {
    if (process.ppid !== engine) end();
  }, watchEngineMs);
}

main(process.argv.slice(2));
