import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { limits } from "../../trust/limits";
import type { NetworkSettings } from "../config/network";
import { oidcDomain, oidcEndpoint } from "../config/resolver";

/** What the resolver is made from. */
export interface ResolverArgs {
  readonly network: NetworkSettings;
  /** E.g. `us-east-1`. */
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  readonly privateSubnetIds: pulumi.Input<string[]>;
}

/**
 * Has the host of OIDC issuers resolved by public resolvers, for tools in the VPC that fetch what IRSA's issuer
 * publishes. The private DNS of the `eks` endpoint covers `eks.<region>.amazonaws.com` with all names below it, and
 * knows nothing of `oidc.eks`: without the rule that is no name at all.
 *
 * It resolves the name; the way to the address that comes out is a NAT gateway's, and so is the way to the public
 * resolvers.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-outbound-queries.html
 */
export class Resolver extends pulumi.ComponentResource {
  constructor(name: string, args: ResolverArgs, options: pulumi.ComponentResourceOptions) {
    super("octolaunch:index:Resolver", name, {}, options);
    const { network, region, vpcId, privateSubnetIds } = args;
    const domainName = oidcDomain(region);
    const warning = pathWarning(network, domainName);
    if (warning) void pulumi.log.warn(warning, this);

    const securityGroup = new aws.ec2.SecurityGroup(
      name,
      { vpcId, description: "Resolver endpoint, to the public resolvers only", tags: { Name: name } },
      { parent: this },
    );
    const rules = network.publicResolvers.flatMap(({ ip, port }) =>
      ["tcp", "udp"].map(
        (ipProtocol) =>
          new aws.vpc.SecurityGroupEgressRule(
            `${name}-${ip}-${port}-${ipProtocol}`,
            {
              securityGroupId: securityGroup.id,
              description: "DNS",
              cidrIpv4: `${ip}/32`,
              ipProtocol,
              fromPort: port,
              toPort: port,
            },
            { parent: this },
          ),
      ),
    );
    const endpoint = new aws.route53.ResolverEndpoint(
      name,
      {
        name,
        direction: "OUTBOUND",
        securityGroupIds: [securityGroup.id],
        ipAddresses: pulumi
          .output(privateSubnetIds)
          .apply((ids) => ids.slice(0, limits.resolverAddresses.value).map((subnetId) => ({ subnetId }))),
        tags: { Name: name },
      },
      // A new one comes first, and the rule moves to it: AWS deletes none that a rule refers to.
      { parent: this, dependsOn: rules, deleteBeforeReplace: false },
    );
    const rule = new aws.route53.ResolverRule(
      name,
      {
        name,
        ruleType: "FORWARD",
        domainName,
        resolverEndpointId: endpoint.id,
        targetIps: [...network.publicResolvers],
        tags: { Name: name },
      },
      { parent: this },
    );
    new aws.route53.ResolverRuleAssociation(name, { name, resolverRuleId: rule.id, vpcId }, { parent: this });
    this.registerOutputs();
  }
}

/** What is missing, or cannot be known, of the way that the queries and then the requests take. */
function pathWarning(network: NetworkSettings, domainName: string): string | undefined {
  const instead = `or have ${oidcEndpoint} among the endpoints instead of the resolver`;
  if ("existing" in network) {
    return (
      `the resolver rule for ${domainName} is of use only where the subnets of network.existing lead to the ` +
      "internet, which cannot be seen from here: both the queries to network.publicResolvers and HTTPS to the " +
      `addresses that come back need a NAT gateway or a firewall that lets them out; make sure of it, ${instead}`
    );
  }
  if (network.nat !== "none") return undefined;
  return (
    `the resolver rule for ${domainName} leads nowhere, because network.nat is none: neither the queries to ` +
    "network.publicResolvers nor HTTPS to the addresses that come back have a way out; write network.nat: single " +
    `or perZone, ${instead}`
  );
}
