import assert from "node:assert/strict";

import { overlap, parseCidr, subnetCidr } from "../../../../infra/config/cidr";
import { refusals } from "../../../fixtures/refusals";
import { goodSettings } from "../../../fixtures/settings";

const existing = { vpcId: "vpc-0123456789abcdef0", privateSubnetIds: ["subnet-0a", "subnet-0b"] };
const stsRoles = ["arn:aws:iam::444444444444:role/shared/Migration"];
const resolving = {
  resolver: "auto",
  publicResolvers: [
    { ip: "1.1.1.1", port: 53 },
    { ip: "8.8.8.8", port: 53 },
  ],
};

describe("the setting network", () => {
  it("is a VPC in two zones without a way out, unless something else is written", () => {
    assert.deepEqual(goodSettings().network, {
      cidr: "10.40.0.0/16",
      zones: 2,
      nat: "none",
      stsPolicy: "organization",
      stsRoles: [],
      ...resolving,
    });
  });

  it("takes subnets in the lower half beside NAT gateways, and anywhere without", () => {
    const lower = ["10.40.0.0/18", "10.40.64.0/18"];
    goodSettings({ network: { nat: "perZone", privateSubnets: lower } });
    goodSettings({ network: { privateSubnets: ["10.40.0.0/17", "10.40.128.0/17"] } });
  });

  it("takes an existing VPC, and adds nothing to it", () => {
    assert.deepEqual(goodSettings({ network: { existing } }).network, {
      existing: { ...existing, addEndpoints: [], stsRoles: [] },
      ...resolving,
    });
  });

  it("takes a strict STS endpoint with further roles, of its own and in an existing VPC", () => {
    const strict = { stsPolicy: "strict", stsRoles };
    goodSettings({ network: strict });
    goodSettings({ network: { existing: { ...existing, addEndpoints: ["sts"], ...strict } } });
    goodSettings({
      network: { existing: { ...existing, addEndpoints: ["sts"], stsPolicy: "organization" } },
    });
  });

  it("takes resolvers of the user's own, on a port of theirs, beside an own VPC and an existing one", () => {
    const publicResolvers = [{ ip: "9.9.9.9", port: 5353 }, { ip: "9.9.9.9" }];
    for (const network of [{}, { existing }]) {
      const settings = goodSettings({ network: { ...network, resolver: "on", publicResolvers } });
      assert.deepEqual(settings.network.publicResolvers, [
        { ip: "9.9.9.9", port: 5353 },
        { ip: "9.9.9.9", port: 53 },
      ]);
    }
    goodSettings({ network: { resolver: "auto", extraEndpoints: ["oidc-eks"] } });
  });

  refusals([
    {
      refuses: "what is no CIDR block",
      network: { cidr: "10.40.0.0", privateSubnets: ["10.40.0.0/255.255.240.0", "10.40.16.1/20"] },
      says: [
        ["network.cidr", "its first address and a prefix length, e.g. 10.40.0.0/16"],
        ["network.privateSubnets[0]", "is no CIDR block"],
        ["network.privateSubnets[1]", "its first address"],
      ],
    },
    {
      refuses: "a VPC larger than AWS takes",
      network: { cidr: "10.0.0.0/15" },
      says: [["network.cidr", "is a /15", "write a /16", "to /24"]],
    },
    {
      refuses: "a VPC too small to be cut",
      network: { cidr: "10.40.0.0/25" },
      says: [["network.cidr", "is a /25", "to /24"]],
    },
    {
      refuses: "services' addresses within the VPC",
      cluster: { serviceCidr: "10.40.128.0/20" },
      says: [["cluster.serviceCidr", "is 10.40.128.0/20, which overlaps network.cidr 10.40.0.0/16"]],
    },
    {
      refuses: "a VPC within the services' addresses",
      network: { cidr: "172.20.16.0/20" },
      says: [["cluster.serviceCidr", "is 172.20.0.0/16, which overlaps network.cidr 172.20.16.0/20"]],
    },
    {
      refuses: "subnets that overlap",
      network: { zones: 3, privateSubnets: ["10.40.0.0/20", "10.40.16.0/20", "10.40.8.0/21"] },
      says: [["network.privateSubnets[2]", "is 10.40.8.0/21, which overlaps privateSubnets[0] 10.40.0.0/20"]],
    },
    {
      refuses: "a subnet outside of the VPC",
      network: { privateSubnets: ["10.41.0.0/20", "10.40.16.0/20"] },
      says: [["network.privateSubnets[0]", "is 10.41.0.0/20, outside of network.cidr 10.40.0.0/16"]],
    },
    {
      refuses: "a subnet where the NAT gateways' subnets are",
      network: { nat: "single", privateSubnets: ["10.40.0.0/20", "10.40.128.0/20"] },
      says: [["network.privateSubnets[1]", "in the upper half of 10.40.0.0/16", "NAT gateways"]],
    },
    {
      refuses: "a subnet that reaches into the upper half",
      network: { nat: "perZone", privateSubnets: ["10.40.0.0/16", "10.40.0.0/20"] },
      says: [
        ["network.privateSubnets[0]", "in the upper half"],
        ["network.privateSubnets[1]", "overlaps privateSubnets[0]"],
      ],
    },
    {
      refuses: "fewer subnets than zones",
      network: { zones: 3, privateSubnets: ["10.40.0.0/20", "10.40.16.0/20"] },
      says: [["network.privateSubnets", "are 2 for 3 zones: write one a zone"]],
    },
    {
      refuses: "a single zone",
      network: { zones: 1 },
      says: [["network.zones", "is under 2", "two zones at least"]],
    },
    {
      refuses: "more zones than there are",
      network: { zones: 7 },
      says: [["network.zones", "is over 6"]],
    },
    {
      refuses: "a way out that is not there",
      network: { nat: "double" },
      says: [["network.nat", "is none of none, single, perZone"]],
    },
    {
      refuses: "the full name of an endpoint's service",
      network: { extraEndpoints: ["com.amazonaws.us-east-1/sqs"] },
      says: [["network.extraEndpoints[0]", "is no short name of a service", "secretsmanager"]],
    },
    {
      refuses: "an existing VPC that is none, in one subnet",
      network: { existing: { vpcId: "10.0.0.0/16", privateSubnetIds: ["subnet-0a"], addEndpoints: ["STS"] } },
      says: [
        ["network.existing.vpcId", "e.g. vpc-0123456789abcdef0"],
        ["network.existing.privateSubnetIds", "fewer than 2"],
        ["network.existing.addEndpoints[0]", "is no short name of a service"],
      ],
    },
    {
      refuses: "a policy of the STS endpoint that there is not",
      network: { stsPolicy: "none" },
      says: [["network.stsPolicy", "is none of organization, strict"]],
    },
    {
      refuses: "further roles where the STS endpoint lets all roles of the organization through",
      network: { stsRoles },
      says: [["network.stsRoles", "would do nothing", "stsPolicy: strict"]],
    },
    {
      refuses: "further roles that are none",
      network: {
        stsPolicy: "strict",
        stsRoles: [
          "arn:aws:iam::*:role/Migration",
          "arn:aws:iam::444444444444:role/*",
          "arn:aws:iam::444444444444:user/x",
          "arn:aws:sts::444444444444:assumed-role/Migration/session",
          "Migration",
        ],
      },
      says: [0, 1, 2, 3, 4].map(
        (index) => [`network.stsRoles[${index}]`, "is no ARN of a role", "wildcards are not taken"] as const,
      ),
    },
    {
      refuses: "a policy for an STS endpoint that is not ours",
      network: { existing: { ...existing, addEndpoints: ["eks-auth"], stsPolicy: "strict", stsRoles } },
      says: [["network.existing.stsPolicy", "no STS endpoint is added", "add sts to addEndpoints"]],
    },
    {
      refuses: "further roles in an existing VPC without a strict endpoint",
      network: { existing: { ...existing, addEndpoints: ["sts"], stsRoles } },
      says: [["network.existing.stsRoles", "would do nothing", "stsPolicy: strict"]],
    },
    {
      refuses: "the STS policy of an own VPC beside an existing one",
      network: { existing, stsPolicy: "strict", stsRoles },
      says: [
        ["network.stsPolicy", "is no setting"],
        ["network.stsRoles", "is no setting"],
      ],
    },
    {
      refuses: "a resolver that is neither on nor off",
      network: { resolver: true },
      says: [["network.resolver", "is none of auto, on, off"]],
    },
    {
      refuses: "resolvers that are none",
      network: {
        publicResolvers: [
          { ip: "dns.google" },
          { ip: "2001:4860:4860::8888" },
          { ip: "1.1.1.1", port: 0 },
          { ip: "1.1.1.256" },
          { ip: "8.8.8.8", port: 65536 },
        ],
      },
      says: [
        ["network.publicResolvers[0].ip", "is no IPv4 address, e.g. 1.1.1.1"],
        ["network.publicResolvers[1].ip", "is no IPv4 address"],
        ["network.publicResolvers[2].port", "1 to 65535"],
        ["network.publicResolvers[3].ip", "is no IPv4 address"],
        ["network.publicResolvers[4].port", "1 to 65535"],
      ],
    },
    {
      refuses: "no resolver at all",
      network: { existing, publicResolvers: [] },
      says: [["network.publicResolvers", "is empty", "{ ip: 1.1.1.1 }"]],
    },
    {
      refuses: "more resolvers than a rule takes",
      network: { publicResolvers: [1, 2, 3, 4, 5, 6, 7].map((number) => ({ ip: `9.9.9.${number}` })) },
      says: [["network.publicResolvers", "has more than 6"]],
    },
    {
      refuses: "a resolver twice, the second time on its default port",
      network: { publicResolvers: [{ ip: "1.1.1.1", port: 53 }, { ip: "1.1.1.1" }] },
      says: [["network.publicResolvers", "names one twice"]],
    },
    {
      refuses: "a rule that leads away from the endpoint for the same name",
      network: { nat: "single", resolver: "on", extraEndpoints: ["oidc-eks"] },
      says: [["network.resolver", "extraEndpoints has oidc-eks", "write off"]],
    },
    {
      refuses: "the same in an existing VPC",
      network: { existing: { ...existing, addEndpoints: ["oidc-eks"] }, resolver: "on" },
      says: [["network.resolver", "existing.addEndpoints has oidc-eks", "write off"]],
    },
    {
      refuses: "an existing VPC and one of its own",
      network: { existing, cidr: "10.40.0.0/16", nat: "single" },
      says: [
        ["network.cidr", "is no setting"],
        ["network.nat", "is no setting"],
      ],
    },
  ]);
});

