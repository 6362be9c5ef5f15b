import assert from "node:assert/strict";

import { ResourceError } from "@pulumi/pulumi";

import { Network } from "../../../../infra/components/network";
import { stsEndpointPolicy } from "../../../../infra/documents/sts-endpoint";
import { compact } from "../../../../trust/documents/policy";
import type { Changes } from "../../../fixtures/changed";
import type { Recording, Surroundings } from "../../../fixtures/recorder";
import { goodSettings, model } from "../../../fixtures/settings";
import { assertAfter, counts, ofType, recordComponent, the } from "../../../fixtures/stacks";

const needed = ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "logs", "sts"];
/** With those that the deploy roles of the sample organization call. */
const endpoints = [...needed, "cloudformation", "secretsmanager"].sort();
const migration = "arn:aws:iam::444444444444:role/Migration";

function recordNetwork(
  setting: object = {},
  region = "us-east-1",
  surroundings: Surroundings = {},
  changes: Changes = {},
): Promise<Recording<void>> {
  const { network } = goodSettings({ network: setting });
  return recordComponent(
    (options, organization) => new Network("octopus", { organization, network, region }, options),
    { changes },
    surroundings,
  );
}

/** What the engine would show as warnings. */
async function warningsOf(run: () => Promise<unknown>): Promise<string[]> {
  const { warn } = console;
  const warnings: string[] = [];
  console.warn = (message: string) => void warnings.push(message);
  try {
    await run();
  } finally {
    console.warn = warn;
  }
  return warnings;
}

const named = (recording: Recording<void>, type: string): unknown[] =>
  ofType(recording, type)
    .map(({ name }) => name)
    .sort();

