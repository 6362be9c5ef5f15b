import assert from "node:assert/strict";

import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import {
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";

import { expected } from "../../fixtures/expected";
import { organization } from "../../fixtures/organization";
import { uncoveredActions } from "../../support/bootstrap";
import { isChange, TestSandbox } from "../../support/sandbox";

const dev = "111111111111";
const RoleName = "OctoDevRole";
const octopus = (issuer: string) => ({ server: "none", accounts: ["ambient", "oidc"], oidc: { issuer } });

function document(encoded: string | undefined): unknown {
  return JSON.parse(decodeURIComponent(encoded ?? ""));
}

describe("Octopus's own tokens, through the engine", function () {
  this.timeout(600_000);
  const sandbox = new TestSandbox();
  let iam: IAMClient;
  let cloudFormation: CloudFormationClient;

  async function up(...stacks: string[]): Promise<void> {
    for (const stack of stacks) {
      const { code, output } = await sandbox.verb("up", stack);
      assert.equal(code, 0, output);
    }
  }
  const providers = async (): Promise<(string | undefined)[]> => {
    const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    return OpenIDConnectProviderList.map(({ Arn }) => Arn);
  };
  const trust = async (): Promise<unknown> =>
    document((await iam.send(new GetRoleCommand({ RoleName }))).Role?.AssumeRolePolicyDocument);

  before(async () => {
    sandbox.describe(organization(), octopus("https://octopus.example.com"));
    await up("tooling", "dev");
    iam = await sandbox.client(IAMClient, dev);
    cloudFormation = await sandbox.client(CloudFormationClient, dev);
  });
  after(() => sandbox.end());

  it("have the expected role, which may do what the deploy role may, and a provider for their audience", async () => {
    assert.equal((await iam.send(new GetRoleCommand({ RoleName }))).Role?.Path, "/octopus/oidc/");
    assert.deepEqual(await trust(), expected(RoleName, "trust"));
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "steps" }));
    assert.deepEqual(document(PolicyDocument), expected("DevDeployRole", "permissions"));
    const [OpenIDConnectProviderArn] = await providers();
    const { Url, ClientIDList } = await iam.send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }),
    );
    assert.deepEqual([Url, ClientIDList], ["octopus.example.com", ["octopus.example.com"]]);
  });

  it("change nothing when the stack comes up again, and are as AWS has them", async () => {
    await sandbox.clearRequests();
    await up("dev");
    assert.deepEqual((await sandbox.requests()).filter(isChange), []);
    const flags = ["--yes", "--skip-preview", "--expect-no-changes"];
    const refreshed = await sandbox.pulumi("refresh", ...flags, "--stack", "dev");
    assert.equal(refreshed.code, 0, refreshed.output);
  });

  it("follow another issuer, of which the new provider is there before the role trusts it", async () => {
    sandbox.describe(organization(), octopus("https://deploy.example.com"));
    await sandbox.clearRequests();
    await up("tooling", "dev");
    assert.deepEqual(await providers(), [`arn:aws:iam::${dev}:oidc-provider/deploy.example.com`]);
    assert.match(JSON.stringify(await trust()), /deploy.example.com:sub/);
    const calls = (await sandbox.requests()).filter(
      (one) => one.account === dev && isChange(one) && one.caller.includes("OctolaunchProvisioner"),
    );
    assert.deepEqual(
      calls.map(({ action }) => action),
      ["CreateOpenIDConnectProvider", "UpdateAssumeRolePolicy", "DeleteOpenIDConnectProvider"],
    );
  });

  it("leave nothing when settings have them no longer, by calls that the bootstrapped role allows", async () => {
    sandbox.describe(organization(), { server: "none" });
    await up("tooling", "dev");
    assert.deepEqual(await providers(), []);
    const { Roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: "/octopus/" }));
    assert.deepEqual(Roles.map((role) => role.RoleName).sort(), ["DevDeployRole", "OctolaunchProvisioner"]);
    const calls = (await sandbox.requests()).filter(
      ({ caller, account }) => account === dev && caller.includes("OctolaunchProvisioner"),
    );
    const actions = calls.map(({ service, action }) => `${service}:${action}`);
    assert(actions.includes("iam:DeleteOpenIDConnectProvider"), actions.join());
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({}));
    const bootstrapped = Stacks?.[0]?.Parameters ?? [];
    const issuer = bootstrapped.find(({ ParameterKey }) => ParameterKey === "OctopusIssuer")?.ParameterValue;
    assert.equal(issuer, "deploy.example.com");
    assert.deepEqual(uncoveredActions("environment", actions, { OctopusIssuer: issuer }), []);
  });

  it("have one provider in an account of two environments, whose stacks are told which of them comes first", async () => {
    const shared = organization({ "accounts.staging": undefined, "environments[1].accounts": ["dev"] }) as {
      readonly environments: readonly unknown[];
    };
    sandbox.describe(shared, octopus("https://octopus.example.com"));
    await up("tooling");
    await sandbox.clearRequests();
    const early = await sandbox.verb("up", "staging");
    assert.equal(early.code, 1);
    assert.match(
      early.output,
      /account 1{12} does not have octopus\.example\.com, .*`pulumi up --stack dev` first/,
    );
    assert.deepEqual((await sandbox.requests()).filter(isChange), []);
    await up("dev", "staging");
    assert.deepEqual(await providers(), [`arn:aws:iam::${dev}:oidc-provider/octopus.example.com`]);

    const [first, second, ...rest] = shared.environments;
    const moved = { ...shared, environments: [second, first, ...rest] };
    sandbox.describe(moved, octopus("https://octopus.example.com"));
    await up("tooling");
    const taking = await sandbox.verb("up", "staging");
    assert.equal(taking.code, 1);
    assert.match(taking.output, /has octopus\.example\.com from stack dev, .*`pulumi up --stack dev` first/);
    await up("dev", "staging");
    assert.deepEqual(await providers(), [`arn:aws:iam::${dev}:oidc-provider/octopus.example.com`]);
  });
});
