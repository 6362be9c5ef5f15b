import assert from "node:assert/strict";

import { account, otherAccount, providerOf, resource, sentinel } from "../../../../fixtures/trust-resources";
import { fromResources, type PlainResource } from "../../../../../trust/sources/resources";
import { unknown, type Unknown } from "../../../../../trust/truth";

const elsewhere = { provider: providerOf("999999999999") };
const attach = (policyId: unknown, targetId: unknown, more: Partial<PlainResource> = {}): PlainResource =>
  resource(
    "aws:organizations/policyAttachment:PolicyAttachment",
    `${String(policyId)}-${String(targetId)}`,
    { policyId, targetId },
    { ...elsewhere, ...more },
  );
const member = (id: unknown, parentId: unknown, more: Partial<PlainResource> = {}): PlainResource =>
  resource("aws:organizations/account:Account", String(id), { id, parentId }, { ...elsewhere, ...more });

describe("the organization and its management account", () => {
  const made = (props: object, id = "999999999999"): PlainResource =>
    resource("aws:organizations/organization:Organization", "o", { ...props }, { provider: providerOf(id) });
  const management = (
    resources: readonly PlainResource[],
    assumptions = {},
  ): (boolean | Unknown | undefined)[] => {
    const { accounts } = fromResources([...resources, member(account, "r-ab12")], assumptions);
    return ["999999999999", account].map((id) => accounts.get(id)?.isManagement);
  };

  it("are those of the resource, made in the management account", () => {
    assert.equal(fromResources([made({ id: "o-1" })], { organizationId: "o-2" }).id, "o-1");
    assert.deepEqual(management([made({})]), [true, false]);
    assert.deepEqual(management([made({ masterAccountId: "999999999999" }, sentinel)]), [true, false]);
  });

  it("are those that are assumed, or not known", () => {
    assert.equal(fromResources([], { organizationId: "o-2" }).id, "o-2");
    assert.equal(fromResources([made({ id: sentinel })], { organizationId: "o-2" }).id, "o-2");
    assert(!("id" in fromResources([])));
    assert.deepEqual(management([], { managementAccount: "999999999999" }), [true, false]);
    assert.deepEqual(management([]), [unknown, unknown]);
    assert.deepEqual(management([made({ masterAccountId: sentinel }, sentinel)]), [unknown, unknown]);
  });

  it("have the accounts that anything is in or attached to", () => {
    const organization = fromResources(
      [attach("p-1", otherAccount), resource("aws:s3/bucket:Bucket", "b", {})],
      {
        managementAccount: "888888888888",
        parents: { "777777777777": "r-ab12", "ou-1": "r-ab12" },
      },
    );
    assert.deepEqual(
      [...organization.accounts.keys()],
      [account, otherAccount, "777777777777", "888888888888", "999999999999"],
    );
  });
});
