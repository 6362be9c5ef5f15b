import assert from "node:assert/strict";

import { launcherMinimal } from "../../policy-pack/rules/launcher-minimal";
import type { PolicyDocument } from "../../trust/documents/policy";
import { syntaxProblems } from "../../trust/documents/syntax";
import { expected } from "../fixtures/expected";
import { judgeInOrder } from "./judge";
import { spellings, waysToGive } from "./launchers";
import { deployRoleArn } from "./resources";
import { widenings } from "./widen-permissions";

const own = expected("OctoLauncherRole", "permissions");

/** Permissions that a launcher may have. */
const accepted: Readonly<Record<string, PolicyDocument>> = {
  "the expected permissions": own,
  "one role and one action": {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: deployRoleArn("prod") }],
  },
  "a statement for each account, under conditions, and denials": {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Dev",
        Effect: "Allow",
        Action: ["sts:AssumeRole", "STS:TagSession"],
        Resource: deployRoleArn("dev"),
        Condition: { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "octopus" } },
      },
      {
        Sid: "Prod",
        Effect: "Allow",
        Action: ["sts:assumerole", "sts:SetSourceIdentity"],
        Resource: [deployRoleArn("prod")],
      },
      { Sid: "NothingElse", Effect: "Deny", NotAction: "sts:*", Resource: "*" },
      {
        Sid: "NotOutside",
        Effect: "Deny",
        Action: "sts:*",
        NotResource: "arn:aws:iam::*:role/octopus/deploy/*",
      },
    ],
  },
};

const forms = Object.entries(waysToGive).flatMap(([way, give]) =>
  Object.entries(spellings).map(([spelling, write]) => ({
    name: `${way}, ${spelling}`,
    refusals: (document: PolicyDocument) => judgeInOrder(launcherMinimal, give(write(document))),
  })),
);

describe("permissions of a launcher that somebody widens", function () {
  this.timeout(60_000);

  for (const [title, document] of Object.entries(accepted)) {
    it(`are accepted as they were: ${title}`, () => {
      for (const { name, refusals } of forms) assert.deepEqual(refusals(document), [], name);
    });
  }

  for (const { name, widen, survives } of widenings) {
    const title =
      survives === undefined
        ? `are refused before they are created, however they arrive: whoever ${name}`
        : `are accepted where somebody ${name}: ${survives}`;
    it(title, () => {
      const mutants = Object.entries(accepted).flatMap(([of, document]) =>
        widen(document).map((mutant) => ({ of, mutant })),
      );
      assert(mutants.length > 0, "nothing was widened");
      for (const [index, { of, mutant }] of mutants.entries()) {
        const text = JSON.stringify(mutant);
        assert.deepEqual(syntaxProblems(text, "permissions"), [], `AWS would not take ${text}`);
        // In every way, spelled as it is this one's turn.
        for (const form of forms.filter((_, at) => at % 3 === index % 3)) {
          const said = form.refusals(mutant);
          const isRefused = said.some(
            ({ level, form: when }) => level === "mandatory" && when === "resource",
          );
          assert.equal(isRefused, survives === undefined, `${form.name}, made of ${of}: ${text}`);
        }
      }
    });
  }
});
