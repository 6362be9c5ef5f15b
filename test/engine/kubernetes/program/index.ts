import { readFileSync } from "node:fs";

import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Wanted } from "../wanted";

/** What a test wants on the cluster. */
const wanted = JSON.parse(readFileSync("wanted.json", "utf8")) as Wanted;
const account = "123456789012";
const administrator = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`;

const tooling = new aws.Provider("tooling", {
  region: "us-east-1",
  allowedAccountIds: [account],
  assumeRoles: [{ roleArn: administrator, sessionName: "octolaunch" }],
});
const inAccount = { provider: tooling };
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.80.0.0/16" }, inAccount);
const subnets = ["a", "b"].map(
  (zone, index) =>
    new aws.ec2.Subnet(
      `private-${zone}`,
      { vpcId: vpc.id, cidrBlock: `10.80.${index}.0/24`, availabilityZone: `us-east-1${zone}` },
      inAccount,
    ),
);
const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const role = new aws.iam.Role("cluster", { assumeRolePolicy: JSON.stringify(trust) }, inAccount);
const cluster = new eks.Cluster(
  "octopus",
  {
    name: "octopus-cluster",
    vpcId: vpc.id,
    privateSubnetIds: subnets.map(({ id }) => id),
    serviceRole: role,
    authenticationMode: "API",
    skipDefaultNodeGroup: true,
    skipDefaultSecurityGroups: true,
    providerCredentialOpts: { roleArn: administrator },
  },
  { providers: { aws: tooling } },
);

const provider = new k8s.Provider("cluster", { kubeconfig: cluster.kubeconfigJson });
const onCluster = { provider };
const namespace = new k8s.core.v1.Namespace(
  "octopus",
  {
    metadata: {
      name: "octopus",
      labels: { "pod-security.kubernetes.io/enforce": "restricted", ...wanted.labels },
    },
  },
  onCluster,
);
const inside = { provider, dependsOn: [namespace] };
const metadata = (name: string): { name: string; namespace: string } => ({ name, namespace: "octopus" });
const server = new k8s.core.v1.ServiceAccount("server", { metadata: metadata("octopus-server") }, inside);
const worker = new k8s.rbac.v1.Role(
  "worker",
  {
    metadata: metadata("worker"),
    rules: [{ apiGroups: [""], resources: ["pods", "pods/log"], verbs: wanted.verbs }],
  },
  inside,
);
new k8s.rbac.v1.RoleBinding(
  "worker",
  {
    metadata: metadata("worker"),
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: wanted.boundRole ?? "worker" },
    subjects: [{ kind: "ServiceAccount", name: "octopus-server", namespace: "octopus" }],
  },
  { provider, dependsOn: [worker, server] },
);
new k8s.networking.v1.NetworkPolicy(
  "egress",
  {
    metadata: metadata("egress"),
    spec: {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }] }],
    },
  },
  inside,
);
const credentials = new k8s.core.v1.Secret(
  "credentials",
  {
    metadata: { namespace: "octopus" },
    stringData: { masterKey: pulumi.secret(wanted.masterKey) },
  },
  inside,
);
const release = new k8s.helm.v3.Release(
  "server",
  {
    name: "octopus-server",
    namespace: "octopus",
    chart: "oci://registry-1.docker.io/octopusdeploy/octopusdeploy-helm",
    version: wanted.chartVersion,
    values: { octopus: { masterKeySecret: credentials.metadata.name, replicaCount: 1 } },
  },
  inside,
);
for (const [name, { apiVersion, kind, ...rest }] of Object.entries(wanted.objects ?? {})) {
  new k8s.apiextensions.CustomResource(name, { apiVersion, kind, ...rest }, inside);
}

export const kubeconfig = cluster.kubeconfigJson;
export const endpoint = cluster.core.endpoint;
export const secretName = credentials.metadata.name;
export const revision = release.status.revision;
