import assert from "node:assert/strict";

import { autoname, check } from "../../../sandbox/plugins/kubernetes/check";
import { compare } from "../../../sandbox/plugins/kubernetes/compare";
import { checkConfig, diffConfig, parseConfig } from "../../../sandbox/plugins/kubernetes/config";
import { kindOf } from "../../../sandbox/plugins/kubernetes/kinds";
import {
  importedInputs,
  managerOf,
  refreshed,
  sentObject,
} from "../../../sandbox/plugins/kubernetes/objects";
import { recordIn, secretOf, type ReleaseRecord } from "../../../sandbox/plugins/kubernetes/release-record";
import { immutableFields, replacing, replacingPaths } from "../../../sandbox/plugins/kubernetes/replacement";
import { whatIsMissing } from "../../../sandbox/plugins/kubernetes/waits";
import { UNKNOWN, type Values } from "../../../sandbox/plugins/protocol/values";

const secret = { apiVersion: "v1", kind: "Secret" };

describe("the type of a Kubernetes resource", () => {
  const known: [type: string, inputs: Values, apiVersion: string, kind: string][] = [
    ["kubernetes:core/v1:Secret", {}, "v1", "Secret"],
    ["kubernetes:apps/v1:Deployment", {}, "apps/v1", "Deployment"],
    ["kubernetes:rbac.authorization.k8s.io/v1:Role", {}, "rbac.authorization.k8s.io/v1", "Role"],
    ["kubernetes:v1:ConfigMap", {}, "v1", "ConfigMap"],
    ["kubernetes:example.com/v1:AllowList", { kind: "AllowList" }, "example.com/v1", "AllowList"],
  ];
  for (const [type, inputs, apiVersion, kind] of known) {
    it(`${type} is ${kind} of ${apiVersion}`, () => {
      assert.deepEqual(kindOf(type, inputs), { apiVersion, kind });
    });
  }

  const unknown: [type: string, inputs: Values][] = [
    ["kubernetes:core/v1:NamespacePatch", { kind: "Namespace" }],
    ["kubernetes:core/v1:PodList", {}],
    ["kubernetes:helm.sh/v4:Chart", {}],
    ["kubernetes:yaml/v2:ConfigGroup", {}],
    ["kubernetes:kustomize:Directory", {}],
  ];
  for (const [type, inputs] of unknown) {
    it(`${type} is not known, and the message names it`, () => {
      assert.throws(() => kindOf(type, inputs), new RegExp(`does not know the resource type '${type}'`));
    });
  }
});

describe("the kubernetes provider's configuration", () => {
  const kubeconfig = (server: string, user = "aws"): string =>
    JSON.stringify({
      clusters: [{ name: "c", cluster: { server } }],
      contexts: [{ name: "x", context: { cluster: "c", user } }],
      "current-context": "x",
    });

  it("is what the SDK sends, flags as text", () => {
    const args = { kubeconfig: "{}", enableSecretMutable: "true", namespace: "n", version: "4.34.2" };
    assert.deepEqual(parseConfig(args), { kubeconfig: "{}", enableSecretMutable: true, namespace: "n" });
  });

  it("may not be known yet", () => {
    assert.deepEqual(checkConfig({ kubeconfig: UNKNOWN }).problems, []);
  });

  const refused: [what: string, news: Values, reason: RegExp][] = [
    ["an unknown property", { renderYamlToDirectory: "out" }, /no property 'renderYamlToDirectory'/],
    ["client-side apply", { enableServerSideApply: "false" }, /knows server-side apply alone/],
  ];
  for (const [what, news, reason] of refused) {
    it(`refuses ${what}`, () => {
      const { problems } = checkConfig(news);
      assert.match(problems.map((one) => one.reason).join(), reason);
    });
  }

  it("replaces everything with another cluster, and nothing with other credentials", () => {
    const replaced = (news: string): boolean | undefined =>
      diffConfig({ kubeconfig: kubeconfig("https://a") }, { kubeconfig: news }).changes.get("kubeconfig")
        ?.replace;
    assert.equal(replaced(kubeconfig("https://a", "me")), false);
    assert.equal(replaced(kubeconfig("https://b")), true);
    assert.equal(replaced(UNKNOWN), false);
    assert.equal(replaced(kubeconfig("https://a")), undefined);
  });
});

