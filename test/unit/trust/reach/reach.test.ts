import assert from "node:assert/strict";

import type { Role } from "../../../../trust/organization";
import { nameOf } from "../../../../trust/reach/graph";
import { explainPath, whatBreaks, whoReaches } from "../../../../trust/reach/reach";
import { worldOf } from "../../../../trust/reach/world";
import { allowing, ids, role, roleArn, trusting } from "../decide/model";
import { may, modelOf } from "./model";

const [target, middle, far] = [roleArn("dev", "Target"), roleArn("dev", "Middle"), roleArn("prod", "Far")];
const assumes = may("sts:AssumeRole");

function found(from: string, ...roles: readonly Role[]) {
  const world = worldOf(modelOf({ roles }));
  const all = whoReaches(world, [target]);
  const one = all.find((reach) => nameOf(reach.from) === from);
  assert.ok(one);
  return { all, one, breaks: whatBreaks(world, one, target).map(({ remedy }) => remedy) };
}

describe("whoever reaches a role", () => {
  const chain = [role(target, middle), role(middle, far), role(far, ids.management, assumes)];

  it("is listed with those first who do so for certain", () => {
    const { all } = found(
      far,
      role(target, [middle, roleArn("prod", "Gone")]),
      role(middle, far, may("iam:*")),
      role(far, ids.management, assumes),
    );
    const order = all.map(({ certainty }) => certainty);
    assert.deepEqual(order, [...order].sort().reverse());
    assert.ok(order.includes("proven") && order.includes("possible"));
    assert.ok(!all.some(({ from }) => nameOf(from) === target));
    assert.equal(new Set(all.map(({ from }) => nameOf(from))).size, all.length);
  });

  it("is told with each step of the way", () => {
    const { one } = found(far, ...chain);
    assert.equal(
      explainPath(one),
      [
        far,
        `  gets ${middle}`,
        `    by sts:AssumeRole: the trust policy lets in ${far}, through sts:AssumeRole (Statement[0])`,
        `  gets ${target}`,
        `    by sts:AssumeRole: the trust policy lets in ${middle}, through sts:AssumeRole (Statement[0])`,
      ].join("\n"),
    );
  });

  it("is told with what is possible only", () => {
    const { one } = found(
      middle,
      role(target, ids.management),
      role(middle, far, may("iam:PutRolePolicy", target)),
    );
    assert.equal(
      explainPath(one),
      `${middle} possibly\n  gets ${target}\n    by an edit of what the role may do (possible)`,
    );
  });

  it("is kept out by any step of the only way", () => {
    assert.deepEqual(found(far, ...chain).breaks, [
      `let that in no more by Statement[0] of ${middle}`,
      `let that in no more by Statement[0] of ${target}`,
    ]);
  });

  it("is kept out by the step that all ways have", () => {
    const other = roleArn("dev", "Other");
    const [last] = [role(target, [middle, other])];
    const { breaks } = found(
      far,
      { ...last, ...trusting({ Principal: { AWS: ids.dev } }) },
      role(middle, far, assumes),
      role(other, far, assumes),
      role(far, ids.management, assumes),
    );
    assert.deepEqual(breaks, [`let that in no more by Statement[0] of ${target}`]);
  });

  it("is kept out by no one step where another one of the same statement's kind is left", () => {
    const twice = trusting({ Principal: { AWS: far } }, { Principal: { AWS: ids.prod } });
    assert.deepEqual(found(far, role(target, "*", twice), role(far, ids.management, assumes)).breaks, []);
    const passes = { policies: [allowing({ Action: "iam:*", Resource: target })] };
    assert.deepEqual(found(middle, role(target, middle), role(middle, ids.management, passes)).breaks, []);
  });

  it("is kept out in sessions with whatever tags by the statement that lets them in", () => {
    const tagged = trusting({
      Principal: { AWS: far },
      Condition: { StringEquals: { "aws:PrincipalTag/team": ["a", "b"] } },
    });
    const who = role(far, middle, may(["sts:AssumeRole", "sts:TagSession"]));
    const { breaks } = found(
      middle,
      role(target, "*", tagged),
      who,
      role(middle, ids.management, may("sts:*")),
    );
    assert.deepEqual(breaks, [
      `let that in no more by Statement[0] of ${far}`,
      `let that in no more by Statement[0] of ${target}`,
    ]);
  });
});
