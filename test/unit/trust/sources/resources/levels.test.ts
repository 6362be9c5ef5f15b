import assert from "node:assert/strict";

import { account, findingsOf, otherAccount, resource, sentinel } from "../../../../fixtures/trust-resources";
import { fromResources, type PlainResource } from "../../../../../trust/sources/resources";
import { unknown } from "../../../../../trust/truth";
import { elsewhere, policy, rcp, attach, unit, member, levelsOf, open, full } from "./guardrail-resources";

describe("levels that only resources tell of", () => {
  it("hold what is attached to an account, and leave the rest open", () => {
    const organization = fromResources([
      policy("ours"),
      rcp("bound"),
      attach("p-ours", account),
      attach("p-bound", account),
    ]);
    assert.deepEqual(levelsOf(organization), [
      `whatever is above account ${account}: ${open} | ${full}, ${open}`,
      `account ${account}: ours, ${open} | ${full}, bound, ${open}`,
    ]);
    assert.deepEqual(findingsOf(organization), []);
    const levels = organization.accounts.get(account)?.levels;
    assert(levels && levels !== unknown);
    const documents = [...(levels[1]?.scps ?? []), ...(levels[1]?.rcps ?? [])];
    assert.deepEqual(
      documents.map(({ document }) => document.statements === unknown),
      [false, true, false, false, true],
    );
  });

  it("are not known where nothing is attached and the place is not known", () => {
    const organization = fromResources([
      policy("ours"),
      member(otherAccount, "r-ab12"),
      resource("aws:s3/bucket:Bucket", "b", {}),
    ]);
    assert.equal(levelsOf(organization), unknown);
    assert.deepEqual(levelsOf(organization, otherAccount), [
      `the root: ${open} | ${full}, ${open}`,
      `account ${otherAccount}: ${open} | ${full}, ${open}`,
    ]);
  });

  it("go through the units that resources and assumptions place", () => {
    const resources = [
      member(account, "ou-ab12-dev"),
      unit("ou-ab12-dev", "Dev", "ou-ab12-work"),
      policy("ours"),
      attach("p-ours", "ou-ab12-work"),
      attach("p-ours", "ou-ab12-dev"),
    ];
    assert.deepEqual(levelsOf(fromResources(resources, { parents: { "ou-ab12-work": "r-ab12" } })), [
      `the root: ${open} | ${full}, ${open}`,
      `OU ou-ab12-work: ours, ${open} | ${full}, ${open}`,
      `OU Dev: ours, ${open} | ${full}, ${open}`,
      `account ${account}: ${open} | ${full}, ${open}`,
    ]);
    assert.deepEqual(
      (levelsOf(fromResources(resources)) as readonly string[])[0],
      `whatever is above OU ou-ab12-work: ${open} | ${full}, ${open}`,
    );
  });

  it("end where units stand below each other in a ring", () => {
    const parents = { [account]: "ou-a", "ou-a": "ou-b", "ou-b": "ou-a" };
    assert.deepEqual(
      (levelsOf(fromResources([], { parents })) as readonly string[]).map((level) => level.split(":")[0]),
      ["whatever is above OU ou-b", "OU ou-b", "OU ou-a", `account ${account}`],
    );
  });

  it("hold AWS's own policies and nothing else beside the resources' where the data is complete", () => {
    const parents = { [account]: "r-ab12" };
    const organization = fromResources(
      [policy("ours"), attach("p-ours", account), attach("p-FullAWSAccess", account)],
      { parents, guardrailsComplete: true },
    );
    assert.deepEqual(levelsOf(organization), [
      `the root: FullAWSAccess | ${full}`,
      `account ${account}: FullAWSAccess, ours | ${full}`,
    ]);
  });

  it("are open above what is known even where the data is complete", () => {
    const organization = fromResources([policy("ours"), attach("p-ours", account)], {
      guardrailsComplete: true,
    });
    assert.deepEqual(levelsOf(organization), [
      `whatever is above account ${account}: ${open} | ${full}, ${open}`,
      `account ${account}: FullAWSAccess, ours | ${full}`,
    ]);
  });

  it("have no policies of a type that the organization has not enabled", () => {
    const organization = (types: unknown): PlainResource =>
      resource(
        "aws:organizations/organization:Organization",
        "o",
        { id: "o-1", enabledPolicyTypes: types },
        elsewhere,
      );
    const resources = [policy("ours"), attach("p-ours", account)];
    assert.deepEqual(
      (levelsOf(fromResources([...resources, organization(["SERVICE_CONTROL_POLICY"])])) as string[])[1],
      `account ${account}: ours, ${open} | -`,
    );
    assert.deepEqual(
      (levelsOf(fromResources([...resources, organization(["RESOURCE_CONTROL_POLICY"])])) as string[])[1],
      `account ${account}: - | ${full}, ${open}`,
    );
    for (const types of [sentinel, undefined, [sentinel]])
      assert.deepEqual(
        (levelsOf(fromResources([...resources, organization(types)])) as string[])[1],
        `account ${account}: ours, ${open} | ${full}, ${open}`,
      );
    const complete = { parents: { [account]: "r-ab12" }, guardrailsComplete: true };
    assert.deepEqual(
      (levelsOf(fromResources([...resources, organization([sentinel])], complete)) as string[])[1],
      `account ${account}: FullAWSAccess, ours, ${open} | ${full}, ${open}`,
    );
  });
});
