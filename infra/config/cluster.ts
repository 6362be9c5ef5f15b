import { z } from "zod";

import { parseCidr } from "./cidr";

/** The setting `cluster` of the tooling stack. */

const publicCidr = z
  .string()
  .refine((text) => parseCidr(text) !== undefined, {
    error: "is no CIDR block: write its first address and a prefix length, e.g. 203.0.113.0/24",
  })
  .refine((text) => (parseCidr(text)?.bitmask ?? 32) >= 8, {
    error:
      "is wider than a /8, as good as the whole internet: name the blocks from which administrators come",
  });

const accessEntry = z.strictObject({
  /** A role or user of the tooling account, e.g. the role of your administrators. */
  principalArn: z.string().regex(/^arn:[\w-]+:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/, {
    error: "is no ARN of a role or user; wildcards are not taken",
  }),
  /** One of EKS's access policies, e.g. `AmazonEKSAdminViewPolicy`. */
  policy: z.string().regex(/^AmazonEKS\w+Policy$/, {
    error: "is no access policy of EKS: write e.g. AmazonEKSClusterAdminPolicy or AmazonEKSAdminViewPolicy",
  }),
  /** Where the policy holds; the whole cluster by default. */
  namespaces: z.array(z.string()).default([]),
});

const nodes = z
  .strictObject({
    instanceTypes: z
      .array(z.string())
      .min(1, { error: "is empty: name at least one, e.g. [m7i.large]" })
      .default(["m7i.large"]),
    /** AMI family of the managed node group, in EKS's words. */
    amiType: z.string().default("AL2023_x86_64_STANDARD"),
    min: z.int().min(0).default(2),
    desired: z.int().min(0).default(2),
    max: z.int().min(1).default(4),
    diskGiB: z.int().min(20, { error: "is under 20 GiB, too small for images" }).default(50),
  })
  .refine(({ min, desired, max }) => min <= desired && desired <= max, {
    error: "must have min <= desired <= max",
  })
  .prefault({});

export const clusterSchema = z.strictObject({
  /** Kubernetes version, quoted, e.g. "1.34". */
  version: z
    .string({
      error: (issue) =>
        typeof issue.input === "number" ? 'is a number: write it in quotes, e.g. "1.34"' : undefined,
    })
    .regex(/^1\.\d\d$/, { error: 'is no Kubernetes version, e.g. "1.34"' })
    .default("1.34"),
  /** Blocks from which the API endpoint is reached over the internet; without any it is private. */
  publicAccessCidrs: z.array(publicCidr).default([]),
  /** Addresses of Kubernetes services; must not overlap the VPC. */
  serviceCidr: z
    .string()
    .refine((text) => parseCidr(text) !== undefined, { error: "is no CIDR block" })
    .default("172.20.0.0/16"),
  logRetentionDays: z.int().min(1).default(90),
  access: z
    .array(accessEntry)
    .refine((entries) => new Set(entries.map(({ principalArn }) => principalArn)).size === entries.length, {
      error: "names a principal twice: EKS takes one entry for each",
    })
    .default([]),
  nodes,
});

export type ClusterSettings = z.output<typeof clusterSchema>;
