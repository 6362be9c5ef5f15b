import assert from "node:assert/strict";

import type { ToolingOutputs } from "../../../../infra/tooling";
import { everythingOnCluster, firstRun, workersOnCluster } from "../../../fixtures/on-cluster";
import { unknown, type Recording, type Registration } from "../../../fixtures/recorder";
import type { Setup } from "../../../fixtures/settings";
import { assertAfter, ofType, recordTooling, the } from "../../../fixtures/stacks";
import { withWarnings } from "../../../fixtures/warnings";

const release = "kubernetes:helm.sh/v3:Release";
const secret = "kubernetes:core/v1:Secret";

/** How the SDK marks a secret on its way to the engine. */
const mark = "4dabf18193072939515e22adb298388d";

/** What a stack puts out after a first run of `everythingOnCluster`. */
const afterFirstRun = { onCluster: { server: "octopus", agents: ["octopus-workers", "octopus-prod"] } };

const inKubernetes = ({ resources }: Pick<Recording<unknown>, "resources">): readonly Registration[] =>
  resources.filter(({ type }) => type.startsWith("kubernetes:"));

/** `namespace/name` of what is in Kubernetes, or its name alone. */
function placeOf({ inputs }: Registration): string {
  const { name, namespace } = (inputs.metadata ?? inputs) as { name: string; namespace?: string };
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The same without what is marked as a secret. */
function withoutSecrets(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (mark in value) return "[secret]";
  return Array.isArray(value)
    ? value.map(withoutSecrets)
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]));
}

/** What the secrets of a run are given: their places to the contents, or that they keep theirs. */
function secretsOf(recording: Recording<unknown>): Record<string, unknown> {
  return Object.fromEntries(
    ofType(recording, secret).map((one) => {
      const given = one.inputs.stringData as { readonly value: unknown } | undefined;
      return [placeOf(one), given?.value ?? `keeps ${one.ignoreChanges.join()}`];
    }),
  );
}

