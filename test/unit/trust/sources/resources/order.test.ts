import assert from "node:assert/strict";
import fc from "fast-check";

import {
  account,
  attachmentResource,
  permissions,
  resource,
  roleResource,
  sentinel,
  theRole,
} from "../../../../fixtures/trust-resources";
import type { Role } from "../../../../../trust/organization";
import { fromResources, type PlainResource } from "../../../../../trust/sources/resources";
import { unknown } from "../../../../../trust/truth";

const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
const arn = `arn:aws:iam::${account}:role/deploy`;
const names = (role: Role | undefined): readonly string[] | undefined =>
  role?.policies.map(({ name }) => name);
const inline = (role: unknown, name: unknown, policy: unknown): PlainResource =>
  resource("aws:iam/rolePolicy:RolePolicy", `${String(role)}-${String(name)}`, { role, name, policy });
const managed = (name: string, policy: unknown, props: object = {}): PlainResource =>
  resource("aws:iam/policy:Policy", name, { name, policy, ...props });

describe("the order of resources", () => {
  it("does not choose between two resources of one URN", () => {
    const twins = ["a", "b"].map((name) => ({ ...managed(name, permissions("s3:*")), urn: "urn:twin" }));
    const attachment = attachmentResource("deploy", sentinel, {
      propertyDependencies: { role: [], policyArn: ["urn:twin"] },
    });
    const found = [twins, [...twins].reverse()].map((list) =>
      names(theRole([roleResource("deploy"), ...list, attachment])),
    );
    assert.deepEqual(found, [["b"], ["b"]]);
  });

  it("makes no difference", () => {
    const resources = [
      roleResource("deploy"),
      roleResource("other", { path: "/x/" }),
      { ...roleResource("deploy", { tags: { a: "b" } }), urn: "urn:twin" },
      { ...roleResource("deploy", { tags: { a: "c" } }), urn: "urn:twin" },
      roleResource("lost", { name: sentinel }),
      managed("shared", permissions("s3:*")),
      { ...managed("shared", permissions("ec2:*")), urn: "urn:other-shared" },
      attachmentResource("deploy", `arn:aws:iam::${account}:policy/shared`),
      attachmentResource("gone", admin),
      attachmentResource("DEPLOY", admin),
      attachmentResource(sentinel, admin),
      inline("other", "b", "{"),
      resource("aws:iam/user:User", "anna", { name: "anna" }),
      resource("aws:iam/group:Group", "dev", { name: "dev" }),
      resource("aws:iam/userGroupMembership:UserGroupMembership", "anna", {
        user: "anna",
        groups: ["dev", "ops"],
      }),
      resource("aws:iam/groupPolicy:GroupPolicy", "d", {
        group: "dev",
        name: "d",
        policy: permissions("s3:*"),
      }),
      resource("aws:lambda/function:Function", "f", { role: "deploy" }),
      resource("aws:organizations/policy:Policy", "p", {
        id: "p-1",
        name: "ours",
        content: permissions("*"),
      }),
      resource("aws:organizations/policyAttachment:PolicyAttachment", "p", {
        policyId: "p-1",
        targetId: account,
      }),
      resource("aws:eks/podIdentityAssociation:PodIdentityAssociation", "a", {
        clusterName: "c",
        roleArn: arn,
      }),
    ];
    const plain = (list: readonly PlainResource[]): string => {
      const organization = fromResources(list);
      return JSON.stringify(organization, (_, value: unknown) => {
        if (value instanceof Map) return [...(value as Map<unknown, unknown>)];
        return value === unknown ? "(unknown)" : value;
      });
    };
    const inOrder = plain(resources);
    assert(inOrder.includes("(unknown)") && inOrder.includes("more than once"));
    fc.assert(
      fc.property(fc.shuffledSubarray(resources, { minLength: resources.length }), (shuffled) => {
        assert.equal(plain(shuffled), inOrder);
      }),
    );
  });
});
