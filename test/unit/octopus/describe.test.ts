import assert from "node:assert/strict";

import { describeServer, type Documents } from "../../../sandbox/octopus/describe";
import { TestOctopus } from "./octopus";

describe("What is shown of the Octopus Server", () => {
  let octopus: TestOctopus;

  beforeEach(async () => (octopus = await TestOctopus.start()));
  afterEach(() => octopus.stop());

  it("is each space with its documents by name, its steps and its variables, but no secret", async () => {
    const environment = await octopus.create("environments", { Name: "Dev" });
    const { Id } = await octopus.project("My App");
    const process = await octopus.get(`/api/Spaces-1/deploymentprocesses/deploymentprocess-${Id}`);
    const action = { Name: "Run", ActionType: "Octopus.Script", Environments: [environment.Id] };
    await octopus.done("PUT", `/api/Spaces-1/deploymentprocesses/${process.Id}`, {
      ...process,
      Steps: [{ Name: "Run", Actions: [action] }],
    });
    const set = await octopus.get(`/api/Spaces-1/variables/variableset-${Id}`);
    await octopus.done("PUT", `/api/Spaces-1/variables/${set.Id}`, {
      ...set,
      Variables: [
        { Name: "Region", Value: "us-east-1", Scope: { Environment: [environment.Id] } },
        { Name: "Pool", Type: "WorkerPool", Value: "WorkerPools-1" },
        { Name: "Password", Type: "Sensitive", Value: "hush" },
      ],
    });
    const shared = await octopus.create("libraryvariablesets", { Name: "AWS Dev" });
    const empty = await octopus.get(`/api/Spaces-1/variables/variableset-${shared.Id}`);
    await octopus.done("PUT", `/api/Spaces-1/variables/${empty.Id}`, {
      ...empty,
      Variables: [{ Name: "AWS.AccountId", Value: "111111111111" }],
    });
    assert.deepEqual(describeServer(await octopus.get<Documents>("/_octolaunch/documents")), [
      "",
      "Default (Spaces-1)",
      "  teams                Space Managers",
      "  machinepolicies      Default Machine Policy",
      "  lifecycles           Default Lifecycle",
      "  projectgroups        Default Project Group",
      "  feeds                Octopus Server (built-in)",
      "  workerpools          Default Worker Pool",
      "  environments         Dev",
      "  projects             My App",
      "  libraryvariablesets  AWS Dev",
      "  process of My App",
      "    1. Run: Octopus.Script, in Dev only",
      "  variables of My App",
      "    Region = us-east-1 (Dev)",
      "    Pool = Default Worker Pool",
      "    Password = a secret",
      "  variables of AWS Dev",
      "    AWS.AccountId = 111111111111",
    ]);
  });
});
