import assert from "node:assert/strict";

import { accountProvider } from "../../../../infra/components/account-provider";
import type { Changes } from "../../../fixtures/changed";
import { record, type Registration } from "../../../fixtures/recorder";
import { model } from "../../../fixtures/settings";
import { the } from "../../../fixtures/stacks";

/** The provider of an account of the sample organization, or of management. */
async function providerOf(account: string, changes: Changes = {}): Promise<Registration> {
  const organization = model(changes);
  const found = [organization.management, ...organization.accounts].find(({ name }) => name === account);
  assert(found);
  const recording = await record(() => void accountProvider(organization, found), { stack: "dev" });
  return the(recording, "aws", account);
}

/** Lists and objects of a provider's settings are sent as JSON text. */
const parsed = ({ inputs }: Registration, name: string): unknown => JSON.parse(inputs[name] as string);

describe("the provider of an account", () => {
  it("works in that account alone, through its provisioning role", async () => {
    const provider = await providerOf("dev");
    assert.equal(provider.type, "pulumi:providers:aws");
    assert.equal(provider.inputs.region, "us-east-1");
    assert.deepEqual(parsed(provider, "allowedAccountIds"), ["111111111111"]);
    assert.deepEqual(parsed(provider, "assumeRoles"), [
      {
        roleArn: "arn:aws:iam::111111111111:role/octopus/provisioning/OctolaunchProvisioner",
        sessionName: "octolaunch",
      },
    ]);
    assert.deepEqual(parsed(provider, "defaultTags"), { tags: { "octolaunch:stack": "dev" } });
  });

  it("takes region, role, session, external id and tags from the settings", async () => {
    const provider = await providerOf("dev", {
      partition: "aws-us-gov",
      region: "us-gov-west-1",
      "accounts.dev.region": "us-gov-east-1",
      provisioning: { roleName: "Builder", rolePath: "/ours/", sessionName: "pulumi", externalId: "x-7" },
      tags: { owner: "platform" },
    });
    assert.equal(provider.inputs.region, "us-gov-east-1");
    assert.deepEqual(parsed(provider, "assumeRoles"), [
      {
        roleArn: "arn:aws-us-gov:iam::111111111111:role/ours/Builder",
        sessionName: "pulumi",
        externalId: "x-7",
      },
    ]);
    assert.deepEqual(parsed(provider, "defaultTags"), {
      tags: { owner: "platform", "octolaunch:stack": "dev" },
    });
  });

  it("works in management with the ambient credentials, and nowhere else", async () => {
    const provider = await providerOf("management");
    assert.deepEqual(parsed(provider, "allowedAccountIds"), ["999999999999"]);
    assert.equal("assumeRoles" in provider.inputs, false);
  });

  it("carries no key", async () => {
    const { inputs } = await providerOf("dev");
    assert.deepEqual(
      Object.keys(inputs).filter((name) => /key|token|secret|profile/i.test(name)),
      [],
    );
  });
});
