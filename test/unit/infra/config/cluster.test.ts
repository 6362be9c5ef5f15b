import assert from "node:assert/strict";

import { refusals } from "../../../fixtures/refusals";
import { goodSettings } from "../../../fixtures/settings";

const policy = "AmazonEKSClusterAdminPolicy";

describe("the setting cluster", () => {
  it("is a private cluster that nobody else has access to, unless something else is written", () => {
    assert.deepEqual(goodSettings().cluster, {
      version: "1.34",
      publicAccessCidrs: [],
      serviceCidr: "172.20.0.0/16",
      logRetentionDays: 90,
      access: [],
      nodes: {
        instanceTypes: ["m7i.large"],
        amiType: "AL2023_x86_64_STANDARD",
        min: 2,
        desired: 2,
        max: 4,
        diskGiB: 50,
      },
    });
  });

  refusals([
    {
      refuses: "a wildcard principal",
      cluster: { access: [{ principalArn: "*", policy }] },
      says: [["cluster.access[0].principalArn", "is no ARN of a role or user", "wildcards are not taken"]],
    },
    {
      refuses: "a wildcard within a principal's ARN",
      cluster: { access: [{ principalArn: "arn:aws:iam::123456789012:role/*", policy }] },
      says: [["cluster.access[0].principalArn", "wildcards are not taken"]],
    },
    {
      refuses: "a whole account as a principal",
      cluster: { access: [{ principalArn: "arn:aws:iam::123456789012:root", policy }] },
      says: [["cluster.access[0].principalArn", "is no ARN of a role or user"]],
    },
    {
      refuses: "a principal twice, of which EKS would keep one",
      cluster: {
        access: [
          { principalArn: "arn:aws:iam::123456789012:role/Admin", policy },
          { principalArn: "arn:aws:iam::123456789012:role/Admin", policy: "AmazonEKSViewPolicy" },
        ],
      },
      says: [["cluster.access", "names a principal twice"]],
    },
    {
      refuses: "an access policy that EKS does not have",
      cluster: {
        access: [{ principalArn: "arn:aws:iam::123456789012:role/Admin", policy: "AdministratorAccess" }],
      },
      says: [["cluster.access[0].policy", "e.g. AmazonEKSClusterAdminPolicy or AmazonEKSAdminViewPolicy"]],
    },
    {
      refuses: "an endpoint that is open to the whole internet",
      cluster: { publicAccessCidrs: ["0.0.0.0/0"] },
      says: [["cluster.publicAccessCidrs[0]", "the whole internet", "name the blocks"]],
    },
    {
      refuses: "an address without a prefix",
      cluster: { publicAccessCidrs: ["203.0.113.7"], serviceCidr: "172.20.0.0" },
      says: [
        ["cluster.publicAccessCidrs[0]", "e.g. 203.0.113.0/24"],
        ["cluster.serviceCidr", "is no CIDR block"],
      ],
    },
    {
      refuses: "a version without quotes",
      cluster: { version: 1.3 },
      says: [["cluster.version", 'is a number: write it in quotes, e.g. "1.34"']],
    },
    {
      refuses: "a version that is none",
      cluster: { version: "latest" },
      says: [["cluster.version", 'is no Kubernetes version, e.g. "1.34"']],
    },
    {
      refuses: "sizes of the node group that contradict each other",
      cluster: { nodes: { min: 3 } },
      says: [["cluster.nodes", "min <= desired <= max"]],
    },
    {
      refuses: "nodes of no type, with disks too small",
      cluster: { nodes: { instanceTypes: [], diskGiB: 8 }, logRetentionDays: 0 },
      says: [
        ["cluster.logRetentionDays", "must be at least 1"],
        ["cluster.nodes.instanceTypes", "is empty: name at least one"],
        ["cluster.nodes.diskGiB", "is under 20 GiB"],
      ],
    },
  ]);
});
