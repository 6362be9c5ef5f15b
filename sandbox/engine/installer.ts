import { createWriteStream, rmSync } from "node:fs";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { runStep, type Say } from "./progress";
import { verify } from "./version";

/** Where Pulumi publishes its releases, as its own install script knows it. */
export const pulumiReleases = "https://get.pulumi.com/releases/sdk";

const connectMs = 4_000;
const stallMs = 30_000;
const heartbeatMs = 15_000;

/** The address of an official release for this machine. */
export function releaseUrl(releases: string, version: string): string {
  // Releases are named as Node names platforms and architectures.
  return `${releases}/pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`;
}

/**
 * Whether a release can be downloaded from here; answers within four seconds.
 * @returns nothing if it can, else why not
 */
export async function whyUnreachable(url: string): Promise<string | undefined> {
  try {
    const { ok, status } = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(connectMs) });
    return ok ? undefined : `it answers ${status}`;
  } catch (error) {
    return reasonOf(error);
  }
}

/**
 * Downloads and unpacks an official release with its language hosts.
 * @param folder empty folder that gets the executables
 * @param log file for what goes wrong while unpacking
 * @throws Error when the download stalls or breaks off, or what arrives is not that version
 */
export async function install(
  url: string,
  version: string,
  folder: string,
  log: string,
  say: Say,
): Promise<void> {
  const archive = join(folder, "release.tar.gz");
  await download(url, archive, say);
  await runStep(
    {
      title: "unpacking Pulumi",
      usually: "a few seconds",
      command: "tar",
      args: ["-xzf", archive, "-C", folder, "--strip-components=1"],
      log,
    },
    say,
  );
  rmSync(archive);
  verify(join(folder, "pulumi"), version);
}

async function download(url: string, file: string, say: Say): Promise<void> {
  const stalled = new AbortController();
  const watchdog = setTimeout(() => stalled.abort(new Error("no data for 30 seconds")), stallMs);
  let received = 0;
  let heartbeat: NodeJS.Timeout | undefined;
  try {
    const response = await fetch(url, { signal: stalled.signal });
    if (!response.ok || response.body === null) throw new Error(`it answers ${response.status}`);
    const total = Number(response.headers.get("content-length"));
    const progress = (): string => `${megabytes(received)}${total ? ` of ${megabytes(total)}` : ""} MB`;
    say(`downloading ${url}${total ? ` (${megabytes(total)} MB)` : ""}`);
    heartbeat = setInterval(() => say(`downloading Pulumi: ${progress()}`), heartbeatMs);
    const count = new Transform({
      transform(chunk: Buffer, _encoding, callback) {
        received += chunk.length;
        watchdog.refresh();
        callback(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(response.body as ReadableStream), count, createWriteStream(file));
  } catch (error) {
    throw new Error(`downloading ${url} failed: ${reasonOf(error)}`);
  } finally {
    clearTimeout(watchdog);
    clearInterval(heartbeat);
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

/** `fetch` hides the reason of a failure one level down. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
