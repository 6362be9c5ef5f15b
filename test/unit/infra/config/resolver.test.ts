import assert from "node:assert/strict";

import { oidcDomain, wantsResolver, type ResolverQuestion } from "../../../../infra/config/resolver";

const settings = ["auto", "on", "off"] as const;
const mechanisms = ["podIdentity", "irsa"] as const;

/** Every case of `auto`: who gets it without being asked. */
const auto: readonly (readonly [
  mechanism: (typeof mechanisms)[number],
  isPrivate: boolean,
  oidc: boolean,
  boolean,
])[] = [
  ["podIdentity", false, false, false],
  ["podIdentity", false, true, false],
  ["podIdentity", true, false, false],
  ["podIdentity", true, true, false],
  ["irsa", false, false, false],
  ["irsa", false, true, false],
  ["irsa", true, false, true],
  ["irsa", true, true, false],
];

describe("the resolver", () => {
  const questions = settings.flatMap((setting) =>
    mechanisms.flatMap((mechanism) =>
      [true, false].flatMap((isPrivate) =>
        [true, false].map((oidc): ResolverQuestion => ({
          setting,
          mechanism,
          private: isPrivate,
          endpoints: oidc ? ["sts", "oidc-eks"] : ["sts", "eks"],
        })),
      ),
    ),
  );

  for (const question of questions) {
    const { setting, mechanism, private: isPrivate, endpoints } = question;
    const row = auto.find(
      ([kind, closed, oidc]) =>
        kind === mechanism && closed === isPrivate && oidc === endpoints.includes("oidc-eks"),
    );
    assert(row);
    const wanted = setting === "auto" ? row[3] : setting === "on";
    const where = `${mechanism}, ${isPrivate ? "private" : "public"} cluster, ${endpoints.join(" and ")}`;
    it(`is ${wanted ? "there" : "not there"} with ${setting}: ${where}`, () => {
      assert.equal(wantsResolver(question), wanted);
    });
  }

  it("is about the host of EKS's issuers in the region, by its name in each partition", () => {
    assert.deepEqual(["us-east-1", "us-gov-west-1", "cn-northwest-1"].map(oidcDomain), [
      "oidc.eks.us-east-1.amazonaws.com",
      "oidc.eks.us-gov-west-1.amazonaws.com",
      "oidc.eks.cn-northwest-1.amazonaws.com.cn",
    ]);
  });
});