describe("a Kubernetes object's inputs", () => {
  const request = {
    type: "kubernetes:core/v1:Secret",
    name: "credentials",
    olds: {},
    seed: Uint8Array.of(0xab, 0xcd, 0xef, 0x12, 0x34),
  };

  it("get a name, and the note that it is ours", () => {
    const { inputs } = check({ ...request, news: { metadata: { labels: { a: "b" } } } }, secret, "octopus");
    assert.deepEqual(inputs.metadata, {
      labels: { a: "b" },
      name: "credentials-abcdef12",
      namespace: "octopus",
      annotations: { "pulumi.com/autonamed": "true" },
    });
  });

  it("keep the name that they got", () => {
    const { inputs: olds } = check({ ...request, news: {} }, secret, undefined);
    const { inputs } = check({ ...request, olds, seed: Uint8Array.of(1), news: {} }, secret, undefined);
    assert.deepEqual(inputs, olds);
  });

  it("keep what the program gives", () => {
    const metadata = { name: "mine", namespace: "other" };
    assert.deepEqual(check({ ...request, news: { metadata } }, secret, "octopus").inputs.metadata, metadata);
  });

  it("have a manager of their own, the same in every run", () => {
    const manager = check({ ...request, news: {} }, secret, undefined).inputs.__fieldManager;
    assert.equal(manager, managerOf(request.type, "credentials"));
    assert.notEqual(manager, managerOf(request.type, "others"));
  });

  it("need a name where the project turned naming off, and take what it proposes", () => {
    const disabled = { ...request, autonaming: { proposedName: "", mode: "disable" as const } };
    const { problems } = check({ ...disabled, news: {} }, secret, undefined);
    assert.match(problems[0]?.reason ?? "", /needs 'metadata\.name'/);
    assert.equal(autoname({ ...request, autonaming: { proposedName: "p", mode: "enforce" } }), "p");
  });

  it("are refused with generateName", () => {
    const { problems } = check({ ...request, news: { metadata: { generateName: "x-" } } }, secret, undefined);
    assert.deepEqual(
      problems.map(({ property }) => property),
      ["metadata.generateName"],
    );
  });

  it("are sent without what is ours, a secret's texts encoded", () => {
    const inputs = {
      metadata: { name: "s" },
      data: { a: "eA==" },
      stringData: { b: "y" },
      __fieldManager: "m",
    };
    assert.deepEqual(sentObject(inputs, secret), {
      ...secret,
      metadata: { name: "s" },
      data: { a: "eA==", b: "eQ==" },
    });
  });

  it("follow what changed outside, only where they set something", () => {
    const input = { labels: { a: "1" }, ports: [{ port: 80 }], list: ["x"], gone: "g" };
    const live = { labels: { a: "2", b: "3" }, ports: [{ port: 80, protocol: "TCP" }], list: ["x", "y"] };
    assert.deepEqual(refreshed(input, live), {
      labels: { a: "2" },
      ports: [{ port: 80 }],
      list: ["x", "y"],
      gone: undefined,
    });
  });

  it("can be taken from an object that is there", () => {
    const metadata = { name: "n", uid: "u", resourceVersion: "1", labels: { a: "b" }, managedFields: [] };
    assert.deepEqual(importedInputs({ ...secret, metadata, status: { phase: "x" } }, "m"), {
      ...secret,
      metadata: { name: "n", labels: { a: "b" } },
      __fieldManager: "m",
    });
  });
});

