import { partition as partitionOf } from "@aws-sdk/core/client";
import {
  AllocateAddressCommand,
  DescribeAddressesCommand,
  ReleaseAddressCommand,
  type DomainType,
} from "@aws-sdk/client-ec2";
import { outputText, regional, tagged as tags, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromTagList } from "../tags";
import { arnOf, byTags, ec2, only, retag, tagged, where } from "./shared";

export const eip = resource({
  type: "aws:ec2/eip:Eip",
  label: "EC2 EIP",
  cfn: "AWS::EC2::EIP",
  properties: {
    ...regional,
    domain: text({ replace: true, computed: true }),
    networkBorderGroup: text({ replace: true, computed: true }),
    publicIpv4Pool: text({ replace: true, computed: true }),
    ...tags,
    allocationId: outputText,
    arn: outputText,
    associationId: outputText,
    privateIp: outputText,
    publicDns: outputText,
    publicIp: outputText,
  },

  async create(aws, inputs) {
    const request = new AllocateAddressCommand({
      Domain: (inputs.domain ?? "vpc") as DomainType,
      NetworkBorderGroup: inputs.networkBorderGroup,
      PublicIpv4Pool: inputs.publicIpv4Pool,
      TagSpecifications: tagged("elastic-ip", inputs.tagsAll),
    });
    return (await ec2(aws).send(request)).AllocationId as string;
  },

  async read(aws, id) {
    const { Addresses } = await ec2(aws).send(new DescribeAddressesCommand({ AllocationIds: [id] }));
    const found = Addresses?.[0];
    return (
      found && {
        domain: found.Domain,
        networkBorderGroup: found.NetworkBorderGroup ?? aws.region,
        publicIpv4Pool: found.PublicIpv4Pool ?? "amazon",
        tagsAll: fromTagList(found.Tags),
        allocationId: id,
        arn: arnOf(aws, "elastic-ip", id),
        associationId: found.AssociationId || undefined,
        privateIp: found.PrivateIpAddress || undefined,
        publicDns: dnsName(aws, found.PublicIp),
        publicIp: found.PublicIp,
      }
    );
  },

  retag,

  async find(aws, { tagsAll }) {
    const Filters = where(byTags(tagsAll));
    return only((await ec2(aws).send(new DescribeAddressesCommand({ Filters }))).Addresses)?.AllocationId;
  },

  async delete(aws, AllocationId) {
    await ec2(aws).send(new ReleaseAddressCommand({ AllocationId }));
  },
});

/** The name that AWS gives a public address; `us-east-1` has one of its own. */
function dnsName({ region }: Aws, ip = ""): string {
  const zone = region === "us-east-1" ? "compute-1" : `${region}.compute`;
  return `ec2-${ip.replaceAll(".", "-")}.${zone}.${partitionOf(region).dnsSuffix}`;
}
