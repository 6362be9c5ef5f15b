import { z } from "zod";

import { overlap, parseCidr } from "./cidr";
import type { Problem } from "./problems";
import { oidcEndpoint, resolverSettings } from "./resolver";

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

/** What the STS endpoint lets through: the organization's calls, or the launchers' chain alone. */
const stsPolicy = z.enum(["organization", "strict"]);

const stsRoles = z
  .array(
    z.string().regex(/^arn:aws(-us-gov|-cn)?:iam::\d{12}:role\/[\w+=,.@/-]+$/, {
      error: "is no ARN of a role, e.g. arn:aws:iam::111111111111:role/Migration; wildcards are not taken",
    }),
  )
  .default([]);

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
  /**
   * Endpoints beside those that the cluster and the launcher need, e.g. `secretsmanager`. By default what the deploy
   * roles call, where there is no other way out.
   */
  extraEndpoints: z.array(service).optional(),
  stsPolicy: stsPolicy.default("organization"),
  /** Roles that steps assume with a deploy role, let through beside the launchers' chain. */
  stsRoles,
  ...resolverSettings,
});

const existingVpc = z.strictObject({
  existing: z.strictObject({
    vpcId: z.string().regex(/^vpc-[0-9a-f]+$/, { error: "is no id of a VPC, e.g. vpc-0123456789abcdef0" }),
    privateSubnetIds: z
      .array(z.string().regex(/^subnet-[0-9a-f]+$/, { error: "is no id of a subnet" }))
      .min(2, { error: "has fewer than 2 subnets: EKS needs them in two zones at least" }),
    /** Interface endpoints to add; none by default, because the VPC is not ours. */
    addEndpoints: z.array(service).default([]),
    /** What the added STS endpoint lets through; everything by default, because others use the VPC. */
    stsPolicy: stsPolicy.optional(),
    stsRoles,
  }),
  ...resolverSettings,
});

export type OwnVpc = z.output<typeof ownVpc>;
export type ExistingNetwork = z.output<typeof existingVpc>;
export type NetworkSettings = OwnVpc | ExistingNetwork;

/** Which of the two shapes a value is held against. */
export function networkSchema(source: unknown): z.ZodType<NetworkSettings> {
  return typeof source === "object" && source !== null && "existing" in source ? existingVpc : ownVpc;
}

/** What cannot be together: blocks of addresses, or settings that would do nothing. */
export function networkProblems(network: NetworkSettings, serviceCidr: string): Problem[] {
  return [
    ...("existing" in network ? [] : addressProblems(network, serviceCidr)),
    ...stsProblems(network),
    ...resolverProblems(network),
  ];
}

function stsProblems(network: NetworkSettings): Problem[] {
  const problems: Problem[] = [];
  const existing = "existing" in network;
  const { stsPolicy: mode, stsRoles: roles } = existing ? network.existing : network;
  const place = existing ? "network.existing" : "network";
  if (existing && mode && !network.existing.addEndpoints.includes("sts")) {
    problems.push({
      setting: `${place}.stsPolicy`,
      message:
        `is ${mode}, and no STS endpoint is added: an endpoint that the VPC has already belongs to others, whose ` +
        "policy stays as it is; add sts to addEndpoints, or remove stsPolicy",
    });
  }
  if (roles.length > 0 && mode !== "strict") {
    problems.push({
      setting: `${place}.stsRoles`,
      message: "would do nothing, because the endpoint is not strict: write stsPolicy: strict, or remove it",
    });
  }
  return problems;
}

function resolverProblems(network: NetworkSettings): Problem[] {
  const endpoints = "existing" in network ? network.existing.addEndpoints : (network.extraEndpoints ?? []);
  if (network.resolver !== "on" || !endpoints.includes(oidcEndpoint)) return [];
  const place = "existing" in network ? "existing.addEndpoints" : "extraEndpoints";
  return [
    {
      setting: "network.resolver",
      message:
        `is on, while ${place} has ${oidcEndpoint}: the rule would lead away from the endpoint; write off, or remove ` +
        oidcEndpoint,
    },
  ];
}

/** Blocks of addresses that cannot stand beside each other. */
function addressProblems(network: OwnVpc, serviceCidr: string): Problem[] {
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
