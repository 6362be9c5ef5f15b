import { policy, type PolicyDocument } from "../../trust/documents/policy";
import type { DeployRole, Organization } from "../config/model";
import { permissionStatements } from "./permission-sets";
import { named } from "./sids";

/**
 * Who may have a deploy role: the launcher, in sessions of the service accounts bound to the role's environment.
 *
 * The session tags come from EKS and stay on the chain, so that another association of the launcher carries the
 * wrong ones. They also make `sts:TagSession` necessary beside `sts:AssumeRole`.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function deployTrust({ admitted }: Pick<DeployRole, "admitted">): PolicyDocument {
  const statements = admitted.flatMap(({ launcherArn, mechanism, bindings }) =>
    bindings.map(({ namespace, serviceAccount }) => ({
      Sid: "Launcher",
      Effect: "Allow" as const,
      Principal: { AWS: launcherArn },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: {
          "aws:PrincipalTag/eks-cluster-arn": mechanism.clusterArn,
          "aws:PrincipalTag/kubernetes-namespace": namespace,
          "aws:PrincipalTag/kubernetes-service-account": serviceAccount,
        },
      },
    })),
  );
  return policy(...named(statements));
}

/** What steps may do with a deploy role, from the permission sets that its settings name. */
export function deployPermissions(organization: Organization, role: DeployRole): PolicyDocument {
  return policy(...named(permissionStatements(organization, role)));
}
