import assert from "node:assert/strict";

import type { DocumentKind } from "../../../../trust/documents/kinds";
import { readDocument, type Condition, type ReadStatement } from "../../../../trust/documents/read";
import { syntaxProblems } from "../../../../trust/documents/syntax";
import { unknown } from "../../../../trust/truth";

const trusting = {
  Sid: "Launcher",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::123456789012:role/OctoLauncherRole", Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
  Condition: { StringEquals: { "aws:PrincipalTag/team": "shop" }, Bool: { "aws:SecureTransport": "true" } },
};
const permitting = { Effect: "Allow", Action: "s3:*", Resource: "*" };

function only(statement: unknown, kind: DocumentKind): ReadStatement {
  const { statements, problems } = readDocument({ Version: "2012-10-17", Statement: [statement] }, kind);
  assert.deepEqual(problems, []);
  assert(statements !== unknown);
  return statements[0]!;
}

function conditions(Condition: unknown): readonly Condition[] {
  const { conditions } = only({ ...trusting, Condition }, "trust");
  assert(conditions !== unknown);
  return conditions;
}

describe("what is not known of a document stays so and is no mistake:", () => {
  it("the whole document", () => {
    assert.deepEqual(readDocument(unknown, "trust"), { version: unknown, statements: unknown, problems: [] });
    assert.deepEqual(syntaxProblems(unknown, "rcp"), []);
  });

  it("all of its statements", () =>
    assert.deepEqual(readDocument({ Version: "2012-10-17", Statement: unknown }, "trust"), {
      version: "2012-10-17",
      statements: unknown,
      problems: [],
    }));

  it("its version", () => {
    const { version, statements } = readDocument({ Version: unknown, Statement: permitting }, "permissions");
    assert.equal(version, unknown);
    assert.notEqual(statements, unknown);
  });

  it("one statement beside another", () => {
    const { statements, problems } = readDocument({ Statement: [trusting, unknown] }, "trust");
    assert.deepEqual(problems, []);
    assert(statements !== unknown);
    assert.equal(statements.length, 2);
    assert.equal(statements[0]?.effect, "Allow");
    assert.deepEqual(statements[1], {
      place: "Statement[1]",
      effect: unknown,
      principals: unknown,
      actions: unknown,
      resources: unknown,
      conditions: unknown,
    });
  });

  const known = only(trusting, "trust");
  const elements: readonly (readonly [element: string, part: keyof ReadStatement])[] = [
    ["Effect", "effect"],
    ["Principal", "principals"],
    ["Action", "actions"],
    ["Condition", "conditions"],
  ];
  for (const [element, part] of elements) {
    it(`the ${element} of a statement`, () =>
      assert.deepEqual(only({ ...trusting, [element]: unknown }, "trust"), { ...known, [part]: unknown }));
  }

  it("the Sid of a statement, beside those of others", () => {
    assert(!("sid" in only({ ...trusting, Sid: unknown }, "trust")));
    assert.deepEqual(
      readDocument(
        {
          Statement: [
            { ...trusting, Sid: unknown },
            { ...trusting, Sid: unknown },
          ],
        },
        "trust",
      ).problems,
      [],
    );
  });

  it("its Resource, and all but some", () => {
    const { Resource: _, Action: __, ...rest } = permitting;
    assert.equal(only({ ...permitting, Resource: unknown }, "permissions").resources, unknown);
    assert.equal(only({ ...permitting, Resource: ["*", unknown] }, "permissions").resources, unknown);
    const negated = only({ ...rest, NotAction: unknown, NotResource: unknown }, "permissions");
    assert.equal(negated.actions, unknown);
    assert.equal(negated.resources, unknown);
  });

  it("one action of several", () =>
    assert.equal(only({ ...trusting, Action: ["sts:TagSession", unknown] }, "trust").actions, unknown));

  it("the principals of a type, or one of several", () => {
    for (const Service of [unknown, ["ec2.amazonaws.com", unknown]])
      assert.equal(
        only({ ...trusting, Principal: { ...trusting.Principal, Service } }, "trust").principals,
        unknown,
      );
  });

  it("the keys of an operator", () => {
    const [first, second] = conditions({ ...trusting.Condition, StringEquals: unknown });
    assert.deepEqual(first, {
      operator: { kind: "compare", comparison: "String", negated: false, ifExists: false },
      key: "",
      values: unknown,
      words: "StringEquals on keys not known",
    });
    assert.equal(second?.key, "aws:securetransport");
  });

  it("the values of a key, or one of several", () => {
    for (const values of [unknown, ["shop", unknown]]) {
      const [first, second] = conditions({
        ...trusting.Condition,
        StringEquals: { "aws:PrincipalTag/team": values },
      });
      assert.equal(first?.key, "aws:principaltag/team");
      assert.equal(first.values, unknown);
      assert.deepEqual(second?.values, ["true"]);
    }
  });

  it("an operator that AWS takes and that has no meaning here", () => {
    const [condition] = conditions({ "ForAnyValue:Null": { "aws:TagKeys": "true" } });
    assert.deepEqual(condition, {
      operator: unknown,
      key: "aws:tagkeys",
      values: ["true"],
      words: "ForAnyValue:Null aws:TagKeys",
    });
  });

  it("a number whose last digits are lost", () => {
    const values = (value: unknown): unknown => conditions({ NumericEquals: { "a:b": value } })[0]?.values;
    assert.equal(values(12345678901234567890), unknown);
    assert.equal(values(Number.MAX_SAFE_INTEGER + 1), unknown);
    assert.deepEqual(values(Number.MAX_SAFE_INTEGER), ["9007199254740991"]);
    assert.deepEqual(values(123456789012), ["123456789012"]);
  });

  it("a text with a character that stands for a wildcard in here", () => {
    assert.equal(conditions({ StringEquals: { "a:b": "x\ufdd0" } })[0]?.values, unknown);
    assert.equal(conditions({ StringEquals: { "a:b": ["x", "\ufdd1x"] } })[0]?.values, unknown);
    assert.equal(only({ ...permitting, Resource: "arn:aws:s3:::\ufdd0" }, "permissions").resources, unknown);
  });
});

