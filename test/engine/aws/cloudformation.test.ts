import assert from "node:assert/strict";

import * as sdk from "@aws-sdk/client-cloudformation";
import * as iam from "@aws-sdk/client-iam";

import { accounts, refusal } from "./aws";
import { deployer, StackBench, template } from "./cloudformation-bench";

describe("CloudFormation of the sandbox", () => {
  let bench: StackBench;

  before(async function () {
    this.timeout(120_000);
    bench = await StackBench.start();
  });
  after(() => bench.aws.stop());

  it("creates roles and policies, changes them, and deletes them", async () => {
    await bench.create("life", { Kind: "tooling" });
    const created = await bench.stack("life");
    assert.equal(created.StackStatus, "CREATE_COMPLETE");
    assert.equal(
      created.Outputs?.[0]?.OutputValue,
      `arn:aws:iam::${accounts.dev}:role/octopus/provisioning/Provisioner`,
    );
    const first = await bench.role("Provisioner");
    assert.deepEqual(first.trust, {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: [deployer] }, Action: "sts:AssumeRole" }],
    });
    assert.deepEqual(first.Tags, [{ Key: "stack", Value: "life" }]);
    const inline = await bench.roles.send(
      new iam.GetRolePolicyCommand({ RoleName: "Provisioner", PolicyName: "deploy" }),
    );
    assert.match(decodeURIComponent(inline.PolicyDocument ?? ""), /111111111111:role\/octopus\/deploy/);
    const attached = await bench.roles.send(
      new iam.ListAttachedRolePoliciesCommand({ RoleName: "Provisioner" }),
    );
    assert.deepEqual(attached.AttachedPolicies?.map(({ PolicyName }) => PolicyName).sort(), [
      "Provisioner-more",
      "ReadOnlyAccess",
    ]);

    assert.match(
      (await refusal(bench.update("life", { Kind: "tooling" }))).message,
      /No updates are to be performed/,
    );
    const changed = template
      .replace("iam:CreateRole", "iam:DeleteRole")
      .replace(/ {6}ManagedPolicyArns.*\n/, "");
    await bench.update("life", { ExternalId: "secret-1" }, changed);
    assert.equal((await bench.stack("life")).StackStatus, "UPDATE_COMPLETE");
    const second = await bench.role("Provisioner");
    assert.equal(second.RoleId, first.RoleId);
    assert.match(JSON.stringify(second.trust), /"sts:ExternalId":"secret-1"/);
    const after = await bench.roles.send(
      new iam.GetRolePolicyCommand({ RoleName: "Provisioner", PolicyName: "deploy" }),
    );
    assert.match(decodeURIComponent(after.PolicyDocument ?? ""), /iam:DeleteRole/);
    const left = await bench.roles.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: "Provisioner" }));
    assert.deepEqual(left.AttachedPolicies, []);

    await bench.cfn.send(new sdk.DeleteStackCommand({ StackName: "life" }));
    assert.match((await refusal(bench.stack("life"))).message, /does not exist/);
    assert.equal((await refusal(bench.role("Provisioner"))).name, "NoSuchEntityException");
  });

  it("lets the deployer, and nobody without the external id, assume the role it made", async () => {
    await bench.create("assumed", { Name: "Assumed", ExternalId: "secret-2" });
    const RoleArn = `arn:aws:iam::${accounts.dev}:role/octopus/provisioning/Assumed`;
    const without = bench.aws.assume(bench.aws.management(), { RoleArn, RoleSessionName: "test" });
    assert.equal((await refusal(without)).name, "AccessDenied");
    await bench.aws.assume(bench.aws.management(), {
      RoleArn,
      RoleSessionName: "test",
      ExternalId: "secret-2",
    });
  });

  it("takes back what it made when something fails", async () => {
    const nobody = `arn:aws:iam::${accounts.dev}:role/Nobody`;
    await bench.create("failing", { Name: "Failing", Deployer: nobody, Kind: "tooling" });
    const failed = await bench.stack("failing");
    assert.equal(failed.StackStatus, "ROLLBACK_COMPLETE");
    assert.match(failed.StackStatusReason ?? "", /Invalid principal in policy/);
    assert.match(
      (await refusal(bench.update("failing", { Name: "Failing" }))).message,
      /ROLLBACK_COMPLETE state and can not be updated/,
    );

    await bench.create("turning", { Name: "Turning" });
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
    });
    await bench.roles.send(new iam.CreatePolicyCommand({ PolicyName: "Turning-more", PolicyDocument }));
    // The role changes first; the policy after it cannot be made, because its name is taken.
    await bench.update("turning", { Name: "Turning", ExternalId: "secret-3", Kind: "tooling" });
    assert.equal((await bench.stack("turning")).StackStatus, "UPDATE_ROLLBACK_COMPLETE");
    assert.doesNotMatch(JSON.stringify((await bench.role("Turning")).trust), /secret-3/);
  });

  it("says no to a role that somebody has added to", async () => {
    await bench.create("extended", { Name: "Extended" });
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    await bench.roles.send(new iam.AttachRolePolicyCommand({ RoleName: "Extended", PolicyArn }));
    await bench.cfn.send(new sdk.DeleteStackCommand({ StackName: "extended" }));
    assert.equal((await bench.stack("extended")).StackStatus, "DELETE_FAILED");
  });

  it("works by change sets, as the AWS CLI deploys", async () => {
    const id = { StackName: "by-set", ChangeSetName: "first" };
    await bench.cfn.send(
      new sdk.CreateChangeSetCommand({
        ...bench.input("by-set", { Name: "BySet" }),
        ...id,
        ChangeSetType: "CREATE",
      }),
    );
    const set = await bench.cfn.send(new sdk.DescribeChangeSetCommand(id));
    assert.deepEqual(
      set.Changes?.map(({ ResourceChange }) => ResourceChange?.Action),
      ["Add"],
    );
    assert.equal((await refusal(bench.role("BySet"))).name, "NoSuchEntityException");
    await bench.cfn.send(new sdk.ExecuteChangeSetCommand(id));
    assert.equal((await bench.stack("by-set")).StackStatus, "CREATE_COMPLETE");
    const again = { StackName: "by-set", ChangeSetName: "second" };
    await bench.cfn.send(
      new sdk.CreateChangeSetCommand({ ...bench.input("by-set", { Name: "BySet" }), ...again }),
    );
    assert.equal((await bench.cfn.send(new sdk.DescribeChangeSetCommand(again))).Status, "FAILED");
  });

  it("holds properties against AWS's schema", async () => {
    await bench.create(
      "wrong",
      { Name: "Wrong" },
      template.replace("MaxSessionDuration: 3600", "MaxSessionDuration: 99999"),
    );
    assert.match(
      (await bench.stack("wrong")).StackStatusReason ?? "",
      /99999 is greater than the maximum of 43200/,
    );
  });

  it("does not replace what has a name of its own", async () => {
    await bench.create("named", { Name: "Named" });
    await bench.update(
      "named",
      { Name: "Named" },
      template.replace("Path: /octopus/provisioning/", "Path: /elsewhere/"),
    );
    const { StackEvents } = await bench.cfn.send(new sdk.DescribeStackEventsCommand({ StackName: "named" }));
    assert.ok(
      StackEvents?.some(({ ResourceStatusReason }) =>
        ResourceStatusReason?.includes("Rename Named and update"),
      ),
    );
    assert.equal((await bench.role("Named")).Path, "/octopus/provisioning/");
  });

  it("makes its requests on behalf of the caller", async () => {
    const made = await bench.aws.control<{ caller: string; action: string }[]>(
      "GET",
      "requests?via=cloudformation",
    );
    assert.ok(made.some(({ action }) => action === "CreateRole"));
    assert.ok(made.every(({ caller }) => caller.endsWith("role/OrganizationAccountAccessRole")));
  });
});
