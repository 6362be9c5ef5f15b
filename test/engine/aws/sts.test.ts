import assert from "node:assert/strict";

import * as iam from "@aws-sdk/client-iam";
import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";

import { accounts, refusal } from "./aws";
import { admit, launcherArn, namespace, policy, roleArn, StsBench, toolingRoot, withTags } from "./sts-bench";

describe("STS of the sandbox", () => {
  let bench: StsBench;

  before(async function () {
    this.timeout(120_000);
    bench = await StsBench.start();
  });
  after(() => bench.aws.stop());

  it("says who calls, whatever the credentials", async () => {
    assert.equal(
      (await bench.identity(bench.aws.management())).Arn,
      `arn:aws:iam::${accounts.management}:user/administrator`,
    );
    const session = await bench.identity(bench.launcher);
    assert.equal(session.Arn, `arn:aws:sts::${accounts.tooling}:assumed-role/Launcher/test`);
    assert.equal(session.Account, accounts.tooling);
    const unknown = { accessKeyId: "ASIAQQQQQQQQQQQQQQQQ", secretAccessKey: "x", sessionToken: "y" };
    assert.equal((await refusal(bench.identity(bench.aws.settings(unknown)))).name, "InvalidClientTokenId");
    const withoutToken = { ...bench.launcher.credentials, sessionToken: undefined };
    assert.equal(
      (await refusal(bench.identity(bench.aws.settings(withoutToken)))).name,
      "InvalidClientTokenId",
    );
  });

  it("knows the keys of IAM users, and takes them from their account", async () => {
    const client = new iam.IAMClient(await bench.aws.administrator(accounts.dev));
    await client.send(new iam.CreateUserCommand({ UserName: "worker" }));
    const { AccessKey } = await client.send(new iam.CreateAccessKeyCommand({ UserName: "worker" }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    const settings = bench.aws.settings({ accessKeyId, secretAccessKey });
    assert.equal((await bench.identity(settings)).Arn, `arn:aws:iam::${accounts.dev}:user/worker`);
    assert.equal(
      (await refusal(bench.assume(settings, roleArn(accounts.dev, "OrganizationAccountAccessRole")))).name,
      "AccessDenied",
    );
  });

  it("wants the caller to be allowed as well", async () => {
    await bench.makeRole(accounts.dev, "DeniedDeploy", admit(launcherArn));
    await bench.makeRole(accounts.dev, "Elsewhere", admit(launcherArn));
    await bench.makeRole(accounts.tooling, "Neighbour", admit(launcherArn));
    await bench.makeRole(accounts.tooling, "Housemate", admit(toolingRoot));
    const reason = async (role: string): Promise<string | undefined> => {
      assert.equal((await refusal(bench.assume(bench.launcher, role))).name, "AccessDenied");
      const entries = await bench.aws.control<{ reason?: string }[]>(
        "GET",
        `requests?action=AssumeRole&resource=${role}`,
      );
      return entries.at(-1)?.reason;
    };
    assert.match(
      (await reason(roleArn(accounts.dev, "octopus/deploy/DeniedDeploy"))) ?? "",
      /identity policy of the caller denies/,
    );
    assert.match(
      (await reason(roleArn(accounts.dev, "Elsewhere"))) ?? "",
      /no identity policy of the caller allows/,
    );
    assert.match(
      (await reason(roleArn(accounts.tooling, "Housemate"))) ?? "",
      /no identity policy of the caller allows/,
    );
    assert.match((await reason(roleArn(accounts.dev, "octopus/deploy/None"))) ?? "", /no such role/);
    assert.match((await reason(roleArn(accounts.dev, "Missing"))) ?? "", /no such role/);
    // Within an account a trust that names the role is enough.
    await bench.assume(bench.launcher, roleArn(accounts.tooling, "Neighbour"));
  });

  it("keeps sessions as narrow as they were asked for", async () => {
    await bench.makeRole(accounts.dev, "NarrowDeploy", admit(launcherArn));
    const role = roleArn(accounts.dev, "octopus/deploy/NarrowDeploy");
    const narrow = await bench.assume(bench.aws.management(), launcherArn, {
      Policy: policy({ Action: "s3:*", Resource: "*" }),
    });
    assert.equal((await refusal(bench.assume(narrow, role))).name, "AccessDenied");
    const client = new iam.IAMClient(await bench.aws.administrator(accounts.tooling));
    const PolicyDocument = policy({ Action: "s3:*", Resource: "*" });
    const { Policy } = await client.send(
      new iam.CreatePolicyCommand({ PolicyName: "Boundary", PolicyDocument }),
    );
    const id = { RoleName: "Launcher", PermissionsBoundary: Policy?.Arn };
    await client.send(new iam.PutRolePermissionsBoundaryCommand(id));
    assert.equal((await refusal(bench.assume(bench.launcher, role))).name, "AccessDenied");
    await client.send(new iam.DeleteRolePermissionsBoundaryCommand({ RoleName: "Launcher" }));
    await bench.assume(bench.launcher, role);
  });

  it("passes transitive tags on, and takes them from nobody else", async () => {
    const next = policy({ Action: withTags, Resource: "*" });
    await bench.makeRole(accounts.dev, "FirstDeploy", admit(launcherArn, { Action: withTags }), next);
    const first = roleArn(accounts.dev, "octopus/deploy/FirstDeploy");
    await bench.makeRole(
      accounts.prod,
      "SecondDeploy",
      admit(first, { Action: withTags, ...namespace("octopus") }),
    );
    const second = roleArn(accounts.prod, "octopus/deploy/SecondDeploy");
    await bench.assume(await bench.assume(bench.tagged, first), second);
    assert.equal(
      (await refusal(bench.assume(await bench.assume(bench.launcher, first), second))).name,
      "AccessDenied",
    );
    const again = bench.assume(bench.tagged, first, {
      Tags: [{ Key: "kubernetes-namespace", Value: "other" }],
    });
    assert.match((await refusal(again)).message, /conflicts with a transitive tag/);
  });

  it("asks for sts:SetSourceIdentity wherever a source identity goes along", async () => {
    const Action = ["sts:AssumeRole", "sts:SetSourceIdentity"];
    const management = `arn:aws:iam::${accounts.management}:root`;
    const first = roleArn(accounts.tooling, "Identified");
    await bench.makeRole(
      accounts.tooling,
      "Identified",
      admit(management, { Action }),
      policy({ Action, Resource: "*" }),
    );
    await bench.makeRole(accounts.dev, "Identifying", admit(first, { Action }));
    await bench.makeRole(accounts.dev, "Plain", admit(first));
    const person = await bench.assume(bench.aws.management(), first, { SourceIdentity: "ada" });
    await bench.assume(person, roleArn(accounts.dev, "Identifying"));
    const refused = await refusal(bench.assume(person, roleArn(accounts.dev, "Plain")));
    assert.match(refused.message, /not authorized to perform: sts:SetSourceIdentity/);
  });

  const bad: [
    what: string,
    from: "management" | "launcher",
    input: Partial<AssumeRoleCommandInput>,
    message: RegExp,
  ][] = [
    [
      "a session name with a slash",
      "management",
      { RoleSessionName: "a/b" },
      /at 'roleSessionName' failed to satisfy constraint/,
    ],
    ["a session name of 65", "management", { RoleSessionName: "x".repeat(65) }, /less than or equal to 64/],
    ["a session name of one", "management", { RoleSessionName: "x" }, /greater than or equal to 2/],
    ["a role that is no ARN", "management", { RoleArn: "Launcher" }, /Launcher is invalid/],
    ["14 minutes", "management", { DurationSeconds: 840 }, /greater than or equal to 900/],
    ["13 hours", "management", { DurationSeconds: 46800 }, /less than or equal to 43200/],
    [
      "more than the role gives",
      "management",
      { DurationSeconds: 7200 },
      /exceeds the MaxSessionDuration set for this role/,
    ],
    [
      "more than an hour in a chain",
      "launcher",
      { DurationSeconds: 3601 },
      /exceeds the 1 hour session limit for roles assumed by role chaining/,
    ],
  ];
  for (const [what, from, input, message] of bad) {
    it(`refuses ${what}`, async () => {
      const refused = await refusal(
        bench.assume(from === "launcher" ? bench.launcher : bench.aws.management(), launcherArn, input),
      );
      assert.match(refused.message, message);
      assert.equal(refused.name, "ValidationError");
    });
  }
});