describe("the difference between two versions of an object", () => {
  it("is told by path", () => {
    const olds = { metadata: { labels: { a: "1", "b.io/c": "2" } }, spec: { list: [{ x: 1 }], gone: true } };
    const news = { metadata: { labels: { a: "2" } }, spec: { list: [{ x: 1, y: 2 }], more: UNKNOWN } };
    assert.deepEqual(Object.fromEntries([...compare(olds, news)].map(([path, { kind }]) => [path, kind])), {
      "metadata.labels.a": "update",
      'metadata.labels["b.io/c"]': "delete",
      "spec.list[0].y": "add",
      "spec.gone": "delete",
      "spec.more": "add",
    });
  });

  it("is nothing in the order of names, nor in what is ours", () => {
    const olds = { spec: [{ a: 1, b: [1, 2] }], __fieldManager: "x" };
    assert.equal(compare(olds, { spec: [{ b: [1, 2], a: 1 }], __fieldManager: "y" }).size, 0);
  });

  const replaced = (kind: string, path: string, config = {}): boolean | undefined => {
    const changes = new Map([[path, { kind: "update" as const, replace: false }]]);
    return replacing(changes, replacingPaths({ apiVersion: "v1", kind }, config)).get(path)?.replace;
  };
  const cases: [kind: string, path: string, config: object, replace: boolean][] = [
    ["Namespace", "metadata.name", {}, true],
    ["Pod", "metadata.namespace", {}, true],
    ["Pod", "metadata.namespaces", {}, false],
    ["Pod", "metadata.labels.name", {}, false],
    ["Secret", "stringData.key", {}, true],
    ["Secret", 'data["tls.crt"]', {}, true],
    ["Secret", "stringData.key", { enableSecretMutable: true }, false],
    ["Secret", "metadata.name", { enableSecretMutable: true }, true],
    ["ConfigMap", "data", {}, true],
    ["ConfigMap", "data", { enableConfigMapMutable: true }, false],
  ];
  for (const [kind, path, config, replace] of cases) {
    it(`${replace ? "replaces" : "does not replace"} a ${kind} for ${path}, ${JSON.stringify(config)}`, () => {
      assert.equal(replaced(kind, path, config), replace);
    });
  }

  it("replaces for what the API server will not change", () => {
    const causes = [
      { field: "spec.selector", message: 'Invalid value: {"a":"b"}: field is immutable' },
      { field: "roleRef", message: "Invalid value: …: cannot change roleRef" },
      {
        field: "spec",
        message: "Forbidden: updates to statefulset spec for fields other than … are forbidden",
      },
      { field: "spec.replicas", message: "Invalid value: -1: must be greater than or equal to 0" },
    ];
    assert.deepEqual(immutableFields({ details: { causes } }), ["spec.selector", "roleRef", "spec"]);
    assert.deepEqual(immutableFields({}), []);
  });
});

describe("what is waited for", () => {
  const crd = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" };
  const token = { ...secret, metadata: {}, type: "kubernetes.io/service-account-token" };

  it("is a definition until it is established", () => {
    const conditions = (status: string): Values => ({ conditions: [{ type: "Established", status }] });
    assert.match(whatIsMissing(crd, { ...crd, metadata: {} }) ?? "", /not established/);
    assert.match(whatIsMissing(crd, { ...crd, metadata: {}, status: conditions("False") }) ?? "", /not/);
    assert.equal(whatIsMissing(crd, { ...crd, metadata: {}, status: conditions("True") }), undefined);
  });

  it("is a service account's secret until it has its token", () => {
    assert.match(whatIsMissing(secret, token) ?? "", /no token/);
    assert.equal(whatIsMissing(secret, { ...token, data: { token: "x" } }), undefined);
  });

  it("is no deployment, whose pods never run", () => {
    const deployment = { apiVersion: "apps/v1", kind: "Deployment" };
    assert.equal(whatIsMissing(deployment, { ...deployment, metadata: {} }), undefined);
  });
});

describe("the record of a release", () => {
  it("is read as it was written", () => {
    const record: ReleaseRecord = {
      name: "server",
      namespace: "octopus",
      version: 3,
      info: { first_deployed: "", last_deployed: "", deleted: "", description: "", status: "deployed" },
      chart: {
        metadata: { apiVersion: "v2", name: "octopus", version: "1.8.0", annotations: {} },
        templates: [],
        values: {},
      },
      config: { octopus: { replicaCount: 1 } },
      manifest: "",
    };
    const { metadata, type } = secretOf(record);
    assert.equal(type, "helm.sh/release.v1");
    assert.equal(metadata.name, "sh.helm.release.v1.server.v3");
    assert.deepEqual(recordIn(secretOf(record)), record);
  });
});
