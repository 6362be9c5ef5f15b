import { readFileSync } from "node:fs";

import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";

/** The options of the cluster that a test wants, beside those that come from resources. */
const options = JSON.parse(readFileSync("options.json", "utf8")) as Partial<eks.ClusterArgs>;

function trust(service: string): string {
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

class Tooling extends pulumi.ComponentResource {
  readonly cluster: eks.Cluster;

  constructor(name: string, componentOptions: pulumi.ComponentResourceOptions) {
    super("test:index:Tooling", name, {}, componentOptions);
    const parent = { parent: this };
    const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.80.0.0/16" }, parent);
    const subnets = ["a", "b"].map(
      (zone, index) =>
        new aws.ec2.Subnet(
          `private-${zone}`,
          { vpcId: vpc.id, cidrBlock: `10.80.${index}.0/24`, availabilityZone: `us-east-1${zone}` },
          parent,
        ),
    );
    const key = new aws.kms.Key("secrets", { deletionWindowInDays: 7 }, parent);
    const role = new aws.iam.Role("cluster", { assumeRolePolicy: trust("eks.amazonaws.com") }, parent);
    const attachment = new aws.iam.RolePolicyAttachment(
      "cluster",
      { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
      parent,
    );
    const viewer = new aws.iam.Role("viewer", { assumeRolePolicy: trust("ec2.amazonaws.com") }, parent);
    this.cluster = new eks.Cluster(
      "octopus",
      {
        name: "octopus-cluster",
        vpcId: vpc.id,
        privateSubnetIds: subnets.map(({ id }) => id),
        serviceRole: role,
        encryptionConfigKeyArn: key.arn,
        accessEntries: {
          viewer: {
            principalArn: viewer.arn,
            accessPolicies: {
              view: {
                policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
                accessScope: { type: "namespace", namespaces: ["octopus"] },
              },
            },
          },
        },
        ...options,
      },
      { parent: this, dependsOn: [attachment] },
    );
    this.registerOutputs();
  }
}

const provider = new aws.Provider("tooling", {
  region: "us-east-1",
  allowedAccountIds: ["123456789012"],
  assumeRoles: [
    { roleArn: "arn:aws:iam::123456789012:role/OrganizationAccountAccessRole", sessionName: "octolaunch" },
  ],
});
const { cluster } = new Tooling("tooling", { providers: { aws: provider } });

export const name = cluster.eksCluster.name;
export const version = cluster.eksCluster.version;
export const arn = cluster.eksCluster.arn;
export const endpoint = cluster.core.endpoint;
export const securityGroupId = cluster.clusterSecurityGroupId;
export const issuer = cluster.oidcProviderUrl;
export const kubeconfig = cluster.kubeconfigJson;
