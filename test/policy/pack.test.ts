import assert from "node:assert/strict";

import { policiesOf } from "../../policy-pack/pack";
import type { Report, Rule } from "../../policy-pack/rule";
import { roleType } from "../../policy-pack/stack";
import { unknown } from "../../trust/truth";
import { resourceArguments, stackResources, urnOf } from "./engine";
import { judge } from "./judge";
import { notKnown, resource, type Given } from "./resources";

const one = resource(roleType, "one", { name: "One" });
const other = resource(roleType, "other", { name: "Other", assumeRolePolicy: notKnown });

function rule(judges: Partial<Rule>): Rule {
  return { name: "some-rule", description: "Something holds.", level: "mandatory", ...judges };
}

function messages(judges: Partial<Rule>, resources: readonly Given[] = [one, other]): readonly string[] {
  return judge(rule(judges), resources).map(({ policy, form, message }) => `${policy} ${form}: ${message}`);
}

describe("the policies of a rule", () => {
  it("judge every resource, those with unknown values included", () => {
    assert.deepEqual(
      messages({
        ofResource: ({ urn, props }) => [
          { urn, message: props.assumeRolePolicy === unknown ? "not known" : String(props.name) },
        ],
      }),
      ["some-rule resource: One", "some-rule resource: not known"],
    );
  });

  it("have what came before", () => {
    const seen: number[] = [];
    judge(
      rule({
        ofResource: (_resource, stack): readonly Report[] => {
          seen.push(stack.resources.length);
          return [];
        },
      }),
      [one, other],
    );
    assert.deepEqual(seen.slice(0, 2), [1, 2]);
  });

  it("say advice under a name of its own", () => {
    assert.deepEqual(
      messages({
        givesAdvice: true,
        ofStack: () => [{ message: "wrong" }, { message: "possible", isAdvice: true }],
      }),
      ["some-rule stack: wrong", "some-rule-advice stack: possible"],
    );
  });

  it("do not say of the stack what they said of a resource, but whatever else there is", () => {
    assert.deepEqual(
      messages({
        ofResource: ({ urn }) => [{ urn, message: "wrong" }],
        ofStack: () => [
          { urn: urnOf(one), message: "wrong" },
          { urn: urnOf(one), message: "wrong together" },
          { message: "wrong" },
        ],
      }),
      [
        "some-rule stack: wrong",
        "some-rule resource: wrong",
        "some-rule stack: wrong together",
        "some-rule resource: wrong",
      ],
    );
  });

  it("say a thing once", () => {
    assert.deepEqual(messages({ ofStack: () => [{ message: "wrong" }, { message: "wrong" }] }), [
      "some-rule stack: wrong",
    ]);
  });

  it("have the forms that the rule has", () => {
    const [alone] = policiesOf([rule({ ofResource: () => [] })]);
    assert(alone && "validateResource" in alone && !("validateStack" in alone));
    const [together] = policiesOf([rule({ ofStack: () => [] })]);
    assert(together && "validateStack" in together && !("validateResource" in together));
  });

  it("end the run when the configuration is wrong", () => {
    const [policy] = policiesOf([rule({ ofResource: () => [] })]);
    assert(policy && "validateResource" in policy && typeof policy.validateResource === "function");
    const { validateResource } = policy;
    const broken = resourceArguments(one, "preview", { deployRoles: [] });
    assert.throws(() => validateResource(broken, () => undefined), /deployRoles is empty/);
  });

  it("read a stack once as long as it is the same", () => {
    const stacks = new Set<unknown>();
    const looking = (name: string): Rule => ({
      ...rule({ ofStack: (stack) => (stacks.add(stack.organization), []) }),
      name,
    });
    for (const policy of policiesOf([looking("first"), looking("second")])) {
      assert("validateStack" in policy);
      const args = resourceArguments(one, "preview", {});
      const resources = stackResources([one, other], "preview");
      void policy.validateStack({ ...args, resources }, () => undefined);
    }
    assert.equal(stacks.size, 1);
  });
});
