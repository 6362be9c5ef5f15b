/**
 * Keys of the session tags that EKS Pod Identity sets. Trust policies rely on them, so that nobody else may set them.
 * Conditions compare them without case, because IAM reads `Kubernetes-Namespace` as the same tag.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const podIdentityTags: readonly string[] = [
  "eks-cluster-arn",
  "eks-cluster-name",
  "kubernetes-namespace",
  "kubernetes-pod-name",
  "kubernetes-pod-uid",
  "kubernetes-service-account",
];
