import assert from "node:assert/strict";

import { settingsOf } from "../../policy-pack/config/settings";
import { plainOf } from "../../policy-pack/plain";
import { Stack } from "../../policy-pack/stack";
import { isOurs, subjectNamed, subjectOf, type Subject } from "../../policy-pack/subjects";
import type { Truth } from "../../trust/truth";
import { stackResources } from "./engine";
import {
  defaultProvider,
  deployRoleArn,
  ids,
  launcherArn,
  notKnown,
  output,
  providerWith,
  resource,
  type AccountName,
  type Given,
  type GivenProvider,
} from "./resources";

const settings = settingsOf({});

function role(props: object, where: AccountName | GivenProvider = "dev", name = "role"): Given {
  return resource("aws:iam/role:Role", name, { ...props }, where);
}

function subject(given: Given): Subject {
  const [plain] = stackResources([given], "preview").map(plainOf);
  assert(plain);
  return subjectOf(new Stack().add(plain), settings);
}

describe("what a role is", () => {
  const deploy = { name: "DevDeployRole", path: "/octopus/deploy/" };
  const cases: [what: string, given: Given, isLauncher: Truth, isDeployRole: Truth][] = [
    ["the launcher", role({ name: "OctoLauncherRole" }, "tooling"), "yes", "no"],
    // IAM has one role of a name in an account, whatever its path and case.
    [
      "the launcher's name under a path",
      role({ name: "OctoLauncherRole", path: "/x/" }, "tooling"),
      "yes",
      "no",
    ],
    ["the launcher's name in another case", role({ name: "octolauncherrole" }, "tooling"), "yes", "no"],
    ["the launcher's name in another account", role({ name: "OctoLauncherRole" }), "no", "no"],
    [
      "the launcher's name in no known account",
      role({ name: "OctoLauncherRole" }, defaultProvider),
      "unknown",
      "no",
    ],
    ["a longer name", role({ name: "OctoLauncherRole2" }, "tooling"), "no", "no"],
    ["a deploy role", role(deploy), "no", "yes"],
    ["a deploy role of the management account", role(deploy, "management"), "no", "yes"],
    ["a deploy role in no known account", role(deploy, defaultProvider), "no", "yes"],
    ["the deploy path in another case", role({ ...deploy, path: "/Octopus/deploy/" }), "no", "yes"],
    ["a path below the deploy path", role({ ...deploy, path: "/octopus/deploy/x/" }), "no", "yes"],
    ["a deploy role's name at another path", role({ name: "DevDeployRole" }), "no", "no"],
    ["another role", role({ name: "shop" }), "no", "no"],
    ["a name that is not known", role({ name: notKnown }), "no", "no"],
    [
      "a name that is not known, in the launcher's account",
      role({ name: notKnown }, "tooling"),
      "unknown",
      "no",
    ],
    ["a name prefix that fits", role({ namePrefix: "Octo" }, "tooling"), "unknown", "no"],
    ["a name prefix that does not fit", role({ namePrefix: "shop-" }, "tooling"), "no", "no"],
    ["a path that is not known", role({ name: "shop", path: notKnown }), "no", "unknown"],
    [
      "a name that is not known at the deploy path",
      role({ name: notKnown, path: "/octopus/deploy/" }),
      "no",
      "yes",
    ],
    [
      "a provider of several accounts",
      role({ name: "OctoLauncherRole" }, providerWith("some", { allowedAccountIds: [ids.tooling, ids.dev] })),
      "unknown",
      "no",
    ],
  ];
  for (const [what, given, isLauncher, isDeployRole] of cases) {
    it(`is clear: ${what}`, () => {
      const found = subject(given);
      assert.deepEqual([found.isLauncher, found.isDeployRole], [isLauncher, isDeployRole]);
      assert.equal(isOurs(found), isLauncher !== "no" || isDeployRole !== "no");
    });
  }

  it("may be a deploy role of one account where its own is not known", () => {
    const one = settingsOf({ deployRoles: [deployRoleArn("dev")] });
    const isDeployRole = (where: AccountName | GivenProvider): Truth => {
      const [plain] = stackResources([role(deploy, where)], "preview").map(plainOf);
      assert(plain);
      return subjectOf(new Stack().add(plain), one).isDeployRole;
    };
    assert.deepEqual(
      [defaultProvider, "dev", "prod"].map((where) => isDeployRole(where as AccountName)),
      ["unknown", "yes", "no"],
    );
  });

  it("is told with as much of its ARN as is known", () => {
    assert.equal(subject(role(deploy)).words, deployRoleArn("dev"));
    assert.equal(
      subject(role({ name: notKnown, path: "/x/" }, defaultProvider)).words,
      "arn:aws:iam::*:role/x/*",
    );
  });
});

describe("what a role is that another resource names", () => {
  const policy = (value: unknown, where: AccountName = "dev"): Given =>
    resource("aws:iam/rolePolicy:RolePolicy", "policy", { role: value }, where);
  const named = (given: Given, others: readonly Given[]): Subject => {
    const stack = new Stack(stackResources([...others, given], "preview").map(plainOf));
    const found = stack.ofType("aws:iam/rolePolicy:RolePolicy")[0];
    assert(found);
    return subjectNamed(found.props.role as string, "role", found, stack, settings);
  };
  const dev = role({ name: "DevDeployRole", path: "/octopus/deploy/" });
  const shop = role({ name: "shop" });

  const cases: [what: string, value: unknown, where: AccountName, others: readonly Given[], Truth, Truth][] =
    [
      ["the launcher in another stack", "OctoLauncherRole", "tooling", [], "yes", "no"],
      ["the launcher in another case", "octolauncherrole", "tooling", [], "yes", "no"],
      ["the launcher by its ARN", launcherArn, "dev", [], "yes", "no"],
      ["the launcher's name in another account", "OctoLauncherRole", "dev", [], "no", "unknown"],
      ["a deploy role in another stack", "DevDeployRole", "dev", [], "no", "yes"],
      ["a deploy role by its ARN", deployRoleArn("prod"), "dev", [], "no", "yes"],
      // Of a role in another stack nobody sees the path.
      ["any name in another stack", "shop", "dev", [], "no", "unknown"],
      ["a role of the stack", "shop", "dev", [shop], "no", "no"],
      ["a role of the stack in another case", "SHOP", "dev", [shop], "no", "no"],
      ["a deploy role of the stack", "DevDeployRole", "dev", [dev], "no", "yes"],
      ["an output of a role", output(shop, "id"), "dev", [shop], "no", "no"],
      ["an output of a deploy role", output(dev, "id"), "dev", [dev], "no", "yes"],
      ["a value from nowhere", notKnown, "dev", [dev], "no", "unknown"],
      ["a value from nowhere in the launcher's account", notKnown, "tooling", [], "unknown", "unknown"],
    ];
  for (const [what, value, where, others, isLauncher, isDeployRole] of cases) {
    it(`is clear: ${what}`, () => {
      const found = named(policy(value, where), others);
      assert.deepEqual([found.isLauncher, found.isDeployRole], [isLauncher, isDeployRole]);
    });
  }
});
