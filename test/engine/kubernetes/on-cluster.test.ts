import assert from "node:assert/strict";
import { createPublicKey, verify, type JsonWebKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import * as eks from "@aws-sdk/client-eks";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";

import type { DaemonRecord } from "../../../sandbox/aws/daemon";
import { ensureKubernetes } from "../../../sandbox/engine/kubernetes/executables";
import { recordIn } from "../../../sandbox/plugins/kubernetes/release-record";
import { accounts } from "../aws/aws";
import { Pods } from "../aws/pods";
import { ClusterProject, type Step } from "../eks/project";
import { ClusterApi, type Review } from "./api";
import { planeProcesses } from "./processes";
import { wanted, type Wanted } from "./wanted";

const administrator = `arn:aws:iam::${accounts.tooling}:role/OrganizationAccountAccessRole`;
const server = "system:serviceaccount:octopus:octopus-server";
const program = join(__dirname, "program");

function onCluster(steps: readonly Step[]): Map<string, string> {
  return new Map(
    steps
      .filter(({ urn, op }) => urn.includes("kubernetes:") && op !== "same" && !urn.includes("providers"))
      .map(({ urn, op }) => [urn.split("::").slice(2).join("::").replace("kubernetes:", ""), op]),
  );
}

describe("Objects on a cluster of the sandbox", function () {
  this.timeout(180_000);
  let project: ClusterProject;
  let api: ClusterApi;
  const want = (more: Partial<Wanted> = {}): void => project.write("wanted.json", { ...wanted, ...more });
  const up = (...more: string[]): Promise<unknown> =>
    project.pulumi("up", "--yes", "--skip-preview", ...more);
  /** The API server as a role reaches it that the administrator may assume. */
  const as = async (role: string): Promise<ClusterApi> => {
    const { credentials } = await project.aws.administrator(accounts.tooling);
    const env = {
      ...project.env,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
    };
    const { kubeconfig = "" } = await project.outputs();
    return ClusterApi.open(kubeconfig, env, role);
  };

  before(async function () {
    this.timeout(20 * 60_000);
    const servers = await ensureKubernetes((line) => console.error(line));
    project = await ClusterProject.start(program, servers);
    want();
  });
  after(() => project.stop());

  it("are previewed before there is a cluster", async () => {
    const steps = onCluster(await project.preview());
    assert.equal(steps.get("core/v1:Namespace::octopus"), "create");
    assert.equal(steps.get("helm.sh/v3:Release::server"), "create");
    assert.equal(steps.size, 7);
  });

  it("come up through the kubeconfig that the program has", async () => {
    await up();
    const { kubeconfig = "", endpoint, secretName } = await project.outputs();
    assert.match(endpoint ?? "", /^https:\/\/127\.0\.0\.1:\d+$/);
    assert.match(secretName ?? "", /^credentials-[0-9a-f]{8}$/);
    api = ClusterApi.open(kubeconfig, project.env);
    const namespace = await api.get("/api/v1/namespaces/octopus");
    assert.deepEqual(namespace.metadata.labels, {
      "kubernetes.io/metadata.name": "octopus",
      "pod-security.kubernetes.io/enforce": "restricted",
    });
    const secret = await api.get(`/api/v1/namespaces/octopus/secrets/${secretName}`);
    assert.deepEqual(secret.data, { masterKey: Buffer.from(wanted.masterKey).toString("base64") });
    const policy = await api.get("/apis/networking.k8s.io/v1/namespaces/octopus/networkpolicies/egress");
    assert.deepEqual((policy.spec as { policyTypes: string[] }).policyTypes, ["Egress"]);
  });

  it("have nothing to do the second time", async () => {
    await up("--expect-no-changes");
  });

  it("leave no secret in the state", async () => {
    const { stdout } = await project.pulumi("stack", "export");
    assert.doesNotMatch(stdout, new RegExp(wanted.masterKey));
    assert.doesNotMatch(stdout, new RegExp(Buffer.from(wanted.masterKey).toString("base64")));
  });

  it("include a release, recorded as Helm records it", async () => {
    const { secretName } = await project.outputs();
    const record = recordIn(
      await api.get("/api/v1/namespaces/octopus/secrets/sh.helm.release.v1.octopus-server.v1"),
    );
    const { name, version, annotations } = record.chart.metadata;
    assert.deepEqual(
      {
        name,
        version,
        chart: annotations["octolaunch/chart"],
        values: record.config,
        status: record.info.status,
      },
      {
        name: "octopusdeploy-helm",
        version: wanted.chartVersion,
        chart: "oci://registry-1.docker.io/octopusdeploy/octopusdeploy-helm",
        values: { octopus: { masterKeySecret: secretName, replicaCount: 1 } },
        status: "deployed",
      },
    );
  });

  const questions: { who: string; may: boolean; what: string; asked: Review }[] = [
    { who: server, may: true, what: "create pods", asked: { verb: "create", resource: "pods" } },
    {
      who: server,
      may: false,
      what: "exec into pods",
      asked: { verb: "create", resource: "pods", subresource: "exec" },
    },
    {
      who: server,
      may: false,
      what: "mint tokens",
      asked: { verb: "create", resource: "serviceaccounts", subresource: "token" },
    },
    {
      who: server,
      may: false,
      what: "create pods elsewhere",
      asked: { verb: "create", resource: "pods", namespace: "default" },
    },
    {
      who: "system:serviceaccount:octopus:default",
      may: false,
      what: "create pods",
      asked: { verb: "create", resource: "pods" },
    },
  ];
  for (const { who, may, what, asked } of questions) {
    it(`${may ? "let" : "do not let"} ${who} ${what}`, async () => {
      assert.equal(await api.may(who, { namespace: "octopus", ...asked }), may);
    });
  }

  it("have service accounts whose tokens verify against the cluster's keys", async () => {
    const audience = "pods.eks.amazonaws.com";
    const token = await api.tokenOf("octopus", "octopus-server", audience);
    const [head = "", body = "", signature = ""] = token.split(".");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as Record<string, unknown>;
    const client = new eks.EKSClient(await project.aws.administrator(accounts.tooling));
    const { cluster } = await client.send(new eks.DescribeClusterCommand({ name: "octopus-cluster" }));
    assert.equal(claims.sub, server);
    assert.equal(claims.iss, cluster?.identity?.oidc?.issuer);
    assert.deepEqual(claims.aud, [audience]);
    const { kid } = JSON.parse(Buffer.from(head, "base64url").toString()) as { kid: string };
    const { keys } = (await api.get("/openid/v1/jwks")) as unknown as {
      keys: (JsonWebKey & { kid: string })[];
    };
    const key = keys.find((one) => one.kid === kid);
    assert(key, "the cluster publishes the key");
    const publicKey = createPublicKey({ key, format: "jwk" });
    assert(verify("sha256", Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, "base64url")));
    assert.equal(await api.accepts(token), false, "a token for AWS is none for the API server");
  });

  it("have pods whose tokens EKS exchanges for the role that they are bound to", async () => {
    const settings = await project.aws.administrator(accounts.tooling);
    const trust = { Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" } };
    const { Role } = await new IAMClient(settings).send(
      new CreateRoleCommand({
        RoleName: "Launcher",
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ ...trust, Action: ["sts:AssumeRole", "sts:TagSession"] }],
        }),
      }),
    );
    const serviceAccount = "octopus-server";
    const of = { clusterName: "octopus-cluster", namespace: "octopus", serviceAccount };
    const client = new eks.EKSClient(settings);
    const { association } = await client.send(
      new eks.CreatePodIdentityAssociationCommand({ ...of, roleArn: Role?.Arn }),
    );
    const securityContext = {
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    };
    const pod = await api.create("/api/v1/namespaces/octopus/pods", {
      metadata: { name: "server-0" },
      spec: {
        serviceAccountName: serviceAccount,
        containers: [{ name: "server", image: "x", securityContext }],
      },
    });
    const token = await api.tokenOf("octopus", serviceAccount, "pods.eks.amazonaws.com", pod);
    const answer = await new Pods(project.aws, settings, "octopus-cluster").exchange(token);
    assert.match(answer.assumedRoleUser.arn, /assumed-role\/Launcher\/eks-octopus-cluster-server-/);
    await client.send(
      new eks.DeletePodIdentityAssociationCommand({
        clusterName: "octopus-cluster",
        associationId: association?.associationId,
      }),
    );
  });

  it("are nobody's who has no access entry", async () => {
    const client = new IAMClient(await project.aws.administrator(accounts.tooling));
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: administrator }, Action: "sts:AssumeRole" }],
    });
    const { Role } = await client.send(
      new CreateRoleCommand({ RoleName: "Stranger", AssumeRolePolicyDocument }),
    );
    const stranger = await as(Role?.Arn ?? "");
    await assert.rejects(stranger.get("/api/v1/namespaces"), /Unauthorized/);
  });

  it("let the principal of an access entry do what its access policies say", async () => {
    const client = new eks.EKSClient(await project.aws.administrator(accounts.tooling));
    const principalArn = `arn:aws:iam::${accounts.tooling}:role/Stranger`;
    const of = { clusterName: "octopus-cluster", principalArn };
    await client.send(new eks.CreateAccessEntryCommand(of));
    const viewer = await as(principalArn);
    await assert.rejects(viewer.get("/api/v1/namespaces/octopus/pods"), /forbidden: User "arn:aws:sts::/);
    await client.send(
      new eks.AssociateAccessPolicyCommand({
        ...of,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
        accessScope: { type: "namespace", namespaces: ["octopus"] },
      }),
    );
    // The API server keeps an answer for a second.
    await pause(1100);
    await viewer.get("/api/v1/namespaces/octopus/pods");
    await assert.rejects(viewer.get("/api/v1/namespaces/octopus/secrets"), /forbidden/);
    await assert.rejects(viewer.get("/api/v1/namespaces/default/pods"), /forbidden/);
  });

  const refused: { what: string; objects: Wanted["objects"]; reason: RegExp }[] = [
    {
      what: "a pod that its namespace does not admit",
      objects: {
        pod: {
          apiVersion: "v1",
          kind: "Pod",
          metadata: { name: "bad", namespace: "octopus" },
          spec: { containers: [{ name: "one", image: "busybox", securityContext: { privileged: true } }] },
        },
      },
      reason:
        /creating Pod octopus\/bad: pods "bad" is forbidden: violates PodSecurity "restricted:latest": privileged/,
    },
    {
      what: "a field that there is not",
      objects: {
        policy: {
          apiVersion: "networking.k8s.io/v1",
          kind: "NetworkPolicy",
          metadata: { name: "bad", namespace: "octopus" },
          spec: { podSelector: {}, egres: [] },
        },
      },
      reason: /\.spec\.egres: field not declared in schema/,
    },
  ];
  for (const { what, objects, reason } of refused) {
    it(`are refused at the preview, in Kubernetes's words: ${what}`, async () => {
      want({ objects });
      const { code, output } = await project.attempt("preview");
      want();
      assert.notEqual(code, 0);
      assert.match(output, reason);
      assert.doesNotMatch(output, /^\s+at .*:\d+:\d+/m, "no stack trace");
    });
  }

  it("change in place where Kubernetes lets them, and are replaced where not", async () => {
    want({
      labels: { team: "octopus" },
      verbs: ["get"],
      boundRole: "view",
      chartVersion: "1.9.0",
      masterKey: "other",
    });
    const steps = onCluster(await project.preview());
    assert.equal(steps.get("core/v1:Namespace::octopus"), "update");
    assert.equal(steps.get("rbac.authorization.k8s.io/v1:Role::worker"), "update");
    assert.match(steps.get("rbac.authorization.k8s.io/v1:RoleBinding::worker") ?? "", /replace/);
    assert.match(steps.get("core/v1:Secret::credentials") ?? "", /replace/);
    const before = await project.outputs();
    await up();
    const after = await project.outputs();
    assert.equal(Number(after.revision), 2);
    assert.notEqual(after.secretName, before.secretName);
    const namespace = await api.get("/api/v1/namespaces/octopus");
    assert.equal((namespace.metadata.labels as { team?: string }).team, "octopus");
    await up("--expect-no-changes");
  });

  it("are seen to have changed behind the program's back", async () => {
    await api.patch("/api/v1/namespaces/octopus", { metadata: { labels: { team: "others" } } });
    await project.pulumi("refresh", "--yes", "--skip-preview");
    const { code, output } = await project.attempt("preview");
    assert.notEqual(code, 0, "nobody's change is overwritten in silence");
    assert.match(
      output,
      /updating Namespace octopus: Apply failed with 1 conflict: .*: \.metadata\.labels\.team/,
    );
    await api.patch("/api/v1/namespaces/octopus", { metadata: { labels: { team: "octopus" } } });
    await project.pulumi("refresh", "--yes", "--skip-preview");
    await up("--expect-no-changes");
  });

  it("converge after a run that was killed", async () => {
    const objects = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `map-${index}`,
        { apiVersion: "v1", kind: "ConfigMap", metadata: { name: `map-${index}`, namespace: "octopus" } },
      ]),
    );
    want({ objects, verbs: ["get"], boundRole: "view", chartVersion: "1.9.0", masterKey: "other" });
    const killed = project.spawn("up", "--yes", "--skip-preview");
    const made = async (): Promise<number> =>
      (await api.list("/api/v1/namespaces/octopus/configmaps")).filter(({ metadata }) =>
        metadata.name?.startsWith("map-"),
      ).length;
    while ((await made()) === 0 && killed.exitCode === null) await pause(20);
    killed.kill("SIGKILL");
    await pause(500);
    assert((await made()) < 30, "it was killed on the way");
    await project.pulumi("cancel", "--yes");
    await up();
    assert.equal(await made(), 30);
  });

  it("are gone after destroy, and no process is left", async () => {
    const record = JSON.parse(
      readFileSync(join(project.aws.home.aws, "daemon.json"), "utf8"),
    ) as DaemonRecord;
    assert.equal(planeProcesses(record.daemon.pid).length, 3);
    await project.pulumi("destroy", "--yes", "--skip-preview");
    assert.deepEqual(planeProcesses(record.daemon.pid), []);
    assert.equal(
      existsSync(join(project.aws.home.aws, "kubernetes", `${accounts.tooling}-us-east-1-octopus-cluster`)),
      false,
    );
  });
});
