import assert from "node:assert/strict";

import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";

import { expected } from "../../fixtures/expected";
import { accounts, providerOf, TestEngine } from "../plugins/engine";
import type { Node } from "../plugins/program";
import { trust } from "../plugins/samples/sample";
import { deployRole, everybody, headOf, JudgedStack } from "./judged";

const rule = "launcher-only-assume";

describe("policies, through the engine", function () {
  this.timeout(300_000);
  let engine: TestEngine;
  let stack: JudgedStack;
  before(async () => {
    engine = await TestEngine.start();
    stack = await JudgedStack.create(engine, "refused");
  });
  after(() => engine.stop());

  const providers = {
    tooling: providerOf("tooling"),
    dev: providerOf("dev"),
    prod: providerOf("prod"),
  };
  const seed: Node = {
    name: "seed",
    type: "aws:iam/role:Role",
    provider: "tooling",
    inputs: { name: "seed", assumeRolePolicy: trust("ec2.amazonaws.com") },
  };

  async function assertNoDevDeployRole(): Promise<void> {
    const iam = new IAMClient(await engine.aws.administrator(accounts.dev));
    await assert.rejects(iam.send(new GetRoleCommand({ RoleName: "DevDeployRole" })), {
      name: "NoSuchEntityException",
    });
  }

  it("report two wildcard trusts and an unknown one in ten previews out of ten, each once", async () => {
    const resources = [
      seed,
      deployRole("dev", everybody),
      deployRole("prod", everybody),
      deployRole("tooling", "${seed.arn}"),
    ];
    let first: readonly string[] | undefined;
    for (let run = 1; run <= 10; run += 1) {
      const { code, violations, output } = await stack.preview({ providers, resources });
      assert.notEqual(code, 0, `preview ${run}:\n${output}`);
      const reports = [...violations].sort();
      first ??= reports;
      assert.deepEqual(reports, first, `preview ${run}`);
      assert.deepEqual(reports, [...new Set(reports)]);
      const about = new Set(reports.map(headOf).filter((head) => head.startsWith(`${rule} `)));
      assert.deepEqual(
        [...about],
        ["Dev", "Prod", "Tooling"].map((name) => `${rule} ${name}DeployRole`),
      );
    }
  });

  it("let no role with a wildcard trust be created by an `up` without a preview", async () => {
    await engine.aws.control("DELETE", "requests");
    const { code, violations } = await stack.up({ providers, resources: [deployRole("dev", everybody)] });
    assert.notEqual(code, 0);
    assert(violations.map(headOf).includes(`${rule} DevDeployRole`), violations.join("\n"));
    await assertNoDevDeployRole();
    const requests = await engine.aws.control<{ action: string }[]>("GET", "requests?service=iam");
    assert.deepEqual(
      requests.filter(({ action }) => action === "CreateRole"),
      [],
    );
  });

  it("say of the whole stack what only several resources show, and nothing twice", async () => {
    const wide = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
    });
    const node = (kind: string, name: string, inputs: Record<string, unknown>): Node => ({
      name,
      type: `aws:iam/${kind}`,
      provider: "tooling",
      inputs,
    });
    const name = "OctoLauncherRole";
    const assumeRolePolicy = JSON.stringify(expected(name, "trust"));
    const { code, violations } = await stack.preview({
      providers,
      resources: [
        node("role:Role", name, { name, assumeRolePolicy }),
        node("policy:Policy", "attached", { name: "attached", policy: wide }),
        node("rolePolicy:RolePolicy", "inline", { name: "inline", role: name, policy: wide }),
        node("rolePolicyAttachment:RolePolicyAttachment", "attachment", {
          role: `\${${name}.name}`,
          policyArn: "${attached.arn}",
        }),
      ],
    });
    assert.notEqual(code, 0);
    const minimal = violations.filter((report) => headOf(report).startsWith("launcher-minimal "));
    assert(
      minimal.some((report) => headOf(report) === "launcher-minimal inline"),
      violations.join("\n"),
    );
    assert(minimal.length >= 2, violations.join("\n"));
    assert.deepEqual(violations, [...new Set(violations)]);
  });

  const wrong = [
    {
      title: "of another type than it must have",
      settings: { launcherRoleArn: 5 },
      says: /launcher-only-assume: launcherRoleArn: Invalid type/,
    },
    {
      title: "that contradicts itself",
      settings: { accounts: [accounts.management, accounts.tooling, accounts.dev] },
      says: /accounts has 999999999999, the managementAccountId: .*remove it/,
    },
  ];
  for (const { title, settings, says } of wrong) {
    it(`say what is wrong with a configuration ${title}, and create nothing`, async () => {
      for (const resources of [[deployRole("dev", everybody)], [seed]]) {
        const { code, output } = await stack.up({ providers, resources }, { [rule]: settings });
        assert.notEqual(code, 0);
        assert.match(output, says);
        assert.doesNotMatch(output, /^ +at .*:\d+:\d+/m, "a stack trace");
        assert.doesNotMatch(output, /aws:iam:Role \S+ created/);
      }
      await assertNoDevDeployRole();
    });
  }
});
