import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { compact } from "../../trust/documents/policy";
import type { ClusterSettings } from "../config/cluster";
import { awsManagedPolicyArn, clusterPath, clusterRoleNames } from "../config/names";
import { ec2Principal, type Partition } from "../config/partitions";
import { serviceTrust } from "../documents/services";

/** What the nodes are made from. */
export interface NodesArgs {
  readonly partition: Partition;
  /** Name of the cluster as settings have it; what the nodes' role is named after. */
  readonly clusterName: string;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly settings: ClusterSettings["nodes"];
}

/**
 * The managed node group. Its own launch template keeps the instance metadata service from pods: with a hop limit of
 * 1 a broken credential chain fails, instead of falling through to the nodes' role.
 */
export class Nodes extends pulumi.ComponentResource {
  readonly group: aws.eks.NodeGroup;

  constructor(name: string, args: NodesArgs, options: pulumi.ComponentResourceOptions) {
    super("octolaunch:index:Nodes", name, {}, options);
    const { partition, clusterName, subnetIds, settings } = args;

    const role = new aws.iam.Role(
      name,
      {
        name: clusterRoleNames(clusterName).nodes,
        path: clusterPath,
        description: `Nodes of ${clusterName}`,
        assumeRolePolicy: compact(serviceTrust(ec2Principal(partition))),
      },
      { parent: this },
    );
    const attachments = [
      "AmazonEKSWorkerNodePolicy",
      "AmazonEKS_CNI_Policy",
      "AmazonEC2ContainerRegistryPullOnly",
    ].map(
      (policy) =>
        new aws.iam.RolePolicyAttachment(
          `${name}-${policy}`,
          { role: role.name, policyArn: awsManagedPolicyArn(partition, policy) },
          { parent: this },
        ),
    );
    const template = new aws.ec2.LaunchTemplate(
      name,
      {
        description: `Nodes of ${clusterName}`,
        updateDefaultVersion: true,
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [
          {
            deviceName: "/dev/xvda",
            ebs: {
              volumeSize: settings.diskGiB,
              volumeType: "gp3",
              encrypted: "true",
              deleteOnTermination: "true",
            },
          },
        ],
        tagSpecifications: [{ resourceType: "instance", tags: { Name: `${clusterName}-node` } }],
      },
      { parent: this },
    );
    this.group = new aws.eks.NodeGroup(
      name,
      {
        clusterName,
        nodeRoleArn: role.arn,
        subnetIds,
        amiType: settings.amiType,
        instanceTypes: settings.instanceTypes,
        scalingConfig: { minSize: settings.min, desiredSize: settings.desired, maxSize: settings.max },
        updateConfig: { maxUnavailable: 1 },
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      },
      { parent: this, dependsOn: attachments },
    );
    this.registerOutputs();
  }
}
