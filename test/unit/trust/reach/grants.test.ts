import assert from "node:assert/strict";

import { policy, type Statement } from "../../../../trust/documents/policy";
import { readDocument } from "../../../../trust/documents/read";
import { almighty, type Actor } from "../../../../trust/reach/actors";
import { Grants } from "../../../../trust/reach/grants";
import { Group, Remaining } from "../../../../trust/reach/remaining";
import { unknown, type Truth } from "../../../../trust/truth";
import { allowing, identity, ids, roleArn, secret } from "../decide/model";

const target = roleArn("dev", "app/Target");
const near = roleArn("dev", "Near");
const far = roleArn("prod", "Far");
const actions = ["iam:passrole", "iam:putrolepolicy"];

function actor(arn: string, ...statements: Partial<Statement>[]): Actor {
  const policies = statements.map((one, index) => allowing({ Action: "iam:*", ...one }, `policy ${index}`));
  return { ...identity(arn, { policies }), powers: [] };
}

/** A search that has found some, and knows others to get to a target possibly. */
function remaining(found: Iterable<string> = [], met: Iterable<string> = []): Remaining {
  const [isFound, isMet] = [new Set(found), new Set(met)];
  return new Remaining({
    isFound: (key) => isFound.has(key),
    isMet: (key) => isFound.has(key) || isMet.has(key),
  });
}

const names = (actors: Iterable<Actor>): readonly string[] => [...actors].map(({ arn }) => arn);

