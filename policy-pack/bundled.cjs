const { build } = require("esbuild");

/**
 * Gives to @pulumi/policy the two names that it takes from @pulumi/pulumi without all the rest of that, which takes a
 * third of the time in which a pack starts.
 */
const leanSdk = {
  name: "lean-sdk",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@pulumi\/pulumi$/ }, () => ({ path: "@pulumi/pulumi", namespace: "lean-sdk" }));
    onLoad({ filter: /^/, namespace: "lean-sdk" }, () => ({
      contents: `
        exports.asset = require("@pulumi/pulumi/asset");
        exports.Output = require("@pulumi/pulumi/output").Output;`,
      resolveDir: __dirname,
    }));
  },
};

/** The pack as one script. What the SDK's runner loads anyway stays outside, so that there is one of it. */
exports.bundled = async () => {
  const { outputFiles } = await build({
    absWorkingDir: __dirname,
    entryPoints: ["index.ts"],
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["@pulumi/pulumi/*", "@grpc/grpc-js", "google-protobuf"],
    plugins: [leanSdk],
    logLevel: "silent",
    write: false,
  });
  return outputFiles[0].text;
};
