import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { findingsOf, resource, sentinel } from "../../../../fixtures/trust-resources";
import { fromResources } from "../../../../../trust/sources/resources";

describe("a resource of IAM, Organizations or EKS", () => {
  it("is told where it is not read and changes who there is or what binds and admits them", () => {
    const sdk = dirname(require.resolve("@pulumi/aws/package.json"));
    const types = ["iam", "organizations", "eks"].flatMap((module) =>
      readdirSync(join(sdk, module))
        .filter(
          (file) =>
            file.endsWith(".d.ts") && !/^(index|get|roleMixins|documents|managed|principals)/.test(file),
        )
        .map((file) => file.slice(0, -".d.ts".length))
        .map((file) => `aws:${module}/${file}:${file.charAt(0).toUpperCase()}${file.slice(1)}`),
    );
    const told = types.filter((type) =>
      findingsOf(fromResources([resource(type, "r", {})])).some((text) => text.includes("which is not read")),
    );
    assert(types.length > 45);
    assert.deepEqual(told, [
      "aws:iam/groupPoliciesExclusive:GroupPoliciesExclusive",
      "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
      "aws:iam/organizationsFeatures:OrganizationsFeatures",
      "aws:iam/outboundWebIdentityFederation:OutboundWebIdentityFederation",
      "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
      "aws:iam/serviceLinkedRole:ServiceLinkedRole",
      "aws:iam/userPoliciesExclusive:UserPoliciesExclusive",
      "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
      "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
      "aws:organizations/resourcePolicy:ResourcePolicy",
      "aws:eks/identityProviderConfig:IdentityProviderConfig",
    ]);
  });
});

describe("a resource that is not read", () => {
  const cases: [what: string, type: string, props: object, message?: string][] = [
    [
      "of IAM is told",
      "aws:iam/serviceLinkedRole:ServiceLinkedRole",
      {},
      "is of the type aws:iam/serviceLinkedRole:ServiceLinkedRole, which is not read",
    ],
    [
      "of IAM in another package is told",
      "aws-native:iam:Role",
      {},
      "is of the type aws-native:iam:Role, which is not read",
    ],
    [
      "of Organizations is told",
      "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
      {},
      "is of the type aws:organizations/delegatedAdministrator:DelegatedAdministrator, which is not read",
    ],
    ["of IAM that changes nothing is not told", "aws:iam/accessKey:AccessKey", {}],
    [
      "that names a role is told",
      "aws:sns/topic:Topic",
      { roleArn: "arn:aws:iam::111111111111:role/x" },
      "names a role in roleArn, and what its type does as it is not read",
    ],
    [
      "that names roles in several ways is told",
      "aws-native:lambda:Function",
      { taskRole: "x", iamInstanceProfile: sentinel, serviceRoleArns: ["x"] },
      "names a role in taskRole and iamInstanceProfile and serviceRoleArns, and what its type does as it is not read",
    ],
    [
      "that names none is not told",
      "aws:s3/bucket:Bucket",
      { bucket: "x", role: "", roleArns: [], roleArn: {}, roleName: "x", payrolls: "x" },
    ],
    ["of another cloud is not told", "gcp:x/y:Z", { role: "x" }],
    ["of a package of a similar name is not told", "my-aws:iam/role:Role", { role: "x" }],
    ["of another similar package is not told", "myaws:iam/role:Role", { role: "x" }],
    [
      "that names an instance profile is told",
      "aws:x/y:Z",
      {
        role: "x",
        instanceProfile: "x",
        instanceProfileName: "x",
        myInstanceProfile: "x",
        instanceProfileNames: "x",
      },
      "names a role in role and instanceProfile and instanceProfileName, and what its type does as it is not read",
    ],
    [
      "that names roles by their ARNs is told",
      "aws:x/y:Z",
      {
        roleArns: ["x"],
        roleArn: "x",
        taskRoleArn: "x",
        payrolls: "x",
        roleArnsOf: "x",
        controlrole: "x",
        roles: "x",
      },
      "names a role in roleArns and roleArn and taskRoleArn and controlrole, and what its type does as it is not read",
    ],
    ["that is in the table is not told", "aws:lambda/function:Function", { role: "x" }],
  ];
  for (const [what, type, props, message] of cases) {
    it(what, () => {
      const one = resource(type, "r", { ...props });
      assert.deepEqual(
        findingsOf(fromResources([one])),
        message === undefined ? [] : [`${one.urn}: ${message}`],
      );
    });
  }
});
