import assert from "node:assert/strict";

import { DescribeVpcEndpointsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  ListResolverEndpointsCommand,
  ListResolverRuleAssociationsCommand,
  ListResolverRulesCommand,
  Route53ResolverClient,
} from "@aws-sdk/client-route53resolver";

import { stsEndpointPolicy } from "../../../infra/documents/sts-endpoint";
import { model } from "../../fixtures/settings";
import { uncoveredActions } from "../../support/bootstrap";
import { TestSandbox } from "../../support/sandbox";

const tooling = "123456789012";
const migration = "arn:aws:iam::111111111111:role/Migration";

describe("the private paths of a tooling stack", function () {
  this.timeout(600_000);
  let sandbox: TestSandbox;
  let ec2: EC2Client;
  let resolver: Route53ResolverClient;

  const stsPolicy = async (): Promise<unknown> => {
    const Filters = [{ Name: "service-name", Values: ["com.amazonaws.us-east-1.sts"] }];
    const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({ Filters }));
    return JSON.parse(VpcEndpoints?.[0]?.PolicyDocument ?? "null");
  };
  const rules = async () => (await resolver.send(new ListResolverRulesCommand({}))).ResolverRules ?? [];
  const up = async (network: object): Promise<string> => {
    sandbox.configure("tooling", { network });
    const { code, output } = await sandbox.verb("up", "tooling");
    assert.equal(code, 0, output);
    return output;
  };

  before(async () => {
    sandbox = new TestSandbox();
    await up({ stsPolicy: "strict", stsRoles: [migration], resolver: "on" });
    ec2 = await sandbox.client(EC2Client, tooling);
    resolver = await sandbox.client(Route53ResolverClient, tooling);
  });
  after(() => sandbox.end());

  it("let STS calls through as the settings say, and endpoints be derived", async () => {
    assert.deepEqual(await stsPolicy(), stsEndpointPolicy(model(), "strict", [migration]));
    const { stdout } = await sandbox.pulumi("stack", "output", "endpoints", "--json", "--stack", "tooling");
    assert.deepEqual(
      JSON.parse(stdout),
      "cloudformation ec2 ecr.api ecr.dkr eks eks-auth logs s3 secretsmanager sts".split(" "),
    );
  });

  it("have the issuers' host resolved outside, by a rule of the VPC", async () => {
    const [endpoint] = (await resolver.send(new ListResolverEndpointsCommand({}))).ResolverEndpoints ?? [];
    const [rule, ...others] = await rules();
    assert.deepEqual(others, []);
    assert.deepEqual(
      [endpoint?.Direction, endpoint?.IpAddressCount, rule?.DomainName, rule?.ResolverEndpointId],
      ["OUTBOUND", 2, "oidc.eks.us-east-1.amazonaws.com.", endpoint?.Id],
    );
    const associated = await resolver.send(new ListResolverRuleAssociationsCommand({}));
    assert.deepEqual(
      associated.ResolverRuleAssociations?.map(({ ResolverRuleId, VPCId }) => [ResolverRuleId, VPCId]),
      [[rule?.Id, endpoint?.HostVPCId]],
    );
  });

  it("are as described, and a preview says that the rule leads nowhere", async () => {
    const preview = await sandbox.pulumi("preview", "--expect-no-changes", "--stack", "tooling");
    assert.equal(preview.code, 0, preview.output);
    assert.match(
      preview.output,
      /warning: the resolver rule for oidc\.eks\.us-east-1\.amazonaws\.com leads nowhere/,
    );
    const refreshed = await sandbox.pulumi("refresh", "--yes", "--skip-preview", "--stack", "tooling");
    assert.equal(refreshed.code, 0, refreshed.output);
    assert.doesNotMatch(refreshed.output, /~ +aws:(ec2|vpc|route53):.* updated/);
  });

  it("change in place", async () => {
    const output = await up({ resolver: "on", publicResolvers: [{ ip: "9.9.9.9", port: 5353 }] });
    // The STS endpoint, the rule, and what the endpoint may speak to.
    assert.match(output, /^tooling: .*\b2 updated/m);
    assert.deepEqual(await stsPolicy(), stsEndpointPolicy(model(), "organization"));
    assert.deepEqual(
      (await rules()).map(({ TargetIps }) => TargetIps),
      [[{ Ip: "9.9.9.9", Port: 5353, Protocol: "Do53" }]],
    );
  });

  it("are gone without the setting", async () => {
    await up({});
    assert.deepEqual(await rules(), []);
    assert.deepEqual((await resolver.send(new ListResolverEndpointsCommand({}))).ResolverEndpoints, []);
  });

  it("took nothing that the bootstrapped role does not allow", async () => {
    const calls = (await sandbox.requests()).filter(({ caller }) => caller.includes("OctolaunchProvisioner"));
    const actions = new Set(calls.map(({ service, action }) => `${service}:${action}`));
    for (const action of [
      "route53resolver:UpdateResolverRule",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
    ])
      assert(actions.has(action), `${action} was seen`);
    // Our plugin reads a launch template's tags this way, because moto keeps them nowhere else.
    actions.delete("ec2:DescribeTags");
    assert.deepEqual(uncoveredActions("tooling", [...actions]), []);
  });
});
