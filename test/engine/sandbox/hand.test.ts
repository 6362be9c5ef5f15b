import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";

import { checkout } from "../../../sandbox/home";
import { TestSandbox } from "../../support/sandbox";

/** A program of somebody else's, who knows nothing of this project. */
const elsewhere = {
  "Pulumi.yaml": "name: elsewhere\nruntime: nodejs\n",
  "package.json": JSON.stringify({ name: "elsewhere", main: "index.js" }),
  "index.js": `
    const aws = require("@pulumi/aws");
    const provider = new aws.Provider("dev", {
      region: "us-east-1",
      assumeRoles: [{ roleArn: "arn:aws:iam::111111111111:role/OrganizationAccountAccessRole" }],
    });
    const role = new aws.iam.Role("reader", {
      name: "ElsewhereReader",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    }, { provider });
    exports.arn = role.arn;`,
};

describe("a sandbox used by hand", function () {
  this.timeout(300_000);
  const sandbox = new TestSandbox();
  const folder = mkdtempSync(join(tmpdir(), "octolaunch-test-elsewhere-"));
  after(async () => {
    rmSync(folder, { recursive: true });
    await sandbox.end();
  });

  /** Runs lines in a POSIX shell that has evaluated what `env` prints, and is led astray before. */
  function shell(lines: string, cwd = sandbox.project): string {
    const done = spawnSync(
      "sh",
      ["-euc", `cd "$CHECKOUT"; eval "$("$NODE" --import tsx sandbox/cli.ts env)"; cd "$WHERE"\n${lines}`],
      {
        cwd,
        encoding: "utf8",
        env: {
          ...process.env,
          CHECKOUT: checkout,
          NODE: process.execPath,
          WHERE: cwd,
          OCTOLAUNCH_HOME: sandbox.home,
          OCTOLAUNCH_PROJECT: sandbox.project,
          PULUMI_SKIP_CONFIRMATIONS: "true",
          AWS_PROFILE: "production",
          AWS_SESSION_TOKEN: "real",
          AWS_ENDPOINT_URL_STS: "http://127.0.0.1:9",
          AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
          PULUMI_ACCESS_TOKEN: "real",
          PULUMI_STACK: "production",
        },
      },
    );
    assert.equal(done.status, 0, done.stdout + done.stderr);
    return done.stdout;
  }

  const settings = (stack: string): string =>
    readFileSync(join(sandbox.project, `Pulumi.${stack}.yaml`), "utf8");

  it("is started once by two `env` at the same moment", async () => {
    const both = await Promise.all([sandbox.verb("env"), sandbox.verb("env")]);
    for (const { code, output } of both) assert.equal(code, 0, output);
    assert.equal(both[0].stdout, both[1].stdout);
    assert.equal(sandbox.processes().filter((line) => line.includes("daemon.js")).length, 1);
  });

  it("is all that a shell reaches after eval, whatever was set before", () => {
    const client = `const { GetCallerIdentityCommand, STSClient } = require("@aws-sdk/client-sts");
      new STSClient({}).send(new GetCallerIdentityCommand({})).then(({ Account }) => console.log(Account));`;
    const output = shell(
      `pulumi whoami --verbose
       pulumi stack ls
       "$NODE" -e '${client}'
       echo "profile [\${AWS_PROFILE-}] token [\${AWS_SESSION_TOKEN-}\${PULUMI_ACCESS_TOKEN-}] stack [\${PULUMI_STACK-}]"`,
    );
    assert.match(output, new RegExp(`Backend URL: +file://${sandbox.home}/state`));
    assert.match(output, /^999999999999$/m);
    assert.match(output, /^profile \[\] token \[\] stack \[\]$/m);
  });

  it("leaves stack files without salt, comments and format as they were", () => {
    const written = "# Three zones.\nconfig:\n  octolaunch:network: { zones: 3 } # for quorum\n";
    writeFileSync(join(sandbox.project, "Pulumi.tooling.yaml"), written);
    const preview = shell(
      "pulumi stack init tooling; pulumi preview --stack tooling; pulumi stack init dev; ls",
    );
    assert.match(preview, /OctoLauncherRole/);
    assert.equal(settings("tooling"), written);
    assert.doesNotMatch(preview, /^Pulumi\.dev\.yaml$/m);

    shell("cd infra; pulumi config set --stack tooling --path octolaunch:network.zones 2");
    assert.doesNotMatch(settings("tooling"), /salt/);
    assert.match(settings("tooling"), /# Three zones.\nconfig:\n +octolaunch:network: *\{ ?zones: 2 ?\}/);
    shell("pulumi config set --stack dev octolaunch:environment dev; pulumi preview --stack tooling");
    assert.equal(settings("dev"), "config:\n  octolaunch:environment: dev\n");
    shell("pulumi stack rm --yes dev; pulumi stack rm --yes tooling");
  });

  it("brings another program up and destroys it", async () => {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(elsewhere)) writeFileSync(join(folder, name), text);
    symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));

    const arn = shell(
      "pulumi stack init main; pulumi up --yes --skip-preview; pulumi stack output arn",
      folder,
    );
    assert.match(arn, /^arn:aws:iam::111111111111:role\/ElsewhereReader$/m);
    const iam = await sandbox.client(IAMClient, "111111111111");
    const role = new GetRoleCommand({ RoleName: "ElsewhereReader" });
    assert.equal((await iam.send(role)).Role?.RoleName, "ElsewhereReader");

    const output = shell(
      "pulumi destroy --yes --skip-preview --stack main; pulumi stack rm --yes main",
      folder,
    );
    assert.match(output, /3 deleted/);
    await assert.rejects(iam.send(role), { name: "NoSuchEntityException" });
  });
});
