import assert from "node:assert/strict";

import fc from "fast-check";

import { upperBound } from "../../../../trust/bound/bound";
import { anything, includes, mayBe } from "../../../../trust/bound/pattern";
import { decide } from "../../../../trust/decide/decide";
import type { AssumeRequest, Caller } from "../../../../trust/decide/request";
import type { Organization } from "../../../../trust/organization";
import type { Actor } from "../../../../trust/reach/actors";
import type { Certainty, Node } from "../../../../trust/reach/graph";
import { anySession, keyOf } from "../../../../trust/reach/graph";
import type { Grants } from "../../../../trust/reach/grants";
import { whoReaches } from "../../../../trust/reach/reach";
import { stepsIn } from "../../../../trust/reach/steps/steps";
import { worldOf, type World } from "../../../../trust/reach/world";
import { anyOrganization, roleArns, userArns } from "./arbitrary";

type Answer = Readonly<Record<string, Certainty>>;

function answerOf(organization: Organization, target: string): Answer {
  return essence(
    whoReaches(worldOf(organization), [target]).map(({ from, certainty }) => [from, certainty] as const),
    target,
  );
}

/** Some sessions of a role go without saying where more of its sessions get as far. */
function essence(found: readonly (readonly [Node, Certainty])[], target: string): Answer {
  const all = [...found, [anySession(target), "proven"] as const];
  const said = found.filter(
    ([node, certainty]) =>
      !all.some(
        ([other, another]) =>
          keyOf(other) !== keyOf(node) &&
          (another === "proven" || another === certainty) &&
          isPartOf(node, other),
      ),
  );
  return Object.fromEntries(said.map(([node, certainty]) => [keyOf(node), certainty]));
}

function isPartOf(node: Node, whole: Node): boolean {
  if (node.kind !== "principal" || whole.kind !== "principal" || node.arn !== whole.arn) return false;
  if (whole.session !== undefined && whole.session !== node.session) return false;
  return [...whole.tags].every(([key, pattern]) => {
    const own = node.tags.get(key);
    return own !== undefined && (pattern === anything || includes(pattern, own));
  });
}

/** Without any index: everybody of an account may be allowed everything. */
function plain(world: World): World {
  const everybody = [...world.actors.values()];
  const all = {
    *on(_resource: string, account: string | undefined): Iterable<Actor> {
      yield* everybody.filter((actor) => account === undefined || actor.account === account);
    },
  } as unknown as Grants;
  return {
    ...world,
    mayAssume: all,
    mayPass: all,
    mayEdit: all,
    mayTakeOver: all,
    mayMint: all,
    waysInto: (trust) => upperBound(trust).ways,
  };
}

/** The same answer by asking for everything again and again, until nothing changes. */
function closureOf(organization: Organization, target: string): Answer {
  const world = plain(worldOf(organization));
  const start = anySession(target);
  const best = new Map<string, readonly [Node, Certainty]>([[keyOf(start), [start, "proven"]]]);
  for (let changes = true; changes;) {
    changes = false;
    const never = { isFound: () => false, isMet: () => false };
    const stepsInto = stepsIn(world, new Set([target]), never);
    for (const [node, certainty] of [...best.values()]) {
      for (const { from, certainty: step } of stepsInto(node)) {
        const both = certainty === "proven" ? step : certainty;
        const known = best.get(keyOf(from))?.[1];
        if (known === "proven" || known === both) continue;
        best.set(keyOf(from), [from, both]);
        changes = true;
      }
    }
  }
  best.delete(keyOf(start));
  return essence([...best.values()], target);
}

const target = fc.constantFrom(...roleArns);

describe("who reaches a role", function () {
  // Machines are shared, and this takes seconds on one that is not.
  this.timeout(300_000);

  it("is the same with and without indices, and without what a search leaves out", () => {
    fc.assert(
      fc.property(anyOrganization, target, (organization, role) => {
        assert.deepEqual(answerOf(organization, role), closureOf(organization, role));
      }),
      { numRuns: 80 },
    );
  });

  it("does not depend on the order of accounts, roles, users and policies", () => {
    fc.assert(
      fc.property(anyOrganization, target, (organization, role) => {
        const { accounts, roles, users } = organization;
        const turned = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
          new Map([...map].reverse());
        const other = {
          ...organization,
          accounts: turned(accounts),
          users: turned(users),
          roles: new Map(
            [...turned(roles)].map(([arn, one]) => [arn, { ...one, policies: [...one.policies].reverse() }]),
          ),
        };
        assert.deepEqual(answerOf(organization, role), answerOf(other, role));
      }),
      { numRuns: 100 },
    );
  });

  const tags = fc.constantFrom<Readonly<Record<string, string>>>(
    {},
    {},
    { team: "shop" },
    { Team: "Web" },
    { other: "x" },
  );
  const caller: fc.Arbitrary<Caller> = fc.oneof(
    fc.constantFrom(...userArns).map((arn) => ({ kind: "user" as const, arn })),
    fc
      .record({
        role: fc.constantFrom(...roleArns),
        name: fc.constantFrom("deploy", "other", "me"),
        tags,
        isHandedOn: fc.boolean(),
        sourceIdentity: fc.constantFrom(undefined, undefined, "ada"),
      })
      .map(({ isHandedOn, sourceIdentity, ...one }) => ({
        kind: "session" as const,
        ...one,
        transitive: isHandedOn ? Object.keys(one.tags) : [],
        ...(sourceIdentity && { sourceIdentity }),
      })),
  );
  const request: fc.Arbitrary<AssumeRequest> = fc
    .record({
      caller,
      role: target,
      sessionName: fc.constantFrom("deploy", "other"),
      externalId: fc.constantFrom(undefined, "42", "43"),
      sourceIdentity: fc.constantFrom(undefined, undefined, "ada"),
      tags,
      context: fc.constant({ "aws:viaawsservice": ["false"], "aws:sourceip": ["10.0.0.1"] }),
    })
    .map(({ externalId, sourceIdentity, ...one }) => ({
      ...one,
      ...(externalId && { externalId }),
      ...(sourceIdentity && { sourceIdentity }),
    }));

  function isFound(organization: Organization, { caller, role }: AssumeRequest): boolean {
    return whoReaches(worldOf(organization), [role]).some(({ from }) => {
      if (from.kind !== "principal") return false;
      if (caller.kind !== "session") return caller.kind === "user" && from.arn === caller.arn;
      const carried = Object.fromEntries(
        Object.entries(caller.tags ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
      );
      return (
        from.arn === caller.role &&
        (from.session === undefined || from.session === caller.name) &&
        [...from.tags].every(([key, pattern]) => {
          const value = carried[key];
          return value !== undefined && mayBe(pattern, value);
        })
      );
    });
  }

  it("holds everybody whose request is allowed", () => {
    let allowed = 0;
    fc.assert(
      fc.property(
        anyOrganization,
        fc.array(request, { minLength: 20, maxLength: 40 }),
        (organization, requests) => {
          for (const one of requests) {
            if (decide(one, organization).outcome !== "allowed") continue;
            if (one.caller.kind === "session" && one.caller.role === one.role) continue;
            allowed++;
            assert.ok(isFound(organization, one), JSON.stringify(one));
          }
        },
      ),
      { numRuns: 150 },
    );
    assert.ok(allowed > 50, `only ${allowed} requests were allowed`);
  });
});
