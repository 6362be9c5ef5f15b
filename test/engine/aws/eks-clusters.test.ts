import assert from "node:assert/strict";

import { DescribeSecurityGroupsCommand, EC2Client } from "@aws-sdk/client-ec2";
import * as sdk from "@aws-sdk/client-eks";
import { DeleteRoleCommand, IAMClient } from "@aws-sdk/client-iam";

import { accounts, refusal } from "./aws";
import { EksBench, roleArn } from "./eks-bench";

describe("Clusters of the sandbox's EKS", () => {
  let bench: EksBench;

  before(async function () {
    this.timeout(120_000);
    bench = await EksBench.start();
  });
  after(() => bench.aws.stop());

  it("keeps what a cluster was created with, and makes it active", async () => {
    const created = await bench.makeCluster("full", {
      version: "1.33",
      resourcesVpcConfig: {
        subnetIds: bench.subnetIds,
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
      },
      logging: { clusterLogging: [{ types: ["api", "audit"], enabled: true }] },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      tags: { team: "platform" },
    });
    assert.equal(created.status, "CREATING");
    const { cluster } = await bench.eks.send(new sdk.DescribeClusterCommand({ name: "full" }));
    assert.equal(cluster?.status, "ACTIVE");
    assert.equal(cluster.arn, `arn:aws:eks:us-east-1:${accounts.tooling}:cluster/full`);
    assert.equal(cluster.version, "1.33");
    assert.deepEqual(cluster.accessConfig, {
      authenticationMode: "API",
      bootstrapClusterCreatorAdminPermissions: false,
    });
    assert.equal(cluster.resourcesVpcConfig?.endpointPrivateAccess, true);
    assert.equal(cluster.resourcesVpcConfig.endpointPublicAccess, false);
    assert.deepEqual(cluster.logging?.clusterLogging?.[0], { types: ["api", "audit"], enabled: true });
    assert.deepEqual(cluster.tags, { team: "platform" });
    assert.match(
      cluster.identity?.oidc?.issuer ?? "",
      /^https:\/\/oidc\.eks\.us-east-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/,
    );
    assert.ok(cluster.createdAt instanceof Date);
    await bench.eks.send(new sdk.DeleteClusterCommand({ name: "full" }));
    assert.equal(
      (await refusal(bench.eks.send(new sdk.DescribeClusterCommand({ name: "full" })))).name,
      "ResourceNotFoundException",
    );
  });

  it("gives a cluster its security group, and takes it away with it", async () => {
    const created = await bench.makeCluster("grouped");
    const GroupIds = [created.resourcesVpcConfig?.clusterSecurityGroupId ?? ""];
    const ec2 = new EC2Client(bench.settings);
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds }));
    assert.equal(SecurityGroups?.[0]?.VpcId, created.resourcesVpcConfig?.vpcId);
    await bench.eks.send(new sdk.DeleteClusterCommand({ name: "grouped" }));
    assert.match((await refusal(ec2.send(new DescribeSecurityGroupsCommand({ GroupIds })))).name, /NotFound/);
  });

  it("updates a cluster one thing at a time, and records each update", async () => {
    await bench.makeCluster("changing", { version: "1.32" });
    const { update } = await bench.eks.send(
      new sdk.UpdateClusterVersionCommand({ name: "changing", version: "1.33" }),
    );
    assert.equal(update?.status, "InProgress");
    const described = await bench.eks.send(
      new sdk.DescribeUpdateCommand({ name: "changing", updateId: update.id }),
    );
    assert.equal(described.update?.status, "Successful");
    const twoSteps = bench.eks.send(
      new sdk.UpdateClusterVersionCommand({ name: "changing", version: "1.35" }),
    );
    assert.match((await refusal(twoSteps)).message, /from 1.33 to 1.35/);
    const resourcesVpcConfig = { endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] };
    await bench.eks.send(new sdk.UpdateClusterConfigCommand({ name: "changing", resourcesVpcConfig }));
    const again = bench.eks.send(
      new sdk.UpdateClusterConfigCommand({ name: "changing", resourcesVpcConfig }),
    );
    assert.match((await refusal(again)).message, /already at the desired configuration/);
    const { cluster } = await bench.eks.send(new sdk.DescribeClusterCommand({ name: "changing" }));
    assert.equal(cluster?.version, "1.33");
    assert.deepEqual(cluster.resourcesVpcConfig?.publicAccessCidrs, ["203.0.113.0/24"]);
  });

  it("tags what it keeps", async () => {
    const resourceArn = `arn:aws:eks:us-east-1:${accounts.tooling}:cluster/main`;
    await bench.eks.send(new sdk.TagResourceCommand({ resourceArn, tags: { a: "1", b: "2" } }));
    await bench.eks.send(new sdk.UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
    assert.deepEqual((await bench.eks.send(new sdk.ListTagsForResourceCommand({ resourceArn }))).tags, {
      b: "2",
    });
  });

  it("knows a role that was deleted no more", async () => {
    await bench.makeRole("Gone", "pods.eks.amazonaws.com");
    await new IAMClient(bench.settings).send(new DeleteRoleCommand({ RoleName: "Gone" }));
    const binding = { clusterName: "main", namespace: "n", serviceAccount: "s", roleArn: roleArn("Gone") };
    assert.match(
      (await refusal(bench.eks.send(new sdk.CreatePodIdentityAssociationCommand(binding)))).message,
      /does not exist/,
    );
  });

  it("makes AWS's service-linked role, and asks to pass the cluster's", async () => {
    const passed = await bench.aws.control<{ resource: string; caller: string }[]>(
      "GET",
      "requests?action=PassRole",
    );
    assert.ok(passed.some(({ resource }) => resource === roleArn("ClusterRole")));
    assert.ok(passed.every(({ caller }) => caller === roleArn("OrganizationAccountAccessRole")));
    const made = await bench.aws.control<unknown[]>(
      "GET",
      "requests?action=CreateServiceLinkedRole&status=200",
    );
    assert.equal(made.length, 1);
  });
});
