import assert from "node:assert/strict";
import { request } from "node:http";
import { text } from "node:stream/consumers";

import { startOctopus } from "../../../sandbox/octopus";
import { apiKey, TestOctopus, type Resource } from "./octopus";

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly error?: string;
}

describe("The Octopus Server of the sandbox", () => {
  let octopus: TestOctopus;
  const log = (): Promise<readonly Entry[]> => octopus.get("/_octolaunch/requests");

  beforeEach(async () => (octopus = await TestOctopus.start()));
  afterEach(() => octopus.stop());

  it("tells its version to everybody, and everything else to who has its API key", async () => {
    const anonymous = await octopus.ask("GET", "/api", undefined, {});
    assert.deepEqual([anonymous.status, anonymous.body.Application], [200, "Octopus Deploy"]);
    assert.match(String(anonymous.body.Version), /^2026\.2\.\d+$/);
    for (const path of ["/api/spaces", "/api/Spaces-1", "/api/Spaces-1/environments", "/api/nothing"]) {
      assert.equal((await octopus.ask("GET", path, undefined, {})).status, 401, path);
      const wrong = await octopus.ask("GET", path, undefined, { "x-octopus-apikey": "API-WRONG" });
      assert.equal(wrong.status, 401, path);
      assert.match(String(wrong.body.ErrorMessage), /^The API key you provided was not valid\./);
    }
    assert.equal(
      (await octopus.ask("GET", "/api", undefined, { "x-octopus-apikey": "API-WRONG" })).status,
      401,
    );
    assert.equal(
      (await octopus.ask("GET", "/api/spaces", undefined, { authorization: "Bearer x" })).status,
      401,
    );
  });

  it("has the version that a test wants", async () => {
    const old = await TestOctopus.start("2024.4.6800");
    try {
      assert.equal((await old.get("/api")).Version, "2024.4.6800");
      await old.done("PUT", "/_octolaunch/version", { version: "2025.1.4200" });
      assert.equal((await old.get("/api/Spaces-1")).Version, "2025.1.4200");
      assert.equal((await old.ask("PUT", "/_octolaunch/version", { version: "new" })).status, 400);
    } finally {
      await old.stop();
    }
  });

  it("starts with no key that could not be one", async () => {
    for (const key of ["", "API-", "API-lower", "KEY-ABC"]) {
      await assert.rejects(startOctopus({ apiKey: key }), /API key/, key);
    }
  });

  it("names what it does not know, and notes it", async () => {
    const unknown: [string, string, RegExp, number][] = [
      ["GET", "/api/Spaces-1/proxies", /GET \/api\/Spaces-1\/proxies/, 404],
      ["GET", "/api/Spaces-1/constructor", /\/constructor/, 404],
      ["GET", "/api/Spaces-1/projects/Projects-1/releases", /\/releases/, 404],
      ["POST", "/api/Spaces-1/teams", /POST .*\/teams/, 404],
      ["PATCH", "/api/Spaces-1/environments/Environments-1", /PATCH/, 404],
      ["PUT", "/api/Spaces-1/environments", /PUT .*\/environments/, 404],
      ["POST", "/api/Spaces-1/variables", /POST .*\/variables/, 404],
      ["GET", "/", /GET \//, 404],
      ["GET", "/elsewhere", /\/elsewhere/, 404],
      ["GET", "/api/Spaces-1/environments?colour=red", /parameter colour/, 400],
      ["GET", "/api/configuration/feature-toggles?colour=red", /parameter colour/, 400],
      ["GET", "/api/Spaces-1?colour=red", /parameter colour/, 400],
    ];
    for (const [method, path, words, status] of unknown) {
      const refusal = await octopus.refusal(method, path, method === "GET" ? undefined : {});
      assert.equal(refusal[0], String(status), path);
      assert.match(refusal.join(), words);
      const last = (await log()).at(-1);
      assert.deepEqual([last?.method, last?.path, last?.status], [method, path.split("?")[0], status]);
      assert.match(last?.error ?? "", words);
    }
  });

  it("refuses a body that is none", async () => {
    assert.match((await octopus.refusal("POST", "/api/Spaces-1/environments", "{")).join(), /^400,.*no JSON/);
    assert.match((await octopus.refusal("POST", "/api/Spaces-1/environments")).join(), /^400,.*required/);
    assert.match((await octopus.refusal("POST", "/api/Spaces-1/environments", [])).join(), /^400,.*required/);
  });

  it("reads a body that comes in chunks", async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const sent = request(
        `${octopus.endpoint}/api/Spaces-1/environments`,
        { method: "POST", headers: { "x-octopus-apikey": apiKey, "transfer-encoding": "chunked" } },
        (response) => resolve(text(response)),
      );
      sent.on("error", reject);
      sent.write('{"Name":');
      setTimeout(() => sent.end('"Dev"}'), 20);
    });
    assert.equal((JSON.parse(answer) as Resource).Name, "Dev");
  });

  it("keeps secrets to itself: in answers, in its log and in what it shows", async () => {
    const account = await octopus.create("accounts", {
      Name: "Keys",
      AccountType: "AmazonWebServicesAccount",
      AccessKey: "AKIAIOSFODNN7EXAMPLE",
      SecretKey: { HasValue: true, NewValue: "hush-1" },
    });
    assert.deepEqual(account.SecretKey, { HasValue: true, NewValue: null });
    const project = await octopus.project();
    const set = await octopus.get(`/api/Spaces-1/variables/variableset-${project.Id}`);
    const variable = { Name: "Password", Type: "Sensitive", IsSensitive: true, Value: "hush-2" };
    await octopus.done("PUT", `/api/Spaces-1/variables/${set.Id}`, { ...set, Variables: [variable] });
    const process = await octopus.get(`/api/Spaces-1/deploymentprocesses/deploymentprocess-${project.Id}`);
    const properties = { "My.Secret": { HasValue: true, NewValue: "hush-3" } };
    const action = { Name: "Run", ActionType: "Octopus.Script", Properties: properties };
    await octopus.done("PUT", `/api/Spaces-1/deploymentprocesses/${process.Id}`, {
      ...process,
      Steps: [{ Name: "Run", Actions: [action] }],
    });
    await octopus.refusal("POST", "/api/Spaces-1/accounts", { ...account, SecretKey: "hush-4" });
    await octopus.ask("GET", "/api/Spaces-1/environments?name=hush-5");
    const everything = [
      await octopus.get("/api/Spaces-1/accounts"),
      await octopus.get(`/api/Spaces-1/variables/${set.Id}`),
      await octopus.get(`/api/Spaces-1/deploymentprocesses/${process.Id}`),
      await octopus.get("/_octolaunch/documents"),
      await log(),
    ];
    assert.match(JSON.stringify(everything), /My\.Secret":\{"HasValue":true,"NewValue":null\}/);
    assert.doesNotMatch(JSON.stringify(everything), /hush|TESTTEST/);
  });

  it("publishes who it is as an issuer of tokens, to everybody", async () => {
    const path = "/.well-known/openid-configuration";
    const { body } = await octopus.ask("GET", path, undefined, {});
    assert.equal(body.issuer, octopus.endpoint);
    const answer = await fetch(String(body.jwks_uri));
    const { keys } = (await answer.json()) as { keys: Record<string, string>[] };
    assert.deepEqual(Object.keys(keys[0] ?? {}).sort(), ["alg", "e", "kid", "kty", "n", "use"]);
  });

  it("survives a client that goes away, or asks for what is no address", async () => {
    const headers = { "x-octopus-apikey": apiKey, "content-length": "100" };
    const gone = request(`${octopus.endpoint}/api/Spaces-1/environments`, { method: "POST", headers });
    gone.on("error", () => undefined);
    gone.write("{");
    await new Promise((resolve) => setTimeout(resolve, 20));
    gone.destroy();
    const path = "http://[";
    const strange = request(octopus.endpoint, { path, headers: { "x-octopus-apikey": apiKey } });
    const status = await new Promise<number | undefined>((resolve, reject) => {
      strange.on("response", (response) => resolve(response.resume().statusCode)).on("error", reject);
      strange.end();
    });
    assert.equal(status, 404);
    assert.equal((await octopus.ask("GET", "/api/spaces")).status, 200);
  });

  it("ends with its connections", async () => {
    const { endpoint } = octopus;
    await octopus.stop();
    await assert.rejects(fetch(`${endpoint}/api`));
    octopus = await TestOctopus.start();
  });
});
