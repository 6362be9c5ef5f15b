import assert from "node:assert/strict";

import {
  account,
  attachmentResource,
  findingsOf,
  permissions,
  providerOf,
  resource,
  roleResource,
  sentinel,
  theRole,
} from "../../../../fixtures/trust-resources";
import { readDocument } from "../../../../../trust/documents/read";
import type { Role } from "../../../../../trust/organization";
import { fromResources, type PlainResource } from "../../../../../trust/sources/resources";
import { unknown } from "../../../../../trust/truth";

const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
const arn = `arn:aws:iam::${account}:role/deploy`;
const names = (role: Role | undefined): readonly string[] | undefined =>
  role?.policies.map(({ name }) => name);
const managed = (name: string, policy: unknown, props: object = {}): PlainResource =>
  resource("aws:iam/policy:Policy", name, { name, policy, ...props });

describe("what is not known yet, but comes from one resource", () => {
  const policy = managed("shared", permissions("s3:*"));
  const role = roleResource("deploy");
  const from = (property: string, ...urns: string[]): Partial<PlainResource> => ({
    propertyDependencies: { role: [], policyArn: [], [property]: urns },
  });

  it("is the policy that it comes from, and it is said", () => {
    const attachment = attachmentResource("deploy", sentinel, from("policyArn", policy.urn, role.urn));
    const organization = fromResources([role, policy, attachment]);
    assert.deepEqual(organization.roles.get(arn)?.policies, [
      { name: "shared", document: readDocument(permissions("s3:*"), "permissions") },
    ]);
    assert.deepEqual(findingsOf(organization), [
      `${attachment.urn}: policyArn is not known yet, and is taken from ${policy.urn}, which it depends on`,
    ]);
  });

  it("is the role that it comes from, even if that has no name yet", () => {
    const nameless = roleResource("deploy", { name: sentinel });
    const attachment = attachmentResource(sentinel, admin, from("role", role.urn));
    assert.deepEqual(names(theRole([role, attachment])), ["AdministratorAccess"]);
    assert.deepEqual(names(theRole([nameless, attachment])), [
      "AdministratorAccess",
      "whatever else is attached",
    ]);
  });

  it("is the boundary that it comes from, even if that has no ARN yet", () => {
    const far = { ...policy, provider: providerOf(sentinel) };
    const bounded = roleResource(
      "deploy",
      { permissionsBoundary: sentinel },
      { propertyDependencies: { name: [], assumeRolePolicy: [], permissionsBoundary: [policy.urn] } },
    );
    assert.equal(theRole([bounded, policy]).boundary?.name, "shared");
    assert.notEqual(theRole([bounded, far]).boundary?.document.statements, unknown);
  });

  it("stays unknown if it comes from several, from none or from another type", () => {
    const other = managed("other", permissions("s3:*"));
    for (const urns of [[policy.urn, other.urn], [], [role.urn], ["urn:elsewhere"]]) {
      const attachment = attachmentResource("deploy", sentinel, from("policyArn", ...urns));
      assert.deepEqual(names(theRole([role, policy, other, attachment])), [
        "a managed policy that is not known",
      ]);
    }
    const astray = attachmentResource(
      sentinel,
      admin,
      from("role", role.urn, "urn:x", roleResource("b").urn),
    );
    assert.deepEqual(names(fromResources([role, roleResource("b"), astray]).roles.get(arn)), [
      "whatever else is attached",
    ]);
  });

  it("says nothing where AWS fills it in and the program does not set it", () => {
    const props = { managedPolicyArns: sentinel, inlinePolicies: sentinel, assumeRolePolicy: sentinel };
    const set = { name: [], assumeRolePolicy: [] };
    const quiet = theRole([roleResource("deploy", props, { propertyDependencies: set })]);
    assert.deepEqual(quiet.policies, []);
    assert.equal(quiet.trust.statements, unknown);
    const loud = theRole([
      roleResource("deploy", props, { propertyDependencies: { ...set, managedPolicyArns: [] } }),
    ]);
    assert.deepEqual(names(loud), ["a managed policy that is not known"]);
  });

  it("stays unknown where nobody says what the program sets: no engine gives an empty map", () => {
    const props = { inlinePolicies: sentinel, assumeRolePolicy: sentinel };
    const found = theRole([roleResource("deploy", props, { propertyDependencies: {} })]);
    assert.equal(found?.trust.statements, unknown);
    assert.deepEqual(names(found), [`an inline policy of ${roleResource("deploy").urn}`]);
  });
});
