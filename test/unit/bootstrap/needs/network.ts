import { need, type Need, type Needs, type Target } from "./need";
import { tagged, tagging, type Resources } from "./resources";

/** The VPC and what stands in it. */
export function networkNeeds(at: Resources): Needs {
  const own = (...types: string[]) => types.map((type) => at.own(type));
  /** Creating something in others of ours, and its tags. */
  const create = (action: string, type: string, ...parents: string[]): Need[] => [
    ...need(`ec2:${action}`, at.fresh(type), ...own(...parents)),
    ...need("ec2:CreateTags", {
      ...at.foreign(type),
      context: { ...tagging, "ec2:CreateAction": action },
    }),
    ...need("ec2:CreateTags ec2:DeleteTags", at.own(type)),
  ];
  const rule = at.regional("ec2", "security-group-rule/sgr-1234");
  const securityGroupRule = (direction: string): Need[] => [
    ...need(
      `ec2:AuthorizeSecurityGroup${direction} ec2:ModifySecurityGroupRules`,
      at.own("security-group"),
      rule,
    ),
    ...need(`ec2:RevokeSecurityGroup${direction}`, at.own("security-group")),
    ...need("ec2:CreateTags ec2:DeleteTags", rule),
    ...need("ec2:DescribeSecurityGroupRules", "*"),
  ];
  /** What Resolver asks of EC2 for the caller. */
  const networkInterface = { ...at.foreign("network-interface"), context: { "aws:ViaAWSService": "true" } };
  const resolver = (kind: string, context: Target["context"]): Target => ({
    arn: at.regional("route53resolver", `${kind}/rslvr-1234`),
    ...(context && { context }),
  });
  /** Creating, reading, changing and deleting an endpoint or a rule, with its tags. */
  const resolverNeeds = (kind: string, name: string): Need[] => [
    ...need(`route53resolver:Create${name} route53resolver:TagResource`, resolver(kind, tagging)),
    ...need(`route53resolver:Get${name} route53resolver:ListTagsForResource`, resolver(kind, undefined)),
    ...need(
      `route53resolver:Update${name} route53resolver:Delete${name} route53resolver:TagResource ` +
        "route53resolver:UntagResource",
      resolver(kind, tagged),
    ),
  ];
  return {
    "aws.ec2.Vpc": [
      ...create("CreateVpc", "vpc"),
      ...need("ec2:ModifyVpcAttribute ec2:DeleteVpc", at.own("vpc")),
      ...need(
        "ec2:DescribeVpcs ec2:DescribeVpcAttribute ec2:DescribeNetworkAcls ec2:DescribeRouteTables " +
          "ec2:DescribeSecurityGroups",
        "*",
      ),
    ],
    "aws.ec2.Subnet": [
      ...create("CreateSubnet", "subnet", "vpc"),
      ...need("ec2:ModifySubnetAttribute ec2:DeleteSubnet", at.own("subnet")),
      ...need("ec2:DescribeSubnets ec2:DescribeNetworkInterfaces", "*"),
    ],
    "aws.ec2.RouteTable": [
      ...create("CreateRouteTable", "route-table", "vpc"),
      ...need("ec2:DeleteRouteTable", at.own("route-table")),
      ...need("ec2:DescribeRouteTables", "*"),
    ],
    "aws.ec2.Route": [
      ...need("ec2:CreateRoute ec2:ReplaceRoute ec2:DeleteRoute", at.own("route-table")),
      ...need("ec2:DescribeRouteTables", "*"),
    ],
    "aws.ec2.RouteTableAssociation": [
      ...need(
        "ec2:AssociateRouteTable ec2:DisassociateRouteTable ec2:ReplaceRouteTableAssociation",
        ...own("route-table", "subnet"),
      ),
      ...need("ec2:DescribeRouteTables", "*"),
    ],
    "aws.ec2.InternetGateway": [
      ...create("CreateInternetGateway", "internet-gateway"),
      ...need("ec2:AttachInternetGateway ec2:DetachInternetGateway", ...own("internet-gateway", "vpc")),
      ...need("ec2:DeleteInternetGateway", at.own("internet-gateway")),
      ...need("ec2:DescribeInternetGateways", "*"),
    ],
    "aws.ec2.Eip": [
      ...create("AllocateAddress", "elastic-ip"),
      ...need("ec2:ReleaseAddress", at.own("elastic-ip")),
      ...need("ec2:DescribeAddresses ec2:DescribeAddressesAttribute", "*"),
    ],
    "aws.ec2.NatGateway": [
      ...create("CreateNatGateway", "natgateway", "subnet", "elastic-ip"),
      ...need("ec2:DeleteNatGateway", at.own("natgateway")),
      ...need("ec2:DescribeNatGateways", "*"),
    ],
    "aws.ec2.VpcEndpoint": [
      ...create("CreateVpcEndpoint", "vpc-endpoint", "vpc", "subnet", "security-group"),
      ...create("CreateVpcEndpoint", "vpc-endpoint", "vpc", "route-table"),
      ...need("ec2:ModifyVpcEndpoint", ...own("vpc-endpoint", "subnet", "security-group", "route-table")),
      ...need("ec2:DeleteVpcEndpoints", at.own("vpc-endpoint")),
      ...need("ec2:DescribeVpcEndpoints ec2:DescribePrefixLists ec2:DescribeNetworkInterfaces", "*"),
      ...need("route53:AssociateVPCWithHostedZone", `arn:${at.place.partition}:route53:::hostedzone/Z1234`),
    ],
    "aws.ec2.SecurityGroup": [
      ...create("CreateSecurityGroup", "security-group", "vpc"),
      // The rule that a new group has by itself is taken away at once.
      ...need("ec2:RevokeSecurityGroupEgress ec2:DeleteSecurityGroup", at.own("security-group")),
      ...need("ec2:DescribeSecurityGroups ec2:DescribeNetworkInterfaces", "*"),
    ],
    "aws.vpc.SecurityGroupIngressRule": securityGroupRule("Ingress"),
    "aws.vpc.SecurityGroupEgressRule": securityGroupRule("Egress"),
    "aws.route53.ResolverEndpoint": [
      ...resolverNeeds("resolver-endpoint", "ResolverEndpoint"),
      ...need("route53resolver:ListResolverEndpointIpAddresses", resolver("resolver-endpoint", undefined)),
      ...need(
        "route53resolver:AssociateResolverEndpointIpAddress route53resolver:DisassociateResolverEndpointIpAddress",
        resolver("resolver-endpoint", tagged),
      ),
      ...need("ec2:CreateNetworkInterface", networkInterface, ...own("subnet", "security-group")),
      ...need("ec2:DeleteNetworkInterface", networkInterface),
      ...need(
        "ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs " +
          "ec2:DescribeAvailabilityZones",
        "*",
      ),
    ],
    "aws.route53.ResolverRule": resolverNeeds("resolver-rule", "ResolverRule"),
    "aws.route53.ResolverRuleAssociation": [
      ...need(
        "route53resolver:AssociateResolverRule route53resolver:DisassociateResolverRule",
        resolver("resolver-rule", tagged),
      ),
      ...need("route53resolver:GetResolverRuleAssociation", resolver("resolver-rule", undefined)),
      ...need("ec2:DescribeVpcs", "*"),
    ],
    "aws.ec2.LaunchTemplate": [
      ...create("CreateLaunchTemplate", "launch-template"),
      ...need(
        "ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate ec2:DeleteLaunchTemplate",
        at.own("launch-template"),
      ),
      ...need("ec2:DescribeLaunchTemplates ec2:DescribeLaunchTemplateVersions", "*"),
    ],
    "aws.getAvailabilityZonesOutput": need("ec2:DescribeAvailabilityZones", "*"),
    "aws.ec2.getVpcOutput": need("ec2:DescribeVpcs ec2:DescribeVpcAttribute ec2:DescribeRouteTables", "*"),
  };
}
