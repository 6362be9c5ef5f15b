import { unknown, type Unknown } from "../truth";

/** What lets a node, and whoever is on it, act as the pods there. */
export const nodeAccess = "mint tokens for the pods of a node";

/**
 * What EKS's access policies let their holder do to become a service account, in words; undefined for one that surely
 * lets it do nothing of the kind.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
const ways: Readonly<Record<string, string | undefined>> = {
  AmazonEKSClusterAdminPolicy: "everything, as an administrator of the cluster",
  AmazonEKSAdminPolicy: "create pods, open shells in them, and impersonate service accounts",
  AmazonEKSEditPolicy: "create pods, open shells in them, and impersonate service accounts",
  // Kubernetes lets whoever may get `pods/exec` open a shell, through a WebSocket.
  AmazonEKSAdminViewPolicy: "read the tokens in secrets, and get pods/exec",
  AmazonEKSSecretReaderPolicy: "read the tokens in secrets",
  AmazonEKSViewPolicy: undefined,
};

/** What an access policy lets its holder do to become a service account, in words. */
export function accessOf(policyArn: string | Unknown): string | undefined {
  if (policyArn === unknown) return "an access policy that is not known";
  const name = policyArn.slice(policyArn.lastIndexOf("/") + 1);
  return Object.hasOwn(ways, name) ? ways[name] : `the access policy ${name}, which is not known here`;
}
