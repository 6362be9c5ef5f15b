import assert from "node:assert/strict";

import { findInOctopus } from "../../../sandbox/octopus/find";
import { apiKey, TestOctopus, type Resource } from "./octopus";

describe("What a killed engine may have created in Octopus", () => {
  let octopus: TestOctopus;
  let dev: Resource;
  beforeEach(async () => {
    octopus = await TestOctopus.start();
    dev = await octopus.create("environments", { Name: "Dev" });
  });
  afterEach(() => octopus.stop());

  const find = (
    kind: string,
    inputs: Readonly<Record<string, unknown>>,
    spaceId: string | undefined = "Spaces-1",
  ): Promise<string | undefined> =>
    findInOctopus({ type: `octopusdeploy:index/x:${kind}`, inputs }, spaceId, {
      OCTOPUS_URL: octopus.endpoint,
      OCTOPUS_APIKEY: apiKey,
    });

  it("is found by its name, in the space of its provider", async () => {
    assert.equal(await find("Environment", { name: "Dev" }), dev.Id);
    assert.equal(await find("Environment", { name: "De" }), undefined);
    await octopus.create("/api/spaces", { Name: "AWS", SpaceManagersTeams: ["teams-everyone"] });
    assert.equal(await find("Environment", { name: "Dev" }, "Spaces-2"), undefined);
    assert.equal(await find("Environment", { name: "Dev" }, "Spaces-9"), undefined);
  });

  for (const [kind, name] of [
    ["Lifecycle", "Default Lifecycle"],
    ["ProjectGroup", "Default Project Group"],
    ["StaticWorkerPool", "Default Worker Pool"],
  ] as const) {
    it(`is found as a ${kind}`, async () => assert.match((await find(kind, { name })) ?? "", /^\w+-\d+$/));
  }

  it("is a space without one around it", async () => {
    const { Id } = await octopus.create("/api/spaces", {
      Name: "AWS",
      SpaceManagersTeams: ["teams-everyone"],
    });
    assert.equal(await find("Space", { name: "AWS" }, undefined), Id);
    assert.equal(await find("Space", { name: "Azure" }, undefined), undefined);
  });

  it("is a step by its process and name", async () => {
    const { Id } = await octopus.project();
    const processId = `deploymentprocess-${Id}`;
    const address = `/api/Spaces-1/deploymentprocesses/${processId}`;
    const Actions = [{ Name: "Run", ActionType: "Octopus.Script" }];
    const process = await octopus.get(address);
    const { Steps } = await octopus.done("PUT", address, { ...process, Steps: [{ Name: "Run", Actions }] });
    const [step] = Steps as Resource[];
    assert.equal(await find("ProcessStep", { processId, name: "Run" }), step?.Id);
    assert.equal(await find("ProcessStep", { processId, name: "Walk" }), undefined);
    assert.equal(
      await find("ProcessStep", { processId: "deploymentprocess-Projects-9", name: "Run" }),
      undefined,
    );
  });

  it("is a variable by its owner, name and scope", async () => {
    const staging = await octopus.create("environments", { Name: "Staging" });
    const { Id: ownerId } = await octopus.create("libraryvariablesets", { Name: "AWS" });
    const address = `/api/Spaces-1/variables/variableset-${ownerId}`;
    const set = await octopus.get(address);
    const scoped = (one: Resource): object => ({
      Name: "Region",
      Value: "x",
      Scope: { Environment: [one.Id] },
    });
    const { Variables } = await octopus.done("PUT", address, {
      ...set,
      Variables: [scoped(dev), scoped(staging)],
    });
    const [, second] = Variables as Resource[];
    const inputs = (environment: string): Readonly<Record<string, unknown>> => ({
      ownerId,
      name: "Region",
      scopes: [{ environments: [environment] }],
    });
    assert.equal(await find("Variable", inputs(staging.Id)), second?.Id);
    assert.equal(await find("Variable", inputs("Environments-9")), undefined);
    assert.equal(await find("Variable", { ...inputs(dev.Id), name: "Other" }), undefined);
  });

  it("is not looked for where reading creates it", async () => {
    assert.equal(await find("Process", { projectId: "Projects-1" }), undefined);
  });

  it("is an error where the server does not answer", async () => {
    const wrong = { OCTOPUS_URL: octopus.endpoint, OCTOPUS_APIKEY: "API-WRONG" };
    const asked = findInOctopus({ type: "x:Environment", inputs: { name: "Dev" } }, "Spaces-1", wrong);
    await assert.rejects(asked, /Octopus answered 401/);
  });
});
