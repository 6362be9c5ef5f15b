import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  EKSClient,
  ListAccessEntriesCommand,
  ListAddonsCommand,
  ListAssociatedAccessPoliciesCommand,
  ListClustersCommand,
} from "@aws-sdk/client-eks";

import { pluginVersions } from "../../../sandbox/versions";
import { accounts } from "../aws/aws";
import { stillRunning } from "../toolchain/stack";
import { ClusterProject, type Step } from "./project";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const provisioner = `arn:aws:iam::${accounts.tooling}:role/octopus/provisioning/OctolaunchProvisioner`;
const options = {
  version: "1.33",
  authenticationMode: "API",
  endpointPrivateAccess: true,
  endpointPublicAccess: true,
  publicAccessCidrs: ["203.0.113.0/24"],
  kubernetesServiceIpAddressRange: "172.20.0.0/16",
  enabledClusterLogTypes: ["api", "audit"],
  skipDefaultNodeGroup: true,
  skipDefaultSecurityGroups: true,
  createOidcProvider: false,
  providerCredentialOpts: { roleArn: provisioner },
};
const changed = {
  ...options,
  version: "1.34",
  publicAccessCidrs: ["203.0.113.0/24", "198.51.100.0/24"],
  enabledClusterLogTypes: ["api", "audit", "authenticator"],
};

/** A URN without stack and project: the chain of types, and the name. */
function short(urn: string): string {
  return urn.split("::").slice(2).join("::").replace("test:index:Tooling$", "");
}

const ofCluster = (step: { urn: string }): boolean => step.urn.includes("eks:index:Cluster");

