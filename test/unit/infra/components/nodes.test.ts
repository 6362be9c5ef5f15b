import assert from "node:assert/strict";

import { Addons } from "../../../../infra/components/addons";
import { Nodes } from "../../../../infra/components/nodes";
import { addonTrust, serviceTrust } from "../../../../infra/documents/services";
import type { Recording } from "../../../fixtures/recorder";
import { goodSettings, type Setup } from "../../../fixtures/settings";
import { assertAfter, documentIn, ofType, recordComponent, the } from "../../../fixtures/stacks";

/** The nodes and the add-ons on them, without network and cluster. */
function recordNodes(setup: Setup = {}): Promise<Recording<void>> {
  const { cluster } = goodSettings({ ...setup, stack: "tooling" });
  return recordComponent((options, { partition, tooling, launchers }) => {
    const [account] = tooling.accounts;
    const [launcher] = launchers;
    assert(account && launcher);
    const { mechanism } = launcher;
    const { clusterName } = mechanism;
    const subnetIds = ["subnet-0a", "subnet-0b"];
    const { group } = new Nodes(
      "nodes",
      { partition, clusterName, subnetIds, settings: cluster.nodes },
      options,
    );
    return new Addons("addons", { partition, account, mechanism, nodes: group }, options);
  }, setup);
}

describe("the nodes", () => {
  let recording: Recording<void>;
  before(async () => {
    recording = await recordNodes();
  });

  it("keep the instance metadata service from pods, and their disks encrypted", () => {
    const { inputs } = the(recording, "LaunchTemplate");
    assert.deepEqual(inputs.metadataOptions, {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
    assert.deepEqual(inputs.blockDeviceMappings, [
      {
        deviceName: "/dev/xvda",
        ebs: { volumeSize: 50, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
      },
    ]);
  });

  it("are a managed group from that template, of the size that is written", async () => {
    const expected = {
      clusterName: "octopus-cluster",
      nodeRoleArn: "arn:aws:iam::123456789012:role/octopus/cluster/octopus-cluster-nodes",
      subnetIds: ["subnet-0a", "subnet-0b"],
      amiType: "AL2023_x86_64_STANDARD",
      instanceTypes: ["m7i.large"],
      scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 4 },
      updateConfig: { maxUnavailable: 1 },
      launchTemplate: { id: "nodes-id", version: "7" },
    };
    assert.deepEqual(the(recording, "NodeGroup").inputs, expected);
    const written = {
      instanceTypes: ["m7g.large"],
      amiType: "AL2023_ARM_64_STANDARD",
      min: 0,
      desired: 1,
      max: 9,
    };
    assert.deepEqual(the(await recordNodes({ cluster: { nodes: written } }), "NodeGroup").inputs, {
      ...expected,
      amiType: "AL2023_ARM_64_STANDARD",
      instanceTypes: ["m7g.large"],
      scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 9 },
    });
  });

  it("have a role for EC2 with what nodes need, before the group is there", () => {
    const role = the(recording, "Role", "nodes");
    assert.deepEqual([role.inputs.name, role.inputs.path], ["octopus-cluster-nodes", "/octopus/cluster/"]);
    assert.deepEqual(documentIn(role, "assumeRolePolicy"), serviceTrust("ec2.amazonaws.com"));
    const attachments = ofType(recording, "RolePolicyAttachment").filter(
      ({ inputs }) => inputs.role === "octopus-cluster-nodes",
    );
    assert.deepEqual(attachments.map(({ inputs }) => inputs.policyArn).sort(), [
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    ]);
    for (const attachment of attachments) assertAfter(recording, the(recording, "NodeGroup"), attachment);
  });

  it("have China's principal of EC2 in China", async () => {
    const china = await recordNodes({ changes: { partition: "aws-cn", region: "cn-north-1" } });
    assert.deepEqual(
      documentIn(the(china, "Role", "nodes"), "assumeRolePolicy"),
      serviceTrust("ec2.amazonaws.com.cn"),
    );
    const policies = ofType(china, "RolePolicyAttachment").map(({ inputs }) => inputs.policyArn as string);
    assert.equal(policies.length, 4);
    for (const arn of policies) assert.match(arn, /^arn:aws-cn:iam::aws:policy\//);
  });
});

describe("the add-ons", () => {
  let recording: Recording<void>;
  before(async () => {
    recording = await recordNodes();
  });

  it("are the Pod Identity agent and the EBS driver", () => {
    assert.deepEqual(
      ofType(recording, "Addon").map(({ inputs }) => inputs),
      [
        { clusterName: "octopus-cluster", addonName: "eks-pod-identity-agent" },
        { clusterName: "octopus-cluster", addonName: "aws-ebs-csi-driver" },
      ],
    );
  });

  it("give the EBS driver a role of its own, for its one service account", () => {
    const role = the(recording, "Role", "addons-ebs-csi");
    assert.equal(role.inputs.name, "octopus-cluster-ebs-csi");
    const clusterArn = "arn:aws:eks:us-east-1:123456789012:cluster/octopus-cluster";
    const mechanism = { kind: "podIdentity", clusterName: "octopus-cluster", clusterArn } as const;
    const trust = addonTrust(mechanism, "123456789012", "kube-system", "ebs-csi-controller-sa");
    assert.deepEqual(documentIn(role, "assumeRolePolicy"), trust);
    assert.deepEqual(trust.Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:SourceAccount": "123456789012",
            "aws:RequestTag/kubernetes-namespace": "kube-system",
            "aws:RequestTag/kubernetes-service-account": "ebs-csi-controller-sa",
          },
          ArnEquals: { "aws:SourceArn": clusterArn },
        },
      },
    ]);
    assert.deepEqual(the(recording, "PodIdentityAssociation").inputs, {
      clusterName: "octopus-cluster",
      namespace: "kube-system",
      serviceAccount: "ebs-csi-controller-sa",
      roleArn: "arn:aws:iam::123456789012:role/octopus/cluster/octopus-cluster-ebs-csi",
    });
  });

  it("start the driver on nodes, with its credentials there", () => {
    const driver = the(recording, "Addon", "addons-ebs-csi");
    assertAfter(recording, driver, the(recording, "NodeGroup"));
    assertAfter(recording, driver, the(recording, "PodIdentityAssociation"));
    assertAfter(recording, driver, the(recording, "Addon", "addons-pod-identity"));
    assertAfter(
      recording,
      the(recording, "PodIdentityAssociation"),
      the(recording, "RolePolicyAttachment", "addons-ebs-csi"),
    );
  });
});
