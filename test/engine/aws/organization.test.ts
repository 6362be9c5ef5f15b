import assert from "node:assert/strict";

import * as iam from "@aws-sdk/client-iam";
import * as org from "@aws-sdk/client-organizations";

import { accounts, refusal, TestAws } from "./aws";

describe("The organization of the sandbox", () => {
  let aws: TestAws;
  let organizations: org.OrganizationsClient;

  before(async function () {
    this.timeout(120_000);
    aws = await TestAws.start();
    organizations = new org.OrganizationsClient(aws.management());
  });
  after(() => aws.stop());

  it("has the accounts it was given, in their OUs", async () => {
    const { Accounts } = await organizations.send(new org.ListAccountsCommand({}));
    assert.deepEqual(Accounts?.map(({ Id, Name, Status }) => [Id, Name, Status]).sort(), [
      [accounts.dev, "dev", "ACTIVE"],
      [accounts.tooling, "tooling", "ACTIVE"],
      [accounts.prod, "prod", "ACTIVE"],
      [accounts.management, "management", "ACTIVE"],
    ]);
    const { Roots } = await organizations.send(new org.ListRootsCommand({}));
    const ParentId = Roots?.[0]?.Id ?? "";
    assert.deepEqual(Roots?.[0]?.PolicyTypes, []);
    const units = await organizations.send(new org.ListOrganizationalUnitsForParentCommand({ ParentId }));
    const members = await Promise.all(
      (units.OrganizationalUnits ?? []).map(async ({ Id, Name }) => {
        const found = await organizations.send(new org.ListAccountsForParentCommand({ ParentId: Id }));
        return [Name, found.Accounts?.map((account) => account.Name)];
      }),
    );
    assert.deepEqual(members.sort(), [
      ["Infrastructure", ["tooling"]],
      ["Production", ["prod"]],
      ["Workloads", ["dev"]],
    ]);
    const { Organization } = await organizations.send(new org.DescribeOrganizationCommand({}));
    assert.equal(Organization?.MasterAccountId, accounts.management);
  });

  it("has a way into member accounts, and none into the management account", async () => {
    const roles = async (client: iam.IAMClient): Promise<(string | undefined)[]> =>
      ((await client.send(new iam.ListRolesCommand({}))).Roles ?? []).map(({ RoleName }) => RoleName);
    assert.deepEqual(await roles(new iam.IAMClient(aws.management())), []);
    const dev = new iam.IAMClient(await aws.administrator(accounts.dev));
    assert.deepEqual(await roles(dev), ["OrganizationAccountAccessRole"]);
    const RoleName = "OrganizationAccountAccessRole";
    const { AttachedPolicies } = await dev.send(new iam.ListAttachedRolePoliciesCommand({ RoleName }));
    assert.deepEqual(
      AttachedPolicies?.map(({ PolicyName }) => PolicyName),
      ["AdministratorAccess"],
    );
    const { Role } = await dev.send(new iam.GetRoleCommand({ RoleName }));
    assert.match(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""), /arn:aws:iam::999999999999:root/);
  });

  const allow = { Effect: "Deny", Action: "sts:AssumeRole", Resource: "*" };
  const content = (statement: object): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const create = (
    Type: org.PolicyType,
    Content: string,
    Name = "refused",
  ): Promise<org.CreatePolicyCommandOutput> =>
    organizations.send(new org.CreatePolicyCommand({ Type, Content, Name, Description: "" }));
  const refusals: [what: string, request: () => Promise<unknown>, name: string][] = [
    [
      "an SCP that is no JSON",
      () => create("SERVICE_CONTROL_POLICY", "{"),
      "MalformedPolicyDocumentException",
    ],
    [
      "an SCP with a principal",
      () => create("SERVICE_CONTROL_POLICY", content({ ...allow, Principal: "*" })),
      "MalformedPolicyDocumentException",
    ],
    [
      "an SCP that is too long",
      () => create("SERVICE_CONTROL_POLICY", content(allow) + " ".repeat(10_240)),
      "ConstraintViolationException",
    ],
    [
      "an RCP without a principal",
      () => create("RESOURCE_CONTROL_POLICY", content(allow)),
      "MalformedPolicyDocumentException",
    ],
    [
      "an RCP that allows",
      () => create("RESOURCE_CONTROL_POLICY", content({ ...allow, Effect: "Allow", Principal: "*" })),
      "MalformedPolicyDocumentException",
    ],
    [
      "an RCP that is too long",
      () => create("RESOURCE_CONTROL_POLICY", content({ ...allow, Principal: "*" }) + " ".repeat(5120)),
      "ConstraintViolationException",
    ],
    [
      "a member that asks",
      async () =>
        new org.OrganizationsClient(await aws.administrator(accounts.dev)).send(
          new org.ListAccountsCommand({}),
        ),
      "AccessDeniedException",
    ],
  ];
  for (const [what, request, name] of refusals) {
    it(`refuses ${what}`, async () => assert.equal((await refusal(request())).name, name));
  }

  it("attaches policies of a type that is enabled", async () => {
    const { Policy } = await create(
      "RESOURCE_CONTROL_POLICY",
      content({ ...allow, Principal: "*" }),
      "guard",
    );
    const { Roots } = await organizations.send(new org.ListRootsCommand({}));
    const target = { PolicyId: Policy?.PolicySummary?.Id, TargetId: Roots?.[0]?.Id };
    const attach = (): Promise<unknown> => organizations.send(new org.AttachPolicyCommand(target));
    assert.equal((await refusal(attach())).name, "PolicyTypeNotEnabledException");
    const enable = { RootId: target.TargetId, PolicyType: "RESOURCE_CONTROL_POLICY" as const };
    await organizations.send(new org.EnablePolicyTypeCommand(enable));
    await attach();
  });
});
