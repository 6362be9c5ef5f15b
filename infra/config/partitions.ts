/** The partitions of AWS that are supported: the part of an ARN after `arn:`. */
export type Partition = "aws" | "aws-us-gov" | "aws-cn";

/** The regions of each partition, as the AWS SDK's endpoint rules list them (`@aws-sdk/core`, 2026-10). */
const regions: Readonly<Record<Partition, string>> = {
  aws:
    "af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 " +
    "ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 " +
    "ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 " +
    "eu-west-3 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1 sa-west-1 us-east-1 " +
    "us-east-2 us-west-1 us-west-2",
  "aws-us-gov": "us-gov-east-1 us-gov-west-1",
  "aws-cn": "cn-north-1 cn-northwest-1",
};

/** Names of the supported partitions. */
export const partitions = Object.keys(regions) as Partition[];

/** Names of the regions of a partition. */
export function regionsOf(partition: Partition): readonly string[] {
  return regions[partition].split(" ");
}

/** The partition that a region belongs to; undefined for a region that is not known. */
export function partitionOf(region: string): Partition | undefined {
  return partitions.find((partition) => regionsOf(partition).includes(region));
}

/**
 * The service principal of EC2, which is the one of ours that differs in China.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 */
export function ec2Principal(partition: Partition): string {
  return partition === "aws-cn" ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com";
}

/**
 * Interface endpoints that both regions of China offer under a prefix of their own (list of the AWS CDK,
 * `InterfaceVpcEndpointAwsService`).
 */
const chinesePrefix = new Set(
  (
    "application-autoscaling appmesh-envoy-management athena autoscaling awsconnector backup batch cassandra " +
    "cloudcontrolapi cloudformation codedeploy-commands-secure databrew dms ebs ec2 ecr.api ecr.dkr eks elasticache " +
    "elasticbeanstalk elasticfilesystem elasticfilesystem-fips emr-containers execute-api fsx imagebuilder iot.data " +
    "kinesis-streams lambda license-manager monitoring rds redshift redshift-data s3 sagemaker.api " +
    "sagemaker.featurestore-runtime sagemaker.runtime securityhub servicecatalog sms sqs states sts sync-states " +
    "synthetics transcribestreaming transfer xray"
  ).split(" "),
);

/**
 * The name of an interface endpoint's service.
 *
 * @param service e.g. `sts` or `ecr.api`
 * @param region e.g. `us-east-1`
 * @returns e.g. `com.amazonaws.us-east-1.sts`
 */
export function endpointService(service: string, region: string): string {
  const prefix =
    partitionOf(region) === "aws-cn" && chinesePrefix.has(service) ? "cn.com.amazonaws" : "com.amazonaws";
  return `${prefix}.${region}.${service}`;
}
