import assert from "node:assert/strict";

import { everythingOnCluster, workersOnCluster } from "../../../fixtures/on-cluster";
import { refusals } from "../../../fixtures/refusals";
import { goodSettings, problemsOf, rawSettings, type Setup } from "../../../fixtures/settings";

/** Everything on the cluster, with other details. */
const everything = (onCluster: object): Setup => ({
  ...everythingOnCluster,
  octopus: { ...everythingOnCluster.octopus, onCluster: { acceptEula: true, ...onCluster } },
});

/** The server alone. */
const serverAlone = (server: object): Setup => ({
  ...everythingOnCluster,
  octopus: { server: "onCluster", onCluster: { acceptEula: true, server } },
});

/** Workers alone, with other details of agents. */
const workers = (agents: object): Setup => ({
  ...workersOnCluster,
  octopus: { workers: "onCluster", onCluster: { acceptEula: true, agents } },
});

/** Bindings of service accounts, each `namespace/serviceAccount`, to environments. */
const bound = (bindings: Readonly<Record<string, readonly string[]>>): Setup["changes"] => ({
  "launchers[0].bindings": Object.entries(bindings).map(([account, environments]) => {
    const [namespace, serviceAccount] = account.split("/");
    return { namespace, serviceAccount, environments };
  }),
});

const target = {
  name: "Shop",
  environment: "prod",
  serviceAccount: "shop-agent/shop-agent",
  deployTo: ["shop"],
};

const mirror = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

