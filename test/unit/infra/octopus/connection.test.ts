import assert from "node:assert/strict";

import { report } from "../../../../infra/config/problems";
import { octopusConnection } from "../../../../infra/octopus/connection";

const url = "https://octopus.example.com";
const apiKey = "API-ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

const connect = (
  OCTOPUS_URL: string | undefined,
  OCTOPUS_APIKEY: string | undefined,
  server: "existing" | "onCluster" | "none" = "existing",
): ReturnType<typeof octopusConnection> => octopusConnection({ server }, { OCTOPUS_URL, OCTOPUS_APIKEY });

describe("the connection to Octopus", () => {
  for (const good of [
    url,
    `${url}/`,
    `${url}:8443/octopus`,
    "http://localhost:8080",
    "http://127.0.0.1:1",
    "http://[::1]:80",
  ]) {
    it(`takes ${good}`, () => {
      assert.deepEqual(connect(good, apiKey), { problems: [], connection: { url: good, apiKey } });
    });
  }

  for (const [what, bad, says] of [
    ["no URL", undefined, "is not set"],
    ["a host alone", "octopus.example.com", "is no URL of a server"],
    ["another protocol", "ssh://octopus.example.com", "is no URL of a server"],
    ["a URL without a host", "https://", "is no URL of a server"],
    ["a line break", `${url}\n`, "is no URL of a server"],
    ["http", "http://octopus.example.com", "is http to octopus.example.com"],
    ["http to a private address", "http://10.0.0.7", "write https://"],
    ["http to a name that only begins as this machine's", "http://localhost.example.com", "write https://"],
    ["a name and password", "https://admin:s3cret@octopus.example.com", "remove them"],
    ["a page of the portal", `${url}/app#/Spaces-1`, "write the server's URL alone"],
    ["a question", `${url}?apikey=s3cret`, "write the server's URL alone"],
  ] as const) {
    it(`refuses ${what}`, () => {
      const { problems, connection } = connect(bad, apiKey);
      assert.equal(connection, undefined);
      assert.deepEqual(
        problems.map(({ setting }) => setting),
        ["OCTOPUS_URL"],
      );
      assert(problems[0]?.message.includes(says), problems[0]?.message);
      assert.doesNotMatch(report(problems), /s3cret/);
    });
  }

  for (const [what, bad, says] of [
    ["no key", "", "is not set"],
    ["an access key of AWS", "AKIAIOSFODNN7EXAMPLE", "is no API key of Octopus"],
    ["a key in small letters", apiKey.toLowerCase(), "capital letters"],
    ["a key without anything after API-", "API-", "is no API key of Octopus"],
    ["a token", "eyJhbGciOiJSUzI1NiJ9.s3cret.s3cret", "is no API key of Octopus"],
    ["a line break after the key", `${apiKey}\n`, "spaces or a line break"],
    ["a second line", `${apiKey}\n${apiKey}`, "is no API key of Octopus"],
  ] as const) {
    it(`refuses ${what}, and does not repeat it`, () => {
      const { problems, connection } = connect(url, bad);
      assert.equal(connection, undefined);
      assert.deepEqual(
        problems.map(({ setting }) => setting),
        ["OCTOPUS_APIKEY"],
      );
      assert(problems[0]?.message.includes(says), problems[0]?.message);
      if (bad.length > 4) assert(!report(problems).includes(bad.trim()));
    });
  }

  it("says everything at once", () => {
    assert.equal(connect("octopus", "key").problems.length, 2);
    assert.equal(connect(undefined, undefined).problems.length, 2);
  });

  it("is looked at by nobody where nothing is kept in Octopus", () => {
    assert.deepEqual(connect("octopus", "key", "none"), { problems: [] });
  });

  it("may be missing while the server on our own cluster is not there, but not by half", () => {
    assert.deepEqual(connect(undefined, undefined, "onCluster"), { problems: [] });
    assert.equal(connect(url, undefined, "onCluster").problems[0]?.setting, "OCTOPUS_APIKEY");
    assert.equal(connect(undefined, apiKey, "onCluster").problems[0]?.setting, "OCTOPUS_URL");
  });
});
