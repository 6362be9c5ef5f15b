import assert from "node:assert/strict";

import { recordIn } from "../../../sandbox/plugins/kubernetes/release-record";
import { organization } from "../../fixtures/organization";
import { isChange, TestSandbox, type Finished } from "../../support/sandbox";
import { ClusterApi, type Review } from "../kubernetes/api";

/** Server and workers on the cluster; the server needs no role then, so that its account is none that is bound. */
const octopus = {
  server: "onCluster",
  workers: "onCluster",
  onCluster: { acceptEula: true, server: { serviceAccount: "octopus-system/octopus-server" } },
};

/** What must be readable nowhere. */
const secrets = {
  OCTOPUS_SERVER_CONNECTION_STRING: "Server=tcp:db.internal,1433;Database=Octopus;Password=nobody-reads-this",
  OCTOPUS_SERVER_MASTER_KEY: "bm9ib2R5LXJlYWRzLWl0IQ==",
  OCTOPUS_SERVER_ADMIN_USERNAME: "admin",
  OCTOPUS_SERVER_ADMIN_PASSWORD: "nobody-reads-this-password",
};
const token = { OCTOPUS_AGENT_TOKEN: "eyJub2JvZHk.eyJyZWFkcw.dGhpcw" };
const hidden = Object.entries({ ...secrets, ...token }).filter(
  ([name]) => name !== "OCTOPUS_SERVER_ADMIN_USERNAME",
);

