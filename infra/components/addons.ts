import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { compact } from "../../trust/documents/policy";
import type { Account, PodIdentity } from "../config/model";
import { awsManagedPolicyArn, clusterPath, clusterRoleNames } from "../config/names";
import type { Partition } from "../config/partitions";
import { addonTrust } from "../documents/services";

/** What the add-ons are made from. */
export interface AddonsArgs {
  readonly partition: Partition;
  readonly account: Account;
  readonly mechanism: PodIdentity;
  /** The nodes: what runs as a deployment stays degraded without them. */
  readonly nodes: pulumi.Resource;
}

/** The add-ons that the launcher and the server's disks need: the Pod Identity agent and the EBS CSI driver. */
export class Addons extends pulumi.ComponentResource {
  /** Hands out credentials on each node; no pod gets the launcher without it. */
  readonly podIdentityAgent: aws.eks.Addon;

  constructor(name: string, args: AddonsArgs, options: pulumi.ComponentResourceOptions) {
    super("octolaunch:index:Addons", name, {}, options);
    const { partition, account, mechanism, nodes } = args;
    const { clusterName } = mechanism;

    this.podIdentityAgent = new aws.eks.Addon(
      `${name}-pod-identity`,
      { clusterName, addonName: "eks-pod-identity-agent" },
      { parent: this },
    );

    const subject = { namespace: "kube-system", serviceAccount: "ebs-csi-controller-sa" };
    const role = new aws.iam.Role(
      `${name}-ebs-csi`,
      {
        name: clusterRoleNames(clusterName).ebsCsi,
        path: clusterPath,
        description: `EBS CSI driver of ${clusterName}`,
        assumeRolePolicy: compact(
          addonTrust(mechanism, account.id, subject.namespace, subject.serviceAccount),
        ),
      },
      { parent: this },
    );
    const attachment = new aws.iam.RolePolicyAttachment(
      `${name}-ebs-csi`,
      { role: role.name, policyArn: awsManagedPolicyArn(partition, "service-role/AmazonEBSCSIDriverPolicy") },
      { parent: this },
    );
    const association = new aws.eks.PodIdentityAssociation(
      `${name}-ebs-csi`,
      { clusterName, ...subject, roleArn: role.arn },
      { parent: this, dependsOn: [attachment] },
    );
    new aws.eks.Addon(
      `${name}-ebs-csi`,
      { clusterName, addonName: "aws-ebs-csi-driver" },
      // A pod gets its credentials when it starts: the association comes first.
      { parent: this, dependsOn: [nodes, this.podIdentityAgent, association] },
    );
    this.registerOutputs();
  }
}