describe("a network of its own", () => {
  it("has private subnets in two zones, endpoints and no way out", async () => {
    const recording = await recordNetwork();
    assert.deepEqual(counts(recording), {
      Vpc: 1,
      Subnet: 2,
      RouteTable: 2,
      RouteTableAssociation: 2,
      VpcEndpoint: 10,
      SecurityGroup: 1,
      SecurityGroupIngressRule: 1,
    });
    const vpc = the(recording, "Vpc");
    assert.deepEqual(
      [vpc.inputs.cidrBlock, vpc.inputs.enableDnsSupport, vpc.inputs.enableDnsHostnames],
      ["10.40.0.0/16", true, true],
    );
    assert.deepEqual(
      ofType(recording, "Subnet").map(({ name, inputs }) => [
        name,
        inputs.cidrBlock,
        inputs.availabilityZone,
        inputs.vpcId,
      ]),
      [
        ["octopus-private-0", "10.40.0.0/20", "us-east-1a", "octopus-id"],
        ["octopus-private-1", "10.40.16.0/20", "us-east-1b", "octopus-id"],
      ],
    );
    for (const { inputs } of ofType(recording, "Subnet")) {
      assert.equal((inputs.tags as Record<string, string>)["kubernetes.io/role/internal-elb"], "1");
      assert.equal("mapPublicIpOnLaunch" in inputs, false);
    }
    for (const zone of [0, 1]) {
      assert.deepEqual(the(recording, "RouteTableAssociation", `octopus-private-${zone}`).inputs, {
        routeTableId: `octopus-private-${zone}-id`,
        subnetId: `octopus-private-${zone}-id`,
      });
    }
  });

  it("reaches S3 through a gateway, and each service through private DNS that only the VPC is admitted to", async () => {
    const recording = await recordNetwork();
    const { inputs: s3 } = the(recording, "VpcEndpoint", "octopus-s3");
    assert.deepEqual(
      [s3.vpcEndpointType, s3.serviceName, s3.routeTableIds],
      ["Gateway", "com.amazonaws.us-east-1.s3", ["octopus-private-0-id", "octopus-private-1-id"]],
    );
    const interfaces = ofType(recording, "VpcEndpoint").filter(
      ({ inputs }) => inputs.vpcEndpointType === "Interface",
    );
    assert.deepEqual(
      interfaces.map(({ inputs }) => inputs.serviceName).sort(),
      endpoints.map((service) => `com.amazonaws.us-east-1.${service}`),
    );
    for (const { inputs } of interfaces) {
      assert.equal(inputs.privateDnsEnabled, true);
      assert.deepEqual(inputs.subnetIds, ["octopus-private-0-id", "octopus-private-1-id"]);
      assert.deepEqual(inputs.securityGroupIds, ["octopus-endpoints-id"]);
    }
    const group = the(recording, "SecurityGroup");
    assert.equal("ingress" in group.inputs || "egress" in group.inputs, false);
    const { description: _, ...rule } = the(recording, "SecurityGroupIngressRule").inputs;
    assert.deepEqual(rule, {
      securityGroupId: "octopus-endpoints-id",
      cidrIpv4: "10.40.0.0/16",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
  });

  it("adds the endpoints that are asked for, each once", async () => {
    const recording = await recordNetwork({ extraEndpoints: ["sqs", "sts", "dynamodb"] });
    assert.deepEqual(named(recording, "VpcEndpoint"), [
      "octopus-dynamodb",
      ...[...needed, "sqs"].sort().map((service) => `octopus-endpoints-${service}`),
      "octopus-s3",
    ]);
    const { inputs } = the(recording, "VpcEndpoint", "octopus-dynamodb");
    assert.deepEqual(
      [inputs.vpcEndpointType, inputs.serviceName, inputs.routeTableIds],
      ["Gateway", "com.amazonaws.us-east-1.dynamodb", ["octopus-private-0-id", "octopus-private-1-id"]],
    );
  });

  it("adds none that deploy roles call where a NAT gateway leads out", async () => {
    const recording = await recordNetwork({ nat: "single" });
    assert.deepEqual(named(recording, "VpcEndpoint"), [
      ...needed.map((service) => `octopus-endpoints-${service}`),
      "octopus-s3",
    ]);
  });

  it("warns of what deploy roles may call and cannot reach", async () => {
    const changes = {
      "environments[0].deployRoles[0].permissions": [
        "dev",
        { Effect: "Allow", Action: ["iam:*", "frobnicate:*"], Resource: "*" },
      ],
    };
    const warnings = await warningsOf(() => recordNetwork({}, "us-east-1", {}, changes));
    assert.equal(warnings.length, 2);
    assert.match(warnings[0] ?? "", /DevDeployRole may call frobnicate, of which no endpoint is known/);
    assert.match(warnings[1] ?? "", /DevDeployRole may call iam, which has no endpoint in a region/);
    assert.deepEqual(await warningsOf(() => recordNetwork()), []);
    assert.deepEqual(await warningsOf(() => recordNetwork({ nat: "single" }, "us-east-1", {}, changes)), []);
  });

  for (const preview of [true, false]) {
    const phase = preview ? "preview" : "up";
    it(`has a policy on the STS endpoint and on no other, known and compact (${phase})`, async () => {
      const sample = model();
      const policies: readonly (readonly [setting: object, text: string])[] = [
        [{}, compact(stsEndpointPolicy(sample, "organization"))],
        [{ stsPolicy: "strict" }, compact(stsEndpointPolicy(sample, "strict"))],
        [
          { stsPolicy: "strict", stsRoles: [migration] },
          compact(stsEndpointPolicy(sample, "strict", [migration])),
        ],
      ];
      for (const [setting, text] of policies) {
        const recording = await recordNetwork(setting, "us-east-1", { preview });
        assert.equal(the(recording, "VpcEndpoint", "octopus-endpoints-sts").inputs.policy, text);
        const guarded = ofType(recording, "VpcEndpoint").filter(({ inputs }) => "policy" in inputs);
        assert.equal(guarded.length, 1);
      }
    });
  }

  it("leads every zone out through one NAT gateway", async () => {
    const recording = await recordNetwork({ nat: "single", zones: 3 });
    assert.deepEqual(named(recording, "NatGateway"), ["octopus-0"]);
    assert.deepEqual(named(recording, "Eip"), ["octopus-nat-0"]);
    assert.equal(the(recording, "Subnet", "octopus-public-0").inputs.cidrBlock, "10.40.128.0/20");
    const { inputs } = the(recording, "NatGateway");
    assert.deepEqual([inputs.subnetId, inputs.allocationId], ["octopus-public-0-id", "octopus-nat-0-id"]);
    const routes = ofType(recording, "Route").map(({ name, inputs: route }) => [
      name,
      route.destinationCidrBlock,
      route.natGatewayId ?? route.gatewayId,
    ]);
    assert.deepEqual(routes.sort(), [
      ["octopus-private-0-out", "0.0.0.0/0", "octopus-0-id"],
      ["octopus-private-1-out", "0.0.0.0/0", "octopus-0-id"],
      ["octopus-private-2-out", "0.0.0.0/0", "octopus-0-id"],
      ["octopus-public-out", "0.0.0.0/0", "octopus-id"],
    ]);
    assertAfter(recording, the(recording, "NatGateway"), the(recording, "Route", "octopus-public-out"));
  });

  it("leads each zone out through its own NAT gateway", async () => {
    const recording = await recordNetwork({ nat: "perZone" });
    assert.deepEqual(named(recording, "NatGateway"), ["octopus-0", "octopus-1"]);
    assert.deepEqual(
      [0, 1].map((zone) => the(recording, "Route", `octopus-private-${zone}-out`).inputs.natGatewayId),
      ["octopus-0-id", "octopus-1-id"],
    );
    assert.deepEqual(
      [0, 1].map((zone) => the(recording, "Subnet", `octopus-public-${zone}`).inputs.availabilityZone),
      ["us-east-1a", "us-east-1b"],
    );
    assert.equal(ofType(recording, "InternetGateway").length, 1);
  });

  it("takes the subnets that are written", async () => {
    const privateSubnets = ["10.40.100.0/24", "10.40.101.0/24"];
    const recording = await recordNetwork({ privateSubnets });
    assert.deepEqual(
      ofType(recording, "Subnet").map(({ inputs }) => inputs.cidrBlock),
      privateSubnets,
    );
  });

  it("has China's own service names", async () => {
    const recording = await recordNetwork({}, "cn-north-1");
    const service = (name: string): unknown => the(recording, "VpcEndpoint", name).inputs.serviceName;
    assert.equal(service("octopus-s3"), "com.amazonaws.cn-north-1.s3");
    assert.equal(service("octopus-endpoints-sts"), "cn.com.amazonaws.cn-north-1.sts");
    assert.equal(service("octopus-endpoints-logs"), "com.amazonaws.cn-north-1.logs");
  });

  it("asks for the zones that take any account, and says when there are too few", async () => {
    const { invocations } = await recordNetwork();
    assert.deepEqual(
      invocations.map(({ token, inputs }) => [token, inputs]),
      [
        [
          "aws:index/getAvailabilityZones:getAvailabilityZones",
          { state: "available", filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }] },
        ],
      ],
    );
    await assert.rejects(
      recordNetwork({ zones: 3 }, "us-west-1", { zones: ["us-west-1a", "us-west-1c"] }),
      (error: ResourceError) =>
        ResourceError.isInstance(error) &&
        error.hideStack === true &&
        error.message.endsWith("network.zones is 3, and us-west-1 has 2: write that or less"),
    );
  });
});

