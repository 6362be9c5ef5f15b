import assert from "node:assert/strict";

import { partitionOf, roleArnIn, witnessArn } from "../../../../trust/reach/witness";
import { ids, roleArn, userArn } from "../decide/model";

describe("an ARN that a pattern stands for", () => {
  const usual = ["arn", "aws", "iam", "", ids.dev, "role/Anyone"];
  const cases: readonly (readonly [string, string])[] = [
    ["*", roleArn("dev", "Anyone")],
    ["arn:*", roleArn("dev", "Anyone")],
    ["arn:aws:iam::*", roleArn("dev", "Anyone")],
    ["arn:aws:iam::*:*", roleArn("dev", "Anyone")],
    ["arn:aws:iam::*:role/*", roleArn("dev", "x")],
    ["arn:aws:iam::*:role/deploy-*", roleArn("dev", "deploy-x")],
    [roleArn("prod", "a?c"), roleArn("prod", "axc")],
    [roleArn("prod", "Exact"), roleArn("prod", "Exact")],
    ["arn:aws-cn:iam::*:role/a", `arn:aws-cn:iam::${ids.dev}:role/a`],
    ["*:role/Deploy", roleArn("dev", "Deploy")],
    ["*role/Deploy", roleArn("dev", "Deploy")],
    ["*:role/deploy-*-x", roleArn("dev", "deploy-x-x")],
    ["*:user/ada", userArn("dev", "ada")],
    ["*user/ada", userArn("dev", "ada")],
    ["*Deploy", `arn:aws:iam::${ids.dev}:xDeploy`],
    ["arn:aws:s3:::shop/a:b", "arn:aws:s3:::shop/a:b"],
    ["arn:aws:lambda:us-*:*:function:a:*", `arn:aws:lambda:us-x:${ids.dev}:function:a:x`],
  ];
  for (const [pattern, arn] of cases) {
    it(`is ${arn} for ${pattern}`, () => assert.equal(witnessArn(pattern, usual), arn));
  }
});

describe("the ARN of a role that a pattern stands for", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["*", roleArn("dev", "Anyone")],
    ["arn:aws:iam::*:role/deploy-*", roleArn("dev", "deploy-x")],
    [roleArn("dev", "app/a-*"), roleArn("dev", "app/a-x")],
    [roleArn("prod", "a-*"), undefined],
    ["arn:aws:iam::*:user/*", undefined],
    ["*:user/ada", undefined],
    ["arn:aws:s3:::shop", undefined],
  ];
  for (const [pattern, arn] of cases) {
    it(`is ${arn ?? "none"} for ${pattern}`, () => assert.equal(roleArnIn(pattern, ids.dev, "aws"), arn));
  }
  it("is of the partition", () => {
    assert.equal(roleArnIn("*", ids.dev, "aws-cn"), `arn:aws-cn:iam::${ids.dev}:role/Anyone`);
  });
});

describe("a partition", () => {
  it("is the one that an ARN names, or the usual one", () => {
    assert.equal(partitionOf(roleArn("dev", "a")), "aws");
    assert.equal(partitionOf(`arn:aws-cn:iam::${ids.dev}:role/a`), "aws-cn");
    assert.equal(partitionOf("urn:arn:aws-cn:iam"), "aws");
    assert.equal(partitionOf("urn:pulumi:dev"), "aws");
  });
});
