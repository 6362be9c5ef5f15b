import assert from "node:assert/strict";

import { agentValues } from "../../../../infra/kubernetes/agent-values";
import { withOverlay } from "../../../../infra/kubernetes/overlay";
import type { Rule } from "../../../../infra/kubernetes/rules";
import { serverValues } from "../../../../infra/kubernetes/server-values";
import { onClusterModel } from "../../../../infra/octopus/on-cluster";
import { everythingOnCluster, workersOnCluster } from "../../../fixtures/on-cluster";
import { goodSettings, type Setup } from "../../../fixtures/settings";

type Mapping = Readonly<Record<string, unknown>>;

/** What is at a place in values, e.g. `agent.worker.enabled`. */
function at(values: Mapping, place: string): unknown {
  return place.split(".").reduce<unknown>((found, key) => (found as Mapping | undefined)?.[key], values);
}

/** The values for the agents of a setup, by their namespaces. */
function agentsOf(setup: Setup): Readonly<Record<string, Mapping>> {
  const { octopus, organization } = goodSettings(setup);
  const { server, agents } = onClusterModel(octopus, organization);
  const surroundings = {
    onCluster: octopus.onCluster,
    server,
    space: "AWS",
    storageClass: "octopus-gp3",
  };
  return Object.fromEntries(agents.map((agent) => [agent.namespace, agentValues(agent, surroundings)]));
}

function serverOf(onCluster: object = {}): Mapping {
  const octopus = { ...everythingOnCluster.octopus, onCluster: { acceptEula: true, ...onCluster } };
  const settings = goodSettings({ ...everythingOnCluster, octopus });
  const { server } = onClusterModel(settings.octopus, settings.organization);
  assert(server);
  return serverValues(settings.octopus.onCluster, server, "octopus-gp3");
}

describe("the values for Octopus Server", () => {
  for (const [place, value] of [
    ["octopus.acceptEula", "Y"],
    ["octopus.createSecrets", false],
    ["octopus.enableDockerInDocker", false],
    ["octopus.serviceAccount", { create: false, name: "octopus-server" }],
    ["octopus.service.type", "ClusterIP"],
    ["octopus.image", { repository: "octopusdeploy/octopusdeploy" }],
    ["octopus.replicaCount", 1],
    ["global.storageClass", "octopus-gp3"],
    ["mssql.enabled", false],
    ["hooks.enableSelectorLabelsFix", false],
  ] as const) {
    it(`have ${JSON.stringify(value)} at ${place}`, () => {
      assert.deepEqual(at(serverOf(), place), value);
    });
  }

  it("follow the settings", () => {
    const values = serverOf({
      server: {
        replicas: 3,
        storageClass: "efs",
        image: { repository: "registry.example.com/octopus", tag: "2026.2.1" },
        storage: { packages: "200Gi" },
      },
    });
    assert.equal(at(values, "octopus.replicaCount"), 3);
    assert.equal(at(values, "octopus.packageRepositoryVolume.size"), "200Gi");
    assert.deepEqual(at(values, "octopus.image"), {
      repository: "registry.example.com/octopus",
      tag: "2026.2.1",
    });
  });
});

describe("where the server is", () => {
  const serverWith = (server: object): ReturnType<typeof onClusterModel>["server"] => {
    const octopus = { server: "onCluster", onCluster: { acceptEula: true, server } };
    const settings = goodSettings({ ...everythingOnCluster, octopus });
    return onClusterModel(settings.octopus, settings.organization).server;
  };

  it("is one service of a single node", () => {
    const server = serverWith({});
    assert.equal(server?.url, "http://octopus-octopus-deploy.octopus.svc.cluster.local");
    assert.deepEqual(server?.pollingAddresses, [
      "https://octopus-octopus-deploy.octopus.svc.cluster.local:10943",
    ]);
  });

  it("is a service for each of several nodes, all of which agents poll", () => {
    assert.deepEqual(serverWith({ replicas: 2, storageClass: "efs" })?.pollingAddresses, [
      "https://octopus-deploy-node0.octopus.svc.cluster.local:10943",
      "https://octopus-deploy-node1.octopus.svc.cluster.local:10943",
    ]);
  });
});

