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
} from "../../../../fixtures/trust-resources";
import { fromResources } from "../../../../../trust/sources/resources";

const arn = `arn:aws:iam::${account}:role/deploy`;

describe("users and groups from resources", () => {
  const user = resource("aws:iam/user:User", "anna", {
    name: "anna",
    path: "/people/",
    tags: { Team: "Shop" },
  });
  const group = resource("aws:iam/group:Group", "dev", { name: "dev" });
  const userArn = `arn:aws:iam::${account}:user/people/anna`;

  it("are put together with what they hold by themselves and through groups", () => {
    const organization = fromResources([
      user,
      group,
      resource("aws:iam/groupMembership:GroupMembership", "dev", { group: "dev", users: ["anna"] }),
      resource("aws:iam/userPolicy:UserPolicy", "own", {
        user: "anna",
        name: "own",
        policy: permissions("s3:*"),
      }),
      resource("aws:iam/groupPolicy:GroupPolicy", "all", {
        group: "dev",
        name: "all",
        policy: permissions("ec2:*"),
      }),
      resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "deny", {
        user: "anna",
        policyArn: "arn:aws:iam::aws:policy/AWSDenyAll",
      }),
      resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "admin", {
        group: "dev",
        policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
    ]);
    const anna = organization.users.get(userArn);
    assert.deepEqual(
      anna?.policies.map(({ name, document }) => [name, typeof document.statements]),
      [
        ["AWSDenyAll", "object"],
        ["AdministratorAccess of group dev", "object"],
        ["all of group dev", "object"],
        ["own", "object"],
      ],
    );
    assert.deepEqual(anna?.tags, new Map([["team", "Shop"]]));
    assert.deepEqual(findingsOf(organization), []);
    assert.deepEqual([...organization.users.keys()], [userArn]);
    assert.equal(organization.roles.size, 0);
    assert(anna && !("trust" in anna));
  });

  it("are members of several groups, each counted once", () => {
    const { users } = fromResources([
      user,
      group,
      resource("aws:iam/group:Group", "ops", { name: "ops" }),
      resource("aws:iam/groupMembership:GroupMembership", "dev", { group: "dev", users: ["anna"] }),
      resource("aws:iam/userGroupMembership:UserGroupMembership", "anna", {
        user: "anna",
        groups: ["ops", "dev"],
      }),
      resource("aws:iam/groupPolicy:GroupPolicy", "d", {
        group: "dev",
        name: "d",
        policy: permissions("s3:*"),
      }),
      resource("aws:iam/groupPolicy:GroupPolicy", "o", {
        group: "ops",
        name: "o",
        policy: permissions("s3:*"),
      }),
    ]);
    assert.deepEqual(
      users.get(userArn)?.policies.map(({ name }) => name),
      ["d of group dev", "o of group ops"],
    );
  });

  it("of a group that is not in the data may hold its policies, and roles do not", () => {
    const organization = fromResources([
      user,
      roleResource("deploy"),
      resource("aws:iam/groupPolicy:GroupPolicy", "all", {
        group: "dev",
        name: "all",
        policy: permissions("ec2:*"),
      }),
    ]);
    assert.deepEqual(
      organization.users.get(userArn)?.policies.map(({ name }) => name),
      ["whatever else is attached"],
    );
    assert.deepEqual(findingsOf(organization), [
      `group dev of ${account}: is not in the data: who is in it is not known`,
    ]);
    assert.deepEqual(organization.roles.get(arn)?.policies, []);
  });

  it("are told where a group's policy is malformed", () => {
    const organization = fromResources([
      user,
      group,
      resource("aws:iam/groupMembership:GroupMembership", "dev", { group: "dev", users: ["anna"] }),
      resource("aws:iam/groupPolicy:GroupPolicy", "all", { group: "dev", name: "all", policy: "{" }),
    ]);
    assert.deepEqual(findingsOf(organization), [`group dev of ${account}, policy all: is no JSON`]);
  });

  it("are found through the resources that a policy depends on", () => {
    const nameless = { ...user, props: { name: sentinel } };
    const from = (property: string, urn: string) => ({
      propertyDependencies: { [property]: [urn], policyArn: [] },
    });
    const attached = (kind: "user" | "group", type: string, urn: string) =>
      resource(
        type,
        kind,
        { [kind]: sentinel, policyArn: "arn:aws:iam::aws:policy/AWSDenyAll" },
        from(kind, urn),
      );
    const { users } = fromResources([
      nameless,
      attached("user", "aws:iam/userPolicyAttachment:UserPolicyAttachment", nameless.urn),
    ]);
    assert.equal(users.get(nameless.urn)?.policies[0]?.name, "AWSDenyAll");
    const members = fromResources([
      user,
      group,
      resource("aws:iam/groupMembership:GroupMembership", "dev", { group: "dev", users: ["anna"] }),
      attached("group", "aws:iam/groupPolicyAttachment:GroupPolicyAttachment", group.urn),
    ]);
    assert.deepEqual(
      members.users.get(userArn)?.policies.map(({ name }) => name),
      ["AWSDenyAll of group dev"],
    );
  });

  it("of another account are no members of such a group", () => {
    const { users } = fromResources([
      { ...user, provider: providerOf(otherAccount) },
      resource("aws:iam/groupPolicy:GroupPolicy", "all", {
        group: "dev",
        name: "all",
        policy: permissions("ec2:*"),
      }),
    ]);
    assert.deepEqual(
      [...users.values()].map(({ policies }) => policies),
      [[]],
    );
  });

  it("with groups that are not known may hold anything", () => {
    const organization = fromResources([
      user,
      resource("aws:iam/userGroupMembership:UserGroupMembership", "anna", { user: "anna", groups: sentinel }),
    ]);
    assert.deepEqual(
      organization.users.get(userArn)?.policies.map(({ name }) => name),
      ["whatever else is attached"],
    );
    assert.deepEqual(findingsOf(organization), [
      `a group of ${account}: holds a policy or is a member, and which group it is is not known`,
    ]);
  });

  it("share nothing with a role of the same name", () => {
    const { users, roles } = fromResources([
      user,
      roleResource("anna"),
      attachmentResource("anna", "arn:aws:iam::aws:policy/AdministratorAccess"),
    ]);
    assert.deepEqual(users.get(userArn)?.policies, []);
    assert.equal(roles.get(`arn:aws:iam::${account}:role/anna`)?.policies.length, 1);
  });
});
