import assert from "node:assert/strict";

import { statementProblems } from "../../../../trust/documents/syntax";
import { grammarOf } from "../../../fixtures/grammar";

const { document, statement, takes, refuses } = grammarOf("permissions");
const second = { Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" };

describe("a policy document", () => {
  takes("a value", document());
  takes("JSON text with white space", JSON.stringify(document(), undefined, 2));
  takes("several statements", document({ "Statement[1]": second }));
  takes("a single statement without a list", document({ Statement: second }));
  takes("the older version", document({ Version: "2008-10-17" }));
  takes("no version", document({ Version: undefined }));

  refuses("text that is no JSON", "{", ["", /^is no JSON$/]);
  refuses("JSON within JSON text", JSON.stringify(JSON.stringify(document())), ["", /is no JSON object/]);
  refuses("a list of documents", [document()], ["", /is no JSON object/]);
  refuses("nothing", undefined, ["", /is no JSON object/]);
  refuses("null", null, ["", /is no JSON object/]);
  refuses("no statement", document({ Statement: undefined }), ["Statement", /is missing or empty/]);
  refuses("an empty list of statements", document({ Statement: [] }), ["Statement", /is missing or empty/]);
  refuses("statements as text", document({ Statement: JSON.stringify([second]) }), [
    "Statement[0]",
    /is no JSON object/,
  ]);
  refuses("a second statement that is none", document({ "Statement[1]": null }), [
    "Statement[1]",
    /is no JSON/,
  ]);
  refuses(
    "a second statement that is malformed",
    document({ "Statement[1]": { ...second, Effect: "deny" } }),
    ["Statement[1].Effect", /is neither Allow nor Deny/],
  );
  refuses("a version that is none", document({ Version: "2012-10-18" }), [
    "Version",
    /neither 2012-10-17 nor/,
  ]);
  refuses("a version in a list", document({ Version: ["2012-10-17"] }), [
    "Version",
    /neither 2012-10-17 nor/,
  ]);
  refuses(
    "elements in another case",
    { version: "2012-10-17", statement: [second] },
    ["version", /is no element of a policy document/],
    ["statement", /is no element of a policy document/],
    ["Statement", /is missing or empty/],
  );
  refuses(
    "several mistakes at once",
    document({ Version: "1", "Statement[0].Comment": "x", "Statement[1]": {} }),
    ["Version", /neither/],
    ["Statement[0].Comment", /is no element of a statement/],
    ["Statement[1].Effect", /neither/],
    ["Statement[1].Action", /is missing/],
    ["Statement[1].Resource", /is missing/],
  );
});

describe("the Sid and the effect of a statement", () => {
  takes("no Sid", statement({ Sid: undefined }));
  takes("an empty Sid, which is none, in several statements", {
    Statement: [
      { ...second, Sid: "" },
      { ...second, Sid: "" },
    ],
  });
  takes("a denial", statement({ Effect: "Deny" }));

  refuses("a Sid with a space", statement({ Sid: "Look at it" }), ["Statement[0].Sid", /letters and digits/]);
  refuses("a Sid that is a number", statement({ Sid: 1 }), ["Statement[0].Sid", /letters and digits/]);
  refuses("a Sid of null", statement({ Sid: null }), ["Statement[0].Sid", /letters and digits/]);
  refuses("the same Sid twice", document({ "Statement[1]": { ...second, Sid: "Look" } }), [
    "Statement",
    /two statements of the same Sid/,
  ]);
  refuses("no effect", statement({ Effect: undefined }), ["Statement[0].Effect", /neither Allow nor Deny/]);
  refuses("an effect in another case", statement({ Effect: "allow" }), ["Statement[0].Effect", /neither/]);
  refuses("an effect in a list", statement({ Effect: ["Allow"] }), ["Statement[0].Effect", /neither/]);
});

describe("a statement on its own", () => {
  it("says where it stands", () => {
    assert.deepEqual(
      statementProblems({ Effect: "Allow", Action: "s3:*" }, "permissions", "permissions[2]"),
      [{ place: "permissions[2].Resource", message: "is missing" }],
    );
  });
});
