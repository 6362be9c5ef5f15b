import {
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribePrefixListsCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcEndpointCommand,
  type IpAddressType,
  type VpcEndpoint,
  type VpcEndpointType,
} from "@aws-sdk/client-ec2";
import { flag, output, outputText, policy, regional, set, tagged as tags, text } from "../../table/property";
import { resource } from "../entry";
import type { Aws } from "../session";
import { fromTagList } from "../tags";
import { arnOf, ec2, only, retag, tagged, where } from "./shared";

export const vpcEndpoint = resource({
  type: "aws:ec2/vpcEndpoint:VpcEndpoint",
  label: "EC2 VPC Endpoint",
  cfn: "AWS::EC2::VPCEndpoint",
  properties: {
    ...regional,
    vpcId: text({ required: true, replace: true }),
    serviceName: text({ replace: true }),
    vpcEndpointType: text({ replace: true, default: "Gateway" }),
    policy: policy({ computed: true, cfn: "PolicyDocument" }),
    privateDnsEnabled: flag({ computed: true }),
    ipAddressType: text({ computed: true }),
    routeTableIds: set(text(), { computed: true }),
    subnetIds: set(text(), { computed: true }),
    securityGroupIds: set(text(), { computed: true }),
    ...tags,
    arn: outputText,
    cidrBlocks: output,
    dnsEntries: output,
    networkInterfaceIds: output,
    ownerId: outputText,
    prefixListId: outputText,
    requesterManaged: output,
    state: outputText,
  },

  async create(aws, inputs) {
    const request = new CreateVpcEndpointCommand({
      VpcId: inputs.vpcId,
      ServiceName: inputs.serviceName,
      VpcEndpointType: inputs.vpcEndpointType as VpcEndpointType,
      PolicyDocument: inputs.policy,
      PrivateDnsEnabled: inputs.privateDnsEnabled,
      IpAddressType: inputs.ipAddressType as IpAddressType | undefined,
      RouteTableIds: inputs.routeTableIds,
      SubnetIds: inputs.subnetIds,
      SecurityGroupIds: inputs.securityGroupIds,
      TagSpecifications: tagged("vpc-endpoint", inputs.tagsAll),
    });
    const made = await ec2(aws).send(request);
    return made.VpcEndpoint?.VpcEndpointId as string;
  },

  async settle(aws, id) {
    await aws.until(`VPC endpoint ${id} to become available`, async () => {
      const found = await find(aws, id);
      if (/^(failed|rejected)$/i.test(found?.State ?? ""))
        throw new Error(`VPC endpoint ${id} is ${found?.State}`);
      return /^(available|pendingAcceptance)$/i.test(found?.State ?? "") ? found : undefined;
    });
  },

  async read(aws, id) {
    const found = await find(aws, id);
    if (!found || /^(deleting|deleted)$/i.test(found.State ?? "")) return undefined;
    return {
      vpcId: found.VpcId,
      serviceName: found.ServiceName,
      vpcEndpointType: found.VpcEndpointType,
      policy: found.PolicyDocument,
      privateDnsEnabled: found.PrivateDnsEnabled,
      ipAddressType: found.IpAddressType,
      routeTableIds: found.RouteTableIds ?? [],
      subnetIds: found.SubnetIds ?? [],
      securityGroupIds: (found.Groups ?? []).map(({ GroupId = "" }) => GroupId),
      tagsAll: fromTagList(found.Tags),
      arn: arnOf(aws, "vpc-endpoint", id),
      ...(await prefixList(aws, found)),
      dnsEntries: (found.DnsEntries ?? []).map(({ DnsName = null, HostedZoneId = null }) => ({
        dnsName: DnsName,
        hostedZoneId: HostedZoneId,
      })),
      networkInterfaceIds: found.NetworkInterfaceIds ?? [],
      ownerId: found.OwnerId ?? aws.accountId,
      requesterManaged: found.RequesterManaged ?? false,
      state: found.State,
    };
  },

  async update(aws, id, inputs, { names }) {
    const now = await find(aws, id);
    const groups = now?.Groups?.map(({ GroupId = "" }) => GroupId);
    const [AddRouteTableIds, RemoveRouteTableIds] = change(now?.RouteTableIds, inputs.routeTableIds);
    const [AddSubnetIds, RemoveSubnetIds] = change(now?.SubnetIds, inputs.subnetIds);
    const [AddSecurityGroupIds, RemoveSecurityGroupIds] = change(groups, inputs.securityGroupIds);
    await ec2(aws).send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId: id,
        PolicyDocument: names.has("policy") ? inputs.policy : undefined,
        PrivateDnsEnabled: names.has("privateDnsEnabled") ? inputs.privateDnsEnabled : undefined,
        IpAddressType: names.has("ipAddressType") ? (inputs.ipAddressType as IpAddressType) : undefined,
        AddRouteTableIds,
        RemoveRouteTableIds,
        AddSubnetIds,
        RemoveSubnetIds,
        AddSecurityGroupIds,
        RemoveSecurityGroupIds,
      }),
    );
  },

  retag,

  async find(aws, { vpcId = "", serviceName = "" }) {
    const Filters = where({ "vpc-id": vpcId, "service-name": serviceName });
    const { VpcEndpoints } = await ec2(aws).send(new DescribeVpcEndpointsCommand({ Filters }));
    return only(VpcEndpoints?.filter(({ State = "" }) => !/^delet/i.test(State)))?.VpcEndpointId;
  },

  async delete(aws, id) {
    const { Unsuccessful } = await ec2(aws).send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    const problem = Unsuccessful?.[0]?.Error;
    if (problem && !problem.Code?.includes("NotFound"))
      throw new Error(`${problem.Code}: ${problem.Message}`);
    await aws.until(`VPC endpoint ${id} to be deleted`, async () => {
      const state = (await find(aws, id))?.State ?? "deleted";
      return /^deleted$/i.test(state) ? true : undefined;
    });
  },
});

async function find(aws: Aws, id: string) {
  return (await ec2(aws).send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }))).VpcEndpoints?.[0];
}

/** A gateway endpoint is reached through a list of AWS's addresses, which route tables and rules can name. */
async function prefixList(aws: Aws, { ServiceName = "", VpcEndpointType: type }: VpcEndpoint) {
  if (type !== "Gateway") return { prefixListId: undefined, cidrBlocks: [] };
  const Filters = where({ "prefix-list-name": ServiceName });
  const { PrefixLists } = await ec2(aws).send(new DescribePrefixListsCommand({ Filters }));
  return { prefixListId: PrefixLists?.[0]?.PrefixListId, cidrBlocks: PrefixLists?.[0]?.Cidrs ?? [] };
}

/** What to add and what to remove, each `undefined` when there is nothing. */
function change(old: string[] = [], wanted = old): [add?: string[], remove?: string[]] {
  const add = wanted.filter((id) => !old.includes(id));
  const remove = old.filter((id) => !wanted.includes(id));
  return [add.length > 0 ? add : undefined, remove.length > 0 ? remove : undefined];
}
