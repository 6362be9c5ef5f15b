import { policy, type PolicyDocument } from "../../trust/documents/policy";
import type { Launcher } from "../config/model";
import { pascalCase } from "../config/names";
import { named } from "./sids";

/**
 * Who becomes the launcher: EKS, for pods of the bound service accounts of one cluster and nobody else.
 *
 * One statement a binding, because lists of namespaces and service accounts in one statement would admit every
 * combination. `aws:SourceArn` is the cluster: the association's own ARN does not match.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function launcherTrust({ account, mechanism, bindings }: Launcher): PolicyDocument {
  const statements = bindings.map(({ namespace, serviceAccount }) => ({
    Sid: pascalCase(serviceAccount),
    Effect: "Allow" as const,
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:SourceAccount": account.id,
        "aws:RequestTag/eks-cluster-arn": mechanism.clusterArn,
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
      },
      ArnEquals: { "aws:SourceArn": mechanism.clusterArn },
    },
  }));
  return policy(...named(statements));
}

/**
 * What the launcher may do: assume the listed deploy roles, and hand on the session tags that EKS gave it.
 *
 * @param targets ARNs of deploy roles; at least one
 */
export function launcherPermissions(targets: readonly string[]): PolicyDocument {
  return policy({
    Sid: "AssumeDeployRoles",
    Effect: "Allow",
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Resource: [...targets].sort(),
  });
}
