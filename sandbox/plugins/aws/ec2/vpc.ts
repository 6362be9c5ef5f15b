import {
  CreateVpcCommand,
  DeleteVpcCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  ModifyVpcAttributeCommand,
  type Tenancy,
  type VpcAttributeName,
} from "@aws-sdk/client-ec2";
import { flag, outputText, regional, tagged as tags, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromTagList } from "../tags";
import { arnOf, byTags, ec2, only, retag, tagged, where } from "./shared";

export const vpc = resource({
  type: "aws:ec2/vpc:Vpc",
  label: "EC2 VPC",
  cfn: "AWS::EC2::VPC",
  properties: {
    ...regional,
    cidrBlock: text({ replace: true, computed: true }),
    instanceTenancy: text({ replace: true, default: "default" }),
    enableDnsSupport: flag({ default: true }),
    enableDnsHostnames: flag({ computed: true }),
    enableNetworkAddressUsageMetrics: flag({ computed: true, cfn: false }),
    ...tags,
    arn: outputText,
    defaultNetworkAclId: outputText,
    defaultRouteTableId: outputText,
    defaultSecurityGroupId: outputText,
    dhcpOptionsId: outputText,
    mainRouteTableId: outputText,
    ownerId: outputText,
  },

  async create(aws, inputs) {
    const request = new CreateVpcCommand({
      CidrBlock: inputs.cidrBlock,
      InstanceTenancy: inputs.instanceTenancy as Tenancy,
      TagSpecifications: tagged("vpc", inputs.tagsAll),
    });
    const { Vpc } = await ec2(aws).send(request);
    return Vpc?.VpcId as string;
  },

  /** AWS takes one attribute a request. */
  async settle(aws, VpcId, inputs) {
    const modify = async (attribute: string, wanted: boolean | undefined) => {
      if (wanted === undefined) return;
      await ec2(aws).send(new ModifyVpcAttributeCommand({ VpcId, [attribute]: { Value: wanted } }));
    };
    await modify("EnableDnsSupport", inputs.enableDnsSupport);
    await modify("EnableDnsHostnames", inputs.enableDnsHostnames);
    await modify("EnableNetworkAddressUsageMetrics", inputs.enableNetworkAddressUsageMetrics);
  },

  async read(aws, id) {
    const { Vpcs } = await ec2(aws).send(new DescribeVpcsCommand({ VpcIds: [id] }));
    const found = Vpcs?.[0];
    if (!found) return undefined;
    const attribute = (Attribute: VpcAttributeName) =>
      ec2(aws).send(new DescribeVpcAttributeCommand({ VpcId: id, Attribute }));
    const metrics = await attribute("enableNetworkAddressUsageMetrics");
    const mainRouteTableId = await mainRouteTable(aws, id);
    return {
      cidrBlock: found.CidrBlock,
      instanceTenancy: found.InstanceTenancy,
      enableDnsSupport: (await attribute("enableDnsSupport")).EnableDnsSupport?.Value,
      enableDnsHostnames: (await attribute("enableDnsHostnames")).EnableDnsHostnames?.Value,
      enableNetworkAddressUsageMetrics: metrics.EnableNetworkAddressUsageMetrics?.Value ?? false,
      tagsAll: fromTagList(found.Tags),
      arn: arnOf(aws, "vpc", id),
      defaultNetworkAclId: await defaultNetworkAcl(aws, id),
      defaultRouteTableId: mainRouteTableId,
      defaultSecurityGroupId: await defaultSecurityGroup(aws, id),
      dhcpOptionsId: found.DhcpOptionsId,
      mainRouteTableId,
      ownerId: found.OwnerId ?? aws.accountId,
    };
  },

  retag,

  async find(aws, { cidrBlock = "", tagsAll }) {
    const Filters = where({ cidr: cidrBlock, ...byTags(tagsAll) });
    return only((await ec2(aws).send(new DescribeVpcsCommand({ Filters }))).Vpcs)?.VpcId;
  },

  async delete(aws, VpcId) {
    await ec2(aws).send(new DeleteVpcCommand({ VpcId }));
  },
});

async function mainRouteTable(aws: Aws, vpcId: string): Promise<string | undefined> {
  const Filters = where({ "vpc-id": vpcId, "association.main": "true" });
  return (await ec2(aws).send(new DescribeRouteTablesCommand({ Filters }))).RouteTables?.[0]?.RouteTableId;
}

async function defaultNetworkAcl(aws: Aws, vpcId: string): Promise<string | undefined> {
  const Filters = where({ "vpc-id": vpcId, default: "true" });
  return (await ec2(aws).send(new DescribeNetworkAclsCommand({ Filters }))).NetworkAcls?.[0]?.NetworkAclId;
}

async function defaultSecurityGroup(aws: Aws, vpcId: string): Promise<string | undefined> {
  const Filters = where({ "vpc-id": vpcId, "group-name": "default" });
  return (await ec2(aws).send(new DescribeSecurityGroupsCommand({ Filters }))).SecurityGroups?.[0]?.GroupId;
}
