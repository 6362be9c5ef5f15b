import assert from "node:assert/strict";

import { problem, TestOctopus, type Page } from "./octopus";

const environments = "/api/Spaces-1/environments";
const absent =
  "Resource is not found or it doesn't exist in the current space context. " +
  "Please contact your administrator for more information.";

describe("Documents of the Octopus Server", () => {
  let octopus: TestOctopus;

  beforeEach(async () => (octopus = await TestOctopus.start()));
  afterEach(() => octopus.stop());

  it("get an id and a slug, and come back as they were asked for", async () => {
    const asked = {
      Name: "AWS Dev!",
      Slug: "",
      Description: "for trying",
      SortOrder: 3,
      UseGuidedFailure: true,
    };
    const created = await octopus.ask("POST", environments, asked);
    assert.equal(created.status, 201);
    const expected = {
      ...asked,
      Id: "Environments-1",
      SpaceId: "Spaces-1",
      Slug: "aws-dev",
      AllowDynamicInfrastructure: false,
      EnvironmentTags: [],
      ExtensionSettings: [],
      Links: { Self: `${environments}/Environments-1` },
    };
    assert.deepEqual(created.body, expected);
    assert.deepEqual(await octopus.get(`${environments}/Environments-1`), expected);
    assert.deepEqual(await octopus.get("/api/environments/Environments-1"), expected);
  });

  it("become what an update says, and keep id and slug", async () => {
    await octopus.create("environments", { Name: "Dev", Description: "old", SortOrder: 1 });
    const updated = await octopus.done("PUT", `${environments}/Environments-1`, { Name: "Development" });
    assert.deepEqual(
      [updated.Id, updated.Slug, updated.Name, updated.Description, updated.SortOrder],
      ["Environments-1", "dev", "Development", "", 0],
    );
    assert.deepEqual(await octopus.get(`${environments}/Environments-1`), updated);
  });

  it("are gone when deleted, and their ids are not used again", async () => {
    await octopus.create("environments", { Name: "Dev" });
    const deleted = await octopus.ask("DELETE", `${environments}/Environments-1`);
    assert.deepEqual(deleted, { status: 200, body: {} });
    for (const method of ["GET", "PUT", "DELETE"]) {
      const body = method === "PUT" ? { Name: "Dev" } : undefined;
      assert.deepEqual(await octopus.refusal(method, `${environments}/Environments-1`, body), [
        "404",
        absent,
      ]);
    }
    assert.equal((await octopus.create("environments", { Name: "Dev" })).Id, "Environments-2");
  });

  it("have names of their own, in any case of letters, and slugs of their own", async () => {
    await octopus.create("environments", { Name: "Dev" });
    const taken = "An environment with this name already exists. Please choose a different name.";
    assert.deepEqual(await octopus.refusal("POST", environments, { Name: "dEV" }), [...problem, taken]);
    const { Id, Slug } = await octopus.create("environments", { Name: "Dev?" });
    assert.equal(Slug, "dev-1");
    const twice = { Name: "Other", Slug: "dev" };
    assert.match(
      (await octopus.refusal("POST", environments, twice)).join(),
      /with this slug already exists/,
    );
    await octopus.done("PUT", `${environments}/Environments-1`, { Name: "DEV" });
    assert.match((await octopus.refusal("PUT", `${environments}/${Id}`, { Name: "dev" })).join(), /name/);
  });

  it("are refused without what they need, with what the sandbox does not know, and in the wrong space", async () => {
    const refusals: [object, RegExp][] = [
      [{}, /Please provide a value for Name\./],
      [{ Name: " " }, /Please provide a value for Name\./],
      [{ Name: "Dev", Colour: "red" }, /the property Colour of an environment/],
      [{ Name: "Dev", SpaceId: "Spaces-7" }, /is to be in Spaces-7, but was sent to Spaces-1/],
    ];
    for (const [document, words] of refusals) {
      assert.match((await octopus.refusal("POST", environments, document)).join(), words);
    }
    assert.equal((await octopus.get<Page>(environments)).TotalResults, 0);
  });

  it("are listed in pages, and found by id and by name", async () => {
    for (const Name of ["Dev", "Staging", "Prod", "Prod EU"]) await octopus.create("environments", { Name });
    const names = async (query: string): Promise<readonly string[]> =>
      (await octopus.get<Page>(`${environments}${query}`)).Items.map(({ Name }) => Name);
    assert.deepEqual(await names(""), ["Dev", "Staging", "Prod", "Prod EU"]);
    assert.deepEqual(await names("?ids=Environments-3,Environments-1"), ["Dev", "Prod"]);
    assert.deepEqual(await names("?name=Prod"), ["Prod"]);
    assert.deepEqual(await names("?partialName=prod"), ["Prod", "Prod EU"]);
    const first = await octopus.get<Page>(`${environments}?take=3`);
    assert.equal(first.TotalResults, 4);
    const second = await octopus.get<Page>(first.Links["Page.Next"] ?? "");
    assert.deepEqual([first.Items.length, second.Items[0]?.Name], [3, "Prod EU"]);
    assert.equal(second.Links["Page.Next"], undefined);
    const everything = await octopus.get<unknown[]>(`${environments}/all`);
    assert.equal(everything.length, 4);
    assert.match((await octopus.refusal("GET", `${environments}?take=many`)).join(), /take must be a number/);
  });

  it("name only what exists, and keep it from being deleted", async () => {
    const { Id } = await octopus.create("environments", { Name: "Dev" });
    const phase = { Name: "Dev", OptionalDeploymentTargets: [Id], AutomaticDeploymentTargets: [] };
    const strange = { ...phase, AutomaticDeploymentTargets: ["Environments-99"] };
    const refusal = await octopus.refusal("POST", "/api/Spaces-1/lifecycles", {
      Name: "L",
      Phases: [strange],
    });
    assert.match(refusal.join(), /^400,.*The resource 'Environments-99' was not found\./);
    const lifecycle = await octopus.create("lifecycles", { Name: "AWS", Phases: [phase] });
    const inUse =
      "This environment cannot be deleted because it is being used by the following lifecycles: AWS";
    assert.deepEqual(await octopus.refusal("DELETE", `${environments}/${Id}`), [...problem, inUse]);
    await octopus.done("DELETE", `/api/Spaces-1/lifecycles/${lifecycle.Id}`);
    await octopus.done("DELETE", `${environments}/${Id}`);
  });
});

