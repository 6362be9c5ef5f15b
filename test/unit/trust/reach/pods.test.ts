import assert from "node:assert/strict";

import type { PodIdentity } from "../../../../trust/organization";
import { sessionOfPods, tagsOf } from "../../../../trust/reach/pods";
import { unknown } from "../../../../trust/truth";
import { ids, roleArn } from "../decide/model";

const role = roleArn("dev", "Target");
const association: PodIdentity = {
  clusterArn: `arn:aws:eks:us-east-1:${ids.dev}:cluster/shop`,
  account: ids.dev,
  namespace: "ci",
  serviceAccount: "runner",
  role,
  disableSessionTags: false,
};
// https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
const tags = {
  "eks-cluster-arn": `arn:aws:eks:us-east-1:${ids.dev}:cluster/shop`,
  "eks-cluster-name": "shop",
  "kubernetes-namespace": "ci",
  "kubernetes-service-account": "runner",
  "kubernetes-pod-name": "some-pod",
  "kubernetes-pod-uid": "00000000-0000-0000-0000-000000000000",
};

describe("the session of pods", () => {
  const session = { kind: "session", role, name: "eks-some-pod", tags, transitive: Object.keys(tags) };
  const cases: readonly (readonly [string, Partial<PodIdentity>, unknown])[] = [
    ["has tags that it hands on", {}, session],
    [
      "has no tags where they are disabled",
      { disableSessionTags: true },
      { ...session, tags: {}, transitive: [] },
    ],
    [
      "is known without tags where nobody knows the namespace",
      { disableSessionTags: true, namespace: unknown },
      { ...session, tags: {}, transitive: [] },
    ],
    ["is of the target role", { targetRole: `${role}2` }, { ...session, role: `${role}2` }],
    ["is of the target role where the first one is not known", { role: unknown, targetRole: role }, session],
    ["is not known where the role is not", { role: unknown }, undefined],
    ["is not known where the target role is not", { targetRole: unknown }, undefined],
    ["is not known where the namespace is not", { namespace: unknown }, undefined],
    ["is not known where nobody knows about tags", { disableSessionTags: unknown }, undefined],
  ];
  for (const [title, more, is] of cases) {
    it(title, () => assert.deepEqual(sessionOfPods({ ...association, ...more }), is));
  }
});

describe("the session tags of pods", () => {
  it("are those that EKS gives them", () => assert.deepEqual(tagsOf(association), tags));
  for (const key of ["clusterArn", "namespace", "serviceAccount"] as const) {
    it(`are not known where ${key} is not`, () => {
      assert.equal(tagsOf({ ...association, [key]: unknown }), undefined);
    });
  }
});
