import assert from "node:assert/strict";

import { inheritedTags, sessionOf, type SessionCaller } from "../../../../trust/decide/request";
import { deploy, launcher, userArn } from "./model";

const caller: SessionCaller = {
  kind: "session",
  role: launcher,
  name: "octopus",
  tags: { "Kubernetes-Namespace": "octopus", team: "a" },
  transitive: ["kubernetes-namespace"],
  sourceIdentity: "ada",
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
describe("a chain of sessions", () => {
  it("passes on the transitive tags, whatever their case, and no others", () => {
    assert.deepEqual(inheritedTags(caller), { "Kubernetes-Namespace": "octopus" });
    assert.deepEqual(inheritedTags({ kind: "session", role: launcher, name: "octopus" }), {});
    assert.deepEqual(inheritedTags({ kind: "user", arn: userArn("dev", "ada") }), {});
  });

  it("goes on with inherited tags and those passed, and with the source identity", () => {
    const request = { caller, role: deploy, sessionName: "deploy-1", tags: { b: "2", c: "3" } };
    const next = sessionOf({ ...request, transitiveTagKeys: ["b"] });
    assert.deepEqual(next, {
      kind: "session",
      role: deploy,
      name: "deploy-1",
      tags: { "Kubernetes-Namespace": "octopus", b: "2", c: "3" },
      transitive: ["Kubernetes-Namespace", "b"],
      sourceIdentity: "ada",
    });
    assert.deepEqual(inheritedTags(next), { "Kubernetes-Namespace": "octopus", b: "2" });
  });

  it("begins with what the request passes, and with nothing if it passes nothing", () => {
    const user = { kind: "user", arn: userArn("dev", "ada") } as const;
    assert.deepEqual(sessionOf({ caller: user, role: deploy }), {
      kind: "session",
      role: deploy,
      name: "session",
      tags: {},
      transitive: [],
    });
    assert.equal(sessionOf({ caller: user, role: deploy, sourceIdentity: "bob" }).sourceIdentity, "bob");
  });
});
