import assert from "node:assert/strict";

import {
  accountOf,
  arnCovers,
  arnMatches,
  arnParts,
  iamEntity,
  resourceMatches,
} from "../../../../trust/documents/arn";
import { glob, literal } from "../../../../trust/documents/glob";
import type { Truth } from "../../../../trust/truth";

describe("an ARN", () => {
  it("has six parts, of which the last keeps its colons", () => {
    assert.deepEqual(arnParts("arn:aws:iam::111111111111:role/a"), [
      "arn",
      "aws",
      "iam",
      "",
      "111111111111",
      "role/a",
    ]);
    assert.deepEqual(arnParts("a:b:c:d:e:f:g"), ["a", "b", "c", "d", "e", "f:g"]);
    assert.deepEqual(arnParts(":::::"), ["", "", "", "", "", ""]);
    assert.equal(arnParts("arn:aws:iam::111111111111"), undefined);
    assert.equal(arnParts("*"), undefined);
  });

  it("tells its account, where it has one", () => {
    assert.equal(accountOf("arn:aws:iam::111111111111:role/a"), "111111111111");
    assert.equal(accountOf("arn:aws:s3:::shop"), "");
    assert.equal(accountOf("shop"), "");
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
  const entities: readonly (readonly [
    arn: string,
    partition: string,
    kind: string,
    path: string,
    name: string,
  ])[] = [
    ["arn:aws:iam::111111111111:role/Launcher", "aws", "role", "/", "Launcher"],
    ["arn:aws:iam::111111111111:role/a/b/Dev+=,.@-_Role", "aws", "role", "/a/b/", "Dev+=,.@-_Role"],
    ["arn:aws-cn:iam::111111111111:user/Ann", "aws-cn", "user", "/", "Ann"],
    ["arn:aws-us-gov:iam::111111111111:user/x/Ann", "aws-us-gov", "user", "/x/", "Ann"],
    ["arn:aws:iam::111111111111:role/a:b//c/Role", "aws", "role", "/a:b//c/", "Role"],
  ];
  for (const [arn, partition, kind, path, name] of entities) {
    it(`names a ${kind}: ${arn}`, () =>
      assert.deepEqual(iamEntity(arn), { arn, kind, partition, account: "111111111111", path, name }));
  }

  for (const arn of [
    "arn:aws:iam::111111111111:root",
    "arn:aws:iam::111111111111:group/Admins",
    "arn:aws:iam::111111111111:role/",
    "arn:aws:iam::111111111111:role/a/",
    "arn:aws:iam::111111111111:role",
    "arn:aws:iam::111111111111:role/Octo*",
    "arn:aws:iam::111111111111:role/o*/Launcher",
    "arn:aws:iam::111111111111:role/a b",
    "arn:aws:iam::111111111111:role/a b/c",
    "arn:aws:iam::11111111111:role/a",
    "arn:aws:iam::1111111111111:role/a",
    "arn:aws:iam:eu-west-1:111111111111:role/a",
    "arn:aws:sts::111111111111:role/a",
    "arn:AWS:iam::111111111111:role/a",
    "arn:aws:iam::111111111111:Role/a",
    " arn:aws:iam::111111111111:role/a",
    "arn:aws:iam::111111111111:role/a\n",
  ]) {
    it(`names no role or user: ${JSON.stringify(arn)}`, () => assert.equal(iamEntity(arn), undefined));
  }
});

describe("ArnLike", () => {
  const cases: readonly (readonly [pattern: string, arn: string, matches: boolean])[] = [
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
    [
      "arn:aws:someservice:*:111122223333:finance/*",
      "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
      false,
    ],
    [
      "arn:aws:someservice:*:111122223333:finance/*",
      "arn:aws:someservice:us-east-2:111122223333:finance/a:b",
      true,
    ],
    ["arn:aws:iam::*:role/a", "arn:aws:iam::1:role/a", true],
    ["arn:aws:iam::*:role/a", "arn:aws:iam::1:role/b", false],
    ["arn:aws:iam::*:role/*", "arn:aws:iam::1:role/a/b:c", true],
    ["arn:aws:iam::?:role/a", "arn:aws:iam:::role/a", false],
    ["arn:aws:iam::?:role/a", "arn:aws:iam::12:role/a", false],
    ["arn:*:iam::1:role/a", "arn:aws-cn:iam::1:role/a", true],
    ["*:*:*:*:*:*", "arn:aws:iam::1:role/a", true],
    ["arn:aws:iam::1:role/A", "arn:aws:iam::1:role/a", false],
    ["arn:aws:iam::1:role/a", "arn:aws:iam::1:role/a", true],
    ["xrn:aws:iam::1:role/a", "arn:aws:iam::1:role/a", false],
    ["arn:aws:sts::1:role/a", "arn:aws:iam::1:role/a", false],
    ["arn:aws:iam:x:1:role/a", "arn:aws:iam::1:role/a", false],
    ["arn:aws:iam::2:role/a", "arn:aws:iam::1:role/a", false],
    ["*", "arn:aws:iam::1:role/a", false],
    ["arn:aws:iam::*", "arn:aws:iam::1:role/a", false],
    ["arn:aws:iam::1:role/a", "arn:aws:iam::1", false],
    ["arn:aws:iam::1:*", "arn:aws:iam::1", false],
    ["arn:aws:iam::*", "arn:aws:iam::1", false],
    ["*:*:*:*:*:*", "Launcher", false],
    ["*:*:*:*:*:*", "", false],
    ["Launcher", "Launcher", false],
  ];
  for (const [pattern, arn, expected] of cases) {
    it(`${pattern} ${expected ? "matches" : "does not match"} ${arn}`, () =>
      assert.equal(arnMatches(glob(pattern), arn), expected));
  }

  it("takes a wildcard of a request as it stands", () => {
    assert(!arnMatches(literal("arn:aws:iam::1:role/a"), "arn:aws:iam::1:role/*"));
    assert(arnMatches(literal("arn:aws:iam::1:role/*"), "arn:aws:iam::1:role/*"));
  });

  it("of a pattern covers that of another part by part", () => {
    assert(arnCovers(glob("arn:aws:iam::*:role/*"), glob("arn:aws:iam::1:role/a*")));
    assert(!arnCovers(glob("arn:aws:iam::1:role/*"), glob("arn:aws:iam::*:role/a*")));
    assert(!arnCovers(glob("arn:aws:iam::*:role/a"), glob("arn:aws:iam::*:role/*")));
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
describe("a resource", () => {
  const role = "arn:aws:iam::111111111111:role/octopus/Launcher";
  const cases: readonly (readonly [pattern: string, arn: string, matches: Truth])[] = [
    ["*", role, "yes"],
    ["**", role, "yes"],
    ["*", "*", "yes"],
    [role, role, "yes"],
    [role.toLowerCase(), role, "no"],
    ["arn:aws:iam::*:role/octopus/*", role, "yes"],
    ["arn:aws:iam::*:role/deploy/*", role, "no"],
    ["arn:aws:iam::111111111111:role/*/Launcher", role, "yes"],
    ["arn:aws:logs:*:1:group:*", "arn:aws:logs:eu:1:group:a:stream:b", "yes"],
    // A star that ends a part may reach over the colons after it.
    ["arn:aws:iam::*", role, "yes"],
    ["arn:aws:iam*", role, "yes"],
    ["arn:*", role, "yes"],
    ["arn:aws:*:*:*", role, "yes"],
    ["arn:aws:s*", role, "no"],
    // A star within a part, or one of several that would have to.
    ["arn:aws:*:role/octopus/*", role, "unknown"],
    ["arn:*:role/octopus/Launcher", role, "unknown"],
    ["arn:aws:iam:?*1:role/octopus/Launcher", role, "unknown"],
    ["arn:aws:i*1*", role, "unknown"],
    ["arn:aws:iam::1*:role/octopus/Launcher", "arn:aws:iam::1:2:role/octopus/Launcher", "unknown"],
    ["arn:aws:iam::*?", role, "unknown"],
    // A text that is no ARN.
    ["arn:aws:x", "arn:aws:x", "yes"],
    ["arn:aws:x", "arn:aws:y", "no"],
    ["arn:aws:?", "arn:aws:x", "unknown"],
  ];
  for (const [pattern, arn, expected] of cases) {
    it(`${pattern} for ${arn}: ${expected}`, () =>
      assert.equal(resourceMatches(glob(pattern), arn), expected));
  }

  it("has no wildcard where a variable was filled in with one", () => {
    assert.equal(resourceMatches(literal("arn:aws:s3:::*"), "arn:aws:s3:::shop"), "no");
    assert.equal(resourceMatches(literal("*"), "*"), "yes");
  });
});
