import assert from "node:assert/strict";

import { settingsOf } from "../../policy-pack/config/settings";
import { plainOf } from "../../policy-pack/plain";
import { guardrailEffective } from "../../policy-pack/rules/guardrail-effective";
import { Stack } from "../../policy-pack/stack";
import { stackResources } from "./engine";
import { guardrailDocument, toolingStack, type GuardrailKind } from "./guardrails";
import { letThrough } from "./adversaries";
import { mutantsOf } from "./weaken-guardrails";

const sessionAlone = "it is asked for beside a call, and a session comes about by the call alone";
const alike =
  "with one exact ARN the operator is the same, and what is negated holds where the key is absent";
const caseless = "keys are compared without case";
const always = "SCPs bind principals alone, whose requests always say so";
const elsewhere = "it guards other things than who assumes deploy roles";
const more = "it denies what ours does and more, and not to the launcher";
const noVariables = "the version decides about variables, of which there are none";

const bySession = {
  "drop an action: sts:SetSourceIdentity": sessionAlone,
  "drop an action: sts:TagSession": sessionAlone,
};

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const byOperator = {
  "change the operator: StringNotEquals": alike,
  "change the operator: StringNotEqualsIfExists": alike,
  "change the operator: StringNotLike": alike,
  "change the operator: StringNotLikeIfExists": alike,
  "change the operator: ArnNotEquals": alike,
  "change the operator: ArnNotEqualsIfExists": alike,
  "change the operator: ArnNotLike": alike,
  "change the operator: ArnNotLikeIfExists": alike,
  "change the key: AWS:PRINCIPALARN": caseless,
};

/** Mutants that guard deploy roles as well as the document does, and why. */
const survivors: Readonly<Record<GuardrailKind, Readonly<Record<string, string>>>> = {
  scp: {
    ...bySession,
    ...byOperator,
    "add a condition: a principal": always,
    "add a condition: no service": always,
    "add a condition: no service, surely": always,
    "leave out a resource: nothing of ours": more,
    "remove a statement: DenyAssumeOidcRoles": elsewhere,
    "remove a statement: ProtectOctopusIam": elsewhere,
    "remove a statement: ProtectRoleNames": elsewhere,
    "remove a statement: ProtectPodIdentityTags": elsewhere,
    "remove a statement: ProtectLauncherBinding": elsewhere,
    "change the version: 2008-10-17": noVariables,
    "change the version: none": noVariables,
  },
  rcp: {
    ...bySession,
    ...byOperator,
    "remove a statement: DenyAssumeOidcRoles": elsewhere,
    "remove a statement: OnlyServicesBecomeLauncher": elsewhere,
    "remove a statement: OnlyEksSetsPodTags": elsewhere,
  },
};

describe("guardrail-effective: a guardrail that is weaker than ours", () => {
  for (const kind of ["scp", "rcp"] as const) {
    for (const { title, document } of mutantsOf(guardrailDocument(kind))) {
      const reason = survivors[kind][title];
      it(`${reason === undefined ? "refuses" : "accepts"} an ${kind.toUpperCase()} with this change, ${title}`, () => {
        assert.equal(isRefused(kind, document), reason === undefined, reason);
      });
    }

    // The rule reasons about everybody at once. Here some are asked for one by one, as AWS would decide.
    it(`leaves a deploy role to none of many callers under an ${kind.toUpperCase()} that it accepts`, () => {
      const accepted = mutantsOf(guardrailDocument(kind)).filter(({ title }) => survivors[kind][title]);
      for (const { title, document } of [{ title: "ours", document: guardrailDocument(kind) }, ...accepted])
        assert.deepEqual(letThrough(kind, document), { others: [], launcher: "yes" }, title);
    });

    it(`knows no ${kind.toUpperCase()} that survives and is no mutant`, () => {
      const titles = mutantsOf(guardrailDocument(kind)).map(({ title }) => title);
      assert.deepEqual(
        Object.keys(survivors[kind]).filter((title) => !titles.includes(title)),
        [],
      );
    });
  }
});

/** Whether a tooling stack with a document in place of ours is refused. */
function isRefused(kind: GuardrailKind, document: unknown): boolean {
  const content = typeof document === "string" ? document : JSON.stringify(document);
  const stack = new Stack(stackResources(toolingStack({ [kind]: [content] }), "update").map(plainOf));
  const settings = settingsOf({});
  const reports = [
    ...stack.resources.flatMap((one) => [...(guardrailEffective.ofResource?.(one, stack, settings) ?? [])]),
    ...(guardrailEffective.ofStack?.(stack, settings) ?? []),
  ];
  return reports.some(({ isAdvice }) => isAdvice !== true);
}
