const { RunError } = require("@pulumi/pulumi/errors");

/**
 * Runs the pack from its sources. They are bundled on every run, which is faster than having the SDK's runner compile
 * them one by one, and can never be out of date.
 */
async function main() {
  module._compile(await bundled(), __filename);
}

async function bundled() {
  try {
    return await require("./bundled.cjs").bundled();
  } catch (error) {
    const what = error.code === "MODULE_NOT_FOUND" ? "esbuild is not installed: run npm ci" : error.message;
    throw new RunError(`The policy pack cannot be bundled: ${what}`);
  }
}

module.exports = main();
