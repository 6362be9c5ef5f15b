import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { policyConfig } from "../../../policy-pack/generate";
import { policyReports } from "../../../sandbox/policies";
import { TestSandbox } from "../../support/sandbox";

describe("the four stacks, under the policies", function () {
  this.timeout(600_000);
  const sandbox = new TestSandbox();
  after(() => sandbox.end());

  async function assertPasses(stack: string, ...more: string[]): Promise<void> {
    const preview = ["preview", "--stack", stack, "--policy-pack", "policy-pack", ...more];
    const { code, output } = await sandbox.pulumi(...preview);
    assert.equal(code, 0, output);
    assert.match(output, /octolaunch@v/);
    assert.deepEqual(policyReports(output).violations, []);
  }

  it("may be created: what a first preview does not know yet is nothing to worry about", async () => {
    await sandbox.environment();
    await sandbox.pulumi("stack", "init", "tooling");
    await assertPasses("tooling");
  });

  it("come up, which says in a line where advice is to be had", async () => {
    const { code, output } = await sandbox.verb("up");
    assert.equal(code, 0, output);
    for (const stack of ["tooling", "dev", "staging", "prod"]) {
      assert.match(output, new RegExp(`^${stack}: \\d+ created`, "m"));
      const lines = output.split("\n").filter((line) => line.startsWith(`${stack}: `) && /advice/.test(line));
      assert(lines.length <= 1, lines.join("\n"));
    }
    assert.doesNotMatch(output, /\[advisory\]/);
  });

  it("pass a preview by hand, with the configuration made from the settings and without", async () => {
    const file = join(sandbox.project, "policies.json");
    writeFileSync(file, JSON.stringify(policyConfig(sandbox.project)));
    for (const stack of ["tooling", "dev", "staging", "prod"])
      await assertPasses(stack, "--policy-pack-config", file);
    await assertPasses("tooling");
  });
});