function changedProperties({ detailedDiff }: Step): string[] {
  return Object.keys(detailedDiff ?? {}).map((path) => path.split(/[.[]/, 1)[0] ?? path);
}

function inputsOf(steps: readonly Step[], name: string): Readonly<Record<string, unknown>> {
  const found = steps.find(
    ({ urn, newState }) => urn.endsWith(`::${name}`) && newState?.type.startsWith("aws:eks/"),
  );
  assert(found?.newState?.inputs, `${name} is planned`);
  return found.newState.inputs;
}

describe("eks.Cluster on the real engine", function () {
  this.timeout(120_000);
  let project: ClusterProject;
  let eks: EKSClient;
  before(async () => {
    project = await ClusterProject.start();
    eks = new EKSClient(await project.aws.administrator(accounts.tooling));
    project.options(options);
  });
  after(() => project.stop());

  it("previews its children under the real component's names, with what is known already", async () => {
    const steps = await project.preview();
    assert.deepEqual(
      new Set(steps.filter(ofCluster).map(({ op, urn }) => `${op} ${short(urn)}`)),
      new Set(expected),
    );
    const { encryptionConfig, name, roleArn, version, vpcConfig } = inputsOf(steps, "octopus-eksCluster");
    assert.deepEqual(
      { encryptionConfig, name, roleArn, version, vpcConfig },
      {
        name: "octopus-cluster",
        version: "1.33",
        encryptionConfig: unknown,
        roleArn: unknown,
        vpcConfig: {
          subnetIds: [unknown, unknown],
          endpointPrivateAccess: true,
          endpointPublicAccess: true,
          publicAccessCidrs: ["203.0.113.0/24"],
        },
      },
    );
    const { clusterName, addonVersion } = inputsOf(steps, "octopus-kube-proxy");
    assert.deepEqual(
      { clusterName, addonVersion },
      { clusterName: "octopus-cluster", addonVersion: unknown },
    );
  });

  it("comes up in the program's account, after what it depends on", async () => {
    await project.pulumi("up", "--yes", "--skip-preview");
    const resources = (await project.resources()).filter(ofCluster);
    assert.deepEqual(new Set(resources.map(({ urn }) => `create ${short(urn)}`)), new Set(expected));
    const children = resources.filter(({ type }) => type.startsWith("aws:"));
    assert.deepEqual(
      new Set(children.map(({ provider }) => provider?.split("::")[3])),
      new Set(["tooling"]),
      "no child has another provider",
    );
    const component = resources.find(({ type }) => type === "eks:index:Cluster");
    assert(component?.dependencies?.some((urn) => urn.endsWith("RolePolicyAttachment::cluster")));
    const position = (end: string) => resources.findIndex(({ urn }) => urn.endsWith(end));
    assert(position("::octopus-viewer") < position("VpcCniAddon::octopus-vpc-cni"), "nobody uses it before");
  });

  it("is as its options say", async () => {
    const { cluster } = await eks.send(new DescribeClusterCommand({ name: "octopus-cluster" }));
    assert.equal(cluster?.version, "1.33");
    assert.match(cluster.roleArn ?? "", /:role\/cluster-/);
    assert.deepEqual(cluster.accessConfig, {
      authenticationMode: "API",
      bootstrapClusterCreatorAdminPermissions: true,
    });
    assert.deepEqual(cluster.resourcesVpcConfig?.publicAccessCidrs, ["203.0.113.0/24"]);
    assert.equal(cluster.resourcesVpcConfig.subnetIds?.length, 2);
    assert.equal(cluster.kubernetesNetworkConfig?.serviceIpv4Cidr, "172.20.0.0/16");
    assert.deepEqual(cluster.encryptionConfig?.[0]?.resources, ["secrets"]);
    assert.equal(cluster.tags?.Name, "octopus-eksCluster");
    const { addons } = await eks.send(new ListAddonsCommand({ clusterName: "octopus-cluster" }));
    assert.deepEqual(addons?.sort(), ["kube-proxy", "vpc-cni"]);
    const { accessEntries = [] } = await eks.send(
      new ListAccessEntriesCommand({ clusterName: "octopus-cluster" }),
    );
    const principalArn = accessEntries.find((arn) => arn.includes("role/viewer-"));
    const { associatedAccessPolicies } = await eks.send(
      new ListAssociatedAccessPoliciesCommand({ clusterName: "octopus-cluster", principalArn }),
    );
    assert.deepEqual(
      associatedAccessPolicies?.map(({ policyArn, accessScope }) => ({ policyArn, accessScope })),
      [
        {
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
          accessScope: { type: "namespace", namespaces: ["octopus"] },
        },
      ],
    );
  });

  it("gives the program what it needs of the cluster", async () => {
    const { cluster } = await eks.send(new DescribeClusterCommand({ name: "octopus-cluster" }));
    const { kubeconfig = "", ...outputs } = await project.outputs();
    assert.deepEqual(outputs, {
      name: "octopus-cluster",
      version: "1.33",
      arn: cluster?.arn,
      endpoint: cluster?.endpoint,
      securityGroupId: cluster?.resourcesVpcConfig?.clusterSecurityGroupId,
      issuer: cluster?.identity?.oidc?.issuer,
    });
    const [user] = (JSON.parse(kubeconfig) as { users: { user: { exec: { args: string[] } } }[] }).users;
    assert.deepEqual(user?.user.exec.args.slice(-2), ["--role", provisioner]);
  });

  it("has nothing to do the second time", async () => {
    await project.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
  });

  it("takes changes in place and brings its add-ons along", async () => {
    project.options(changed);
    const steps = (await project.preview()).filter(({ op }) => op !== "same");
    assert.deepEqual(
      new Map(steps.map((step) => [`${step.op} ${short(step.urn)}`, changedProperties(step)])),
      new Map([
        ["update eks:index:Cluster::octopus", []],
        [
          "update eks:index:Cluster$aws:eks/cluster:Cluster::octopus-eksCluster",
          ["enabledClusterLogTypes", "version", "vpcConfig"],
        ],
        ["update eks:index:Cluster$aws:eks/addon:Addon::octopus-kube-proxy", ["addonVersion"]],
        ["update eks:index:Cluster$eks:index:VpcCniAddon::octopus-vpc-cni", []],
      ]),
    );
    await project.pulumi("up", "--yes", "--skip-preview");
    const { cluster } = await eks.send(new DescribeClusterCommand({ name: "octopus-cluster" }));
    assert.equal(cluster?.version, "1.34");
    assert.deepEqual(cluster.resourcesVpcConfig?.publicAccessCidrs, changed.publicAccessCidrs);
    const proxy = { clusterName: "octopus-cluster", addonName: "kube-proxy" };
    const { addon } = await eks.send(new DescribeAddonCommand(proxy));
    assert.match(addon?.addonVersion ?? "", /^v1\.34\./);
  });

  it("refuses what it does not know before it makes anything, in one clear message", async () => {
    project.options({ ...changed, fargate: true, skipDefaultNodeGroup: false });
    const { code, output } = await project.attempt("up", "--yes", "--skip-preview");
    assert.notEqual(code, 0);
    assert.match(output, /the sandbox's eks plugin does not know the option 'fargate'/);
    assert.match(output, /does not know 'skipDefaultNodeGroup: false', only 'skipDefaultNodeGroup: true'/);
    assert.doesNotMatch(output, /^\s+at .*:\d+:\d+/m, "no stack trace");
    assert.doesNotMatch(output, /\d (created|updated|replaced)/);
  });

  it("is gone after destroy", async () => {
    await project.pulumi("destroy", "--yes", "--skip-preview");
    assert.deepEqual((await eks.send(new ListClustersCommand())).clusters, []);
  });

  it("has a plugin that ends with the engine, even when that is killed", async () => {
    const folder = `resource-eks-v${pluginVersions.eks}`;
    const plugin = join(project.aws.home.pulumi, "plugins", folder, "pulumi-resource-eks");
    const engine = `
      const { spawn } = require("node:child_process");
      const plugin = spawn(process.argv[1], ["127.0.0.1:1"]);
      plugin.stdout.once("data", () => console.log(plugin.pid));`;
    const killed = spawn(process.execPath, ["-e", engine, plugin]);
    const [pid] = (await once(killed.stdout, "data")) as [Buffer];
    assert.deepEqual(await stillRunning([Number(pid)], 0), [Number(pid)]);
    killed.kill("SIGKILL");
    assert.deepEqual(await stillRunning([Number(pid)], 5000), []);
  });
});

const expected = [
  "create eks:index:Cluster::octopus",
  "create eks:index:Cluster$aws:eks/cluster:Cluster::octopus-eksCluster",
  "create eks:index:Cluster$aws:eks/addon:Addon::octopus-kube-proxy",
  "create eks:index:Cluster$aws:eks/accessEntry:AccessEntry::octopus-viewer",
  "create eks:index:Cluster$aws:eks/accessEntry:AccessEntry$aws:eks/accessPolicyAssociation:AccessPolicyAssociation::octopus-viewer-view",
  "create eks:index:Cluster$eks:index:VpcCniAddon::octopus-vpc-cni",
  "create eks:index:Cluster$eks:index:VpcCniAddon$aws:eks/addon:Addon::octopus-vpc-cni",
];
