import assert from "node:assert/strict";

import { describeServer, type Documents } from "../../../sandbox/octopus/describe";
import { objects, type JsonObject } from "../../../sandbox/octopus/json";
import { textsAt } from "../../../sandbox/octopus/paths";
import { OctopusProject, secrets } from "./project";

const noDrift = "preview --refresh --expect-no-changes";
const update = ["seconds=1800", "role=Second"];

/** What the server has after a first run, and after an update, when nothing goes wrong. */
let provisioned: Documents;
let updated: Documents;

describe("the Octopus provider", function () {
  this.timeout(180_000);
  let project: OctopusProject;
  let installed: Documents;
  before(async function () {
    this.timeout(20 * 60_000);
    project = await OctopusProject.start();
    installed = await project.contents();
  });
  after(() => project.stop());

  it("provisions a space and, through a second provider, everything in it", async () => {
    assert.doesNotMatch(await project.done("up --yes --diff"), /warning/);
    provisioned = await project.contents();
    assert.deepEqual(describeServer({ ...provisioned, Default: {} }), [
      "",
      "AWS (AWS)",
      "  accounts             AWS Dev",
      "  environments         Dev, Prod, Staging",
      "  feeds                Octopus Server (built-in)",
      "  lifecycles           Default Lifecycle, Gated",
      "  machinepolicies      Default Machine Policy",
      "  machines             dev-eks",
      "  projectgroups        AWS, Default Project Group",
      "  projects             My App",
      "  teams                Space Managers",
      "  workerpools          AWS Dev, AWS Prod, AWS Staging, Default Worker Pool",
      "  workers              AWS Dev agent",
      "  process of My App",
      "    1. Approve: Octopus.Manual, in Prod only",
      "    2. Who am I: Octopus.AwsRunScript",
      "    3. Stack: Octopus.AwsRunCloudFormation",
      "    4. Upload: Octopus.AwsUploadS3",
      "    5. Terraform: Octopus.TerraformApply",
      "    6. Kubectl: Octopus.KubernetesRunScript",
      "  variables of My App",
      "    AWS.Account = AWS Dev (Dev)",
      "    AWS.RoleArn = arn:aws:iam::111111111111:role/octopus/deploy/First0 (Dev)",
      "    AWS.RoleArn = arn:aws:iam::111111111111:role/octopus/deploy/First2 (Prod)",
      "    AWS.RoleArn = arn:aws:iam::111111111111:role/octopus/deploy/First1 (Staging)",
      "    Database.Password = a secret",
      "",
      "Default (Default)",
    ]);
  });

  it("leaves steps and their order as they were given", () => {
    const steps = objects(provisioned.AWS?.deploymentprocesses?.[0]?.Steps);
    const properties = (step: JsonObject): JsonObject =>
      objects(step.Actions)[0]?.Properties as unknown as JsonObject;
    const [, script, , upload] = steps;
    assert.ok(script && upload);
    assert.deepEqual(
      steps.map(({ StartTrigger }) => StartTrigger === "StartWithPrevious"),
      [false, false, false, true, false, false],
    );
    assert.deepEqual(properties(script), {
      "Octopus.Action.RunOnServer": "true",
      "Octopus.Action.AwsAccount.UseInstanceRole": "True",
      "Octopus.Action.Aws.AssumeRole": "True",
      "Octopus.Action.Aws.AssumedRoleArn": "#{AWS.RoleArn}",
      "Octopus.Action.Aws.AssumedRoleSession": "octopus-deploy-#{Octopus.Deployment.Id}",
      "Octopus.Action.Aws.AssumeRoleSessionDurationSeconds": "3600",
      "Octopus.Action.Aws.Region": "us-east-1",
      "Octopus.Action.Script.ScriptSource": "Inline",
      "Octopus.Action.Script.Syntax": "Bash",
      "Octopus.Action.Script.ScriptBody": "aws sts get-caller-identity",
    });
    assert.deepEqual(textsAt(upload, "Actions.[].Packages.[].PackageId"), ["app"]);
    assert.deepEqual(textsAt(upload, "Actions.[].WorkerPoolId"), ["AWS Dev"]);
  });

  it("finds nothing to change in what it has just made", () => project.done(noDrift));

  it("finds what somebody has changed by hand", async () => {
    const [account] = (await project.documents())["Spaces-2"]?.accounts ?? [];
    assert.ok(account);
    const path = `/api/Spaces-2/accounts/${account.Id}`;
    await project.ask("PUT", path, { ...account, RoleArn: "arn:aws:iam::111111111111:role/Other" });
    assert.match(await project.fails(noDrift), /~ +octopusdeploy:index:AwsOpenidConnectAccount dev +update/);
  });

  it("changes an OIDC account and variables in place, and undoes what was changed by hand", async () => {
    const idsOf = async (): Promise<readonly string[]> => {
      const { accounts, variables } = (await project.documents())["Spaces-2"] ?? {};
      return [...textsAt(accounts, "[].Id"), ...textsAt(variables, "[].Variables.[].Id")];
    };
    const ids = await idsOf();
    await project.set(...update);
    await project.setSecret(`password=${secrets.nextPassword}`);
    assert.match(await project.done("up --yes --diff --refresh"), /\n +~ 5 updated\n +26 unchanged\n/);
    assert.deepEqual(await idsOf(), ids);
    updated = await project.contents();
    const [account] = updated.AWS?.accounts ?? [];
    assert.equal(account?.SessionDuration, "1800");
    assert.equal(account?.RoleArn, "arn:aws:iam::111111111111:role/octopus/oidc/OctoDevRole");
    assert.ok(describeServer(updated).some((line) => line.includes("role/octopus/deploy/Second1 (Staging)")));
    await project.done(noDrift);
  });

  it("lets nobody read keys, passwords and certificates without the stack's passphrase", async () => {
    const state = await project.stateWithSecrets();
    const certificate = /"agentCertificate": \{[^{}]*"plaintext": "\\"([^"\\]+)\\""/.exec(state)?.[1];
    assert.ok(certificate && certificate.length > 1000);
    assert.ok(state.includes(secrets.apiKey) && state.includes(secrets.nextPassword));
    await project.done("stack export");
    assert.deepEqual(await project.leaks({ ...secrets, certificate }), []);
  });

  it("destroys everything that it has made", async () => {
    await project.done("destroy --yes");
    assert.deepEqual(await project.contents(), installed);
  });
});

describe("the Octopus provider with a server that fails", function () {
  this.timeout(180_000);
  let project: OctopusProject;
  let installed: Documents;
  before(async () => {
    project = await OctopusProject.start();
    installed = await project.contents();
  });
  after(() => project.stop());

  it("says what the server answered, and goes on from there with the next run", async () => {
    const message = "The server is shutting down.";
    await project.control("faults", [
      { match: { method: "POST" }, after: 2, kind: "error", status: 503, message },
    ]);
    const output = await project.fails("up --yes --skip-preview");
    assert.match(output, new RegExp(message));
    assert.deepEqual(await project.leaks(secrets), []);
    await project.done("up --yes --skip-preview");
    assert.deepEqual(await project.contents(), provisioned);
  });

  it("repeats a change whose answer was lost", async () => {
    await project.control("faults", [
      { match: { method: "PUT", collection: "accounts" }, kind: "drop", executed: true },
    ]);
    await project.set(...update);
    assert.match(await project.fails("up --yes --skip-preview"), /EOF|connection reset/);
    await project.done("up --yes --skip-preview");
    assert.deepEqual(await project.contents(), updated);
    await project.done(noDrift);
  });

  it("goes on destroying when an answer was lost, after a refresh", async () => {
    await project.control("faults", [
      { match: { method: "DELETE" }, after: 2, kind: "drop", executed: true },
    ]);
    await project.fails("destroy --yes --skip-preview");
    // The provider takes it for an error that what it is to delete is gone.
    await project.done("destroy --yes --skip-preview --refresh");
    assert.deepEqual(await project.contents(), installed);
  });
});
