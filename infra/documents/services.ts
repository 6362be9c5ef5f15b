import { policy, type PolicyDocument } from "../../trust/documents/policy";
import type { PodIdentity } from "../config/model";

/** Trust for one AWS service, e.g. `ec2.amazonaws.com` for the nodes. */
export function serviceTrust(service: string): PolicyDocument {
  return policy({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
}

/** Trust for one service account of the cluster that is none of the launcher's: an add-on's own. */
export function addonTrust(
  { clusterArn }: PodIdentity,
  accountId: string,
  namespace: string,
  serviceAccount: string,
): PolicyDocument {
  return policy({
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:SourceAccount": accountId,
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
      },
      ArnEquals: { "aws:SourceArn": clusterArn },
    },
  });
}
