import assert from "node:assert/strict";

import fc from "fast-check";

import { isCaller } from "../../trust/decide/callers";
import { decideLayers } from "../../trust/decide/layers";
import type { Outcome } from "../../trust/decide/decision";
import type { Caller } from "../../trust/decide/request";
import { accountOf, iamEntity } from "../../trust/documents/arn";
import type { DocumentKind } from "../../trust/documents/kinds";
import type { PolicyDocument } from "../../trust/documents/policy";
import { readDocument } from "../../trust/documents/read";
import type { Account, NamedDocument } from "../../trust/organization";
import { questions } from "./arbitrary";
import { launcher, question, session } from "./cases";
import { deviationOf } from "./deviations";
import { ask, type OracleQuestion } from "./oracle";

const count = 20_000;

/** What the engine says to a question. */
function decided(asked: OracleQuestion): Outcome {
  const { action, resource, context, identity, trust, boundary, sessionPolicies, scps, rcps } = asked;
  const caller = callerOf(asked.caller);
  const principal = "AWS" in asked.caller ? context["aws:PrincipalArn"]?.[0] : undefined;
  const keys = new Map(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]));
  const [decision] = decideLayers({
    actions: [action],
    ...(principal !== undefined && {
      principal,
      callerAccount: account(accountOf(principal), { scps }),
      permissions: {
        policies: named(identity, "permissions"),
        ...(boundary && { boundary: named([boundary], "permissions")[0] as NamedDocument }),
        ...(sessionPolicies && { sessionPolicies: named(sessionPolicies, "permissions") }),
      },
    }),
    role: resource,
    roleAccount: account(accountOf(resource), { rcps }),
    trust: named([trust], "trust")[0] as NamedDocument,
    isCaller: isCaller(caller, undefined),
    lookup: (key) => keys.get(key),
    limits: { layer: "limits", outcome: "passes", undecided: [], words: "" },
  });
  return decision?.outcome ?? assert.fail("nothing was decided");
}

function callerOf(caller: OracleQuestion["caller"]): Caller {
  if ("Service" in caller) return { kind: "service", service: caller.Service };
  if ("Federated" in caller) return { kind: "webIdentity", provider: caller.Federated, claims: {} };
  if (caller.AWS === session) return { kind: "session", role: launcher, name: "octopus" };
  return iamEntity(caller.AWS)?.kind === "user"
    ? { kind: "user", arn: caller.AWS }
    : { kind: "session", role: caller.AWS, name: "some" };
}

function account(
  id: string,
  { scps, rcps }: { scps?: OracleQuestion["scps"]; rcps?: OracleQuestion["rcps"] },
): Account {
  const levels = (scps ?? rcps ?? []).map((documents, index) => ({
    target: `level ${index}`,
    ...(scps ? { scps: named(documents, "scp") } : { rcps: named(documents, "rcp") }),
  }));
  return { id, isManagement: false, levels };
}

function named(documents: readonly PolicyDocument[], kind: DocumentKind): NamedDocument[] {
  return documents.map((document, index) => {
    const read = readDocument(document, kind);
    assert.deepEqual(read.problems, [], JSON.stringify(document));
    return { name: `${kind} ${index}`, document: read };
  });
}

describe("the engine and the oracle", () => {
  const seed = process.env.SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.SEED);

  it(`agree on random policies in all layers (SEED=${seed})`, async function () {
    this.timeout(300_000);
    const asked = fc.sample(questions, { seed, numRuns: count }).filter((one) => !deviationOf(one));
    const answers = await ask(asked);
    const own = asked.map(decided);
    const disagreeing = asked.filter((_, index) => own[index] !== "unknown" && own[index] !== answers[index]);
    assert.deepEqual(disagreeing.slice(0, 1), [], `${disagreeing.length} of ${asked.length}`);

    const share = (answer: string): number => own.filter((one) => one === answer).length / count;
    // The engine must not get away with knowing nothing, nor the questions with asking nothing.
    assert(share("unknown") < 0.02, `unknown: ${share("unknown")}`);
    assert(share("allowed") > 0.05, `allowed: ${share("allowed")}`);
    assert(share("denied") > 0.3, `denied: ${share("denied")}`);
  });

  it("are asked in a way that tells them apart", () => {
    assert.equal(decided(question()), "allowed");
    assert.equal(decided(question({ identity: [] })), "denied");
  });
});
