import assert from "node:assert/strict";

import { InputPropertiesError } from "@pulumi/pulumi/errors";
import { output, secret, type Inputs } from "@pulumi/pulumi/output";

import { checkOptions } from "../../../sandbox/plugins/eks/options";

const needed = {
  vpcId: "vpc-1",
  serviceRole: { arn: "arn:aws:iam::123456789012:role/cluster" },
  authenticationMode: "API",
  skipDefaultNodeGroup: true,
  skipDefaultSecurityGroups: true,
};

/** What is wrong with the options, one line a problem. */
function refusal(inputs: Inputs): string[] {
  try {
    checkOptions(inputs);
    return [];
  } catch (error) {
    assert(InputPropertiesError.isInstance(error));
    return error.errors.map(({ propertyPath, reason }) => {
      assert(
        reason.includes(`'${propertyPath}`) || reason.startsWith("needs") || reason.startsWith("cannot"),
      );
      return `${propertyPath}: ${reason.replace("the sandbox's eks plugin does not know ", "unknown ")}`;
    });
  }
}

describe("options of eks.Cluster that the sandbox refuses", () => {
  const role = { arn: "arn:aws:iam::123456789012:role/node" };
  const strangers: Inputs = {
    autoMode: { enabled: true },
    clusterSecurityGroup: { id: "sg-1" },
    clusterSecurityGroupTags: { a: "b" },
    creationRoleProvider: {},
    desiredCapacity: 2,
    enableConfigMapMutable: true,
    fargate: true,
    gpu: true,
    instanceProfileName: "nodes",
    instanceRole: role,
    instanceRoles: [role],
    instanceType: "m7i.large",
    ipFamily: "ipv6",
    maxSize: 2,
    minSize: 1,
    nodeAmiId: "ami-1",
    nodeAssociatePublicIpAddress: false,
    nodeGroupOptions: {},
    nodePublicKey: "ssh-ed25519 AAAA",
    nodeRootVolumeEncrypted: true,
    nodeRootVolumeSize: 20,
    nodeSecurityGroupTags: { a: "b" },
    nodeSubnetIds: ["subnet-1"],
    nodeUserData: "#!/bin/sh",
    proxy: "http://proxy:3128",
    publicSubnetIds: ["subnet-1"],
    roleMappings: [],
    storageClasses: "gp3",
    upgradePolicy: { supportType: "STANDARD" },
    userMappings: [],
    notAnOptionAtAll: 1,
  };
  for (const [name, value] of Object.entries(strangers)) {
    it(name, () => {
      assert.deepEqual(refusal({ ...needed, [name]: value }), [`${name}: unknown the option '${name}'`]);
    });
  }

  const nested: Record<string, Inputs> = {
    "accessEntries.admin.accessPolicy": { accessEntries: { admin: { accessPolicy: {} } } },
    "vpcCniOptions.securityContextPrivileged": { vpcCniOptions: { securityContextPrivileged: true } },
    "vpcCniOptions.customNetworkConfig": { vpcCniOptions: { customNetworkConfig: true } },
    "corednsAddonOptions.replicas": { corednsAddonOptions: { replicas: 2 } },
    "kubeProxyAddonOptions.mode": { kubeProxyAddonOptions: { mode: "ipvs" } },
  };
  for (const [path, inputs] of Object.entries(nested)) {
    it(path, () => {
      assert.deepEqual(refusal({ ...needed, ...inputs }), [`${path}: unknown the option '${path}'`]);
    });
  }

  const values: readonly [name: string, value: unknown, wanted: unknown][] = [
    ["authenticationMode", "CONFIG_MAP", "API"],
    ["authenticationMode", "API_AND_CONFIG_MAP", "API"],
    ["skipDefaultNodeGroup", false, true],
    ["skipDefaultSecurityGroups", false, true],
    ["createOidcProvider", true, false],
    ["createInstanceRole", true, false],
  ];
  for (const [name, value, wanted] of values) {
    it(`${name}: ${value}`, () => {
      const problem = `${name}: unknown '${name}: ${value}', only '${name}: ${wanted}'`;
      assert.deepEqual(refusal({ ...needed, [name]: value }), [problem]);
    });
  }

  for (const name of Object.keys(needed)) {
    it(`${name} that is missing`, () => {
      const [problem = "", ...others] = refusal({ ...needed, [name]: undefined });
      assert.match(problem, new RegExp(`^${name}: unknown a cluster without '${name}`));
      assert.deepEqual(others, []);
    });
  }

  for (const name of ["skipDefaultNodeGroup", "createOidcProvider", "accessEntries", "vpcCniOptions"]) {
    it(`${name} that a resource or a secret decides`, () => {
      const problem = `${name}: unknown a value of '${name}' that comes from a resource or is secret`;
      for (const late of [output(true), secret({ logLevel: "hunter2" })]) {
        assert.deepEqual(refusal({ ...needed, [name]: late }), [problem]);
      }
    });
  }

  it("contradictions", () => {
    const subnets = { subnetIds: ["subnet-1"], privateSubnetIds: ["subnet-2"] };
    assert.deepEqual(refusal({ ...needed, ...subnets }), [
      "subnetIds: cannot be set together with 'privateSubnetIds'",
    ]);
    const cidrs = { publicAccessCidrs: ["203.0.113.0/24"], endpointPublicAccess: false };
    assert.deepEqual(refusal({ ...needed, ...cidrs }), [
      "publicAccessCidrs: needs 'endpointPublicAccess: true'",
    ]);
  });

  it("all of them at once", () => {
    const paths = refusal({ fargate: true }).map((line) => line.split(":")[0]);
    assert.deepEqual(new Set(paths), new Set([...Object.keys(needed), "fargate"]));
  });
});

describe("options of eks.Cluster that the sandbox knows", () => {
  it("come back as they are, plain or from resources", () => {
    const inputs = {
      ...needed,
      name: output("octopus-cluster"),
      tags: secret({ team: "platform" }),
      createOidcProvider: false,
      createInstanceRole: false,
      fargate: undefined,
      providerCredentialOpts: output({ roleArn: "arn:aws:iam::123456789012:role/provisioner" }),
      accessEntries: {
        admin: {
          principalArn: output("arn:aws:iam::123456789012:role/admin"),
          accessPolicies: { view: output({}) },
        },
      },
      vpcCniOptions: { enableNetworkPolicy: true, warmIpTarget: output(2) },
    };
    assert.equal(checkOptions(inputs), inputs);
  });
});
