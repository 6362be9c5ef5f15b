import assert from "node:assert/strict";
import { accounts, TestEngine, type Description } from "./engine";

type Answer = Record<string, unknown>;

const provider = "tooling";
const subnet = (name: string, cidrBlock: string, availabilityZone: string) => ({
  name,
  type: "aws:ec2/subnet:Subnet",
  provider,
  inputs: { vpcId: "${vpc.id}", cidrBlock, availabilityZone, tags: { tier: name } },
});
const ask = (name: string, token: string, args: Record<string, unknown> = {}) => ({
  name,
  token,
  provider,
  args,
});

const graph: Description = {
  resources: [
    {
      name: "vpc",
      type: "aws:ec2/vpc:Vpc",
      provider,
      inputs: { cidrBlock: "10.5.0.0/16", tags: { Name: "mine" } },
    },
    subnet("a", "10.5.1.0/24", "us-east-1a"),
    subnet("b", "10.5.2.0/24", "us-east-1b"),
  ],
  invokes: [
    ask("identity", "aws:index/getCallerIdentity:getCallerIdentity"),
    ask("partition", "aws:index/getPartition:getPartition"),
    ask("region", "aws:index/getRegion:getRegion"),
    ask("zones", "aws:index/getAvailabilityZones:getAvailabilityZones", {
      state: "available",
      excludeNames: ["us-east-1b"],
    }),
    ask("vpcFound", "aws:ec2/getVpc:getVpc", { id: "${vpc.id}" }),
    {
      ...ask("subnets", "aws:ec2/getSubnets:getSubnets", {
        filters: [{ name: "vpc-id", values: ["${vpc.id}"] }],
      }),
      after: ["a", "b"],
    },
    ask("subnetFound", "aws:ec2/getSubnet:getSubnet", {
      vpcId: "${vpc.id}",
      tags: { tier: "b" },
      id: "${b.id}",
    }),
    ask("service", "aws:ec2/getVpcEndpointService:getVpcEndpointService", {
      service: "s3",
      serviceType: "Gateway",
    }),
    ask("addon", "aws:eks/getAddonVersion:getAddonVersion", {
      addonName: "vpc-cni",
      kubernetesVersion: "1.33",
      mostRecent: true,
    }),
  ],
};

describe("functions of the aws plugin", function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let answers: Record<string, Answer>;
  let ids: Record<string, string>;
  before(async () => {
    engine = await TestEngine.start();
    const stack = await engine.stack("functions");
    await stack.mustUp(graph);
    answers = JSON.parse((await stack.mustRun("stack", "output", "--json")).output) as Record<string, Answer>;
    ids = Object.fromEntries((await stack.resources()).map(({ urn, id }) => [urn.split("::").at(-1), id]));
  });
  after(() => engine.stop());

  const cases: { name: string; has: () => Answer }[] = [
    {
      name: "identity",
      has: () => ({
        accountId: accounts.tooling,
        arn: `arn:aws:sts::${accounts.tooling}:assumed-role/OrganizationAccountAccessRole/octolaunch`,
      }),
    },
    {
      name: "partition",
      has: () => ({ partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" }),
    },
    {
      name: "region",
      has: () => ({
        name: "us-east-1",
        endpoint: "ec2.us-east-1.amazonaws.com",
        description: "US East (N. Virginia)",
      }),
    },
    {
      name: "vpcFound",
      has: () => ({ id: ids.vpc, cidrBlock: "10.5.0.0/16", enableDnsSupport: true, tags: { Name: "mine" } }),
    },
    {
      name: "subnetFound",
      has: () => ({ id: ids.b, cidrBlock: "10.5.2.0/24", availabilityZone: "us-east-1b" }),
    },
    { name: "service", has: () => ({ serviceName: "com.amazonaws.us-east-1.s3", serviceType: "Gateway" }) },
    { name: "addon", has: () => ({ addonName: "vpc-cni", kubernetesVersion: "1.33" }) },
  ];
  for (const { name, has } of cases) {
    it(`answer ${name}`, () => {
      const wanted = has();
      const got = Object.fromEntries(Object.keys(wanted).map((key) => [key, answers[name]?.[key]]));
      assert.deepEqual(got, wanted);
    });
  }

  it("find the subnets of a VPC", () => {
    assert.deepEqual([...(answers.subnets?.ids as string[])].sort(), [ids.a, ids.b].sort());
  });

  it("list the zones, in order and without those that are excluded", () => {
    const names = answers.zones?.names as string[];
    assert.ok(names.length >= 2 && !names.includes("us-east-1b"));
    assert.deepEqual(names, [...names].sort());
  });

  it("say which version of an add-on is the newest", () => {
    assert.match(answers.addon?.version as string, /^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
  });

  it("say what they cannot find", async () => {
    const stack = await engine.stack("absent");
    const invokes = [ask("x", "aws:ec2/getVpc:getVpc", { tags: { Name: "nobody's" } })];
    const { code, output } = await stack.up({ resources: [], invokes });
    assert.notEqual(code, 0);
    assert.match(output, /no matching EC2 VPC found/);
  });
});
