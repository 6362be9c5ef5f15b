import assert from "node:assert/strict";

import {
  account,
  findingsOf,
  providerOf,
  resource,
  roleResource,
  sentinel,
  urnOf,
} from "../../../../fixtures/trust-resources";
import type { KubernetesGrant } from "../../../../../trust/organization";
import { fromResources, type PlainResource } from "../../../../../trust/sources/resources";
import { unknown } from "../../../../../trust/truth";

const clusterArn = `arn:aws:eks:us-east-1:${account}:cluster/octopus-cluster`;
const roleArn = `arn:aws:iam::${account}:role/Ops`;
const api = { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false };
const cluster = (props: object = {}, more: Partial<PlainResource> = {}): PlainResource =>
  resource(
    "aws:eks/cluster:Cluster",
    "octopus",
    { name: "octopus-cluster", accessConfig: api, ...props },
    more,
  );

describe("who may act as the pods of a cluster", () => {
  const entry = (props: object): PlainResource =>
    resource("aws:eks/accessEntry:AccessEntry", "e", {
      clusterName: "octopus-cluster",
      principalArn: roleArn,
      ...props,
    });
  const access = (policy: unknown, props: object = {}): PlainResource =>
    resource("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "p", {
      clusterName: "octopus-cluster",
      principalArn: roleArn,
      policyArn: policy === sentinel ? sentinel : `arn:aws:eks::aws:cluster-access-policy/${String(policy)}`,
      accessScope: { type: "cluster" },
      ...props,
    });
  const nodes = "mint tokens for the pods of a node";
  const grant = (by: string, more: object = {}): KubernetesGrant => ({
    clusterArn,
    subject: roleArn,
    namespace: "*",
    serviceAccount: "*",
    by,
    ...more,
  });

  // https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
  const cases: [what: string, resource: PlainResource, grants: readonly KubernetesGrant[]][] = [
    [
      "an administrator of the cluster",
      access("AmazonEKSClusterAdminPolicy", { accessScope: { type: "cluster", namespaces: [] } }),
      [grant("everything, as an administrator of the cluster")],
    ],
    [
      "an editor of two namespaces",
      access("AmazonEKSEditPolicy", { accessScope: { type: "namespace", namespaces: ["a", "b"] } }),
      ["a", "b"].map((namespace) =>
        grant("create pods, open shells in them, and impersonate service accounts", { namespace }),
      ),
    ],
    [
      "an administrator of a namespace that is not known",
      access("AmazonEKSAdminPolicy", { accessScope: { type: "namespace", namespaces: [sentinel] } }),
      [grant("create pods, open shells in them, and impersonate service accounts")],
    ],
    [
      "an administrator of namespaces that are not known",
      access("AmazonEKSAdminPolicy", { accessScope: sentinel }),
      [grant("create pods, open shells in them, and impersonate service accounts")],
    ],
    [
      "who views everything",
      access("AmazonEKSAdminViewPolicy"),
      [grant("read the tokens in secrets, and get pods/exec")],
    ],
    ["who reads secrets", access("AmazonEKSSecretReaderPolicy"), [grant("read the tokens in secrets")]],
    ["not who only views", access("AmazonEKSViewPolicy"), []],
    ["who has another policy", access("Newer"), [grant("the access policy Newer, which is not known here")]],
    [
      "who has a policy of a tricky name",
      access("toString"),
      [grant("the access policy toString, which is not known here")],
    ],
    ["who has an unknown policy", access(sentinel), [grant("an access policy that is not known")]],
    [
      "somebody unknown",
      access("AmazonEKSEditPolicy", { principalArn: sentinel }),
      [grant("create pods, open shells in them, and impersonate service accounts", { subject: unknown })],
    ],
    ["not who is let in without any right", entry({}), []],
    ["not who is let in as a standard user", entry({ type: "STANDARD", kubernetesGroups: [] }), []],
    [
      "who is in groups",
      entry({ kubernetesGroups: ["ops", "dev"] }),
      ["ops", "dev"].map((group) =>
        grant(`the rights of the Kubernetes group ${group}, which are not known here`),
      ),
    ],
    [
      "who is in groups not known",
      entry({ kubernetesGroups: sentinel }),
      [grant("the rights of Kubernetes groups not known yet")],
    ],
    [
      "who is in a group not known among others",
      entry({ kubernetesGroups: ["ops", sentinel] }),
      [
        grant("the rights of Kubernetes groups not known yet"),
        grant("the rights of the Kubernetes group ops, which are not known here"),
      ],
    ],
    ["a node", entry({ type: "EC2_LINUX", kubernetesGroups: [] }), [grant(nodes)]],
    ["what may be a node", entry({ type: sentinel }), [grant(nodes)]],
    [
      "the nodes of a group",
      resource("aws:eks/nodeGroup:NodeGroup", "n", { clusterName: "octopus-cluster", nodeRoleArn: roleArn }),
      [grant(nodes)],
    ],
    [
      "nodes of a role not known",
      resource("aws:eks/nodeGroup:NodeGroup", "n", { clusterName: "octopus-cluster", nodeRoleArn: sentinel }),
      [grant(nodes, { subject: unknown })],
    ],
    [
      "Fargate",
      resource("aws:eks/fargateProfile:FargateProfile", "f", {
        clusterName: "octopus-cluster",
        podExecutionRoleArn: roleArn,
      }),
      [grant(nodes)],
    ],
    ["nobody through entries alone, without the creator", cluster(), []],
    [
      "who created the cluster",
      cluster(
        { accessConfig: { authenticationMode: "API" } },
        { provider: providerOf(account, { assumeRoles: [{ roleArn }] }) },
      ),
      [grant("everything, as who created the cluster")],
    ],
    [
      "whoever created it and whoever its ConfigMap lets in",
      cluster({ accessConfig: undefined }),
      [
        grant("everything, as who created the cluster", { subject: unknown }),
        grant("whatever the ConfigMap aws-auth says", { subject: unknown }),
      ],
    ],
    [
      "whoever its ConfigMap lets in beside the entries",
      cluster({ accessConfig: { ...api, authenticationMode: "API_AND_CONFIG_MAP" } }),
      [grant("whatever the ConfigMap aws-auth says", { subject: unknown })],
    ],
    [
      "anybody while its configuration is not known",
      cluster({ accessConfig: sentinel }),
      [
        grant("everything, as who created the cluster", { subject: unknown }),
        grant("whatever the ConfigMap aws-auth says", { subject: unknown }),
      ],
    ],
    [
      "somebody of an unknown cluster",
      entry({ type: "EC2_LINUX", clusterName: sentinel }),
      [grant(nodes, { clusterArn: unknown })],
    ],
  ];
  for (const [what, one, grants] of cases) {
    it(`is ${what}`, () => {
      assert.deepEqual(fromResources([one]).kubernetes, grants);
    });
  }

  it("is the role that an entry's ARN comes from", () => {
    const role = roleResource("Ops");
    const later = {
      ...entry({ principalArn: sentinel, type: "EC2_LINUX" }),
      propertyDependencies: { principalArn: [role.urn], type: [] },
    };
    assert.equal(fromResources([role, later]).kubernetes[0]?.subject, roleArn);
  });

  it("is told as not read where a resource of EKS is of another type", () => {
    const other = resource("aws:eks/identityProviderConfig:IdentityProviderConfig", "i", {});
    assert.deepEqual(findingsOf(fromResources([other])), [
      `${urnOf(other.type, "i")}: is of the type ${other.type}, which is not read`,
    ]);
  });
});
