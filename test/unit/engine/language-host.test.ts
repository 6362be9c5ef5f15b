import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";
import { sdkModule } from "../../../sandbox/engine/language-host/module";
import { optionsOf, splitWords } from "../../../sandbox/engine/language-host/options";
import { dependencies, requiredPlugins } from "../../../sandbox/engine/language-host/packages";
import { scratchFolder } from "./scratch";

describe("runtime options", () => {
  const given = (options: Record<string, boolean | number | string>) =>
    optionsOf({ getOptions: () => Struct.fromJavaScript(options) } as unknown as ProgramInfo);

  it("run TypeScript unless told otherwise", () => {
    assert.deepEqual(given({}), { typescript: true, tsconfig: undefined, nodeArgs: [] });
    assert.equal(given({ typescript: false }).typescript, false);
  });

  it("pass arguments to node, whatever the package manager", () => {
    const options = given({ nodeargs: "--max-old-space-size=4096 --trace-warnings", packagemanager: "pnpm" });
    assert.deepEqual(options.nodeArgs, ["--max-old-space-size=4096", "--trace-warnings"]);
  });

  it("name the one that has the wrong type", () => {
    assert.throws(() => given({ typescript: "yes" }), /option typescript must be a boolean/);
    assert.throws(() => given({ nodeargs: 5 }), /option nodeargs must be a string/);
    assert.throws(() => given({ tsconfig: true }), /option tsconfig must be a string/);
  });

  const words: [text: string, words: string[]][] = [
    ["", []],
    ["  ", []],
    ["--a --b", ["--a", "--b"]],
    [`--title="a b" 'c d'`, ["--title=a b", "c d"]],
    [`"it's"`, ["it's"]],
  ];
  for (const [text, expected] of words) {
    it(`split ${JSON.stringify(text)} as a shell does`, () => assert.deepEqual(splitWords(text), expected));
  }
});

describe("what a program has installed", () => {
  const scratch = scratchFolder();
  const install = (folder: string, manifest: object): void => {
    mkdirSync(join(scratch(), folder), { recursive: true });
    writeFileSync(join(scratch(), folder, "package.json"), JSON.stringify(manifest));
  };
  const plugins = (folder = "."): string[] =>
    requiredPlugins(join(scratch(), folder)).map(({ name, version, server }) =>
      [name, version, server].filter(Boolean).join(" "),
    );

  it("are plugins of packages that say so, under their own name and version", () => {
    install("node_modules/@pulumi/aws", {
      name: "@pulumi/aws",
      version: "7.48.0",
      pulumi: { resource: true },
    });
    install("node_modules/@pulumi/pulumi", { name: "@pulumi/pulumi", version: "3.248.0" });
    install("node_modules/@acme/thing", {
      name: "@acme/thing",
      version: "1.0.0",
      pulumi: { resource: true, name: "thing", version: "v2.0.0", server: "https://example.com" },
    });
    assert.deepEqual(plugins().sort(), ["aws v7.48.0", "thing v2.0.0 https://example.com"]);
  });

  it("are found above the program, nested in packages, and behind links, each once", () => {
    const aws = (version: string) => ({ name: "@pulumi/aws", version, pulumi: { resource: true } });
    install("node_modules/@pulumi/aws", aws("7.0.0"));
    install("node_modules/library/node_modules/@pulumi/aws", aws("6.0.0"));
    install("node_modules/library", { name: "library", version: "1.0.0" });
    install("store/linked", aws("5.0.0"));
    symlinkSync(join(scratch(), "store/linked"), join(scratch(), "node_modules/linked"));
    install("program", { name: "program" });
    mkdirSync(join(scratch(), "program/node_modules/@pulumi"), { recursive: true });
    symlinkSync(
      join(scratch(), "node_modules/@pulumi/aws"),
      join(scratch(), "program/node_modules/@pulumi/aws"),
    );
    assert.deepEqual(plugins("program").sort(), ["aws v5.0.0", "aws v6.0.0", "aws v7.0.0"]);
  });

  it("keep the parameterization of a bridged provider", () => {
    const parameterization = { name: "octopusdeploy", version: "1.17.0", value: "e30=" };
    install("node_modules/@pulumi/octopusdeploy", {
      name: "@pulumi/octopusdeploy",
      version: "1.17.0",
      pulumi: { resource: true, name: "terraform-provider", version: "1.1.3", parameterization },
    });
    assert.deepEqual(requiredPlugins(scratch()), [
      { name: "terraform-provider", version: "v1.1.3", server: undefined, parameterization },
    ]);
  });

  it("does not stop at a broken package.json", () => {
    install("node_modules/broken", {});
    writeFileSync(join(scratch(), "node_modules/broken/package.json"), "{");
    assert.deepEqual(plugins(), []);
  });

  it("are its dependencies, direct ones or all", () => {
    install(".", { dependencies: { direct: "^1.0.0" }, devDependencies: { tool: "*" } });
    for (const name of ["direct", "tool", "deep"])
      install(`node_modules/${name}`, { name, version: "1.2.3" });
    const names = (transitive: boolean): string[] =>
      dependencies(scratch(), transitive).map(({ name }) => name);
    assert.deepEqual(names(false).sort(), ["direct", "tool"]);
    assert.deepEqual(names(true).sort(), ["deep", "direct", "tool"]);
    assert.equal(dependencies(scratch(), false)[0]?.version, "1.2.3");
  });

  it("must have the Pulumi SDK, else it says what to do", () => {
    assert.throws(
      () => sdkModule(scratch(), "cmd/run"),
      /@pulumi\/pulumi .* is not installed for .*: run npm install/,
    );
    assert.match(sdkModule(join(__dirname, "../../.."), "cmd/run"), /@pulumi\/pulumi\/cmd\/run\/index\.js$/);
  });
});
