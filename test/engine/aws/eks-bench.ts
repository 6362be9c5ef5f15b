import assert from "node:assert/strict";

import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import * as sdk from "@aws-sdk/client-eks";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";

import type { KubernetesServers } from "../../../sandbox/engine/kubernetes/executables";
import { accounts, TestAws, type ClientSettings } from "./aws";

/** ARN of a role of the tooling account, or of another. */
export const roleArn = (name: string, account = accounts.tooling): string =>
  `arn:aws:iam::${account}:role/${name}`;

/** An AWS with what EKS needs, and a cluster `main`, all in the tooling account. */
export class EksBench {
  readonly eks: sdk.EKSClient;

  private constructor(
    readonly aws: TestAws,
    readonly settings: ClientSettings,
    readonly subnetIds: string[],
  ) {
    this.eks = new sdk.EKSClient(settings);
  }

  /** @param kubernetes what its clusters run on */
  static async start(kubernetes: KubernetesServers | "none" = "none"): Promise<EksBench> {
    const aws = await TestAws.start(undefined, kubernetes);
    const settings = await aws.administrator(accounts.tooling);
    const { Subnets } = await new EC2Client(settings).send(new DescribeSubnetsCommand({}));
    const subnetIds = (Subnets ?? []).slice(0, 2).map(({ SubnetId }) => SubnetId ?? "");
    const bench = new EksBench(aws, settings, subnetIds);
    await bench.makeRole("ClusterRole", "eks.amazonaws.com");
    await bench.makeRole("NodeRole", "ec2.amazonaws.com");
    await bench.makeRole("PodRole", "pods.eks.amazonaws.com");
    await bench.makeCluster("main");
    return bench;
  }

  async makeRole(RoleName: string, service: string): Promise<void> {
    const Action = ["sts:AssumeRole", "sts:TagSession"];
    const Statement = [{ Effect: "Allow", Principal: { Service: service }, Action }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await new IAMClient(this.settings).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  }

  async makeCluster(name: string, more: Partial<sdk.CreateClusterCommandInput> = {}): Promise<sdk.Cluster> {
    const { cluster } = await this.eks.send(
      new sdk.CreateClusterCommand({
        name,
        roleArn: roleArn("ClusterRole"),
        resourcesVpcConfig: { subnetIds: this.subnetIds },
        accessConfig: { authenticationMode: "API" },
        ...more,
      }),
    );
    assert.ok(cluster);
    return cluster;
  }
}
