import assert from "node:assert/strict";

import { problem, TestOctopus, type Resource } from "./octopus";

describe("Projects of the Octopus Server", () => {
  let octopus: TestOctopus;
  let project: Resource;
  const path = (): string => `/api/Spaces-1/projects/${project.Id}`;

  beforeEach(async () => {
    octopus = await TestOctopus.start();
    project = await octopus.project();
  });
  afterEach(() => octopus.stop());

  it("come with a process, variables and settings, at the addresses that they link to", async () => {
    const links = project.Links as Record<string, string>;
    assert.equal(project.VariableSetId, "variableset-Projects-1");
    assert.equal(project.DeploymentProcessId, "deploymentprocess-Projects-1");
    assert.deepEqual(project.PersistenceSettings, { Type: "Database" });
    const process = await octopus.get(links.DeploymentProcess ?? "");
    assert.deepEqual([process.ProjectId, process.Version, process.Steps], [project.Id, 0, []]);
    const variables = await octopus.get(links.Variables ?? "");
    assert.deepEqual([variables.OwnerId, variables.Version, variables.Variables], [project.Id, 0, []]);
    const settings = await octopus.get(links.DeploymentSettings ?? "");
    assert.equal(settings.DefaultGuidedFailureMode, "EnvironmentDefault");
  });

  it("have the settings for deployments that were given with them, or changed by themselves", async () => {
    await octopus.done("PUT", path(), {
      ...project,
      DefaultGuidedFailureMode: "On",
      ProjectConnectivityPolicy: { AllowDeploymentsToNoTargets: true },
    });
    const settings = await octopus.get(`${path()}/deploymentsettings`);
    assert.equal(settings.DefaultGuidedFailureMode, "On");
    assert.deepEqual(settings.ConnectivityPolicy, {
      AllowDeploymentsToNoTargets: true,
      ExcludeUnhealthyTargets: false,
      SkipMachineBehavior: "None",
      TargetRoles: [],
    });
    const changed = { ...settings, ReleaseNotesTemplate: "notes" };
    assert.equal(
      (await octopus.done("PUT", `${path()}/deploymentsettings`, changed)).ReleaseNotesTemplate,
      "notes",
    );
    const after = await octopus.get(path());
    assert.deepEqual([after.ReleaseNotesTemplate, after.DefaultGuidedFailureMode], ["notes", "On"]);
  });

  it("keep steps and variables through a change of their own", async () => {
    const process = await octopus.get("/api/Spaces-1/deploymentprocesses/deploymentprocess-Projects-1");
    const Steps = [{ Name: "Run", Actions: [{ Name: "Run", ActionType: "Octopus.Script" }] }];
    await octopus.done("PUT", `/api/Spaces-1/deploymentprocesses/${process.Id}`, { ...process, Steps });
    await octopus.done("PUT", path(), { ...project, Description: "changed" });
    const after = await octopus.get(`/api/Spaces-1/deploymentprocesses/${process.Id}`);
    assert.equal((after.Steps as unknown[]).length, 1);
  });

  it("are refused without a lifecycle and a group that exist, and in Git", async () => {
    assert.deepEqual(await octopus.refusal("POST", "/api/Spaces-1/projects", { Name: "Bare" }), [
      ...problem,
      "Please provide a value for LifecycleId.",
      "Please provide a value for ProjectGroupId.",
    ]);
    const { Id: _id, Slug: _slug, Links: _links, ...rest } = project;
    const refusal = async (change: object): Promise<string> =>
      (await octopus.refusal("POST", "/api/Spaces-1/projects", { ...rest, Name: "Other", ...change })).join();
    assert.match(await refusal({ LifecycleId: "Lifecycles-9" }), /'Lifecycles-9' was not found/);
    assert.match(await refusal({ IsVersionControlled: true }), /not in Git/);
    assert.match(await refusal({ Name: "app" }), /A project with this name already exists/);
  });

  it("keep their lifecycle and group from being deleted, and take their own along", async () => {
    const inUse = /is being used by the following projects: App/;
    for (const owner of [`lifecycles/${project.LifecycleId}`, `projectgroups/${project.ProjectGroupId}`]) {
      assert.match((await octopus.refusal("DELETE", `/api/Spaces-1/${owner}`)).join(), inUse);
    }
    await octopus.done("DELETE", path());
    for (const owned of [
      "deploymentprocesses/deploymentprocess-Projects-1",
      "variables/variableset-Projects-1",
    ]) {
      assert.equal((await octopus.ask("GET", `/api/Spaces-1/${owned}`)).status, 404);
    }
  });

  it("give tenants what is theirs", async () => {
    const environment = await octopus.create("environments", { Name: "Dev" });
    const tenant = await octopus.create("tenants", { Name: "acme" });
    assert.deepEqual(tenant.ProjectEnvironments, {});
    const tenants = `/api/Spaces-1/tenants/${tenant.Id}`;
    const connected = { ...tenant, ProjectEnvironments: { [project.Id]: [environment.Id] } };
    assert.deepEqual(await octopus.done("PUT", tenants, connected), connected);
    assert.match((await octopus.refusal("DELETE", path())).join(), /by the following tenants: acme/);
    const strange = { ...tenant, ProjectEnvironments: { "Projects-9": [environment.Id] } };
    assert.match((await octopus.refusal("PUT", tenants, strange)).join(), /'Projects-9' was not found/);
    assert.match(
      (await octopus.refusal("PUT", tenants, { ...tenant, TenantTags: ["a/b"] })).join(),
      /tag sets/,
    );
  });
});