describe("what the settings put on the cluster", () => {
  for (const [what, setup] of [
    ["the server and workers", everythingOnCluster],
    ["workers of a server elsewhere", workersOnCluster],
    ["workers of a server elsewhere, with the bindings of the sample", { ...workersOnCluster, changes: {} }],
    ["the server alone, with the bindings of the sample", { ...serverAlone({}), changes: {} }],
    [
      "both, with the bindings of the sample and the server apart",
      { ...everything({ server: { serviceAccount: "octopus-system/octopus-server" } }), changes: {} },
    ],
    ["several nodes on volumes that they share", serverAlone({ replicas: 3, storageClass: "efs" })],
    ["a target", everything({ targets: [target] })],
    [
      "a target whose steps have the roles of its environment alone",
      everything({ targets: [{ ...target, serviceAccount: "shop/shop", deployTo: ["shop-app"] }] }),
    ],
    [
      "images of the internet in the stack of an environment, which has no network",
      { ...everythingOnCluster, stack: "dev", network: {} },
    ],
    [
      "images of the internet where the network is not looked at",
      { ...everythingOnCluster, stack: "tooling", network: undefined },
    ],
    [
      "images of a mirror, without a way to the internet",
      {
        ...everything({
          server: { image: { repository: `${mirror}/octopusdeploy` } },
          agents: {
            image: { repository: `${mirror}/agent` },
            scriptImage: { repository: `${mirror}/tools` },
          },
        }),
        network: {},
      },
    ],
    [
      "images of Docker Hub in a VPC of somebody else's, which may have a way there",
      {
        ...everythingOnCluster,
        network: { existing: { vpcId: "vpc-0a", privateSubnetIds: ["subnet-0a", "subnet-0b"] } },
      },
    ],
    [
      "values that nothing else decides",
      everything({
        server: { values: { octopus: { taskCap: 10, ingress: { enabled: true } }, nodeSelector: {} } },
        agents: { values: { agent: { logLevel: "Verbose" }, scriptPods: { resources: {} } } },
      }),
    ],
  ] as const) {
    it(`may be ${what}`, () => {
      assert.deepEqual(problemsOf(rawSettings(setup)), []);
    });
  }

  it("is nothing by default, whatever else is wrong for it", () => {
    const { server, workers: kind } = goodSettings({ stack: "tooling" }).octopus;
    assert.deepEqual([server, kind], ["existing", "none"]);
  });

  refusals([
    {
      refuses: "to accept Octopus's agreement for somebody",
      ...everythingOnCluster,
      octopus: { server: "onCluster" },
      says: [["octopus.onCluster.acceptEula", "is not true", "if you accept it"]],
    },
    {
      refuses: "charts that are no exact ones in a registry",
      ...everything({
        server: { chart: { url: "https://charts.example.com/octopus", version: "1" } },
        agents: { chart: { url: "oci://registry.example.com/agent:3.13.2", version: "^3.0.0" } },
      }),
      says: [
        ["octopus.onCluster.server.chart.url", "write it with oci://"],
        ["octopus.onCluster.server.chart.version", "write e.g. 1.15.0"],
        ["octopus.onCluster.agents.chart.url", "without a version"],
        ["octopus.onCluster.agents.chart.version", "write e.g. 3.13.2"],
      ],
    },
    {
      refuses: "images, sizes and blocks that are none",
      ...serverAlone({
        image: { repository: "https://docker.io/octopusdeploy", tag: "a b" },
        storage: { packages: "20" },
        clients: ["10.0.0.0"],
        replicas: 0,
      }),
      says: [
        ["octopus.onCluster.server.image.repository", "without https://"],
        ["octopus.onCluster.server.image.tag", "is no tag"],
        ["octopus.onCluster.server.replicas", "must be at least 1"],
        ["octopus.onCluster.server.storage.packages", "write e.g. 20Gi"],
        ["octopus.onCluster.server.clients[0]", "is no CIDR block"],
      ],
    },
    {
      refuses: "several nodes on volumes of one",
      ...serverAlone({ replicas: 2 }),
      says: [["octopus.onCluster.server.storageClass", "2 nodes share", "ReadWriteMany"]],
    },
    {
      refuses: "script pods on every node on a volume of one",
      ...workers({ serverUrl: "https://octopus.example.com", scriptPods: "shared" }),
      says: [["octopus.onCluster.agents.storageClass", "scriptPods is shared", "ReadWriteMany"]],
    },
    {
      refuses: "workers of a server that it does not know where to find",
      ...workers({}),
      says: [["octopus.onCluster.agents.serverUrl", "is missing, and the server is not on the cluster"]],
    },
    {
      refuses: "another server than the one on the cluster",
      ...everything({
        agents: {
          serverUrl: "https://octopus.example.com",
          pollingAddresses: ["https://octopus.example.com:10943"],
        },
      }),
      says: [
        ["octopus.onCluster.agents.serverUrl", "would do nothing"],
        ["octopus.onCluster.agents.pollingAddresses", "would do nothing"],
      ],
    },
    {
      refuses: "agents of dev and prod in one namespace",
      ...workersOnCluster,
      changes: bound({
        "octopus/octopus-server": ["tooling", "dev", "staging"],
        "octopus/octopus-prod": ["prod"],
      }),
      says: [
        [
          "octopus.workerPools.prod.serviceAccount",
          "is octopus/octopus-prod, in the namespace of the agent for dev, staging",
          "write e.g. octopus-prod/octopus-prod",
        ],
      ],
    },
    {
      refuses: "a service account of the tooling account's roles beside the workers of dev",
      ...workersOnCluster,
      changes: bound({
        "octopus/octopus-server": ["dev", "staging"],
        "octopus/octopus-tooling": ["tooling"],
        "octopus-prod/octopus-prod": ["prod"],
      }),
      says: [
        [
          "organization.launchers[0].bindings[1]",
          "binds octopus/octopus-tooling",
          "could have the roles of tooling",
          "bind octopus-tooling/octopus-tooling instead",
        ],
      ],
    },
    {
      refuses: "the server beside workers, which could read its master key",
      ...everything({ server: { serviceAccount: "octopus-prod/server" } }),
      says: [
        [
          "octopus.onCluster.server.serviceAccount",
          "in the namespace of the agent for prod",
          "write a namespace of its own",
        ],
      ],
    },
    {
      refuses: "namespaces of Kubernetes's own",
      ...serverAlone({ serviceAccount: "kube-system/octopus" }),
      says: [["octopus.onCluster.server.serviceAccount", "is kube-system/octopus", "e.g. octopus/octopus"]],
    },
    {
      refuses: "a target that may change namespaces with bound service accounts, Octopus's or Kubernetes's",
      ...everything({
        targets: [{ ...target, deployTo: ["shop", "octopus-prod", "octopus", "kube-system", "shop-agent"] }],
      }),
      says: [
        [
          "octopus.onCluster.targets[0].deployTo[1]",
          "a pod could have the roles of prod through octopus-prod/octopus-prod",
        ],
        ["octopus.onCluster.targets[0].deployTo[2]", "belongs to Octopus or Kubernetes"],
        ["octopus.onCluster.targets[0].deployTo[3]", "belongs to Octopus or Kubernetes"],
        ["octopus.onCluster.targets[0].deployTo[4]", "belongs to Octopus or Kubernetes"],
      ],
    },
    {
      refuses: "a target for prod whose pods have the roles of dev as well",
      ...everything({ targets: [{ ...target, serviceAccount: "shop/shop", deployTo: ["shop-app"] }] }),
      changes: {
        ...everythingOnCluster.changes,
        ...bound({
          "octopus-workers/octopus-workers": ["tooling", "staging"],
          "octopus-prod/octopus-prod": ["prod"],
          "shop/shop": ["prod", "dev"],
        }),
      },
      octopus: {
        ...everythingOnCluster.octopus,
        workers: "none",
        onCluster: {
          acceptEula: true,
          targets: [{ ...target, serviceAccount: "shop/shop", deployTo: ["shop-app"] }],
        },
      },
      says: [["octopus.onCluster.targets[0].serviceAccount", "bind to dev as well", "for prod"]],
    },
    {
      refuses: "a target of an environment that there is not",
      ...everything({ targets: [{ ...target, environment: "qa" }] }),
      says: [["octopus.onCluster.targets[0].environment", "is qa", "dev, staging, prod"]],
    },
    {
      refuses: "images that nodes without a way to the internet cannot pull",
      ...everything({
        agents: {
          image: { repository: "ghcr.io/octopusdeploy/agent" },
          scriptImage: { repository: `${mirror}/tools` },
        },
      }),
      network: {},
      says: [
        [
          "octopus.onCluster.server.image.repository",
          "is octopusdeploy/octopusdeploy, on docker.io",
          "amazonaws.com/octopusdeploy,",
          "network.nat: single",
        ],
        ["octopus.onCluster.agents.image.repository", "on ghcr.io"],
      ],
    },
    {
      refuses: "values that the program decides, and secrets among them",
      ...everything({
        server: {
          values: {
            octopus: {
              enableDockerInDocker: true,
              databaseConnectionString: "Server=db",
              serviceAccount: { name: "default" },
            },
            global: "x",
          },
        },
        agents: {
          values: {
            agent: { certificate: "MIIK", worker: { enabled: false } },
            scriptPods: { workerRoleRules: [], serviceAccount: { clusterRole: { rules: [] } } },
            persistence: { nfs: { enabled: true } },
          },
        },
      }),
      says: [
        ["octopus.onCluster.server.values.octopus.enableDockerInDocker", "is decided by"],
        ["octopus.onCluster.server.values.octopus.databaseConnectionString", "would be a secret in settings"],
        ["octopus.onCluster.server.values.octopus.serviceAccount.name", "is decided by"],
        ["octopus.onCluster.server.values.global", "is decided by"],
        ["octopus.onCluster.agents.values.agent.certificate", "would be a secret in settings"],
        ["octopus.onCluster.agents.values.agent.worker.enabled", "is decided by"],
        ["octopus.onCluster.agents.values.scriptPods.workerRoleRules", "is decided by"],
        ["octopus.onCluster.agents.values.persistence.nfs.enabled", "is decided by"],
      ],
    },
  ]);
});
