import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allInvokes } from "../../../sandbox/plugins/aws/invokes";
import { allEntries, entryOf, unjudgedTypes } from "../../../sandbox/plugins/aws/resources";
import { inputsOf } from "../../../sandbox/plugins/table/property";

const sdk = join(__dirname, "../../../node_modules/@pulumi/aws");

/** The file of a type or function in the SDK, by its token `aws:<module>/<file>:<Name>`. */
function source(token: string): string {
  const [, module = "", file = ""] = /^aws:(\w+)\/(\w+):/.exec(token) ?? [];
  return readFileSync(join(sdk, module === "index" ? "" : module, `${file}.js`), "utf8");
}

describe("the table of resource types", () => {
  for (const { type, properties } of allEntries()) {
    it(`${type} has the SDK's properties`, () => {
      const code = source(type);
      assert.ok(code.includes(`'${type}'`));
      const settable = [...code.matchAll(/resourceInputs\["(\w+)"\] = \(?args/g)].map(([, name]) => name);
      const outputs = [...code.matchAll(/resourceInputs\["(\w+)"\] = undefined \/\*out/g)].map(
        ([, name]) => name,
      );
      for (const [name] of inputsOf(properties)) {
        if (name !== "tagsAll") assert.ok(settable.includes(name), `${name} is no argument`);
      }
      for (const [name, { kind }] of Object.entries(properties)) {
        if (kind === "output") assert.ok(outputs.includes(name), `${name} is no output`);
      }
    });
  }

  it("finds a type by its token and refuses others by name", () => {
    assert.equal(entryOf("aws:iam/role:Role").label, "IAM Role");
    for (const type of ["aws:iam/user:User", "aws:s3/bucket:Bucket", "kubernetes:core/v1:Pod"]) {
      assert.throws(() => entryOf(type), {
        message: `the sandbox does not know the resource type '${type}'`,
      });
    }
  });

  it("says which types AWS's schemas do not judge", () => {
    assert.deepEqual(unjudgedTypes(), [
      "aws:ec2/securityGroupRule:SecurityGroupRule",
      "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "aws:organizations/policyAttachment:PolicyAttachment",
    ]);
  });
});

describe("the table of functions", () => {
  for (const { token, args } of allInvokes()) {
    it(`${token} has the SDK's arguments`, () => {
      const code = source(token);
      assert.ok(code.includes(`"${token}"`));
      for (const name of Object.keys(args))
        assert.ok(code.includes(`"${name}": args.${name}`), `${name} is no argument`);
    });
  }
});
