import assert from "node:assert/strict";

import { report } from "../../../../infra/config/problems";
import { goodSettings, problemsOf, rawSettings } from "../../../fixtures/settings";

const project = (...steps: object[]): object => ({ projects: [{ name: "Shop", steps }] });
const script = (text: string): object => ({ kind: "awsScript", name: "Script", script: text });

const key = "AKIAIOSFODNN7EXAMPLE";
const secretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const apiKey = "API-ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

describe("secrets in the setting octopus", () => {
  for (const [what, octopus, places] of [
    ["an API key", { apiKey }, ["octopus.apiKey"]],
    ["an API key under another name", { space: { name: apiKey } }, ["octopus.space.name"]],
    ["an API key as a name", { workerPools: { [apiKey]: {} } }, ["octopus.workerPools"]],
    [
      "keys of AWS",
      { accounts: [{ accessKeyId: key, secretAccessKey: secretKey }] },
      ["octopus.accounts[0].accessKeyId", "octopus.accounts[0].secretAccessKey"],
    ],
    [
      "keys in other spellings",
      { AWS_SECRET_ACCESS_KEY: secretKey, "access-key": 7 },
      ["octopus.AWS_SECRET_ACCESS_KEY", "octopus.access-key"],
    ],
    [
      "a key in a script",
      project(script(`export AWS_ACCESS_KEY_ID=${key}`)),
      ["octopus.projects[0].steps[0].script"],
    ],
    [
      "a temporary key",
      project(script(key.replace("AKIA", "ASIA"))),
      ["octopus.projects[0].steps[0].script"],
    ],
    [
      "a password as a parameter",
      project({
        kind: "cloudFormation",
        name: "x",
        stack: "x",
        template: "x",
        parameters: { Password: "hunter2" },
      }),
      ["octopus.projects[0].steps[0].parameters.Password"],
    ],
    [
      "a key as an environment, which another message would repeat",
      { approval: { environments: [key] } },
      ["octopus.approval.environments[0]"],
    ],
    ["everything as a text", key, ["octopus"]],
  ] as const satisfies readonly (readonly [string, unknown, readonly string[]])[]) {
    it(`are refused, and not repeated: ${what}`, () => {
      const problems = problemsOf(rawSettings({ octopus }));
      assert.deepEqual(
        problems.map(({ setting }) => setting),
        places,
      );
      assert(problems.every(({ message }) => message.includes("OCTOPUS_APIKEY")));
      for (const secret of [key.slice(4), secretKey, apiKey, "hunter2"])
        assert(!report(problems).includes(secret));
    });
  }

  it("are no variables of Octopus, and no words that only look like keys", () => {
    const parameters = { Password: "#{Database.Password}", KeyName: "admin" };
    const stack = {
      kind: "cloudFormation",
      name: "x",
      stack: "x",
      template: "API-KEY AKIA API-Gateway",
      parameters,
    };
    assert(goodSettings({ octopus: project(stack, { ...script("echo $AWS_SECRET_ACCESS_KEY") }) }));
  });
});
