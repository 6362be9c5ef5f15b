import assert from "node:assert/strict";

import { TestOctopus, type Resource } from "./octopus";

describe("Library variable sets of the Octopus Server", () => {
  let octopus: TestOctopus;
  let set: Resource;
  const path = "/api/Spaces-1/variables/variableset-LibraryVariableSets-1";

  beforeEach(async () => {
    octopus = await TestOctopus.start();
    set = await octopus.create("libraryvariablesets", { Name: "AWS Dev", ContentType: "Variables" });
  });
  afterEach(() => octopus.stop());

  it("come with variables, which go with them", async () => {
    assert.equal(set.VariableSetId, "variableset-LibraryVariableSets-1");
    const variables = await octopus.get(path);
    assert.deepEqual([variables.OwnerId, variables.Variables], [set.Id, []]);
    await octopus.done("PUT", path, {
      ...variables,
      Variables: [{ Name: "AWS.Region", Value: "us-east-1" }],
    });
    // A change of the set leaves them.
    await octopus.done("PUT", `/api/Spaces-1/libraryvariablesets/${set.Id}`, {
      ...set,
      Description: "of dev",
    });
    const after = (await octopus.get(path)).Variables as unknown[];
    assert.equal(after.length, 1);
    await octopus.done("DELETE", `/api/Spaces-1/libraryvariablesets/${set.Id}`);
    assert.equal((await octopus.ask("GET", path)).status, 404);
  });

  it("cannot go while a project includes them, nor be included when there are none", async () => {
    const project = await octopus.project();
    const including = (...ids: string[]): Record<string, unknown> => ({
      ...project,
      IncludedLibraryVariableSetIds: ids,
    });
    const address = `/api/Spaces-1/projects/${project.Id}`;
    await octopus.done("PUT", address, including(set.Id));
    const refusal = await octopus.refusal("DELETE", `/api/Spaces-1/libraryvariablesets/${set.Id}`);
    assert.match(refusal.join(), /library variable set cannot be deleted .* following projects: App/);
    assert.match(
      (await octopus.refusal("PUT", address, including("LibraryVariableSets-9"))).join(),
      /'LibraryVariableSets-9' was not/,
    );
  });

  it("hold variables and no script modules", async () => {
    const module = { Name: "Tools", ContentType: "ScriptModule" };
    assert.match(
      (await octopus.refusal("POST", "/api/Spaces-1/libraryvariablesets", module)).join(),
      /'ScriptModule'/,
    );
  });
});
