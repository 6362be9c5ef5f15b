import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

import { DescribeLaunchTemplatesCommand, DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import { GetRoleCommand, GetRolePolicyCommand, IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { KMSClient, ListAliasesCommand } from "@aws-sdk/client-kms";

import { expected } from "../../fixtures/expected";
import { organization } from "../../fixtures/organization";
import type { Documents } from "../../../sandbox/octopus/describe";
import { uncoveredActions } from "../../support/bootstrap";
import { isChange, TestSandbox } from "../../support/sandbox";

const checkout = resolve(__dirname, "../../..");
const accounts = {
  tooling: "123456789012",
  dev: "111111111111",
  staging: "222222222222",
  prod: "333333333333",
};

/** A document as IAM returns it. */
function document(encoded: string | undefined): unknown {
  return JSON.parse(decodeURIComponent(encoded ?? ""));
}

describe("the four stacks, in the sandbox", function () {
  this.timeout(600_000);
  const sandbox = new TestSandbox(organization(), {}, {});
  let first: Awaited<ReturnType<TestSandbox["verb"]>>;
  const treeBefore = gitStatus();

  let installed: Documents;
  let provisioned: Documents;

  before(async function () {
    this.timeout(20 * 60_000);
    installed = await sandbox.octopusContents();
    first = await sandbox.verb("up");
    assert.equal(first.code, 0, first.output);
    provisioned = await sandbox.octopusContents();
  });
  after(() => sandbox.end());

  it("come up, and the summary says who may assume what", () => {
    for (const stack of Object.keys(accounts))
      assert.match(first.output, new RegExp(`^${stack}: \\d+ created`, "m"));
    assert.match(
      first.output,
      /prod +333333333333 +OctolaunchProvisioner, ProdDeployRole|prod +333333333333 .*ProdDeployRole/,
    );
    assert.match(
      first.output,
      /pods of octopus-prod\/octopus-prod -> OctoLauncherRole ->\n +arn:aws:iam::333333333333:role\/octopus\/deploy\/ProdDeployRole\n/,
    );
  });

  const roles = {
    dev: "DevDeployRole",
    staging: "StagingDeployRole",
    prod: "ProdDeployRole",
    tooling: "ToolingDeployRole",
  } as const;
  for (const [environment, RoleName] of Object.entries(roles)) {
    it(`give ${environment} the role that the article describes`, async () => {
      const iam = await sandbox.client(IAMClient, accounts[environment as keyof typeof accounts]);
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      assert.equal(Role?.Path, "/octopus/deploy/");
      assert.deepEqual(document(Role?.AssumeRolePolicyDocument), expected(RoleName, "trust"));
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "steps" }));
      assert.deepEqual(document(PolicyDocument), expected(RoleName, "permissions"));
    });
  }

  it("change nothing when they come up again, and say so", async () => {
    await sandbox.clearRequests();
    const second = await sandbox.verb("up");
    assert.equal(second.code, 0, second.output);
    assert.match(second.output, /Nothing changed/);
    assert.deepEqual((await sandbox.requests()).filter(isChange), []);
    assert.deepEqual(await sandbox.octopusContents(), provisioned);
  });

  it("show no difference to what AWS has when refreshed", async () => {
    for (const stack of Object.keys(accounts)) {
      const refreshed = await sandbox.pulumi(
        "refresh",
        "--yes",
        "--skip-preview",
        "--expect-no-changes",
        "--stack",
        stack,
      );
      assert.equal(refreshed.code, 0, refreshed.output);
    }
  });

  it("never call what the bootstrapped role does not allow", async () => {
    await sandbox.clearRequests();
    const refreshed = await sandbox.pulumi("refresh", "--yes", "--skip-preview", "--stack", "tooling");
    assert.equal(refreshed.code, 0, refreshed.output);
    const calls = (await sandbox.requests()).filter(({ caller }) => caller.includes("OctolaunchProvisioner"));
    assert.ok(calls.length > 20, `only ${calls.length} calls of the provisioning role were seen`);
    const actions = calls
      .map(({ service, action }) => `${service}:${action}`)
      // Our plugin reads a launch template's tags this way, because moto keeps them nowhere else.
      .filter((action) => action !== "ec2:DescribeTags");
    assert.deepEqual(uncoveredActions("tooling", actions), []);
  });

  it("change one account when one environment's permissions change", async () => {
    sandbox.describe(organization({ "environments[0].deployRoles[0].permissions": ["prod"] }));
    await sandbox.clearRequests();
    const { code, output } = await sandbox.verb("up");
    assert.equal(code, 0, output);
    assert.match(output, /^dev: 1 updated/m);
    const changed = (await sandbox.requests()).filter(isChange);
    assert.deepEqual(
      changed.map(({ account, action }) => `${account} ${action}`),
      [`${accounts.dev} PutRolePolicy`],
    );
    sandbox.describe(organization());
    assert.equal((await sandbox.verb("up", "dev")).code, 0);
  });

  it("refuse to delete the launcher in a plain destroy", async () => {
    const { code, output } = await sandbox.pulumi("destroy", "--yes", "--skip-preview", "--stack", "tooling");
    assert.notEqual(code, 0);
    assert.match(output, /OctoLauncherRole/);
    assert.match(output, /protect/);
    const iam = await sandbox.client(IAMClient, accounts.tooling);
    assert.ok((await iam.send(new GetRoleCommand({ RoleName: "OctoLauncherRole" }))).Role);
    assert.equal((await sandbox.verb("up", "tooling")).code, 0);
    // What it did delete of Octopus is there again by other ids.
    for (const stack of ["dev", "staging", "prod"]) {
      const up = await sandbox.pulumi("up", "--yes", "--skip-preview", "--refresh", "--stack", stack);
      assert.equal(up.code, 0, up.output);
    }
    assert.deepEqual(await sandbox.octopusContents(), provisioned);
  });

  it("leave the working tree as it was", () => {
    assert.equal(gitStatus(), treeBefore);
  });

  it("leave nothing when they are destroyed by hand, in the order that the README gives", async () => {
    const destroy = ["destroy", "--yes", "--skip-preview", "--stack"];
    for (const stack of ["prod", "staging", "dev"]) {
      const { code, output } = await sandbox.pulumi(...destroy, stack);
      assert.equal(code, 0, output);
    }
    const { stdout } = await sandbox.pulumi("stack", "export", "--stack", "tooling");
    for (const type of [
      /"(urn:[^"]*Launcher\$aws:iam\/role:Role::OctoLauncherRole)"/,
      /"(urn:[^"]*:Space::[^"]*)"/,
    ]) {
      const urn = type.exec(stdout)?.[1] ?? "";
      const unprotected = await sandbox.pulumi("state", "unprotect", urn, "--yes", "--stack", "tooling");
      assert.equal(unprotected.code, 0, unprotected.output);
    }
    const { code, output } = await sandbox.pulumi(...destroy, "tooling");
    assert.equal(code, 0, output);

    assert.deepEqual(await sandbox.octopusContents(), installed);
    for (const id of Object.values(accounts)) {
      const { Roles = [] } = await (await sandbox.client(IAMClient, id)).send(new ListRolesCommand({}));
      // AWS makes service-linked roles by itself and keeps them.
      const left = Roles.filter(({ Path }) => !Path?.startsWith("/aws-service-role/")).map(
        (role) => role.RoleName,
      );
      assert.deepEqual(left.sort(), ["OctolaunchProvisioner", "OrganizationAccountAccessRole"]);
    }
    const eks = await sandbox.client(EKSClient, accounts.tooling);
    assert.deepEqual((await eks.send(new ListClustersCommand({}))).clusters, []);
    const ec2 = await sandbox.client(EC2Client, accounts.tooling);
    const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
    assert.deepEqual(
      Vpcs.filter(({ IsDefault }) => !IsDefault),
      [],
    );
    const { LaunchTemplates } = await ec2.send(new DescribeLaunchTemplatesCommand({}));
    assert.deepEqual(LaunchTemplates ?? [], []);
    const kms = await sandbox.client(KMSClient, accounts.tooling);
    const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
    assert.deepEqual(
      Aliases.filter(({ AliasName }) => !AliasName?.startsWith("alias/aws/")),
      [],
    );
  });
});

function gitStatus(): string {
  return execFileSync("git", ["status", "--porcelain"], { cwd: checkout, encoding: "utf8" });
}
