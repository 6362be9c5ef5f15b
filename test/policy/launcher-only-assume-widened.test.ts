import assert from "node:assert/strict";

import { launcherOnlyAssume } from "../../policy-pack/rules/launcher-only-assume";
import { plainOf } from "../../policy-pack/plain";
import { settingsOf } from "../../policy-pack/config/settings";
import { Stack } from "../../policy-pack/stack";
import { expected } from "../fixtures/expected";
import { stackResources } from "./engine";
import { judge } from "./judge";
import { ids, launcherArn } from "./resources";
import { deployRole, letsIn, type Fields } from "./trusts";
import { widenings } from "./widen-trust";
import type { Trust } from "./widening";

const Version = "2012-10-17";
const root = { AWS: `arn:aws:iam::${ids.tooling}:root` };
const everybody = { AWS: "*" };
const denial = (operator: string, changes: Fields = {}): Fields => ({
  Effect: "Deny",
  Principal: everybody,
  Action: "sts:*",
  Condition: { [operator]: { "aws:PrincipalArn": launcherArn } },
  ...changes,
});
const arnOf = (operator: string): object => ({ [operator]: { "aws:PrincipalArn": launcherArn } });

/** Trust policies that let in the launcher alone, each in another way. */
const accepted: Readonly<Record<string, Trust>> = {
  DevDeployRole: expected("DevDeployRole", "trust") as unknown as Trust,
  ProdDeployRole: expected("ProdDeployRole", "trust") as unknown as Trust,
  StagingDeployRole: expected("StagingDeployRole", "trust") as unknown as Trust,
  ToolingDeployRole: expected("ToolingDeployRole", "trust") as unknown as Trust,
  named: { Version, Statement: [letsIn()] },
  "named without a version": { Statement: [letsIn()] },
  "named once an action": {
    Version,
    Statement: [letsIn({ Action: "sts:AssumeRole" }), letsIn({ Sid: "Tags", Action: "sts:TagSession" })],
  },
  "account under an ARN": {
    Version,
    Statement: [letsIn({ Principal: root, Condition: arnOf("ArnEquals") })],
  },
  "everybody under a text": {
    Version,
    Statement: [letsIn({ Principal: everybody, Condition: arnOf("StringEquals") })],
  },
  "everybody but denied": {
    Version,
    Statement: [letsIn({ Principal: everybody }), denial("StringNotEquals")],
  },
  "account but denied": {
    Version,
    Statement: [
      letsIn({ Principal: root }),
      denial("ArnNotEquals", { Action: ["sts:AssumeRole", "sts:TagSession"] }),
    ],
  },
};

const arns = ["account under an ARN", "everybody under a text"];
const denied = ["everybody but denied", "account but denied"];
const tagged = ["DevDeployRole", "ProdDeployRole", "StagingDeployRole", "ToolingDeployRole"];
const named = [...tagged, "named", "named without a version", "named once an action"];

/** Principals who sign their requests, so that these have their ARN. */
const signing = [
  "the launcher's account by its root",
  "the launcher's account by its bare id",
  "another account by its root",
  "another account by its bare id",
  "everybody",
  "a user",
  "another role",
  "a role whose name begins with the launcher's",
  "a role of the launcher's name under a path",
  "the launcher's name in another case",
  "the launcher's name in another account",
  "a session of a role",
  "a federated user",
  "a deleted role",
  "a deleted user",
];
const notSigning = [
  "a service",
  "the service that hands out the launcher",
  "an OIDC provider",
  "a provider that AWS knows",
  "a SAML provider",
  "a canonical user",
];

const sessions = "tags tell one session of the launcher from another, of which there is advice";

interface Survivors {
  /** Names of widenings. */
  readonly after: readonly string[];
  /** The trust policies that are still accepted then. */
  readonly of: readonly string[];
  readonly because: string;
}

