import assert from "node:assert/strict";

import { oidcSubjectsExact } from "../../policy-pack/rules/oidc-subjects-exact";
import { expected } from "../fixtures/expected";
import { judge, judgeInOrder } from "./judge";
import { ids, type Given } from "./resources";
import { role, type Fields } from "./trusts";
import { host, widenings } from "./widen-tokens";
import type { Trust } from "./widening";

const Version = "2012-10-17";
const config = {
  oidc: { roles: ["arn:aws:iam::*:role/octopus/oidc/*"], issuer: host, audience: host, space: "aws" },
};
const subject = "space:aws:project:shop:environment:dev";
const admits = (conditions: Fields): Fields => ({
  Effect: "Allow",
  Principal: { Federated: `arn:aws:iam::${ids.dev}:oidc-provider/${host}` },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: conditions,
});
const exactly = (sub: unknown): Fields => ({ StringEquals: { [`${host}:aud`]: host, [`${host}:sub`]: sub } });

/** Trust policies that let in exact subjects alone, each in another way. */
const accepted: Readonly<Record<string, Trust>> = {
  OctoDevRole: expected("OctoDevRole", "trust") as unknown as Trust,
  "one subject": { Version, Statement: [admits(exactly(subject))] },
  "a statement for each subject": {
    Version,
    Statement: [admits(exactly(subject)), admits(exactly("space:aws:account:aws-dev"))],
  },
  "keys in another case and in lists": {
    Version,
    Statement: [admits({ StringEquals: { [`${host}:AUD`]: [host], [`${host}:Sub`]: [subject] } })],
  },
  "from one network alone, and denied without encryption": {
    Statement: [
      admits({ ...exactly(subject), IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
      {
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "sts:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  },
};

describe("the trust policy of a role for tokens of Octopus, widened in any way", function () {
  this.timeout(60_000);

  for (const [name, trust] of Object.entries(accepted)) {
    it(`is accepted as it is: ${name}`, () => {
      assert.deepEqual(judge(oidcSubjectsExact, [roleWith(trust)], { config }), []);
    });
  }

  for (const { name, mutants } of widenings) {
    it(`is refused by whoever ${name}`, () => {
      const made = Object.values(accepted).flatMap(mutants);
      assert(made.length > 0, "nothing was widened");
      assert.deepEqual(
        made.filter((mutant) => !isRefused(mutant)),
        [],
      );
    });
  }
});

function roleWith(trust: Trust): Given {
  return role("OctoDevRole", JSON.stringify(trust), "dev", "/octopus/oidc/");
}

/** Before the role is created: whatever else there will be, it is judged the same. */
function isRefused(trust: Trust): boolean {
  return judgeInOrder(oidcSubjectsExact, [roleWith(trust)], { config }).some(
    ({ level, form }) => level === "mandatory" && form === "resource",
  );
}
