import { isIPv4 } from "node:net";

import { z } from "zod";

import { limits } from "../../trust/limits";
import type { Mechanism } from "./model";
import { partitionOf } from "./partitions";

/** The part of the setting `network` about the resolver rule, and what follows from it. */

const publicResolver = z.strictObject({
  ip: z.string().refine((text) => isIPv4(text), { error: "is no IPv4 address, e.g. 1.1.1.1" }),
  port: z
    .int()
    .min(1, { error: "is no port: write 1 to 65535" })
    .max(65535, { error: "is no port: write 1 to 65535" })
    .default(53),
});

/** Stands beside the other settings of an own VPC, and beside `existing`. */
export const resolverSettings = {
  /** Whether the host of OIDC issuers is resolved by public resolvers; `auto` where IRSA needs it. */
  resolver: z.enum(["auto", "on", "off"]).default("auto"),
  /** Who resolves it. */
  publicResolvers: z
    .array(publicResolver)
    .min(1, { error: "is empty: name at least one, e.g. { ip: 1.1.1.1 }" })
    .max(limits.resolverAddresses.value, {
      error: `has more than ${limits.resolverAddresses.value}, the most that a resolver rule takes`,
    })
    .refine((all) => new Set(all.map(({ ip, port }) => `${ip}:${port}`)).size === all.length, {
      error: "names one twice: remove it",
    })
    .default([
      { ip: "1.1.1.1", port: 53 },
      { ip: "8.8.8.8", port: 53 },
    ]),
};

export type PublicResolver = z.output<typeof publicResolver>;

/** How pods get the launcher, as far as it decides about the resolver. */
export type MechanismKind = Mechanism["kind"] | "irsa";

/** What decides whether the resolver is there. */
export interface ResolverQuestion {
  readonly setting: "auto" | "on" | "off";
  readonly mechanism: MechanismKind;
  /** Whether the cluster's API is reached from within the VPC alone. */
  readonly private: boolean;
  /** Short names of the endpoints in the VPC. */
  readonly endpoints: readonly string[];
}

/** The PrivateLink endpoint of OIDC issuers, which EKS has offered since 2026-07-27. It makes the resolver needless. */
export const oidcEndpoint = "oidc-eks";

/** Whether the VPC gets the resolver: when asked for, or by itself for IRSA in a private cluster without the endpoint. */
export function wantsResolver({
  setting,
  mechanism,
  private: isPrivate,
  endpoints,
}: ResolverQuestion): boolean {
  if (setting !== "auto") return setting === "on";
  return mechanism === "irsa" && isPrivate && !endpoints.includes(oidcEndpoint);
}

/**
 * The host of the OIDC issuers of EKS clusters.
 *
 * @param region e.g. `us-east-1`
 * @returns e.g. `oidc.eks.us-east-1.amazonaws.com`
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 */
export function oidcDomain(region: string): string {
  const suffix = partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return `oidc.eks.${region}.${suffix}`;
}
