// Modules of the SDK by their paths: the whole of it takes five times as long to load.
import { main } from "@pulumi/pulumi/provider/server";

import { provider } from "./provider";

/** Put in place by the bundler: the version of `@pulumi/eks` that the program uses. */
declare const PLUGIN_VERSION: string;

// The engine's end of our standard input closes when it dies, however it dies.
process.stdin.on("end", () => process.exit(0)).on("error", () => process.exit(0));
process.stdin.resume();

void main(provider(PLUGIN_VERSION), process.argv.slice(2));
// `main` has stack traces mapped to the SDK's sources, and every resource asks for its own: 0.1 s for a cluster.
Reflect.deleteProperty(Error, "prepareStackTrace");
