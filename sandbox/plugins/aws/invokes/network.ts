import {
  DescribeAvailabilityZonesCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcsCommand,
  DescribeRouteTablesCommand,
  paginateDescribeSubnets,
  type VpcAttributeName,
} from "@aws-sdk/client-ec2";
import { flag, list, map, text } from "../../table/property";
import { ec2 } from "../ec2/shared";
import { invoke } from "../invoke";
import { fromTagList } from "../tags";
import { filterBy, filters, only } from "./search";

const getAvailabilityZones = invoke({
  token: "aws:index/getAvailabilityZones:getAvailabilityZones",
  args: {
    allAvailabilityZones: flag(),
    excludeNames: list(text()),
    excludeZoneIds: list(text()),
    filters,
    state: text(),
  },
  async answer(aws, args) {
    const { AvailabilityZones = [] } = await ec2(aws).send(
      new DescribeAvailabilityZonesCommand({
        AllAvailabilityZones: args.allAvailabilityZones,
        Filters: filterBy(args, { state: args.state }),
      }),
    );
    const zones = AvailabilityZones.filter(
      ({ ZoneName = "", ZoneId = "" }) =>
        !args.excludeNames?.includes(ZoneName) && !args.excludeZoneIds?.includes(ZoneId),
    ).sort((a, b) => ((a.ZoneName ?? "") < (b.ZoneName ?? "") ? -1 : 1));
    return {
      ...args,
      id: aws.region,
      region: aws.region,
      names: zones.map(({ ZoneName = "" }) => ZoneName),
      zoneIds: zones.map(({ ZoneId = "" }) => ZoneId),
      groupNames: [...new Set(zones.map(({ GroupName = "" }) => GroupName).filter(Boolean))],
    };
  },
});

const getVpc = invoke({
  token: "aws:ec2/getVpc:getVpc",
  args: {
    id: text(),
    cidrBlock: text(),
    default: flag(),
    dhcpOptionsId: text(),
    filters,
    state: text(),
    tags: map(),
  },
  async answer(aws, args) {
    const { id, cidrBlock, dhcpOptionsId, state, default: isDefault } = args;
    const Filters = filterBy(args, {
      cidr: cidrBlock,
      "dhcp-options-id": dhcpOptionsId,
      state,
      isDefault: isDefault === undefined ? undefined : String(isDefault),
    });
    const { Vpcs } = await ec2(aws).send(new DescribeVpcsCommand({ VpcIds: id ? [id] : undefined, Filters }));
    const vpc = only(Vpcs, "VPC");
    const attribute = async (Attribute: VpcAttributeName) =>
      ec2(aws).send(new DescribeVpcAttributeCommand({ VpcId: vpc.VpcId, Attribute }));
    const main = await ec2(aws).send(
      new DescribeRouteTablesCommand({
        Filters: filterBy({}, { "vpc-id": vpc.VpcId, "association.main": "true" }),
      }),
    );
    return {
      filters: args.filters,
      id: vpc.VpcId,
      arn: `arn:${aws.partition}:ec2:${aws.region}:${vpc.OwnerId ?? aws.accountId}:vpc/${vpc.VpcId}`,
      cidrBlock: vpc.CidrBlock,
      cidrBlockAssociations: (vpc.CidrBlockAssociationSet ?? []).map((association) => ({
        associationId: association.AssociationId,
        cidrBlock: association.CidrBlock,
        state: association.CidrBlockState?.State,
      })),
      default: vpc.IsDefault,
      dhcpOptionsId: vpc.DhcpOptionsId,
      enableDnsHostnames: (await attribute("enableDnsHostnames")).EnableDnsHostnames?.Value,
      enableDnsSupport: (await attribute("enableDnsSupport")).EnableDnsSupport?.Value,
      instanceTenancy: vpc.InstanceTenancy,
      mainRouteTableId: main.RouteTables?.[0]?.RouteTableId,
      ownerId: vpc.OwnerId ?? aws.accountId,
      region: aws.region,
      state: vpc.State,
      tags: fromTagList(vpc.Tags),
    };
  },
});

const getSubnet = invoke({
  token: "aws:ec2/getSubnet:getSubnet",
  args: {
    id: text(),
    vpcId: text(),
    availabilityZone: text(),
    availabilityZoneId: text(),
    cidrBlock: text(),
    defaultForAz: flag(),
    filters,
    state: text(),
    tags: map(),
  },
  async answer(aws, args) {
    const { id, defaultForAz } = args;
    const Filters = filterBy(args, {
      "vpc-id": args.vpcId,
      "availability-zone": args.availabilityZone,
      "availability-zone-id": args.availabilityZoneId,
      "cidr-block": args.cidrBlock,
      "default-for-az": defaultForAz === undefined ? undefined : String(defaultForAz),
      state: args.state,
    });
    const { Subnets } = await ec2(aws).send(
      new DescribeSubnetsCommand({ SubnetIds: id ? [id] : undefined, Filters }),
    );
    const subnet = only(Subnets, "Subnet");
    return {
      filters: args.filters,
      id: subnet.SubnetId,
      arn: subnet.SubnetArn,
      availabilityZone: subnet.AvailabilityZone,
      availabilityZoneId: subnet.AvailabilityZoneId,
      availableIpAddressCount: subnet.AvailableIpAddressCount,
      cidrBlock: subnet.CidrBlock,
      defaultForAz: subnet.DefaultForAz,
      mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch,
      ownerId: subnet.OwnerId,
      region: aws.region,
      state: subnet.State,
      tags: fromTagList(subnet.Tags),
      vpcId: subnet.VpcId,
    };
  },
});

const getSubnets = invoke({
  token: "aws:ec2/getSubnets:getSubnets",
  args: { filters, tags: map() },
  async answer(aws, args) {
    const ids: string[] = [];
    for await (const { Subnets = [] } of paginateDescribeSubnets(
      { client: ec2(aws) },
      { Filters: filterBy(args, {}) },
    )) {
      ids.push(...Subnets.map(({ SubnetId = "" }) => SubnetId));
    }
    return { ...args, id: aws.region, region: aws.region, ids };
  },
});

const getVpcEndpointService = invoke({
  token: "aws:ec2/getVpcEndpointService:getVpcEndpointService",
  args: { service: text(), serviceName: text(), serviceType: text(), filters, tags: map() },
  async answer(aws, args) {
    const name = args.serviceName ?? (args.service && `com.amazonaws.${aws.region}.${args.service}`);
    const { ServiceDetails } = await ec2(aws).send(
      new DescribeVpcEndpointServicesCommand({
        ServiceNames: name ? [name] : undefined,
        Filters: filterBy(args, { "service-type": args.serviceType }),
      }),
    );
    const found = only(
      ServiceDetails?.filter(({ ServiceName }) => !name || ServiceName === name),
      "VPC Endpoint Service",
    );
    return {
      id: found.ServiceId,
      serviceId: found.ServiceId,
      serviceName: found.ServiceName,
      service: args.service,
      serviceType: found.ServiceType?.[0]?.ServiceType,
      acceptanceRequired: found.AcceptanceRequired,
      availabilityZones: found.AvailabilityZones ?? [],
      baseEndpointDnsNames: found.BaseEndpointDnsNames ?? [],
      managesVpcEndpoints: found.ManagesVpcEndpoints,
      owner: found.Owner,
      privateDnsName: found.PrivateDnsName,
      region: aws.region,
      tags: fromTagList(found.Tags),
      vpcEndpointPolicySupported: found.VpcEndpointPolicySupported,
    };
  },
});

export const invokes = [getAvailabilityZones, getVpc, getSubnet, getSubnets, getVpcEndpointService];
