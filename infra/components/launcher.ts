import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { compact } from "../../trust/documents/policy";
import type { Launcher as LauncherModel } from "../config/model";
import { iamArn, launcherPolicyPath } from "../config/names";
import type { Partition } from "../config/partitions";
import { launcherPermissions, launcherTrust } from "../documents/launcher";
import { shard } from "../documents/shards";

/** What a launcher is made from. */
export interface LauncherArgs {
  readonly partition: Partition;
  readonly launcher: LauncherModel;
  /** The cluster and its Pod Identity agent: associations wait for them, pods get credentials only with both. */
  readonly cluster: readonly pulumi.Resource[];
}

/**
 * The launcher: a role that can do nothing but become a deploy role, and the associations that hand it to the bound
 * service accounts.
 *
 * The role is protected, because deleting it would silently break every deploy role's trust: AWS stores a trusted
 * role by its unique id, which a role of the same name does not get again.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export class Launcher extends pulumi.ComponentResource {
  readonly role: aws.iam.Role;

  constructor(
    name: string,
    { partition, launcher, cluster }: LauncherArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("octolaunch:index:Launcher", name, {}, options);

    this.role = new aws.iam.Role(
      name,
      {
        name: launcher.name,
        path: launcher.path,
        description: "Launcher of Octopus: assumes deploy roles and can do nothing else",
        assumeRolePolicy: compact(launcherTrust(launcher)),
      },
      { parent: this, protect: true },
    );
    const attachments = this.attachPermissions(name, partition, launcher);

    for (const { namespace, serviceAccount } of launcher.bindings) {
      new aws.eks.PodIdentityAssociation(
        // Hyphens may stand in each of the three; a slash in none.
        `${name}/${namespace}/${serviceAccount}`,
        { clusterName: launcher.mechanism.clusterName, namespace, serviceAccount, roleArn: launcher.arn },
        { parent: this, dependsOn: [this.role, ...attachments, ...cluster] },
      );
    }
    this.registerOutputs();
  }

  /**
   * One managed policy a shard, the last shard first: when a shard is added, the ARNs that move to it are granted
   * there before the others let go of them. They are attached by ARNs that a preview knows, so that it can tell that
   * nothing else is attached.
   */
  private attachPermissions(
    name: string,
    partition: Partition,
    { name: roleName, account, targets, policyShards }: LauncherModel,
  ): pulumi.Resource[] {
    const attachments: pulumi.Resource[] = [];
    const shards = shard(targets, policyShards).map((list, index) => ({ list, number: index + 1 }));
    for (const { list, number } of shards.reverse()) {
      if (list.length === 0) continue;
      const shardName = `${name}-assume-${number}`;
      const policyName = `${roleName}-assume-${number}`;
      const policy = new aws.iam.Policy(
        shardName,
        {
          name: policyName,
          path: launcherPolicyPath,
          description: `Deploy roles that ${roleName} may assume, part ${number}`,
          policy: compact(launcherPermissions(list)),
        },
        { parent: this, dependsOn: [...attachments] },
      );
      attachments.push(
        new aws.iam.RolePolicyAttachment(
          shardName,
          {
            role: this.role.name,
            policyArn: iamArn(partition, account.id, "policy", launcherPolicyPath, policyName),
          },
          { parent: this, dependsOn: [policy] },
        ),
      );
    }
    return attachments;
  }
}