describe("CIDR blocks", () => {
  it("cuts a VPC so that zones and NAT gateways that come later move no subnet", () => {
    const cut = (cidr: string, kind: "private" | "public"): string[] =>
      [0, 1, 2, 3, 4, 5].map((zone) => subnetCidr(cidr, kind, zone));
    assert.deepEqual(cut("10.40.0.0/16", "private"), [
      "10.40.0.0/20",
      "10.40.16.0/20",
      "10.40.32.0/20",
      "10.40.48.0/20",
      "10.40.64.0/20",
      "10.40.80.0/20",
    ]);
    assert.deepEqual(cut("10.40.0.0/16", "public")[0], "10.40.128.0/20");
    for (const cidr of ["10.40.0.0/16", "192.168.8.0/22", "10.9.8.0/24"]) {
      const subnets = [...cut(cidr, "private"), ...cut(cidr, "public")].map((text) => parseCidr(text));
      const vpc = parseCidr(cidr);
      subnets.forEach((subnet, index) => {
        assert(subnet && vpc?.contains(subnet), `${cidr} holds ${subnet?.toString()}`);
        for (const other of subnets.slice(index + 1)) assert(other && !overlap(subnet, other));
      });
    }
  });

  it("tells blocks that share addresses from neighbours", () => {
    const overlaps = (one: string, other: string): boolean => {
      const [first, second] = [parseCidr(one), parseCidr(other)];
      assert(first && second);
      assert.equal(overlap(first, second), overlap(second, first));
      return overlap(first, second);
    };
    assert.equal(overlaps("10.0.0.0/8", "10.255.255.0/24"), true);
    assert.equal(overlaps("10.0.0.0/24", "10.0.0.0/24"), true);
    assert.equal(overlaps("10.0.0.0/24", "10.0.1.0/24"), false);
  });

  it("takes a block only as AWS does", () => {
    for (const text of ["10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "10.0.0/24", "::/0", "", "10.0.0.0/8 "]) {
      assert.equal(parseCidr(text), undefined, text);
    }
    assert.equal(parseCidr("10.0.0.0/8")?.bitmask, 8);
  });
});
