import assert from "node:assert/strict";

import { account, findingsOf, resource, sentinel, urnOf } from "../../../../fixtures/trust-resources";
import { fromResources, type PlainResource } from "../../../../../trust/sources/resources";
import { unknown } from "../../../../../trust/truth";
import { elsewhere, policy, rcp, attach, unit, member, levelsOf, open, full } from "./guardrail-resources";

describe("attachments of which something is not known", () => {
  it("hold an unknown document of either kind where the policy is not in the data", () => {
    for (const id of ["p-other", sentinel]) {
      const name = id === sentinel ? `the policy of ${attach(id, account).urn}` : id;
      const organization = fromResources([attach(id, account)]);
      assert.deepEqual(
        (levelsOf(organization) as string[])[1],
        `account ${account}: ${name}, ${open} | ${full}, ${name}, ${open}`,
      );
    }
    const odd = policy("odd", { type: sentinel });
    assert.deepEqual(
      (levelsOf(fromResources([odd, attach("p-odd", account)])) as string[])[1],
      `account ${account}: the policy of ${odd.urn}, ${open} | ${full}, the policy of ${odd.urn}, ${open}`,
    );
  });

  it("bind nobody if the policy is of another type", () => {
    const organization = fromResources([
      policy("tags", { type: "TAG_POLICY", content: "{}" }),
      attach("p-tags", account),
    ]);
    assert.equal(levelsOf(organization), undefined);
    assert.deepEqual(findingsOf(organization), []);
  });

  it("hold an unknown document where the policy's is not known", () => {
    const organization = fromResources([
      policy("ours", { content: sentinel, name: sentinel }),
      attach("p-ours", account),
    ]);
    const levels = organization.accounts.get(account)?.levels;
    assert(levels && levels !== unknown);
    assert.deepEqual(
      levels[1]?.scps?.map(({ document }) => document.statements),
      [unknown, unknown],
    );
    assert.equal(levels[1]?.scps?.[0]?.name, urnOf("aws:organizations/policy:Policy", "ours"));
  });

  it("leave every level open where the target is not known, and it is said", () => {
    const complete = { parents: { [account]: "r-ab12" }, guardrailsComplete: true };
    const organization = fromResources([policy("ours"), attach("p-ours", sentinel)], complete);
    assert.deepEqual(levelsOf(organization), [
      `the root: FullAWSAccess, ${open} | ${full}`,
      `account ${account}: FullAWSAccess, ${open} | ${full}`,
    ]);
    assert.deepEqual(findingsOf(organization), [
      `${attach("p-ours", sentinel).urn}: what the policy is attached to is not known`,
    ]);
    const other = fromResources([rcp("bound"), attach("p-bound", sentinel)], complete);
    assert.deepEqual((levelsOf(other) as string[])[0], `the root: FullAWSAccess | ${full}, ${open}`);
  });

  it("are taken from the one policy, account or unit that they depend on", () => {
    const fresh = policy("ours", { id: sentinel });
    const dev = unit(sentinel, "Dev", "r-ab12");
    const from = (propertyDependencies: PlainResource["propertyDependencies"]): Partial<PlainResource> => ({
      propertyDependencies,
    });
    const organization = fromResources([
      fresh,
      dev,
      member(account, sentinel, from({ id: [], parentId: [dev.urn] })),
      attach(sentinel, sentinel, from({ policyId: [fresh.urn], targetId: [dev.urn] })),
    ]);
    assert.deepEqual(levelsOf(organization), [
      `the root: ${open} | ${full}, ${open}`,
      `OU Dev: ours, ${open} | ${full}, ${open}`,
      `account ${account}: ${open} | ${full}, ${open}`,
    ]);
  });

  it("are of AWS's own policies by their ids", () => {
    const organization = fromResources([
      attach("p-FullAWSAccess", account),
      attach("p-RCPFullAWSAccess", account),
    ]);
    assert.equal(
      (levelsOf(organization) as string[])[1],
      `account ${account}: FullAWSAccess, ${open} | ${full}, ${open}`,
    );
  });

  it("leave an account without a place where its parent is not known", () => {
    assert.equal(
      levelsOf(fromResources([member(account, sentinel), resource("aws:s3/bucket:Bucket", "b", {})])),
      unknown,
    );
  });

  it("are below the root that a new organization has", () => {
    const made = resource("aws:organizations/organization:Organization", "o", { id: sentinel }, elsewhere);
    const fresh = member(account, sentinel, { propertyDependencies: { id: [], parentId: [made.urn] } });
    assert.equal(
      (levelsOf(fromResources([made, fresh])) as string[])[0],
      `the root: ${open} | ${full}, ${open}`,
    );
  });

  it("are told where the document is malformed", () => {
    const organization = fromResources([policy("ours", { content: "{" }), attach("p-ours", account)]);
    assert.deepEqual(findingsOf(organization), ["ours: is no JSON"]);
  });
});
