import assert from "node:assert/strict";

import type { JsonObject } from "../../../sandbox/octopus/json";
import { TestOctopus, type Page } from "./octopus";

const agent = {
  CommunicationStyle: "KubernetesTentacle",
  TentacleEndpointConfiguration: { CommunicationMode: "Polling", Thumbprint: "AB12", Uri: "poll://abc123/" },
};
const eks = {
  CommunicationStyle: "Kubernetes",
  ClusterUrl: "https://ABC.gr7.us-east-1.eks.amazonaws.com",
  Authentication: {
    AuthenticationType: "KubernetesAws",
    AccountId: "",
    ClusterName: "dev",
    UseInstanceRole: true,
  },
};

describe("Workers and targets of the Octopus Server", () => {
  let octopus: TestOctopus;
  let environment: string;
  let pool: string;

  beforeEach(async () => {
    octopus = await TestOctopus.start();
    environment = (await octopus.create("environments", { Name: "Dev" })).Id;
    pool = (await octopus.create("workerpools", { Name: "dev" })).Id;
  });
  afterEach(() => octopus.stop());

  const target = (Endpoint: JsonObject, rest: JsonObject = {}): JsonObject => ({
    Name: "cluster",
    Roles: ["eks"],
    EnvironmentIds: [environment],
    Endpoint,
    ...rest,
  });

  it("come back as asked for, under the space's default policy, in a health that nobody knows", async () => {
    const created = await octopus.create("machines", target(eks));
    assert.deepEqual([created.Endpoint, created.Roles, created.HealthStatus], [eks, ["eks"], "Unknown"]);
    assert.equal(created.MachinePolicyId, "MachinePolicies-1");
    assert.deepEqual(await octopus.get(`/api/Spaces-1/machines/${created.Id}`), created);
    const worker = await octopus.create("workers", { Name: "agent", WorkerPoolIds: [pool], Endpoint: agent });
    assert.deepEqual([worker.Id, worker.Endpoint], ["Workers-1", agent]);
  });

  it("are found by environment, role and way of communication", async () => {
    await octopus.create("machines", target(eks));
    await octopus.create("machines", target(agent, { Name: "agent", Roles: ["agents"] }));
    const names = async (query: string): Promise<readonly string[]> =>
      (await octopus.get<Page>(`/api/Spaces-1/machines?${query}`)).Items.map(({ Name }) => Name);
    assert.deepEqual(await names("commStyles=KubernetesTentacle"), ["agent"]);
    assert.deepEqual(await names("roles=eks"), ["cluster"]);
    assert.deepEqual(await names(`environmentIds=${environment}`), ["cluster", "agent"]);
  });

  it("are refused with what cannot be reached", async () => {
    const refusal = async (endpoint: JsonObject, rest: JsonObject = {}): Promise<string> =>
      (await octopus.refusal("POST", "/api/Spaces-1/machines", target(endpoint, rest))).join();
    const tentacle = agent.TentacleEndpointConfiguration;
    const aws = eks.Authentication;
    const polling = (change: JsonObject): JsonObject => ({
      ...agent,
      TentacleEndpointConfiguration: { ...tentacle, ...change },
    });
    const cluster = (change: JsonObject): JsonObject => ({ ...eks, Authentication: { ...aws, ...change } });
    assert.match(await refusal({ CommunicationStyle: "Ssh" }), /does not know endpoints of style 'Ssh'/);
    assert.match(await refusal(polling({ Thumbprint: "" })), /value for Thumbprint/);
    assert.match(await refusal(polling({ Uri: "https://abc" })), /no address of a polling Tentacle/);
    assert.match(await refusal({ ...eks, ClusterUrl: "" }), /value for ClusterUrl/);
    assert.match(await refusal(cluster({ ClusterName: "" })), /value for ClusterName/);
    assert.match(await refusal(cluster({ UseInstanceRole: false })), /select an account/);
    assert.match(await refusal(cluster({ AccountId: "Accounts-9" })), /'Accounts-9' was not found/);
    assert.match(await refusal(cluster({ AuthenticationType: "KubernetesAzure" })), /KubernetesAws/);
    assert.match(await refusal({ ...eks, DefaultWorkerPoolId: "WorkerPools-9" }), /'WorkerPools-9' was not/);
    assert.match(await refusal(eks, { Roles: [] }), /value for Roles/);
    assert.match(await refusal(eks, { EnvironmentIds: [] }), /value for EnvironmentIds/);
    const idle = { Name: "idle", WorkerPoolIds: [], Endpoint: agent };
    assert.match(
      (await octopus.refusal("POST", "/api/Spaces-1/workers", idle)).join(),
      /value for WorkerPoolIds/,
    );
  });

  it("have one default pool, which stays", async () => {
    const pools = async (): Promise<readonly unknown[]> =>
      (await octopus.get<Page>("/api/Spaces-1/workerpools")).Items.map(({ Name, IsDefault }) => [
        Name,
        IsDefault,
      ]);
    const standard = ["Default Worker Pool", true] as const;
    assert.deepEqual(await pools(), [standard, ["dev", false]]);
    assert.match(
      (await octopus.refusal("DELETE", "/api/Spaces-1/workerpools/WorkerPools-1")).join(),
      /default/,
    );
    await octopus.done("PUT", `/api/Spaces-1/workerpools/${pool}`, { Name: "dev", IsDefault: true });
    assert.deepEqual(await pools(), [
      ["Default Worker Pool", false],
      ["dev", true],
    ]);
    const dynamic = { Name: "cloud", WorkerPoolType: "DynamicWorkerPool" };
    assert.match(
      (await octopus.refusal("POST", "/api/Spaces-1/workerpools", dynamic)).join(),
      /DynamicWorkerPool/,
    );
  });

  it("keep the pools and environments that they are in", async () => {
    await octopus.create("machines", target(eks));
    await octopus.create("workers", { Name: "agent", WorkerPoolIds: [pool], Endpoint: agent });
    const deletion = async (path: string): Promise<string> =>
      (await octopus.refusal("DELETE", `/api/Spaces-1/${path}`)).join();
    assert.match(
      await deletion(`environments/${environment}`),
      /by the following deployment targets: cluster/,
    );
    assert.match(await deletion(`workerpools/${pool}`), /by the following workers: agent/);
  });
});
