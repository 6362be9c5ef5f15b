import assert from "node:assert/strict";

import { launcherBinding } from "../../policy-pack/rules/launcher-binding";
import { expected } from "../fixtures/expected";
import { judgeInOrder } from "./judge";
import { launcherRole } from "./launchers";
import { widenings } from "./widen-trust";
import type { Trust } from "./widening";

const trust = expected("OctoLauncherRole", "trust") as unknown as Trust;

/** How many changes nobody says anything of, by what they do, and why that is right. */
const survivors: readonly (readonly [name: RegExp, count: number, because: string])[] = [
  [/^adds the service that hands out the launcher to a statement$/, 2, "it is there already"],
  [/^allows (sts:Assume\*|STS:ASSUMEROLE\*)$/, 2, "a service makes no other of these calls"],
  [/^adds ForAnyValue, of .* session tags$/, 10, "it does not hold without a tag, and there is one at most"],
  [
    /session tags$/,
    6,
    "in each statement the account goes by the cluster, which the tag and the source both name",
  ],
];

describe("the launcher's trust policy, widened in any way", () => {
  for (const { name, mutants } of widenings) {
    const made = mutants(trust);
    if (made.length === 0) continue;
    it(`is refused or advised on by whoever ${name}`, () => {
      const silent = made.filter((mutant) => !isReported(mutant));
      const [, count = 0] = survivors.find(([pattern]) => pattern.test(name)) ?? [];
      assert.equal(silent.length, count, JSON.stringify(silent));
    });
  }

  it("has no survivor listed of a change that nobody makes", () => {
    const names = widenings.filter(({ mutants }) => mutants(trust).length > 0).map(({ name }) => name);
    for (const [pattern] of survivors)
      assert(
        names.some((name) => pattern.test(name)),
        String(pattern),
      );
  });
});

function isReported(mutant: Trust): boolean {
  const role = launcherRole({ assumeRolePolicy: JSON.stringify(mutant) });
  return judgeInOrder(launcherBinding, [role]).length > 0;
}
