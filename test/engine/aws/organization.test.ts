import assert from "node:assert/strict";

import * as iam from "@aws-sdk/client-iam";
import * as org from "@aws-sdk/client-organizations";

import { deny } from "../plugins/samples/sample";
import { accounts, organization, refusal, TestAws } from "./aws";

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

  it("has the id it was given, and its policy types enabled", async () => {
    const { Organization } = await organizations.send(new org.DescribeOrganizationCommand({}));
    assert.equal(Organization?.Id, "o-exampleorg");
    assert.equal(
      Organization?.Arn,
      `arn:aws:organizations::${accounts.management}:organization/o-exampleorg`,
    );
    const { Roots } = await organizations.send(new org.ListRootsCommand({}));
    assert.deepEqual(Roots?.[0]?.PolicyTypes, [
      { Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" },
      { Type: "RESOURCE_CONTROL_POLICY", Status: "ENABLED" },
    ]);
  });

  const own = [
    ["SERVICE_CONTROL_POLICY", "p-FullAWSAccess"],
    ["RESOURCE_CONTROL_POLICY", "p-RCPFullAWSAccess"],
  ] as const;

  /** Names of the root, OUs and accounts that a policy is attached to, from as many pages as there are. */
  async function targetsOf(PolicyId: string, pageSize?: number): Promise<string[]> {
    const pages = org.paginateListTargetsForPolicy({ client: organizations, pageSize }, { PolicyId });
    const found: string[] = [];
    for await (const { Targets = [] } of pages) {
      assert.ok(Targets.length <= (pageSize ?? 20));
      found.push(...Targets.map(({ Name = "" }) => Name));
    }
    return found.sort();
  }

  const attachedTo = async (TargetId: string | undefined, Filter: org.PolicyType) =>
    (await organizations.send(new org.ListPoliciesForTargetCommand({ TargetId, Filter }))).Policies?.map(
      ({ Id }) => Id,
    );

  const everything = [
    "Infrastructure",
    "Production",
    "Root",
    "Workloads",
    "dev",
    "management",
    "prod",
    "tooling",
  ];

  for (const [type, id] of own) {
    it(`has AWS's own ${type} attached to everything`, async () => {
      assert.deepEqual(await targetsOf(id), everything);
      assert.deepEqual(await targetsOf(id, 3), everything);
      assert.deepEqual(await attachedTo(accounts.dev, type), [id]);
      const { Policies } = await organizations.send(new org.ListPoliciesCommand({ Filter: type }));
      assert.deepEqual(
        Policies?.map(({ Id, Arn, AwsManaged, Type }) => [Id, Arn, AwsManaged, Type]),
        [[id, `arn:aws:organizations::aws:policy/${type.toLowerCase()}/${id}`, true, type]],
      );
    });

    it(`attaches AWS's own ${type} to what is new, as long as the type is enabled`, async () => {
      const { Roots } = await organizations.send(new org.ListRootsCommand({}));
      const RootId = Roots?.[0]?.Id;
      const unit = async (Name: string) =>
        (await organizations.send(new org.CreateOrganizationalUnitCommand({ ParentId: RootId, Name })))
          .OrganizationalUnit?.Id;
      const before = await unit(`before ${type}`);
      assert.deepEqual(await attachedTo(before, type), [id]);

      await organizations.send(new org.DisablePolicyTypeCommand({ RootId, PolicyType: type }));
      assert.deepEqual(await targetsOf(id), []);
      const meanwhile = await unit(`meanwhile ${type}`);
      assert.deepEqual(await attachedTo(meanwhile, type), []);

      await organizations.send(new org.EnablePolicyTypeCommand({ RootId, PolicyType: type }));
      for (const target of [RootId, before, meanwhile, accounts.dev, accounts.management])
        assert.deepEqual(await attachedTo(target, type), [id]);
      for (const OrganizationalUnitId of [before, meanwhile])
        await organizations.send(new org.DeleteOrganizationalUnitCommand({ OrganizationalUnitId }));
      assert.deepEqual(await targetsOf(id), everything);
    });
  }

  it("shows a policy as it was made, changed and attached", async () => {
    const content = deny("s3:DeleteBucket");
    const { Policy } = await organizations.send(
      new org.CreatePolicyCommand({
        Type: "SERVICE_CONTROL_POLICY",
        Name: "guard",
        Description: "one",
        Content: content,
        Tags: [{ Key: "Env", Value: "dev" }],
      }),
    );
    const PolicyId = Policy?.PolicySummary?.Id;
    await organizations.send(new org.UpdatePolicyCommand({ PolicyId, Name: "guarded", Description: "" }));
    await organizations.send(new org.AttachPolicyCommand({ PolicyId, TargetId: accounts.dev }));
    const described = await organizations.send(new org.DescribePolicyCommand({ PolicyId }));
    assert.deepEqual(described.Policy, {
      Content: content,
      PolicySummary: {
        Id: PolicyId,
        Arn: `arn:aws:organizations::${accounts.management}:policy/o-exampleorg/service_control_policy/${PolicyId}`,
        Name: "guarded",
        Description: "",
        Type: "SERVICE_CONTROL_POLICY",
        AwsManaged: false,
      },
    });
    assert.deepEqual(await targetsOf(PolicyId ?? ""), ["dev"]);
    assert.deepEqual(await attachedTo(accounts.dev, "SERVICE_CONTROL_POLICY"), ["p-FullAWSAccess", PolicyId]);
    await organizations.send(new org.DetachPolicyCommand({ PolicyId, TargetId: accounts.dev }));
    assert.deepEqual(await attachedTo(accounts.dev, "SERVICE_CONTROL_POLICY"), ["p-FullAWSAccess"]);
    await organizations.send(new org.DeletePolicyCommand({ PolicyId }));
    const gone = organizations.send(new org.DescribePolicyCommand({ PolicyId }));
    assert.equal((await refusal(gone)).name, "PolicyNotFoundException");
  });

  it("lists its policies in pages", async () => {
    const names = Array.from({ length: 23 }, (_, index) => `policy-${String(index).padStart(2, "0")}`);
    for (const Name of names) {
      const Type = "SERVICE_CONTROL_POLICY";
      await organizations.send(
        new org.CreatePolicyCommand({ Type, Name, Description: "", Content: deny("s3:DeleteBucket") }),
      );
    }
    const found: string[] = [];
    let pages = 0;
    for await (const { Policies = [] } of org.paginateListPolicies(
      { client: organizations },
      { Filter: "SERVICE_CONTROL_POLICY" },
    )) {
      pages++;
      found.push(...Policies.map(({ Name = "" }) => Name));
    }
    assert.equal(pages, 2);
    assert.deepEqual(found.sort(), ["FullAWSAccess", ...names]);
  });

  it("attaches AWS's own policies to an account that the settings get later", async () => {
    const later = { name: "later", id: "444444444444" };
    await aws.control("POST", "accounts", { ...organization, accounts: [...organization.accounts, later] });
    for (const [type, id] of own) {
      assert.deepEqual(await attachedTo(later.id, type), [id]);
      assert.deepEqual(await targetsOf(id), [...everything, later.name].sort());
    }
  });

  it("does not become another one while it runs", async () => {
    const answer = await aws.control("POST", "accounts", { ...organization, id: "o-0therorg0" });
    const error = "id was o-exampleorg when the sandbox was started, and is now o-0therorg0";
    assert.deepEqual(answer, { error });
  });
});
