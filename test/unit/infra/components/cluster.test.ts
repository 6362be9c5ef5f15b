import assert from "node:assert/strict";

import { serviceTrust } from "../../../../infra/documents/services";
import type { PolicyDocument } from "../../../../trust/documents/policy";
import type { Recording } from "../../../fixtures/recorder";
import type { Setup } from "../../../fixtures/settings";
import { assertAfter, documentIn, recordTooling, the } from "../../../fixtures/stacks";

const eksCluster = "eks:index:Cluster";

async function inputsOf(setup: Setup): Promise<Readonly<Record<string, unknown>>> {
  return the(await recordTooling(setup), eksCluster).inputs;
}

describe("the cluster", () => {
  let recording: Recording<unknown>;
  before(async () => {
    recording = await recordTooling();
  });

  it("is private, entered through access entries alone, logged and encrypted", () => {
    const { inputs, remote } = the(recording, eksCluster);
    assert.equal(remote, true);
    const { serviceRole, vpcCniOptions, ...rest } = inputs;
    assert.equal((vpcCniOptions as Record<string, unknown>).enableNetworkPolicy, true);
    assert.equal((serviceRole as { urn?: string }).urn, the(recording, "Role", "octopus").urn);
    assert.deepEqual(rest, {
      name: "octopus-cluster",
      version: "1.34",
      vpcId: "octopus-id",
      privateSubnetIds: ["octopus-private-0-id", "octopus-private-1-id"],
      authenticationMode: "API",
      accessEntries: {},
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
      kubernetesServiceIpAddressRange: "172.20.0.0/16",
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryptionConfigKeyArn: "arn:aws:mock:us-east-1:123456789012:octopus-secrets",
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      createOidcProvider: false,
      providerCredentialOpts: {
        roleArn: "arn:aws:iam::123456789012:role/octopus/provisioning/OctolaunchProvisioner",
      },
    });
  });

  it("has a key that rotates, logs that end some day and a role for EKS alone", () => {
    assert.equal(the(recording, "Key").inputs.enableKeyRotation, true);
    const { Statement } = documentIn(the(recording, "Key"), "policy") as PolicyDocument;
    assert.deepEqual(
      Statement.map(({ Principal }) => Principal),
      [
        { AWS: "arn:aws:iam::123456789012:root" },
        { AWS: "arn:aws:iam::123456789012:role/octopus/provisioning/OctolaunchProvisioner" },
      ],
    );
    assert.equal(the(recording, "Alias").inputs.name, "alias/octopus/octopus-cluster");
    assert.deepEqual(the(recording, "LogGroup").inputs, {
      name: "/aws/eks/octopus-cluster/cluster",
      retentionInDays: 90,
    });
    const role = the(recording, "Role", "octopus");
    assert.deepEqual([role.inputs.name, role.inputs.path], ["octopus-cluster", "/octopus/cluster/"]);
    assert.deepEqual(documentIn(role, "assumeRolePolicy"), serviceTrust("eks.amazonaws.com"));
    assert.deepEqual(the(recording, "RolePolicyAttachment", "octopus").inputs, {
      role: "octopus-cluster",
      policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    });
  });

  it("comes after its logs and its role's permissions, and before its nodes", () => {
    const cluster = the(recording, eksCluster);
    assertAfter(recording, cluster, the(recording, "LogGroup"));
    assertAfter(recording, cluster, the(recording, "RolePolicyAttachment", "octopus"));
    assertAfter(recording, the(recording, "NodeGroup"), cluster);
  });

  it("is reached over the internet from the blocks that are written, and from no other", async () => {
    const inputs = await inputsOf({ cluster: { publicAccessCidrs: ["203.0.113.0/24", "198.51.100.7/32"] } });
    assert.deepEqual(
      [inputs.endpointPrivateAccess, inputs.endpointPublicAccess, inputs.publicAccessCidrs],
      [true, true, ["203.0.113.0/24", "198.51.100.7/32"]],
    );
  });

  it("gives every principal its own entry, however alike their names are", async () => {
    const principals = [
      "arn:aws:iam::123456789012:role/team/Admin",
      "arn:aws:iam::123456789012:role/team-Admin",
      "arn:aws:iam::111111111111:role/team/Admin",
      "arn:aws:iam::123456789012:user/team/Admin",
    ];
    const { accessEntries } = await inputsOf({
      cluster: {
        access: principals.map((principalArn) => ({ principalArn, policy: "AmazonEKSViewPolicy" })),
      },
    });
    const entries = Object.values(accessEntries as Record<string, { principalArn: string }>);
    assert.deepEqual(entries.map(({ principalArn }) => principalArn).sort(), [...principals].sort());
  });

  it("keeps an entry to the namespaces that are written, in the ARNs of its partition", async () => {
    const { accessEntries } = await inputsOf({
      changes: { partition: "aws-us-gov", region: "us-gov-west-1" },
      cluster: {
        access: [
          {
            principalArn: "arn:aws-us-gov:iam::123456789012:role/Team",
            policy: "AmazonEKSEditPolicy",
            namespaces: ["octopus"],
          },
          {
            principalArn: "arn:aws-us-gov:iam::123456789012:role/Admin",
            policy: "AmazonEKSClusterAdminPolicy",
          },
        ],
      },
    });
    const entries = Object.values(
      accessEntries as Record<string, { accessPolicies: Record<string, object> }>,
    );
    const policies = Object.assign({}, ...entries.map(({ accessPolicies }) => accessPolicies)) as object;
    assert.deepEqual(policies, {
      AmazonEKSEditPolicy: {
        policyArn: "arn:aws-us-gov:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
        accessScope: { type: "namespace", namespaces: ["octopus"] },
      },
      AmazonEKSClusterAdminPolicy: {
        policyArn: "arn:aws-us-gov:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster" },
      },
    });
  });
});
