import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import * as cloudFormation from "@aws-sdk/client-cloudformation";
import * as iam from "@aws-sdk/client-iam";

import { provisioner, templateFile, type AccountKind } from "../../support/bootstrap";
import { accounts, refusal, TestAws } from "../aws/aws";

const StackName = "octolaunch-provisioner";
const RoleName = "OctolaunchProvisioner";

describe("bootstrap of an account in the sandbox", () => {
  let aws: TestAws;
  before(async function () {
    this.timeout(300_000);
    aws = await TestAws.start();
  });
  after(() => aws.stop());

  for (const kind of ["environment", "tooling"] as const satisfies AccountKind[]) {
    it(`makes the role as the template says, changes it and removes it, for ${kind}`, async () => {
      const account = kind === "tooling" ? accounts.tooling : accounts.dev;
      const settings = await aws.administrator(account);
      const stacks = new cloudFormation.CloudFormationClient(settings);
      const client = new iam.IAMClient(settings);
      const given = {
        DeployingPrincipalArn: `arn:aws:iam::${accounts.management}:user/administrator`,
        LauncherNames: "OctoLauncherRole,ProdLauncher",
      };
      const input = (
        parameters: Readonly<Record<string, string>>,
      ): cloudFormation.CreateStackCommandInput => ({
        StackName,
        TemplateBody: readFileSync(templateFile, "utf8"),
        Capabilities: ["CAPABILITY_NAMED_IAM"],
        Parameters: Object.entries({ AccountKind: kind, ...parameters }).map(
          ([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }),
        ),
      });
      /** What an AWS client reads must be what the template says for these parameters. */
      const check = async (parameters: Readonly<Record<string, string>>): Promise<void> => {
        const place = { partition: "aws", region: settings.region, accountId: account };
        const expected = provisioner(kind, parameters, place);
        const { Role } = await client.send(new iam.GetRoleCommand({ RoleName }));
        assert.equal(Role?.Arn, `arn:aws:iam::${account}:role/octopus/provisioning/${RoleName}`);
        assert.deepEqual(parsed(Role?.AssumeRolePolicyDocument), plain(expected.trust));
        const inline = await client.send(
          new iam.GetRolePolicyCommand({ RoleName, PolicyName: "deploy-roles" }),
        );
        assert.deepEqual(parsed(inline.PolicyDocument), plain(expected.inline));
        const { AttachedPolicies = [] } = await client.send(
          new iam.ListAttachedRolePoliciesCommand({ RoleName }),
        );
        const managed = await Promise.all(
          AttachedPolicies.map(async ({ PolicyArn, PolicyName = "" }) => {
            const { Policy } = await client.send(new iam.GetPolicyCommand({ PolicyArn }));
            const { PolicyVersion } = await client.send(
              new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
            );
            return [PolicyName, parsed(PolicyVersion?.Document)];
          }),
        );
        assert.deepEqual(Object.fromEntries(managed), plain(expected.managed));
      };
      const RoleArn = `arn:aws:iam::${account}:role/octopus/provisioning/${RoleName}`;
      const assume = (ExternalId?: string): Promise<unknown> =>
        aws.assume(aws.management(), { RoleArn, RoleSessionName: "octolaunch", ExternalId });

      await stacks.send(new cloudFormation.CreateStackCommand(input(given)));
      await check(given);
      await assume();

      const changed = {
        ...given,
        ExternalId: "octolaunch",
        DeployBoundaryArn: `arn:aws:iam::${account}:policy/Boundary`,
        ExistingVpcId: "vpc-1234",
      };
      await stacks.send(new cloudFormation.UpdateStackCommand(input(changed)));
      await check(changed);
      await assume("octolaunch");
      assert.equal((await refusal(assume())).name, "AccessDenied");

      await stacks.send(new cloudFormation.DeleteStackCommand({ StackName }));
      const gone = await refusal(client.send(new iam.GetRoleCommand({ RoleName })));
      assert.equal(gone.name, "NoSuchEntityException");
      const { Policies } = await client.send(new iam.ListPoliciesCommand({ Scope: "Local" }));
      assert.deepEqual(Policies, []);
    });
  }

  it("refuses a principal that does not exist, as AWS does", async () => {
    const stacks = new cloudFormation.CloudFormationClient(await aws.administrator(accounts.prod));
    await stacks.send(
      new cloudFormation.CreateStackCommand({
        StackName,
        TemplateBody: readFileSync(templateFile, "utf8"),
        Capabilities: ["CAPABILITY_NAMED_IAM"],
        Parameters: [
          { ParameterKey: "AccountKind", ParameterValue: "environment" },
          {
            ParameterKey: "DeployingPrincipalArn",
            ParameterValue: `arn:aws:iam::${accounts.management}:role/Nobody`,
          },
        ],
      }),
    );
    const { Stacks } = await stacks.send(new cloudFormation.DescribeStacksCommand({ StackName }));
    assert.match(Stacks?.[0]?.StackStatus ?? "", /^ROLLBACK_/);
  });
});

function parsed(document: string | undefined): unknown {
  return JSON.parse(decodeURIComponent(document ?? ""));
}

/** Without what JSON does not carry. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
