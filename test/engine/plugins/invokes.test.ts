import assert from "node:assert/strict";
import {
  CreateOrganizationalUnitCommand,
  ListParentsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { accounts, providerOf, TestEngine, type Description } from "./engine";
import { trust } from "./samples/sample";

type Answer = Record<string, unknown>;

const provider = "tooling";
const subnet = (name: string, cidrBlock: string, availabilityZone: string) => ({
  name,
  type: "aws:ec2/subnet:Subnet",
  provider,
  inputs: { vpcId: "${vpc.id}", cidrBlock, availabilityZone, tags: { tier: name } },
});
const ask = (name: string, token: string, args: Record<string, unknown> = {}) => ({
  name,
  token,
  provider,
  args,
});
const role = (name: string, path: string) => ({
  name,
  type: "aws:iam/role:Role",
  provider,
  inputs: { name, path, assumeRolePolicy: trust("ec2.amazonaws.com") },
});
const rolesOf = (name: string, args: Record<string, unknown>) => ({
  ...ask(name, "aws:iam/getRoles:getRoles", args),
  after: ["DevDeployRole", "Other"],
});
const issuerOf = (name: string, host: string) =>
  ask(name, "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider", {
    arn: `arn:aws:iam::${accounts.tooling}:oidc-provider/${host}`,
  });
const organization = "aws:organizations/getOrganization:getOrganization";
const accountsBelow =
  "aws:organizations/getOrganizationalUnitDescendantAccounts:getOrganizationalUnitDescendantAccounts";
const policiesFor = "aws:organizations/getPoliciesForTarget:getPoliciesForTarget";
const management = { provider: "management" };
const providers = { tooling: providerOf("tooling"), management: providerOf("management") };

const graph: Description = {
  providers,
  resources: [
    {
      name: "vpc",
      type: "aws:ec2/vpc:Vpc",
      provider,
      inputs: { cidrBlock: "10.5.0.0/16", tags: { Name: "mine" } },
    },
    subnet("a", "10.5.1.0/24", "us-east-1a"),
    subnet("b", "10.5.2.0/24", "us-east-1b"),
    role("DevDeployRole", "/octopus/deploy/"),
    role("Other", "/"),
    {
      name: "issuer",
      type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      provider,
      inputs: {
        url: "https://octopus.example.com",
        clientIdLists: ["octopus.example.com"],
        tags: { "octolaunch:stack": "dev" },
      },
    },
  ],
  invokes: [
    ask("identity", "aws:index/getCallerIdentity:getCallerIdentity"),
    ask("partition", "aws:index/getPartition:getPartition"),
    ask("region", "aws:index/getRegion:getRegion"),
    ask("zones", "aws:index/getAvailabilityZones:getAvailabilityZones", {
      state: "available",
      excludeNames: ["us-east-1b"],
    }),
    ask("vpcFound", "aws:ec2/getVpc:getVpc", { id: "${vpc.id}" }),
    {
      ...ask("subnets", "aws:ec2/getSubnets:getSubnets", {
        filters: [{ name: "vpc-id", values: ["${vpc.id}"] }],
      }),
      after: ["a", "b"],
    },
    ask("subnetFound", "aws:ec2/getSubnet:getSubnet", {
      vpcId: "${vpc.id}",
      tags: { tier: "b" },
      id: "${b.id}",
    }),
    ask("service", "aws:ec2/getVpcEndpointService:getVpcEndpointService", {
      service: "s3",
      serviceType: "Gateway",
    }),
    ask("addon", "aws:eks/getAddonVersion:getAddonVersion", {
      addonName: "vpc-cni",
      kubernetesVersion: "1.33",
      mostRecent: true,
    }),
    { ...issuerOf("issuerFound", "octopus.example.com"), after: ["issuer"] },
    rolesOf("allRoles", {}),
    rolesOf("deployRoles", { pathPrefix: "/octopus/" }),
    rolesOf("namedRoles", { nameRegex: "Account.*Role$" }),
    rolesOf("noRoles", { nameRegex: "^Deploy", pathPrefix: "/octopus/" }),
    { ...ask("organization", organization), ...management },
    { ...ask("described", organization, { returnOrganizationOnly: true }), ...management },
    ask("ofMember", organization),
    {
      ...ask("ofTarget", policiesFor, { targetId: accounts.dev, filter: "SERVICE_CONTROL_POLICY" }),
      ...management,
    },
    {
      ...ask("policy", "aws:organizations/getPolicy:getPolicy", { policyId: "p-FullAWSAccess" }),
      ...management,
    },
  ],
};

/** What every account may know of its organization. */
const described = {
  id: "o-exampleorg",
  arn: `arn:aws:organizations::${accounts.management}:organization/o-exampleorg`,
  featureSet: "ALL",
  masterAccountArn: `arn:aws:organizations::${accounts.management}:account/o-exampleorg/${accounts.management}`,
  masterAccountEmail: "master@example.com",
  masterAccountId: accounts.management,
};

/** The rest, for an account that may not know it. */
const unseen = {
  accounts: [],
  awsServiceAccessPrincipals: [],
  enabledPolicyTypes: [],
  masterAccountName: "",
  nonMasterAccounts: [],
  roots: [],
};

describe("functions of the aws plugin", function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let answers: Record<string, Answer>;
  let ids: Record<string, string>;
  before(async () => {
    engine = await TestEngine.start();
    const stack = await engine.stack("functions");
    await stack.mustUp(graph);
    answers = JSON.parse((await stack.mustRun("stack", "output", "--json")).output) as Record<string, Answer>;
    ids = Object.fromEntries((await stack.resources()).map(({ urn, id }) => [urn.split("::").at(-1), id]));
  });
  after(() => engine.stop());

  const cases: { name: string; has: () => Answer }[] = [
    {
      name: "identity",
      has: () => ({
        accountId: accounts.tooling,
        arn: `arn:aws:sts::${accounts.tooling}:assumed-role/OrganizationAccountAccessRole/octolaunch`,
      }),
    },
    {
      name: "partition",
      has: () => ({ partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" }),
    },
    {
      name: "region",
      has: () => ({
        name: "us-east-1",
        endpoint: "ec2.us-east-1.amazonaws.com",
        description: "US East (N. Virginia)",
      }),
    },
    {
      name: "vpcFound",
      has: () => ({ id: ids.vpc, cidrBlock: "10.5.0.0/16", enableDnsSupport: true, tags: { Name: "mine" } }),
    },
    {
      name: "subnetFound",
      has: () => ({ id: ids.b, cidrBlock: "10.5.2.0/24", availabilityZone: "us-east-1b" }),
    },
    { name: "service", has: () => ({ serviceName: "com.amazonaws.us-east-1.s3", serviceType: "Gateway" }) },
    { name: "addon", has: () => ({ addonName: "vpc-cni", kubernetesVersion: "1.33" }) },
    {
      name: "issuerFound",
      has: () => ({
        id: ids.issuer,
        arn: ids.issuer,
        url: "octopus.example.com",
        clientIdLists: ["octopus.example.com"],
        tags: { "octolaunch:stack": "dev" },
      }),
    },
    { name: "allRoles", has: () => ({ names: ["DevDeployRole", "OrganizationAccountAccessRole", "Other"] }) },
    {
      name: "deployRoles",
      has: () => ({
        id: "us-east-1",
        pathPrefix: "/octopus/",
        names: ["DevDeployRole"],
        arns: [`arn:aws:iam::${accounts.tooling}:role/octopus/deploy/DevDeployRole`],
      }),
    },
    { name: "namedRoles", has: () => ({ names: ["OrganizationAccountAccessRole"] }) },
    { name: "noRoles", has: () => ({ names: [], arns: [] }) },
    {
      name: "organization",
      has: () => ({
        ...described,
        awsServiceAccessPrincipals: [],
        enabledPolicyTypes: ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"],
        masterAccountName: "management",
        returnOrganizationOnly: false,
      }),
    },
    { name: "described", has: () => ({ ...described, ...unseen, returnOrganizationOnly: true }) },
    { name: "ofMember", has: () => ({ ...described, ...unseen, returnOrganizationOnly: false }) },
    { name: "ofTarget", has: () => ({ id: accounts.dev, ids: ["p-FullAWSAccess"] }) },
    {
      name: "policy",
      has: () => ({
        id: "p-FullAWSAccess",
        policyId: "p-FullAWSAccess",
        arn: "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
        awsManaged: true,
        name: "FullAWSAccess",
        type: "SERVICE_CONTROL_POLICY",
      }),
    },
  ];
  for (const { name, has } of cases) {
    it(`answer ${name}`, () => {
      const wanted = has();
      const got = Object.fromEntries(Object.keys(wanted).map((key) => [key, answers[name]?.[key]]));
      assert.deepEqual(got, wanted);
    });
  }

  it("find the subnets of a VPC", () => {
    assert.deepEqual([...(answers.subnets?.ids as string[])].sort(), [ids.a, ids.b].sort());
  });

  it("list the zones, in order and without those that are excluded", () => {
    const names = answers.zones?.names as string[];
    assert.ok(names.length >= 2 && !names.includes("us-east-1b"));
    assert.deepEqual(names, [...names].sort());
  });

  it("say which version of an add-on is the newest", () => {
    assert.match(answers.addon?.version as string, /^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
  });

  it("list the accounts of an organization, with and without the management account", () => {
    const { accounts: all, nonMasterAccounts: members } = answers.organization as Record<string, Answer[]>;
    assert.deepEqual(all?.map(({ id }) => id).sort(), Object.values(accounts).sort());
    const [member] = members?.filter(({ id }) => id === accounts.dev) ?? [];
    assert.equal(members?.length, 3);
    const { joinedTimestamp, ...rest } = member ?? {};
    assert.match(String(joinedTimestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.deepEqual(rest, {
      id: accounts.dev,
      arn: `arn:aws:organizations::${accounts.management}:account/o-exampleorg/${accounts.dev}`,
      email: `aws+${accounts.dev}@example.com`,
      joinedMethod: "CREATED",
      name: "dev",
      state: "ACTIVE",
      status: "ACTIVE",
    });
  });

  it("find the accounts below a root or OU, and only those", async () => {
    const { id, arn, policyTypes } = (answers.organization?.roots as Answer[])[0] ?? {};
    assert.equal(arn, `arn:aws:organizations::${accounts.management}:root/o-exampleorg/${String(id)}`);
    assert.deepEqual(policyTypes, [
      { type: "SERVICE_CONTROL_POLICY", status: "ENABLED" },
      { type: "RESOURCE_CONTROL_POLICY", status: "ENABLED" },
    ]);
    const client = new OrganizationsClient(engine.aws.management());
    const unit = async (ParentId: string, Name: string) =>
      (await client.send(new CreateOrganizationalUnitCommand({ ParentId, Name }))).OrganizationalUnit?.Id ??
      "";
    const outer = await unit(String(id), "Outer");
    const inner = await unit(outer, "Inner");
    const { Parents } = await client.send(new ListParentsCommand({ ChildId: accounts.dev }));
    await client.send(
      new MoveAccountCommand({
        AccountId: accounts.dev,
        SourceParentId: Parents?.[0]?.Id,
        DestinationParentId: inner,
      }),
    );
    const below = (name: string, parentId: string) => ({
      ...ask(name, accountsBelow, { parentId }),
      ...management,
    });
    const stack = await engine.stack("tree");
    const invokes = [below("root", String(id)), below("outer", outer), below("inner", inner)];
    await stack.mustUp({ providers, resources: [], invokes });
    const found = JSON.parse((await stack.mustRun("stack", "output", "--json")).output) as typeof answers;
    const ids = (name: string) => (found[name]?.accounts as Answer[]).map((account) => account.id).sort();
    assert.deepEqual(ids("root"), Object.values(accounts).sort());
    assert.deepEqual(ids("outer"), [accounts.dev]);
    assert.deepEqual(ids("inner"), [accounts.dev]);
  });

  const failures: { what: string; invoke: ReturnType<typeof ask>; says: RegExp }[] = [
    {
      what: "a VPC that is not there",
      invoke: ask("x", "aws:ec2/getVpc:getVpc", { tags: { Name: "nobody's" } }),
      says: /no matching EC2 VPC found/,
    },
    {
      what: "an OU that is not there",
      invoke: { ...ask("x", accountsBelow, { parentId: "ou-abcd-12345678" }), ...management },
      says: /listing Organizations Accounts below parent \(ou-abcd-12345678\): ParentNotFoundException: /,
    },
    {
      what: "a target that is not there",
      invoke: {
        ...ask("x", policiesFor, { targetId: "ou-abcd-12345678", filter: "RESOURCE_CONTROL_POLICY" }),
        ...management,
      },
      says: /listing Organizations Policies \(RESOURCE_CONTROL_POLICY\) for target \(ou-abcd-12345678\): TargetNotFoundException: /,
    },
    {
      what: "an account that may not ask",
      invoke: ask("x", policiesFor, { targetId: accounts.dev, filter: "SERVICE_CONTROL_POLICY" }),
      says: /AccessDeniedException: /,
    },
    {
      what: "an identity provider that is not there",
      invoke: issuerOf("x", "nobody.example.com"),
      says: /reading IAM OIDC Provider: couldn't find resource/,
    },
    {
      what: "an expression that is none",
      invoke: ask("x", "aws:iam/getRoles:getRoles", { nameRegex: "(" }),
      says: /'nameRegex' is no regular expression/,
    },
  ];
  for (const [index, { what, invoke, says }] of failures.entries()) {
    it(`end with an error for ${what}`, async () => {
      const stack = await engine.stack(`failure-${index}`);
      const { code, output } = await stack.up({ providers, resources: [], invokes: [invoke] });
      assert.notEqual(code, 0);
      assert.match(output, says);
    });
  }
});
