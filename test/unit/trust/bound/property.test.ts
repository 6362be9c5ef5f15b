import assert from "node:assert/strict";
import fc from "fast-check";

import { admits } from "../../../../trust/bound/answers";
import { upperBound } from "../../../../trust/bound/bound";
import { assumeActions } from "../../../../trust/bound/way";
import { evaluate } from "../../../../trust/decide/statements";
import { anyCaller, trustPolicy } from "./arbitrary";

const runs = Number(process.env.OCTOLAUNCH_PROPERTY_RUNS ?? 1000);

describe("the upper bound of a trust policy", function () {
  // Machines are shared, and this takes a second on one that is not.
  this.timeout(300_000);

  it("contains everybody whom a plain decision may let in, whatever the policy and whoever asks", () => {
    fc.assert(
      fc.property(trustPolicy, anyCaller, (trust, { isCaller, lookup, actions }) => {
        const { ways } = upperBound(trust, [...assumeActions, "sts:TagSession"]);
        for (const action of actions) {
          const request = { action: action.toLowerCase(), resource: "", lookup, isCaller };
          const { allows, denies } = evaluate([{ name: "trust", document: trust }], request);
          if (allows === "no" || denies === "yes") continue;
          assert(
            ways.some((way) => way.action === action && admits(way, isCaller, lookup)),
            `${action} is ${allows} allowed and ${denies} denied`,
          );
        }
      }),
      { numRuns: runs },
    );
  });
});
