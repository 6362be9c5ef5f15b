import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import {
  ec2Principal,
  endpointService,
  partitionOf,
  partitions,
  regionsOf,
} from "../../../../infra/config/partitions";

interface SdkPartition {
  readonly id: string;
  readonly regions: Readonly<Record<string, unknown>>;
}

/** The partitions that the installed AWS SDK knows; it keeps them in a file that it does not export. */
function sdkPartitions(): readonly SdkPartition[] {
  const require = createRequire(__filename);
  const root = dirname(require.resolve("@aws-sdk/core/package.json"));
  const file = join(root, "dist-es/submodules/client/util-endpoints/lib/aws/partitions.js");
  return (require(file) as { partitionsInfo: { partitions: readonly SdkPartition[] } }).partitionsInfo
    .partitions;
}

describe("partitions and regions", () => {
  const known = sdkPartitions();

  for (const partition of partitions) {
    it(`has the regions of ${partition} that the AWS SDK has`, () => {
      const sdk = known.find(({ id }) => id === partition);
      assert(sdk, `the SDK has no partition ${partition}`);
      // Each partition has a pseudo-region for its global services, e.g. aws-cn-global.
      const regions = Object.keys(sdk.regions).filter((name) => !name.endsWith("-global"));
      assert(regions.length >= 2);
      const missing = regions.filter((name) => !regionsOf(partition).includes(name));
      const gone = regionsOf(partition).filter((name) => !regions.includes(name));
      assert.deepEqual(missing, [], `add to infra/config/partitions.ts, ${partition}: ${missing.join(" ")}`);
      assert.deepEqual(gone, [], `remove from infra/config/partitions.ts, ${partition}: ${gone.join(" ")}`);
    });
  }

  it("finds the partition of a region", () => {
    assert.deepEqual(
      ["us-east-1", "us-gov-west-1", "cn-northwest-1", "us-iso-east-1", "us-east-9", ""].map(partitionOf),
      ["aws", "aws-us-gov", "aws-cn", undefined, undefined, undefined],
    );
  });

  it("has China's own principal of EC2", () => {
    assert.deepEqual(partitions.map(ec2Principal), [
      "ec2.amazonaws.com",
      "ec2.amazonaws.com",
      "ec2.amazonaws.com.cn",
    ]);
  });

  it("has China's own names of endpoint services, where they differ", () => {
    const cases: [service: string, region: string, name: string][] = [
      ["sts", "us-east-1", "com.amazonaws.us-east-1.sts"],
      ["ecr.api", "us-gov-west-1", "com.amazonaws.us-gov-west-1.ecr.api"],
      ["sts", "cn-north-1", "cn.com.amazonaws.cn-north-1.sts"],
      ["ecr.dkr", "cn-northwest-1", "cn.com.amazonaws.cn-northwest-1.ecr.dkr"],
      ["sqs", "cn-north-1", "cn.com.amazonaws.cn-north-1.sqs"],
      ["logs", "cn-north-1", "com.amazonaws.cn-north-1.logs"],
      ["eks-auth", "cn-north-1", "com.amazonaws.cn-north-1.eks-auth"],
    ];
    for (const [service, region, name] of cases) assert.equal(endpointService(service, region), name);
  });
});
