import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { DeleteClusterCommand } from "@aws-sdk/client-eks";

import type { DaemonRecord } from "../../../sandbox/aws/daemon";
import { ensureKubernetes } from "../../../sandbox/engine/kubernetes/executables";
import { awsCommandFolder, ensurePython } from "../../../sandbox/engine/python";
import { Cluster } from "../../../sandbox/plugins/kubernetes/cluster";
import { Connection } from "../../../sandbox/plugins/kubernetes/connection";
import { kubeconfig } from "../../../sandbox/plugins/eks/kubeconfig";
import { EksBench } from "../aws/eks-bench";
import { stillRunning } from "../toolchain/stack";
import { ClusterApi } from "./api";
import { planeIds, planeProcesses } from "./processes";

const namespaces = { root: "/api/v1", plural: "namespaces", namespaced: false };
const accounts = { root: "/api/v1", plural: "serviceaccounts", namespaced: true };

describe("The control plane of a cluster", function () {
  this.timeout(120_000);
  let bench: EksBench;
  let aws: string;
  const own = { ...process.env };
  let daemon: number;

  before(async function () {
    this.timeout(20 * 60_000);
    bench = await EksBench.start(await ensureKubernetes((line) => console.error(line)));
    aws = join(awsCommandFolder(await ensurePython(() => undefined)), "aws");
    const { accessKeyId, secretAccessKey, sessionToken } = bench.settings.credentials;
    // The command that a kubeconfig names runs in our environment.
    Object.assign(process.env, {
      PATH: [dirname(aws), own.PATH].join(delimiter),
      AWS_ENDPOINT_URL: bench.aws.handle.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_DEFAULT_REGION: bench.settings.region,
    });
    const record = readFileSync(join(bench.aws.home.aws, "daemon.json"), "utf8");
    daemon = (JSON.parse(record) as DaemonRecord).daemon.pid;
  });
  after(() => {
    for (const name of Object.keys(process.env)) if (!(name in own)) delete process.env[name];
    Object.assign(process.env, own);
    return bench.aws.stop();
  });

  /** The cluster as kubectl reaches it after `aws eks update-kubeconfig`. */
  async function connect(name: string): Promise<Cluster> {
    const file = join(bench.aws.home.root, `${name}.yaml`);
    const args = ["eks", "update-kubeconfig", "--name", name, "--kubeconfig", file];
    execFileSync(aws, args);
    return new Cluster(await Connection.open({ kubeconfig: file }));
  }

  it("starts with the first request, and ends with the cluster", async () => {
    await bench.makeCluster("asked");
    assert.deepEqual(planeProcesses(daemon), []);
    const cluster = await connect("asked");
    assert(await cluster.get(namespaces, "kube-system"));
    assert.equal(planeProcesses(daemon).length, 3);
    await bench.eks.send(new DeleteClusterCommand({ name: "asked" }));
    assert.deepEqual(planeProcesses(daemon), []);
  });

  it("has the controllers by which objects come and go", async () => {
    await bench.makeCluster("controlled");
    const cluster = await connect("controlled");
    const metadata = { name: "short" };
    const options = { manager: "test", force: false, dryRun: false };
    await cluster.apply(namespaces, { apiVersion: "v1", kind: "Namespace", metadata }, options);
    while (!(await cluster.get(accounts, "default", "short"))) await pause(100);
    await cluster.delete(namespaces, "short", undefined, {});
    while (await cluster.get(namespaces, "short")) await pause(200);
  });

  it("takes tokens that the AWS CLI made for its cluster, as they were made, and no others", async () => {
    const cluster = await bench.makeCluster("named");
    const api = ClusterApi.open(
      JSON.stringify(
        kubeconfig({
          name: "named",
          arn: cluster.arn ?? "",
          endpoint: cluster.endpoint ?? "",
          certificate: cluster.certificateAuthority?.data ?? "",
        }),
      ),
      process.env,
    );
    const tokenFor = (name: string): string => {
      const said = execFileSync(aws, ["eks", "get-token", "--cluster-name", name], { encoding: "utf8" });
      return (JSON.parse(said) as { status: { token: string } }).status.token;
    };
    const token = tokenFor("named");
    const [prefix = "", call = ""] = token.split(/(?<=^k8s-aws-v1\.)/);
    const url = Buffer.from(call, "base64url").toString();
    const changed = url.replace(/X-Amz-Expires=\d+/, "X-Amz-Expires=899");
    assert.notEqual(changed, url);
    assert.equal(await api.accepts(token), true);
    assert.equal(await api.accepts(prefix + Buffer.from(changed).toString("base64url")), false);
    assert.equal(await api.accepts(tokenFor("controlled")), false);
    await bench.eks.send(new DeleteClusterCommand({ name: "named" }));
  });

  it("starts again, with what was in it, when it has died", async () => {
    const others = planeIds(daemon);
    await bench.makeCluster("dying");
    const cluster = await connect("dying");
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: "kept" } };
    await cluster.apply(namespaces, object, { manager: "test", force: false, dryRun: false });
    const mine = planeIds(daemon).filter((pid) => !others.includes(pid));
    assert.equal(mine.length, 3);
    process.kill(mine[1] ?? 0, "SIGKILL");
    assert.deepEqual(await stillRunning(mine, 10_000), [], "those that are left are of no use");
    assert(await cluster.get(namespaces, "kept"));
  });

  it("is gone with the daemon, however that dies", async () => {
    const cluster = await connect("controlled");
    await cluster.get(namespaces, "default");
    const running = planeIds(daemon);
    assert(running.length >= 3);
    process.kill(daemon, "SIGKILL");
    assert.deepEqual(await stillRunning(running, 10_000), []);
  });
});
