import type { EventEmitter } from "node:events";
import { status, type handleServerStreamingCall, type handleUnaryCall } from "@grpc/grpc-js";
import type { sendUnaryData, UntypedHandleCall } from "@grpc/grpc-js";
import { LanguageRuntimeService, type ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import { PackageDependency, PackageParameterization, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { engineVersion } from "../../versions";
import { dependencies, requiredPlugins, type RequiredPlugin } from "./packages";
import { run, type EngineLink } from "./run";
import { runPlugin } from "./run-plugin";

type Service = Pick<
  ILanguageRuntimeServer,
  | "handshake"
  | "getPluginInfo"
  | "getRequiredPackages"
  | "getProgramDependencies"
  | "about"
  | "run"
  | "runPlugin"
  | "cancel"
>;

/**
 * What the engine asks of a language host: run programs, policy packs and plugins, and say what they need. It asks
 * for more (to install dependencies, to generate code); such a call is refused with what to do instead.
 */
export function languageService(engine: EngineLink): ILanguageRuntimeServer {
  let current = engine;
  const cancel = new AbortController();
  const service: Service = {
    handshake: unary((request) => {
      current = { ...current, address: request.getEngineAddress() };
      return new language.LanguageHandshakeResponse();
    }),
    getPluginInfo: unary(() => new PluginInfo().setVersion(engineVersion)),
    getRequiredPackages: unary((request) =>
      new language.GetRequiredPackagesResponse().setPackagesList(
        requiredPlugins(directoryOf(request)).map(toPackage),
      ),
    ),
    getProgramDependencies: unary((request) =>
      new language.GetProgramDependenciesResponse().setDependenciesList(
        dependencies(directoryOf(request), request.getTransitivedependencies()).map(({ name, version }) =>
          new language.DependencyInfo().setName(name).setVersion(version),
        ),
      ),
    ),
    about: unary(() =>
      new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version),
    ),
    run: unary((request, gone) => run(request, current, AbortSignal.any([gone, cancel.signal]))),
    runPlugin: streaming((request, send, gone) =>
      runPlugin(request, send, AbortSignal.any([gone, cancel.signal])),
    ),
    cancel: unary(() => {
      cancel.abort();
      // An Empty of the SDK's own copy of google-protobuf: its serializer takes no other.
      return LanguageRuntimeService.cancel.responseDeserialize(Buffer.alloc(0));
    }),
  };
  return { ...refusals(), ...service };
}

function refusals(): ILanguageRuntimeServer {
  const methods = Object.entries(LanguageRuntimeService);
  return Object.fromEntries(
    methods.map(([name, { path }]) => [name, refusal(path.split("/").at(-1) ?? name)]),
  ) as unknown as ILanguageRuntimeServer;
}

function refusal(method: string): UntypedHandleCall {
  const reason = {
    code: status.UNIMPLEMENTED,
    details: `the language host of the octolaunch sandbox does not do ${method}; an official Pulumi CLI does`,
  };
  // A call that streams its answer has no callback.
  const handle = (call: EventEmitter, callback?: sendUnaryData<unknown>): void => {
    if (callback) callback(reason);
    else call.emit("error", reason);
  };
  return handle as unknown as UntypedHandleCall;
}

function directoryOf(request: { getInfo(): language.ProgramInfo | undefined }): string {
  return request.getInfo()?.getProgramDirectory() ?? process.cwd();
}

function toPackage({ name, version, server, parameterization }: RequiredPlugin): PackageDependency {
  const dependency = new PackageDependency().setName(name).setKind("resource").setVersion(version);
  if (server !== undefined) dependency.setServer(server);
  if (parameterization !== undefined) {
    dependency.setParameterization(
      new PackageParameterization()
        .setName(parameterization.name)
        .setVersion(parameterization.version)
        .setValue(parameterization.value),
    );
  }
  return dependency;
}

/** Answers a call; `gone` tells that the caller does not wait any more. */
function unary<Q, R>(answer: (request: Q, gone: AbortSignal) => R | Promise<R>): handleUnaryCall<Q, R> {
  return (call, callback) => {
    const gone = new AbortController();
    call.on("cancelled", () => gone.abort());
    Promise.resolve()
      .then(() => answer(call.request, gone.signal))
      .then((response) => callback(null, response))
      .catch((error: Error) => callback({ code: status.UNKNOWN, details: error.message }));
  };
}

function streaming<Q, R>(
  answer: (request: Q, send: (response: R) => void, gone: AbortSignal) => Promise<void>,
): handleServerStreamingCall<Q, R> {
  return (call) => {
    const gone = new AbortController();
    call.on("cancelled", () => gone.abort());
    answer(call.request, (response) => void call.write(response), gone.signal)
      .then(() => call.end())
      .catch((error: Error) => call.emit("error", { code: status.UNKNOWN, details: error.message }));
  };
}
