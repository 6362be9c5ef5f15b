import type * as aws from "@pulumi/aws";
import type { ClusterArgs } from "@pulumi/eks";
import type { Output } from "@pulumi/pulumi/output";
import { output } from "@pulumi/pulumi/output";
import type { ComponentResource } from "@pulumi/pulumi/resource";

import { createAccessEntry, createAccessPolicyAssociation } from "./aws";

/** One access entry for each principal, and below it the policies that it has. */
export function grantAccess(
  name: string,
  cluster: aws.eks.Cluster,
  entries: ClusterArgs["accessEntries"],
  parent: ComponentResource,
): aws.eks.AccessEntry[] {
  const clusterName: Output<string> = cluster.name;
  return Object.entries(entries ?? {}).map(([key, { accessPolicies, username, ...rest }]) => {
    const args = { ...rest, clusterName, userName: username };
    const entry = createAccessEntry(`${name}-${key}`, args, { parent, dependsOn: [cluster] });
    for (const [policy, association] of Object.entries(accessPolicies ?? {})) {
      const { policyArn, accessScope } = output(association);
      createAccessPolicyAssociation(
        `${name}-${key}-${policy}`,
        { clusterName, principalArn: rest.principalArn, policyArn, accessScope },
        { parent: entry, dependsOn: [entry] },
      );
    }
    return entry;
  });
}
