import assert from "node:assert/strict";

import { takeovers } from "../../../../trust/reach/catalogue/compute";
import { allEdits } from "../../../../trust/reach/catalogue/edits";
import { passRole, passRoleTo } from "../../../../trust/reach/catalogue/pass-role";
import { allowing, ids, role, roleArn, trusting } from "../decide/model";
import { how, type Parts } from "./model";

const target = roleArn("dev", "Target");
const actor = roleArn("dev", "Actor");
const thing = `arn:aws:some:us-east-1:${ids.dev}:thing`;
const wellFormed = /^[a-z0-9-]+:[a-z0-9]+$/;

describe("the catalogue of actions", () => {
  const rows = [...passRole, ...takeovers].map(({ actions, source }) => ({ actions, source }));

  it("has well-formed actions in lower case, and a source for each row", () => {
    for (const { actions, source } of rows) {
      assert.ok(actions.length > 0 && actions.every((list) => list.length > 0));
      for (const action of actions.flat()) assert.match(action, wellFormed);
      assert.equal(new URL(source).protocol, "https:");
    }
    for (const action of allEdits) assert.match(action, wellFormed);
  });

  it("has nothing twice", () => {
    for (const { actions } of rows) {
      const written = actions.map((list) => [...list].sort().join(" + "));
      assert.equal(new Set(written).size, written.length, written.join(", "));
      for (const list of actions) assert.equal(new Set(list).size, list.length);
    }
    assert.equal(passRoleTo.size, passRole.length);
    assert.equal(new Set(takeovers.map(({ type }) => type)).size, takeovers.length);
    assert.equal(new Set(allEdits).size, allEdits.length);
  });

  it("has no list of actions of which another one of the row is a part", () => {
    for (const { actions } of rows) {
      for (const list of actions)
        assert.ok(!actions.some((other) => other !== list && other.every((action) => list.includes(action))));
    }
  });
});

/** A role that a service may assume, and somebody who may do some actions. */
function parts(service: string, actions: readonly string[], more: Partial<Parts> = {}): Parts {
  return {
    roles: [
      {
        ...role(target, ids.dev),
        ...trusting({ Principal: { Service: service }, Action: "sts:AssumeRole" }),
      },
      role(actor, ids.management, { policies: actions.map((Action) => allowing({ Action }, Action)) }),
    ],
    ...more,
  };
}

describe("passing a role to a service", () => {
  for (const { service, actions, besides } of passRole) {
    it(`gets the role through ${service} with all of the actions, and not with one less`, () => {
      const step = besides === undefined ? "proven: pass role" : "possible: pass role";
      for (const list of actions) {
        assert.equal(how(parts(service, ["iam:passrole", ...list]), actor, target), step, list.join(" + "));
        assert.equal(how(parts(service, list), actor, target), "not");
        for (const missing of list) {
          const others = list.filter((action) => action !== missing);
          assert.equal(
            how(parts(service, ["iam:passrole", ...others]), actor, target),
            "not",
            `without ${missing}`,
          );
        }
      }
    });
  }

  it("possibly gets the role through a service that is not in the catalogue", () => {
    for (const service of [
      "account-access.amazonaws.com",
      "new.us-east-1.amazonaws.com",
      "new.amazonaws.com",
    ]) {
      assert.equal(how(parts(service, ["iam:passrole"]), actor, target), "possible: pass role");
      assert.equal(how(parts(service, []), actor, target), "not");
    }
  });
});

describe("control over what runs as a role", () => {
  for (const { type, actions, elsewhere } of takeovers) {
    it(`gets the role of ${type} with all of the actions, and not with one less`, () => {
      const step = elsewhere === undefined ? "proven: existing compute" : "possible: existing compute";
      const compute = [{ type, arn: thing, account: ids.dev, role: target }];
      for (const list of actions) {
        assert.equal(
          how(parts("some.amazonaws.com", list, { compute }), actor, target),
          step,
          list.join(" + "),
        );
        for (const missing of list) {
          const others = list.filter((action) => action !== missing);
          assert.equal(how(parts("some.amazonaws.com", others, { compute }), actor, target), "not");
        }
      }
      assert.equal(how(parts("some.amazonaws.com", actions.flat()), actor, target), "not");
    });
  }
});
