import assert from "node:assert/strict";

import {
  account,
  findingsOf,
  otherAccount,
  providerOf,
  roleResource,
  theRole,
  trustPolicy,
  urnOf,
} from "../../../../fixtures/trust-resources";
import { fromResources } from "../../../../../trust/sources/resources";
import { readDocument } from "../../../../../trust/documents/read";
import { unknown } from "../../../../../trust/truth";

const arn = `arn:aws:iam::${account}:role/deploy`;
const lambdaTrust = readDocument(trustPolicy(), "trust");
const nothing = readDocument(unknown, "trust");

describe("two resources of one role", () => {
  const twin = { ...roleResource("deploy"), urn: urnOf("aws:iam/role:Role", "twin") };

  it("are one role, and it is said", () => {
    const organization = fromResources([
      roleResource("deploy", { tags: { a: "b" } }),
      { ...twin, props: { ...twin.props, tags: { a: "b" } } },
    ]);
    assert.deepEqual(findingsOf(organization), [
      `${arn}: is in the data more than once: what differs is not known`,
    ]);
    assert.deepEqual(organization.roles.get(arn)?.trust, lambdaTrust);
    assert.deepEqual(organization.roles.get(arn)?.tags, new Map([["a", "b"]]));
  });

  it("leave open what they differ in", () => {
    const one = roleResource("deploy", {
      uniqueId: "AROAEXAMPLEEXAMPLE123",
      maxSessionDuration: 3600,
      tags: { a: "b" },
      permissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess",
    });
    const props = { ...twin.props, assumeRolePolicy: trustPolicy("ec2.amazonaws.com") };
    for (const resources of [
      [one, { ...twin, props }],
      [{ ...twin, props }, one],
    ]) {
      const role = theRole(resources);
      assert.deepEqual(role.trust, nothing);
      assert.equal(role.tags, unknown);
      assert.equal(role.boundary?.document.statements, unknown);
      assert(!("uniqueId" in role) && !("maxSessionSeconds" in role));
    }
  });

  it("with the same everything keep it", () => {
    const props = {
      uniqueId: "AROAEXAMPLEEXAMPLE123",
      maxSessionDuration: 3600,
      permissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess",
    };
    const role = theRole([roleResource("deploy", props), { ...twin, props: { ...twin.props, ...props } }]);
    assert.equal(role.uniqueId, props.uniqueId);
    assert.equal(role.maxSessionSeconds, 3600);
    assert.equal(role.boundary?.name, "AdministratorAccess");
  });

  it("of one name under several paths are all there, and it is said", () => {
    const under = (path: string, urn: string) => ({
      ...twin,
      urn,
      props: { ...twin.props, path, name: "Deploy" },
    });
    const organization = fromResources([
      roleResource("deploy"),
      under("/x/", "urn:2"),
      under("/y/", "urn:1"),
    ]);
    const [x, y] = ["x", "y"].map((path) => `arn:aws:iam::${account}:role/${path}/Deploy`);
    assert.deepEqual([...organization.roles.keys()], [arn, x, y]);
    assert.deepEqual(findingsOf(organization), [
      `${arn}: has the name of another one of its account: ${x}, ${y}`,
    ]);
  });

  it("in two accounts are two roles", () => {
    const elsewhere = { ...twin, provider: providerOf(otherAccount) };
    const organization = fromResources([roleResource("deploy"), elsewhere]);
    assert.deepEqual([...organization.roles.keys()], [arn, `arn:aws:iam::${otherAccount}:role/deploy`]);
    assert.deepEqual(findingsOf(organization), []);
    assert.deepEqual([...organization.accounts.keys()], [account, otherAccount]);
  });
});
