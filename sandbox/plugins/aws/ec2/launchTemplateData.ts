import type {
  LaunchTemplateHttpTokensState,
  LaunchTemplateInstanceMetadataEndpointState,
  LaunchTemplateInstanceMetadataProtocolIpv6,
  LaunchTemplateInstanceMetadataTagsState,
  RequestLaunchTemplateData,
  ResourceType,
  ResponseLaunchTemplateData,
  VolumeType,
  _InstanceType,
} from "@aws-sdk/client-ec2";
import { flag, list, map, number, object, set, text, type Typed } from "../../table/property";
import { fromTagList, toTagList } from "../tags";

// Pulumi has texts where "not set" and "false" differ.
const textFlag = { same: (one: string, other: string) => (one || "false") === (other || "false") };

/** What a launch template says of the instances that it launches. */
export const templateProperties = {
  imageId: text(),
  instanceType: text(),
  keyName: text(),
  userData: text(),
  ebsOptimized: text(textFlag),
  vpcSecurityGroupIds: set(text(), { cfn: "SecurityGroupIds" }),
  metadataOptions: object(
    {
      httpEndpoint: text({ computed: true }),
      httpTokens: text({ computed: true }),
      httpPutResponseHopLimit: number({ computed: true }),
      httpProtocolIpv6: text({ computed: true }),
      instanceMetadataTags: text({ computed: true }),
    },
    { computed: true },
  ),
  monitoring: object({ enabled: flag() }),
  iamInstanceProfile: object({ arn: text(), name: text() }),
  blockDeviceMappings: list(
    object({
      deviceName: text(),
      ebs: object({
        deleteOnTermination: text(textFlag),
        encrypted: text(textFlag),
        iops: number({ computed: true }),
        kmsKeyId: text(),
        throughput: number({ computed: true }),
        volumeSize: number({ computed: true }),
        volumeType: text({ computed: true }),
      }),
    }),
  ),
  tagSpecifications: list(object({ resourceType: text(), tags: map({ cfnList: true }) })),
};

export const templateData = Object.keys(templateProperties);

type Template = Typed<typeof templateProperties>;

const toFlag = (value: string | undefined) => (value ? value === "true" : undefined);
const fromFlag = (value: boolean | undefined) => (value === undefined ? undefined : String(value));

export function toTemplateData(inputs: Template): RequestLaunchTemplateData {
  const { metadataOptions: metadata, monitoring, iamInstanceProfile: profile } = inputs;
  return {
    ImageId: inputs.imageId,
    InstanceType: inputs.instanceType as _InstanceType | undefined,
    KeyName: inputs.keyName,
    UserData: inputs.userData,
    EbsOptimized: toFlag(inputs.ebsOptimized),
    SecurityGroupIds: inputs.vpcSecurityGroupIds,
    MetadataOptions: metadata && {
      HttpEndpoint: metadata.httpEndpoint as LaunchTemplateInstanceMetadataEndpointState,
      HttpTokens: metadata.httpTokens as LaunchTemplateHttpTokensState,
      HttpPutResponseHopLimit: metadata.httpPutResponseHopLimit,
      HttpProtocolIpv6: metadata.httpProtocolIpv6 as LaunchTemplateInstanceMetadataProtocolIpv6,
      InstanceMetadataTags: metadata.instanceMetadataTags as LaunchTemplateInstanceMetadataTagsState,
    },
    Monitoring: monitoring && { Enabled: monitoring.enabled },
    IamInstanceProfile: profile && { Arn: profile.arn, Name: profile.name },
    BlockDeviceMappings: inputs.blockDeviceMappings?.map(({ deviceName, ebs }) => ({
      DeviceName: deviceName,
      Ebs: ebs && {
        DeleteOnTermination: toFlag(ebs.deleteOnTermination),
        Encrypted: toFlag(ebs.encrypted),
        Iops: ebs.iops,
        KmsKeyId: ebs.kmsKeyId,
        Throughput: ebs.throughput,
        VolumeSize: ebs.volumeSize,
        VolumeType: ebs.volumeType as VolumeType,
      },
    })),
    TagSpecifications: inputs.tagSpecifications?.map(({ resourceType, tags }) => ({
      ResourceType: resourceType as ResourceType,
      Tags: toTagList(tags),
    })),
  };
}

/** moto lists the template's own tags among those of what it launches. */
const ofInstances = ({ ResourceType: type }: { ResourceType?: ResourceType }) => type !== "launch-template";

export function fromTemplateData(data: ResponseLaunchTemplateData): Template {
  const { MetadataOptions: metadata, Monitoring, IamInstanceProfile: profile } = data;
  return {
    imageId: data.ImageId || undefined,
    instanceType: data.InstanceType,
    keyName: data.KeyName || undefined,
    userData: data.UserData || undefined,
    ebsOptimized: fromFlag(data.EbsOptimized),
    vpcSecurityGroupIds: data.SecurityGroupIds,
    metadataOptions: metadata && {
      httpEndpoint: metadata.HttpEndpoint,
      httpTokens: metadata.HttpTokens,
      httpPutResponseHopLimit: metadata.HttpPutResponseHopLimit,
      httpProtocolIpv6: metadata.HttpProtocolIpv6,
      instanceMetadataTags: metadata.InstanceMetadataTags,
    },
    monitoring: Monitoring && { enabled: Monitoring.Enabled },
    iamInstanceProfile: profile && { arn: profile.Arn, name: profile.Name },
    blockDeviceMappings: data.BlockDeviceMappings?.map(({ DeviceName, Ebs: ebs }) => ({
      deviceName: DeviceName,
      ebs: ebs && {
        deleteOnTermination: fromFlag(ebs.DeleteOnTermination),
        encrypted: fromFlag(ebs.Encrypted),
        iops: ebs.Iops,
        kmsKeyId: ebs.KmsKeyId,
        throughput: ebs.Throughput,
        volumeSize: ebs.VolumeSize,
        volumeType: ebs.VolumeType,
      },
    })),
    tagSpecifications: data.TagSpecifications?.filter(ofInstances).map(({ ResourceType, Tags }) => ({
      resourceType: ResourceType,
      tags: fromTagList(Tags),
    })),
  };
}
