import assert from "node:assert/strict";

import { Resolver } from "../../../../infra/components/resolver";
import type { Recording } from "../../../fixtures/recorder";
import { goodSettings } from "../../../fixtures/settings";
import { assertAfter, counts, ofType, recordComponent, the } from "../../../fixtures/stacks";

const privateSubnetIds = ["subnet-0a", "subnet-0b"];

/** A recording, and the warnings that the engine would show. */
async function recordResolver(
  setting: object = {},
  { region = "us-east-1", subnetIds = privateSubnetIds } = {},
): Promise<Recording<void> & { readonly warnings: readonly string[] }> {
  const { network } = goodSettings({ network: { resolver: "on", ...setting } });
  const { warn } = console;
  const warnings: string[] = [];
  console.warn = (message: string) => void warnings.push(message);
  try {
    const recording = await recordComponent(
      (options) =>
        new Resolver(
          "octopus-resolver",
          { network, region, vpcId: "vpc-0a", privateSubnetIds: subnetIds },
          options,
        ),
    );
    return { ...recording, warnings };
  } finally {
    console.warn = warn;
  }
}

describe("the resolver of the OIDC issuers' host", () => {
  it("forwards that name alone, from the private subnets to the public resolvers", async () => {
    const recording = await recordResolver({ nat: "single" });
    assert.deepEqual(counts(recording), {
      SecurityGroup: 1,
      SecurityGroupEgressRule: 4,
      ResolverEndpoint: 1,
      ResolverRule: 1,
      ResolverRuleAssociation: 1,
    });
    const { tags: _, ...endpoint } = the(recording, "ResolverEndpoint").inputs;
    assert.deepEqual(endpoint, {
      name: "octopus-resolver",
      direction: "OUTBOUND",
      securityGroupIds: ["octopus-resolver-id"],
      // The addresses in them are AWS's to choose.
      ipAddresses: [{ subnetId: "subnet-0a" }, { subnetId: "subnet-0b" }],
    });
    const { tags: __, ...rule } = the(recording, "ResolverRule").inputs;
    assert.deepEqual(rule, {
      name: "octopus-resolver",
      ruleType: "FORWARD",
      domainName: "oidc.eks.us-east-1.amazonaws.com",
      resolverEndpointId: "octopus-resolver-id",
      targetIps: [
        { ip: "1.1.1.1", port: 53 },
        { ip: "8.8.8.8", port: 53 },
      ],
    });
    assert.deepEqual(the(recording, "ResolverRuleAssociation").inputs, {
      name: "octopus-resolver",
      resolverRuleId: "octopus-resolver-id",
      vpcId: "vpc-0a",
    });
  });

  it("lets the endpoint speak with these resolvers alone, over TCP and UDP, on their ports", async () => {
    const recording = await recordResolver({
      nat: "single",
      publicResolvers: [{ ip: "9.9.9.9", port: 5353 }, { ip: "1.1.1.1" }],
    });
    const group = the(recording, "SecurityGroup").inputs;
    assert.equal("ingress" in group || "egress" in group, false);
    assert.equal(ofType(recording, "SecurityGroupIngressRule").length, 0);
    const rules = ofType(recording, "SecurityGroupEgressRule").map(({ inputs }) => [
      inputs.securityGroupId,
      inputs.cidrIpv4,
      inputs.ipProtocol,
      inputs.fromPort,
      inputs.toPort,
    ]);
    assert.deepEqual(rules.sort(), [
      ["octopus-resolver-id", "1.1.1.1/32", "tcp", 53, 53],
      ["octopus-resolver-id", "1.1.1.1/32", "udp", 53, 53],
      ["octopus-resolver-id", "9.9.9.9/32", "tcp", 5353, 5353],
      ["octopus-resolver-id", "9.9.9.9/32", "udp", 5353, 5353],
    ]);
    for (const rule of ofType(recording, "SecurityGroupEgressRule"))
      assertAfter(recording, the(recording, "ResolverEndpoint"), rule);
    assert.deepEqual(the(recording, "ResolverRule").inputs.targetIps, [
      { ip: "9.9.9.9", port: 5353 },
      { ip: "1.1.1.1", port: 53 },
    ]);
  });

  it("has China's own name", async () => {
    const recording = await recordResolver({ nat: "single" }, { region: "cn-north-1" });
    assert.equal(the(recording, "ResolverRule").inputs.domainName, "oidc.eks.cn-north-1.amazonaws.com.cn");
  });

  it("is in as many subnets as an endpoint takes", async () => {
    const subnetIds = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `subnet-0${number}`);
    const recording = await recordResolver({ nat: "single" }, { subnetIds });
    assert.deepEqual(
      the(recording, "ResolverEndpoint").inputs.ipAddresses,
      subnetIds.slice(0, 6).map((subnetId) => ({ subnetId })),
    );
  });

  it("warns when nothing leads to the addresses, or nobody can tell, and says what to do", async () => {
    const existing = { vpcId: "vpc-0a", privateSubnetIds };
    const none = await recordResolver();
    assert.equal(none.warnings.length, 1);
    assert.match(
      none.warnings[0] ?? "",
      /oidc\.eks\.us-east-1\.amazonaws\.com leads nowhere, because network\.nat is none/,
    );
    assert.match(
      none.warnings[0] ?? "",
      /write network\.nat: single or perZone, or have oidc-eks among the endpoints/,
    );
    const unknown = await recordResolver({ existing });
    assert.equal(unknown.warnings.length, 1);
    assert.match(unknown.warnings[0] ?? "", /cannot be seen from here/);
    assert.match(unknown.warnings[0] ?? "", /NAT gateway or a firewall .* oidc-eks/);
    for (const nat of ["single", "perZone"]) assert.deepEqual((await recordResolver({ nat })).warnings, []);
  });
});
