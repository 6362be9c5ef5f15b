import { policyConfig } from "./generate";

/** Prints the configuration of the pack for the project in the current folder. */
try {
  console.log(JSON.stringify(policyConfig(process.cwd()), undefined, 2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