describe("Lifecycles of the Octopus Server", () => {
  let octopus: TestOctopus;

  beforeEach(async () => (octopus = await TestOctopus.start()));
  afterEach(() => octopus.stop());

  it("have phases in their order, each with an id that an update keeps", async () => {
    const Phases = [{ Name: "Dev" }, { Name: "Prod" }];
    const created = await octopus.create("lifecycles", { Name: "AWS", Phases });
    const phases = created.Phases as { Id: string; Name: string }[];
    assert.deepEqual(
      phases.map(({ Name }) => Name),
      ["Dev", "Prod"],
    );
    assert.equal(new Set(phases.map(({ Id }) => Id)).size, 2);
    const updated = await octopus.done("PUT", `/api/Spaces-1/lifecycles/${created.Id}`, created);
    assert.deepEqual(updated, created);
  });

  it("have no phase without a name, and no two of one name", async () => {
    const refusal = (Phases: object[]): Promise<readonly string[]> =>
      octopus.refusal("POST", "/api/Spaces-1/lifecycles", { Name: "AWS", Phases });
    assert.match((await refusal([{}])).join(), /name for every phase/);
    assert.match(
      (await refusal([{ Name: "Dev" }, { Name: "Dev" }])).join(),
      /more than one phase called 'Dev'/,
    );
  });
});
