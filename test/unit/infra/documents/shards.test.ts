import assert from "node:assert/strict";

import fc from "fast-check";

import { shard } from "../../../../infra/documents/shards";

const arn = fc
  .tuple(fc.integer({ min: 100_000_000_000, max: 999_999_999_999 }), fc.stringMatching(/^[A-Z][a-z]{2,12}$/))
  .map(([account, name]) => `arn:aws:iam::${account}:role/octopus/deploy/${name}DeployRole`);
const arns = fc.uniqueArray(arn, { maxLength: 60 });
const shards = fc.integer({ min: 1, max: 20 });

/** In which shard each ARN is. */
const places = (lists: string[][]): Map<string, number> =>
  new Map(lists.flatMap((list, index) => list.map((one) => [one, index] as const)));

describe("sharding", () => {
  it("puts every ARN in exactly one shard", () => {
    fc.assert(
      fc.property(arns, shards, (targets, count) => {
        const lists = shard(targets, count);
        assert.equal(lists.length, count);
        assert.deepEqual(lists.flat().sort(), [...targets].sort());
      }),
    );
  });

  it("moves ARNs only into the new shard when it grows", () => {
    let moved = 0;
    fc.assert(
      fc.property(arns, shards, (targets, count) => {
        const before = places(shard(targets, count));
        for (const [one, place] of places(shard(targets, count + 1))) {
          if (place === before.get(one)) continue;
          assert.equal(place, count);
          moved++;
        }
      }),
    );
    assert(moved > 0);
  });

  it("changes one shard for one more ARN", () => {
    let compared = 0;
    fc.assert(
      fc.property(arns, arn, shards, (targets, one, count) => {
        fc.pre(!targets.includes(one));
        const before = shard(targets, count);
        const after = shard([...targets, one], count);
        const changed = after.flatMap((list, index) => (list.join() === before[index]?.join() ? [] : [list]));
        assert.equal(changed.length, 1);
        assert(changed[0]?.includes(one));
        compared++;
      }),
    );
    assert.equal(compared, 100);
  });

  it("does not depend on the order of the ARNs", () => {
    fc.assert(
      fc.property(arns, shards, (targets, count) => {
        assert.deepEqual(places(shard([...targets].reverse(), count)), places(shard(targets, count)));
      }),
    );
  });
});
