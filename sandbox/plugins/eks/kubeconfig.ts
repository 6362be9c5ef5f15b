/** How clients reach a cluster and prove who they are: with a token that the AWS CLI makes from their AWS credentials. */
export function kubeconfig(cluster: {
  readonly name: string;
  readonly arn: string;
  readonly endpoint: string;
  readonly certificate: string;
  /** A role to assume first. */
  readonly roleArn?: string;
}): object {
  const { name, arn, endpoint, certificate, roleArn } = cluster;
  const region = arn.split(":")[3];
  return {
    apiVersion: "v1",
    clusters: [
      { cluster: { server: endpoint, "certificate-authority-data": certificate }, name: "kubernetes" },
    ],
    contexts: [{ context: { cluster: "kubernetes", user: "aws" }, name: "aws" }],
    "current-context": "aws",
    kind: "Config",
    users: [
      {
        name: "aws",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: [
              ...["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"],
              ...(roleArn ? ["--role", roleArn] : []),
            ],
            env: [
              {
                name: "KUBERNETES_EXEC_INFO",
                value: '{"apiVersion": "client.authentication.k8s.io/v1beta1"}',
              },
            ],
          },
        },
      },
    ],
  };
}
