import assert from "node:assert/strict";

import { TestOctopus, type Page } from "./octopus";

describe("Spaces of the Octopus Server", () => {
  let octopus: TestOctopus;

  beforeEach(async () => (octopus = await TestOctopus.start()));
  afterEach(() => octopus.stop());

  const create = (Name: string): Promise<{ Id: string; SpaceManagersTeams?: unknown }> =>
    octopus.create("/api/spaces", { Name, SpaceManagersTeams: ["teams-everyone"] });

  it("begin with a default space, and come with what each has from the start", async () => {
    const { Items } = await octopus.get<Page>("/api/spaces");
    assert.deepEqual(
      Items.map(({ Id, Name, IsDefault }) => [Id, Name, IsDefault]),
      [["Spaces-1", "Default", true]],
    );
    const space = await create("AWS");
    assert.equal(space.Id, "Spaces-2");
    for (const [collection, name] of [
      ["lifecycles", "Default Lifecycle"],
      ["projectgroups", "Default Project Group"],
      ["workerpools", "Default Worker Pool"],
      ["machinepolicies", "Default Machine Policy"],
      ["feeds", "Octopus Server (built-in)"],
    ]) {
      const page = await octopus.get<Page>(`/api/Spaces-2/${collection}`);
      assert.deepEqual(
        page.Items.map(({ Name }) => Name),
        [name],
      );
    }
  });

  it("are managed by their own team besides those asked for", async () => {
    const { Id, SpaceManagersTeams } = await create("AWS");
    assert.deepEqual(SpaceManagersTeams, ["teams-everyone", "teams-spacemanagers-Spaces-2"]);
    const updated = await octopus.done("PUT", `/api/spaces/${Id}`, {
      Name: "AWS",
      SpaceManagersTeams: ["teams-managers"],
    });
    assert.deepEqual(updated.SpaceManagersTeams, ["teams-managers", "teams-spacemanagers-Spaces-2"]);
    assert.match(
      (await octopus.refusal("POST", "/api/spaces", { Name: "Nobody's" })).join(),
      /at least one team/,
    );
    const strangers = { Name: "Strange", SpaceManagersTeams: ["teams-strangers"] };
    assert.match(
      (await octopus.refusal("POST", "/api/spaces", strangers)).join(),
      /'teams-strangers' was not/,
    );
  });

  it("do not see each other's documents, whose ids never coincide", async () => {
    await create("AWS");
    const here = await octopus.create("environments", { Name: "Dev" });
    const there = await octopus.create("/api/Spaces-2/environments", { Name: "Dev" });
    assert.deepEqual([here.Id, there.Id], ["Environments-1", "Environments-2"]);
    assert.equal((await octopus.ask("GET", `/api/Spaces-1/environments/${there.Id}`)).status, 404);
    const account = {
      Name: "A",
      AccountType: "AmazonWebServicesOidcAccount",
      RoleArn: "arn",
      EnvironmentIds: [here.Id],
    };
    assert.match((await octopus.refusal("POST", "/api/Spaces-2/accounts", account)).join(), /was not found/);
    assert.equal((await octopus.ask("GET", "/api/Spaces-9/environments")).status, 404);
  });

  it("are deleted with all they have, once their tasks are stopped", async () => {
    const space = await create("AWS");
    await octopus.create("/api/Spaces-2/environments", { Name: "Dev" });
    assert.match(
      (await octopus.refusal("DELETE", "/api/spaces/Spaces-2")).join(),
      /task queue must be stopped/,
    );
    await octopus.done("PUT", "/api/spaces/Spaces-2", { ...space, TaskQueueStopped: true });
    await octopus.done("DELETE", "/api/spaces/Spaces-2");
    assert.equal((await octopus.ask("GET", "/api/Spaces-2/environments")).status, 404);
    assert.equal((await octopus.ask("GET", "/api/Spaces-2")).status, 404);
  });

  it("have addresses in their root as templates, as the client of the provider wants them", async () => {
    const root = async (path: string): Promise<Readonly<Record<string, string>>> =>
      (await octopus.get<{ Links: Record<string, string> }>(path)).Links;
    assert.match((await root("/api/Spaces-1")).Accounts ?? "", /^\/api\/Spaces-1\/accounts\{\/id\}\{\?skip,/);
    assert.match((await root("/api")).Accounts ?? "", /^\/api\/accounts\{\/id\}/);
    for (const path of ["/api", "/api/Spaces-1"]) {
      const links = await root(path);
      assert.match(links.Spaces ?? "", /^\/api\/spaces\{\/id\}/);
      for (const name of [
        "Teams",
        "Machines",
        "WorkerPools",
        "DeploymentProcesses",
        "Variables",
        "MachinePolicies",
      ]) {
        assert.ok(links[name], name);
      }
    }
  });

  it("know the teams that every server has, for approvals", async () => {
    const { Items } = await octopus.get<Page>("/api/Spaces-1/teams");
    assert.deepEqual(
      Items.map(({ Id, Name }) => [Id, Name]),
      [
        ["teams-everyone", "Everyone"],
        ["teams-administrators", "Octopus Administrators"],
        ["teams-managers", "Octopus Managers"],
        ["teams-spacemanagers-Spaces-1", "Space Managers"],
      ],
    );
    assert.equal(
      (await octopus.get("/api/Spaces-1/teams/teams-administrators")).Name,
      "Octopus Administrators",
    );
  });
});
