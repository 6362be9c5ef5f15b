import { ensureEngine } from "./engine";
import { ensureKubernetes } from "./kubernetes/executables";
import { ensureOctopusProvider } from "./octopus/executables";
import { ensurePython } from "./python";

/** Installs what the sandbox runs on, and says where it is: `npx tsx sandbox/engine/main.ts`. */
async function main(): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const engine = await ensureEngine(say);
  const { bridge, provider } = await ensureOctopusProvider(engine, say);
  const python = await ensurePython(say);
  const { apiServer, controllerManager, etcd } = await ensureKubernetes(say);
  const sources = {
    path: "your own, on PATH",
    installer: "official release",
    modules: "built from its Go modules, with our language host",
  };
  console.log(`pulumi ${engine.version}  ${engine.bin}  (${sources[engine.source]})`);
  console.log(`octopus ${bridge}, ${provider}`);
  console.log(`python  ${python}`);
  console.log(`kubernetes ${apiServer}, ${controllerManager}, ${etcd}`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
