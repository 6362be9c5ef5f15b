import assert from "node:assert/strict";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { accounts, providerOf, TestEngine, type Account } from "./engine";
import type { Node } from "./program";
import { trust } from "./samples/sample";

const role = (name: string, provider: string, inputs: Record<string, unknown> = {}): Node => ({
  name,
  type: "aws:iam/role:Role",
  provider,
  inputs: { name, assumeRolePolicy: trust("ec2.amazonaws.com"), ...inputs },
});

describe("providers of the aws plugin", function () {
  this.timeout(120_000);
  let engine: TestEngine;
  before(async () => {
    engine = await TestEngine.start();
  });
  after(() => engine.stop());

  async function roleIn(account: Account, RoleName: string) {
    const iam = new IAMClient(await engine.aws.administrator(accounts[account]));
    return (await iam.send(new GetRoleCommand({ RoleName }))).Role;
  }

  it("reach the account of the role that each assumes", async () => {
    const stack = await engine.stack("accounts");
    const providers = { dev: providerOf("dev"), prod: providerOf("prod") };
    await stack.mustUp({ providers, resources: [role("InDev", "dev"), role("InProd", "prod")] });
    assert.equal((await roleIn("dev", "InDev"))?.Arn, `arn:aws:iam::${accounts.dev}:role/InDev`);
    assert.equal((await roleIn("prod", "InProd"))?.Arn, `arn:aws:iam::${accounts.prod}:role/InProd`);
    await assert.rejects(roleIn("dev", "InProd"), { name: "NoSuchEntityException" });
  });

  it("without a role to assume use the ambient credentials", async () => {
    const stack = await engine.stack("ambient");
    const invokes = [
      { name: "who", token: "aws:index/getCallerIdentity:getCallerIdentity", provider: "ambient", args: {} },
    ];
    await stack.mustUp({ providers: { ambient: { region: "us-east-1" } }, resources: [], invokes });
    const { output } = await stack.mustRun("stack", "output", "--json");
    assert.equal((JSON.parse(output) as { who: { accountId: string } }).who.accountId, accounts.management);
  });

  const refusals: { why: string; config: Record<string, unknown>; says: RegExp }[] = [
    {
      why: "another account than the allowed ones",
      config: providerOf("dev", { allowedAccountIds: [accounts.prod] }),
      says: /AWS account ID not allowed: 111111111111/,
    },
    {
      why: "a forbidden account",
      config: providerOf("dev", { allowedAccountIds: undefined, forbiddenAccountIds: [accounts.dev] }),
      says: /AWS account ID not allowed: 111111111111/,
    },
    {
      why: "a role that does not exist",
      config: providerOf("dev", { assumeRoles: [{ roleArn: "arn:aws:iam::111111111111:role/Nobody" }] }),
      says: /cannot assume IAM role arn:aws:iam::111111111111:role\/Nobody: AccessDenied: /,
    },
    {
      why: "a property that the sandbox does not act upon",
      config: providerOf("dev", { httpProxy: "http://proxy" }),
      says: /the aws provider has no property 'httpProxy' in the sandbox/,
    },
    {
      why: "the single assumeRole of older versions",
      config: providerOf("dev", { assumeRole: { roleArn: "arn:aws:iam::111111111111:role/X" } }),
      says: /has no property 'assumeRole'/,
    },
    {
      why: "no region",
      config: { ...providerOf("dev"), region: undefined },
      says: /missing region: set 'region'/,
    },
  ];
  for (const [index, { why, config, says }] of refusals.entries()) {
    it(`are refused for ${why}`, async () => {
      const stack = await engine.stack(`refused-${index}`);
      const { code, output } = await stack.up({
        providers: { dev: config },
        resources: [role("Refused", "dev")],
      });
      assert.notEqual(code, 0);
      assert.match(output, says);
      assert.doesNotMatch(output, /^ +at .*:\d+:\d+\)?$/m);
      await assert.rejects(roleIn("dev", "Refused"), { name: "NoSuchEntityException" });
    });
  }

  it("give their default tags to all resources, and take them back", async () => {
    const stack = await engine.stack("tags");
    const tagged = (tags: Record<string, string>) => ({
      providers: { dev: providerOf("dev", { defaultTags: { tags } }) },
      resources: [role("Tagged", "dev", { tags: { Env: "dev", team: "own" } })],
    });
    await stack.mustUp(tagged({ team: "platform", stack: "a" }));
    const tags = async () =>
      Object.fromEntries(((await roleIn("dev", "Tagged"))?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    assert.deepEqual(await tags(), { Env: "dev", team: "own", stack: "a" });

    const steps = await stack.preview(tagged({ stack: "b" }));
    const step = steps.find(({ urn }) => urn.endsWith("::Tagged"));
    assert.deepEqual(Object.keys(step?.detailedDiff ?? {}), ["tagsAll.stack"]);
    await stack.mustUp(tagged({ stack: "b" }));
    assert.deepEqual(await tags(), { Env: "dev", team: "own", stack: "b" });
    await stack.mustRun("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  });

  it("can assume another role without replacing their resources, but not move to another region", async () => {
    const stack = await engine.stack("moving");
    const resources = [role("Stays", "dev")];
    await stack.mustUp({ providers: { dev: providerOf("dev") }, resources });
    const renamed = providerOf("dev", {
      assumeRoles: [
        { roleArn: "arn:aws:iam::111111111111:role/OrganizationAccountAccessRole", sessionName: "other" },
      ],
    });
    const ops = (steps: { op: string; urn: string }[]) =>
      Object.fromEntries(steps.map(({ op, urn }) => [urn.split("::").at(-1), op]));
    const same = ops(await stack.preview({ providers: { dev: renamed }, resources }));
    assert.equal(same.dev, "update");
    assert.equal(same.Stays, undefined);
    const moved = ops(
      await stack.preview({ providers: { dev: providerOf("dev", { region: "eu-west-1" }) }, resources }),
    );
    assert.match(moved.dev ?? "", /replace/);
    assert.match(moved.Stays ?? "", /replace/);
  });
});
