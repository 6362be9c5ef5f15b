import assert from "node:assert/strict";

import { limits, limitsWith } from "../../../trust/limits";

describe("the limits", () => {
  it("are AWS's quotas as read, in the figures that documents and roles are held against", () => {
    assert.deepEqual(limitsWith(), {
      trustPolicyCharacters: 2048,
      managedPolicyCharacters: 6144,
      inlinePolicyCharacters: 10240,
      managedPoliciesPerRole: 10,
      rcpCharacters: 5120,
      rcpsPerTarget: 5,
      resolverAddresses: 6,
      roleNameCharacters: 64,
      rolePathCharacters: 512,
      scpCharacters: 10240,
      scpsPerTarget: 10,
      sessionNameCharacters: 64,
      sessionTags: 50,
      tagKeyCharacters: 128,
      tagValueCharacters: 256,
      sessionSecondsLeast: 900,
      chainedSessionSeconds: 3600,
      roleSessionSecondsLeast: 3600,
      roleSessionSeconds: 43200,
    });
  });

  it("say where each figure is from, and when it was read", () => {
    for (const [name, { source, date, what }] of Object.entries(limits)) {
      assert.match(source, /^https:\/\/docs\.aws\.amazon\.com\//, name);
      assert.match(date, /^20\d\d-\d\d-\d\d$/, name);
      assert(!Number.isNaN(Date.parse(date)), name);
      assert.notEqual(what, "", name);
    }
  });

  it("give way to what AWS has raised for an organization, and to nothing else", () => {
    const raised = limitsWith({ trustPolicyCharacters: 4096 });
    assert.deepEqual(raised, { ...limitsWith(), trustPolicyCharacters: 4096 });
    assert.equal(limits.trustPolicyCharacters.value, 2048);
  });
});
