import assert from "node:assert/strict";

import * as ec2 from "@aws-sdk/client-ec2";
import * as sdk from "@aws-sdk/client-route53resolver";

import { accounts, refusal, TestAws } from "./aws";

describe("Resolver of the sandbox", () => {
  let aws: TestAws;
  let network: ec2.EC2Client;
  let resolver: sdk.Route53ResolverClient;
  let vpc: string;
  let subnets: readonly string[];
  let group: string;
  let outbound: string;
  let rule: string;

  let requests = 0;
  const CreatorRequestId = (): string => `test-${requests++}`;
  const name = async (request: Promise<unknown>): Promise<string> => (await refusal(request)).name;
  const makeVpc = async (CidrBlock: string): Promise<string> =>
    (await network.send(new ec2.CreateVpcCommand({ CidrBlock }))).Vpc?.VpcId ?? "";
  const makeSubnet = async (VpcId: string, CidrBlock: string): Promise<string> =>
    (await network.send(new ec2.CreateSubnetCommand({ VpcId, CidrBlock }))).Subnet?.SubnetId ?? "";
  const makeGroup = async (VpcId: string): Promise<string> =>
    (await network.send(new ec2.CreateSecurityGroupCommand({ VpcId, GroupName: "r", Description: "r" })))
      .GroupId ?? "";

  const endpoint = (more: Partial<sdk.CreateResolverEndpointCommandInput> = {}) =>
    resolver.send(
      new sdk.CreateResolverEndpointCommand({
        CreatorRequestId: CreatorRequestId(),
        Name: "out",
        Direction: "OUTBOUND",
        SecurityGroupIds: [group],
        IpAddresses: subnets.map((SubnetId) => ({ SubnetId })),
        ...more,
      }),
    );
  const forward = (more: Partial<sdk.CreateResolverRuleCommandInput> = {}) =>
    resolver.send(
      new sdk.CreateResolverRuleCommand({
        CreatorRequestId: CreatorRequestId(),
        Name: "oidc",
        RuleType: "FORWARD",
        DomainName: "oidc.eks.us-east-1.amazonaws.com",
        ResolverEndpointId: outbound,
        TargetIps: [{ Ip: "1.1.1.1" }],
        ...more,
      }),
    );
  const interfaces = async (): Promise<readonly ec2.NetworkInterface[]> => {
    const Filters = [{ Name: "vpc-id", Values: [vpc] }];
    return (
      (await network.send(new ec2.DescribeNetworkInterfacesCommand({ Filters }))).NetworkInterfaces ?? []
    );
  };

  before(async function () {
    this.timeout(120_000);
    aws = await TestAws.start();
    const settings = await aws.administrator(accounts.tooling);
    network = new ec2.EC2Client(settings);
    resolver = new sdk.Route53ResolverClient(settings);
    vpc = await makeVpc("10.7.0.0/16");
    subnets = [await makeSubnet(vpc, "10.7.1.0/24"), await makeSubnet(vpc, "10.7.2.0/24")];
    group = await makeGroup(vpc);
  });
  after(() => aws.stop());

  it("makes an endpoint with an address in each subnet, as the caller", async () => {
    const { ResolverEndpoint: made } = await endpoint({ Tags: [{ Key: "a", Value: "b" }] });
    outbound = made?.Id ?? "";
    assert.match(outbound, /^rslvr-out-[0-9a-f]{17}$/);
    assert.equal(made?.Status, "CREATING");
    assert.equal(made?.HostVPCId, vpc);
    const listed = await resolver.send(
      new sdk.ListResolverEndpointIpAddressesCommand({ ResolverEndpointId: outbound }),
    );
    const addresses = listed.IpAddresses ?? [];
    assert.deepEqual(
      addresses.map(({ SubnetId }) => SubnetId),
      subnets,
    );
    assert.match(addresses.map(({ Ip }) => Ip).join(), /^10\.7\.1\.\d+,10\.7\.2\.\d+$/);
    assert.deepEqual(
      (await interfaces()).map(({ PrivateIpAddress, Groups }) => [PrivateIpAddress, Groups?.[0]?.GroupId]),
      addresses.map(({ Ip }) => [Ip, group]),
    );
    const log = await aws.control<{ action: string; via?: string; caller: string }[]>("GET", "requests");
    const made2 = log.filter(
      ({ action, via }) => action === "CreateNetworkInterface" && via === "route53resolver",
    );
    assert.equal(made2.length, 2);
    const { Tags } = await resolver.send(new sdk.ListTagsForResourceCommand({ ResourceArn: made?.Arn }));
    assert.deepEqual(Tags, [{ Key: "a", Value: "b" }]);
  });

  it("refuses endpoints that AWS would refuse", async () => {
    const [one = "", other = ""] = subnets;
    const elsewhere = await makeVpc("10.8.0.0/16");
    const foreign = await makeSubnet(elsewhere, "10.8.1.0/24");
    const addresses = (...ips: string[]) => ips.map((Ip) => ({ SubnetId: one, Ip }));
    const cases: readonly (readonly [Partial<sdk.CreateResolverEndpointCommandInput>, string])[] = [
      [{ IpAddresses: [{ SubnetId: one }] }, "InvalidRequestException"],
      [{ IpAddresses: addresses("10.7.1.1", "10.7.1.10") }, "InvalidRequestException"],
      [{ IpAddresses: addresses("10.7.1.10", "10.7.1.255") }, "InvalidRequestException"],
      [{ IpAddresses: addresses("10.7.1.10", "10.7.2.10") }, "InvalidRequestException"],
      [{ IpAddresses: addresses("10", "11", "12", "13", "14", "15", "16") }, "LimitExceededException"],
      [{ IpAddresses: [{ SubnetId: one }, { SubnetId: foreign }] }, "InvalidParameterException"],
      [{ IpAddresses: [{ SubnetId: one }, { SubnetId: "subnet-0123" }] }, "InvalidParameterException"],
      [{ SecurityGroupIds: ["sg-0123"] }, "ResourceNotFoundException"],
      [{ SecurityGroupIds: [await makeGroup(elsewhere)] }, "InvalidParameterException"],
      [{ SecurityGroupIds: [] }, "InvalidParameterException"],
      [{ Direction: "SIDEWAYS" as "OUTBOUND" }, "ValidationException"],
      [{ Name: "12345" }, "ValidationException"],
      [{ Name: "a/b" }, "ValidationException"],
      [{ CreatorRequestId: "test-0" }, "ResourceExistsException"],
    ];
    for (const [more, code] of cases) assert.equal(await name(endpoint(more)), code, JSON.stringify(more));
    assert.equal((await interfaces()).length, 2, `nothing is left in ${other}`);
  });

  it("keeps rules, and updates them", async () => {
    const { ResolverRule: made } = await forward();
    rule = made?.Id ?? "";
    assert.equal(made?.DomainName, "oidc.eks.us-east-1.amazonaws.com.");
    assert.deepEqual(made?.TargetIps, [{ Ip: "1.1.1.1", Port: 53, Protocol: "Do53" }]);
    const Config = { Name: "renamed", TargetIps: [{ Ip: "8.8.8.8", Port: 5353 }] };
    await resolver.send(new sdk.UpdateResolverRuleCommand({ ResolverRuleId: rule, Config }));
    const { ResolverRule: now } = await resolver.send(
      new sdk.GetResolverRuleCommand({ ResolverRuleId: rule }),
    );
    assert.deepEqual(
      [now?.Name, now?.TargetIps, now?.ResolverEndpointId, now?.Status],
      ["renamed", [{ Ip: "8.8.8.8", Port: 5353, Protocol: "Do53" }], outbound, "COMPLETE"],
    );
    const found = async (Name: string, value: string): Promise<number> => {
      const Filters = [{ Name, Values: [value] }];
      return (await resolver.send(new sdk.ListResolverRulesCommand({ Filters }))).ResolverRules?.length ?? 0;
    };
    assert.equal(await found("DomainName", "oidc.eks.us-east-1.amazonaws.com."), 1);
    assert.equal(await found("TYPE", "FORWARD"), 1);
    assert.equal(await found("Name", "oidc"), 0);
    assert.equal(await name(found("Nmae", "oidc")), "InvalidParameterException");
  });

  it("refuses rules that AWS would refuse", async () => {
    const cases: readonly (readonly [Partial<sdk.CreateResolverRuleCommandInput>, string])[] = [
      [{ ResolverEndpointId: undefined }, "InvalidParameterException"],
      [{ ResolverEndpointId: "rslvr-out-0" }, "ResourceNotFoundException"],
      [{ TargetIps: [] }, "InvalidParameterException"],
      [{ TargetIps: undefined }, "InvalidParameterException"],
      [{ TargetIps: [{ Ip: "dns.google" }] }, "InvalidParameterException"],
      [{ TargetIps: [{ Ip: "1.1.1.1", Port: 65536 }] }, "ValidationException"],
      [{ TargetIps: [1, 2, 3, 4, 5, 6, 7].map((n) => ({ Ip: `9.9.9.${n}` })) }, "LimitExceededException"],
      [{ DomainName: "not a name" }, "InvalidParameterException"],
      [{ RuleType: "RECURSIVE" }, "ValidationException"],
      [{ RuleType: "SYSTEM" }, "InvalidRequestException"],
    ];
    for (const [more, code] of cases) assert.equal(await name(forward(more)), code, JSON.stringify(more));
    const update = (Config: sdk.ResolverRuleConfig) =>
      resolver.send(new sdk.UpdateResolverRuleCommand({ ResolverRuleId: rule, Config }));
    assert.equal(await name(update({ TargetIps: [] })), "InvalidParameterException");
    assert.equal(await name(update({ ResolverEndpointId: "rslvr-out-0" })), "ResourceNotFoundException");
  });

  it("associates one rule for a name with a VPC", async () => {
    const associate = (ResolverRuleId: string, VPCId: string) =>
      resolver.send(new sdk.AssociateResolverRuleCommand({ ResolverRuleId, VPCId }));
    const { ResolverRuleAssociation: made } = await associate(rule, vpc);
    const { ResolverRule: rival } = await forward({ Name: "rival" });
    assert.equal(await name(associate(rival?.Id ?? "", vpc)), "InvalidRequestException");
    assert.equal(await name(associate(rule, "vpc-0123")), "InvalidParameterException");
    assert.equal(await name(associate("rslvr-rr-0", vpc)), "ResourceNotFoundException");
    const remove = (ResolverRuleId: string) =>
      resolver.send(new sdk.DeleteResolverRuleCommand({ ResolverRuleId }));
    assert.equal(await name(remove(rule)), "ResourceInUseException");
    await resolver.send(new sdk.DisassociateResolverRuleCommand({ ResolverRuleId: rule, VPCId: vpc }));
    const gone = new sdk.GetResolverRuleAssociationCommand({ ResolverRuleAssociationId: made?.Id });
    assert.equal(await name(resolver.send(gone)), "ResourceNotFoundException");
    await remove(rival?.Id ?? "");
  });

  it("keeps an endpoint that a rule needs, and two addresses on it", async () => {
    const ResolverEndpointId = outbound;
    const removeEndpoint = () => resolver.send(new sdk.DeleteResolverEndpointCommand({ ResolverEndpointId }));
    assert.equal(await name(removeEndpoint()), "InvalidRequestException");
    const [SubnetId] = subnets;
    const part = { ResolverEndpointId, IpAddress: { SubnetId } };
    assert.equal(
      await name(resolver.send(new sdk.DisassociateResolverEndpointIpAddressCommand(part))),
      "InvalidRequestException",
    );
    await resolver.send(new sdk.AssociateResolverEndpointIpAddressCommand(part));
    assert.equal((await interfaces()).length, 3);
    await resolver.send(new sdk.DisassociateResolverEndpointIpAddressCommand(part));
    await resolver.send(new sdk.DeleteResolverRuleCommand({ ResolverRuleId: rule }));
    await removeEndpoint();
    assert.equal((await interfaces()).length, 0);
    assert.equal(await name(removeEndpoint()), "ResourceNotFoundException");
  });

  it("says which of its actions the sandbox does not know", async () => {
    const { message } = await refusal(resolver.send(new sdk.ListFirewallRuleGroupsCommand({})));
    assert.match(message, /the sandbox does not know route53resolver:ListFirewallRuleGroups/);
  });
});
