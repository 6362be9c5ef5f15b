import assert from "node:assert/strict";

import type { AccessScope } from "@aws-sdk/client-eks";

import { reviewAccess, type AccessQuestion } from "../../../sandbox/aws/eks/access-review";
import type { ClusterRecord } from "../../../sandbox/aws/eks/state";

const principal = "arn:aws:iam::123456789012:role/Viewer";

/** A cluster with one access entry, and one access policy on it. */
function clusterWith(policy: string, accessScope: AccessScope): ClusterRecord {
  const policyArn = `arn:aws:eks::aws:cluster-access-policy/${policy}`;
  const entry = { entry: {}, policies: new Map([[policyArn, { policyArn, accessScope }]]) };
  return { entries: new Map([[principal, entry]]) } as unknown as ClusterRecord;
}

interface Case {
  readonly policy: string;
  readonly scope?: AccessScope;
  readonly asked: NonNullable<AccessQuestion["resourceAttributes"]>;
  readonly allowed: boolean;
}

const everywhere: AccessScope = { type: "cluster" };
const inOctopus: AccessScope = { type: "namespace", namespaces: ["octopus"] };
const cases: Case[] = [
  {
    policy: "AmazonEKSClusterAdminPolicy",
    asked: { verb: "escalate", group: "rbac.authorization.k8s.io", resource: "clusterroles" },
    allowed: true,
  },
  {
    policy: "AmazonEKSClusterAdminPolicy",
    scope: inOctopus,
    asked: { verb: "get", resource: "nodes" },
    allowed: false,
  },
  { policy: "AmazonEKSViewPolicy", asked: { verb: "list", resource: "pods" }, allowed: true },
  { policy: "AmazonEKSViewPolicy", asked: { verb: "get", resource: "secrets" }, allowed: false },
  { policy: "AmazonEKSViewPolicy", asked: { verb: "delete", resource: "pods" }, allowed: false },
  {
    policy: "AmazonEKSViewPolicy",
    asked: { verb: "get", resource: "pods", subresource: "proxy" },
    allowed: false,
  },
  {
    policy: "AmazonEKSViewPolicy",
    scope: inOctopus,
    asked: { verb: "get", resource: "pods", namespace: "octopus" },
    allowed: true,
  },
  {
    policy: "AmazonEKSViewPolicy",
    scope: inOctopus,
    asked: { verb: "get", resource: "pods", namespace: "octopus-dev" },
    allowed: false,
  },
  {
    policy: "AmazonEKSViewPolicy",
    scope: { type: "namespace", namespaces: ["octopus*"] },
    asked: { verb: "get", resource: "pods", namespace: "octopus-dev" },
    allowed: true,
  },
  {
    policy: "AmazonEKSEditPolicy",
    asked: { verb: "create", resource: "pods", subresource: "exec" },
    allowed: true,
  },
  {
    policy: "AmazonEKSEditPolicy",
    asked: { verb: "create", group: "rbac.authorization.k8s.io", resource: "roles" },
    allowed: false,
  },
  {
    policy: "AmazonEKSAdminPolicy",
    asked: { verb: "create", group: "rbac.authorization.k8s.io", resource: "roles" },
    allowed: true,
  },
  { policy: "AmazonEKSAdminViewPolicy", asked: { verb: "get", resource: "secrets" }, allowed: true },
  { policy: "AmazonEKSAdminViewPolicy", asked: { verb: "create", resource: "pods" }, allowed: false },
];

function answer(record: ClusterRecord, spec: AccessQuestion): { allowed: boolean; reason?: string } {
  return (reviewAccess({ spec }, record) as { status: { allowed: boolean; reason?: string } }).status;
}

describe("the access policies of a cluster", () => {
  for (const { policy, scope = everywhere, asked, allowed } of cases) {
    const where = scope.namespaces?.join() ?? "everywhere";
    const what = [asked.verb, asked.resource, asked.subresource, asked.namespace].filter(Boolean).join(" ");
    it(`${policy} ${where} ${allowed ? "allows" : "does not allow"} ${what}`, () => {
      const extra = { canonicalArn: [principal] };
      const record = clusterWith(policy, scope);
      assert.equal(answer(record, { extra, resourceAttributes: asked }).allowed, allowed);
    });
  }

  it("are of their principal alone", () => {
    const record = clusterWith("AmazonEKSClusterAdminPolicy", everywhere);
    const resourceAttributes = { verb: "get", resource: "pods" };
    assert.equal(answer(record, { resourceAttributes }).allowed, false);
    const extra = { canonicalArn: [`${principal}2`] };
    assert.equal(answer(record, { extra, resourceAttributes }).allowed, false);
  });

  it("give what is no object to the administrator of the whole cluster", () => {
    const asked = {
      extra: { canonicalArn: [principal] },
      nonResourceAttributes: { path: "/metrics", verb: "get" },
    };
    const all = clusterWith("AmazonEKSClusterAdminPolicy", everywhere);
    assert.equal(answer(all, asked).allowed, true);
    assert.equal(answer(clusterWith("AmazonEKSClusterAdminPolicy", inOctopus), asked).allowed, false);
    assert.equal(answer(clusterWith("AmazonEKSAdminViewPolicy", everywhere), asked).allowed, false);
  });

  it("are refused where the sandbox does not know what they allow", () => {
    const record = clusterWith("AmazonEKSHybridPolicy", everywhere);
    const asked = {
      extra: { canonicalArn: [principal] },
      resourceAttributes: { verb: "get", resource: "nodes" },
    };
    assert.match(
      answer(record, asked).reason ?? "",
      /does not know the permissions of AmazonEKSHybridPolicy/,
    );
  });
});
