import { readFileSync } from "node:fs";
import Module from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

// Runs the plugin that is bundled beside it. To compile the AWS SDK takes longer than all the rest of a start, so this
// was done once, at the installation; another version of Node would compile it again.
const file = join(__dirname, "plugin.js");
const script = new Script(Module.wrap(readFileSync(file, "latin1")), {
  filename: file,
  cachedData: readFileSync(join(__dirname, "plugin.cache")),
});
const run = script.runInThisContext() as (...scope: unknown[]) => void;
run(exports, require, module, file, __dirname);
