import assert from "node:assert/strict";

import { describeServer, type Documents } from "../../../sandbox/octopus/describe";
import { objects, type JsonObject } from "../../../sandbox/octopus/json";
import { certificateAuthority } from "../../fixtures/certificate";
import { organization } from "../../fixtures/organization";
import { TestSandbox } from "../../support/sandbox";

/** Both ways to AWS, and a cluster of dev. */
const octopus = {
  accounts: ["ambient", "oidc"],
  oidc: { issuer: "octopus.example.com" },
  clusters: [{ environment: "dev", name: "apps", url: "https://apps.example.com", certificateAuthority }],
};

describe("what the stacks keep in Octopus", function () {
  this.timeout(600_000);
  const sandbox = new TestSandbox(organization(), {}, octopus);
  let contents: Documents;

  before(async function () {
    this.timeout(20 * 60_000);
    // The provider fails in the middle, and the next run goes on from there.
    await sandbox.octopusControl("faults", [
      { match: { method: "POST" }, after: 5, kind: "error", status: 503, message: "Down for maintenance." },
    ]);
    const failed = await sandbox.verb("up");
    assert.notEqual(failed.code, 0);
    assert.match(failed.output, /Down for maintenance\./);
    const up = await sandbox.verb("up");
    assert.equal(up.code, 0, up.output);
    contents = await sandbox.octopusContents();
  });
  after(() => sandbox.end());

  it("is all there by its names, in its order, scoped to its environments", () => {
    const { server, AWS } = contents;
    assert.ok(server && AWS);
    const spaces = (server.spaces ?? []).filter(({ Name }) => Name === "AWS");
    assert.deepEqual(
      inOneOrder(describeServer({ AWS, server: { spaces } })),
      inOneOrder([
        "",
        "AWS (AWS)",
        "  accounts             AWS Dev, AWS Prod, AWS Staging",
        "  certificates         EKS apps",
        "  environments         Dev, Prod, Staging",
        "  feeds                Octopus Server (built-in)",
        "  libraryvariablesets  AWS Dev, AWS Prod, AWS Staging",
        "  lifecycles           AWS, Default Lifecycle",
        "  machinepolicies      Default Machine Policy",
        "  machines             apps",
        "  projectgroups        AWS, Default Project Group",
        "  projects             AWS",
        "  teams                Space Managers",
        "  workerpools          Default Worker Pool, Dev Workers, Prod Workers, Staging Workers",
        "  process of AWS",
        "    1. Approve: Octopus.Manual, in Prod only",
        "    2. Show who is deploying: Octopus.AwsRunScript, in Dev, Staging, Prod only",
        "    3. Upload the release: Octopus.AwsUploadS3, in Dev, Staging only",
        "    4. Deploy the stack: Octopus.AwsRunCloudFormation, in Dev, Staging only",
        "    5. Apply Terraform: Octopus.TerraformApply, in Dev, Staging only",
        "    6. Look at the cluster: Octopus.KubernetesRunScript, in Dev, Staging, Prod only",
        ...variablesOf("Dev", "111111111111"),
        ...variablesOf("Prod", "333333333333"),
        ...variablesOf("Staging", "222222222222"),
      ]),
    );
  });

  /** Lines, and names in a line, in an order that does not depend on ids. */
  function inOneOrder(lines: readonly string[]): readonly string[] {
    return lines
      .map((line) =>
        line
          .split(/, (?:in )?| only$|(?<= {2}) +/)
          .sort()
          .join(", "),
      )
      .sort();
  }

  function variablesOf(environment: string, accountId: string): readonly string[] {
    const role = `arn:aws:iam::${accountId}:role/octopus/deploy/${environment}DeployRole`;
    return [
      `  variables of AWS ${environment}`,
      `    AWS.AccountId = ${accountId} (${environment})`,
      `    AWS.Oidc = AWS ${environment} (${environment})`,
      `    AWS.Region = us-east-1 (${environment})`,
      `    AWS.Role = ${role} (${environment})`,
      `    AWS.Role[DeployRole] = ${role} (${environment})`,
      `    AWS.WorkerPool = ${environment} Workers (${environment})`,
    ];
  }

  it("has the role, the region and the deployment's session on every step that calls AWS", () => {
    const process = contents.AWS?.deploymentprocesses?.[0];
    const actions = objects(process?.Steps).flatMap(({ Actions }) => objects(Actions));
    const aws = actions.filter(({ ActionType }) => /^Octopus\.(Aws|Terraform)/.test(String(ActionType)));
    assert.equal(aws.length, 4);
    for (const { Properties, WorkerPoolVariable } of aws) {
      const properties = Properties as JsonObject;
      assert.deepEqual(
        Object.fromEntries(
          Object.entries(properties).filter(([name]) =>
            /^Octopus\.Action\.Aws(Account)?\.(Assume|Use|Region)/.test(name),
          ),
        ),
        {
          "Octopus.Action.AwsAccount.UseInstanceRole": "True",
          "Octopus.Action.Aws.AssumeRole": "True",
          "Octopus.Action.Aws.AssumedRoleArn": "#{AWS.Role}",
          "Octopus.Action.Aws.AssumedRoleSession": "octopus-deploy-#{Octopus.Deployment.Id | Truncate 46}",
          "Octopus.Action.Aws.AssumeRoleSessionDurationSeconds": "3600",
          "Octopus.Action.Aws.Region": "#{AWS.Region}",
        },
      );
      assert.equal(WorkerPoolVariable, "AWS.WorkerPool");
    }
  });

  it("is not touched by a run that changes nothing", async () => {
    const { code, output } = await sandbox.verb("up");
    assert.equal(code, 0, output);
    assert.match(output, /Nothing changed/);
    assert.deepEqual(await sandbox.octopusContents(), contents);
  });

  it("is changed where settings are: an account of tokens, in place", async () => {
    sandbox.describe(organization(), { ...octopus, oidc: { ...octopus.oidc, sessionSeconds: 1800 } });
    const { code, output } = await sandbox.verb("up", "dev");
    assert.equal(code, 0, output);
    const durations = (await sandbox.octopusContents()).AWS?.accounts?.map(({ Name, SessionDuration }) => [
      Name,
      SessionDuration,
    ]);
    assert.deepEqual(durations, [
      ["AWS Dev", "1800"],
      ["AWS Prod", "3600"],
      ["AWS Staging", "3600"],
    ]);
    sandbox.describe(organization(), octopus);
    assert.equal((await sandbox.verb("up", "dev")).code, 0);
    assert.deepEqual(await sandbox.octopusContents(), contents);
  });

  it("is put right when somebody has changed it by hand", async () => {
    const [account] = (await sandbox.octopusControl<Documents>("documents"))["Spaces-2"]?.accounts ?? [];
    assert(account);
    await sandbox.askOctopus("PUT", `/api/Spaces-2/accounts/${account.Id}`, {
      ...account,
      RoleArn: "arn:aws:iam::444444444444:role/Theirs",
    });
    for (const stack of ["dev", "staging", "prod"]) {
      const up = await sandbox.pulumi("up", "--yes", "--skip-preview", "--refresh", "--stack", stack);
      assert.equal(up.code, 0, up.output);
    }
    assert.deepEqual(await sandbox.octopusContents(), contents);
  });

  it("leaves the key that opened the server in no state, no preview and no log", async () => {
    const { OCTOPUS_APIKEY: key = "" } = await sandbox.environment();
    assert.match(key, /^API-/);
    for (const stack of ["tooling", "dev"]) {
      const exported = await sandbox.pulumi("stack", "export", "--show-secrets", "--stack", stack);
      const preview = await sandbox.pulumi("preview", "--diff", "--refresh", "--stack", stack);
      assert.match(exported.output, /pulumi:providers:octopusdeploy/);
      for (const { code, output } of [exported, preview]) {
        assert.equal(code, 0, output);
        assert(!output.includes(key));
      }
    }
    const log = JSON.stringify(await sandbox.octopusControl("requests"));
    assert(log.length > 1000 && !log.includes(key));
  });

  const refusals: readonly {
    readonly what: string;
    readonly variables: NodeJS.ProcessEnv;
    readonly says: readonly RegExp[];
  }[] = [
    {
      what: "no URL and no key",
      variables: { OCTOPUS_URL: "", OCTOPUS_APIKEY: "" },
      says: [/2 settings are wrong/, /- OCTOPUS_URL: is not set/, /- OCTOPUS_APIKEY: is not set/],
    },
    {
      what: "a key that the server does not know",
      variables: { OCTOPUS_APIKEY: "API-WRONGWRONGWRONG" },
      says: [/- OCTOPUS_APIKEY: is not taken by the server/],
    },
    {
      what: "a server that is not there",
      variables: { OCTOPUS_URL: "http://127.0.0.1:9" },
      says: [/- OCTOPUS_URL: leads to 127\.0\.0\.1:9, where nobody answers \(/],
    },
  ];
  for (const { what, variables, says } of refusals) {
    it(`is refused beforehand with ${what}, in one message`, async () => {
      const started = await sandbox.startPulumi(["preview", "--stack", "dev"], variables);
      const { code, output } = await started.finished;
      assert.notEqual(code, 0);
      for (const words of says) assert.match(output, words);
      assert.doesNotMatch(output, /^ +at .*:\d+:\d+|WRONGWRONG/m);
    });
  }

  it("goes with an environment that leaves the settings, once its stack is destroyed", async () => {
    const { environments, ...rest } = organization({
      "launchers[0].bindings[0].environments": ["tooling", "dev"],
    }) as { readonly environments: readonly { readonly name: string }[] };
    sandbox.describe({ ...rest, environments: environments.filter(({ name }) => name !== "staging") });
    const early = await sandbox.pulumi("up", "--yes", "--skip-preview", "--stack", "tooling");
    assert.notEqual(early.code, 0);
    assert.match(early.output, /no longer has staging, .* Run `pulumi destroy --stack staging` first\./);
    const commands = [
      ["destroy", "--stack", "staging"],
      ["up", "--stack", "tooling"],
    ];
    for (const command of commands) {
      const { code, output } = await sandbox.pulumi(...command, "--yes", "--skip-preview");
      assert.equal(code, 0, output);
    }
    const { AWS } = await sandbox.octopusContents();
    assert.deepEqual((AWS?.environments ?? []).map(({ Name }) => Name).sort(), ["Dev", "Prod"]);
  });

  it("is gone when the stacks are", async () => {
    const { code, output } = await sandbox.verb("down");
    assert.equal(code, 0, output);
    assert.match(output, /unprotecting Octopus's space AWS/);
  });
});
