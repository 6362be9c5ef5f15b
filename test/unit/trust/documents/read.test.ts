import assert from "node:assert/strict";

import { glob } from "../../../../trust/documents/glob";
import type { DocumentKind } from "../../../../trust/documents/kinds";
import { readDocument, type ReadStatement } from "../../../../trust/documents/read";
import { unknown } from "../../../../trust/truth";

const launcher = "arn:aws:iam::123456789012:role/OctoLauncherRole";
const trusting = {
  Effect: "Allow",
  Principal: { AWS: launcher },
  Action: "sts:AssumeRole",
};
const permitting = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" };

function only(statement: object, kind: DocumentKind = "permissions"): ReadStatement {
  const { statements, problems } = readDocument({ Version: "2012-10-17", Statement: statement }, kind);
  assert.deepEqual(problems, []);
  assert(statements !== unknown);
  assert.equal(statements.length, 1);
  return statements[0]!;
}

describe("a document that is read", () => {
  it("has its version, or the older one without", () => {
    const version = (Version: unknown): unknown =>
      readDocument({ Version, Statement: permitting }, "permissions").version;
    assert.equal(version("2012-10-17"), "2012-10-17");
    assert.equal(version("2008-10-17"), "2008-10-17");
    assert.equal(version(undefined), "2008-10-17");
    assert.equal(version(unknown), unknown);
  });

  it("has all of its statements in their places, be they a list or one alone", () => {
    const document = {
      Statement: [
        { ...permitting, Sid: "Look" },
        { ...permitting, Effect: "Deny", Sid: "" },
      ],
    };
    const { statements } = readDocument(document, "permissions");
    assert.deepEqual(statements, [
      {
        place: "Statement[0]",
        sid: "Look",
        effect: "Allow",
        actions: { negated: false, names: [glob("s3:getobject")] },
        resources: { negated: false, names: ["arn:aws:s3:::shop/*"] },
        conditions: [],
      },
      {
        place: "Statement[1]",
        effect: "Deny",
        actions: { negated: false, names: [glob("s3:getobject")] },
        resources: { negated: false, names: ["arn:aws:s3:::shop/*"] },
        conditions: [],
      },
    ]);
    assert.deepEqual(
      readDocument({ Statement: document.Statement[0] }, "permissions").statements,
      [document.Statement[0]].map(() => (statements as readonly ReadStatement[])[0]),
    );
  });

  it("is the same as JSON text and as a value", () => {
    const document = {
      Version: "2012-10-17",
      Statement: [{ ...trusting, Condition: { Bool: { "a:b": true } } }],
    };
    assert.deepEqual(
      readDocument(JSON.stringify(document, undefined, 2), "trust"),
      readDocument(document, "trust"),
    );
  });

  it("has principals of every type, one or several", () => {
    assert.deepEqual(
      only(
        {
          ...trusting,
          Principal: { AWS: [launcher, "*"], Service: "ec2.amazonaws.com", Federated: ["www.amazon.com"] },
        },
        "trust",
      ).principals,
      {
        negated: false,
        names: [
          { kind: "role", arn: launcher, account: "123456789012" },
          { kind: "everybody" },
          { kind: "service", service: "ec2.amazonaws.com" },
          { kind: "federated", provider: "www.amazon.com" },
        ],
      },
    );
  });

  it("has everybody by the name of * alone where its kind takes that", () => {
    const everybody = { negated: false, names: [{ kind: "everybody" }] };
    const statement = { ...permitting, Effect: "Deny", Principal: "*" };
    assert.deepEqual(only(statement, "rcp").principals, everybody);
    assert.deepEqual(only(statement, "endpoint").principals, everybody);
  });

  it("has all but some actions, resources and principals", () => {
    const { actions, resources, principals } = only(
      {
        Effect: "Deny",
        NotPrincipal: { AWS: "123456789012" },
        NotAction: ["iam:Get*", "STS:*"],
        NotResource: ["arn:aws:s3:::a", "arn:aws:s3:::b"],
      },
      "endpoint",
    );
    assert.deepEqual(actions, { negated: true, names: [glob("iam:get*"), glob("sts:*")] });
    assert.deepEqual(resources, { negated: true, names: ["arn:aws:s3:::a", "arn:aws:s3:::b"] });
    assert.deepEqual(principals, { negated: true, names: [{ kind: "account", account: "123456789012" }] });
  });

  it("has no principals or resources where its kind has none", () => {
    assert(!("principals" in only(permitting)));
    assert(!("resources" in only(trusting, "trust")));
  });

  it("has its resources as written, because variables are filled in later", () => {
    assert.deepEqual(only({ ...permitting, Resource: "arn:aws:s3:::${aws:username}/*" }).resources, {
      negated: false,
      names: ["arn:aws:s3:::${aws:username}/*"],
    });
  });

  it("has conditions by operator and key, with one value or several", () => {
    assert.deepEqual(
      only({
        ...permitting,
        Condition: {
          StringEquals: { "aws:PrincipalArn": launcher, "AWS:UserId": ["a", "b"] },
          BoolIfExists: { "aws:SecureTransport": false },
          NumericLessThan: { "s3:max-keys": [10, "20", 0.5, -1] },
          Null: { "aws:TokenIssueTime": true },
        },
      }).conditions,
      [
        {
          operator: { kind: "compare", comparison: "String", negated: false, ifExists: false },
          key: "aws:principalarn",
          values: [launcher],
          words: "StringEquals aws:PrincipalArn",
        },
        {
          operator: { kind: "compare", comparison: "String", negated: false, ifExists: false },
          key: "aws:userid",
          values: ["a", "b"],
          words: "StringEquals AWS:UserId",
        },
        {
          operator: { kind: "compare", comparison: "Bool", negated: false, ifExists: true },
          key: "aws:securetransport",
          values: ["false"],
          words: "BoolIfExists aws:SecureTransport",
        },
        {
          operator: { kind: "compare", comparison: "NumericLessThan", negated: false, ifExists: false },
          key: "s3:max-keys",
          values: ["10", "20", "0.5", "-1"],
          words: "NumericLessThan s3:max-keys",
        },
        {
          operator: { kind: "null" },
          key: "aws:tokenissuetime",
          values: ["true"],
          words: "Null aws:TokenIssueTime",
        },
      ],
    );
  });

  it("has no conditions where it says none", () => {
    assert.deepEqual(only(permitting).conditions, []);
    assert.deepEqual(only({ ...permitting, Condition: {} }).conditions, []);
    assert.deepEqual(only({ ...permitting, Condition: { StringEquals: {} } }).conditions, []);
  });
});

