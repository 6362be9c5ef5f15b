import assert from "node:assert/strict";

import { vagueAccount, vagueDocument } from "../../../../trust/reach/vague";
import { unknown } from "../../../../trust/truth";
import { allowing, ids, member, named, secret } from "../decide/model";
import { denying } from "./model";

describe("a policy as it speaks of a resource of which nothing is known", () => {
  const resourcesOf = (Resource: unknown): unknown => {
    const { statements } = vagueDocument(allowing({ Resource } as never)).document;
    return statements === unknown ? unknown : statements[0]?.resources;
  };
  it("says what it says of everything", () => {
    assert.deepEqual(resourcesOf("*"), { negated: false, names: ["*"] });
    assert.deepEqual(resourcesOf(["arn:aws:s3:::a", "*"]), {
      negated: false,
      names: ["arn:aws:s3:::a", "*"],
    });
  });
  it("may or may not be about it where it names some", () => {
    assert.equal(resourcesOf("arn:aws:s3:::a"), unknown);
    assert.equal(resourcesOf("arn:*"), unknown);
    assert.equal(resourcesOf(unknown), unknown);
  });
  it("keeps all else, and the policy itself as it is", () => {
    const policy = { ...allowing({ Resource: "arn:aws:s3:::a" }), arn: "arn" };
    const { document, ...rest } = vagueDocument(policy);
    assert.deepEqual(rest, { name: "own", arn: "arn" });
    assert.ok(Array.isArray(policy.document.statements) && Array.isArray(document.statements));
    assert.deepEqual(document.statements, [{ ...policy.document.statements[0], resources: unknown }]);
    assert.equal(vagueDocument(policy).document, document, "made once");
    assert.deepEqual({ ...document, statements: [] }, { ...policy.document, statements: [] });
  });
  it("says no more than nothing where nobody read it", () => {
    const policy = secret("own");
    assert.equal(vagueDocument(policy).document, policy.document);
  });
});

describe("an account with guardrails as they speak of such a resource", () => {
  it("has those of services control policies, and all else as it is", () => {
    const some = { Resource: "arn:aws:s3:::a" };
    const account = member(ids.dev, denying("scp", "*", some), denying("rcp", "*", some));
    const vague = vagueAccount(account);
    assert.equal(vagueAccount(account), vague, "made once");
    assert.ok(vague.levels !== unknown && account.levels !== unknown);
    const [root, ...others] = vague.levels;
    const [before, ...rest] = account.levels;
    assert.deepEqual(others, rest);
    assert.deepEqual(root?.rcps, before?.rcps);
    assert.deepEqual(root?.scps, before?.scps?.map(vagueDocument));
    assert.notDeepEqual(root?.scps, before?.scps);
    assert.deepEqual({ ...vague, levels: [] }, { ...account, levels: [] });
  });
  it("has none where none are enabled, or where its place is not known", () => {
    const level = { target: "the root", rcps: [named("r", "rcp")] };
    const account = { id: ids.dev, isManagement: false, levels: [level] };
    assert.deepEqual(vagueAccount(account).levels, [level]);
    const lost = { ...account, levels: unknown } as const;
    assert.equal(vagueAccount(lost), lost);
  });
});