describe("an existing network", () => {
  const existing = { vpcId: "vpc-0a", privateSubnetIds: ["subnet-0a", "subnet-0b"] };

  it("gets nothing added", async () => {
    const recording = await recordNetwork({ existing });
    assert.deepEqual(counts(recording), {});
    assert.deepEqual(recording.invocations, []);
  });

  it("gets exactly the endpoints that are asked for, open to its own addresses", async () => {
    const recording = await recordNetwork({ existing: { ...existing, addEndpoints: ["sts", "eks-auth"] } });
    assert.deepEqual(counts(recording), { SecurityGroup: 1, SecurityGroupIngressRule: 1, VpcEndpoint: 2 });
    assert.deepEqual(named(recording, "VpcEndpoint"), [
      "octopus-endpoints-eks-auth",
      "octopus-endpoints-sts",
    ]);
    for (const { inputs } of ofType(recording, "VpcEndpoint")) {
      assert.deepEqual([inputs.vpcId, inputs.subnetIds], ["vpc-0a", ["subnet-0a", "subnet-0b"]]);
    }
    for (const { inputs } of ofType(recording, "VpcEndpoint")) assert.equal("policy" in inputs, false);
    assert.equal(the(recording, "SecurityGroupIngressRule").inputs.cidrIpv4, "10.80.0.0/16");
    assert.deepEqual(
      recording.invocations.map(({ token, inputs }) => [token, inputs]),
      [["aws:ec2/getVpc:getVpc", { id: "vpc-0a" }]],
    );
  });

  it("gets a policy on its STS endpoint when it is asked for", async () => {
    for (const stsPolicy of ["organization", "strict"] as const) {
      const stsRoles = stsPolicy === "strict" ? [migration] : [];
      const recording = await recordNetwork({
        existing: { ...existing, addEndpoints: ["sts", "eks-auth"], stsPolicy, stsRoles },
      });
      assert.equal(
        the(recording, "VpcEndpoint", "octopus-endpoints-sts").inputs.policy,
        compact(stsEndpointPolicy(model(), stsPolicy, stsRoles)),
      );
      assert.equal("policy" in the(recording, "VpcEndpoint", "octopus-endpoints-eks-auth").inputs, false);
    }
  });
});
