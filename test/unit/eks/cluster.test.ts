import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { provider } from "../../../sandbox/plugins/eks/provider";

interface Child {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const roleArn = "arn:aws:iam::123456789012:role/cluster";
const options = {
  name: "octopus-cluster",
  version: "1.34",
  vpcId: "vpc-1",
  privateSubnetIds: ["subnet-1", "subnet-2"],
  serviceRole: { arn: roleArn },
  authenticationMode: "API",
  skipDefaultNodeGroup: true,
  skipDefaultSecurityGroups: true,
};

/** Constructs the component as the engine would ask for it. */
async function construct(more: pulumi.Inputs = {}): Promise<{
  readonly children: Readonly<Record<string, Child>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}> {
  const children: Record<string, Child> = {};
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      if (name !== "octopus") children[name] = { type, inputs };
      return { id: `${name}-id`, state: { ...inputs, ...madeUp(type, inputs) } };
    },
    call: ({ token, inputs }) => {
      assert.equal(token, "aws:eks/getAddonVersion:getAddonVersion");
      return { version: `${inputs.addonName}-for-${inputs.kubernetesVersion}` };
    },
  });
  const plugin = provider("4.3.0");
  assert(plugin.construct);
  const { urn, state } = await plugin.construct("octopus", "eks:index:Cluster", { ...options, ...more }, {});
  assert.match(await valueOf(pulumi.output(urn)), /::eks:index:Cluster::octopus$/);
  const outputs = await valueOf(pulumi.output(state));
  await pulumi.runtime.disconnect();
  return { children, outputs };
}

function madeUp(type: string, inputs: Readonly<Record<string, object>>): object {
  if (type !== "aws:eks/cluster:Cluster") return {};
  return {
    arn: "arn:aws:eks:eu-west-1:123456789012:cluster/octopus-cluster",
    endpoint: "https://cluster.example",
    certificateAuthority: { data: "Y2VydGlmaWNhdGU=" },
    identities: [{ oidcs: [{ issuer: "https://oidc.example/id/1" }] }],
    vpcConfig: { ...inputs.vpcConfig, clusterSecurityGroupId: "sg-1" },
  };
}

function valueOf<T>(value: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => value.apply(resolve));
}

