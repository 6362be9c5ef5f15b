import assert from "node:assert/strict";

import { largeOrganizationDetails } from "../../../fixtures/trust-large";
import { findingsOf } from "../../../fixtures/trust-resources";
import { fromAccountDetails } from "../../../../trust/sources/details";
import { unknown } from "../../../../trust/truth";

describe("a large organization for measuring", () => {
  for (const hostile of [false, true]) {
    it(`has its accounts and roles, well formed, ${hostile ? "hostile" : "realistic"}`, () => {
      const details = largeOrganizationDetails({ accounts: 30, roles: 301, hostile, seed: 1 });
      assert.deepEqual(JSON.parse(JSON.stringify(details)), details);
      const organization = fromAccountDetails(details);
      assert.equal(organization.roles.size, 301);
      assert.equal(organization.accounts.size, 30);
      assert(
        [...organization.accounts.values()].every(({ levels }) => levels !== unknown && levels.length > 1),
      );
      // What is not looked up, and a policy of AWS's own that changes: the documents are all well formed.
      assert.deepEqual(
        findingsOf(organization).filter((text) => !/not in the data of/.test(text)),
        ["arn:aws:iam::aws:policy/SecurityAudit: its document is not known"],
      );
      const everybody = [...organization.roles.values()].filter(({ name }) => name === "Everybody");
      assert.equal(everybody.length, hostile ? 30 : 0);
    });
  }

  it("is the same for the same seed alone, and differs in its documents where it is hostile", () => {
    const size = { accounts: 5, roles: 60, hostile: true, seed: 7 };
    assert.deepEqual(largeOrganizationDetails(size), largeOrganizationDetails(size));
    assert.notDeepEqual(largeOrganizationDetails({ ...size, seed: 8 }), largeOrganizationDetails(size));
    const documents = (hostile: boolean): number => {
      const { roles } = fromAccountDetails(largeOrganizationDetails({ ...size, hostile }));
      return new Set([...roles.values()].flatMap(({ policies }) => policies.map(({ document }) => document)))
        .size;
    };
    assert(documents(true) > 25);
    assert(documents(false) < 10);
  });
});
