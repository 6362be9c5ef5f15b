import assert from "node:assert/strict";

import type { JsonObject } from "../../../sandbox/octopus/json";
import { TestOctopus } from "./octopus";

const path = "/api/Spaces-1/deploymentprocesses/deploymentprocess-Projects-1";

interface Step extends JsonObject {
  readonly Id: string;
  readonly Slug: string;
  readonly StartTrigger: string;
  readonly Actions: readonly (JsonObject & { Id: string; Slug: string })[];
}

function step(Name: string, action: JsonObject = {}, rest: JsonObject = {}): JsonObject {
  return { Name, Actions: [{ Name, ActionType: "Octopus.AwsRunScript", ...action }], ...rest };
}

describe("Deployment processes of the Octopus Server", () => {
  let octopus: TestOctopus;

  beforeEach(async () => {
    octopus = await TestOctopus.start();
    await octopus.project();
  });
  afterEach(() => octopus.stop());

  const put = async (...Steps: JsonObject[]): Promise<readonly Step[]> => {
    const process = await octopus.get(path);
    return (await octopus.done("PUT", path, { ...process, Steps })).Steps as unknown as readonly Step[];
  };
  const refusal = async (...Steps: JsonObject[]): Promise<string> => {
    const process = await octopus.get(path);
    return (await octopus.refusal("PUT", path, { ...process, Steps })).join();
  };

  it("give steps and actions ids and slugs, which they keep when they are moved or renamed", async () => {
    const [first, second] = await put(step("Who am I?"), step("Who am I"));
    assert.deepEqual([first?.Slug, second?.Slug], ["who-am-i", "who-am-i-1"]);
    assert.deepEqual([first?.Actions[0]?.Slug, second?.Actions[0]?.Slug], ["who-am-i", "who-am-i"]);
    assert.ok(first && second && first.Id !== second.Id && first.Actions[0]?.Id !== second.Actions[0]?.Id);
    const moved = await put(second, { ...first, Name: "Renamed" });
    assert.deepEqual(
      moved.map(({ Id, Slug }) => [Id, Slug]),
      [second, first].map(({ Id, Slug }) => [Id, Slug]),
    );
  });

  it("keep what an action is told, to the letter", async () => {
    const Properties = {
      "Octopus.Action.AwsAccount.UseInstanceRole": "True",
      "Octopus.Action.Aws.AssumedRoleArn": "#{Aws.DeployRoleArn}",
    };
    const [created] = await put(step("Run", { Properties }));
    assert.deepEqual(created?.Actions[0]?.Properties, Properties);
    assert.deepEqual((await octopus.get(path)).Steps, [created]);
  });

  it("count their versions, and are changed only by who has seen the last one", async () => {
    const before = await octopus.get(path);
    await put(step("Run"));
    assert.equal((await octopus.get(path)).Version, 1);
    assert.equal((await octopus.ask("PUT", path, before)).status, 409);
  });

  it("start the first step after nothing", async () => {
    const together = { StartTrigger: "StartWithPrevious" };
    const [first, second] = await put(step("A", {}, together), step("B", {}, together));
    assert.deepEqual(
      [first?.StartTrigger, second?.StartTrigger],
      ["StartAfterPrevious", "StartWithPrevious"],
    );
  });

  it("are refused with steps that cannot be", async () => {
    const teams = (ids: string): JsonObject =>
      step("Approve", {
        ActionType: "Octopus.Manual",
        Properties: { "Octopus.Action.Manual.ResponsibleTeamIds": ids },
      });
    const refusals: [JsonObject[], RegExp][] = [
      [[step("")], /name for every step/],
      [[{ Name: "Empty", Actions: [] }], /Step 'Empty' has no action/],
      [[step("Twice"), step("Twice")], /more than one step called 'Twice'/],
      [[step("Odd", { ActionType: "Octopus.Dance" })], /does not know actions of type 'Octopus.Dance'/],
      [[step("Lost", { Environments: ["Environments-9"] })], /'Environments-9' was not found/],
      [[step("Lost", { WorkerPoolId: "WorkerPools-9" })], /'WorkerPools-9' was not found/],
      [[teams("teams-everyone, teams-strangers")], /there is no team 'teams-strangers'/],
    ];
    for (const [steps, words] of refusals) assert.match(await refusal(...steps), words);
    await put(teams("teams-everyone,#{Approvers}"));
  });

  it("keep the environments and worker pools that their steps name", async () => {
    const environment = await octopus.create("environments", { Name: "Prod" });
    const pool = await octopus.create("workerpools", { Name: "prod" });
    await put(step("Run", { Environments: [environment.Id], WorkerPoolId: pool.Id }));
    const inUse = /used by the following deployment processes: deploymentprocess-Projects-1/;
    for (const used of [`environments/${environment.Id}`, `workerpools/${pool.Id}`]) {
      assert.match((await octopus.refusal("DELETE", `/api/Spaces-1/${used}`)).join(), inUse);
    }
    await put();
    await octopus.done("DELETE", `/api/Spaces-1/workerpools/${pool.Id}`);
  });
});
