import assert from "node:assert/strict";

import { settingsOf } from "../../policy-pack/config/settings";
import { plainOf } from "../../policy-pack/plain";
import { deployRoleContained } from "../../policy-pack/rules/deploy-role-contained";
import { Stack } from "../../policy-pack/stack";
import { takeovers } from "../../trust/reach/catalogue/compute";
import {
  creation,
  edits,
  groupEdits,
  policyEdits,
  providerEdits,
  templateCreation,
} from "../../trust/reach/catalogue/edits";
import { passRole } from "../../trust/reach/catalogue/pass-role";
import { expected } from "../fixtures/expected";
import { stackResources } from "./engine";
import {
  allows,
  denies,
  deployRole,
  otherRole,
  policyOf,
  type DeployAccount,
  type Fields,
} from "./permissions";
import { deployRoleName, type Given } from "./resources";

type Lists = readonly (readonly string[])[];
type Outcome = "refused" | "advised" | "as before";

const settings = settingsOf({});
const one = (actions: readonly string[]): Lists => actions.map((action) => [action]);
const pods = passRole.filter(({ service }) => service === "pods.eks.amazonaws.com");

/** Every list of actions of the catalogues that amounts to a path, by what must be said of it. */
const refused: Lists = [
  ["sts:assumerole"],
  ...one([...edits.role.policies, ...edits.role.limits, ...edits.role.entry, ...edits.user.entry]),
  ...creation.role,
  ...creation.user,
];
const advised: Lists = [
  ...one([...edits.role.tags, ...edits.user.policies, ...edits.user.limits, ...edits.user.tags]),
  ...one([
    ...policyEdits,
    ...groupEdits,
    ...providerEdits.surely,
    ...providerEdits.possibly,
    templateCreation,
  ]),
  ...passRole.filter((row) => !pods.includes(row)).flatMap(({ actions }) => passing(actions)),
  ...takeovers.filter(({ type }) => type !== "AWS::EKS::Cluster").flatMap(({ actions }) => actions),
];
/** In the launcher's account they lead into the launcher. */
const ofCluster: Lists = [
  ...pods.flatMap(({ actions }) => passing(actions)),
  ...takeovers.filter(({ type }) => type === "AWS::EKS::Cluster").flatMap(({ actions }) => actions),
];

function passing(lists: Lists): Lists {
  return lists.map((actions) => ["iam:passrole", ...actions]);
}

function saidOf(...givens: readonly Given[]): { readonly violations: string[]; readonly advice: string[] } {
  const stack = new Stack(stackResources(givens, "update").map(plainOf));
  const reports = [...(deployRoleContained.ofStack?.(stack, settings) ?? [])];
  const texts = (isAdvice: boolean): string[] =>
    reports.filter((report) => (report.isAdvice ?? false) === isAdvice).map(({ message }) => message);
  return { violations: texts(false), advice: texts(true) };
}

function statementsOf(account: DeployAccount): readonly Fields[] {
  return expected(deployRoleName(account), "permissions").Statement as unknown as readonly Fields[];
}

/** What is said of an expected document with further statements. */
function outcome(account: DeployAccount, ...more: readonly Fields[]): Outcome {
  const before = saidOf(deployRole(account, policyOf(...statementsOf(account))));
  const after = saidOf(deployRole(account, policyOf(...statementsOf(account), ...more)));
  if (after.violations.length > 0) return "refused";
  return JSON.stringify(after.advice) === JSON.stringify(before.advice) ? "as before" : "advised";
}

/** The lists of actions that are not met as they should be. */
function others(
  account: DeployAccount,
  lists: Lists,
  wanted: Outcome,
  make: (actions: readonly string[]) => Fields[],
): string[] {
  return lists
    .filter((actions) => outcome(account, ...make(actions)) !== wanted)
    .map((actions) => actions.join(" + "));
}

describe("an expected document that is widened by a path of the catalogues", function () {
  this.timeout(60_000);

  /**
   * What widens nothing: these documents allow it already, which their advice says.
   * - cloudformation:* is in the documents of development and staging;
   * - eks:* is in that of development.
   */
  const survivors: Readonly<Record<DeployAccount, readonly string[]>> = {
    tooling: [],
    dev: [
      "cloudformation:updatestack",
      "cloudformation:createchangeset + cloudformation:executechangeset",
      "cloudformation:updatestackset",
    ],
    staging: [
      "cloudformation:updatestack",
      "cloudformation:createchangeset + cloudformation:executechangeset",
      "cloudformation:updatestackset",
    ],
    prod: [],
  };
  const survivorsOfCluster: Readonly<Record<DeployAccount, readonly string[]>> = {
    tooling: [],
    dev: ["eks:createaccessentry + eks:associateaccesspolicy"],
    staging: [],
    prod: [],
  };

  for (const account of ["tooling", "dev", "staging", "prod"] as const) {
    const name = deployRoleName(account);
    const allowed = (actions: readonly string[]): Fields[] => [allows(actions)];

    it(`is refused for ${name} where the path is proven`, () => {
      assert.deepEqual(others(account, refused, "refused", allowed), []);
    });

    it(`is refused for ${name} in one statement for each action as well`, () => {
      const apart = (actions: readonly string[]): Fields[] => actions.map((action) => allows(action));
      assert.deepEqual(others(account, refused, "refused", apart), []);
    });

    it(`is told of for ${name} where the path is possible`, () => {
      assert.deepEqual(others(account, advised, "advised", allowed), survivors[account]);
    });

    it(`is ${account === "tooling" ? "refused" : "told of"} for ${name} where it concerns clusters`, () => {
      const wanted = account === "tooling" ? "refused" : "advised";
      assert.deepEqual(others(account, ofCluster, wanted, allowed), survivorsOfCluster[account]);
    });

    it(`is accepted for ${name} where the same document denies it again`, () => {
      const closed = (actions: readonly string[]): Fields[] => [allows(actions), denies(actions)];
      const lists = [...refused, ...advised, ...ofCluster].filter(
        // What is denied now was allowed before.
        (actions) => !actions.some((action) => /^(eks|cloudformation):/.test(action)),
      );
      assert.deepEqual(others(account, lists, "as before", closed), []);
    });

    it(`is no path for ${name} with one action of a list missing`, () => {
      const lists = creation.role.map(([create = ""]) => [create]);
      const elsewhere = { Resource: "arn:aws:iam::*:role/shop/*" };
      assert.deepEqual(
        others(account, lists, "as before", (actions) => [allows(actions, elsewhere)]),
        [],
      );
    });
  }
});

describe("a stack without deploy roles", () => {
  it("costs next to nothing, however many roles it has", () => {
    class Unread extends Stack {
      override get organization(): never {
        throw new Error("nothing here is worth a look at the organization");
      }
      override organizationOf(): never {
        throw new Error("nothing here is worth a look at the organization");
      }
    }
    const admin = policyOf(allows("*"));
    const roles = Array.from({ length: 1000 }, (_, index) =>
      otherRole(`App${index}`, { inlinePolicies: [{ name: "all", policy: admin }] }),
    );
    const stack = new Unread(stackResources(roles, "update").map(plainOf));
    const started = performance.now();
    for (const resource of stack.resources)
      assert.deepEqual([...(deployRoleContained.ofResource?.(resource, stack, settings) ?? [])], []);
    assert.deepEqual([...(deployRoleContained.ofStack?.(stack, settings) ?? [])], []);
    // Some 50 ms on a small machine.
    assert(performance.now() - started < 1000);
  });
});
