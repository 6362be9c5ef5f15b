import assert from "node:assert/strict";

import * as sdk from "@aws-sdk/client-cloudformation";
import * as iam from "@aws-sdk/client-iam";
import * as org from "@aws-sdk/client-organizations";

import { accounts, refusal, TestAws } from "./aws";

const template = `
Parameters:
  Duration: { Type: Number, Default: 3600 }
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: Rolled
      MaxSessionDuration: !Ref Duration
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { AWS: !Sub "\${AWS::AccountId}" }, Action: sts:AssumeRole }]
`;

describe("Stack sets of the sandbox", () => {
  let aws: TestAws;
  let cfn: sdk.CloudFormationClient;
  const set = { StackSetName: "rollout" };
  const Regions = ["us-east-1"];
  const create = (input: Partial<sdk.CreateStackSetCommandInput> = {}): Promise<unknown> =>
    cfn.send(
      new sdk.CreateStackSetCommand({
        ...set,
        TemplateBody: template,
        Capabilities: ["CAPABILITY_NAMED_IAM"],
        ...input,
      }),
    );
  const duration = async (account: string): Promise<number | undefined> => {
    const client = new iam.IAMClient(await aws.administrator(account));
    try {
      return (await client.send(new iam.GetRoleCommand({ RoleName: "Rolled" }))).Role?.MaxSessionDuration;
    } catch (error) {
      assert.equal((error as Error).name, "NoSuchEntityException");
      return undefined;
    }
  };
  const outcome = async ({ OperationId }: { OperationId?: string }, name = "rollout"): Promise<string[]> => {
    const results = await cfn.send(
      new sdk.ListStackSetOperationResultsCommand({ StackSetName: name, OperationId }),
    );
    return (results.Summaries ?? []).map(({ Account, Status }) => `${Account} ${Status}`).sort();
  };

  before(async function () {
    this.timeout(120_000);
    aws = await TestAws.start();
    cfn = new sdk.CloudFormationClient(aws.management());
  });
  after(() => aws.stop());

  it("roll out to OUs once the organization lets them", async () => {
    const managed = { PermissionModel: "SERVICE_MANAGED" as const, AutoDeployment: { Enabled: false } };
    assert.match((await refusal(create(managed))).message, /enable organizations access/);
    await cfn.send(new sdk.ActivateOrganizationsAccessCommand({}));
    await create(managed);
    const { Roots } = await new org.OrganizationsClient(aws.management()).send(new org.ListRootsCommand({}));
    const DeploymentTargets = { OrganizationalUnitIds: [Roots?.[0]?.Id ?? ""] };
    const targets = { ...set, Regions, DeploymentTargets };
    const all = [accounts.dev, accounts.tooling, accounts.prod]
      .map((account) => `${account} SUCCEEDED`)
      .sort();
    assert.deepEqual(await outcome(await cfn.send(new sdk.CreateStackInstancesCommand(targets))), all);
    assert.equal(await duration(accounts.dev), 3600);

    const Parameters = [{ ParameterKey: "Duration", ParameterValue: "7200" }];
    const Capabilities = ["CAPABILITY_NAMED_IAM" as const];
    const update = new sdk.UpdateStackSetCommand({
      ...set,
      UsePreviousTemplate: true,
      Parameters,
      Capabilities,
    });
    assert.deepEqual(await outcome(await cfn.send(update)), all);
    assert.equal(await duration(accounts.prod), 7200);
    const ParameterOverrides = [{ ParameterKey: "Duration", ParameterValue: "10800" }];
    const only = {
      ...DeploymentTargets,
      Accounts: [accounts.dev],
      AccountFilterType: "INTERSECTION" as const,
    };
    await cfn.send(
      new sdk.UpdateStackInstancesCommand({ ...targets, DeploymentTargets: only, ParameterOverrides }),
    );
    assert.deepEqual([await duration(accounts.dev), await duration(accounts.prod)], [10800, 7200]);

    assert.equal(
      (await refusal(cfn.send(new sdk.DeleteStackSetCommand(set)))).name,
      "StackSetNotEmptyException",
    );
    await cfn.send(new sdk.DeleteStackInstancesCommand({ ...targets, RetainStacks: false }));
    assert.equal(await duration(accounts.tooling), undefined);
    await cfn.send(new sdk.DeleteStackSetCommand(set));
    assert.equal(
      (await refusal(cfn.send(new sdk.DescribeStackSetCommand(set)))).name,
      "StackSetNotFoundException",
    );
  });

  it("roll out to accounts by the roles that their users made", async () => {
    const own = { StackSetName: "by-roles" };
    await create(own);
    const targets = { ...own, Regions, Accounts: [accounts.dev] };
    const failed = await cfn.send(new sdk.CreateStackInstancesCommand(targets));
    assert.deepEqual(await outcome(failed, "by-roles"), [`${accounts.dev} FAILED`]);

    const administration = `arn:aws:iam::${accounts.management}:role/AWSCloudFormationStackSetAdministrationRole`;
    const document = (statement: object): string =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...statement }],
      });
    const management = new iam.IAMClient(aws.management());
    const dev = new iam.IAMClient(await aws.administrator(accounts.dev));
    const [admin, execution] = [
      "AWSCloudFormationStackSetAdministrationRole",
      "AWSCloudFormationStackSetExecutionRole",
    ];
    const trust = document({ Principal: { Service: "cloudformation.amazonaws.com" } });
    await management.send(new iam.CreateRoleCommand({ RoleName: admin, AssumeRolePolicyDocument: trust }));
    const PolicyDocument = document({ Resource: `arn:aws:iam::*:role/${execution}` });
    await management.send(new iam.PutRolePolicyCommand({ RoleName: admin, PolicyName: "p", PolicyDocument }));
    const AssumeRolePolicyDocument = document({ Principal: { AWS: administration } });
    await dev.send(new iam.CreateRoleCommand({ RoleName: execution, AssumeRolePolicyDocument }));

    const done = await cfn.send(new sdk.CreateStackInstancesCommand(targets));
    assert.deepEqual(await outcome(done, "by-roles"), [`${accounts.dev} SUCCEEDED`]);
    assert.equal(await duration(accounts.dev), 3600);
    const calls = await aws.control<{ caller: string }[]>(
      "GET",
      "requests?action=CreateRole&via=cloudformation",
    );
    assert.equal(calls.at(-1)?.caller, `arn:aws:iam::${accounts.dev}:role/${execution}`);
  });
});
