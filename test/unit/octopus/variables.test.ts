import assert from "node:assert/strict";

import type { JsonObject } from "../../../sandbox/octopus/json";
import { TestOctopus, type Resource } from "./octopus";

const path = "/api/Spaces-1/variables/variableset-Projects-1";

describe("Variables of the Octopus Server", () => {
  let octopus: TestOctopus;
  let environment: Resource;

  beforeEach(async () => {
    octopus = await TestOctopus.start();
    await octopus.project();
    environment = await octopus.create("environments", { Name: "Dev" });
  });
  afterEach(() => octopus.stop());

  const put = async (...Variables: JsonObject[]): Promise<readonly JsonObject[]> => {
    const set = await octopus.get(path);
    return (await octopus.done(`PUT`, path, { ...set, Variables })).Variables as readonly JsonObject[];
  };
  const refusal = async (variable: JsonObject): Promise<string> => {
    const set = await octopus.get(path);
    return (await octopus.refusal("PUT", path, { ...set, Variables: [variable] })).join();
  };

  it("get ids that they keep, with what else the server adds", async () => {
    const Scope = { Environment: [environment.Id] };
    const [variable] = await put({ Name: "Aws.Region", Value: "us-east-1", Scope, Type: "String" });
    assert.match(String(variable?.Id), /^[0-9a-f-]{36}$/);
    assert.deepEqual(variable, {
      Id: variable?.Id,
      Name: "Aws.Region",
      Description: "",
      Value: "us-east-1",
      Scope,
      Type: "String",
      IsSensitive: false,
      IsEditable: true,
      Prompt: null,
    });
    const again = await put({ ...variable, Value: "eu-west-1" }, { Name: "Other" });
    assert.deepEqual([again[0]?.Id, again[0]?.Value, again.length], [variable?.Id, "eu-west-1", 2]);
  });

  it("are changed only by who has seen the last change", async () => {
    const before = await octopus.get(path);
    await put({ Name: "A" });
    assert.equal((await octopus.get(path)).Version, 1);
    assert.deepEqual(await octopus.refusal("PUT", path, before), [
      "409",
      "Modification failed for 'VariableSet' document with 'variableset-Projects-1' Id because submitted data was " +
        "out of date.",
    ]);
  });

  it("are told what they can be scoped to", async () => {
    await put();
    const { ScopeValues } = await octopus.get(path);
    assert.deepEqual((ScopeValues as JsonObject).Environments, [{ Id: environment.Id, Name: "Dev" }]);
  });

  it("can be accounts and worker pools, which then cannot be deleted", async () => {
    const account = await octopus.create("accounts", {
      Name: "AWS Dev",
      AccountType: "AmazonWebServicesOidcAccount",
      RoleArn: "arn:aws:iam::111111111111:role/octopus/oidc/OctoDevRole",
    });
    const pool = await octopus.create("workerpools", { Name: "dev" });
    await put(
      { Name: "Account", Type: "AmazonWebServicesAccount", Value: account.Id },
      { Name: "Pool", Type: "WorkerPool", Value: pool.Id },
      { Name: "Computed", Type: "AmazonWebServicesAccount", Value: "#{Account}" },
    );
    assert.match(
      (await octopus.refusal("DELETE", `/api/Spaces-1/accounts/${account.Id}`)).join(),
      /This account cannot be deleted as it is currently referenced by a variable\./,
    );
    assert.match(
      (await octopus.refusal("DELETE", `/api/Spaces-1/workerpools/${pool.Id}`)).join(),
      /being used/,
    );
  });

  const refused: [string, JsonObject, RegExp][] = [
    ["without a name", { Value: "x" }, /name for every variable/],
    ["of a type that there is not", { Name: "A", Type: "Number" }, /'A' cannot be of type 'Number'/],
    [
      "scoped to no environment",
      { Name: "A", Scope: { Environment: ["Environments-9"] } },
      /'Environments-9' was not/,
    ],
    ["scoped to no step", { Name: "A", Scope: { Action: ["x"] } }, /scoped to the step 'x'/],
    ["scoped to what nobody knows", { Name: "A", Scope: { Moon: ["full"] } }, /does not know the scope Moon/],
    [
      "that are no account",
      { Name: "A", Type: "AmazonWebServicesAccount", Value: "Accounts-9" },
      /'Accounts-9' was not/,
    ],
  ];
  for (const [what, variable, words] of refused) {
    it(`are refused ${what}`, async () => assert.match(await refusal(variable), words));
  }

  it("keep an environment that they are scoped to", async () => {
    await put({ Name: "A", Scope: { Environment: [environment.Id] } });
    const deletion = await octopus.refusal("DELETE", `/api/Spaces-1/environments/${environment.Id}`);
    assert.match(deletion.join(), /by the following variable sets: variableset-Projects-1/);
  });

  it("go with their project, even when they are scoped to its process", async () => {
    await put({ Name: "A", Scope: { ProcessOwner: ["Projects-1"] } });
    await octopus.done("DELETE", "/api/Spaces-1/projects/Projects-1");
  });
});
