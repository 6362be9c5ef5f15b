import assert from "node:assert/strict";

import {
  account,
  attachmentResource,
  findingsOf,
  otherAccount,
  permissions,
  providerOf,
  resource,
  roleResource,
  sentinel,
  theRole,
  urnOf,
} from "../../../../fixtures/trust-resources";
import { readDocument } from "../../../../../trust/documents/read";
import type { Role } from "../../../../../trust/organization";
import { fromResources, type PlainResource } from "../../../../../trust/sources/resources";
import { unknown } from "../../../../../trust/truth";

const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
const arn = `arn:aws:iam::${account}:role/deploy`;
const open = { name: "whatever else is attached", document: readDocument(unknown, "permissions") };

const names = (role: Role | undefined): readonly string[] | undefined =>
  role?.policies.map(({ name }) => name);
const inline = (role: unknown, name: unknown, policy: unknown): PlainResource =>
  resource("aws:iam/rolePolicy:RolePolicy", `${String(role)}-${String(name)}`, { role, name, policy });

describe("a policy that is attached to a role outside of the data", () => {
  it("makes a role of which nothing else is known", () => {
    const organization = fromResources([attachmentResource("deploy", admin)]);
    assert.deepEqual(organization.roles.get(arn), {
      arn,
      account,
      name: "deploy",
      policies: [
        { name: "AdministratorAccess", document: readDocument(permissions("*"), "permissions") },
        open,
      ],
      boundary: { ...open, name: "a managed policy that is not known" },
      tags: unknown,
      trust: readDocument(unknown, "trust"),
    });
    assert.deepEqual(findingsOf(organization), [
      `${arn}: is not in the data, though something is attached to it: the rest of it is not known`,
    ]);
  });

  it("makes one role of several attachments", () => {
    assert.deepEqual(
      names(theRole([attachmentResource("deploy", admin), inline("Deploy", "b", permissions("s3:*"))])),
      ["AdministratorAccess", "b", "whatever else is attached"],
    );
  });

  it("makes a user as well", () => {
    const policy = { user: "anna", name: "own", policy: permissions("s3:*") };
    const { users } = fromResources([resource("aws:iam/userPolicy:UserPolicy", "own", policy)]);
    assert.deepEqual([...users.keys()], [`arn:aws:iam::${account}:user/anna`]);
  });

  it("in an account that is not known may be attached to any role of its name", () => {
    const organization = fromResources([
      roleResource("deploy"),
      roleResource("other"),
      attachmentResource("Deploy", admin, { provider: undefined }),
    ]);
    assert.deepEqual(
      [...organization.roles.values()].map((role) => [role.name, names(role)]),
      [
        ["deploy", ["whatever else is attached"]],
        ["other", []],
        ["Deploy", ["AdministratorAccess", "whatever else is attached"]],
      ],
    );
  });

  it("may be attached to a role of its name whose account is not known", () => {
    const { roles } = fromResources([
      roleResource("deploy", {}, { provider: undefined }),
      roleResource("other", {}, { provider: undefined }),
      attachmentResource("deploy", admin),
    ]);
    assert.deepEqual(names(roles.get(urnOf("aws:iam/role:Role", "deploy"))), ["whatever else is attached"]);
    assert.deepEqual(names(roles.get(urnOf("aws:iam/role:Role", "other"))), []);
  });

  it("is one and the same role where both come from one provider of an unknown account", () => {
    const provider = providerOf(sentinel);
    const role = theRole([
      roleResource("deploy", {}, { provider }),
      attachmentResource("deploy", admin, { provider }),
    ]);
    assert.deepEqual(names(role), ["AdministratorAccess"]);
  });
});

describe("a policy that is attached to somebody unknown", () => {
  it("may be attached to any role of the account, and to none of another", () => {
    const organization = fromResources([
      roleResource("deploy"),
      roleResource("far", {}, { provider: providerOf(otherAccount) }),
      resource("aws:iam/user:User", "anna", { name: "anna" }),
      attachmentResource(sentinel, admin),
    ]);
    assert.deepEqual(names(organization.roles.get(arn)), ["whatever else is attached"]);
    assert.deepEqual(names(organization.roles.get(`arn:aws:iam::${otherAccount}:role/far`)), []);
    assert.deepEqual(organization.users.get(`arn:aws:iam::${account}:user/anna`)?.policies, []);
    assert.deepEqual(findingsOf(organization), [
      `a role of ${account}: holds a policy or is a member, and which role it is is not known`,
    ]);
  });

  it("counts for all that a list not known may name", () => {
    const { roles, users } = fromResources([
      roleResource("deploy"),
      resource("aws:iam/user:User", "anna", { name: "anna" }),
      resource("aws:iam/policyAttachment:PolicyAttachment", "all", {
        roles: sentinel,
        users: ["anna"],
        policyArn: admin,
      }),
    ]);
    assert.deepEqual(names(roles.get(arn)), ["whatever else is attached"]);
    assert.deepEqual(
      users.get(`arn:aws:iam::${account}:user/anna`)?.policies.map(({ name }) => name),
      ["AdministratorAccess"],
    );
  });
});