describe("a document that is malformed", () => {
  const everythingUnknown = (source: unknown, kind: DocumentKind, ...problems: object[]): void =>
    assert.deepEqual(readDocument(source, kind), { version: unknown, statements: unknown, problems });

  it("may say anything, and is said to be so, each mistake with its place", () => {
    everythingUnknown(
      {
        Version: "2012-10-17",
        Statement: [permitting, { ...permitting, Effect: "allow" }, { ...permitting, Foo: 1 }],
      },
      "permissions",
      { place: "Statement[1].Effect", message: "is neither Allow nor Deny" },
      { place: "Statement[2].Foo", message: "is no element of a statement" },
    );
  });

  it("may be no JSON at all", () => {
    everythingUnknown("{", "trust", { place: "", message: "is no JSON" });
    everythingUnknown("", "trust", { place: "", message: "is no JSON" });
    everythingUnknown("\ufeff{}", "trust", { place: "", message: "is no JSON" });
    everythingUnknown("[]", "trust", { place: "", message: "is no JSON object" });
    everythingUnknown(undefined, "trust", { place: "", message: "is no JSON object" });
    everythingUnknown(null, "trust", { place: "", message: "is no JSON object" });
  });

  it("may have a key twice, of which another reader would take the last", () => {
    const text = JSON.stringify({ Version: "2012-10-17", Statement: [permitting] });
    everythingUnknown(text.replace('"Effect"', '"Effect":"Deny","Effect"'), "permissions", {
      place: "Statement[0].Effect",
      message: "stands twice in one object",
    });
    everythingUnknown(
      text.replace('"Effect"', '"Effect":"Deny","Effect"').replace("Allow", "allow"),
      "permissions",
      { place: "Statement[0].Effect", message: "stands twice in one object" },
      { place: "Statement[0].Effect", message: "is neither Allow nor Deny" },
    );
  });

  it("may be well formed as another kind", () => {
    everythingUnknown(
      { Statement: trusting },
      "permissions",
      { place: "Statement[0].Principal", message: "is not allowed in a permissions policy" },
      { place: "Statement[0].Resource", message: "is missing" },
    );
  });
});
