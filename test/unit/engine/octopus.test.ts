import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { load } from "js-yaml";
import type { Engine } from "../../../sandbox/engine/engine";
import type { Manifest } from "../../../sandbox/engine/language-host/packages";
import { installOctopusProvider } from "../../../sandbox/engine/octopus/install";
import { ensureOctopusProvider } from "../../../sandbox/engine/octopus/executables";
import { checkout } from "../../../sandbox/home";
import { octopusVersions } from "../../../sandbox/versions";
import { buildsOf, fakeGo, linkTools, scratchFolder, script, withEnvironment } from "./scratch";

const bridgeModule = "github.com/pulumi/pulumi-terraform-bridge/v3/dynamic";
const providerModule = "github.com/OctopusDeploy/terraform-provider-octopusdeploy";

describe("getting the Octopus provider", () => {
  const scratch = scratchFolder();
  withEnvironment(() => ({
    OCTOLAUNCH_CACHE: join(scratch(), "cache"),
    PATH: `${join(scratch(), "bin")}:${linkTools(join(scratch(), "tools"), ["sleep", "chmod", "mkdir", "cp"])}`,
  }));
  const ensure = async (source: Engine["source"]) => {
    const said: string[] = [];
    const engine = { bin: join(scratch(), "engine"), version: "3.250.0", source };
    const executables = await ensureOctopusProvider(engine, (line) => said.push(line));
    return { ...executables, said: said.join("\n") };
  };
  /** A CLI that has a plugin to install, or has none. */
  const pulumi = (install: string): void => void script(join(scratch(), "engine", "pulumi"), install);
  const official = [
    `[ "$*" = "plugin install resource terraform-provider ${octopusVersions.bridge} --non-interactive" ] || exit 1`,
    `plugin=$PULUMI_HOME/plugins/resource-terraform-provider-v${octopusVersions.bridge}`,
    `mkdir -p $plugin && cp "$0" $plugin/pulumi-resource-terraform-provider`,
  ].join("\n");

  it("is built where the engine had to be built, and no download is tried", async () => {
    fakeGo(scratch(), "built");
    pulumi(`echo asked > ${scratch()}/asked; exit 1`);
    const { bridge, provider } = await ensure("modules");
    assert.deepEqual(buildsOf(scratch()), [bridgeModule, providerModule]);
    for (const file of [bridge, provider]) {
      assert.equal(spawnSync(file, { encoding: "utf8" }).stdout, "built\n");
    }
    assert.equal(existsSync(join(scratch(), "asked")), false);
  });

  it("has the official bridge where the engine can install it, once", async () => {
    fakeGo(scratch(), "built");
    pulumi(official);
    const first = await ensure("installer");
    assert.deepEqual(buildsOf(scratch()), [providerModule]);
    assert.ok(existsSync(first.bridge));
    pulumi("exit 1");
    assert.deepEqual(await ensure("installer"), { ...first, said: "" });
  });

  it("is built when the official bridge cannot be installed, and says why", async () => {
    fakeGo(scratch(), "built");
    pulumi("echo no such host; exit 255");
    const { said } = await ensure("path");
    assert.match(said, /failed: exit 255\n {2}no such host\n.*\nno official Terraform bridge: using its Go/);
    assert.deepEqual(buildsOf(scratch()), [bridgeModule, providerModule]);
  });

  it("is built once for two runs at the same time, and never again", async () => {
    fakeGo(scratch(), "built");
    const [one, two] = await Promise.all([ensure("modules"), ensure("modules")]);
    assert.equal(one.bridge, two.bridge);
    pulumi(official);
    assert.equal((await ensure("installer")).said, "");
    assert.equal(buildsOf(scratch()).length, 2);
  });

  it("says what failed and what to do, and leaves nothing half made", async () => {
    script(join(scratch(), "bin", "go"), "echo module not found >&2; exit 1");
    await assert.rejects(ensure("modules"), (error: Error) => {
      assert.match(error.message, /downloading the Go modules of Pulumi's Terraform bridge failed: exit 1/);
      assert.match(error.message, /module not found/);
      assert.match(error.message, /could not be built\. Install Go 1\.25 or later, .* run this again/);
      return true;
    });
    assert.deepEqual(readdirSync(join(scratch(), "cache", "octopus")), []);
  });
});

describe("the Octopus provider in a sandbox", () => {
  const scratch = scratchFolder();

  it("is where the engine and the bridge look, also when it is installed again", () => {
    const make = (name: string): string => script(join(scratch(), "cache", name), "exit 0");
    const bridge = make("pulumi-resource-terraform-provider");
    const provider = make("terraform-provider-octopusdeploy_v1.17.0");
    const home = join(scratch(), "home");
    for (const _ of ["first", "second"]) installOctopusProvider(home, { bridge, provider });

    const entries = readdirSync(home, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory());
    const places = files.map(({ parentPath, name }) => relative(home, join(parentPath, name)));
    const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
    assert.deepEqual(places.sort(), [
      `dynamic_tf_plugins/registry.opentofu.org/octopusdeploy/octopusdeploy/1.17.0/${platform}/terraform-provider-octopusdeploy_v1.17.0`,
      "plugins/resource-terraform-provider-v1.1.3/pulumi-resource-terraform-provider",
    ]);
    assert.deepEqual(
      places.map((place) => realpathSync(join(home, place))),
      [realpathSync(provider), realpathSync(bridge)],
    );
  });
});

describe("the versions of the Octopus provider", () => {
  const read = (file: string): string => readFileSync(join(checkout, file), "utf8");
  const { provider, bridge } = octopusVersions;

  it("are those of the SDK that is committed", () => {
    const { name, version, pulumi } = JSON.parse(read("sdks/octopusdeploy/package.json")) as Manifest;
    assert.deepEqual(
      [name, version, pulumi?.name, pulumi?.version, pulumi?.parameterization?.version],
      ["@pulumi/octopusdeploy", provider, "terraform-provider", bridge, provider],
    );
    const value = Buffer.from(pulumi?.parameterization?.value ?? "", "base64").toString();
    assert.deepEqual(JSON.parse(value), {
      remote: { url: "registry.opentofu.org/octopusdeploy/octopusdeploy", version: provider },
    });
  });

  it("are those of the SDK that is compiled", () => {
    const compiled = read("sdks/octopusdeploy/bin/package.json");
    assert.equal(compiled, read("sdks/octopusdeploy/package.json"), "npm run sdk:compile compiles it anew");
  });

  it("are those that Pulumi.yaml declares", () => {
    const { packages } = load(read("Pulumi.yaml")) as { packages: unknown };
    assert.deepEqual(packages, {
      octopusdeploy: {
        source: "terraform-provider",
        version: bridge,
        parameters: ["octopusdeploy/octopusdeploy", provider],
      },
    });
  });

  it("are those of the lock files, which know no download address", () => {
    const lock = read("sandbox/engine/octopus/provider/go.mod");
    assert.match(lock, new RegExp(`${providerModule} v${provider} `));
    const npm = JSON.parse(read("package-lock.json")) as { packages: Record<string, { resolved?: string }> };
    const resolved = Object.values(npm.packages).flatMap((entry) => entry.resolved ?? []);
    assert.deepEqual(resolved, ["sdks/octopusdeploy"]);
  });
});
