import assert from "node:assert/strict";

import { permissions, trustPolicy } from "../../../fixtures/trust-resources";
import { documentReader, findingsList } from "../../../../trust/sources/reader";
import { unknown } from "../../../../trust/truth";

describe("reading many documents", () => {
  it("reads each text once for each kind of document", () => {
    const { report } = findingsList();
    const decoded: string[] = [];
    const read = documentReader(report, (text) => {
      decoded.push(text);
      return text;
    });
    const one = read(permissions("s3:*"), "permissions", "a");
    assert.equal(read(permissions("s3:*"), "permissions", "b"), one);
    assert.notEqual(read(permissions("s3:*"), "scp", "c"), one);
    assert.notEqual(read(permissions("ec2:*"), "permissions", "a"), one);
    assert.equal(decoded.length, 3);
    assert.equal(read(unknown, "trust", "a"), read(unknown, "permissions", "b"));
    assert.equal(read(JSON.parse(trustPolicy()), "trust", "a").problems.length, 0);
  });

  it("says of everybody who has a malformed text that it is malformed", () => {
    const { report, sorted } = findingsList();
    const read = documentReader(report);
    for (const subject of ["b", "a", "a"]) read("{", "trust", subject);
    assert.deepEqual(sorted(), [
      { subject: "a", place: "", message: "is no JSON" },
      { subject: "b", place: "", message: "is no JSON" },
    ]);
  });
});

describe("findings", () => {
  it("stand in order of subject, place and message, each once", () => {
    const { report, sorted } = findingsList();
    report("b", "x");
    report("a", "y", "Statement[1]");
    report("a", "x", "Statement[1]");
    report("a", "x", "Statement[0]");
    report("a", "x", "Statement[0]");
    assert.deepEqual(
      sorted().map(({ subject, place, message }) => [subject, place, message]),
      [
        ["a", "Statement[0]", "x"],
        ["a", "Statement[1]", "x"],
        ["a", "Statement[1]", "y"],
        ["b", "", "x"],
      ],
    );
  });
});
