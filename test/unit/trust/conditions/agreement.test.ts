import assert from "node:assert/strict";

import fc from "fast-check";

import { evaluate } from "../../../../trust/decide/statements";
import { policy, type ConditionBlock, type Statement } from "../../../../trust/documents/policy";
import { readDocument } from "../../../../trust/documents/read";
import { truth } from "../../../../trust/truth";
import { denies } from "../../../support/denies";
import { lookupOf } from "./holds";

const roles = [
  "arn:aws:iam::123456789012:role/OctoLauncherRole",
  "arn:aws:iam::123456789012:role/octopus/OctoLauncherRole",
  "arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole",
  "arn:aws:iam::111111111111:role/CodeDeployRole",
];
const patterns = [
  ...roles,
  "arn:aws:iam::*:role/*",
  "arn:aws:iam::*:role/octopus/*",
  "arn:aws:iam::1*:role/*DeployRole",
  "arn:aws:iam::?????????012:role/Octo*",
  "arn:aws:*:*:*:role/octopus/*/*",
];
const actions = ["sts:AssumeRole", "sts:TagSession", "iam:PassRole", "IAM:updateassumerolepolicy"];

const role = fc.constantFrom(...roles);
const pattern = fc.constantFrom(...patterns);
const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));
const flag = fc.constantFrom("true", "false");
const tag = fc.constantFrom("team", "Team", "stage", "kubernetes-namespace");

const operators: readonly fc.Arbitrary<ConditionBlock>[] = [
  fc.record({ StringEquals: fc.record({ "aws:PrincipalArn": some(pattern) }) }),
  fc.record({
    StringNotEquals: fc.record(
      { "aws:PrincipalArn": some(role), "AWS:PrincipalTag/Team": some(tag) },
      { requiredKeys: [] },
    ),
  }),
  fc.record({ StringNotEqualsIfExists: fc.record({ "aws:principalarn": some(pattern) }) }),
  fc.record({ BoolIfExists: fc.record({ "aws:PrincipalIsAWSService": flag }) }),
  fc.record({ ArnNotLike: fc.record({ "aws:PrincipalArn": some(pattern) }) }),
  fc.record({ Null: fc.record({ "aws:PrincipalTag/team": flag }) }),
  fc.record({ "ForAnyValue:StringEqualsIgnoreCase": fc.record({ "aws:TagKeys": some(tag) }) }),
];
const condition = fc
  .array(fc.oneof(...operators), { maxLength: 2 })
  .map((blocks): ConditionBlock => Object.assign({}, ...blocks) as ConditionBlock);

const statement: fc.Arbitrary<Statement> = fc.record(
  {
    Effect: fc.constant("Deny" as const),
    Action: some(fc.constantFrom(...actions, "sts:*", "*:*Role", "iam:?assRole", "sts:Assume*")),
    Resource: some(fc.oneof(pattern, fc.constant("*"))),
    Condition: condition,
  },
  { requiredKeys: ["Effect", "Action", "Resource"] },
);

const context = fc.record(
  {
    "aws:principalarn": role,
    "aws:principaltag/team": tag,
    "aws:principalisawsservice": flag,
    "aws:tagkeys": fc.array(tag, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: [] },
);

describe("what statements deny", function () {
  // Machines are shared, and this takes a second on one that is not.
  this.timeout(300_000);

  it("is what a second reading of policies says, which shares nothing with this one", () => {
    const seen = { yes: 0, no: 0 };
    fc.assert(
      fc.property(
        fc.array(statement, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...actions),
        role,
        context,
        (statements, action, resource, context) => {
          const document = policy(...statements);
          const denied = denies([document], { action, resource, context }) !== undefined;
          const found = evaluate([{ name: "p", document: readDocument(document, "scp") }], {
            action: action.toLowerCase(),
            resource,
            lookup: lookupOf(context),
          });
          assert.equal(found.denies, truth(denied));
          assert.equal(found.allows, "no");
          seen[denied ? "yes" : "no"]++;
        },
      ),
      { numRuns: 2_000 },
    );
    assert(seen.yes > 100 && seen.no > 100, JSON.stringify(seen));
  });
});