describe("who is worth a closer look", () => {
  const cases: readonly (readonly [string, Partial<Statement>, boolean])[] = [
    ["is who may do one of the actions to everything", { Resource: "*" }, true],
    ["is who may do it to the resource", { Resource: target }, true],
    ["is not who may do it to another one", { Resource: `${target}2` }, false],
    ["is who may do it by a pattern", { Resource: roleArn("dev", "app/*") }, true],
    ["is not who may do it by another pattern", { Resource: roleArn("dev", "ops/*") }, false],
    ["is who may do it by a short pattern", { Resource: "arn:aws:iam::*" }, true],
    ["is who may do it by a pattern of any account", { Resource: "arn:aws:iam::*:role/app/*" }, true],
    ["is who may do it by a pattern over accounts", { Resource: "arn:aws:iam::1*:role/app/*" }, true],
    ["is who may do it by a pattern over colons", { Resource: "*:role/app/Target" }, true],
    ["is who may do it by single characters", { Resource: roleArn("dev", "app/T?rget") }, true],
    ["is not who may do it by a pattern of another account", { Resource: roleArn("prod", "app/*") }, false],
    ["is who may do it by a variable", { Resource: roleArn("dev", "${aws:username}") }, true],
    [
      "is who may do it to all but another one",
      { Resource: undefined, NotResource: `${target}2` } as never,
      true,
    ],
    ["is who may do another one of the actions", { Action: "iam:PutRolePolicy" }, true],
    ["is not who may do something else", { Action: "iam:CreateRole" }, false],
    [
      "is who may do all but something else",
      { Action: undefined, NotAction: "iam:CreateRole" } as never,
      true,
    ],
    ["is not who may do neither of them", { Action: undefined, NotAction: "iam:P*" } as never, false],
    ["is not who is denied it", { Effect: "Deny" }, false],
    ["is who may do what is not known", { Action: unknown } as never, true],
    ["is who may do it to what is not known", { Resource: unknown } as never, true],
    ["is who may be allowed it", { Effect: unknown } as never, true],
    ["is not who may be allowed something else", { Effect: unknown, Action: "s3:*" } as never, false],
    ["is not who is denied what is not known", { Effect: "Deny", Resource: unknown } as never, false],
  ];
  for (const [title, statement, is] of cases) {
    it(title, () => {
      const grants = new Grants([actor(near, statement)], actions);
      assert.deepEqual(names(grants.on(target, undefined, remaining())), is ? [near] : []);
      // Whoever is sure not to be worth a look at one resource may be so at another one.
      const isSomewhere = is || (statement.Resource !== undefined && typeof statement.Resource === "string");
      assert.equal(names(grants.anywhere(undefined, remaining())).length > 0, isSomewhere);
    });
  }

  it("is whoever has a policy that nobody read", () => {
    const grants = new Grants([{ ...identity(near, { policies: [secret("own")] }), powers: [] }], actions);
    assert.deepEqual(names(grants.on(target, undefined, remaining())), [near]);
    assert.deepEqual(names(grants.anywhere(undefined, remaining())), [near]);
  });

  it("is nobody twice who is allowed something unclear, and is known to get there possibly", () => {
    const unclear = [{ Effect: unknown }, { Action: unknown }, { Resource: unknown }] as never[];
    for (const statement of unclear) {
      const grants = new Grants([actor(near, statement)], actions);
      assert.deepEqual(names(grants.on(target, undefined, remaining([], [near]))), []);
      const both = policy(
        { Effect: "Allow", Action: "s3:*", Resource: "*" },
        { Effect: "Allow", Action: "iam:*", Resource: "*", ...(statement as object) },
      );
      const policies = [{ name: "both", document: readDocument(both, "permissions") }];
      const beside = new Grants([{ ...identity(near, { policies }), powers: [] }], actions);
      assert.deepEqual(names(beside.on(target, undefined, remaining())), [near]);
    }
    const clear = new Grants([actor(near, {})], actions);
    assert.deepEqual(names(clear.on(target, undefined, remaining([], [near]))), [near]);
  });

  it("is nobody without a policy", () => {
    const grants = new Grants([actor(near)], actions);
    assert.deepEqual(names(grants.on(target, undefined, remaining())), []);
    assert.deepEqual(names(grants.anywhere(undefined, remaining())), []);
  });

  it("is whoever has a policy of several that is about it", () => {
    const grants = new Grants([actor(near, { Action: "s3:*" }, { Resource: target })], actions);
    assert.deepEqual(names(grants.on(target, undefined, remaining())), [near]);
  });

  it("is who may act as somebody else who is, for certain or possibly", () => {
    const as = (certainty: Truth): Actor => ({
      ...actor(near),
      powers: [{ identity: almighty(far, ids.prod), certainty, words: "" }],
    });
    for (const certainty of ["yes", "unknown"] as const) {
      const grants = new Grants([as(certainty)], actions);
      assert.deepEqual(names(grants.on(target, undefined, remaining())), [near], certainty);
    }
    // Somebody who gets there for certain by everything is done with as soon as he is found to get there possibly.
    assert.deepEqual(names(new Grants([as("yes")], actions).on(target, undefined, remaining([], [near]))), [
      near,
    ]);
    assert.deepEqual(
      names(new Grants([as("unknown")], actions).on(target, undefined, remaining([], [near]))),
      [],
    );
  });

  it("is of the account that is asked for, or of one that is not known", () => {
    const nowhere = { ...actor("urn:pulumi:role", {}), account: "account of shop" };
    const grants = new Grants([actor(near, {}), actor(far, {}), nowhere], actions);
    assert.deepEqual(names(grants.on(target, ids.dev, remaining())), [near, nowhere.arn]);
    assert.deepEqual(names(grants.on(target, undefined, remaining())), [near, far, nowhere.arn]);
    assert.deepEqual(names(grants.anywhere(ids.prod, remaining())), [far, nowhere.arn]);
    assert.deepEqual(names(grants.on(target, "account of shop", remaining())), [near, far, nowhere.arn]);
  });

  it("is anybody where the resource is not known", () => {
    const grants = new Grants(
      [actor(near, { Resource: `${target}2` }), actor(far, { Action: "s3:*" })],
      actions,
    );
    assert.deepEqual(names(grants.on("urn:pulumi:role", undefined, remaining())), [near]);
  });

  it("is not who has been found", () => {
    const grants = new Grants([actor(near, {}), actor(far, { Resource: target })], actions);
    assert.deepEqual(names(grants.on(target, undefined, remaining([near]))), [far]);
    assert.deepEqual(names(grants.on(target, undefined, remaining([far]))), [near]);
    assert.deepEqual(names(grants.on(target, undefined, remaining([near, far]))), []);
    assert.deepEqual(names(grants.on(target, undefined, remaining([], [near]))).length, 2);
  });

  it("is looked at again by a second resource, and no more once it is found", () => {
    const found = new Set<string>();
    const isFound = (key: string): boolean => found.has(key);
    const search = new Remaining({ isFound, isMet: isFound });
    const grants = new Grants([actor(near, { Resource: roleArn("dev", "app/*") })], actions);
    assert.deepEqual(names(grants.on(target, undefined, search)), [near]);
    assert.deepEqual(names(grants.on(`${target}2`, undefined, search)), [near]);
    found.add(near);
    assert.deepEqual(names(grants.on(target, undefined, search)), []);
    assert.deepEqual(names(grants.on(`${target}2`, undefined, search)), []);
  });
});

