import assert from "node:assert/strict";

import { TestOctopus, type Page } from "./octopus";

const environments = "/api/Spaces-1/environments";

describe("Faults of the Octopus Server", () => {
  let octopus: TestOctopus;
  const faults = (list: object[]): Promise<unknown> => octopus.done("POST", "/_octolaunch/faults", list);
  const create = async (Name: string): Promise<number> =>
    (await octopus.ask("POST", environments, { Name })).status;

  beforeEach(async () => (octopus = await TestOctopus.start()));
  afterEach(() => octopus.stop());

  it("meet the request they are for, and nothing of it is done", async () => {
    await faults([{ match: { method: "POST" }, after: 2, kind: "error", status: 503, message: "later" }]);
    const { Items } = await octopus.get<Page>(environments);
    assert.deepEqual([Items.length, await create("a"), await create("b")], [0, 201, 201]);
    assert.deepEqual(await octopus.refusal("POST", environments, { Name: "c" }), ["503", "later"]);
    assert.equal(await create("c"), 201);
  });

  it("meet a collection of a space", async () => {
    await octopus.create("/api/spaces", { Name: "AWS", SpaceManagersTeams: ["teams-everyone"] });
    await faults([{ match: { collection: "environments", space: "Spaces-2" }, times: 2, kind: "error" }]);
    assert.equal((await octopus.ask("GET", "/api/Spaces-2/lifecycles")).status, 200);
    assert.equal(await create("a"), 201);
    for (const status of [500, 500, 200]) {
      assert.equal((await octopus.ask("GET", "/api/Spaces-2/environments")).status, status);
    }
  });

  it("cut a connection before or after the deed", async () => {
    const match = { method: "POST" };
    await faults([
      { match, kind: "drop" },
      { match, kind: "drop", executed: true },
    ]);
    await assert.rejects(create("undone"));
    await assert.rejects(create("done"));
    const { Items } = await octopus.get<Page>(environments);
    assert.deepEqual(
      Items.map(({ Name }) => Name),
      ["done"],
    );
  });

  it("cut a connection whatever the server would have answered", async () => {
    await faults([{ match: { method: "POST" }, kind: "drop", executed: true }]);
    await assert.rejects(create(""));
    assert.equal(await create(""), 400);
  });

  it("delay", async () => {
    await faults([{ match: {}, kind: "delay", ms: 100 }]);
    const started = Date.now();
    assert.equal(await create("slow"), 201);
    assert.ok(Date.now() - started >= 95);
  });

  it("can be taken back, and are refused when malformed", async () => {
    await faults([{ match: {}, kind: "error" }]);
    assert.equal((await octopus.get<unknown[]>("/_octolaunch/faults")).length, 1);
    await octopus.done("DELETE", "/_octolaunch/faults");
    assert.equal(await create("a"), 201);
    for (const malformed of [
      [{ match: { service: "iam" }, kind: "error" }],
      [{ match: {}, kind: "explode" }],
      "{",
    ]) {
      assert.equal((await octopus.ask("POST", "/_octolaunch/faults", malformed)).status, 400);
    }
    assert.equal((await octopus.ask("GET", "/_octolaunch/moon")).status, 404);
  });
});
