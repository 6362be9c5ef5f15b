import { existsSync, mkdirSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";

import { findAws, startAws, type AwsHandle } from "./aws";
import { ensureEngine, type Engine } from "./engine/engine";
import { ensureKubernetes, kubernetesServers } from "./engine/kubernetes/executables";
import { ensureOctopusProvider } from "./engine/octopus/executables";
import { installOctopusProvider } from "./engine/octopus/install";
import { withLock } from "./engine/lock";
import type { Say } from "./engine/progress";
import { awsCommandFolder, ensurePython } from "./engine/python";
import { sandboxApiKey } from "./octopus";
import { removeBrokenSidecars } from "./backend";
import { claimHome, sandboxHome, type SandboxHome } from "./home";
import { installPlugins } from "./plugins/install";
import { readProject, type Project } from "./project";

/** A sandbox that runs: what is needed to use any command in it. */
export interface Session {
  readonly home: SandboxHome;
  readonly project: Project;
  readonly engine: Engine;
  readonly aws: AwsHandle;
  /** Folder of an `aws` for those who have none: last on PATH. */
  readonly commands: string;
  /** What sets the sandbox apart from the real thing, for the environment of a command; PATH apart. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Variables that would lead a command past the sandbox, to real accounts or a real backend. */
const foreign: readonly string[] = [
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_SESSION_TOKEN",
  "AWS_ROLE_ARN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_USE_FIPS_ENDPOINT",
  "AWS_USE_DUALSTACK_ENDPOINT",
  "OCTOPUS_ACCESS_TOKEN",
  "OCTOPUS_API_KEY",
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_STACK",
  "PULUMI_CONFIG_PASSPHRASE_FILE",
];

/** Those of them to take away: all that are known, and the endpoints that the caller has set for single services. */
export function foreignVariables(): readonly string[] {
  return [...foreign, ...Object.keys(process.env).filter((name) => name.startsWith("AWS_ENDPOINT_URL_"))];
}

/** Carries out what must not meet another run of its kind in the same sandbox; waits for that one, and says so. */
export async function alone<T>(what: "run" | "start", say: Say, action: () => Promise<T>): Promise<T> {
  const home = sandboxHome();
  claimHome(home);
  return withLock(join(home.root, `${what}.lock`), say, action);
}

/**
 * Installs what is missing and starts what does not run, then says how to reach it.
 *
 * @param say takes lines of progress
 */
export async function openSession(say: Say): Promise<Session> {
  const home = sandboxHome();
  const project = readProject();
  const engine = await ensureEngine(say);
  const octopusProvider = await ensureOctopusProvider(engine, say);
  const python = await ensurePython(say);
  // Building them takes minutes, and most programs have nothing on their cluster.
  const kubernetes = project.usesCluster ? await ensureKubernetes(say) : kubernetesServers(say);
  const aws = await alone("start", say, async () => {
    if (!findAws(home) && existsSync(home.state)) {
      say("The sandbox's AWS has ended, and everything in it with it: starting afresh");
      rmSync(home.state, { recursive: true });
    }
    for (const folder of [home.pulumi, home.state, home.logs]) mkdirSync(folder, { recursive: true });
    removeBrokenSidecars(home.state);
    await installPlugins(home.pulumi);
    installOctopusProvider(home.pulumi, octopusProvider);
    return startAws({ home, python, organization: project.seed, kubernetes, say });
  });
  const commands = awsCommandFolder(python);
  return { home, project, engine, aws, commands, variables: variables(home, project, aws) };
}

function variables(home: SandboxHome, { seed }: Project, aws: AwsHandle): Readonly<Record<string, string>> {
  return {
    PULUMI_HOME: home.pulumi,
    PULUMI_BACKEND_URL: `file://${home.state}`,
    PULUMI_CONFIG_PASSPHRASE: "sandbox",
    // Without it every command would choose a new salt, because the stack files have none.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // The packages name plugins that this program does not use; the engine would try to download them all.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: "sandbox",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    AWS_REGION: seed.region,
    AWS_DEFAULT_REGION: seed.region,
    AWS_EC2_METADATA_DISABLED: "true",
    // kubectl must neither find nor change the user's own clusters.
    KUBECONFIG: join(home.root, "kubeconfig"),
    OCTOPUS_URL: aws.octopus,
    OCTOPUS_APIKEY: sandboxApiKey,
  };
}

/** The environment of a command that is to run in the sandbox. */
export function commandEnvironment({ variables, engine, commands }: Session): NodeJS.ProcessEnv {
  const taken = foreignVariables();
  const inherited = Object.entries(process.env).filter(([name]) => !taken.includes(name));
  return {
    ...Object.fromEntries(inherited),
    ...variables,
    PATH: [engine.bin, process.env.PATH, commands].join(delimiter),
  };
}
