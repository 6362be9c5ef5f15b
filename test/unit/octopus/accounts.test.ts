import assert from "node:assert/strict";

import type { JsonObject } from "../../../sandbox/octopus/json";
import { TestOctopus } from "./octopus";

const path = "/api/Spaces-1/accounts";
const oidc = {
  Name: "AWS Dev",
  AccountType: "AmazonWebServicesOidcAccount",
  RoleArn: "arn:aws:iam::111111111111:role/octopus/oidc/OctoDevRole",
};

describe("Accounts of the Octopus Server", () => {
  let octopus: TestOctopus;

  beforeEach(async () => (octopus = await TestOctopus.start()));
  afterEach(() => octopus.stop());

  it("for OpenID Connect come back with their subjects, region and duration", async () => {
    const asked = {
      ...oidc,
      Region: "us-east-1",
      SessionDuration: "1800",
      DeploymentSubjectKeys: ["space", "project", "environment"],
      HealthCheckSubjectKeys: ["space", "target"],
      AccountTestSubjectKeys: ["space", "account"],
      CustomClaims: { team: "platform" },
    };
    const account = await octopus.create("accounts", asked);
    assert.equal(account.Id, "Accounts-1");
    for (const [name, value] of Object.entries(asked)) assert.deepEqual(account[name], value, name);
    const updated = await octopus.done("PUT", `${path}/Accounts-1`, oidc);
    assert.deepEqual([updated.Region, updated.SessionDuration, updated.CustomClaims], [null, "3600", {}]);
  });

  it("with static keys are taken, as the real server takes them", async () => {
    const SecretKey = { HasValue: true, NewValue: "secret" };
    const keys = { Name: "Keys", AccountType: "AmazonWebServicesAccount", AccessKey: "AKIA", SecretKey };
    const account = await octopus.create("accounts", keys);
    assert.equal(account.RoleArn, undefined);
    const kept = await octopus.done("PUT", `${path}/${account.Id}`, { ...account, AccessKey: "AKIB" });
    assert.deepEqual([kept.AccessKey, kept.SecretKey], ["AKIB", { HasValue: true, NewValue: null }]);
  });

  it("are found by their type", async () => {
    await octopus.create("accounts", oidc);
    const count = async (type: string): Promise<unknown> =>
      (await octopus.get<JsonObject>(`${path}?accountType=${type}`)).TotalResults;
    assert.deepEqual(await Promise.all([count(oidc.AccountType), count("Token")]), [1, 0]);
  });

  const refused: [string, JsonObject, RegExp][] = [
    ["without a type", { AccountType: null }, /Please provide a value for AccountType/],
    [
      "of a type that the sandbox does not know",
      { AccountType: "SshKeyPair" },
      /accounts of type 'SshKeyPair'/,
    ],
    ["without a role", { RoleArn: "" }, /Please provide a value for RoleArn/],
    ["with what another type has", { AccessKey: "AKIA" }, /'AmazonWebServicesOidcAccount' has no AccessKey/],
    ["with a subject that there is not", { DeploymentSubjectKeys: ["moon"] }, /'moon' cannot be one of/],
    ["with a subject of another use", { AccountTestSubjectKeys: ["project"] }, /'project' cannot be one of/],
    [
      "with a duration that is no text",
      { SessionDuration: 3600 },
      /SessionDuration must be a number of seconds/,
    ],
    [
      "for an environment that there is not",
      { EnvironmentIds: ["Environments-9"] },
      /'Environments-9' was not/,
    ],
    [
      "with keys that are blank",
      {
        AccountType: "AmazonWebServicesAccount",
        RoleArn: undefined,
        AccessKey: "",
        SecretKey: { HasValue: false },
      },
      /value for AccessKey.*value for SecretKey/,
    ],
  ];
  for (const [what, change, words] of refused) {
    it(`are refused ${what}`, async () => {
      assert.match((await octopus.refusal("POST", path, { ...oidc, ...change })).join(), words);
    });
  }
});