const survivors: readonly Survivors[] = [
  {
    after: signing.map((who) => `adds a statement for ${who}`),
    of: denied,
    because: "the denial holds out whoever has another ARN than the launcher, in any statement",
  },
  {
    after: signing.map((who) => `adds ${who} to a statement`),
    of: [...arns, ...denied],
    because: "the condition or the denial still asks for the launcher's ARN",
  },
  {
    after: notSigning.map((who) => `adds ${who} to a statement`),
    of: arns,
    because: "the condition asks for the launcher's ARN, which nobody else has",
  },
  {
    after: ["replaces the principal by the launcher's account by its root"],
    of: ["everybody under a text", "everybody but denied"],
    because: "that is narrower",
  },
  {
    after: ["replaces the principal by the launcher's account by its bare id"],
    of: [...arns, ...denied],
    because: "that is the same as its root, and narrower than everybody",
  },
  {
    after: ["replaces the principal by everybody"],
    of: ["account under an ARN", "account but denied"],
    because: "the condition or the denial still asks for the launcher's ARN",
  },
  {
    after: ["replaces the principal by a deleted role"],
    of: [...arns, ...denied],
    because: "it may be the launcher's own id, and whoever else it is has not its ARN; advice says so",
  },
  {
    after: ["replaces the principal by a canonical user"],
    of: arns,
    because: "AWS does not say who that is, and whoever it is has not the launcher's ARN; advice says so",
  },
  {
    after: ["allows sts:*", "allows all but one action"],
    of: [...named, ...arns, "everybody but denied"],
    because: "the launcher alone may do it, and nobody without its ARN",
  },
  {
    after: ["allows sts:Assume*", "allows STS:ASSUMEROLE*"],
    of: [...named, ...arns, ...denied],
    because: "the launcher alone may do it, and no principal of an account brings a token",
  },
  {
    after: ["adds IfExists, of a condition on the caller's ARN"],
    of: ["account under an ARN"],
    because: "every principal of an account has an ARN",
  },
  {
    after: ["adds ForAnyValue, of a condition on the caller's ARN"],
    of: arns,
    because: "it does not hold without an ARN, and there is one at most",
  },
  {
    after: [
      "drops it",
      "adds IfExists",
      "adds ForAllValues",
      "adds ForAnyValue",
      "ignores case",
      "adds a second value",
      "compares with *",
      "compares with a pattern",
      "compares as ARNs with a pattern",
      "asks only that it is there",
    ].map((change) => `${change}, of a condition on the launcher's session tags`),
    of: tagged,
    because: sessions,
  },
  {
    after: ["drops all conditions"],
    of: tagged,
    because: sessions,
  },
  {
    after: ["adds IfExists to the denial"],
    of: denied,
    because: "a negated operator holds without its key anyway",
  },
];

describe("a deploy role's trust policy, widened in any way", function () {
  this.timeout(60_000);

  for (const [name, trust] of Object.entries(accepted)) {
    it(`is accepted as it is: ${name}`, () => {
      const said = judge(launcherOnlyAssume, [deployRole("dev", JSON.stringify(trust))]);
      assert.deepEqual(
        said.map(({ policy }) => policy),
        tagged.includes(name) ? [] : ["launcher-only-assume-advice"],
        "whom the launcher works for, tags alone tell",
      );
    });
  }

  const used = new Set<string>();
  for (const { name, mutants } of widenings) {
    it(`is refused by whoever ${name}`, () => {
      const made = Object.entries(accepted).flatMap(([of, trust]) =>
        mutants(trust).map((mutant) => ({ of, mutant })),
      );
      assert(made.length > 0, "nothing was widened");
      const survived = made.filter(({ mutant }) => !isRefused(mutant)).map(({ of }) => of);
      const known = survivors.filter(({ after }) => after.includes(name)).flatMap(({ of }) => of);
      assert.deepEqual([...new Set(survived)].sort(), [...known].sort());
      used.add(name);
    });
  }

  it("has no survivor listed of a change that nobody makes", () => {
    const listed = survivors.flatMap(({ after }) => after);
    assert.deepEqual(
      listed.filter((name) => !used.has(name)),
      [],
    );
  });
});

/** One role by itself: whatever the order is, it is judged the same. */
function isRefused(trust: Trust): boolean {
  const [plain] = stackResources([deployRole("dev", JSON.stringify(trust))], "update").map(plainOf);
  assert(plain);
  const stack = new Stack();
  const reports = launcherOnlyAssume.ofResource?.(stack.add(plain), stack, settingsOf({})) ?? [];
  return [...reports].some(({ isAdvice }) => isAdvice !== true);
}
