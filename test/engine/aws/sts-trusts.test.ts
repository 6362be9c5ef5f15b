import assert from "node:assert/strict";

import { accounts, refusal } from "./aws";
import { admit, launcherArn, namespace, policy, roleArn, StsBench, toolingRoot, withTags } from "./sts-bench";

describe("Trust in the sandbox's STS", () => {
  let bench: StsBench;

  before(async function () {
    this.timeout(120_000);
    bench = await StsBench.start();
  });
  after(() => bench.aws.stop());

  /** Trusts of a role that the launcher asks for, with its plain session and its tagged one. */
  const trusts: [what: string, trust: () => string, plain: RegExp | true, tagged: RegExp | true][] = [
    ["the launcher alone", () => admit(launcherArn), true, /sts:TagSession/],
    ["the launcher with its tags", () => admit(launcherArn, { Action: withTags }), true, true],
    ["another role", () => admit(roleArn(accounts.tooling, "Other")), /does not admit/, /does not admit/],
    ["the launcher's account", () => admit(accounts.tooling), true, /sts:TagSession/],
    ["the launcher's account, by its root", () => admit(toolingRoot, { Action: withTags }), true, true],
    [
      "the session by name",
      () => admit(`arn:aws:sts::${accounts.tooling}:assumed-role/Launcher/test`, { Action: withTags }),
      true,
      true,
    ],
    ["another account", () => admit(accounts.prod), /does not admit/, /does not admit/],
    ["everybody", () => admit("*", { Action: withTags }), true, true],
    [
      "a service",
      () => policy({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }),
      /does not admit/,
      /does not admit/,
    ],
    [
      "the launcher in this namespace",
      () => admit(launcherArn, { Action: withTags, ...namespace("octopus") }),
      /does not admit/,
      true,
    ],
    [
      "the launcher in another namespace",
      () => admit(launcherArn, { Action: withTags, ...namespace("other") }),
      /does not admit/,
      /does not admit/,
    ],
    [
      "the account, if it is the launcher",
      () =>
        admit(toolingRoot, {
          Action: withTags,
          Condition: { ArnEquals: { "aws:PrincipalArn": launcherArn } },
        }),
      true,
      true,
    ],
    [
      "the account, if it is a role like the launcher",
      () =>
        admit(toolingRoot, {
          Action: withTags,
          Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/Launch*" } },
        }),
      true,
      true,
    ],
    [
      "the account, if it is not the launcher",
      () =>
        admit(toolingRoot, {
          Action: withTags,
          Condition: { StringNotEquals: { "aws:PrincipalArn": launcherArn } },
        }),
      /does not admit/,
      /does not admit/,
    ],
    [
      "whoever brings an external id",
      () =>
        admit(launcherArn, { Action: withTags, Condition: { StringEquals: { "sts:ExternalId": "secret" } } }),
      /does not admit/,
      /does not admit/,
    ],
    [
      "an organization that is another",
      () =>
        admit(launcherArn, {
          Action: withTags,
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-other" } },
        }),
      /does not admit/,
      /does not admit/,
    ],
    [
      "a key without a value",
      () =>
        admit(launcherArn, {
          Action: withTags,
          Condition: { Null: { "aws:PrincipalTag/kubernetes-namespace": "true" } },
        }),
      true,
      /does not admit/,
    ],
    [
      "a condition on what is not known here",
      () =>
        admit(launcherArn, { Action: withTags, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
      /could not decide the condition IpAddress on aws:SourceIp/,
      /could not decide/,
    ],
    [
      "the launcher, but for a denial",
      () =>
        policy(
          { Principal: { AWS: launcherArn }, Action: withTags },
          {
            Effect: "Deny",
            Principal: { AWS: "*" },
            Action: "sts:*",
            Condition: { StringLike: { "aws:PrincipalTag/kubernetes-namespace": "oct*" } },
          },
        ),
      true,
      /denies/,
    ],
  ];
  for (const [what, trust, plain, tagged] of trusts) {
    it(`decides about a trust that admits ${what}`, async () => {
      const name = `Deploy${trusts.findIndex(([other]) => other === what)}`;
      await bench.makeRole(accounts.dev, name, trust());
      const role = roleArn(accounts.dev, `octopus/deploy/${name}`);
      for (const [from, expected] of [
        [bench.launcher, plain],
        [bench.tagged, tagged],
      ] as const) {
        if (expected === true) {
          const opened = await bench.assume(from, role);
          assert.equal((await bench.identity(opened)).Account, accounts.dev);
          continue;
        }
        const { name: code, message } = await refusal(bench.assume(from, role));
        assert.equal(code, "AccessDenied");
        assert.match(
          message,
          /^User: arn:aws:sts::123456789012:assumed-role\/Launcher\/test is not authorized to perform: sts:(AssumeRole|TagSession) on resource: arn:aws:iam::111111111111:role\/octopus\/deploy\//,
        );
        const entries = await bench.aws.control<{ reason?: string }[]>(
          "GET",
          `requests?action=AssumeRole&status=403&resource=${role}`,
        );
        assert.match(`${message} ${entries.at(-1)?.reason}`, expected);
      }
    });
  }
});
