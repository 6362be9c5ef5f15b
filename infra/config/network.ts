import { z } from "zod";

import { overlap, parseCidr } from "./cidr";
import type { Problem } from "./problems";

/** The setting `network` of the tooling stack: a VPC of its own, or one that exists. */

const cidr = z.string().refine((text) => parseCidr(text) !== undefined, {
  error: "is no CIDR block: write its first address and a prefix length, e.g. 10.40.0.0/16",
});

/**
 * Interface endpoints that the launcher's chain and the nodes of a private cluster need.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
export const neededEndpoints = ["sts", "eks-auth", "eks", "ec2", "ecr.api", "ecr.dkr", "logs"];

const service = z.string().regex(/^[a-z0-9.-]+$/, {
  error:
    "is no short name of a service: write e.g. secretsmanager for com.amazonaws.us-east-1.secretsmanager",
});

const ownVpc = z.strictObject({
  cidr: cidr.default("10.40.0.0/16"),
  /** How many availability zones; each gets a private subnet. */
  zones: z
    .int()
    .min(2, { error: "is under 2: EKS needs subnets in two zones at least" })
    .max(6, { error: "is over 6, more zones than a region has" })
    .default(2),
  /** A way out to the internet: none, one gateway, or one a zone. */
  nat: z.enum(["none", "single", "perZone"]).default("none"),
  /** CIDR blocks of the private subnets, one a zone; cut from `cidr` by default. */
  privateSubnets: z.array(cidr).optional(),
  /** Interface endpoints beside those that the cluster and the launcher need, e.g. `secretsmanager`. */
  extraEndpoints: z.array(service).default([]),
});

const existingVpc = z.strictObject({
  existing: z.strictObject({
    vpcId: z.string().regex(/^vpc-[0-9a-f]+$/, { error: "is no id of a VPC, e.g. vpc-0123456789abcdef0" }),
    privateSubnetIds: z
      .array(z.string().regex(/^subnet-[0-9a-f]+$/, { error: "is no id of a subnet" }))
      .min(2, { error: "has fewer than 2 subnets: EKS needs them in two zones at least" }),
    /** Interface endpoints to add; none by default, because the VPC is not ours. */
    addEndpoints: z.array(service).default([]),
  }),
});

export type OwnVpc = z.output<typeof ownVpc>;
export type ExistingVpc = z.output<typeof existingVpc>["existing"];
export type NetworkSettings = OwnVpc | { readonly existing: ExistingVpc };

/** Which of the two shapes a value is held against. */
export function networkSchema(source: unknown): z.ZodType<NetworkSettings> {
  return typeof source === "object" && source !== null && "existing" in source ? existingVpc : ownVpc;
}

/** Blocks of addresses that cannot stand beside each other. */
export function networkProblems(network: NetworkSettings, serviceCidr: string): Problem[] {
  if ("existing" in network) return [];
  const vpc = parseCidr(network.cidr);
  const services = parseCidr(serviceCidr);
  if (!vpc) return [];
  const problems: Problem[] = [];
  if (vpc.bitmask < 16 || vpc.bitmask > 24) {
    problems.push({
      setting: "network.cidr",
      message: `is a /${vpc.bitmask}: write a /16 (the largest AWS takes) to /24 (the least that subnets for nodes can be cut from)`,
    });
  }
  if (services && overlap(vpc, services)) {
    problems.push({
      setting: "cluster.serviceCidr",
      message: `is ${serviceCidr}, which overlaps network.cidr ${network.cidr}: pods could not tell a service from a node`,
    });
  }
  const subnets = network.privateSubnets ?? [];
  if (network.privateSubnets && subnets.length !== network.zones) {
    problems.push({
      setting: "network.privateSubnets",
      message: `are ${subnets.length} for ${network.zones} zones: write one a zone`,
    });
  }
  subnets.forEach((text, index) => {
    const subnet = parseCidr(text);
    if (!subnet) return;
    const setting = `network.privateSubnets[${index}]`;
    if (!vpc.contains(subnet)) {
      problems.push({ setting, message: `is ${text}, outside of network.cidr ${network.cidr}` });
    }
    subnets.slice(0, index).forEach((earlier, place) => {
      const other = parseCidr(earlier);
      if (other && overlap(subnet, other)) {
        problems.push({ setting, message: `is ${text}, which overlaps privateSubnets[${place}] ${earlier}` });
      }
    });
    if (network.nat !== "none" && overlapsPublicHalf(vpc.bitmask, vpc.netLong, subnet.netLong, subnet.size)) {
      problems.push({
        setting,
        message: `is ${text}, in the upper half of ${network.cidr}, where the public subnets of the NAT gateways are`,
      });
    }
  });
  return problems;
}

function overlapsPublicHalf(bitmask: number, vpcStart: number, start: number, size: number): boolean {
  return start + size > vpcStart + 2 ** (32 - bitmask) / 2;
}