describe("Octopus Server and its workers on the cluster, by the stacks", function () {
  this.timeout(600_000);
  const sandbox = new TestSandbox(organization(), { tooling: { network: { nat: "single" } } }, octopus);
  const said: string[] = [];
  let api: ClusterApi;

  /** Asserts that a command has gone well. */
  function good({ code, output }: Finished): string {
    said.push(output);
    assert.equal(code, 0, output);
    return output;
  }
  const preview = async (...more: string[]): Promise<string> =>
    good(await sandbox.pulumi("preview", "--stack", "tooling", ...more));
  const octopusRequests = async (): Promise<readonly unknown[]> => sandbox.octopusControl("requests");

  before(async function () {
    this.timeout(25 * 60_000);
    good(await sandbox.pulumi("stack", "init", "tooling"));
  });
  after(() => sandbox.end());

  it("are previewed when there is neither cluster nor server, and say what the first run needs", async () => {
    const before = await octopusRequests();
    const output = await preview();
    assert.match(output, /warning: .*OCTOPUS_SERVER_MASTER_KEY/);
    assert.match(output, /kubernetes:helm.sh\/v3:Release octopus/);
    assert.match(output, /octopusdeploy:index:Space octopus-space/);
    assert.deepEqual(await octopusRequests(), before, "the server that does not run yet is not asked");
  });

  it("are refused without the secrets, all at once, before anything is created", async () => {
    await sandbox.clearRequests();
    const { code, output } = await sandbox.pulumi("up", "--yes", "--skip-preview", "--stack", "tooling");
    said.push(output);
    assert.notEqual(code, 0);
    for (const name of Object.keys(secrets)) assert.match(output, new RegExp(`- ${name}: is not set`));
    assert.doesNotMatch(output, /^ +at .*:\d+:\d+/m);
    assert.deepEqual((await sandbox.requests()).filter(isChange), []);
  });

  it("come up: the server, then what is kept in it; workers wait for their token", async () => {
    sandbox.given = secrets;
    const output = good(await sandbox.verb("up", "tooling"));
    assert.match(
      output,
      /octopus-cluster-octopus, octopus-cluster-octopus-prod cannot register without a token/,
    );
    assert.ok((await sandbox.requests()).filter(isChange).length > 20);
    const [release] = await releases("octopus-system");
    assert.deepEqual(release?.chart.metadata.version, "1.15.0");
    const { AWS } = await sandbox.octopusContents();
    assert.equal(AWS?.environments?.length, 3);
  });

  it("get workers by a run that has a token, each in its namespace", async () => {
    sandbox.given = token;
    good(await sandbox.verb("up", "tooling"));
    const pools = async (namespace: string): Promise<unknown> => {
      const [release] = await releases(namespace);
      const { agent } = release?.config as { agent: { worker: { enabled: boolean; initial: object } } };
      assert.equal(agent.worker.enabled, true);
      return (agent.worker.initial as { workerPools: unknown }).workerPools;
    };
    assert.deepEqual(await pools("octopus"), ["Dev Workers", "Staging Workers"]);
    assert.deepEqual(await pools("octopus-prod"), ["Prod Workers"]);
  });

  it("need no secret afterwards, and keep what they were given", async () => {
    sandbox.given = {};
    assert.match(good(await sandbox.verb("up", "tooling")), /Nothing changed/);
    const kept = async (namespace: string, name: string, key: string): Promise<string> => {
      const { data } = await api.get(`/api/v1/namespaces/${namespace}/secrets/${name}`);
      return Buffer.from((data as Record<string, string>)[key] ?? "", "base64").toString();
    };
    assert.equal(
      await kept("octopus-system", "octopus-masterkey", "secret"),
      secrets.OCTOPUS_SERVER_MASTER_KEY,
    );
    assert.equal(
      await kept("octopus-prod", "octopus-agent-token", "bearer-token"),
      token.OCTOPUS_AGENT_TOKEN,
    );
    assert.match(await preview("--refresh", "--expect-no-changes"), /unchanged/);
  });

  it("have namespaces in which pods are held to baseline, and talk to nobody unless it is said", async () => {
    for (const namespace of ["octopus-system", "octopus", "octopus-prod"]) {
      const { metadata } = await api.get(`/api/v1/namespaces/${namespace}`);
      const labels = metadata.labels as Readonly<Record<string, string>>;
      assert.equal(labels["pod-security.kubernetes.io/enforce"], "baseline", namespace);
      const policies = await api.list(`/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`);
      const nobody = policies.filter(({ spec }) => {
        const { podSelector, ingress, egress } = spec as Record<string, unknown>;
        return JSON.stringify(podSelector) === "{}" && ingress === undefined && egress === undefined;
      });
      assert.equal(nobody.length, 1, `${namespace} denies by default`);
      assert.match(JSON.stringify(policies), /169\.254\.170\.23/);
    }
  });

  it("refuse pods that would take the node", async () => {
    const pod = {
      metadata: { name: "taker" },
      spec: { hostNetwork: true, containers: [{ name: "taker", image: "taker" }] },
    };
    await assert.rejects(
      api.create("/api/v1/namespaces/octopus/pods", pod),
      /violates PodSecurity "baseline/,
    );
  });

  const inProd = { namespace: "octopus-prod" };
  const may: readonly { readonly who: string; readonly what: string; readonly asked: Review }[] = [
    {
      who: "octopus:octopus-server",
      what: "create pods in the namespace of prod, whose role they would have",
      asked: { verb: "create", resource: "pods", ...inProd },
    },
    {
      who: "octopus:octopus-server",
      what: "make tokens of the account of prod",
      asked: { verb: "create", resource: "serviceaccounts", subresource: "token", ...inProd },
    },
    {
      who: "octopus:octopus-server",
      what: "exec into pods of prod",
      asked: { verb: "create", resource: "pods", subresource: "exec", ...inProd },
    },
    {
      who: "octopus:octopus-server",
      what: "read secrets beside it",
      asked: { verb: "get", resource: "secrets", namespace: "octopus" },
    },
    {
      who: "octopus-system:octopus-server",
      what: "create pods beside it",
      asked: { verb: "create", resource: "pods", namespace: "octopus-system" },
    },
    {
      who: "octopus-system:octopus-server",
      what: "read its own master key through Kubernetes",
      asked: { verb: "get", resource: "secrets", namespace: "octopus-system" },
    },
  ];
  for (const { who, what, asked } of may) {
    it(`let nobody as ${who} ${what}`, async () => {
      assert.equal(await api.may(`system:serviceaccount:${who}`, asked), false);
      assert.equal(await mayProvisioner(asked), true, "somebody else may");
    });
  }

  it("leave no secret in a state, a preview or what is said", async () => {
    const { output } = await sandbox.pulumi("stack", "export", "--stack", "tooling");
    assert.match(output, /helm\.sh\/v3:Release/);
    const everything = [...said, output].join("\n");
    for (const [name, secret] of hidden) {
      assert(!everything.includes(secret), name);
      assert(!everything.includes(Buffer.from(secret).toString("base64")), `${name} in base64`);
    }
  });

  it("go when the stack does", async () => {
    assert.match(good(await sandbox.verb("down")), /Everything is destroyed/);
  });

  /** Whether the role may that the stacks work with. */
  async function mayProvisioner(resourceAttributes: Review): Promise<boolean> {
    const { status } = await api.create("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes },
    });
    return (status as { allowed: boolean }).allowed;
  }

  /** What Helm has installed in a namespace. */
  async function releases(namespace: string): Promise<readonly ReturnType<typeof recordIn>[]> {
    const { stdout } = await sandbox.pulumi("stack", "export", "--show-secrets", "--stack", "tooling");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: StateResource[] } };
    const cluster = deployment.resources.find(({ type }) => type === "eks:index:Cluster");
    api = ClusterApi.open(String(cluster?.outputs?.kubeconfigJson), await sandbox.environment());
    const all = await api.list(`/api/v1/namespaces/${namespace}/secrets`);
    return all.filter(({ metadata }) => metadata.name?.startsWith("sh.helm.release.v1.")).map(recordIn);
  }
});

interface StateResource {
  readonly type: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}
