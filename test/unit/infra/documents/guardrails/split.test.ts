import assert from "node:assert/strict";

import fc from "fast-check";

import { split } from "../../../../../infra/documents/guardrails/split";
import { compact, list, type PolicyDocument, type Statement } from "../../../../../trust/documents/policy";

/** Statements that differ in everything, with these resources. */
const statements = (...resources: readonly (readonly string[])[]): Statement[] =>
  resources.map((Resource, index) => ({
    Sid: `Statement${"ABCDE"[index]}`,
    Effect: "Deny",
    ...(index % 2 ? { Principal: "*" as const } : {}),
    Action: [`iam:Action${index}`, "iam:PassRole"],
    Resource,
    Condition: { StringNotEquals: { "aws:PrincipalArn": [`arn:aws:iam::12345678901${index}:role/R`] } },
  }));

/** Where each statement has each of its resources: `Sid resource` to the policy's place. */
function places(documents: readonly PolicyDocument[]): Map<string, number> {
  const found = new Map<string, number>();
  documents.forEach(({ Statement }, place) => {
    for (const { Sid, Resource } of Statement) {
      for (const one of list(Resource)) {
        const pair = `${Sid} ${one}`;
        assert(!found.has(pair), `${pair} twice`);
        found.set(pair, place);
      }
    }
  });
  return found;
}

const pairs = (all: readonly Statement[]): string[] =>
  all.flatMap(({ Sid, Resource }) => list(Resource).map((one) => `${Sid} ${one}`)).sort();

const resource = fc.nat(400).map((one) => `arn:aws:iam::*:role/*/${String(one).repeat(1 + (one % 5))}`);
const resources = fc.uniqueArray(resource, { minLength: 1, maxLength: 20, size: "max" });
const several = fc.tuple(resources, resources, resources).map((lists) => statements(...lists));
/** From what holds all the statements once to what holds everything. */
const characters = fc.integer({ min: 900, max: 2200 });
const most = fc.integer({ min: 1, max: 5 });

/** Splits that come about, of as many policies as the property needs. */
const runs = { numRuns: 120 };

describe("guardrails in several policies", () => {
  it("have every resource of every statement in exactly one policy, and the statements as they were", () => {
    let parted = 0;
    fc.assert(
      fc.property(several, characters, most, (all, limit, count) => {
        const documents = split(all, limit, count);
        fc.pre(documents !== undefined);
        assert.deepEqual([...places(documents).keys()].sort(), pairs(all));
        for (const share of documents.flatMap((one) => one.Statement)) {
          const whole = all.find(({ Sid }) => Sid === share.Sid);
          assert.deepEqual({ ...share, Resource: [] }, { ...whole, Resource: [] });
        }
        if (documents.length > 2) parted++;
      }),
      runs,
    );
    assert(parted > 5, `${parted} of more than two policies`);
  });

  it("are within the limits, in as few policies as that takes", () => {
    fc.assert(
      fc.property(several, characters, most, (all, limit, count) => {
        const documents = split(all, limit, count);
        fc.pre(documents !== undefined);
        assert(documents.length <= count);
        for (const document of documents) {
          assert(compact(document).length <= limit);
          assert(document.Statement.length > 0);
        }
        assert.equal(split(all, limit, documents.length - 1), undefined);
      }),
      runs,
    );
  });

  it("fit to the character", () => {
    const all = statements(["arn:aws:iam::*:role/a"], ["arn:aws:iam::*:role/b"]);
    const [whole] = split(all, 10_000, 1) ?? [];
    assert(whole);
    const size = JSON.stringify(whole).length;
    assert.equal(split(all, size, 1)?.length, 1);
    assert.equal(split(all, size - 1, 1), undefined);
    assert.equal(split(all, size - 1, 9)?.length, 2);
  });

  it("are the same every time, whatever order the resources are in", () => {
    fc.assert(
      fc.property(several, characters, most, (all, limit, count) => {
        const documents = split(all, limit, count);
        assert.deepEqual(split(all, limit, count), documents);
        const turned = all.map((one) => ({ ...one, Resource: [...list(one.Resource)].reverse() }));
        assert.deepEqual(places(split(turned, limit, count) ?? []), places(documents ?? []));
      }),
      runs,
    );
  });

  it("are none when one resource alone is too long, however many policies there may be", () => {
    const long = `arn:aws:iam::*:role/${"x".repeat(600)}`;
    assert.equal(split(statements([long]), 700, 100), undefined);
    assert.equal(split(statements([long, "arn:aws:iam::*:role/a"]), 700, 100), undefined);
    assert.equal(split(statements([long]), 900, 1)?.length, 1);
    assert.equal(split(statements([long]), 900, 0), undefined);
  });

  it("have every Sid once in a policy", () => {
    const [one] = statements(["arn:aws:iam::*:role/a"]);
    const [document] = split([one, one, one] as Statement[], 10_000, 1) ?? [];
    assert.deepEqual(
      document?.Statement.map(({ Sid }) => Sid),
      ["StatementA", "StatementA2", "StatementA3"],
    );
  });
});

describe("guardrails that change", () => {
  it("move resources only into policies that are added", () => {
    let added = 0;
    fc.assert(
      fc.property(several, resources, characters, (before, more, limit) => {
        const after = before.map((one) => ({
          ...one,
          Resource: [...new Set([...list(one.Resource), ...more])],
        }));
        const [old, grown] = [split(before, limit, 5), split(after, limit, 5)];
        fc.pre(old !== undefined && grown !== undefined);
        assert(grown.length >= old.length);
        if (old.length > 1 && grown.length > old.length) added++;
        const now = places(grown);
        for (const [pair, place] of places(old)) {
          const to = now.get(pair);
          assert(to === place || (to !== undefined && to >= old.length), `${pair}: ${place} to ${to}`);
        }
      }),
      runs,
    );
    assert(added > 3, `${added} with policies added to several`);
  });

  it("have each resource that stays in some policy at every moment, the last policy updated first", () => {
    fc.assert(
      fc.property(several, several, characters, characters, (before, after, limit, later) => {
        const [old, next] = [split(before, limit, 5), split(after, later, 5)];
        fc.pre(old !== undefined && next !== undefined);
        const stays = pairs(before).filter((pair) => pairs(after).includes(pair));
        const standing = [...old];
        const check = (): void => {
          const there = standing.flatMap((document) => pairs(document.Statement));
          for (const pair of stays) assert(there.includes(pair), `${pair} is nowhere`);
        };
        for (let place = next.length - 1; place >= 0; place--) {
          standing[place] = next[place] as PolicyDocument;
          for (let index = 0; index < place; index++)
            standing[index] ??= { Version: "2012-10-17", Statement: [] };
          check();
        }
        standing.length = next.length;
        check();
      }),
      runs,
    );
  });
});
