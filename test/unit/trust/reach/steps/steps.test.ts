import assert from "node:assert/strict";

import { exactly, type Pattern } from "../../../../../trust/bound/pattern";
import type { Statement } from "../../../../../trust/documents/policy";
import { anySession, keyOf, nameOf, type Node, type Tags } from "../../../../../trust/reach/graph";
import { stepsIn } from "../../../../../trust/reach/steps/steps";
import { mostCombinations } from "../../../../../trust/reach/tags";
import { worldOf } from "../../../../../trust/reach/world";
import { identity, ids, role, roleArn, trusting, userArn } from "../../decide/model";
import { may, modelOf, type Parts } from "../model";

const target = roleArn("dev", "Target");
const far = roleArn("prod", "Far");
const progress = { isFound: () => false, isMet: () => false };

function steps(parts: Parts, targets: readonly string[] = [target]): (node: Node) => readonly string[] {
  const stepsInto = stepsIn(worldOf(modelOf(parts)), new Set(targets), progress);
  return (node) =>
    [...stepsInto(node)]
      .filter(({ from }) => !nameOf(from).includes("root user"))
      .map(({ kind, certainty, from }) => `${kind} ${certainty} ${nameOf(from)}`);
}

describe("what leads into a node", () => {
  it("is nothing for those who are at the beginning", () => {
    const into = steps({ roles: [role(target, "*")] });
    for (const node of [
      { kind: "anyone" },
      { kind: "other accounts" },
      { kind: "account", account: ids.dev },
      { kind: "service", service: "ec2.amazonaws.com" },
      { kind: "id", id: "AROAX" },
      { kind: "kubernetes", clusterArn: "*", subject: "Group:dev" },
    ] as const)
      assert.deepEqual(into(node), []);
  });

  it("is whoever makes credentials of a user", () => {
    const [ada, victim] = [userArn("dev", "ada"), userArn("dev", "victim")];
    const into = steps({ users: [identity(ada, may("iam:CreateAccessKey", victim)), identity(victim)] });
    assert.deepEqual(into(anySession(victim)), [`credentials proven ${ada}`]);
    assert.deepEqual(into(anySession(ada)), []);
  });

  it("is whoever creates what an account of the organization does not have", () => {
    const gone = roleArn("dev", "Gone");
    const maker = role(
      roleArn("dev", "Maker"),
      ids.management,
      may(["iam:CreateRole", "iam:PutRolePolicy"], gone),
    );
    const into = steps({ roles: [maker] });
    assert.deepEqual(into(anySession(gone)), [`create role proven ${maker.arn}`]);
    assert.deepEqual(into(anySession(`arn:aws:iam::888888888888:role/Gone`)), []);
    assert.deepEqual(into(anySession("urn:pulumi:gone")), []);
  });

  it("may be anybody for a role that is asked for and not known", () => {
    const gone = roleArn("dev", "app/Gone");
    const asked = steps({ roles: [role(far, ids.management, may("sts:AssumeRole"))] }, [gone]);
    const found = asked(anySession(gone));
    assert.ok(found.includes("assume role possible anyone"), found.join("\n"));
    assert.ok(found.includes(`assume role possible ${far}`));
    assert.ok(!steps({}, [target])(anySession(gone)).some((one) => one.endsWith("anyone")));
  });

  it("is told apart by no more tags of a role than are worth it", () => {
    const team = (count: number): Statement["Condition"] => ({
      StringEquals: { "aws:PrincipalTag/team": Array.from({ length: count }, (_, index) => `t${index}`) },
    });
    const two = ["a", "b"].map((goal) => ({ "aws:PrincipalTag/goal": goal }));
    const statements = two.map((goal) => {
      const { StringEquals = {} } = team(40) as { StringEquals?: Record<string, readonly string[]> };
      return { Principal: { AWS: far }, Condition: { StringEquals: { ...StringEquals, ...goal } } };
    });
    const entered = role(target, "*", trusting(...(statements as never[])));
    const who = role(far, ids.management, may(["sts:AssumeRole", "sts:TagSession"]));
    const stepsInto = stepsIn(worldOf(modelOf({ roles: [entered, who] })), new Set([target]), progress);
    const found = [...stepsInto(anySession(target))].filter(({ from }) => keyOf(from).includes(far));
    const tagged = found.filter(({ from }) => from.kind === "principal" && from.tags.size > 0);
    const others = found.filter(({ from }) => from.kind === "principal" && from.tags.size === 0);
    assert.equal(new Set(tagged.map(({ from }) => keyOf(from))).size, mostCombinations);
    assert.ok(tagged.every(({ certainty }) => certainty === "proven"));
    assert.equal(found.length, 80);
    assert.equal(others.length, 80 - mostCombinations);
    assert.ok(others.every(({ from, certainty }) => keyOf(from) === far && certainty === "possible"));
    // Those that were told apart once still are.
    const again = [...stepsInto(anySession(target))].filter(({ from }) => keyOf(from).includes(far));
    assert.deepEqual(
      again.map(({ certainty }) => certainty),
      found.map(({ certainty }) => certainty),
    );
  });

  it("keeps sessions by their name apart", () => {
    const sessions = ["me", "you"].map((name) => `arn:aws:sts::${ids.prod}:assumed-role/Far/${name}`);
    const into = steps({ roles: [role(target, sessions), role(far, ids.management, may("sts:AssumeRole"))] });
    assert.deepEqual(into(anySession(target)), [
      `assume role proven ${far} in sessions named me`,
      `assume role proven ${far} in sessions named you`,
    ]);
  });
});

describe("the key of a principal", () => {
  const at = (tags: Readonly<Record<string, Pattern>>, session?: string): string => {
    const carried: Tags = new Map(Object.entries(tags));
    return keyOf({ ...anySession(far), tags: carried, ...(session !== undefined && { session }) });
  };
  it("is its ARN for any session, and another one for each tag, value, kind of value and name", () => {
    assert.equal(at({}), far);
    const shop = exactly("shop");
    const keys = [
      at({}),
      at({}, "me"),
      at({}, "you"),
      at({ a: shop }),
      at({ b: shop }),
      at({ a: exactly("ops") }),
      at({ a: { ...shop, as: "caseless" } }),
      at({ a: shop }, "me"),
      at({ a: shop, b: shop }),
    ];
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(at({ a: shop, b: exactly("x") }), at({ b: exactly("x"), a: shop }));
    assert.equal(at({ c: shop, a: shop, b: shop }), at({ b: shop, c: shop, a: shop }));
  });
  it("has the kind of node in it", () => {
    const keys = [
      { kind: "account", account: "1" },
      { kind: "service", service: "1" },
      { kind: "id", id: "1" },
      { kind: "other accounts" },
      { kind: "anyone" },
      { kind: "federated", provider: "1", subject: "2" },
      { kind: "kubernetes", clusterArn: "1", subject: "2" },
      { kind: "pod", clusterArn: "1", namespace: "2", serviceAccount: "3" },
    ] as const;
    assert.deepEqual(keys.map(keyOf), [
      "account 1",
      "service 1",
      "id 1",
      "other accounts",
      "anyone",
      "federated 1 2",
      "kubernetes 1 2",
      "pod 1 2/3",
    ]);
  });
});
