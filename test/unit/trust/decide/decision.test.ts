import assert from "node:assert/strict";

import { decide } from "../../../../trust/decide/decide";
import { decidedBy, outcomeOf } from "../../../../trust/decide/decision";
import type { Account } from "../../../../trust/organization";
import { unknown } from "../../../../trust/truth";
import { ask, launcherRole, session, trusted, withTrust } from "./asking";
import { deploy, ids, launcher, member, named, organization, role } from "./model";

describe("the outcome of several parts", () => {
  const parts: [parts: Parameters<typeof outcomeOf>[0], outcome: string][] = [
    [[], "allowed"],
    [["passes", "exempt"], "allowed"],
    [["allowed", "allowed"], "allowed"],
    [["passes", "unknown", "exempt"], "unknown"],
    [["unknown", "denies", "passes"], "denied"],
    [["allowed", "unknown"], "unknown"],
    [["unknown", "denied"], "denied"],
  ];
  for (const [given, outcome] of parts) {
    it(`is ${outcome} for ${given.join(", ") || "none"}`, () => assert.equal(outcomeOf(given), outcome));
  }

  it("is decided by the first that denies, whatever is not known before it", () => {
    const model = withTrust({
      Principal: { AWS: launcher },
      Action: "sts:AssumeRole",
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    });
    assert.equal(ask({}, model), "unknown: trust policy");
    assert.equal(ask({ tags: { a: "1" } }, model), "denied: trust policy of sts:TagSession");
    assert.equal(decidedBy(decide({ caller: session, role: deploy }, trusted)), undefined);
  });

  it("stays unknown where the caller's account may be the management account", () => {
    const guard = named("guard", "scp", { Effect: "Deny", Action: "*", Resource: "*" });
    const account: Account = { ...member(ids.tooling, { root: [guard] }), isManagement: unknown };
    const model = organization({ roles: [launcherRole, role(deploy, launcher)], accounts: [account] });
    assert.equal(ask({}, model), "unknown: service control policy");
  });
});
