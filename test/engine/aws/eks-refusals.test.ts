import assert from "node:assert/strict";

import * as sdk from "@aws-sdk/client-eks";

import { accounts, refusal } from "./aws";
import { EksBench, roleArn } from "./eks-bench";

describe("EKS of the sandbox", () => {
  let bench: EksBench;

  before(async function () {
    this.timeout(120_000);
    bench = await EksBench.start();
  });
  after(() => bench.aws.stop());

  const refusals: [what: string, request: () => Promise<unknown>, name: string, message: RegExp][] = [
    [
      "a name taken",
      () => bench.makeCluster("main"),
      "ResourceInUseException",
      /already exists with name: main/,
    ],
    [
      "a version that EKS has not",
      () => bench.makeCluster("x", { version: "1.2" }),
      "InvalidParameterException",
      /unsupported Kubernetes version/,
    ],
    [
      "a role that does not exist",
      () => bench.makeCluster("x", { roleArn: roleArn("Nobody") }),
      "InvalidParameterException",
      /does not exist/,
    ],
    [
      "a role of another account",
      () => bench.makeCluster("x", { roleArn: roleArn("ClusterRole", accounts.dev) }),
      "AccessDeniedException",
      /Cross-account pass role/,
    ],
    [
      "a role that does not trust EKS",
      () => bench.makeCluster("x", { roleArn: roleArn("NodeRole") }),
      "InvalidParameterException",
      /trusted entity is not correct/,
    ],
    [
      "one subnet",
      () => bench.makeCluster("x", { resourcesVpcConfig: { subnetIds: bench.subnetIds.slice(0, 1) } }),
      "InvalidParameterException",
      /two different AZs/,
    ],
    [
      "a subnet that does not exist",
      () => bench.makeCluster("x", { resourcesVpcConfig: { subnetIds: [...bench.subnetIds, "subnet-0"] } }),
      "InvalidParameterException",
      /'subnet-0' does not exist/,
    ],
    [
      "no endpoint at all",
      () =>
        bench.makeCluster("x", {
          resourcesVpcConfig: { subnetIds: bench.subnetIds, endpointPublicAccess: false },
        }),
      "InvalidParameterException",
      /cannot be false/,
    ],
    [
      "a key that does not exist",
      () =>
        bench.makeCluster("x", {
          encryptionConfig: [
            {
              resources: ["secrets"],
              provider: { keyArn: `arn:aws:kms:us-east-1:${accounts.tooling}:key/none` },
            },
          ],
        }),
      "InvalidParameterException",
      /does not exist/,
    ],
    [
      "a way back from API",
      () =>
        bench.eks.send(
          new sdk.UpdateClusterConfigCommand({
            name: "main",
            accessConfig: { authenticationMode: "CONFIG_MAP" },
          }),
        ),
      "InvalidParameterException",
      /from API to CONFIG_MAP/,
    ],
    [
      "an add-on that EKS has not",
      () => bench.eks.send(new sdk.CreateAddonCommand({ clusterName: "main", addonName: "cilium" })),
      "InvalidParameterException",
      /not supported/,
    ],
    [
      "a version that is none",
      () =>
        bench.eks.send(
          new sdk.CreateAddonCommand({ clusterName: "main", addonName: "coredns", addonVersion: "latest" }),
        ),
      "InvalidParameterException",
      /version specified is not supported/,
    ],
    [
      "a pod role that trusts somebody else",
      () =>
        bench.eks.send(
          new sdk.CreatePodIdentityAssociationCommand({
            clusterName: "main",
            namespace: "n",
            serviceAccount: "s",
            roleArn: roleArn("NodeRole"),
          }),
        ),
      "InvalidParameterException",
      /Trust policy of the role provided is invalid/,
    ],
    [
      "a pod role of another account",
      () =>
        bench.eks.send(
          new sdk.CreatePodIdentityAssociationCommand({
            clusterName: "main",
            namespace: "n",
            serviceAccount: "s",
            roleArn: roleArn("PodRole", accounts.dev),
          }),
        ),
      "AccessDeniedException",
      /Cross-account/,
    ],
    [
      "an association of no cluster",
      () =>
        bench.eks.send(
          new sdk.CreatePodIdentityAssociationCommand({
            clusterName: "none",
            namespace: "n",
            serviceAccount: "s",
            roleArn: roleArn("PodRole"),
          }),
        ),
      "ResourceNotFoundException",
      /No cluster found for name: none/,
    ],
    [
      "an entry for nobody",
      () =>
        bench.eks.send(
          new sdk.CreateAccessEntryCommand({ clusterName: "main", principalArn: roleArn("Nobody") }),
        ),
      "InvalidParameterException",
      /invalid principal/,
    ],
    [
      "an entry in the group of masters",
      () =>
        bench.eks.send(
          new sdk.CreateAccessEntryCommand({
            clusterName: "main",
            principalArn: roleArn("PodRole"),
            kubernetesGroups: ["system:masters"],
          }),
        ),
      "InvalidParameterException",
      /cannot start with system:/,
    ],
    [
      "a policy that EKS has not",
      () =>
        bench.eks.send(
          new sdk.AssociateAccessPolicyCommand({
            clusterName: "main",
            principalArn: roleArn("OrganizationAccountAccessRole"),
            policyArn: "arn:aws:eks::aws:cluster-access-policy/Mine",
            accessScope: { type: "cluster" },
          }),
        ),
      "InvalidParameterException",
      /policyArn/,
    ],
    [
      "nodes without their role",
      () =>
        bench.eks.send(
          new sdk.CreateNodegroupCommand({
            clusterName: "main",
            nodegroupName: "n",
            subnets: bench.subnetIds,
            nodeRole: roleArn("PodRole"),
          }),
        ),
      "InvalidParameterException",
      /\[ec2.amazonaws.com\] were not found/,
    ],
    [
      "fewer nodes than the least",
      () =>
        bench.eks.send(
          new sdk.CreateNodegroupCommand({
            clusterName: "main",
            nodegroupName: "n",
            subnets: bench.subnetIds,
            nodeRole: roleArn("NodeRole"),
            scalingConfig: { minSize: 3, desiredSize: 1, maxSize: 3 },
          }),
        ),
      "InvalidParameterException",
      /Minimum capacity 3/,
    ],
    [
      "an API that nobody has",
      () =>
        bench.eks.send(
          new sdk.CreateFargateProfileCommand({
            clusterName: "main",
            fargateProfileName: "f",
            podExecutionRoleArn: roleArn("NodeRole"),
          }),
        ),
      "UnknownOperationException",
      /the sandbox does not know eks:CreateFargateProfile/,
    ],
  ];
  for (const [what, request, name, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const refused = await refusal(request());
      assert.equal(refused.name, name);
      assert.match(refused.message, message);
    });
  }
});
