import assert from "node:assert/strict";

import * as sdk from "@aws-sdk/client-iam";

import { accounts, refusal } from "./aws";
import { dev, IamBench, long, permissions, trust } from "./iam-bench";

describe("IAM of the sandbox", () => {
  let bench: IamBench;

  before(async function () {
    this.timeout(120_000);
    bench = await IamBench.start();
  });
  after(() => bench.aws.stop());

  it("takes what is within the quotas, white space aside", async () => {
    const spaced = JSON.stringify(JSON.parse(long(trust, 2048)), null, 8);
    await bench.createRole("Fits", {
      AssumeRolePolicyDocument: spaced,
      Path: "/octopus/deploy/",
      MaxSessionDuration: 43200,
    });
    await bench.put(long(permissions, 10240), "all", "Fits");
    await bench.createPolicy("Fits", long(permissions, 6144));
    assert.equal(await bench.trustOf("Fits"), spaced);
  });

  it("takes principals of every kind that can be", async () => {
    const roleArn = `${dev}:role/Plain`;
    const session = `arn:aws:sts::${accounts.dev}:assumed-role/Plain/somebody`;
    const { Role } = await bench.iam.send(new sdk.GetRoleCommand({ RoleName: "Plain" }));
    const AWS = [
      roleArn,
      session,
      accounts.dev,
      `arn:aws:iam::444444444444:role/OfSomebodyElse`,
      "*",
      Role?.RoleId,
    ];
    await bench.createRole("Principals", {
      AssumeRolePolicyDocument: trust({ Principal: { AWS, Service: "pods.eks.amazonaws.com" } }),
    });
    const Federated = `${dev}:oidc-provider/octopus.example.com`;
    await bench.iam.send(
      new sdk.CreateOpenIDConnectProviderCommand({
        Url: "https://octopus.example.com",
        ClientIDList: ["octopus.example.com"],
      }),
    );
    const web = { Principal: { Federated }, Action: "sts:AssumeRoleWithWebIdentity" };
    await bench.createRole("Federated", { AssumeRolePolicyDocument: trust(web) });
  });

  it("holds a role to ten managed policies", async () => {
    await bench.createRole("Laden");
    for (let i = 1; i <= 10; i++) {
      const PolicyArn = await bench.createPolicy(`Load${i}`);
      await bench.iam.send(new sdk.AttachRolePolicyCommand({ RoleName: "Laden", PolicyArn }));
    }
    const attach = (PolicyArn: string): Promise<unknown> =>
      bench.iam.send(new sdk.AttachRolePolicyCommand({ RoleName: "Laden", PolicyArn }));
    assert.match((await refusal(attach(`${dev}:policy/Attached`))).message, /PoliciesPerRole: 10/);
    await attach(`${dev}:policy/Load1`);
  });

  it("deletes only what nothing hangs on", async () => {
    await bench.createRole("Busy");
    const PolicyArn = await bench.createPolicy("Busy");
    const id = { RoleName: "Busy", PolicyArn };
    await bench.iam.send(new sdk.AttachRolePolicyCommand(id));
    await bench.put(permissions(), "inline", "Busy");
    await bench.createRole("Bounded", { PermissionsBoundary: PolicyArn });
    const deleteRole = (): Promise<unknown> =>
      bench.iam.send(new sdk.DeleteRoleCommand({ RoleName: "Busy" }));
    const deletePolicy = (): Promise<unknown> => bench.iam.send(new sdk.DeletePolicyCommand({ PolicyArn }));
    const conflict = "DeleteConflictException";
    assert.deepEqual(await refusal(deletePolicy()), {
      name: conflict,
      message: "Cannot delete a policy attached to entities.",
    });
    assert.match((await refusal(deleteRole())).message, /must detach all policies first/);
    await bench.iam.send(new sdk.DetachRolePolicyCommand(id));
    assert.match((await refusal(deletePolicy())).message, /permissions boundary/);
    await bench.iam.send(new sdk.DeleteRolePermissionsBoundaryCommand({ RoleName: "Bounded" }));
    await bench.iam.send(
      new sdk.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: permissions(), SetAsDefault: true }),
    );
    assert.match((await refusal(deletePolicy())).message, /more than one version/);
    await bench.iam.send(new sdk.DeletePolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
    await deletePolicy();
    assert.match((await refusal(deleteRole())).message, /must delete policies first/);
    await bench.iam.send(new sdk.DeleteRolePolicyCommand({ RoleName: "Busy", PolicyName: "inline" }));
    await deleteRole();
  });

  it("knows AWS's own policies, with what they allow", async () => {
    const PolicyArn = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy";
    const { Policy } = await bench.iam.send(new sdk.GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion } = await bench.iam.send(
      new sdk.GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
    );
    assert.match(decodeURIComponent(PolicyVersion?.Document ?? ""), /ec2:CreateSnapshot/);
    const { Policies } = await bench.iam.send(new sdk.ListPoliciesCommand({ Scope: "Local" }));
    assert.ok(Policies?.every(({ Arn }) => Arn?.startsWith(dev)));
    const all = await bench.iam.send(new sdk.ListPoliciesCommand({ Scope: "AWS", MaxItems: 1000 }));
    assert.equal(all.Policies?.length, 1000);
  });

  it("keeps the unique id of a principal that is deleted, which its successor does not have", async () => {
    await bench.createRole("Launcher");
    const before = trust({ Principal: { AWS: `${dev}:role/Launcher` } });
    await bench.createRole("Trusting", { AssumeRolePolicyDocument: before });
    const { Role } = await bench.iam.send(new sdk.GetRoleCommand({ RoleName: "Launcher" }));
    await bench.iam.send(new sdk.DeleteRoleCommand({ RoleName: "Launcher" }));
    await bench.createRole("Launcher");
    assert.match(Role?.RoleId ?? "", /^AROA/);
    assert.equal(await bench.trustOf("Trusting"), before.replace(`${dev}:role/Launcher`, Role?.RoleId ?? ""));
    const again = bench.iam.send(
      new sdk.UpdateAssumeRolePolicyCommand({
        RoleName: "Trusting",
        PolicyDocument: await bench.trustOf("Trusting"),
      }),
    );
    assert.match((await refusal(again)).message, /Invalid principal/);
  });

  it("leaves service-linked roles to their services", async () => {
    await bench.iam.send(new sdk.CreateServiceLinkedRoleCommand({ AWSServiceName: "eks.amazonaws.com" }));
    const RoleName = "AWSServiceRoleForAmazonEKS";
    assert.equal(
      (await refusal(bench.iam.send(new sdk.DeleteRoleCommand({ RoleName })))).name,
      "UnmodifiableEntityException",
    );
  });
});
