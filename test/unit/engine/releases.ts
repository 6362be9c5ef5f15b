import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fakePulumi } from "./scratch";

/** A server on the loopback interface; closed after each test of the suite that asks for it. */
export function releaseServer(): (answer: RequestListener) => Promise<string> {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  return async (answer) => {
    server = createServer(answer).listen(0, "127.0.0.1");
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
}

/** An address at which nobody answers. */
export async function nowhere(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

/** An archive as Pulumi publishes it, around a stand-in that says it is `version`. */
export function releaseArchive(folder: string, version: string): Buffer {
  fakePulumi(join(folder, "pulumi"), version);
  spawnSync("tar", ["-czf", "release.tar.gz", "pulumi"], { cwd: folder });
  return readFileSync(join(folder, "release.tar.gz"));
}
