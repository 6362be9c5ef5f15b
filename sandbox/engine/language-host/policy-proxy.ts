import { once } from "node:events";
import {
  connect,
  constants,
  createServer,
  type ClientHttp2Session,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo } from "node:net";
import { status } from "@grpc/grpc-js";
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

/** Before each message of gRPC: whether it is compressed, and its length. */
const prefixBytes = 5;
const nothing = Buffer.alloc(prefixBytes);
/** A stack's resources come as one message, which the default of 64 KiB would cut into many small pieces. */
const settings = { initialWindowSize: 16 * 1024 * 1024 };

/**
 * Starts a proxy on a free port of the loopback interface. It passes on what HTTP/2 carries without looking at it:
 * there are two calls for each resource, and a message of a stack may have any size.
 */
export async function openPolicyProxy(): Promise<PolicyProxy> {
  const stack = deferred<Buffer | undefined>();
  const pack = deferred<ClientHttp2Session>();
  // Whether or not anybody is waiting for it when the pack fails.
  pack.promise.catch(() => undefined);

  const server = createServer({ settings });
  server.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on("error", () => stream.close());
    switch (headers[constants.HTTP2_HEADER_PATH]) {
      case AnalyzerService.handshake.path:
        answer(stream, status.OK);
        break;
      case AnalyzerService.configureStack.path:
        bodyOf(stream).then(
          (body) => {
            stack.resolve(body);
            answer(stream, status.OK);
          },
          () => stream.close(),
        );
        break;
      default:
        stack.resolve(undefined);
        pack.promise.then(
          (session) => relay(stream, headers, session),
          (error: Error) => answer(stream, status.FAILED_PRECONDITION, error.message),
        );
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    stack: stack.promise.then(
      (body) => body && AnalyzerService.configureStack.requestDeserialize(body.subarray(prefixBytes)),
    ),
    async attach(port) {
      const session = connect(`http://127.0.0.1:${port}`, { settings });
      session.on("error", (error: Error) => pack.reject(error));
      const configuration = await stack.promise;
      if (configuration !== undefined) await configure(session, configuration);
      pack.resolve(session);
    },
    fail: (reason) => pack.reject(new Error(reason)),
    close() {
      void pack.promise.then((session) => session.destroy()).catch(() => undefined);
      server.close();
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

/** Answers a call with a message that has no fields, or with an error. */
function answer(stream: ServerHttp2Stream, code: status, reason = ""): void {
  if (stream.destroyed) return;
  stream.respond({ "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () =>
    stream.sendTrailers({ "grpc-status": String(code), "grpc-message": encodeURIComponent(reason) }),
  );
  stream.end(code === status.OK ? nothing : undefined);
}

function relay(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, session: ClientHttp2Session): void {
  if (stream.destroyed) return;
  // An interrupted run ends its pack while calls to it are under way.
  if (session.closed || session.destroyed) {
    answer(stream, status.UNAVAILABLE, "the policy pack has ended");
    return;
  }
  const call = session.request(headers);
  call.on("error", (error: Error) => {
    if (!stream.headersSent) answer(stream, status.UNAVAILABLE, error.message);
    else stream.close();
  });
  stream.on("aborted", () => call.close());
  call.on("response", (response, flags) => {
    // Nobody is waiting for it any more.
    if (stream.destroyed) return;
    const endStream = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.respond(response as OutgoingHttpHeaders, { endStream, waitForTrailers: !endStream });
    if (endStream) return;
    let trailers: OutgoingHttpHeaders = {};
    call.on("trailers", (received) => (trailers = received));
    stream.on("wantTrailers", () => stream.sendTrailers(trailers));
    call.pipe(stream);
  });
  stream.pipe(call);
}

/** Packs of older libraries do not implement this call, and need not. */
async function configure(session: ClientHttp2Session, configuration: Buffer): Promise<void> {
  const call = session.request({
    [constants.HTTP2_HEADER_METHOD]: "POST",
    [constants.HTTP2_HEADER_PATH]: AnalyzerService.configureStack.path,
    "content-type": "application/grpc",
    te: "trailers",
  });
  let fields: IncomingHttpHeaders = {};
  // An answer without a message has its status in the headers.
  for (const event of ["response", "trailers"])
    call.on(event, (received: IncomingHttpHeaders) => (fields = { ...fields, ...received }));
  call.end(configuration);
  call.resume();
  await once(call, "end");
  const code = Number(fields["grpc-status"]);
  if (code !== status.OK && code !== status.UNIMPLEMENTED)
    throw new Error(decodeURIComponent(String(fields["grpc-message"] ?? `status ${code}`)));
}

async function bodyOf(stream: ServerHttp2Stream): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
