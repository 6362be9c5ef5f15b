import type { ChildProcess } from "node:child_process";
import { ProgramInfo, RunPluginResponse, type RunPluginRequest } from "@pulumi/pulumi/proto/language_pb";
import type { AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { ending, start, type Ending } from "./children";
import { sdkModule } from "./module";
import { environmentOf, optionsOf } from "./options";
import { openPolicyProxy, type PolicyProxy } from "./policy-proxy";

type Send = (response: RunPluginResponse) => void;

/**
 * Runs a plugin that is written for Node until it ends, and sends what it prints: a policy pack, or a provider that
 * has a PulumiPlugin.yaml. The first line of its output is the port on which it listens.
 * @throws Error when the plugin cannot be started or is killed
 */
export async function runPlugin(
  request: RunPluginRequest,
  send: Send,
  cancelled: AbortSignal,
): Promise<void> {
  if (request.getAttachDebugger()) {
    throw new Error(
      "this language host attaches no debugger: set the runtime option nodeargs to --inspect-brk",
    );
  }
  const runIt = request.getKind() === "analyzer" ? runPolicyPack : runProvider;
  const end = await runIt(request, send, cancelled);
  if (typeof end === "string") throw new Error(`Plugin was ended by ${end}`);
  send(new RunPluginResponse().setExitcode(end));
}

async function runProvider(request: RunPluginRequest, send: Send, cancelled: AbortSignal): Promise<Ending> {
  const { node, directory, env } = commandOf(request, "cmd/run-plugin");
  const args = [...node, directory, ...request.getArgsList()];
  const child = start(process.execPath, args, { cwd: request.getPwd(), env }, cancelled);
  child.stdout?.on("data", (bytes: Buffer) => send(new RunPluginResponse().setStdout(bytes)));
  child.stderr?.on("data", (bytes: Buffer) => send(new RunPluginResponse().setStderr(bytes)));
  return ending(child);
}

async function runPolicyPack(request: RunPluginRequest, send: Send, cancelled: AbortSignal): Promise<Ending> {
  const { node, directory, env } = commandOf(request, "cmd/run-policy-pack");
  const proxy = await openPolicyProxy();
  try {
    send(new RunPluginResponse().setStdout(Buffer.from(`${proxy.port}\n`)));
    const stack = await Promise.race([proxy.stack, aborted(cancelled)]);
    const child = start(
      process.execPath,
      // A policy pack always runs in its own folder, and gets that folder as its last argument.
      [...node, ...request.getArgsList(), directory],
      { cwd: directory, env: { ...env, ...stackOf(stack) } },
      cancelled,
    );
    child.stderr?.on("data", (bytes: Buffer) => send(new RunPluginResponse().setStderr(bytes)));
    attachWhenReady(child, proxy, send);
    const end = await ending(child);
    proxy.fail("the policy pack ended before it could answer");
    return end;
  } finally {
    proxy.close();
  }
}

/** The first line that a pack prints is for the proxy, the rest for the engine. */
function attachWhenReady(child: ChildProcess, proxy: PolicyProxy, send: Send): void {
  let first: Buffer | undefined = Buffer.alloc(0);
  child.stdout?.on("data", (bytes: Buffer) => {
    let rest = bytes;
    if (first !== undefined) {
      first = Buffer.concat([first, bytes]);
      const end = first.indexOf("\n");
      if (end < 0) return;
      proxy
        .attach(Number(first.subarray(0, end).toString()))
        .catch((error: Error) => proxy.fail(`the policy pack refused its configuration: ${error.message}`));
      rest = first.subarray(end + 1);
      first = undefined;
    }
    if (rest.length > 0) send(new RunPluginResponse().setStdout(rest));
  });
}

/** How to run a plugin under one of the SDK's runners: the arguments of node up to the runner, and the environment. */
function commandOf(request: RunPluginRequest, runner: string) {
  const info = request.getInfo() ?? new ProgramInfo();
  const directory = info.getProgramDirectory();
  const options = optionsOf(info);
  return {
    directory,
    node: [...options.nodeArgs, sdkModule(directory, runner)],
    env: { ...environmentFrom(request.getEnvList()), ...environmentOf(options) },
  };
}

function stackOf(stack: AnalyzerStackConfigureRequest | undefined): Record<string, string> {
  if (stack === undefined) return {};
  return {
    PULUMI_NODEJS_ORGANIZATION: stack.getOrganization(),
    PULUMI_NODEJS_PROJECT: stack.getProject(),
    PULUMI_NODEJS_STACK: stack.getStack(),
    PULUMI_NODEJS_DRY_RUN: String(stack.getDryRun()),
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(stack.getConfigMap().toArray())),
  };
}

/** From `NAME=value` entries; of two for one name the last counts. */
function environmentFrom(entries: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("cancelled")), { once: true });
  });
}
