import assert from "node:assert/strict";

import { organization } from "../../fixtures/organization";
import { TestSandbox } from "../../support/sandbox";

/**
 * The unit tests have the table of what is refused. Here the engine shows what a user sees: one message without a
 * stack trace, an exit code other than 0, and a stack without a single resource of AWS.
 */
describe("wrong settings, through the engine", function () {
  this.timeout(300_000);
  const sandbox = new TestSandbox();
  after(() => sandbox.end());

  interface Case {
    readonly title: string;
    readonly organization?: object;
    readonly settings?: object;
    readonly stack?: string;
    readonly says: readonly RegExp[];
  }
  const cases: readonly Case[] = [
    {
      title: "several at once",
      organization: organization({
        "accounts.dev.id": "11111111111",
        "accounts.prod.id": 333333333333,
        "launchers[0].bindings[1].environments": ["production"],
      }),
      says: [
        /3 settings are wrong|4 settings are wrong/,
        /organization\.accounts\.dev\.id: .*12 digits/,
        /organization\.accounts\.prod\.id: .*quotes/,
        /organization\.launchers\[0\]\.bindings\[1\]\.environments: names production/,
      ],
    },
    {
      title: "a stack file that sets the organization",
      settings: { organization: { region: "eu-west-1" } },
      says: [/organization: is set by this stack's file/, /Pulumi\.yaml/],
    },
    {
      title: "a stack for no environment",
      stack: "qa",
      says: [/environment: is qa/, /tooling, dev, staging, prod/],
    },
    {
      title: "overlapping address ranges",
      settings: { network: { cidr: "172.20.0.0/16" } },
      says: [/cluster\.serviceCidr: .*overlaps network\.cidr/],
    },
  ];

  for (const { title, organization: described, settings = {}, stack = "tooling", says } of cases) {
    it(title, async () => {
      sandbox.describe(described ?? organization());
      sandbox.configure(stack, settings);
      await sandbox.pulumi("stack", "init", stack);
      const up = await sandbox.pulumi("up", "--yes", "--skip-preview", "--stack", stack);
      assert.notEqual(up.code, 0);
      assert.match(up.output, /Nothing was changed/);
      for (const pattern of says) assert.match(up.output, pattern);
      assert.doesNotMatch(up.output, /^ +at .*:\d+:\d+/m, "a stack trace");
      const { stdout } = await sandbox.pulumi("stack", "export", "--stack", stack);
      assert.doesNotMatch(stdout, /"type": "aws:/);
      await sandbox.pulumi("stack", "rm", "--yes", "--force", stack);
    });
  }
});
