import assert from "node:assert/strict";

import { orderProblem, type FoundProvider } from "../../../../infra/preflight/oidc-providers";
import { oidcAccounts } from "../../../fixtures/settings";

const settings = { accounts: "oidc", oidc: { issuer: "https://octopus.example.com" } };
const environments = ["dev", "staging", "prod"];
/** Staging shares the account of dev, which is before it. */
const [dev, staging] = oidcAccounts(settings, { "environments[1].accounts": ["dev"] });

describe("the provider of Octopus's tokens in an account of two environments", () => {
  assert(dev && staging);
  const cases: readonly {
    readonly what: string;
    readonly of: typeof dev;
    readonly stack: string;
    readonly found?: FoundProvider;
    readonly says?: string;
  }[] = [
    { what: "is made by the first", of: dev, stack: "dev" },
    { what: "stays with the first", of: dev, stack: "dev", found: { stack: "dev" } },
    { what: "serves the second", of: staging, stack: "staging", found: { stack: "dev" } },
    {
      what: "is needed by the second",
      of: staging,
      stack: "staging",
      says:
        "account 111111111111 does not have octopus.example.com, which the stack of dev makes there for all " +
        "environments: run `pulumi up --stack dev` first",
    },
    {
      what: "is not made again while another environment's stack has it",
      of: dev,
      stack: "dev",
      found: { stack: "staging" },
      says:
        "account 111111111111 has octopus.example.com from stack staging, and settings now leave it to this one: run " +
        "`pulumi up --stack staging` first, which deletes it, and this one at once, because in between no token is " +
        "taken there",
    },
    { what: "can be let go by the second", of: staging, stack: "staging", found: { stack: "staging" } },
    { what: "stays with a stack that was renamed", of: dev, stack: "dev", found: { stack: "development" } },
    { what: "is left to AWS where nobody's tag is on it", of: dev, stack: "dev", found: {} },
  ];
  for (const { what, of, stack, found, says } of cases) {
    it(says === undefined ? what : `${what}, and says who comes first`, () => {
      assert.equal(orderProblem(of, found, { stack, environments }), says);
    });
  }
});
