import assert from "node:assert/strict";

import fc from "fast-check";

import { resourceMatches } from "../../../../trust/documents/arn";
import { glob } from "../../../../trust/documents/glob";
import { Patterned } from "../../../../trust/reach/patterned";
import { Remaining } from "../../../../trust/reach/remaining";
import { rootUser } from "../../../../trust/reach/actors";

const nobodyIsFound = new Remaining({ isFound: () => false, isMet: () => false });
const role = "arn:aws:iam::111111111111:role/";

/** Patterned groups of one principal each, and the patterns of those that are found for a resource. */
function patterned(patterns: readonly string[]): (resource: string, among?: Remaining) => readonly string[] {
  const all = new Patterned();
  const names = new Map<unknown, string>();
  patterns.forEach((pattern, index) => {
    const group = all.groupOf(glob(pattern));
    group.add({ ...rootUser(String(index).padStart(12, "0")), powers: [] });
    names.set(group, pattern);
  });
  return (resource, among = nobodyIsFound) =>
    [...all.on(resource, among)].map((group) => names.get(group) ?? "").sort();
}

describe("groups by pattern", () => {
  const on = patterned(["*", `${role}app-*`, `${role}*prod*`, `${role}a?`, "arn:aws:iam::*:role/*-admin"]);
  const cases: readonly (readonly [name: string, found: readonly string[]])[] = [
    ["app-one", ["*", `${role}app-*`]],
    ["app-prod-admin", ["*", "arn:aws:iam::*:role/*-admin", `${role}*prod*`, `${role}app-*`]],
    ["ab", ["*", `${role}a?`]],
    ["other", ["*"]],
  ];
  for (const [name, found] of cases)
    it(`are found for ${name}`, () => assert.deepEqual(on(role + name), found));

  it("are one for each pattern", () => {
    const groups = new Patterned();
    assert.equal(groups.groupOf(glob("a*")), groups.groupOf(glob("a*")));
    assert.notEqual(groups.groupOf(glob("a*")), groups.groupOf(glob("a?")));
    assert.equal([...groups.groups()].length, 2);
  });

  it("are left out once all of them are done with", () => {
    const among = new Remaining({ isFound: (key) => key.includes("000000000001"), isMet: () => false });
    assert.deepEqual(patterned(["*a", "*b", "*"])(`${role}ab`, among), ["*"]);
  });

  it("are the same as those of all patterns held against the resource", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "/", "-"), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "c", "/", "-", "*", "?"), maxLength: 10 });
    fc.assert(
      fc.property(fc.uniqueArray(pattern, { maxLength: 20 }), text, (written, name) => {
        const patterns = written.map((one) => `${role}${one}*`);
        const expected = patterns.filter((one) => resourceMatches(glob(one), role + name) !== "no");
        assert.deepEqual(patterned([...new Set(patterns)])(role + name), [...new Set(expected)].sort());
      }),
    );
  });
});
