import assert from "node:assert/strict";

import type { Statement } from "../../../../trust/documents/policy";
import { keysFor, keysOf, namesOf } from "../../../../trust/reach/keys";
import { unknown } from "../../../../trust/truth";
import {
  allowing,
  identity,
  ids,
  member,
  named,
  organization,
  role,
  roleArn,
  secret,
  trusting,
} from "../decide/model";
import { denying } from "./model";

const when = (Condition: Statement["Condition"]): Partial<Statement> => ({ ...(Condition && { Condition }) });

describe("the condition keys of a document", () => {
  const cases: readonly (readonly [string, Partial<Statement>, readonly string[]])[] = [
    ["are none without conditions", {}, []],
    [
      "are those of its conditions",
      when({ StringEquals: { "aws:PrincipalTag/Team": "a" }, Null: { B: "true" } }),
      ["aws:principaltag/team", "b"],
    ],
    [
      "are those of variables in values",
      when({ StringEquals: { A: ["x", "${aws:UserName}-${B}"] } }),
      ["a", "aws:username", "b"],
    ],
    ["are those of variables with defaults", when({ StringEquals: { A: "${B, 'none'}" } }), ["a", "b"]],
    [
      "are those of variables in resources",
      { Resource: ["*", "arn:aws:s3:::${aws:PrincipalTag/team}/*"] },
      ["aws:principaltag/team"],
    ],
    [
      "are those of values that are not known as well",
      { Condition: { StringEquals: { A: unknown } } } as never,
      ["a"],
    ],
    ["are none where conditions are not known", { Condition: unknown } as never, []],
    ["are none of resources that are not known", { Resource: unknown } as never, []],
  ];
  for (const [title, statement, is] of cases) {
    it(title, () => {
      const { document } = allowing(statement);
      assert.deepEqual([...keysOf(document)], is);
      assert.equal(keysOf(document), keysOf(document));
    });
  }
  it("are none where nobody read it", () => assert.deepEqual([...keysOf(secret("own").document)], []));
  it("are those of all statements, each once", () => {
    const { document } = named(
      "own",
      "permissions",
      { Effect: "Allow", Action: "*", Resource: "*", Condition: { StringEquals: { a: "1", b: "2" } } },
      { Effect: "Deny", Action: "*", Resource: "*", Condition: { StringEquals: { b: "1", c: "2" } } },
    );
    assert.deepEqual([...keysOf(document)], ["a", "b", "c"]);
  });
});

describe("the condition keys that decide on a session", () => {
  const key = (name: string): Partial<Statement> => when({ StringEquals: { [name]: "x" } });
  const target = {
    ...role(roleArn("dev", "Target"), "*"),
    ...trusting({ Principal: { AWS: "*" }, ...key("trust") }),
  };
  const caller = identity(roleArn("prod", "Caller"), {
    policies: [allowing(key("own"))],
    boundary: allowing(key("boundary")),
  });
  const model = organization({
    accounts: [
      member(ids.dev, denying("scp", "sts:*", key("scp")), denying("rcp", "sts:*", key("rcp"))),
      member(ids.prod, denying("scp", "sts:*", key("caller-scp"))),
    ],
  });
  it("are those of the trust policy and of the guardrails of its account", () => {
    assert.deepEqual([...keysFor(model, target)].sort(), ["rcp", "scp", "trust"]);
    assert.deepEqual([...keysFor(model, target)].sort(), ["rcp", "scp", "trust"], "asked again");
  });
  it("are those of the caller's policies, boundary and guardrails as well", () => {
    const all = ["boundary", "caller-scp", "own", "rcp", "scp", "trust"];
    assert.deepEqual([...keysFor(model, target, caller)].sort(), all);
    const { boundary, ...free } = caller;
    assert.ok(boundary);
    assert.deepEqual([...keysFor(model, target, free)].sort(), all.slice(1));
  });
  it("are each there once", () => {
    const own = {
      ...caller,
      account: ids.dev,
      policies: [allowing(key("trust"))],
      boundary: allowing(key("scp")),
    };
    assert.deepEqual([...keysFor(model, target, own)].sort(), ["rcp", "scp", "trust"]);
  });
  it("are those of the trust policy where the account's place is not known, or guardrails are not enabled", () => {
    for (const levels of [unknown, [{ target: "the root" }]] as const) {
      const place = organization({ accounts: [{ id: ids.dev, isManagement: false, levels }] });
      assert.deepEqual(keysFor(place, target), ["trust"]);
    }
  });
});

describe("the names of which guardrails make exceptions", () => {
  const exempting = (operator: string, key: string, value: unknown): Partial<Statement> =>
    ({ Condition: { [operator]: { [key]: value } } }) as never;
  it("are those that conditions on principals name, each once", () => {
    const model = organization({
      accounts: [
        member(
          ids.dev,
          denying("scp", "sts:*", exempting("ArnNotLike", "aws:PrincipalArn", ["arn:a", "arn:b"])),
          denying("rcp", "sts:*", exempting("StringNotLike", "aws:PrincipalArn", ["arn:b", "arn:c"])),
        ),
        member(ids.prod, denying("scp", "sts:*", exempting("ArnLike", "AWS:principalarn", "arn:d"))),
      ],
    });
    assert.deepEqual([...namesOf(model)].sort(), ["arn:a", "arn:b", "arn:c", "arn:d"]);
  });
  it("are none of other keys, and none that are not known", () => {
    const guardrails = [
      denying("scp", "sts:*", exempting("StringNotEquals", "aws:PrincipalAccount", "arn:a")),
      denying("scp", "sts:*", exempting("ArnNotLike", "aws:PrincipalArn", unknown)),
      denying("scp", "sts:*", { Condition: unknown } as never),
      { root: [secret("scp")] },
    ];
    for (const guardrail of guardrails) {
      assert.deepEqual(namesOf(organization({ accounts: [member(ids.dev, guardrail)] })), []);
    }
  });
});
