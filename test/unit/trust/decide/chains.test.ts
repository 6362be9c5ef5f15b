import assert from "node:assert/strict";

import { actionsOf, decide } from "../../../../trust/decide/decide";
import { sessionOf, type AssumeRequest, type Caller } from "../../../../trust/decide/request";
import type { Statement } from "../../../../trust/documents/policy";
import type { Organization, Role } from "../../../../trust/organization";
import { ask, launcherRole, session, told, trusted, withTrust } from "./asking";
import { allowing, deploy, launcher, organization, role, roleArn, trusting } from "./model";

const pods: Caller = { kind: "service", service: "pods.eks.amazonaws.com" };

describe("session tags and source identities", () => {
  const assume: Partial<Statement> = { Principal: { AWS: launcher }, Action: "sts:AssumeRole" };
  const passes: Partial<AssumeRequest> = { tags: { team: "a" } };
  const inherits: Partial<AssumeRequest> = {
    caller: { ...session, tags: { Namespace: "octopus" }, transitive: ["namespace"] },
  };
  const carries: Partial<AssumeRequest> = { caller: { ...session, tags: { Namespace: "octopus" } } };
  const onlyAssume = organization({
    roles: [{ ...launcherRole, policies: [allowing({ Action: "sts:AssumeRole" })] }, role(deploy, launcher)],
  });
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required */
  const cases: [what: string, request: Partial<AssumeRequest>, model: Organization, told: string][] = [
    ["no tags need nothing in the trust", {}, withTrust(assume), "allowed"],
    ["no tags need nothing of the caller", {}, onlyAssume, "allowed"],
    [
      "tags need sts:TagSession in the trust",
      passes,
      withTrust(assume),
      "denied: trust policy of sts:TagSession",
    ],
    [
      "tags need sts:TagSession of the caller",
      passes,
      onlyAssume,
      "denied: identity policy of sts:TagSession",
    ],
    [
      "inherited tags need sts:TagSession in the trust",
      inherits,
      withTrust(assume),
      "denied: trust policy of sts:TagSession",
    ],
    [
      "inherited tags need sts:TagSession of the caller",
      inherits,
      onlyAssume,
      "denied: identity policy of sts:TagSession",
    ],
    ["tags that are not transitive need nothing further", carries, withTrust(assume), "allowed"],
    ["tags pass where both allow them", passes, trusted, "allowed"],
    ["inherited tags pass where both allow them", inherits, trusted, "allowed"],
    [
      "an inherited tag is not given anew",
      { ...inherits, tags: { NAMESPACE: "other" } },
      trusted,
      "denied: limits",
    ],
    [
      "a source identity needs sts:SetSourceIdentity",
      { sourceIdentity: "ada" },
      withTrust(assume),
      "denied: trust policy of sts:SetSourceIdentity",
    ],
    [
      "a source identity of the session needs it as well",
      { caller: { ...session, sourceIdentity: "ada" } },
      onlyAssume,
      "denied: identity policy of sts:SetSourceIdentity",
    ],
    ["a source identity passes where both allow it", { sourceIdentity: "ada" }, trusted, "allowed"],
  ];
  for (const [what, request, model, expected] of cases) {
    it(what, () => assert.equal(ask(request, model), expected));
  }

  it("add to the actions that a request needs", () => {
    const request = { role: deploy, tags: { a: "1" }, sourceIdentity: "ada" };
    const also = ["sts:TagSession", "sts:SetSourceIdentity"];
    const by = (caller: Caller): readonly string[] => actionsOf({ ...request, caller });
    assert.deepEqual(by(session), ["sts:AssumeRole", ...also]);
    assert.deepEqual(by(pods), ["sts:AssumeRole", ...also]);
    assert.deepEqual(by({ kind: "webIdentity", provider: "accounts.google.com", claims: {} }), [
      "sts:AssumeRoleWithWebIdentity",
      ...also,
    ]);
    assert.deepEqual(by({ kind: "saml", provider: "x", claims: {} }), ["sts:AssumeRoleWithSAML", ...also]);
    assert.deepEqual(actionsOf({ caller: session, role: deploy }), ["sts:AssumeRole"]);
    assert.deepEqual(actionsOf({ caller: session, role: deploy, tags: {} }), ["sts:AssumeRole"]);
  });

  it("pass through a chain of three roles, as far as each allows", () => {
    const second = roleArn("prod", "octopus/deploy/Second");
    const pinned = (from: string): Pick<Role, "trust"> =>
      trusting({
        Principal: { AWS: from },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "octopus" } },
      });
    const first = { ...role(deploy, "*"), ...pinned(launcher), policies: [allowing()] };
    const last = { ...role(second, "*"), ...pinned(deploy) };
    const service = { ...launcherRole, ...trusting({ Principal: { Service: "pods.eks.amazonaws.com" } }) };
    const model = organization({ roles: [service, first, last] });

    const hops = (keys: readonly string[], roles: readonly Role[]): string[] => {
      let caller: Caller = pods;
      let tags: AssumeRequest["tags"] = { "kubernetes-namespace": "octopus", "eks-cluster-name": "c" };
      let transitiveTagKeys = keys;
      return roles.map(({ arn }) => {
        const request: AssumeRequest = { caller, role: arn, sessionName: "hop", tags, transitiveTagKeys };
        caller = sessionOf(request);
        [tags, transitiveTagKeys] = [undefined, []];
        return told(decide(request, model));
      });
    };
    assert.deepEqual(hops(["Kubernetes-Namespace"], [service, first, last]), [
      "allowed",
      "allowed",
      "allowed",
    ]);
    assert.deepEqual(hops([], [service, first, last]), ["allowed", "allowed", "denied: trust policy"]);
    assert.deepEqual(hops(["kubernetes-namespace"], [service, last]), ["allowed", "denied: trust policy"]);
  });
});