describe("what a search has still to look at", () => {
  const [one, two, three] = [actor(near), actor(roleArn("dev", "Two")), actor(far)];
  const nowhere = { ...actor("urn:pulumi:role"), account: "account of shop" };

  it("is a group, by account, without those who were found", () => {
    const group = new Group([one, three, nowhere]);
    group.add(two);
    assert.deepEqual(group.actors, [one, three, nowhere, two]);
    assert.deepEqual(names(remaining().of(group, ids.dev)), [one.arn, two.arn, nowhere.arn]);
    assert.deepEqual(names(remaining([one.arn]).of(group, ids.dev)), [two.arn, nowhere.arn]);
    assert.deepEqual(names(remaining().of(group, ids.management)), [nowhere.arn]);
    assert.deepEqual(names(remaining().of(group, undefined)).length, 4);
    assert.deepEqual(names(remaining([], [one.arn]).of(group, ids.dev)).length, 3);
  });

  it("leaves a group as it is for the next search", () => {
    const group = new Group([one, two]);
    assert.deepEqual(names(remaining([one.arn, two.arn]).of(group, ids.dev)), []);
    assert.deepEqual(names(remaining().of(group, ids.dev)), [one.arn, two.arn]);
  });

  it("is nobody of a doubtful group who is known to get there possibly", () => {
    const group = new Group([one, two], true);
    assert.deepEqual(names(remaining([], [one.arn]).of(group, undefined)), [two.arn]);
    assert.deepEqual(names(remaining([one.arn]).of(group, undefined)), [two.arn]);
  });

  it("knows who was met", () => {
    const search = remaining([one.arn], [two.arn]);
    assert.deepEqual(
      [one, two, three].map((who) => search.isMet(who)),
      [true, true, false],
    );
  });

  it("is groups of which somebody is left, who need not be the first", () => {
    const groups = new Map([
      ["both", new Group([one, two])],
      ["first", new Group([one])],
      ["second", new Group([two])],
      ["none", new Group()],
      ["doubtful", new Group([three], true)],
    ]);
    const open = (search: Remaining): readonly string[] => [...search.openOf(groups)].map(([key]) => key);
    assert.deepEqual(open(remaining()), ["both", "first", "second", "doubtful"]);
    assert.deepEqual(open(remaining([one.arn])), ["both", "second", "doubtful"]);
    assert.deepEqual(open(remaining([], [one.arn, three.arn])), ["both", "first", "second"]);
    assert.deepEqual([...remaining().openOf(undefined)], []);
  });

  it("is fewer groups as the search goes on, and all of them for the next one", () => {
    const found = new Set<string>();
    const isFound = (key: string): boolean => found.has(key);
    const search = new Remaining({ isFound, isMet: isFound });
    const groups = new Map([["both", new Group([one, two])]]);
    const isOpen = (which: Remaining): boolean => [...which.openOf(groups)].length > 0;
    assert.ok(isOpen(search));
    found.add(one.arn);
    assert.ok(isOpen(search));
    found.add(two.arn);
    assert.ok(!isOpen(search) && !isOpen(search));
    assert.ok(isOpen(remaining()));
    assert.equal(groups.size, 1);
  });
});
