import assert from "node:assert/strict";

import { application, evaluate, type Request } from "../../../../trust/decide/statements";
import type { DocumentKind } from "../../../../trust/documents/kinds";
import type { Principal } from "../../../../trust/documents/principal";
import { readDocument } from "../../../../trust/documents/read";
import type { NamedDocument } from "../../../../trust/organization";
import { truth, unknown, type Truth } from "../../../../trust/truth";
import { lookupOf, type Context } from "../conditions/holds";

const deploy = "arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole";
const launcher = "arn:aws:iam::123456789012:role/OctoLauncherRole";

function request(context: Context = {}, changes: Partial<Request> = {}): Request {
  return { action: "sts:assumerole", resource: deploy, lookup: lookupOf(context), ...changes };
}

/** What a single statement says of a request. */
function applies(
  statement: object,
  asked = request(),
  kind: DocumentKind = "permissions",
  Version: unknown = "2012-10-17",
): readonly [Truth, readonly string[]] {
  const { version, statements, problems } = readDocument({ Version, Statement: statement }, kind);
  assert.deepEqual(problems, []);
  assert(statements !== unknown);
  const { applies, undecided } = application(statements[0]!, version, asked);
  return [applies, undecided];
}

const permitting = { Effect: "Allow", Action: "sts:AssumeRole", Resource: deploy };
const { Action: _, ...withoutAction } = permitting;
const { Resource: __, ...withoutResource } = permitting;

