import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ensureKubernetes } from "../../../sandbox/engine/kubernetes/executables";
import { findInstalled } from "../../../sandbox/engine/kubernetes/find";
import { checkout } from "../../../sandbox/home";
import { kubernetesVersion } from "../../../sandbox/versions";
import { buildsOf, fakeGo, linkTools, scratchFolder, script, withEnvironment } from "./scratch";

describe("the servers of a Kubernetes control plane", () => {
  const scratch = scratchFolder();
  const assets = (): string => join(scratch(), "assets");
  withEnvironment(() => ({
    PATH: [
      join(scratch(), "bin"),
      linkTools(join(scratch(), "tools"), ["sh", "printf", "chmod", "sleep"]),
    ].join(":"),
    OCTOLAUNCH_CACHE: join(scratch(), "cache"),
    KUBEBUILDER_ASSETS: assets(),
    XDG_DATA_HOME: join(scratch(), "data"),
  }));

  it("are built from Go modules once, all three", async () => {
    fakeGo(scratch(), "built");
    const first = await ensureKubernetes(() => undefined);
    assert.deepEqual(buildsOf(scratch()), [
      "go.etcd.io/etcd/server/v3",
      "k8s.io/kubernetes/cmd/kube-apiserver",
      "k8s.io/kubernetes/cmd/kube-controller-manager",
    ]);
    assert.match(first.apiServer, new RegExp(`kube-apiserver-${kubernetesVersion}-.*/kube-apiserver$`));
    assert.deepEqual(await ensureKubernetes(() => undefined), first);
    assert.equal(buildsOf(scratch()).length, 3);
  });

  it("are envtest's where it has them, and the rest is built", async () => {
    fakeGo(scratch(), "built");
    script(join(assets(), "etcd"), "echo etcd Version: 3.6.4");
    script(join(assets(), "kube-apiserver"), `echo Kubernetes v${kubernetesVersion}`);
    const { apiServer, etcd } = await ensureKubernetes(() => undefined);
    assert.deepEqual([apiServer, etcd], [join(assets(), "kube-apiserver"), join(assets(), "etcd")]);
    assert.deepEqual(buildsOf(scratch()), ["k8s.io/kubernetes/cmd/kube-controller-manager"]);
  });

  it("say what to do when they cannot be built", async () => {
    script(join(scratch(), "bin", "go"), "exit 1");
    const failing = ensureKubernetes(() => undefined);
    await assert.rejects(failing, /etcd of Kubernetes .* could not be built\. Install Go 1\.24 or later/);
  });

  const versions: [server: "etcd" | "kube-apiserver", prints: string, objection: RegExp | undefined][] = [
    ["kube-apiserver", "Kubernetes v1.34.7", undefined],
    ["kube-apiserver", "Kubernetes v1.33.9", /kube-apiserver: it is 1\.33\.9, needed is 1\.34\.0/],
    ["kube-apiserver", "Kubernetes v11.34.0", /it is 11\.34\.0/],
    ["etcd", "etcd Version: 3.5.1", undefined],
    ["etcd", "etcd Version: 2.3.8", /it is 2\.3\.8, needed is 3/],
  ];
  for (const [server, prints, objection] of versions) {
    it(`${objection ? "are not" : "may be"} those of "${prints}"`, () => {
      const executable = script(join(assets(), server), `echo ${prints}`);
      const said: string[] = [];
      const found = findInstalled(server, process.env, (line) => said.push(line));
      assert.equal(found, objection ? undefined : executable);
      assert.match(said.join(), objection ?? /^$/);
    });
  }

  it("are those of the lock file", () => {
    const lock = readFileSync(join(checkout, "sandbox/engine/kubernetes/servers/go.mod"), "utf8");
    assert.match(lock, new RegExp(`k8s\\.io/kubernetes v${kubernetesVersion}`));
    const published = `v0${kubernetesVersion.slice(1)}`;
    const replaced = [...lock.matchAll(/^\t(k8s\.io\/\S+) => k8s\.io\/\S+ (\S+)$/gm)];
    assert(replaced.length > 30);
    assert.deepEqual([...new Set(replaced.map(([, , version]) => version))], [published]);
  });
});
