import assert from "node:assert/strict";

import { organization } from "../../fixtures/organization";
import { isChange, TestSandbox } from "../../support/sandbox";

interface Step {
  readonly op: string;
  readonly newState?: {
    readonly type: string;
    readonly urn: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
  };
}

/** How the engine writes a value that is not known yet. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("a preview", function () {
  this.timeout(600_000);
  const qa = organization({
    "accounts.qa": { id: "444444444444" },
    "environments[3]": { name: "qa", accounts: ["qa"], deployRoles: [{ permissions: ["staging"] }] },
    "launchers[0].bindings[0].environments": ["tooling", "dev", "staging", "qa"],
  });
  const sandbox = new TestSandbox(organization());
  after(() => sandbox.end());

  /** The steps of a preview of a stack that is not there yet. */
  async function stepsOf(stack: string): Promise<readonly Step[]> {
    const made = await sandbox.pulumi("stack", "init", stack);
    assert.equal(made.code, 0, made.output);
    const { code, stdout, output } = await sandbox.pulumi("preview", "--json", "--stack", stack);
    assert.equal(code, 0, output);
    return (JSON.parse(stdout) as { steps: Step[] }).steps;
  }

  /** Name of each IAM document in a preview, with its text. */
  function documents(steps: readonly Step[]): readonly (readonly [string, unknown])[] {
    return steps.flatMap(({ newState }) =>
      newState?.type.startsWith("aws:iam/")
        ? ["assumeRolePolicy", "policy"]
            .filter((name) => name in (newState.inputs ?? {}))
            .map((name) => [`${newState.urn.split("::").at(-1)} ${name}`, newState.inputs?.[name]] as const)
        : [],
    );
  }

  it("of the tooling stack's first up knows every IAM document, and creates nothing", async () => {
    await sandbox.environment();
    await sandbox.clearRequests();

    const found = documents(await stepsOf("tooling"));
    assert.equal(found.length, 7, found.map(([name]) => name).join(", "));
    for (const [name, text] of found) {
      assert.equal(typeof text, "string", name);
      assert.ok(!String(text).includes(unknown), name);
      assert.equal((JSON.parse(String(text)) as { Version: string }).Version, "2012-10-17", name);
    }
    assert.deepEqual((await sandbox.requests()).filter(isChange), []);
  });

  it("of an added environment says what will be created in its account, and it comes up", async () => {
    sandbox.describe(qa);
    const tooling = await sandbox.verb("up", "tooling");
    assert.equal(tooling.code, 0, tooling.output);
    const found = documents(await stepsOf("qa"));
    assert.deepEqual(
      found.map(([name]) => name),
      ["qa-QaDeployRole assumeRolePolicy", "qa-QaDeployRole policy"],
    );
    for (const [name, text] of found) assert.ok(!String(text).includes(unknown), name);
    const up = await sandbox.verb("up", "qa");
    assert.equal(up.code, 0, up.output);
    assert.match(up.output, /qa +444444444444 .*QaDeployRole/);
  });
});
