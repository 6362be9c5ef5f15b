import assert from "node:assert/strict";

import * as org from "@aws-sdk/client-organizations";

import { compact } from "../../../trust/documents/policy";
import type { Changes } from "../../fixtures/changed";
import { expectedGuardrail } from "../../fixtures/expected";
import { organization } from "../../fixtures/organization";
import { isChange, TestSandbox } from "../../support/sandbox";

const dev = "111111111111";
const rcp = "RESOURCE_CONTROL_POLICY";

/** The preflight's tables are unit tests. Here is what a user sees, and that nothing is created. */
describe("guardrails that could not be attached are refused beforehand", function () {
  this.timeout(300_000);
  const sandbox = new TestSandbox();
  let client: org.OrganizationsClient;
  let rootId = "";

  before(async () => {
    client = new org.OrganizationsClient({
      endpoint: await sandbox.endpoint(),
      region: "us-east-1",
      credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
    });
    rootId = (await client.send(new org.ListRootsCommand({}))).Roots?.[0]?.Id ?? "";
    const { code, output } = await sandbox.pulumi("stack", "init", "tooling");
    assert.equal(code, 0, output);
  });
  after(() => sandbox.end());

  /** Fills a target up to what AWS takes. */
  async function fill(TargetId: string): Promise<void> {
    const Content = compact(expectedGuardrail("octolaunch-rcp-1"));
    for (let number = 1; number <= 4; number += 1) {
      const policy = { Name: `theirs-${number}`, Type: rcp, Description: "", Content } as const;
      const { Policy } = await client.send(new org.CreatePolicyCommand(policy));
      const PolicyId = Policy?.PolicySummary?.Id;
      await client.send(new org.AttachPolicyCommand({ PolicyId, TargetId }));
    }
  }

  interface Case {
    readonly refused: string;
    readonly changes?: Changes;
    readonly prepare?: () => Promise<unknown>;
    readonly restore?: () => Promise<unknown>;
    readonly says: readonly RegExp[];
  }
  const cases: readonly Case[] = [
    {
      refused: "the id of another organization, and an OU that does not exist, at once",
      changes: { id: "o-anotherone", guardrails: { targets: ["ou-ab12-notthere"] } },
      says: [
        /settings are wrong/,
        /organization\.id: is o-anotherone, and the accounts belong to o-exampleorg: write o-exampleorg/,
        /organization\.guardrails\.targets: has ou-ab12-notthere, an OU that the organization does not have/,
        /list-organizational-units-for-parent --parent-id r-/,
      ],
    },
    {
      refused: "targets that leave out an account with roles",
      changes: { guardrails: { targets: ["tooling", "dev"] } },
      says: [/organization\.guardrails\.targets: leave out staging, prod, which hold guarded roles/],
    },
    {
      refused: "an account of another organization",
      changes: { "accounts.prod.id": "444444444444" },
      says: [/organization\.accounts\.prod\.id: is 444444444444, no account of the organization/],
    },
    {
      refused: "a type of policy that is not enabled",
      prepare: () => client.send(new org.DisablePolicyTypeCommand({ RootId: rootId, PolicyType: rcp })),
      restore: () => client.send(new org.EnablePolicyTypeCommand({ RootId: rootId, PolicyType: rcp })),
      says: [
        /organization\.guardrails: need resource control policies, which the organization has not enabled/,
        /aws organizations enable-policy-type --root-id r-\w+ --policy-type RESOURCE_CONTROL_POLICY/,
      ],
    },
    {
      refused: "a target that is full",
      prepare: () => fill(dev),
      says: [
        /organization\.guardrails: need 1 more of the 5 resource control policies that 111111111111 takes, and 5 are attached/,
        /organization\.limits\.rcpsPerTarget/,
      ],
    },
    {
      refused: "an account that is closed",
      prepare: () => client.send(new org.CloseAccountCommand({ AccountId: "222222222222" })),
      says: [
        /organization\.accounts\.staging\.id: is 222222222222, an account that is (SUSPENDED|PENDING_CLOSURE)/,
      ],
    },
  ];
  for (const { refused, changes, prepare, restore, says } of cases) {
    it(refused, async () => {
      await prepare?.();
      // Only the project: what AWS has stays as it is.
      sandbox.describe(organization(changes));
      await sandbox.clearRequests();
      const up = await sandbox.pulumi("up", "--yes", "--skip-preview", "--stack", "tooling");
      const asked = await sandbox.requests();
      await restore?.();

      assert.notEqual(up.code, 0);
      assert.match(up.output, /Nothing was changed/);
      for (const pattern of says) assert.match(up.output, pattern);
      assert.doesNotMatch(up.output, /^ +at .*:\d+:\d+/m, "a stack trace");
      assert.ok(asked.some(({ action }) => action === "DescribeOrganization"));
      assert.deepEqual(asked.filter(isChange), []);
    });
  }
});
