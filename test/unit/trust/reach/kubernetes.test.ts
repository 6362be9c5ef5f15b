import assert from "node:assert/strict";

import type { KubernetesGrant, PodIdentity, Role } from "../../../../trust/organization";
import { unknown } from "../../../../trust/truth";
import { identity, ids, member, named, role, roleArn, secret, trusting, userArn } from "../decide/model";
import { denying, how, may, rootOf, type Parts } from "./model";

const cluster = `arn:aws:eks:us-east-1:${ids.dev}:cluster/shop`;
const target = roleArn("dev", "Target");
const admin = roleArn("dev", "Admin");
const user = userArn("dev", "ada");
const association: PodIdentity = {
  clusterArn: cluster,
  account: ids.dev,
  namespace: "ci",
  serviceAccount: "runner",
  role: target,
  disableSessionTags: false,
};

interface Case {
  readonly title: string;
  readonly from: string;
  readonly grant?: Partial<KubernetesGrant>;
  readonly association?: Partial<PodIdentity>;
  readonly admin?: Partial<Role>;
  readonly more?: Parts;
  readonly is: string;
}

const grant: KubernetesGrant = {
  clusterArn: cluster,
  subject: "Group:developers",
  namespace: "ci",
  serviceAccount: "*",
  by: "create pods",
};
const developers = `Group:developers in ${cluster}`;
const proven = "proven: kubernetes, pod identity";
const possible = "possible: kubernetes, pod identity";
const urn = "urn:pulumi:dev::shop::aws:iam/role:Role::admin";
const lets = ["eks:CreateAccessEntry", "eks:AssociateAccessPolicy"];

