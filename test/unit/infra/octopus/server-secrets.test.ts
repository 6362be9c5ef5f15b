import assert from "node:assert/strict";

import { report } from "../../../../infra/config/problems";
import { agentTokenProblems } from "../../../../infra/octopus/agent-token";
import { serverSecrets } from "../../../../infra/octopus/server-secrets";
import { firstRun } from "../../../fixtures/on-cluster";

const settings = (problems: readonly { readonly setting: string }[]): string[] =>
  problems.map(({ setting }) => setting);

describe("the secrets of the server, from the environment", () => {
  it("are read by the names that the chart has for them", () => {
    assert.deepEqual(serverSecrets(3, false, firstRun), {
      problems: [],
      missing: [],
      secrets: {
        connectionstring: firstRun.OCTOPUS_SERVER_CONNECTION_STRING,
        masterkey: firstRun.OCTOPUS_SERVER_MASTER_KEY,
        licensekey: firstRun.OCTOPUS_SERVER_LICENSE,
        adminusername: firstRun.OCTOPUS_SERVER_ADMIN_USERNAME,
        adminpassword: firstRun.OCTOPUS_SERVER_ADMIN_PASSWORD,
      },
    });
  });

  it("are all missing from an empty environment, but the license of a single node", () => {
    const needed = [
      "OCTOPUS_SERVER_CONNECTION_STRING",
      "OCTOPUS_SERVER_MASTER_KEY",
      "OCTOPUS_SERVER_ADMIN_USERNAME",
      "OCTOPUS_SERVER_ADMIN_PASSWORD",
    ];
    const { missing, secrets } = serverSecrets(1, false, { OCTOPUS_SERVER_MASTER_KEY: "" });
    assert.deepEqual(settings(missing), needed);
    assert.deepEqual(secrets, { licensekey: "" });
    assert.deepEqual(settings(serverSecrets(2, false, {}).missing), [
      ...needed.slice(0, 2),
      "OCTOPUS_SERVER_LICENSE",
      ...needed.slice(2),
    ]);
  });

  it("are in the cluster after the first run, which then changes what is given and no other", () => {
    assert.deepEqual(serverSecrets(2, true, {}), { problems: [], missing: [], secrets: {} });
    const { OCTOPUS_SERVER_LICENSE } = firstRun;
    assert.deepEqual(serverSecrets(1, true, { OCTOPUS_SERVER_LICENSE }).secrets, {
      licensekey: OCTOPUS_SERVER_LICENSE,
    });
  });

  for (const [what, variable, content, says] of [
    ["a master key of another length", "OCTOPUS_SERVER_MASTER_KEY", "czNjcmV0", "openssl rand -base64 16"],
    ["a license that is not in base64", "OCTOPUS_SERVER_LICENSE", "<License>s3cret</License>", "base64 -w0"],
    ["a password alone for a connection", "OCTOPUS_SERVER_CONNECTION_STRING", "s3cret", "names no server"],
    ["a line break after a password", "OCTOPUS_SERVER_ADMIN_PASSWORD", "s3cret\n", "line break"],
  ] as const) {
    it(`refuse ${what}, without repeating it`, () => {
      for (const created of [true, false]) {
        const { problems } = serverSecrets(1, created, { ...firstRun, [variable]: content });
        assert.deepEqual(settings(problems), [variable]);
        assert(problems[0]?.message.includes(says));
        assert.doesNotMatch(report(problems), /s3cret|czNj/);
      }
    });
  }
});

describe("the token of agents", () => {
  for (const good of ["", firstRun.OCTOPUS_AGENT_TOKEN]) {
    it(`may be ${good === "" ? "missing" : "one of Octopus"}`, () => {
      assert.deepEqual(agentTokenProblems(good), []);
    });
  }

  for (const [what, bad, says] of [
    ["an API key, which does not end", "API-S3CRETS3CRETS3CRET", "is an API key"],
    ["something else", "s3cret", "three parts"],
    ["a line break after it", "a.s3cret.c\n", "without spaces"],
  ] as const) {
    it(`is refused as ${what}, without repeating it`, () => {
      const problems = agentTokenProblems(bad);
      assert.deepEqual(settings(problems), ["OCTOPUS_AGENT_TOKEN"]);
      assert(problems[0]?.message.includes(says));
      assert.doesNotMatch(report(problems), /s3cret/i);
    });
  }
});
