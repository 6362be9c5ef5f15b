import assert from "node:assert/strict";

import { targetProblems, type OrganizationFacts } from "../../../../infra/preflight/target-problems";
import type { Changes } from "../../../fixtures/changed";
import { model } from "../../../fixtures/settings";

const active = ["123456789012", "111111111111", "222222222222", "333333333333"];

/** What AWS has, when everything is as it has to be. */
const fine: OrganizationFacts = {
  id: "o-exampleorg",
  allFeatures: true,
  rootId: "r-ab12",
  policyTypes: ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"],
  accounts: new Map(active.map((id) => [id, "ACTIVE"])),
  beneath: new Map(),
  occupied: [],
};
const units = { "ou-ab12-workload": ["111111111111", "222222222222", "333333333333"] };
const beneath = new Map(Object.entries(units).map(([id, ids]) => [id, new Set(ids)]));

const needed = { scp: 1, rcp: 1 };

describe("what stands in the way of the guardrails", () => {
  const passing: readonly { what: string; facts?: Partial<OrganizationFacts>; changes?: Changes }[] = [
    { what: "accounts that are all there" },
    { what: "the root as target", changes: { guardrails: { targets: ["r-ab12"] } } },
    {
      what: "an OU and the account outside of it",
      changes: { guardrails: { targets: ["ou-ab12-workload", "tooling"] } },
      facts: { beneath },
    },
    {
      what: "a test target that leaves everything else out",
      changes: { guardrails: { testTargets: ["ou-ab12-workload"] } },
      facts: { beneath },
    },
    {
      what: "a target with room for exactly one more",
      facts: { occupied: [{ kind: "rcp", target: "111111111111", others: 4 }] },
    },
    {
      what: "a target with more room by a raised quota",
      changes: { limits: { scpsPerTarget: 11 } },
      facts: { occupied: [{ kind: "scp", target: "111111111111", others: 10 }] },
    },
  ];
  for (const { what, facts, changes } of passing) {
    it(`is not ${what}`, () => {
      assert.deepEqual(targetProblems(model(changes), { ...fine, ...facts }, needed), []);
    });
  }

  const refused: readonly {
    what: string;
    facts?: Partial<OrganizationFacts>;
    changes?: Changes;
    says: readonly (readonly [setting: string, ...fragments: string[]])[];
  }[] = [
    {
      what: "another organization",
      facts: { id: "o-anotherorg" },
      says: [["organization.id", "o-exampleorg", "write o-anotherorg"]],
    },
    {
      what: "consolidated billing",
      facts: { allFeatures: false, policyTypes: [] },
      says: [["organization.guardrails", "enable-all-features", "external"]],
    },
    {
      what: "policy types that are not enabled",
      facts: { policyTypes: [] },
      says: [
        ["organization.guardrails", "--root-id r-ab12 --policy-type SERVICE_CONTROL_POLICY"],
        ["organization.guardrails", "--root-id r-ab12 --policy-type RESOURCE_CONTROL_POLICY"],
      ],
    },
    {
      what: "an account of the settings that the organization does not have",
      facts: { accounts: new Map(active.slice(0, 3).map((id) => [id, "ACTIVE"])) },
      says: [["organization.accounts.prod.id", "333333333333", "no account of the organization"]],
    },
    {
      what: "an account that is suspended",
      facts: { accounts: new Map([...fine.accounts, ["111111111111", "SUSPENDED"]]) },
      says: [["organization.accounts.dev.id", "SUSPENDED"]],
    },
    {
      what: "another root",
      changes: { guardrails: { targets: ["r-zzzz"] } },
      says: [
        ["organization.guardrails.targets", "r-zzzz", "r-ab12"],
        ["organization.guardrails.targets", "leave out tooling, dev, staging, prod"],
      ],
    },
    {
      what: "an OU that does not exist, to test in",
      changes: { guardrails: { testTargets: ["ou-ab12-workload"] } },
      says: [["organization.guardrails.testTargets", "ou-ab12-workload", "list-organizational-units"]],
    },
    {
      what: "an OU that leaves out the account of the launcher",
      changes: { guardrails: { targets: ["ou-ab12-workload"] } },
      facts: { beneath },
      says: [["organization.guardrails.targets", "leave out tooling, which holds"]],
    },
    {
      what: "a full target",
      facts: { occupied: [{ kind: "rcp", target: "111111111111", others: 5 }] },
      says: [["organization.guardrails", "111111111111", "of the 5 resource", "limits.rcpsPerTarget"]],
    },
  ];
  for (const { what, facts, changes, says } of refused) {
    it(`is ${what}`, () => {
      const problems = targetProblems(model(changes), { ...fine, ...facts }, needed);
      assert.deepEqual(
        problems.map(({ setting }) => setting),
        says.map(([setting]) => setting),
      );
      problems.forEach(({ message }, index) => {
        for (const fragment of says[index]?.slice(1) ?? [])
          assert(message.includes(fragment), `"${fragment}" is not in: ${message}`);
      });
    });
  }

  it("is all of it at once", () => {
    const facts = { ...fine, id: "o-anotherorg", policyTypes: [], accounts: new Map<string, string>() };
    assert.equal(targetProblems(model(), facts, needed).length, 1 + 2 + 4);
  });
});