describe("eks.Cluster", () => {
  const newest = ["octopus-eksCluster", "octopus-kube-proxy", "octopus-vpc-cni"];
  const children: readonly [what: string, options: pulumi.Inputs, names: readonly string[]][] = [
    ["by default", {}, newest],
    ["with a VPC CNI that EKS manages not", { useDefaultVpcCni: true }, newest.slice(0, 2)],
    [
      "without kube-proxy",
      { kubeProxyAddonOptions: { enabled: false } },
      ["octopus-eksCluster", "octopus-vpc-cni"],
    ],
    ["with CoreDNS on request", { corednsAddonOptions: { enabled: true } }, [...newest, "octopus-coredns"]],
    [
      "with values for CoreDNS",
      { corednsAddonOptions: { configurationValues: {} } },
      [...newest, "octopus-coredns"],
    ],
    ["with CoreDNS switched off", { corednsAddonOptions: { enabled: false } }, newest],
    [
      "with access entries",
      {
        accessEntries: {
          admin: { principalArn: "arn:1", accessPolicies: { view: {}, edit: {} } },
          other: { principalArn: "arn:2" },
        },
      },
      [...newest, "octopus-admin", "octopus-admin-view", "octopus-admin-edit", "octopus-other"],
    ],
  ];
  for (const [what, more, names] of children) {
    it(`has these children ${what}`, async () => {
      assert.deepEqual(Object.keys((await construct(more)).children).sort(), [...names].sort());
    });
  }

  it("makes the cluster as the options say", async () => {
    const { children } = await construct({
      tags: { team: "platform", Name: "mine" },
      clusterTags: { team: "other", part: "cluster" },
      encryptionConfigKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
      kubernetesServiceIpAddressRange: "172.20.0.0/16",
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
      enabledClusterLogTypes: ["audit"],
      deletionProtection: true,
    });
    assert.deepEqual(children["octopus-eksCluster"], {
      type: "aws:eks/cluster:Cluster",
      inputs: {
        name: "octopus-cluster",
        version: "1.34",
        roleArn,
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
        bootstrapSelfManagedAddons: true,
        enabledClusterLogTypes: ["audit"],
        encryptionConfig: {
          provider: { keyArn: "arn:aws:kms:eu-west-1:123456789012:key/1" },
          resources: ["secrets"],
        },
        kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16", ipFamily: "ipv4" },
        vpcConfig: {
          subnetIds: ["subnet-1", "subnet-2"],
          endpointPrivateAccess: true,
          endpointPublicAccess: true,
          publicAccessCidrs: ["203.0.113.0/24"],
        },
        deletionProtection: true,
        tags: { Name: "mine", team: "platform", part: "cluster" },
      },
    });
    assert.deepEqual(children["octopus-kube-proxy"]?.inputs.tags, { team: "platform", Name: "mine" });
  });

  it("leaves to AWS what the options do not say", async () => {
    const { children } = await construct();
    assert.deepEqual(Object.keys(children["octopus-eksCluster"]?.inputs ?? {}).sort(), [
      "accessConfig",
      "bootstrapSelfManagedAddons",
      "name",
      "roleArn",
      "tags",
      "version",
      "vpcConfig",
    ]);
  });

  it("takes the newest add-ons for the cluster's version, or those that are given", async () => {
    const newestOnes = (await construct()).children;
    assert.equal(newestOnes["octopus-kube-proxy"]?.inputs.addonVersion, "kube-proxy-for-1.34");
    assert.equal(newestOnes["octopus-vpc-cni"]?.inputs.addonVersion, "vpc-cni-for-1.34");
    const { children } = await construct({
      kubeProxyAddonOptions: { version: "v1", resolveConflictsOnUpdate: "PRESERVE" },
      corednsAddonOptions: { version: "v2", configurationValues: { b: { d: 1, c: 2 }, a: [2, 1] } },
      vpcCniOptions: { addonVersion: "v3", serviceAccountRoleArn: roleArn },
    });
    const kubeProxy = children["octopus-kube-proxy"]?.inputs;
    assert.deepEqual(kubeProxy, {
      clusterName: "octopus-cluster",
      addonName: "kube-proxy",
      addonVersion: "v1",
      preserve: true,
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "PRESERVE",
    });
    const coredns = children["octopus-coredns"]?.inputs;
    assert.equal(coredns?.addonVersion, "v2");
    assert.equal(coredns?.configurationValues, '{"a":[2,1],"b":{"c":2,"d":1}}');
    const vpcCni = children["octopus-vpc-cni"]?.inputs;
    assert.equal(vpcCni?.addonVersion, "v3");
    assert.equal(vpcCni?.serviceAccountRoleArn, roleArn);
  });

  it("grants access as the entries say", async () => {
    const principalArn = "arn:aws:iam::123456789012:role/admin";
    const view = {
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      accessScope: { type: "namespace", namespaces: ["octopus"] },
    };
    const { children } = await construct({
      accessEntries: {
        admin: { principalArn, username: "admin", kubernetesGroups: ["viewers"], accessPolicies: { view } },
      },
    });
    assert.deepEqual(children["octopus-admin"], {
      type: "aws:eks/accessEntry:AccessEntry",
      inputs: {
        clusterName: "octopus-cluster",
        principalArn,
        userName: "admin",
        kubernetesGroups: ["viewers"],
      },
    });
    assert.deepEqual(children["octopus-admin-view"], {
      type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
      inputs: { clusterName: "octopus-cluster", principalArn, ...view },
    });
  });

  it("gives what the real component gives", async () => {
    const { outputs } = await construct({ providerCredentialOpts: { roleArn } });
    const { eksCluster, core, kubeconfig, kubeconfigJson, ...rest } = outputs;
    assert.equal(await valueOf((eksCluster as { name: pulumi.Output<string> }).name), "octopus-cluster");
    assert.deepEqual(rest, {
      instanceRoles: [],
      clusterSecurityGroupId: "sg-1",
      nodeSecurityGroupId: "sg-1",
      clusterIngressRuleId: "",
      defaultNodeGroupAsgName: "",
      fargateProfileId: "",
      fargateProfileStatus: "",
      oidcProviderArn: "",
      oidcProviderUrl: "https://oidc.example/id/1",
      oidcIssuer: "oidc.example/id/1",
      autoModeNodeRoleName: "",
    });
    const { vpcId, subnetIds, endpoint, instanceRoles } = core as Record<string, unknown>;
    assert.deepEqual(
      { vpcId, subnetIds, endpoint, instanceRoles },
      {
        vpcId: "vpc-1",
        subnetIds: ["subnet-1", "subnet-2"],
        endpoint: "https://cluster.example",
        instanceRoles: [],
      },
    );
    assert.deepEqual(JSON.parse(String(kubeconfigJson)), kubeconfig);
    assert.deepEqual(kubeconfig, {
      apiVersion: "v1",
      kind: "Config",
      "current-context": "aws",
      contexts: [{ name: "aws", context: { cluster: "kubernetes", user: "aws" } }],
      clusters: [
        {
          name: "kubernetes",
          cluster: {
            server: "https://cluster.example",
            "certificate-authority-data": "Y2VydGlmaWNhdGU=",
          },
        },
      ],
      users: [
        {
          name: "aws",
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "aws",
              args: [
                ...["--region", "eu-west-1", "eks", "get-token", "--cluster-name", "octopus-cluster"],
                ...["--output", "json", "--role", roleArn],
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
    });
  });

  it("names no role in the kubeconfig when none is to be assumed", async () => {
    assert.doesNotMatch(String((await construct()).outputs.kubeconfigJson), /--role/);
  });

  it("is the only component that the plugin knows", async () => {
    await assert.rejects(
      async () => provider("4.3.0").construct?.("nodes", "eks:index:ManagedNodeGroup", {}, {}),
      /^Error: the sandbox's eks plugin does not know the resource type 'eks:index:ManagedNodeGroup'$/,
    );
  });
});
