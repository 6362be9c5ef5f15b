import assert from "node:assert/strict";

import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import * as sdk from "@aws-sdk/client-eks";

import { accounts, refusal } from "./aws";
import { EksBench, roleArn } from "./eks-bench";

describe("What belongs to a cluster in the sandbox", () => {
  let bench: EksBench;

  before(async function () {
    this.timeout(120_000);
    bench = await EksBench.start();
  });
  after(() => bench.aws.stop());

  it("keeps pod identity associations, one for each service account", async () => {
    const binding = { clusterName: "main", namespace: "octopus", serviceAccount: "octopus-server" };
    const create = new sdk.CreatePodIdentityAssociationCommand({
      ...binding,
      roleArn: roleArn("PodRole"),
      tags: { a: "b" },
    });
    const { association } = await bench.eks.send(create);
    assert.match(
      association?.associationArn ?? "",
      /^arn:aws:eks:us-east-1:123456789012:podidentityassociation\/main\/a-[0-9a-f]{17}$/,
    );
    const refused = await refusal(bench.eks.send(create));
    assert.equal(refused.name, "ResourceInUseException");
    const id = { clusterName: "main", associationId: association?.associationId };
    await bench.makeRole("OtherPodRole", "pods.eks.amazonaws.com");
    await bench.eks.send(
      new sdk.UpdatePodIdentityAssociationCommand({ ...id, roleArn: roleArn("OtherPodRole") }),
    );
    const described = await bench.eks.send(new sdk.DescribePodIdentityAssociationCommand(id));
    assert.equal(described.association?.roleArn, roleArn("OtherPodRole"));
    const listed = await bench.eks.send(
      new sdk.ListPodIdentityAssociationsCommand({ clusterName: "main", namespace: "octopus" }),
    );
    assert.equal(listed.associations?.length, 1);
    const elsewhere = await bench.eks.send(
      new sdk.ListPodIdentityAssociationsCommand({ clusterName: "main", namespace: "other" }),
    );
    assert.equal(elsewhere.associations?.length, 0);
    await bench.eks.send(new sdk.DeletePodIdentityAssociationCommand(id));
    assert.equal(
      (await refusal(bench.eks.send(new sdk.DescribePodIdentityAssociationCommand(id)))).name,
      "ResourceNotFoundException",
    );
  });

  it("keeps add-ons, and the associations that belong to them", async () => {
    const id = { clusterName: "main", addonName: "aws-ebs-csi-driver" };
    const podIdentityAssociations = [
      { serviceAccount: "ebs-csi-controller-sa", roleArn: roleArn("PodRole") },
    ];
    await bench.eks.send(
      new sdk.CreateAddonCommand({
        ...id,
        podIdentityAssociations,
        configurationValues: '{"controller":{}}',
      }),
    );
    const { addon } = await bench.eks.send(new sdk.DescribeAddonCommand(id));
    assert.equal(addon?.status, "ACTIVE");
    assert.equal(addon.configurationValues, '{"controller":{}}');
    const { associations } = await bench.eks.send(
      new sdk.ListPodIdentityAssociationsCommand({ clusterName: "main" }),
    );
    assert.deepEqual(
      associations?.map(({ ownerArn, namespace }) => [ownerArn, namespace]),
      [[addon.addonArn, "kube-system"]],
    );
    const updated = await bench.eks.send(
      new sdk.UpdateAddonCommand({ ...id, addonVersion: "v1.99.0-eksbuild.1" }),
    );
    const described = await bench.eks.send(
      new sdk.DescribeUpdateCommand({ name: "main", addonName: id.addonName, updateId: updated.update?.id }),
    );
    assert.equal(described.update?.status, "Successful");
    await bench.eks.send(new sdk.DeleteAddonCommand(id));
    const left = await bench.eks.send(new sdk.ListPodIdentityAssociationsCommand({ clusterName: "main" }));
    assert.deepEqual(left.associations, []);
  });

  it("admits a cluster's creator, and whoever gets an entry and a policy", async () => {
    const { accessEntries } = await bench.eks.send(new sdk.ListAccessEntriesCommand({ clusterName: "main" }));
    assert.deepEqual(accessEntries, [roleArn("OrganizationAccountAccessRole")]);
    const entry = { clusterName: "main", principalArn: roleArn("PodRole") };
    await bench.eks.send(new sdk.CreateAccessEntryCommand({ ...entry, kubernetesGroups: ["viewers"] }));
    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    const accessScope: sdk.AccessScope = { type: "namespace", namespaces: ["octopus"] };
    await bench.eks.send(new sdk.AssociateAccessPolicyCommand({ ...entry, policyArn, accessScope }));
    const { associatedAccessPolicies } = await bench.eks.send(
      new sdk.ListAssociatedAccessPoliciesCommand(entry),
    );
    assert.deepEqual(
      associatedAccessPolicies?.map((policy) => [policy.policyArn, policy.accessScope]),
      [[policyArn, accessScope]],
    );
    await bench.eks.send(new sdk.UpdateAccessEntryCommand({ ...entry, kubernetesGroups: [] }));
    const { accessEntry } = await bench.eks.send(new sdk.DescribeAccessEntryCommand(entry));
    assert.deepEqual(accessEntry?.kubernetesGroups, []);
    assert.equal(
      accessEntry?.username,
      `arn:aws:sts::${accounts.tooling}:assumed-role/PodRole/{{SessionName}}`,
    );
    await bench.eks.send(new sdk.DisassociateAccessPolicyCommand({ ...entry, policyArn }));
    await bench.eks.send(new sdk.DeleteAccessEntryCommand(entry));
    assert.equal(
      (await refusal(bench.eks.send(new sdk.DescribeAccessEntryCommand(entry)))).name,
      "ResourceNotFoundException",
    );
  });

  it("has no access entries where the config map decides", async () => {
    await bench.makeCluster("mapped", { accessConfig: { authenticationMode: "CONFIG_MAP" } });
    const refused = await refusal(
      bench.eks.send(new sdk.ListAccessEntriesCommand({ clusterName: "mapped" })),
    );
    assert.equal(refused.name, "InvalidRequestException");
  });

  it("keeps node groups on versions of their launch template", async () => {
    const ec2 = new EC2Client(bench.settings);
    const LaunchTemplateData = {
      MetadataOptions: { HttpTokens: "required" as const, HttpPutResponseHopLimit: 1 },
    };
    const LaunchTemplateName = "nodes";
    const created = await ec2.send(
      new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }),
    );
    const id = created.LaunchTemplate?.LaunchTemplateId ?? "";
    const group = { clusterName: "main", nodegroupName: "workers" };
    await bench.eks.send(
      new sdk.CreateNodegroupCommand({
        ...group,
        subnets: bench.subnetIds,
        nodeRole: roleArn("NodeRole"),
        launchTemplate: { id, version: "1" },
        instanceTypes: ["m7i.large"],
        labels: { pool: "a" },
        scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 3 },
      }),
    );
    const entries = await bench.eks.send(new sdk.ListAccessEntriesCommand({ clusterName: "main" }));
    assert.ok(entries.accessEntries?.includes(roleArn("NodeRole")));
    assert.equal(
      (await refusal(bench.eks.send(new sdk.DeleteClusterCommand({ name: "main" })))).name,
      "ResourceInUseException",
    );
    await bench.eks.send(
      new sdk.UpdateNodegroupConfigCommand({
        ...group,
        labels: { addOrUpdateLabels: { tier: "b" }, removeLabels: ["pool"] },
        taints: { addOrUpdateTaints: [{ key: "k", value: "v", effect: "NO_SCHEDULE" }] },
        scalingConfig: { desiredSize: 1 },
      }),
    );
    await ec2.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateName, LaunchTemplateData }));
    await bench.eks.send(
      new sdk.UpdateNodegroupVersionCommand({ ...group, launchTemplate: { id, version: "2" } }),
    );
    const none = bench.eks.send(
      new sdk.UpdateNodegroupVersionCommand({ ...group, launchTemplate: { id, version: "3" } }),
    );
    assert.match((await refusal(none)).message, /version 3 was not found/);
    const { nodegroup } = await bench.eks.send(new sdk.DescribeNodegroupCommand(group));
    assert.deepEqual(nodegroup?.launchTemplate, { id, name: "nodes", version: "2" });
    assert.deepEqual(nodegroup.labels, { tier: "b" });
    assert.deepEqual(nodegroup.scalingConfig, { minSize: 1, desiredSize: 1, maxSize: 3 });
    assert.equal(nodegroup.taints?.length, 1);
    await bench.eks.send(new sdk.DeleteNodegroupCommand(group));
    assert.deepEqual(
      (await bench.eks.send(new sdk.ListNodegroupsCommand({ clusterName: "main" }))).nodegroups,
      [],
    );
  });
});
