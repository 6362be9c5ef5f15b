import assert from "node:assert/strict";
import { BlockList, isIPv6 } from "node:net";

import {
  agentNetwork,
  serverNetwork,
  type NetworkRules,
} from "../../../../infra/kubernetes/network-policies";
import { onClusterModel } from "../../../../infra/octopus/on-cluster";
import { everythingOnCluster, workersOnCluster } from "../../../fixtures/on-cluster";
import { goodSettings, type Setup } from "../../../fixtures/settings";

const modelOf = (setup: Setup): ReturnType<typeof onClusterModel> => {
  const { octopus, organization } = goodSettings(setup);
  return onClusterModel(octopus, organization);
};

/** Whether a block is about an address. */
function covers(cidr: string, address: string): boolean {
  const [net = "", prefix] = cidr.split("/");
  const family = isIPv6(net) ? "ipv6" : "ipv4";
  const list = new BlockList();
  list.addSubnet(net, Number(prefix), family);
  return list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

/** Whether pods may open a connection to an address. */
function reaches({ egress }: NetworkRules, address: string, port: number): boolean {
  return egress.some(
    ({ to, ports }) =>
      ports.some((one) => one.port === port && one.protocol === "TCP") &&
      to.some(
        ({ ipBlock }) =>
          ipBlock &&
          covers(ipBlock.cidr, address) &&
          !(ipBlock.except ?? []).some((one) => covers(one, address)),
      ),
  );
}

/** Namespaces that pods may talk to, or hear from, with the ports. */
function namespaces(rules: readonly { to?: unknown; from?: unknown; ports: { port: number }[] }[]): string[] {
  return rules.flatMap(({ to, from, ports }) =>
    ((to ?? from) as { namespaceSelector?: { matchLabels: Record<string, string> } }[]).flatMap(
      ({ namespaceSelector }) =>
        namespaceSelector
          ? [`${Object.values(namespaceSelector.matchLabels).join()} ${ports.map(({ port }) => port).join()}`]
          : [],
    ),
  );
}

const everything = modelOf(everythingOnCluster);
const elsewhere = modelOf(workersOnCluster);

const all: Readonly<Record<string, NetworkRules>> = {
  "the server": serverNetwork(everything, []),
  workers: agentNetwork(everything),
  "workers of a server elsewhere": agentNetwork(elsewhere),
};

describe("what pods of Octopus may talk to", () => {
  for (const [who, rules] of Object.entries(all)) {
    for (const [what, address, port, may] of [
      ["the Pod Identity agent", "169.254.170.23", 80, true],
      ["the Pod Identity agent over IPv6", "fd00:ec2::23", 80, true],
      ["the instance metadata service", "169.254.169.254", 80, false],
      ["the instance metadata service on another port", "169.254.169.254", 443, false],
      ["the instance metadata service over IPv6", "fd00:ec2::254", 80, false],
      ["credentials of ECS tasks", "169.254.170.2", 80, false],
      ["AWS through an endpoint", "10.40.0.7", 443, true],
      ["the Kubernetes API", "172.20.0.1", 443, true],
      ["the kubelet", "10.40.0.7", 10250, false],
      ["a page without TLS", "198.51.100.7", 80, false],
    ] as const) {
      it(`${who} ${may ? "may" : "may not"} reach ${what}`, () => {
        assert.equal(reaches(rules, address, port), may);
      });
    }

    it(`${who} may ask the cluster's own resolver`, () => {
      assert(namespaces(rules.egress).includes("kube-system 53,53"));
    });
  }

  it("the server may reach a database, and workers may not", () => {
    assert.equal(reaches(serverNetwork(everything, []), "10.40.0.9", 1433), true);
    assert.equal(reaches(agentNetwork(everything), "10.40.0.9", 1433), false);
  });

  it("workers poll the server where it is, and nobody calls them", () => {
    const toServer = namespaces(agentNetwork(everything).egress).filter((one) => !one.startsWith("kube-"));
    assert.deepEqual(toServer, ["octopus 8080,10943"]);
    assert.equal(reaches(agentNetwork(everything), "198.51.100.7", 10943), false);
    assert.equal(reaches(agentNetwork(elsewhere), "198.51.100.7", 10943), true);
    assert.deepEqual(
      Object.values(all).map(({ ingress }) => ingress.length),
      [1, 0, 0],
    );
  });

  it("the server hears from workers and from the blocks that are written, and from nobody else", () => {
    const { ingress } = serverNetwork(everything, ["10.40.0.0/16"]);
    assert.deepEqual(namespaces(ingress), [
      "octopus-workers 8080,8443,10943",
      "octopus-prod 8080,8443,10943",
    ]);
    assert.deepEqual(
      ingress.flatMap(({ from }) => from.flatMap(({ ipBlock }) => (ipBlock ? [ipBlock.cidr] : []))),
      ["10.40.0.0/16"],
    );
    assert.deepEqual(serverNetwork({ agents: [] }, []).ingress, []);
  });
});
