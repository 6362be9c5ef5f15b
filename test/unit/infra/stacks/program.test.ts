import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { RunError, runtime } from "@pulumi/pulumi";
import { dump } from "js-yaml";

import { loadSettings } from "../../../../infra/config/load";
import program from "../../../../infra/index";
import { answersOf } from "../../../fixtures/aws-organization";
import { organization } from "../../../fixtures/organization";
import { record, type Recording, type Registration } from "../../../fixtures/recorder";
import { model } from "../../../fixtures/settings";
import { ofType } from "../../../fixtures/stacks";

/** The program as it is where nobody lets it into Octopus. */
const octopus = { server: "none" };

type Config = Readonly<Record<string, unknown>>;

describe("the program", () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "octolaunch-"));
    const config = {
      organization: { type: "object", default: organization() },
      octopus: { type: "object", default: octopus },
    };
    writeFileSync(join(root, "Pulumi.yaml"), dump({ name: "octolaunch", runtime: "nodejs", config }));
  });
  after(() => {
    rmSync(root, { recursive: true });
    runtime.setAllConfig({});
  });

  /** Runs what the engine would, with these settings of the stack beside the project's defaults. */
  function run<T>(
    what: () => T | Promise<T>,
    stack: string,
    config: Config = {},
    onRegister?: (registration: Registration) => void,
  ): Promise<Recording<T>> {
    const all = { organization: organization(), octopus, ...config };
    const texts = Object.entries(all).map(([name, value]) => [
      `octolaunch:${name}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    runtime.setAllConfig(Object.fromEntries(texts) as Record<string, string>);
    const sample = model();
    const toolingOutputs = {
      launchers: { OctoLauncherRole: "arn:aws:iam::123456789012:role/OctoLauncherRole" },
      guardrails: { rcp: { targets: sample.guardrails.rcpTargets } },
    };
    return record(what, { stack, toolingOutputs, root, onRegister, answers: answersOf(sample) });
  }

  it("reads the settings as they are written", async () => {
    const network = { zones: 3 };
    const { outputs } = await run(() => ({ settings: loadSettings() }), "tooling", { network });
    assert.deepEqual(outputs?.settings, {
      organization: organization(),
      projectOrganization: organization(),
      environment: "tooling",
      network,
      cluster: undefined,
      octopus,
      projectOctopus: octopus,
    });
  });

  it("provisions the environment that the stack is named after", async () => {
    const tooling = await run(program, "tooling");
    assert.equal(ofType(tooling, "Vpc").length, 1);
    const dev = await run(program, "dev", { environment: "" });
    assert.deepEqual(
      ofType(dev, "Role").map(({ inputs }) => inputs.name),
      ["DevDeployRole"],
    );
  });

  it("provisions the environment that is set, whatever the stack's name", async () => {
    const recording = await run(program, "review-7", { environment: "staging" });
    assert.deepEqual(
      ofType(recording, "Role").map(({ inputs }) => inputs.name),
      ["StagingDeployRole"],
    );
  });

  const wrong: [what: string, stack: string, config: Config, message: RegExp][] = [
    ["a stack of no environment", "qa", {}, /because a setting is wrong:\n {2}- environment: is qa/],
    [
      "a stack that sets organization",
      "dev",
      { organization: { region: "eu-west-1" } },
      /- organization: is set by this stack's file/,
    ],
    [
      "settings and documents at once",
      "tooling",
      { network: { zones: 1 }, cluster: { version: 1.34 } },
      /2 settings are wrong:\n {2}- network.zones: .*\n {2}- cluster.version: /,
    ],
  ];
  for (const [what, stack, config, message] of wrong) {
    it(`refuses ${what} before it registers anything`, async () => {
      const registered: string[] = [];
      const refused = run(program, stack, config, ({ type }) => registered.push(type));
      await assert.rejects(
        refused,
        (error: unknown) => RunError.isInstance(error) && message.test(error.message),
      );
      assert.deepEqual(registered, ["pulumi:pulumi:Stack"]);
    });
  }
});