describe("what is known of a document is wrong even where the rest is not known:", () => {
  const problems = (statement: object, kind: DocumentKind = "trust"): unknown =>
    readDocument({ Statement: statement }, kind).problems;

  it("an effect beside unknown elements", () =>
    assert.deepEqual(
      problems({ Effect: "allow", Principal: unknown, Action: unknown, Condition: unknown, Sid: unknown }),
      [{ place: "Statement[0].Effect", message: "is neither Allow nor Deny" }],
    ));

  it("one action of several", () =>
    assert.deepEqual(problems({ ...trusting, Action: [unknown, "s3:GetObject"] }), [
      {
        place: "Statement[0].Action",
        message: 'has "s3:GetObject": a trust policy has actions of sts alone',
      },
    ]));

  it("one principal of several", () =>
    assert.deepEqual(problems({ ...trusting, Principal: { AWS: [unknown, "a*"] } }), [
      {
        place: "Statement[0].Principal.AWS",
        message: 'has "a*": a principal is named in full, without wildcards',
      },
    ]));

  it("one value of several", () =>
    assert.deepEqual(problems({ ...trusting, Condition: { StringEquals: { "a:b": [unknown, null] } } }), [
      { place: "Statement[0].Condition.StringEquals.a:b", message: "is no value and no list of values" },
    ]));

  it("an operator whose keys are not known", () =>
    assert.deepEqual(problems({ ...trusting, Condition: { StringIs: unknown } }), [
      { place: "Statement[0].Condition.StringIs", message: "is no condition operator" },
    ]));

  it("an element that its kind does not have", () =>
    assert.deepEqual(problems({ ...trusting, Resource: unknown }), [
      { place: "Statement[0].Resource", message: "is not allowed in a trust policy" },
    ]));

  it("an element beside its negation", () =>
    assert.deepEqual(problems({ ...permitting, NotAction: unknown }, "permissions"), [
      { place: "Statement[0].NotAction", message: "stands beside Action; a statement has one of them" },
    ]));

  it("a Sid that another statement has", () =>
    assert.deepEqual(
      readDocument({ Version: unknown, Id: unknown, Statement: [trusting, unknown, trusting] }, "trust")
        .problems,
      [{ place: "Statement", message: "has two statements of the same Sid" }],
    ));
});
