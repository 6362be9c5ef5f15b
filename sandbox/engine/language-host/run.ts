import { ProgramInfo, RunResponse, type RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { ending, start, type Ending } from "./children";
import { sdkModule } from "./module";
import { environmentOf, optionsOf, type Options } from "./options";

/** The addresses that this host was started with. */
export interface EngineLink {
  readonly address: string;
  /** Where spans are sent, if the engine traces. */
  readonly tracing?: string;
}

// The SDK exits with it when the user has already seen what went wrong (cmd/run in @pulumi/pulumi).
const alreadyExplained = 32;

/**
 * Runs a program under the SDK's own runner until it ends. The user's mistakes are part of the answer.
 * @throws Error when the program cannot be started at all
 */
export async function run(
  request: RunRequest,
  engine: EngineLink,
  cancelled: AbortSignal,
): Promise<RunResponse> {
  const info = request.getInfo() ?? new ProgramInfo();
  if (request.getAttachDebugger()) {
    return failed(
      "this language host attaches no debugger: set the runtime option nodeargs to --inspect-brk",
    );
  }
  let options: Options;
  let runner: string;
  try {
    options = optionsOf(info);
    runner = sdkModule(info.getProgramDirectory(), "cmd/run");
  } catch (error) {
    return failed((error as Error).message);
  }
  const child = start(
    process.execPath,
    [...options.nodeArgs, runner, ...programArgs(request, info, engine)],
    {
      cwd: info.getProgramDirectory(),
      env: { ...process.env, ...environmentOf(options), ...configOf(request) },
      stdio: ["ignore", "inherit", "inherit"],
    },
    cancelled,
  );
  return answer(await ending(child));
}

function programArgs(request: RunRequest, info: ProgramInfo, engine: EngineLink): string[] {
  const flags: [string, string | undefined][] = [
    ["monitor", request.getMonitorAddress()],
    ["engine", engine.address],
    ["organization", request.getOrganization()],
    ["project", request.getProject()],
    ["root-directory", info.getRootDirectory()],
    ["stack", request.getStack()],
    ["pwd", info.getProgramDirectory()],
    ["parallel", String(request.getParallel())],
    ["tracing", engine.tracing],
  ];
  return [
    ...flags.flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info.getEntryPoint() || ".",
    ...request.getArgsList(),
  ];
}

function configOf(request: RunRequest): Record<string, string> {
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
}

function answer(end: Ending): RunResponse {
  if (end === 0) return new RunResponse();
  if (end === alreadyExplained) return new RunResponse().setBail(true);
  if (typeof end === "number") return failed(`Program exited with non-zero exit code: ${end}`);
  return failed(`Program was ended by ${end}`);
}

function failed(message: string): RunResponse {
  return new RunResponse().setError(message);
}
