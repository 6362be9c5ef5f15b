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
const managed = (name: string, policy: unknown, props: object = {}): PlainResource =>
  resource("aws:iam/policy:Policy", name, { name, policy, ...props });

describe("policies that resources attach to a role", () => {
  it("are all there, in the order of their names", () => {
    const role = theRole([
      roleResource("deploy", {
        inlinePolicies: [{ name: "z", policy: permissions("s3:*") }],
        managedPolicyArns: [admin],
      }),
      inline("deploy", "b", permissions("ec2:*")),
      managed("shared", permissions("sts:*"), { path: "/x/" }),
      attachmentResource("deploy", `arn:aws:iam::${account}:policy/x/shared`),
      resource("aws:iam/policyAttachment:PolicyAttachment", "all", {
        roles: ["deploy"],
        policyArn: "arn:aws:iam::aws:policy/AWSDenyAll",
      }),
    ]);
    assert.deepEqual(role.policies, [
      {
        name: "AWSDenyAll",
        document: readDocument(
          {
            Version: "2012-10-17",
            Statement: [{ Sid: "DenyAll", Effect: "Deny", Action: "*", Resource: "*" }],
          },
          "permissions",
        ),
      },
      { name: "AdministratorAccess", document: readDocument(permissions("*"), "permissions") },
      { name: "b", document: readDocument(permissions("ec2:*"), "permissions") },
      { name: "shared", document: readDocument(permissions("sts:*"), "permissions") },
      { name: "z", document: readDocument(permissions("s3:*"), "permissions") },
    ]);
  });

  it("are found whatever the case of its name, and by its ARN", () => {
    assert.deepEqual(names(theRole([roleResource("deploy"), attachmentResource("Deploy", admin)])), [
      "AdministratorAccess",
    ]);
    assert.deepEqual(names(theRole([roleResource("deploy"), attachmentResource(arn, admin)])), [
      "AdministratorAccess",
    ]);
  });

  it("count once, however often they are said", () => {
    const role = theRole([
      roleResource("deploy", {
        inlinePolicies: [{ name: "b", policy: permissions("s3:*") }],
        managedPolicyArns: [admin],
      }),
      inline("deploy", "b", permissions("s3:*")),
      attachmentResource("deploy", admin),
    ]);
    assert.deepEqual(names(role), ["AdministratorAccess", "b"]);
  });

  it("count once, however their texts are laid out", () => {
    const pretty = JSON.stringify(JSON.parse(permissions("s3:*")), null, 2);
    const organization = fromResources([
      roleResource("deploy", { inlinePolicies: [{ name: "b", policy: pretty }] }),
      inline("deploy", "b", permissions("s3:*")),
      inline("deploy", "c", "{"),
      { ...inline("deploy", "c", "{"), urn: "urn:again" },
    ]);
    assert.deepEqual(organization.roles.get(arn)?.policies, [
      { name: "b", document: readDocument(permissions("s3:*"), "permissions") },
      { name: "c", document: readDocument("{", "permissions") },
    ]);
    assert.deepEqual(findingsOf(organization), [`${arn}, policy c: is no JSON`]);
  });

  it("with two documents under one name are unknown, and it is said", () => {
    const organization = fromResources([
      roleResource("deploy", { inlinePolicies: [{ name: "b", policy: permissions("s3:*") }] }),
      inline("deploy", "b", permissions("ec2:*")),
    ]);
    assert.deepEqual(organization.roles.get(arn)?.policies, [{ ...open, name: "b" }]);
    assert.deepEqual(findingsOf(organization), [
      `${arn}, policy b: is in the data with different documents: which one holds is not known`,
    ]);
  });

  it("of other accounts and other roles are none of it", () => {
    const organization = fromResources([
      roleResource("deploy"),
      roleResource("other"),
      roleResource("deploy", {}, { urn: "urn:far", provider: providerOf(otherAccount) }),
      attachmentResource("other", admin),
      attachmentResource("deploy", admin, { provider: providerOf(otherAccount) }),
    ]);
    assert.deepEqual(
      [...organization.roles.values()].map((role) => [role.arn, names(role)]),
      [
        [arn, []],
        [`arn:aws:iam::${account}:role/other`, ["AdministratorAccess"]],
        [`arn:aws:iam::${otherAccount}:role/deploy`, ["AdministratorAccess"]],
      ],
    );
    assert.deepEqual(findingsOf(organization), []);
  });

  it("have unknown documents where the data has none, and it is said once", () => {
    const organization = fromResources([
      roleResource("deploy"),
      roleResource("other"),
      attachmentResource("deploy", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
      attachmentResource("other", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
    ]);
    assert.deepEqual(organization.roles.get(arn)?.policies, [{ ...open, name: "ReadOnlyAccess" }]);
    assert.deepEqual(findingsOf(organization), [
      "arn:aws:iam::aws:policy/ReadOnlyAccess: its document is not known",
    ]);
  });

  it("take AWS's own policies for what AWS says, and no others of their name", () => {
    for (const other of [
      `arn:aws:iam::${account}:policy/AdministratorAccess`,
      "arn:aws:iam::aws:policy/service-role/AdministratorAccess",
      "arn:aws:iam::aws:policy/toString",
      "an-arn:aws:iam::aws:policy/AdministratorAccess",
      "arn:aws:iam::aws:policy/AdministratorAccess/x",
    ])
      assert.deepEqual(
        theRole([roleResource("deploy"), attachmentResource("deploy", other)]).policies[0]?.document
          .statements,
        unknown,
        other,
      );
    const china = attachmentResource("deploy", "arn:aws-cn:iam::aws:policy/AdministratorAccess");
    assert.notEqual(theRole([roleResource("deploy"), china]).policies[0]?.document.statements, unknown);
  });

  it("without a name are there under their URN", () => {
    const nameless = inline("deploy", sentinel, permissions("s3:*"));
    assert.deepEqual(names(theRole([roleResource("deploy"), nameless])), [
      `an inline policy of ${nameless.urn}`,
    ]);
  });

  it("are told where they are malformed, held by somebody or not", () => {
    const bad = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3", Resource: "*" }] });
    const organization = fromResources([
      managed("shared", bad),
      roleResource("deploy"),
      inline("deploy", "b", bad),
    ]);
    assert.deepEqual(
      organization.findings.map(({ subject, place }) => [subject, place]),
      [
        [`arn:aws:iam::${account}:policy/shared`, "Statement[0].Action"],
        [`${arn}, policy b`, "Statement[0].Action"],
      ],
    );
  });
});