// https://kubernetes.io/docs/reference/access-authn-authz/rbac/
const cases: readonly Case[] = [
  { title: "a group that creates pods", from: developers, grant: {}, is: proven },
  { title: "a group that creates pods everywhere", from: developers, grant: { namespace: "*" }, is: proven },
  {
    title: "a group that creates pods in another namespace",
    from: developers,
    grant: { namespace: "shop" },
    is: "not",
  },
  {
    title: "a group that mints tokens of the service account",
    from: developers,
    grant: { serviceAccount: "runner" },
    is: proven,
  },
  {
    title: "a group that mints tokens of another service account",
    from: developers,
    grant: { serviceAccount: "other" },
    is: "not",
  },
  {
    title: "a group of another cluster",
    from: `Group:developers in ${cluster}2`,
    grant: { clusterArn: `${cluster}2` },
    is: "not",
  },
  {
    title: "a group of a cluster that nobody knows",
    from: developers,
    grant: { clusterArn: unknown },
    is: possible,
  },
  {
    title: "a subject that nobody knows",
    from: `somebody who is not known in ${cluster}`,
    grant: { subject: unknown },
    is: possible,
  },
  {
    title: "administrators of the cluster",
    from: `Group:system:masters in ${cluster}`,
    grant: { subject: "Group:system:masters" },
    is: proven,
  },
  {
    title: "pods of another service account",
    from: `pods of ops/deployer in ${cluster}`,
    grant: { subject: "system:serviceaccount:ops:deployer" },
    is: proven,
  },
  {
    title: "pods of any service account of a namespace",
    from: `pods of ops/* in ${cluster}`,
    grant: { subject: "Group:system:serviceaccounts:ops" },
    is: proven,
  },
  {
    title: "pods of any service account",
    from: `pods of */* in ${cluster}`,
    grant: { subject: "system:serviceaccounts" },
    is: proven,
  },
  {
    title: "anyone, if nobody has to say who he is",
    from: "anyone",
    grant: { subject: "system:unauthenticated" },
    is: proven,
  },
  { title: "a role with an access entry", from: admin, grant: { subject: admin }, admin: {}, is: proven },
  {
    title: "a user with an access entry",
    from: user,
    grant: { subject: user },
    more: { users: [identity(user)] },
    is: proven,
  },
  {
    title: "a role of which the ARN is not known yet",
    from: urn,
    grant: { subject: urn },
    more: { roles: [{ ...role(admin, ids.management), arn: urn, name: urn }] },
    is: proven,
  },
  {
    title: "a group where nobody knows the namespace of the pods",
    from: developers,
    grant: {},
    association: { namespace: unknown },
    is: possible,
  },
  {
    title: "a group where nobody knows the cluster of the pods",
    from: "Group:developers in *",
    grant: {},
    association: { clusterArn: unknown },
    is: possible,
  },
  { title: "who gives itself an access entry", from: admin, admin: may(lets), is: proven },
  {
    title: "who gives itself an access entry of this cluster",
    from: admin,
    admin: may(lets, [cluster, `arn:aws:eks:us-east-1:${ids.dev}:access-entry/shop/*`]),
    is: proven,
  },
  {
    title: "who gives itself an access entry of another cluster",
    from: admin,
    admin: may(lets, [`${cluster}2`, `arn:aws:eks:us-east-1:${ids.dev}:access-entry/shop2/*`]),
    is: "not",
  },
  // https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
  {
    title: "who gives itself an access entry without a policy, but in a group",
    from: admin,
    admin: may("eks:CreateAccessEntry"),
    is: possible,
  },
  {
    title: "who gives a policy to an access entry that it has already",
    from: admin,
    admin: may("eks:AssociateAccessPolicy"),
    is: possible,
  },
  {
    title: "who puts an access entry that it has already into a group",
    from: admin,
    admin: may("eks:UpdateAccessEntry"),
    is: possible,
  },
  {
    title: "who does so to one entry",
    from: admin,
    admin: may("eks:UpdateAccessEntry", `arn:aws:eks:us-east-1:${ids.dev}:access-entry/shop/role/*/Admin/*`),
    is: possible,
  },
  {
    title: "who puts entries of another cluster into a group",
    from: admin,
    admin: may("eks:UpdateAccessEntry", `arn:aws:eks:us-east-1:${ids.dev}:access-entry/shop2/*`),
    is: "not",
  },
  // https://docs.aws.amazon.com/eks/latest/userguide/authenticate-oidc-identity-provider.html
  {
    title: "who lets an identity provider of its own into the cluster",
    from: admin,
    admin: may("eks:AssociateIdentityProviderConfig", cluster),
    is: possible,
  },
  {
    title: "who lets an identity provider into another cluster",
    from: admin,
    admin: may("eks:AssociateIdentityProviderConfig", `${cluster}2`),
    is: "not",
  },
  {
    title: "who only looks at access entries",
    from: admin,
    admin: may(["eks:DescribeAccessEntry", "eks:ListAccessEntries", "eks:DeleteAccessEntry"]),
    is: "not",
  },
  {
    title: "who gives itself an access entry of a cluster that nobody knows",
    from: admin,
    admin: may(lets, `${cluster}2`),
    association: { clusterArn: unknown },
    is: possible,
  },
  {
    title: "who has policies that nobody read",
    from: admin,
    admin: { policies: [secret("own")] },
    is: "possible: pass role",
  },
  {
    title: "who gives itself an access entry from another account",
    from: roleArn("prod", "Admin"),
    more: { roles: [role(roleArn("prod", "Admin"), ids.management, may("eks:*"))] },
    is: "not",
  },
  { title: "the root user of the cluster's account", from: rootOf("dev"), more: { roles: [] }, is: proven },
  {
    title: "whom the boundary stops",
    from: admin,
    admin: {
      ...may(lets),
      boundary: named("b", "permissions", { Effect: "Allow", Action: "s3:*", Resource: "*" }),
    },
    is: "not",
  },
  {
    title: "whom a service control policy stops",
    from: admin,
    admin: may(lets),
    more: {
      accounts: [member(ids.dev, denying("scp", "eks:*"))],
    },
    is: "not",
  },
  {
    title: "where a resource control policy stops EKS",
    from: developers,
    grant: {},
    more: { accounts: [member(ids.dev, {}, denying("rcp", "sts:AssumeRole"))] },
    is: "not",
  },
];

describe("a step by rights in a cluster", () => {
  const roleOf = (): Role => ({
    ...role(target, ids.dev),
    ...trusting({
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    }),
  });
  for (const one of cases) {
    it(`${one.is === "not" ? "does not lead from" : `is ${one.is.split(":")[0]} from`} ${one.title}`, () => {
      const parts: Parts = {
        ...one.more,
        roles: [
          roleOf(),
          ...(one.admin ? [role(admin, ids.management, one.admin)] : []),
          ...(one.more?.roles ?? []),
        ],
        podIdentities: [{ ...association, ...one.association }],
        kubernetes: one.grant ? [{ ...grant, ...one.grant }] : [],
      };
      const found = how(parts, one.from, target);
      // Root users get there by editing the trust policy as well.
      assert.equal(found, one.from === rootOf("dev") ? "proven: edit trust" : one.is);
    });
  }
});
