import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * Where a module of the Pulumi SDK is, as seen from a program: programs run with their own SDK, never with ours.
 * @throws Error saying what to install when the program has none
 */
export function sdkModule(directory: string, name: string): string {
  try {
    return createRequire(join(directory, "package.json")).resolve(`@pulumi/pulumi/${name}`);
  } catch {
    throw new Error(
      `the Pulumi SDK (@pulumi/pulumi with ${name}) is not installed for ${directory}: run npm install there`,
    );
  }
}
