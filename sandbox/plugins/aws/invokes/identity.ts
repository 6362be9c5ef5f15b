import { partition as partitionOf } from "@aws-sdk/core/client";
import { text } from "../../table/property";
import { invoke } from "../invoke";

const getCallerIdentity = invoke({
  token: "aws:index/getCallerIdentity:getCallerIdentity",
  args: { id: text() },
  answer: ({ accountId, arn, userId }) => Promise.resolve({ id: accountId, accountId, arn, userId }),
});

const getPartition = invoke({
  token: "aws:index/getPartition:getPartition",
  args: { id: text() },
  answer({ region }) {
    const { name, dnsSuffix } = partitionOf(region);
    const reverseDnsPrefix = dnsSuffix.split(".").reverse().join(".");
    return Promise.resolve({ id: name, partition: name, dnsSuffix, reverseDnsPrefix });
  },
});

const getRegion = invoke({
  token: "aws:index/getRegion:getRegion",
  args: { id: text(), name: text(), endpoint: text() },
  answer(aws, { name, endpoint }) {
    const region = name ?? (endpoint ? /^ec2\.([\w-]+)\./.exec(endpoint)?.[1] : undefined) ?? aws.region;
    // The SDK's type leaves out that AWS's partition data describes each region.
    const { description, dnsSuffix }: { description?: string; dnsSuffix: string } = partitionOf(region);
    return Promise.resolve({
      id: region,
      name: region,
      region,
      description,
      endpoint: `ec2.${region}.${dnsSuffix}`,
    });
  },
});

export const invokes = [getCallerIdentity, getPartition, getRegion];
