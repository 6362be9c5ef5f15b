import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";

import { compact } from "../../trust/documents/policy";
import type { ClusterSettings } from "../config/cluster";
import type { Account, Organization, PodIdentity } from "../config/model";
import { awsManagedPolicyArn, clusterPath, clusterRoleNames, iamArn } from "../config/names";
import { clusterKeyPolicy } from "../documents/cluster-key";
import { serviceTrust } from "../documents/services";
import type { Network } from "./network";

/** What the cluster is made from. */
export interface ClusterArgs {
  readonly organization: Organization;
  /** The tooling account. */
  readonly account: Account;
  readonly mechanism: PodIdentity;
  readonly settings: ClusterSettings;
  readonly network: Network;
}

/**
 * The control plane that Octopus runs under: reached from the VPC (or from given blocks as well), accessed through
 * access entries only, its secrets encrypted with a key of its own, everything it does logged.
 */
export class Cluster extends pulumi.ComponentResource {
  readonly eks: eks.Cluster;
  /** The cluster's name, known once it exists. */
  readonly clusterName: pulumi.Output<string>;

  constructor(name: string, args: ClusterArgs, options: pulumi.ComponentResourceOptions) {
    super("octolaunch:index:Cluster", name, {}, options);
    const { organization, account, mechanism, settings, network } = args;
    const { partition, provisioning } = organization;

    const key = new aws.kms.Key(
      `${name}-secrets`,
      {
        description: `Secrets of ${mechanism.clusterName}`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: compact(clusterKeyPolicy(organization, account)),
      },
      { parent: this },
    );
    new aws.kms.Alias(
      `${name}-secrets`,
      { name: `alias/octopus/${mechanism.clusterName}`, targetKeyId: key.keyId },
      { parent: this },
    );
    // EKS would create the group by itself, and keep its logs for ever.
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { name: `/aws/eks/${mechanism.clusterName}/cluster`, retentionInDays: settings.logRetentionDays },
      { parent: this },
    );
    const role = new aws.iam.Role(
      name,
      {
        name: clusterRoleNames(mechanism.clusterName).controlPlane,
        path: clusterPath,
        description: `Control plane of ${mechanism.clusterName}`,
        assumeRolePolicy: compact(serviceTrust("eks.amazonaws.com")),
      },
      { parent: this },
    );
    const attachment = new aws.iam.RolePolicyAttachment(
      name,
      { role: role.name, policyArn: awsManagedPolicyArn(partition, "AmazonEKSClusterPolicy") },
      { parent: this },
    );

    this.eks = new eks.Cluster(
      name,
      {
        name: mechanism.clusterName,
        version: settings.version,
        vpcId: network.vpcId,
        privateSubnetIds: network.privateSubnetIds,
        serviceRole: role,
        authenticationMode: eks.AuthenticationMode.Api,
        accessEntries: accessEntries(organization, settings),
        endpointPrivateAccess: true,
        endpointPublicAccess: settings.publicAccessCidrs.length > 0,
        publicAccessCidrs: settings.publicAccessCidrs.length > 0 ? settings.publicAccessCidrs : undefined,
        kubernetesServiceIpAddressRange: settings.serviceCidr,
        enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
        encryptionConfigKeyArn: key.arn,
        skipDefaultNodeGroup: true,
        skipDefaultSecurityGroups: true,
        createOidcProvider: false,
        // Without it network policies are taken and not enforced.
        vpcCniOptions: { enableNetworkPolicy: true },
        providerCredentialOpts: {
          roleArn: iamArn(partition, account.id, "role", provisioning.rolePath, provisioning.roleName),
        },
      },
      { parent: this, dependsOn: [logGroup, attachment] },
    );
    this.clusterName = this.eks.eksCluster.name;
    this.registerOutputs({ clusterName: this.clusterName });
  }
}

/** Who may use the Kubernetes API beside the provisioning role, which created the cluster. */
function accessEntries(
  { partition }: Organization,
  { access }: ClusterSettings,
): NonNullable<eks.ClusterArgs["accessEntries"]> {
  return Object.fromEntries(
    access.map(({ principalArn, policy, namespaces }) => [
      // Account, kind, path and name: what tells two principals apart.
      principalArn.split(":").slice(4).join("-"),
      {
        principalArn,
        accessPolicies: {
          [policy]: {
            policyArn: `arn:${partition}:eks::aws:cluster-access-policy/${policy}`,
            accessScope: namespaces.length > 0 ? { type: "namespace", namespaces } : { type: "cluster" },
          },
        },
      },
    ]),
  );
}
