import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as org from "@aws-sdk/client-organizations";

import { expectedGuardrail } from "../../fixtures/expected";
import { organization } from "../../fixtures/organization";
import { uncoveredActions } from "../../support/bootstrap";
import { isChange, TestSandbox } from "../../support/sandbox";

const accounts = ["123456789012", "111111111111", "222222222222", "333333333333"];

interface Index {
  readonly [file: string]: { readonly type: string; readonly targets: readonly string[] };
}

/** The tests are one story, in this order. */
describe("guardrails that others attach", function () {
  this.timeout(300_000);
  const sandbox = new TestSandbox(organization({ guardrails: "external" }));
  const folder = join(sandbox.project, "guardrails");
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));

  before(async () => {
    await sandbox.environment();
    await sandbox.clearRequests();
  });
  after(() => sandbox.end());

  it("are written by a preview, compact, with what to attach them to", async () => {
    await sandbox.pulumi("stack", "init", "tooling");
    const { code, output } = await sandbox.pulumi("preview", "--stack", "tooling");
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, /aws:organizations/);
    assert.deepEqual(readdirSync(folder).sort(), [
      "octolaunch-rcp-1.json",
      "octolaunch-scp-1.json",
      "targets.json",
    ]);
    for (const name of ["octolaunch-rcp-1", "octolaunch-scp-1"]) {
      assert.deepEqual(read(`${name}.json`), expectedGuardrail(name));
      assert.doesNotMatch(readFileSync(join(folder, `${name}.json`), "utf8"), /\s/);
    }
    const index = read("targets.json") as Index;
    const [scp, rcp] = [index["octolaunch-scp-1.json"], index["octolaunch-rcp-1.json"]];
    assert.deepEqual([scp?.type, rcp?.type], ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]);
    for (const one of [scp, rcp]) assert.deepEqual([...(one?.targets ?? [])].sort(), [...accounts].sort());
  });

  it("are put out by the stack, which comes up with environments after it", async () => {
    // A file of a policy that there is no longer, and one of others.
    writeFileSync(join(folder, "octolaunch-scp-2.json"), "{}");
    writeFileSync(join(folder, "README.md"), "ours");
    const { code, output } = await sandbox.verb("up", "tooling", "dev");
    assert.equal(code, 0, output);
    assert.deepEqual(readdirSync(folder).sort(), [
      "README.md",
      "octolaunch-rcp-1.json",
      "octolaunch-scp-1.json",
      "targets.json",
    ]);
    const { stdout } = await sandbox.pulumi("stack", "output", "guardrails", "--json", "--stack", "tooling");
    const { mode, policies } = JSON.parse(stdout) as {
      mode: string;
      policies: Record<string, { type: string; targets: string[]; content: string }>;
    };
    assert.equal(mode, "external");
    for (const [name, { type, targets, content }] of Object.entries(policies)) {
      assert.equal(content, readFileSync(join(folder, `${name}.json`), "utf8"));
      assert.deepEqual({ type, targets }, (read("targets.json") as Index)[`${name}.json`]);
    }
    assert.deepEqual(Object.keys(policies).sort(), ["octolaunch-rcp-1", "octolaunch-scp-1"]);
  });

  it("need nothing of the management account but the way into the others", async () => {
    const requests = await sandbox.requests();
    const organizations = requests.filter(({ service }) => service === "organizations");
    assert.deepEqual(organizations.filter(isChange), []);
    assert.deepEqual([...new Set(organizations.map(({ action }) => action))], ["DescribeOrganization"]);
    for (const { caller } of organizations)
      assert.match(caller, /^arn:aws:iam::123456789012:role\/octopus\/provisioning\/OctolaunchProvisioner$/);

    const bootstrapping = /\/OrganizationAccountAccessRole$/;
    const management = requests
      .filter(({ caller }) => caller.startsWith("arn:aws:iam::999999999999:"))
      .filter(({ resource = "" }) => !bootstrapping.test(resource));
    assert.deepEqual([...new Set(management.map(({ action }) => action))].sort(), [
      "AssumeRole",
      "GetCallerIdentity",
    ]);
    const provisioning = requests.filter(({ caller }) => caller.includes("OctolaunchProvisioner"));
    const actions = provisioning
      .filter(({ account }) => account === "123456789012")
      .map(({ service, action }) => `${service}:${action}`)
      .filter((action) => action !== "ec2:DescribeTags");
    assert.ok(actions.length > 20, `only ${actions.length} calls`);
    assert.deepEqual(uncoveredActions("tooling", actions), []);
  });

  it("are such as AWS takes where it is told to attach them", async () => {
    const client = new org.OrganizationsClient({
      endpoint: await sandbox.endpoint(),
      region: "us-east-1",
      credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
    });
    for (const [file, { type, targets }] of Object.entries(read("targets.json") as Index)) {
      const { Policy } = await client.send(
        new org.CreatePolicyCommand({
          Name: file,
          Type: type as org.PolicyType,
          Description: "",
          Content: readFileSync(join(folder, file), "utf8"),
        }),
      );
      const PolicyId = Policy?.PolicySummary?.Id;
      for (const TargetId of targets) await client.send(new org.AttachPolicyCommand({ PolicyId, TargetId }));
    }
    const again = await sandbox.verb("up", "tooling", "dev");
    assert.match(again.output, /Nothing changed/);
  });
});