describe("the values for workers", () => {
  it("are one agent for each service account, with the pools of its environments", () => {
    const workers = agentsOf(everythingOnCluster);
    assert.deepEqual(
      Object.entries(workers).map(([namespace, values]) => [
        namespace,
        at(values, "agent.name"),
        at(values, "agent.worker"),
        at(values, "scriptPods.serviceAccount.name"),
      ]),
      [
        [
          "octopus-workers",
          "octopus-cluster-octopus-workers",
          { enabled: true, initial: { workerPools: ["Dev Workers", "Staging Workers"] } },
          "octopus-workers",
        ],
        [
          "octopus-prod",
          "octopus-cluster-octopus-prod",
          { enabled: true, initial: { workerPools: ["Prod Workers"] } },
          "octopus-prod",
        ],
      ],
    );
  });

  const [values] = Object.values(agentsOf(everythingOnCluster));
  assert(values);
  for (const [place, value] of [
    ["agent.acceptEula", "Y"],
    ["agent.deploymentTarget.enabled", false],
    ["agent.space", "AWS"],
    ["agent.serverUrl", "http://octopus-octopus-deploy.octopus.svc.cluster.local"],
    ["agent.serverCommsAddresses", ["https://octopus-octopus-deploy.octopus.svc.cluster.local:10943"]],
    ["agent.bearerTokenSecretName", "octopus-agent-token"],
    ["scriptPods.serviceAccount.useNamespacedRoles", true],
    ["scriptPods.serviceAccount.clusterRole.enabled", false],
    ["persistence.accessModes", ["ReadWriteOnce"]],
    ["persistence.nfs.enabled", false],
    ["kubernetesMonitor.enabled", false],
  ] as const) {
    it(`have ${JSON.stringify(value)} at ${place}`, () => {
      assert.deepEqual(at(values, place), value);
    });
  }

  it("let nobody in the namespace do in Kubernetes what the chart would let them do", () => {
    const rulesAt = (place: string): readonly Rule[] => at(values, place) as readonly Rule[];
    const places = [
      "agent.roleRules",
      "scriptPods.workerRoleRules",
      "autoUpgrader.selfNamespaceRoleRules",
      "autoUpgrader.targetNamespaceRoleRules",
    ];
    for (const place of places) {
      const rules = rulesAt(place);
      // The chart takes an empty list for everything.
      assert(rules.length > 0, place);
      const all = rules.flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs]);
      assert(!all.includes("*"), place);
      for (const forbidden of [
        "pods/exec",
        "serviceaccounts/token",
        "serviceaccounts",
        "roles",
        "rolebindings",
      ])
        assert(!all.includes(forbidden), `${place} ${forbidden}`);
    }
    const mayCreatePods = places.filter((place) =>
      rulesAt(place).some(({ resources, verbs }) => resources.includes("pods") && verbs.includes("create")),
    );
    assert.deepEqual(mayCreatePods, ["agent.roleRules"]);
    const onSecrets = rulesAt("agent.roleRules").filter(({ resources }) => resources.includes("secrets"));
    assert.deepEqual(
      onSecrets.map(({ verbs }) => verbs),
      [["get", "create", "update", "patch"]],
    );
  });

  it("poll port 10943 of a server elsewhere, or the addresses that are written", () => {
    const addressesFor = (agents: object): unknown => {
      const octopus = { workers: "onCluster", onCluster: { acceptEula: true, agents } };
      const [one] = Object.values(agentsOf({ ...workersOnCluster, octopus }));
      return [at(one ?? {}, "agent.serverUrl"), at(one ?? {}, "agent.serverCommsAddresses")];
    };
    const serverUrl = "https://octopus.example.com:8443";
    const nodes = ["https://one.example.com:10943", "https://two.example.com:10943"];
    assert.deepEqual(addressesFor({ serverUrl }), [serverUrl, ["https://octopus.example.com:10943"]]);
    assert.deepEqual(addressesFor({ serverUrl, pollingAddresses: nodes }), [serverUrl, nodes]);
  });
});

describe("the values for a target", () => {
  const octopus = {
    ...workersOnCluster.octopus,
    workers: "none",
    onCluster: {
      ...workersOnCluster.octopus.onCluster,
      targets: [
        { name: "Shop", environment: "prod", serviceAccount: "shop-agent/shop", deployTo: ["shop", "cart"] },
      ],
    },
  };
  const [values] = Object.values(agentsOf({ ...workersOnCluster, octopus }));
  assert(values);

  it("register it for its environment and tags, and not as a worker", () => {
    assert.equal(at(values, "agent.name"), "Shop");
    assert.deepEqual(at(values, "agent.worker"), { enabled: false });
    assert.deepEqual(at(values, "agent.deploymentTarget"), {
      enabled: true,
      initial: { environments: ["prod"], tags: ["k8s"] },
    });
  });

  it("let its script pods deploy to its namespaces, without roles and service accounts", () => {
    assert.deepEqual(at(values, "scriptPods.serviceAccount.targetNamespaces"), ["shop", "cart"]);
    const rules = at(values, "scriptPods.serviceAccount.roleRules") as readonly Rule[];
    const resources = rules.flatMap((rule) => rule.resources);
    assert(resources.includes("deployments"));
    for (const forbidden of [
      "*",
      "roles",
      "rolebindings",
      "serviceaccounts",
      "serviceaccounts/token",
      "pods/exec",
    ])
      assert(!resources.includes(forbidden), forbidden);
  });
});

describe("values of the user's beside the program's", () => {
  it("are added where the program decides nothing", () => {
    assert.deepEqual(withOverlay({ a: { b: 1 }, c: [2] }, { a: { d: 3 }, e: { f: 4 } }), {
      a: { b: 1, d: 3 },
      c: [2],
      e: { f: 4 },
    });
  });
});
