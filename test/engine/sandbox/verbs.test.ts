import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";

import type { Changes } from "../../fixtures/changed";
import { organization } from "../../fixtures/organization";
import { TestSandbox, type Finished } from "../../support/sandbox";

const stackTrace = /^ +at .*:\d+:\d+/m;

/** The tests are one story, in this order. */
describe("the sandbox's verbs", function () {
  this.timeout(300_000);
  const sandbox = new TestSandbox();
  after(() => sandbox.end());

  async function succeed(...args: string[]): Promise<Finished> {
    const done = await sandbox.verb(...args);
    assert.equal(done.code, 0, done.output);
    return done;
  }

  async function fail(args: readonly string[], code: number, says: RegExp): Promise<Finished> {
    const done = await sandbox.verb(...args);
    assert.equal(done.code, code, done.output);
    assert.match(done.output, says);
    assert.doesNotMatch(done.output, stackTrace);
    return done;
  }

  /** Adds faults, forgets all, or says which are not used up. */
  async function faults(method: "GET" | "POST" | "DELETE", body?: object[]): Promise<unknown> {
    const answer = await fetch(`${await sandbox.endpoint()}/_octolaunch/faults`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    assert.equal(answer.status, 200);
    return answer.json();
  }

  /** The project's own files, with what is in them. */
  function projectFiles(): Record<string, string> {
    const names = readdirSync(sandbox.project).filter((name) => name.startsWith("Pulumi."));
    return Object.fromEntries(
      names.map((name) => [name, readFileSync(join(sandbox.project, name), "utf8")] as const),
    );
  }

  it("refuse what they do not understand, and start nothing for it", async () => {
    await fail(["upp"], 2, /There is no verb upp\.\n\nUsage:/);
    await fail(["constructor"], 2, /There is no verb constructor\./);
    await fail([], 2, /^Usage:/);
    await fail(["down", "dev"], 2, /down takes no arguments, and nothing was done/);
    await fail(["up", "dev", "qa", "--yes"], 1, /^No stack qa, --yes: .* tooling, dev, staging, prod\.$/m);
    assert.match((await succeed("help")).output, /up \[STACK\.\.\.\]/);
    assert.deepEqual(sandbox.processes(), []);
    await fail(["status"], 1, /There is no sandbox yet|does not run/);
    assert.match((await succeed("down")).output, /does not run/);
  });

  const wrong: readonly (readonly [changes: Changes, settings: readonly string[]])[] = [
    [
      {
        partition: "aws-mars",
        region: "mars-north-1",
        "launchers[0].name": "L".repeat(65),
        provisioning: { roleName: "P".repeat(65) },
      },
      ["organization.partition", "organization.launchers[0].name", "organization.provisioning.roleName"],
    ],
    [
      { "accounts.staging.id": "999999999999", "accounts.prod.id": "111111111111" },
      ["organization.accounts.staging.id", "organization.accounts.prod.id"],
    ],
  ];
  for (const [changes, settings] of wrong) {
    it(`refuse ${settings.join(", ")} once, in the program's words`, async () => {
      sandbox.describe(organization(changes));
      const { output } = await fail(["up"], 1, /Nothing was changed/);
      for (const setting of settings) assert.equal(output.split(`- ${setting}: `).length, 2, output);
      sandbox.describe(organization());
    });
  }

  it("start afresh when AWS was killed, and let one run wait for the other", async () => {
    const status = await sandbox.verb("status");
    const daemon = Number(/\(process (\d+)\)/.exec(status.output)?.[1]);
    process.kill(daemon, "SIGKILL");
    while (sandbox.processes().length > 0) await sleep(50);
    sandbox.forget();

    const both = await Promise.all([sandbox.verb("up", "tooling"), sandbox.verb("up", "tooling")]);
    for (const { code, output } of both) assert.equal(code, 0, output);
    const one = (says: RegExp): number => both.filter(({ output }) => says.test(output)).length;
    assert.equal(one(/AWS has ended, and everything in it with it: starting afresh/), 1);
    assert.equal(one(/waiting for another run \(pid \d+\)/), 1);
    assert.equal(one(/^tooling: \d+ created/m), 1);
    assert.equal(one(/Nothing changed/), 1);
  });

  it("survive that AWS throttles", async () => {
    await sandbox.environment();
    await faults("POST", [{ match: { service: "iam", action: "CreateRole" }, kind: "throttle", times: 3 }]);
    await succeed("up", "dev");
    assert.deepEqual(await faults("GET"), []);
  });

  it("say what went wrong in the middle, and converge when they are repeated", async () => {
    const match = { service: "iam", action: "CreateRole", account: "222222222222" };
    await faults("POST", [{ match, kind: "error", status: 500, times: 1000 }]);
    const { output } = await fail(["up"], 1, /^staging: failed/m);
    assert.match(output, /^dev: nothing to change/m);
    assert.match(output, /StagingDeployRole/);
    assert.match(output, /a fault was asked for/);
    assert.doesNotMatch(output, /^prod: /m);
    await faults("DELETE");

    assert.match((await succeed("up", "staging")).output, /^staging: \d+ created/m);
    const iam = await sandbox.client(IAMClient, "222222222222");
    assert.ok((await iam.send(new GetRoleCommand({ RoleName: "StagingDeployRole" }))).Role);
  });

  it("say what stands, and who is at work", async () => {
    const standing = await succeed("status");
    assert.match(standing.output, /^AWS runs at http:\/\/127\.0\.0\.1:\d+ \(process \d+\)/);
    assert.match(standing.output, /^tooling: \d\d resources$/m);
    assert.match(standing.output, /^staging: \d+ resources$/m);
    assert.doesNotMatch(standing.output, /^prod:/m);

    await faults("POST", [{ match: { service: "iam", action: "CreateRole" }, kind: "delay", ms: 6000 }]);
    const running = sandbox.start("up", "prod");
    let working = "";
    for (let tries = 0; tries < 20 && !/at work/.test(working); tries += 1) {
      await sleep(500);
      working = (await succeed("status")).output;
    }
    assert.match(working, /^prod: .*pulumi is at work \(process \d+\)$/m);
    assert.equal((await running.finished).code, 0, (await running.finished).output);
  });

  it("destroy everything, stacks that no setting describes any more too", async () => {
    sandbox.describe(
      organization({
        environments: [
          { name: "dev", accounts: ["dev"], deployRoles: [{ name: "DevDeployRole", permissions: ["dev"] }] },
        ],
        "launchers[0].bindings": [
          { namespace: "octopus", serviceAccount: "octopus-server", environments: ["tooling", "dev"] },
        ],
      }),
    );
    const files = projectFiles();
    const { output } = await succeed("down");
    const order = [...output.matchAll(/^(\w+): (\d+) resources deleted/gm)].map(([, stack]) => stack);
    assert.deepEqual(order.slice(0, 2).sort(), ["prod", "staging"]);
    assert.deepEqual(order.slice(2), ["dev", "tooling"]);
    assert.doesNotMatch(output, / 0 resources deleted/);
    assert.match(output, /^tooling: unprotecting the launcher OctoLauncherRole/m);
    assert.deepEqual(projectFiles(), files);
    assert.deepEqual(sandbox.processes(), []);
  });

  it("have nothing left to do then", async () => {
    assert.match((await succeed("down")).output, /does not run, so that there is nothing to destroy/);
    await fail(["status"], 1, /does not run\. `make up` starts it/);
    assert.deepEqual(sandbox.processes(), []);
  });
});
