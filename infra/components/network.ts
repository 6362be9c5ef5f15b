import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { compact } from "../../trust/documents/policy";
import { subnetCidr } from "../config/cidr";
import type { Organization } from "../config/model";
import type { ExistingNetwork, NetworkSettings, OwnVpc } from "../config/network";
import { gatewayServices, privateServices } from "../documents/called-services";
import { stsEndpointPolicy } from "../documents/sts-endpoint";
import { Endpoints } from "./endpoints";

/** What the network is made from. */
export interface NetworkArgs {
  /** Whose calls the STS endpoint lets through, and whose deploy roles call what. */
  readonly organization: Organization;
  readonly network: NetworkSettings;
  /** Region of the tooling account, e.g. `us-east-1`. */
  readonly region: string;
}

/** Where the cluster lives: a VPC of its own with private subnets and endpoints, or subnets that exist. */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Short names of the services that have an endpoint of ours, sorted. */
  readonly endpoints: readonly string[];

  constructor(name: string, args: NetworkArgs, options: pulumi.ComponentResourceOptions) {
    super("octolaunch:index:Network", name, {}, options);
    const { organization, network, region } = args;
    const built =
      "existing" in network
        ? this.adopt(name, network, organization, region)
        : this.build(name, network, organization, region);
    this.vpcId = built.vpcId;
    this.privateSubnetIds = built.privateSubnetIds;
    this.endpoints = built.endpoints;
    this.registerOutputs({
      vpcId: this.vpcId,
      privateSubnetIds: this.privateSubnetIds,
      endpoints: this.endpoints,
    });
  }

  /** Uses what exists, and adds nothing but the endpoints that settings ask for. */
  private adopt(
    name: string,
    { existing }: ExistingNetwork,
    organization: Organization,
    region: string,
  ): Built {
    const { vpcId, privateSubnetIds, addEndpoints: services, stsPolicy, stsRoles } = existing;
    if (services.length > 0) {
      const vpc = aws.ec2.getVpcOutput({ id: vpcId }, { parent: this });
      new Endpoints(
        `${name}-endpoints`,
        {
          vpcId,
          vpcCidr: vpc.cidrBlock,
          subnetIds: privateSubnetIds,
          region,
          services,
          stsPolicy: stsPolicy && compact(stsEndpointPolicy(organization, stsPolicy, stsRoles)),
        },
        { parent: this },
      );
    }
    return {
      vpcId: pulumi.output(vpcId),
      privateSubnetIds: pulumi.output(privateSubnetIds),
      endpoints: [...services].sort(),
    };
  }

  private build(name: string, settings: OwnVpc, organization: Organization, region: string): Built {
    const { endpoints, warnings } = privateServices(organization, settings);
    for (const warning of warnings) void pulumi.log.warn(warning, this);
    const tags = (resource: string): { Name: string } => ({ Name: `${name}-${resource}` });
    const vpc = new aws.ec2.Vpc(
      name,
      { cidrBlock: settings.cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: name } },
      { parent: this },
    );
    const zones = Array.from({ length: settings.zones }, (_, index) => index);
    const zoneNames = aws.getAvailabilityZonesOutput(
      { state: "available", filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }] },
      { parent: this },
    ).names;
    const zoneName = (zone: number): pulumi.Output<string> =>
      zoneNames.apply((available) => {
        const found = available[zone];
        if (found === undefined) {
          throw new pulumi.ResourceError(
            `network.zones is ${settings.zones}, and ${region} has ${available.length}: write that or less`,
            this,
            true,
          );
        }
        return found;
      });

    const gateways = this.natGateways(name, settings, vpc, zoneName);
    const routeTables: pulumi.Output<string>[] = [];
    const subnets = zones.map((zone) => {
      const resource = `private-${zone}`;
      const subnet = new aws.ec2.Subnet(
        `${name}-${resource}`,
        {
          vpcId: vpc.id,
          cidrBlock: settings.privateSubnets?.[zone] ?? subnetCidr(settings.cidr, "private", zone),
          availabilityZone: zoneName(zone),
          tags: { ...tags(resource), "kubernetes.io/role/internal-elb": "1" },
        },
        { parent: this },
      );
      const routeTable = new aws.ec2.RouteTable(
        `${name}-${resource}`,
        { vpcId: vpc.id, tags: tags(resource) },
        { parent: this },
      );
      routeTables.push(routeTable.id);
      new aws.ec2.RouteTableAssociation(
        `${name}-${resource}`,
        { subnetId: subnet.id, routeTableId: routeTable.id },
        { parent: this },
      );
      const gateway = gateways[zone] ?? gateways[0];
      if (gateway) {
        new aws.ec2.Route(
          `${name}-${resource}-out`,
          { routeTableId: routeTable.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateway.id },
          { parent: this },
        );
      }
      return subnet;
    });

    for (const service of endpoints.filter((one) => gatewayServices.includes(one))) {
      new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          vpcId: vpc.id,
          serviceName: `com.amazonaws.${region}.${service}`,
          vpcEndpointType: "Gateway",
          routeTableIds: routeTables,
          tags: tags(service),
        },
        { parent: this },
      );
    }
    const privateSubnetIds = pulumi.all(subnets.map((subnet) => subnet.id));
    new Endpoints(
      `${name}-endpoints`,
      {
        vpcId: vpc.id,
        vpcCidr: settings.cidr,
        subnetIds: privateSubnetIds,
        region,
        services: endpoints.filter((one) => !gatewayServices.includes(one)),
        stsPolicy: compact(stsEndpointPolicy(organization, settings.stsPolicy, settings.stsRoles)),
      },
      { parent: this },
    );
    return { vpcId: vpc.id, privateSubnetIds, endpoints };
  }

  /** NAT gateways, one for all zones or one a zone, each in a public subnet of its own. */
  private natGateways(
    name: string,
    settings: OwnVpc,
    vpc: aws.ec2.Vpc,
    zoneName: (zone: number) => pulumi.Output<string>,
  ): aws.ec2.NatGateway[] {
    if (settings.nat === "none") return [];
    const tags = (resource: string): { Name: string } => ({ Name: `${name}-${resource}` });
    const internet = new aws.ec2.InternetGateway(
      name,
      { vpcId: vpc.id, tags: { Name: name } },
      { parent: this },
    );
    const routeTable = new aws.ec2.RouteTable(
      `${name}-public`,
      { vpcId: vpc.id, tags: tags("public") },
      { parent: this },
    );
    const route = new aws.ec2.Route(
      `${name}-public-out`,
      { routeTableId: routeTable.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: internet.id },
      { parent: this },
    );
    return Array.from({ length: settings.nat === "perZone" ? settings.zones : 1 }, (_, zone) => {
      const resource = `public-${zone}`;
      const subnet = new aws.ec2.Subnet(
        `${name}-${resource}`,
        {
          vpcId: vpc.id,
          cidrBlock: subnetCidr(settings.cidr, "public", zone),
          availabilityZone: zoneName(zone),
          tags: tags(resource),
        },
        { parent: this },
      );
      new aws.ec2.RouteTableAssociation(
        `${name}-${resource}`,
        { subnetId: subnet.id, routeTableId: routeTable.id },
        { parent: this },
      );
      const address = new aws.ec2.Eip(
        `${name}-nat-${zone}`,
        { domain: "vpc", tags: tags(`nat-${zone}`) },
        { parent: this },
      );
      return new aws.ec2.NatGateway(
        `${name}-${zone}`,
        { allocationId: address.id, subnetId: subnet.id, tags: tags(`nat-${zone}`) },
        { parent: this, dependsOn: [route] },
      );
    });
  }
}

interface Built {
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly endpoints: readonly string[];
}
