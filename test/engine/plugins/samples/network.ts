import { tagChange, tags, type Sample } from "./sample";

const endpointPolicy = (action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: action, Resource: "*" }],
  });

export const network: Sample[] = [
  {
    type: "aws:ec2/vpc:Vpc",
    inputs: { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, ...tags("dev") },
    update: {
      inputs: { enableNetworkAddressUsageMetrics: true, ...tagChange.inputs },
      shows: ["enableNetworkAddressUsageMetrics", ...tagChange.shows],
    },
    replace: { inputs: { cidrBlock: "10.1.0.0/16" }, shows: ["cidrBlock"] },
  },
  {
    type: "aws:ec2/subnet:Subnet",
    inputs: { vpcId: "${Vpc.id}", cidrBlock: "10.0.1.0/24", availabilityZone: "us-east-1a", ...tags("dev") },
    update: {
      inputs: { mapPublicIpOnLaunch: true, ...tagChange.inputs },
      shows: ["mapPublicIpOnLaunch", ...tagChange.shows],
    },
    replace: { inputs: { cidrBlock: "10.1.1.0/24" }, shows: ["cidrBlock"] },
  },
  {
    type: "aws:ec2/subnet:Subnet",
    name: "Subnet2",
    inputs: { vpcId: "${Vpc.id}", cidrBlock: "10.0.2.0/24", availabilityZone: "us-east-1b" },
    replace: { inputs: { cidrBlock: "10.1.2.0/24" }, shows: ["cidrBlock"] },
  },
  {
    type: "aws:ec2/internetGateway:InternetGateway",
    inputs: { vpcId: "${Vpc.id}", ...tags("dev") },
    update: tagChange,
  },
  {
    type: "aws:ec2/routeTable:RouteTable",
    inputs: { vpcId: "${Vpc.id}", ...tags("dev") },
    update: tagChange,
    replace: { inputs: {}, shows: ["vpcId"] },
  },
  {
    type: "aws:ec2/routeTable:RouteTable",
    name: "RouteTable2",
    inputs: { vpcId: "${Vpc.id}" },
    ambiguous: true,
  },
  {
    type: "aws:ec2/eip:Eip",
    inputs: { domain: "vpc", ...tags("dev") },
    update: tagChange,
  },
  {
    type: "aws:ec2/natGateway:NatGateway",
    inputs: { allocationId: "${Eip.id}", subnetId: "${Subnet.id}", ...tags("dev") },
    after: ["InternetGateway"],
    update: tagChange,
    // The old one holds the address until it is gone.
    replace: {
      inputs: { connectivityType: "private", allocationId: undefined },
      shows: ["connectivityType"],
    },
  },
  {
    type: "aws:ec2/route:Route",
    inputs: {
      routeTableId: "${RouteTable.id}",
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: "${InternetGateway.id}",
    },
    update: {
      inputs: { gatewayId: undefined, natGatewayId: "${NatGateway.id}" },
      shows: ["gatewayId", "natGatewayId"],
    },
    replace: { inputs: { destinationCidrBlock: "1.0.0.0/8" }, shows: ["destinationCidrBlock"] },
    importId: "${RouteTable.id}_0.0.0.0/0",
  },
  {
    type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    inputs: { routeTableId: "${RouteTable.id}", subnetId: "${Subnet.id}" },
    update: { inputs: { routeTableId: "${RouteTable2.id}" }, shows: ["routeTableId"] },
    renamed: true,
    replace: { inputs: { subnetId: "${Subnet2.id}" }, shows: ["subnetId"] },
    importId: "${Subnet.id}/${RouteTable2.id}",
  },
  {
    type: "aws:ec2/securityGroup:SecurityGroup",
    inputs: { name: "sample", vpcId: "${Vpc.id}", description: "one", ...tags("dev") },
    update: tagChange,
    replace: { inputs: { description: "two", name: "other" }, shows: ["description", "name"] },
  },
  {
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    inputs: {
      securityGroupId: "${SecurityGroup.id}",
      cidrIpv4: "10.0.0.0/16",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      ...tags("dev"),
    },
    update: {
      inputs: { fromPort: 80, description: "web", ...tagChange.inputs },
      shows: ["fromPort", "description", ...tagChange.shows],
    },
    replace: { inputs: {}, shows: ["securityGroupId"] },
  },
  {
    type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    inputs: { securityGroupId: "${SecurityGroup.id}", cidrIpv4: "10.0.0.0/8", ipProtocol: "-1" },
    update: { inputs: { cidrIpv4: "10.3.0.0/16" }, shows: ["cidrIpv4"] },
    replace: { inputs: {}, shows: ["securityGroupId"] },
  },
  {
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    inputs: {
      type: "ingress",
      securityGroupId: "${SecurityGroup.id}",
      protocol: "tcp",
      fromPort: 1025,
      toPort: 65535,
      cidrBlocks: ["10.2.0.0/16"],
    },
    update: { inputs: { description: "nodes" }, shows: ["description"] },
    replace: { inputs: { fromPort: 1026 }, shows: ["fromPort"] },
    importId: "${SecurityGroup.id}_ingress_tcp_1025_65535_10.2.0.0/16",
  },
  {
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    inputs: {
      vpcId: "${Vpc.id}",
      serviceName: "com.amazonaws.us-east-1.sts",
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: ["${Subnet.id}"],
      securityGroupIds: ["${SecurityGroup.id}"],
      policy: endpointPolicy("sts:AssumeRole"),
      ...tags("dev"),
    },
    update: {
      inputs: {
        subnetIds: ["${Subnet.id}", "${Subnet2.id}"],
        policy: endpointPolicy("sts:GetCallerIdentity"),
        ...tagChange.inputs,
      },
      shows: ["subnetIds", "policy", ...tagChange.shows],
    },
    replace: { inputs: { serviceName: "com.amazonaws.us-east-1.eks-auth" }, shows: ["serviceName"] },
  },
  {
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    name: "GatewayEndpoint",
    inputs: {
      vpcId: "${Vpc.id}",
      serviceName: "com.amazonaws.us-east-1.s3",
      routeTableIds: ["${RouteTable.id}"],
    },
    update: { inputs: { tags: { Env: "dev" } }, shows: ["tags", "tagsAll.Env"] },
  },
  {
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    inputs: {
      name: "sample",
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { volumeSize: 50, volumeType: "gp3", encrypted: "true" } },
      ],
      tagSpecifications: [{ resourceType: "instance", tags: { Env: "dev" } }],
      ...tags("dev"),
    },
    update: {
      inputs: {
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 2 },
        ...tagChange.inputs,
      },
      shows: ["metadataOptions.httpPutResponseHopLimit", ...tagChange.shows],
    },
    replace: { inputs: { name: "other" }, shows: ["name"] },
  },
  {
    type: "aws:route53/resolverEndpoint:ResolverEndpoint",
    inputs: {
      name: "sample",
      direction: "OUTBOUND",
      securityGroupIds: ["${SecurityGroup.id}"],
      ipAddresses: [
        { subnetId: "${Subnet.id}", ip: "10.0.1.10" },
        { subnetId: "${Subnet2.id}", ip: "10.0.2.10" },
      ],
      ...tags("dev"),
    },
    update: {
      inputs: {
        name: "renamed",
        ipAddresses: [
          { subnetId: "${Subnet.id}", ip: "10.0.1.11" },
          { subnetId: "${Subnet2.id}", ip: "10.0.2.10" },
          { subnetId: "${Subnet2.id}", ip: "10.0.2.11" },
        ],
        ...tagChange.inputs,
      },
      shows: ["name", "ipAddresses", ...tagChange.shows],
    },
    // With the same name the old one would be deleted first, which AWS refuses while a rule refers to it.
    replace: {
      inputs: {
        name: "replaced",
        ipAddresses: [
          { subnetId: "${Subnet.id}", ip: "10.1.1.10" },
          { subnetId: "${Subnet2.id}", ip: "10.1.2.10" },
        ],
      },
      shows: ["securityGroupIds"],
    },
  },
  {
    type: "aws:route53/resolverRule:ResolverRule",
    inputs: {
      name: "sample",
      ruleType: "FORWARD",
      domainName: "oidc.eks.us-east-1.amazonaws.com",
      resolverEndpointId: "${ResolverEndpoint.id}",
      targetIps: [{ ip: "1.1.1.1", port: 53, protocol: "Do53" }],
      ...tags("dev"),
    },
    update: {
      inputs: {
        name: "renamed",
        targetIps: [
          { ip: "8.8.8.8", port: 5353, protocol: "Do53" },
          { ip: "1.1.1.1", port: 53, protocol: "Do53" },
        ],
        ...tagChange.inputs,
      },
      shows: ["name", "targetIps", ...tagChange.shows],
    },
    replace: { inputs: { name: "replaced", domainName: "example.com." }, shows: ["domainName"] },
  },
  {
    type: "aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
    inputs: { name: "sample", resolverRuleId: "${ResolverRule.id}", vpcId: "${Vpc.id}" },
    replace: { inputs: {}, shows: ["resolverRuleId", "vpcId"] },
  },
];
