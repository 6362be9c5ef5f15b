import assert from "node:assert/strict";

import type { Changes } from "../../../fixtures/changed";
import { refusals } from "../../../fixtures/refusals";
import { problemsOf, rawSettings } from "../../../fixtures/settings";

const oidc = { issuer: "https://octopus.example.com" };
const names = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `Shop${index}`,
    steps: [{ kind: "awsScript", name: "Look", script: "aws sts get-caller-identity" }],
  }));

describe("roles for tokens of Octopus", () => {
  it("have as many subjects as their trust policy holds, and more where AWS has raised the quota", () => {
    const settings = (count: number, changes: Changes = {}) =>
      problemsOf(rawSettings({ changes, octopus: { accounts: "oidc", oidc, projects: names(count) } }));
    assert.deepEqual(settings(36), []);
    assert.equal(settings(37).length, 1);
    assert.deepEqual(settings(37, { limits: { trustPolicyCharacters: 4096 } }), []);
  });

  refusals([
    {
      refuses: "subjects that any space has",
      octopus: {
        accounts: "oidc",
        oidc: {
          ...oidc,
          subjectKeys: { execution: ["environment"], healthCheck: ["target"], accountTest: ["account"] },
        },
      },
      says: [
        ["octopus.oidc.subjectKeys.execution", "tokens of another space could have the role", "add space"],
        ["octopus.oidc.subjectKeys.healthCheck", "add space"],
        ["octopus.oidc.subjectKeys.accountTest", "add space"],
      ],
    },
    {
      refuses: "more subjects than a trust policy holds, once for all roles",
      octopus: { accounts: "oidc", oidc, projects: names(60) },
      says: [
        [
          "octopus.oidc.subjectKeys",
          "make 61 subjects for OctoStagingRole, and its trust policy holds 37 in 2048 characters",
          "leave project out of execution",
          "organization.limits.trustPolicyCharacters",
        ],
      ],
    },
    {
      refuses: "names that deploy roles have, in whatever case, and names of each other",
      changes: {
        "environments[0].deployRoles[0].name": "octodevrole",
        "environments[1].name": "pre-prod",
        "environments[2].name": "preprod",
        "environments[2].accounts": ["prod", "staging"],
        "launchers[0].bindings[0].environments": ["tooling", "dev", "pre-prod"],
        "launchers[0].bindings[1].environments": ["preprod"],
      },
      octopus: { accounts: "oidc", oidc },
      says: [
        ["octopus.accounts", "role OctoDevRole in account 111111111111, where organization.environments[0]"],
        ["octopus.accounts", "role OctoPreprodRole in account 222222222222, where environment pre-prod has"],
      ],
    },
  ]);
});
