import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { dependencies, devDependencies } from "../package.json";
import { bundled } from "./bundled.cjs";
import { description, license, name, version } from "./package.json";

const banner = `// Contains @pulumi/policy ${dependencies["@pulumi/policy"]}, Copyright Pulumi Corporation, Apache License 2.0`;

/**
 * Writes the pack into a folder as it is published: it needs nothing of this repository. What the SDK's runner loads
 * before the pack is a dependency, because there must be one of it only.
 *
 * @param folder which is emptied first
 */
export async function writeBundle(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.js"), `${banner}\n${await bundled()}`);
  writeFileSync(
    join(folder, "package.json"),
    `${JSON.stringify(
      {
        name,
        version,
        private: true,
        license,
        description,
        main: "index.js",
        dependencies: {
          "@grpc/grpc-js": devDependencies["@grpc/grpc-js"],
          "@pulumi/pulumi": dependencies["@pulumi/pulumi"],
          "google-protobuf": devDependencies["google-protobuf"],
        },
      },
      undefined,
      2,
    )}\n`,
  );
  for (const file of ["PulumiPolicy.yaml", "README.md"])
    copyFileSync(join(__dirname, file), join(folder, file));
  copyFileSync(join(__dirname, "..", "LICENSE"), join(folder, "LICENSE"));
}

if (require.main === module) {
  const folder = join(__dirname, "dist");
  writeBundle(folder).then(
    () => console.log(`${folder} is ready: run pulumi policy publish there`),
    (error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
