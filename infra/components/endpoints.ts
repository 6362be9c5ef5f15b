import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { endpointService } from "../config/partitions";

/** What the interface endpoints of a VPC are made from. */
export interface EndpointsArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Addresses that may use the endpoints, e.g. `10.40.0.0/16`. */
  readonly vpcCidr: pulumi.Input<string>;
  /** One subnet a zone. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly region: string;
  /** Short names of services, e.g. `sts`. */
  readonly services: readonly string[];
  /** What the STS endpoint lets through, in JSON; everything by default. */
  readonly stsPolicy?: string;
}

/**
 * Interface endpoints with private DNS, so that the usual host names lead to them, behind a security group that
 * admits only the VPC.
 */
export class Endpoints extends pulumi.ComponentResource {
  constructor(name: string, args: EndpointsArgs, options: pulumi.ComponentResourceOptions) {
    super("octolaunch:index:Endpoints", name, {}, options);

    const securityGroup = new aws.ec2.SecurityGroup(
      name,
      { vpcId: args.vpcId, description: "Interface endpoints, for the VPC only", tags: { Name: name } },
      { parent: this },
    );
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-https`,
      {
        securityGroupId: securityGroup.id,
        description: "HTTPS from the VPC",
        cidrIpv4: args.vpcCidr,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      },
      { parent: this },
    );
    for (const service of args.services) {
      new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          vpcId: args.vpcId,
          serviceName: endpointService(service, args.region),
          vpcEndpointType: "Interface",
          subnetIds: args.subnetIds,
          securityGroupIds: [securityGroup.id],
          privateDnsEnabled: true,
          policy: service === "sts" ? args.stsPolicy : undefined,
          tags: { Name: `${name}-${service}` },
        },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}