describe("a statement applies to an action", () => {
  const cases: readonly (readonly [elements: object, expected: Truth])[] = [
    [{ Action: "sts:AssumeRole" }, "yes"],
    [{ Action: "STS:assumeROLE" }, "yes"],
    [{ Action: "sts:AssumeRole?" }, "no"],
    [{ Action: "sts:Assume*" }, "yes"],
    [{ Action: "s*:*Role" }, "yes"],
    [{ Action: "*" }, "yes"],
    [{ Action: "*:*" }, "yes"],
    [{ Action: ["s3:*", "sts:AssumeRole"] }, "yes"],
    [{ Action: ["s3:*", "sts:TagSession"] }, "no"],
    [{ NotAction: "s3:*" }, "yes"],
    [{ NotAction: "sts:*" }, "no"],
    [{ NotAction: ["s3:*", "sts:assumerole"] }, "no"],
    [{ Action: unknown }, "unknown"],
    [{ NotAction: unknown }, "unknown"],
    [{ Action: ["sts:AssumeRole", unknown] }, "unknown"],
  ];
  for (const [elements, expected] of cases) {
    const [[element, value] = []] = Object.entries(elements);
    it(`${element} ${value === unknown ? "unknown" : String([value].flat().map(String))}: ${expected}`, () =>
      assert.deepEqual(applies({ ...withoutAction, ...elements }), [
        expected,
        expected === "unknown" ? ["its actions"] : [],
      ]));
  }
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
describe("a statement applies to a resource", () => {
  const context: Context = { "aws:principaltag/stage": "Dev", "aws:sourceidentity": unknown };
  const path = "arn:aws:iam::111111111111:role/octopus/deploy";
  const cases: readonly (readonly [elements: object, expected: Truth, version?: string])[] = [
    [{ Resource: "*" }, "yes"],
    [{ Resource: deploy }, "yes"],
    [{ Resource: deploy.toUpperCase().replace("ARN", "arn") }, "no"],
    [{ Resource: "arn:aws:iam::*:role/octopus/*" }, "yes"],
    [{ Resource: "arn:aws:iam::*:role/other/*" }, "no"],
    [{ Resource: ["arn:aws:iam::*:role/other/*", deploy] }, "yes"],
    [{ Resource: "arn:aws:iam::*" }, "yes"],
    // AWS does not say whether a wildcard within a part reaches over a colon.
    [{ Resource: "arn:aws:*:role/octopus/*" }, "unknown"],
    [{ Resource: ["arn:aws:*:role/octopus/*", deploy] }, "yes"],
    [{ NotResource: "arn:aws:iam::*:role/other/*" }, "yes"],
    [{ NotResource: deploy }, "no"],
    [{ NotResource: ["arn:aws:iam::*:role/other/*", "*"] }, "no"],
    [{ NotResource: "arn:aws:*:role/octopus/*" }, "unknown"],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    [{ Resource: `${path}/\${aws:PrincipalTag/stage}DeployRole` }, "yes"],
    [{ Resource: `${path}/\${aws:PrincipalTag/stage}DeployRole` }, "no", "2008-10-17"],
    [{ Resource: `${path}/\${aws:PrincipalTag/stage}*` }, "yes"],
    [{ Resource: `${path}/\${aws:PrincipalTag/none}*` }, "no"],
    [{ NotResource: `${path}/\${aws:PrincipalTag/none}*` }, "unknown"],
    [{ NotResource: [`${path}/\${aws:PrincipalTag/none}*`, "*"] }, "no"],
    [{ Resource: `${path}/\${aws:PrincipalTag/none, 'Dev'}DeployRole` }, "yes"],
    [{ NotResource: `${path}/\${aws:PrincipalTag/none, 'Prod'}DeployRole` }, "yes"],
    [{ Resource: `${path}/\${aws:SourceIdentity}` }, "unknown"],
    [{ Resource: `${path}/\${*}` }, "no"],
    [{ Resource: `${path}/\${aws:PrincipalTag/stage` }, "unknown"],
    // AWS takes variables in the last part of an ARN alone.
    [{ Resource: "arn:aws:iam::${aws:PrincipalTag/none, '111111111111'}:role/octopus/*" }, "unknown"],
    [{ Resource: "arn:aws:iam::${aws:PrincipalTag/none}:role/octopus/*" }, "unknown"],
    [{ Resource: "arn:aws:iam:${aws:PrincipalTag/none}:111111111111:role/octopus/*" }, "unknown"],
    [{ Resource: "arn:aws:iam:${aws:PrincipalTag/none}:1:role/a:b:c:d:e:f" }, "unknown"],
    [{ Resource: "arn:aws:iam::111111111111:${aws:PrincipalTag/none, 'role'}/octopus/*" }, "yes"],
    [{ Resource: unknown }, "unknown"],
    [{ NotResource: unknown }, "unknown"],
    [{ Resource: ["*", unknown] }, "unknown"],
  ];
  for (const [elements, expected, version] of cases) {
    const [[element, value] = []] = Object.entries(elements);
    it(`${element} ${[value].flat().map(String).join(", ")}${version ? ` in ${version}` : ""}: ${expected}`, () =>
      assert.deepEqual(
        applies({ ...withoutResource, ...elements }, request(context), "permissions", version),
        [expected, expected === "unknown" ? ["its resources"] : []],
      ));
  }
});

describe("a statement applies to a principal", () => {
  /** The launcher asks; of accounts it is not known. */
  const isCaller = (principal: Principal): Truth => {
    if (principal.kind === "account") return "unknown";
    return truth(principal.kind === "everybody" || (principal.kind === "role" && principal.arn === launcher));
  };
  const asked = request({}, { isCaller });
  const endpoint = { Effect: "Deny", Action: "*", Resource: "*" };
  const cases: readonly (readonly [elements: object, expected: Truth])[] = [
    [{ Principal: "*" }, "yes"],
    [{ Principal: { AWS: "*" } }, "yes"],
    [{ Principal: { AWS: launcher } }, "yes"],
    [{ Principal: { AWS: [deploy, launcher] } }, "yes"],
    [{ Principal: { AWS: deploy } }, "no"],
    [{ Principal: { Service: "ec2.amazonaws.com" } }, "no"],
    [{ Principal: { AWS: "123456789012" } }, "unknown"],
    [{ Principal: { AWS: ["123456789012", launcher] } }, "yes"],
    [{ Principal: unknown }, "unknown"],
    [{ NotPrincipal: { AWS: deploy } }, "yes"],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    [{ NotPrincipal: { AWS: launcher } }, "unknown"],
    [{ NotPrincipal: { AWS: [launcher, "123456789012"] } }, "unknown"],
    [{ NotPrincipal: { AWS: "123456789012" } }, "unknown"],
    [{ NotPrincipal: unknown }, "unknown"],
  ];
  for (const [elements, expected] of cases) {
    const words = Object.values(elements).map((value) =>
      value === unknown ? "unknown" : JSON.stringify(value),
    );
    it(`${Object.keys(elements)} ${words}: ${expected}`, () =>
      assert.deepEqual(applies({ ...endpoint, ...elements }, asked, "endpoint"), [
        expected,
        expected === "unknown" ? ["its principals"] : [],
      ]));
  }

  it("of whom nobody asks", () => {
    assert.deepEqual(applies({ ...endpoint, Principal: { AWS: deploy } }, request(), "endpoint"), [
      "yes",
      [],
    ]);
    assert.deepEqual(applies({ ...endpoint, Principal: unknown }, request(), "endpoint"), ["yes", []]);
  });

  it("in a trust policy, which has no resources", () => {
    const trusting = { Effect: "Allow", Principal: { AWS: launcher }, Action: "sts:AssumeRole" };
    assert.deepEqual(applies(trusting, asked, "trust"), ["yes", []]);
    assert.deepEqual(applies({ ...trusting, Action: "sts:TagSession" }, asked, "trust"), ["no", []]);
    assert.deepEqual(applies({ ...trusting, Principal: { AWS: deploy } }, asked, "trust"), ["no", []]);
  });

  it("where its kind has none, whoever asks", () =>
    assert.deepEqual(applies(permitting, asked), ["yes", []]));
});

describe("a statement applies under conditions", () => {
  const Condition = {
    StringEquals: { "aws:PrincipalTag/team": "shop", "aws:SourceVpc": "vpc-1" },
    Bool: { "aws:SecureTransport": "true" },
  };
  const context = {
    "aws:principaltag/team": "shop",
    "aws:sourcevpc": "vpc-1",
    "aws:securetransport": "true",
  };
  const under = (changes: Context): readonly [Truth, readonly string[]] =>
    applies({ ...permitting, Condition }, request({ ...context, ...changes }));

  it("that all hold", () => assert.deepEqual(under({}), ["yes", []]));

  it("not if one fails", () => assert.equal(under({ "aws:securetransport": "false" })[0], "no"));

  it("not if one fails beside one that is not known", () =>
    assert.equal(under({ "aws:principaltag/team": unknown, "aws:securetransport": "false" })[0], "no"));

  it("perhaps, and says of which it is not known", () =>
    assert.deepEqual(under({ "aws:sourcevpc": unknown, "aws:securetransport": unknown }), [
      "unknown",
      ["StringEquals aws:SourceVpc", "Bool aws:SecureTransport"],
    ]));

  it("in a document of its version", () => {
    const statement = { ...permitting, Condition: { StringEquals: { "aws:SourceVpc": "${aws:username}" } } };
    const asked = request({ "aws:sourcevpc": "${aws:username}", "aws:username": "Ann" });
    assert.deepEqual(applies(statement, asked), ["no", []]);
    assert.deepEqual(applies(statement, asked, "permissions", "2008-10-17"), ["yes", []]);
    assert.deepEqual(applies(statement, asked, "permissions", unknown), [
      "unknown",
      ["StringEquals aws:SourceVpc"],
    ]);
  });

  it("that are not known", () =>
    assert.deepEqual(applies({ ...permitting, Condition: unknown }), ["unknown", ["its conditions"]]));

  it("and elements of which several are not known", () =>
    assert.deepEqual(
      applies(
        { Effect: "Deny", Principal: unknown, Action: unknown, Resource: unknown, Condition },
        request({}, { isCaller: () => "yes" }),
        "endpoint",
      ),
      ["no", []],
    ));
});

describe("documents of one layer", () => {
  const named = (name: string, ...Statement: unknown[]): NamedDocument => ({
    name,
    document: readDocument({ Version: "2012-10-17", Statement }, "permissions"),
  });
  const allow = permitting;
  const deny = { ...permitting, Effect: "Deny" };
  const perhaps = { Condition: { Bool: { "aws:SecureTransport": "true" } } };
  const asked = request({ "aws:securetransport": unknown });
  const says = (...documents: NamedDocument[]): readonly [denies: Truth, allows: Truth] => {
    const { denies, allows } = evaluate(documents, asked);
    return [denies, allows];
  };

  it("that are none say nothing", () =>
    assert.deepEqual(evaluate([], asked), { denies: "no", allows: "no", applied: [] }));

  it("say nothing of another action", () =>
    assert.deepEqual(evaluate([named("a", { ...allow, Action: "s3:*" })], asked), {
      denies: "no",
      allows: "no",
      applied: [],
    }));

  it("allow, and deny, both at once", () => {
    assert.deepEqual(says(named("a", allow)), ["no", "yes"]);
    assert.deepEqual(says(named("a", deny)), ["yes", "no"]);
    assert.deepEqual(says(named("a", allow), named("b", deny)), ["yes", "yes"]);
  });

  it("allow or deny perhaps", () => {
    assert.deepEqual(says(named("a", { ...allow, ...perhaps })), ["no", "unknown"]);
    assert.deepEqual(says(named("a", { ...deny, ...perhaps })), ["unknown", "no"]);
    assert.deepEqual(says(named("a", { ...allow, ...perhaps }), named("b", allow)), ["no", "yes"]);
    assert.deepEqual(says(named("a", { ...deny, ...perhaps }, deny)), ["yes", "no"]);
  });

  it("may do both where an effect is not known", () => {
    assert.deepEqual(says(named("a", { ...allow, Effect: unknown })), ["unknown", "unknown"]);
    assert.deepEqual(says(named("a", { ...allow, Effect: unknown }, allow)), ["unknown", "yes"]);
    assert.deepEqual(says(named("a", { ...allow, Effect: unknown, Action: "s3:*" })), ["no", "no"]);
  });

  it("may do both where a statement or the whole of one is not known", () => {
    assert.deepEqual(says(named("a", unknown)), ["unknown", "unknown"]);
    assert.deepEqual(says({ name: "a", document: readDocument(unknown, "permissions") }), [
      "unknown",
      "unknown",
    ]);
    assert.deepEqual(says({ name: "a", document: readDocument("{", "permissions") }), ["unknown", "unknown"]);
    assert.deepEqual(says({ name: "a", document: readDocument(unknown, "permissions") }, named("b", deny)), [
      "yes",
      "unknown",
    ]);
  });

  it("are asked again and again, each time of something else", () => {
    const document = named("a", { ...allow, ...perhaps }, { ...deny, Action: "sts:TagSession" });
    const asking = (action: string, secure: string): readonly [Truth, Truth] => {
      const { denies, allows } = evaluate([document], request({ "aws:securetransport": secure }, { action }));
      return [denies, allows];
    };
    for (let times = 0; times < 2; times++) {
      assert.deepEqual(asking("sts:assumerole", "true"), ["no", "yes"]);
      assert.deepEqual(asking("sts:assumerole", "false"), ["no", "no"]);
      assert.deepEqual(asking("sts:tagsession", "true"), ["yes", "no"]);
      assert.deepEqual(asking("s3:getobject", "true"), ["no", "no"]);
    }
  });

  it("name the statements that apply, or may apply, and what of them is not known", () => {
    const documents = [
      named("inline", { ...allow, Action: "s3:*" }, allow, { ...deny, ...perhaps }),
      named("attached", { ...allow, Effect: unknown, ...perhaps }),
      named("other", unknown),
      { name: "lost", document: readDocument(unknown, "permissions") },
    ];
    assert.deepEqual(
      evaluate(documents, asked).applied.map(({ policy, statement, effect, surely, undecided }) => [
        policy,
        statement === unknown ? unknown : statement.place,
        effect,
        surely,
        undecided,
      ]),
      [
        ["inline", "Statement[1]", "Allow", true, []],
        ["inline", "Statement[2]", "Deny", false, ["Bool aws:SecureTransport"]],
        ["attached", "Statement[0]", unknown, false, ["its effect", "Bool aws:SecureTransport"]],
        [
          "other",
          "Statement[0]",
          unknown,
          false,
          ["its effect", "its actions", "its resources", "its conditions"],
        ],
        ["lost", unknown, unknown, false, ["the whole policy"]],
      ],
    );
  });
});