describe("Octopus Server and its workers on the cluster", () => {
  let recording: Recording<ToolingOutputs>;
  before(async () => {
    recording = await recordTooling(everythingOnCluster, { variables: firstRun });
  });

  it("are these resources", () => {
    const kind = (type: string): string => type.replace(/^.*:/, "");
    assert.deepEqual(
      inKubernetes(recording)
        .map((one) => `${kind(one.type)} ${placeOf(one)}`)
        .sort(),
      [
        "Namespace octopus",
        "Namespace octopus-prod",
        "Namespace octopus-workers",
        "NetworkPolicy octopus-prod/nobody",
        "NetworkPolicy octopus-prod/octopus",
        "NetworkPolicy octopus-workers/nobody",
        "NetworkPolicy octopus-workers/octopus",
        "NetworkPolicy octopus/nobody",
        "NetworkPolicy octopus/octopus",
        "Release octopus-prod/worker",
        "Release octopus-workers/worker",
        "Release octopus/octopus",
        "Secret octopus-prod/octopus-agent-token",
        "Secret octopus-workers/octopus-agent-token",
        "Secret octopus/octopus-adminpassword",
        "Secret octopus/octopus-adminusername",
        "Secret octopus/octopus-connectionstring",
        "Secret octopus/octopus-licensekey",
        "Secret octopus/octopus-masterkey",
        "ServiceAccount octopus/octopus-server",
        "StorageClass octopus-gp3",
      ],
    );
  });

  it("are created through a provider of the stack's own cluster", () => {
    const { urn, inputs } = the(recording, "pulumi:providers:kubernetes");
    assert.deepEqual(inputs, {
      kubeconfig: '{"cluster":"octopus-cluster"}',
      clusterIdentifier: "arn:aws:eks:us-east-1:123456789012:cluster/octopus-cluster",
    });
    for (const one of inKubernetes(recording)) assert.equal(one.provider, urn, one.urn);
  });

  it("keep their pods from the node, and from talking to anybody by default", () => {
    for (const { inputs, urn } of ofType(recording, "Namespace")) {
      const { labels } = inputs.metadata as { labels: unknown };
      assert.deepEqual(labels, { "pod-security.kubernetes.io/enforce": "baseline" }, urn);
    }
    const policies = ofType(recording, "NetworkPolicy").filter((one) => placeOf(one).endsWith("/nobody"));
    assert.equal(policies.length, 3);
    for (const { inputs } of policies) {
      assert.deepEqual(inputs.spec, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    }
  });

  it("come from these charts", () => {
    const charts = ofType(recording, release).map((one) => {
      const { chart, version } = one.inputs;
      return `${placeOf(one)} ${String(chart)} ${String(version)}`;
    });
    assert.deepEqual(charts.sort(), [
      "octopus-prod/worker oci://registry-1.docker.io/octopusdeploy/kubernetes-agent 3.13.2",
      "octopus-workers/worker oci://registry-1.docker.io/octopusdeploy/kubernetes-agent 3.13.2",
      "octopus/octopus oci://ghcr.io/octopusdeploy/octopusdeploy-helm 1.15.0",
    ]);
  });

  it("start after the nodes, the Pod Identity agent and the bindings of launchers", () => {
    for (const one of ofType(recording, release)) {
      assertAfter(recording, one, the(recording, "NodeGroup"));
      for (const other of [
        ...ofType(recording, "aws:eks/addon:Addon"),
        ...ofType(recording, "PodIdentityAssociation"),
      ]) {
        assertAfter(recording, one, other);
      }
    }
  });

  it("start after their namespaces and secrets, and workers after the server", () => {
    const releases = ofType(recording, release);
    for (const one of inKubernetes(recording)) {
      const { namespace } = (one.inputs.metadata as { namespace?: string } & object) ?? {};
      const own = releases.find(({ inputs }) => inputs.namespace === namespace);
      if (own && one !== own) assertAfter(recording, own, one);
    }
    const server = releases.find((one) => placeOf(one) === "octopus/octopus");
    const workers = releases.filter((one) => one !== server);
    assert(server && workers.length === 2);
    for (const worker of workers) assertAfter(recording, worker, server);
  });

  it("are there before anything is kept in Octopus", () => {
    const server = ofType(recording, release).find((one) => placeOf(one) === "octopus/octopus");
    assert(server);
    assertAfter(recording, the(recording, "pulumi:providers:octopusdeploy", "octopus"), server);
  });

  it("have the secrets of the first run's environment, which stand nowhere unmarked", () => {
    const token = { "bearer-token": firstRun.OCTOPUS_AGENT_TOKEN };
    assert.deepEqual(secretsOf(recording), {
      "octopus/octopus-connectionstring": { secret: firstRun.OCTOPUS_SERVER_CONNECTION_STRING },
      "octopus/octopus-masterkey": { secret: firstRun.OCTOPUS_SERVER_MASTER_KEY },
      "octopus/octopus-licensekey": { secret: firstRun.OCTOPUS_SERVER_LICENSE },
      "octopus/octopus-adminusername": { secret: firstRun.OCTOPUS_SERVER_ADMIN_USERNAME },
      "octopus/octopus-adminpassword": { secret: firstRun.OCTOPUS_SERVER_ADMIN_PASSWORD },
      "octopus-workers/octopus-agent-token": token,
      "octopus-prod/octopus-agent-token": token,
    });
    const sent = recording.resources.map(({ inputs }) => inputs);
    assert.match(JSON.stringify(sent), /s3cret/);
    assert.doesNotMatch(JSON.stringify(withoutSecrets(sent)), /s3cret/);
    assert.doesNotMatch(JSON.stringify(recording.outputs), /s3cret/);
  });

  it("tell the next run what is there", () => {
    assert.deepEqual(recording.outputs?.onCluster, afterFirstRun.onCluster);
  });
});

describe("a later run of what is on the cluster", () => {
  it("keeps every secret without knowing any", async () => {
    const { result, warnings } = await withWarnings(() =>
      recordTooling(everythingOnCluster, { toolingOutputs: afterFirstRun }),
    );
    assert.deepEqual(
      warnings.filter((text) => /OCTOPUS_/.test(text)),
      [],
    );
    const secrets = Object.values(secretsOf(result));
    assert.deepEqual(
      secrets,
      Array.from({ length: 7 }, () => "keeps stringData"),
    );
  });

  it("changes the one that it is given", async () => {
    const { OCTOPUS_SERVER_LICENSE } = firstRun;
    const recording = await recordTooling(everythingOnCluster, {
      toolingOutputs: afterFirstRun,
      variables: { OCTOPUS_SERVER_LICENSE },
    });
    assert.deepEqual(
      Object.entries(secretsOf(recording)).filter(([, content]) => typeof content === "object"),
      [["octopus/octopus-licensekey", { secret: OCTOPUS_SERVER_LICENSE }]],
    );
  });

  it("asks for the secrets again when the server moves to another namespace", async () => {
    const moved = { ...afterFirstRun.onCluster, server: "elsewhere" };
    await assert.rejects(
      recordTooling(everythingOnCluster, { toolingOutputs: { onCluster: moved } }),
      /OCTOPUS_SERVER_MASTER_KEY: is not set/,
    );
  });
});

describe("a first run without secrets", () => {
  it("is refused with all that it needs", async () => {
    await assert.rejects(recordTooling(everythingOnCluster), ({ message }: Error) => {
      assert.match(message, /Nothing was changed, because 4 settings are wrong/);
      assert.match(message, /OCTOPUS_SERVER_CONNECTION_STRING: is not set/);
      return true;
    });
  });

  it("is previewed, with the names of what the run will need", async () => {
    const { result, warnings } = await withWarnings(() =>
      recordTooling(everythingOnCluster, { preview: true }),
    );
    assert.equal(ofType(result, release).length, 1);
    assert(
      warnings.some((text) => /needs OCTOPUS_SERVER_CONNECTION_STRING, OCTOPUS_SERVER_MASTER_KEY/.test(text)),
    );
  });

  it("leaves out agents that have no token, and says which and where it is", async () => {
    const { OCTOPUS_AGENT_TOKEN: _, ...serverOnly } = firstRun;
    const { result, warnings } = await withWarnings(() =>
      recordTooling(everythingOnCluster, { variables: serverOnly }),
    );
    assert.deepEqual(ofType(result, release).map(placeOf), ["octopus/octopus"]);
    assert.deepEqual(result.outputs?.onCluster, { server: "octopus", agents: [] });
    const [waiting] = warnings.filter((text) => /OCTOPUS_AGENT_TOKEN/.test(text));
    assert.match(
      waiting ?? "",
      /octopus-cluster-octopus-workers, octopus-cluster-octopus-prod cannot register/,
    );
  });

  it("creates a new agent beside others only with a token", async () => {
    const toolingOutputs = { onCluster: { agents: ["octopus-prod"] } };
    const { result } = await withWarnings(() => recordTooling(workersOnCluster, { toolingOutputs }));
    assert.deepEqual(ofType(result, release).map(placeOf), ["octopus-prod/worker"]);
    const { OCTOPUS_AGENT_TOKEN } = firstRun;
    const both = await recordTooling(workersOnCluster, {
      toolingOutputs,
      variables: { OCTOPUS_AGENT_TOKEN },
    });
    assert.deepEqual(ofType(both, release).map(placeOf).sort(), [
      "octopus-prod/worker",
      "octopus-workers/worker",
    ]);
  });
});

describe("what is kept in a server that does not run yet", () => {
  it("is previewed without asking it", async () => {
    const recording = await recordTooling(everythingOnCluster, { preview: true, variables: firstRun });
    const { inputs } = the(recording, "pulumi:providers:octopusdeploy", "octopus");
    assert.equal(inputs.address, unknown);
  });
});

describe("less on the cluster", () => {
  for (const [what, setup, namespaces] of [
    ["nothing", { stack: "tooling" }, []],
    ["workers of a server elsewhere", workersOnCluster, ["octopus-prod", "octopus-workers"]],
    [
      "the server alone",
      { ...everythingOnCluster, octopus: { ...everythingOnCluster.octopus, workers: "none" } },
      ["octopus"],
    ],
  ] as readonly (readonly [string, Setup, readonly string[]])[]) {
    it(`is ${what}`, async () => {
      const recording = await recordTooling(setup, { variables: firstRun });
      assert.deepEqual(ofType(recording, "Namespace").map(placeOf).sort(), namespaces);
      assert.deepEqual(
        ofType(recording, "pulumi:providers:kubernetes").length,
        namespaces.length > 0 ? 1 : 0,
      );
    });
  }

  it("is without a storage class of ours where others are named", async () => {
    const recording = await recordTooling(
      {
        ...everythingOnCluster,
        octopus: {
          ...everythingOnCluster.octopus,
          onCluster: {
            acceptEula: true,
            server: { replicas: 2, storageClass: "efs" },
            agents: { storageClass: "efs", scriptPods: "shared" },
          },
        },
      },
      { variables: firstRun },
    );
    assert.equal(ofType(recording, "StorageClass").length, 0);
    const classes = ofType(recording, release).map(({ inputs }) => JSON.stringify(inputs.values));
    for (const values of classes) assert.match(values, /"storageClass(Name)?":"efs"/);
  });
});
