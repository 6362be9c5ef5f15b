import assert from "node:assert/strict";

import { characters, compact, list, policy, type Statement } from "../../../../trust/documents/policy";

const statement: Statement = {
  Sid: "Look",
  Effect: "Allow",
  Action: ["s3:GetObject", "s3:ListBucket"],
  Resource: "arn:aws:s3:::the shop/*",
};

describe("policy documents", () => {
  it("have the current version and a list of statements", () => {
    assert.deepEqual(policy(), { Version: "2012-10-17", Statement: [] });
    assert.deepEqual(policy(statement, statement).Statement, [statement, statement]);
  });

  it("are sent without white space between elements, and none of their text is lost", () => {
    const text = compact(policy(statement));
    assert.equal(
      text,
      '{"Version":"2012-10-17","Statement":[{"Sid":"Look","Effect":"Allow",' +
        '"Action":["s3:GetObject","s3:ListBucket"],"Resource":"arn:aws:s3:::the shop/*"}]}',
    );
    assert.deepEqual(JSON.parse(text), policy(statement));
    assert.equal(characters(policy(statement)), text.length);
  });

  it("have one value or several, or none", () => {
    assert.deepEqual(list("a"), ["a"]);
    assert.deepEqual(list(["a", "b"]), ["a", "b"]);
    assert.deepEqual(list(undefined), []);
  });
});
