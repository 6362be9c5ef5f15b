import assert from "node:assert/strict";

import { plainOf, withInputs } from "../../policy-pack/plain";
import { resourceOf } from "../../trust/sources/resources/context";
import { unknown } from "../../trust/truth";
import { resourceArguments, stackResources } from "./engine";
import { ids, notKnown, output, resource, type Given } from "./resources";

const role = resource("aws:iam/role:Role", "role", { name: "Role" }, "dev");

function resourceForm(given: Given) {
  return plainOf(resourceArguments(given, "preview", {}));
}

describe("a resource as plain data", () => {
  it("has unknown in place of what is not known, wherever it stands", () => {
    const given = resource("aws:iam/role:Role", "some", {
      name: notKnown,
      tags: { kept: "yes", open: notKnown },
      inlinePolicies: [{ name: "one", policy: notKnown }, notKnown],
    });
    assert.deepEqual(resourceForm(given).props, {
      name: unknown,
      tags: { kept: "yes", open: unknown },
      inlinePolicies: [{ name: "one", policy: unknown }, unknown],
    });
  });

  it("keeps what is no text as it is", () => {
    const props = { maxSessionDuration: 3600, forceDetachPolicies: false, path: null, tags: {} };
    assert.deepEqual(resourceForm(resource("aws:iam/role:Role", "some", props)).props, props);
  });

  it("has the settings of its provider, as the engine has them", () => {
    const { provider } = resourceForm(role);
    assert.equal(provider?.props.allowedAccountIds, `["${ids.dev}"]`);
  });

  it("tells where a property comes from in the stack form, and nothing of it in the resource form", () => {
    const attachment = resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attachment", {
      role: output(role, "id"),
      policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    });
    const [, plain] = stackResources([role, attachment], "preview").map(plainOf);
    assert.deepEqual(plain?.propertyDependencies, {
      role: ["urn:pulumi:test::octolaunch::aws:iam/role:Role::role"],
    });
    assert.equal(plain?.props.role, unknown);
    assert.equal(resourceForm(attachment).propertyDependencies, undefined);
  });

  it("tells what its program sets by its inputs, which the engine does not say of what comes from nowhere", () => {
    const given = resource("aws:iam/role:Role", "some", { name: "Role", assumeRolePolicy: notKnown }, "dev");
    const [plain] = stackResources([given], "preview").map(plainOf);
    assert(plain);
    assert.equal(plain.propertyDependencies, undefined);
    const { propertyDependencies } = withInputs(plain, resourceOf(resourceForm(given)));
    assert.deepEqual(propertyDependencies, { name: [], assumeRolePolicy: [] });
    assert.equal(withInputs(plain, undefined), plain);
  });

  it("passes on an error that is none of an unknown value", () => {
    const args = resourceArguments(role, "preview", {});
    const props = Object.defineProperty({}, "broken", {
      enumerable: true,
      get: () => {
        throw new Error("broken");
      },
    });
    assert.throws(() => plainOf({ ...args, props }), /broken/);
  });
});
