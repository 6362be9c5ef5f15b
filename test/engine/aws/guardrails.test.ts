import assert from "node:assert/strict";

import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import * as eks from "@aws-sdk/client-eks";
import * as iam from "@aws-sdk/client-iam";
import * as org from "@aws-sdk/client-organizations";
import type { Tag } from "@aws-sdk/client-sts";

import { compact, policy, type PolicyDocument, type Statement } from "../../../trust/documents/policy";
import { expected, expectedGuardrail } from "../../fixtures/expected";
import { accounts, refusal, TestAws, type ClientSettings } from "./aws";
import { Pods } from "./pods";
import { roleArn } from "./sts-bench";

const launcherArn = roleArn(accounts.tooling, "OctoLauncherRole");
const deployArn = roleArn(accounts.dev, "octopus/deploy/DevDeployRole");
const otherArn = roleArn(accounts.dev, "Other");

/** What somebody added to a trust policy to get in: administrators of every account. */
const intruders: Statement = {
  Sid: "Intruders",
  Effect: "Allow",
  Principal: { AWS: Object.values(accounts).map((id) => `arn:aws:iam::${id}:root`) },
  Action: ["sts:AssumeRole", "sts:TagSession"],
};
const rewritten = (trust: PolicyDocument): string => compact(policy(...trust.Statement, intruders));

type Kind = "scp" | "rcp";
type Place = "root" | "Infrastructure" | "tooling" | "dev" | "prod";
type Person = "launcher" | "tooling" | "dev" | "management";

describe("Guardrails in the sandbox", () => {
  let aws: TestAws;
  let pods: Pods;
  let organizations: org.OrganizationsClient;
  const people: Partial<Record<Person, ClientSettings>> = {};
  const targets: Partial<Record<Place, string>> = { ...accounts };
  const ids: Partial<Record<Kind, string>> = {};
  const types = { scp: "SERVICE_CONTROL_POLICY", rcp: "RESOURCE_CONTROL_POLICY" } as const;
  let detach: (() => Promise<unknown>)[] = [];

  before(async function () {
    this.timeout(120_000);
    aws = await TestAws.start();
    organizations = new org.OrganizationsClient(aws.management());
    people.management = aws.management();
    people.tooling = await aws.administrator(accounts.tooling);
    people.dev = await aws.administrator(accounts.dev);
    pods = new Pods(aws, people.tooling, "octopus-cluster");

    const { Roots } = await organizations.send(new org.ListRootsCommand({}));
    targets.root = Roots?.[0]?.Id;
    const children = { ParentId: targets.root };
    const units = await organizations.send(new org.ListOrganizationalUnitsForParentCommand(children));
    targets.Infrastructure = units.OrganizationalUnits?.find(({ Name }) => Name === "Infrastructure")?.Id;
    for (const kind of ["scp", "rcp"] as const) {
      await enable(kind);
      ids[kind] = await create(kind, `octolaunch-${kind}-1`, expectedGuardrail(`octolaunch-${kind}-1`));
    }
    await makeLauncher();
    const dev = new iam.IAMClient(people.dev);
    const deploy = rewritten(expected("DevDeployRole", "trust"));
    await dev.send(
      new iam.CreateRoleCommand({
        RoleName: "DevDeployRole",
        Path: "/octopus/deploy/",
        AssumeRolePolicyDocument: deploy,
      }),
    );
    const AssumeRolePolicyDocument = compact(policy(intruders));
    await dev.send(new iam.CreateRoleCommand({ RoleName: "Other", AssumeRolePolicyDocument }));
  });
  after(() => aws.stop());
  afterEach(async () => {
    for (const undo of detach.reverse()) await undo();
    detach = [];
  });

  /** The launcher of the sample organization, and the pods that get it. */
  async function makeLauncher(): Promise<void> {
    const client = new iam.IAMClient(people.tooling ?? {});
    const service = (Service: string): string =>
      compact(policy({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }));
    const cluster = { RoleName: "Cluster", AssumeRolePolicyDocument: service("eks.amazonaws.com") };
    const { Role } = await client.send(new iam.CreateRoleCommand(cluster));
    const RoleName = "OctoLauncherRole";
    const AssumeRolePolicyDocument = rewritten(expected(RoleName, "trust"));
    await client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const PolicyDocument = compact(expected(RoleName, "permissions"));
    await client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: "assume", PolicyDocument }));

    const clusters = new eks.EKSClient(people.tooling ?? {});
    const { Subnets } = await new EC2Client(people.tooling ?? {}).send(new DescribeSubnetsCommand({}));
    const subnetIds = (Subnets ?? []).slice(0, 2).map(({ SubnetId }) => SubnetId ?? "");
    const name = "octopus-cluster";
    await clusters.send(
      new eks.CreateClusterCommand({ name, roleArn: Role?.Arn, resourcesVpcConfig: { subnetIds } }),
    );
    const binding = { namespace: "octopus", serviceAccount: "octopus-server", roleArn: launcherArn };
    await clusters.send(new eks.CreatePodIdentityAssociationCommand({ clusterName: name, ...binding }));
    await pods.register(accounts.tooling);
  }

  async function enable(kind: Kind): Promise<void> {
    try {
      await organizations.send(
        new org.EnablePolicyTypeCommand({ RootId: targets.root, PolicyType: types[kind] }),
      );
    } catch (error) {
      if ((error as Error).name !== "PolicyTypeAlreadyEnabledException") throw error;
    }
  }

  async function create(kind: Kind, Name: string, document: PolicyDocument): Promise<string> {
    const input = { Type: types[kind], Name, Description: "", Content: compact(document) };
    const { Policy } = await organizations.send(new org.CreatePolicyCommand(input));
    return Policy?.PolicySummary?.Id ?? "";
  }

  /** Until the end of the test. */
  async function attach(PolicyId: string | undefined, place: Place): Promise<void> {
    const target = { PolicyId, TargetId: targets[place] };
    await organizations.send(new org.AttachPolicyCommand(target));
    detach.push(() => organizations.send(new org.DetachPolicyCommand(target)));
  }

  /** True, or the reason of the refusal. */
  async function assumed(from: Person, RoleArn: string, tag?: string): Promise<true | string> {
    const caller = from === "launcher" ? await pods.session("octopus", "octopus-server") : people[from];
    const Tags: Tag[] | undefined = tag === undefined ? undefined : [{ Key: tag, Value: "octopus" }];
    const request = aws.assume(caller ?? aws.management(), { RoleArn, RoleSessionName: "test", Tags });
    try {
      await request;
      return true;
    } catch (error) {
      assert.equal((error as Error).name, "AccessDenied");
      const path = `requests?action=AssumeRole&status=403&resource=${RoleArn}`;
      const entries = await aws.control<{ reason?: string }[]>("GET", path);
      return `${(error as Error).message}: ${entries.at(-1)?.reason}`;
    }
  }

  const everywhere = { scp: "root", rcp: "root" } as const;
  const scpDenies =
    /: the service control policy octolaunch-scp-1 \(DenyAssumeDeployRolesExceptLauncher\), attached to /;
  const rcpDenies =
    /: the resource control policy octolaunch-rcp-1 \(DenyAssumeDeployRolesExceptLauncher\), attached to the root of the organization, denies it$/;
  const launcherDenied =
    /: the resource control policy octolaunch-rcp-1 \(OnlyServicesBecomeLauncher\), attached to the root of the organization, denies it$/;
  const tagDenied =
    /perform: sts:TagSession on .*: the resource control policy octolaunch-rcp-1 \(OnlyEksSetsPodTags\), attached to the root/;
  const infrastructure = new RegExp(`${scpDenies.source}the organizational unit Infrastructure, denies it$`);

  const decisions: [
    what: string,
    where: Partial<Record<Kind, Place>>,
    from: Person,
    role: string,
    outcome: true | RegExp,
    tag?: string,
  ][] = [
    ["the launcher a deploy role", everywhere, "launcher", deployArn, true],
    ["the launcher nothing that it was not given", everywhere, "launcher", otherArn, /no identity policy/],
    ["an administrator of tooling no deploy role", everywhere, "tooling", deployArn, scpDenies],
    ["an administrator of dev no deploy role", everywhere, "dev", deployArn, scpDenies],
    [
      "an administrator of dev no deploy role, by the RCP alone",
      { rcp: "root" },
      "dev",
      deployArn,
      rcpDenies,
    ],
    ["the management account no deploy role", everywhere, "management", deployArn, rcpDenies],
    [
      "the management account a deploy role if there is no RCP",
      { scp: "root" },
      "management",
      deployArn,
      true,
    ],
    ["a rewritten trust its way where nothing is attached", {}, "dev", deployArn, true],
    ["a person of tooling no launcher", everywhere, "tooling", launcherArn, launcherDenied],
    ["the management account no launcher", everywhere, "management", launcherArn, launcherDenied],
    ["a person a launcher of rewritten trust where nothing is attached", {}, "tooling", launcherArn, true],
    ["nobody a pod's tags", everywhere, "dev", otherArn, tagDenied, "kubernetes-namespace"],
    ["nobody a pod's tags in capitals", everywhere, "dev", otherArn, tagDenied, "Kubernetes-Namespace"],
    ["everybody other tags", everywhere, "dev", otherArn, true, "team"],
    ["everybody a pod's tags where nothing is attached", {}, "dev", otherArn, true, "kubernetes-namespace"],
    ["everybody a role of nobody's business", everywhere, "tooling", otherArn, true],
    ["nobody beneath an OU a deploy role", { scp: "Infrastructure" }, "tooling", deployArn, infrastructure],
    ["others a deploy role when an OU is bound", { scp: "Infrastructure" }, "dev", deployArn, true],
    [
      "nobody of an account a deploy role",
      { scp: "dev" },
      "dev",
      deployArn,
      /account 111111111111, denies it$/,
    ],
    ["others a deploy role when an account is bound", { scp: "dev" }, "tooling", deployArn, true],
    [
      "nobody a role of an account with an RCP",
      { rcp: "dev" },
      "tooling",
      deployArn,
      /account 111111111111,/,
    ],
    ["everybody a role of an account without one", { rcp: "tooling" }, "tooling", deployArn, true],
  ];
  for (const [what, where, from, role, outcome, tag] of decisions) {
    it(`give ${what}`, async () => {
      for (const kind of ["scp", "rcp"] as const) {
        const place = where[kind];
        if (place !== undefined) await attach(ids[kind], place);
      }
      const found = await assumed(from, role, tag);
      if (outcome === true) assert.equal(found, true);
      else assert.match(String(found), outcome);
    });
  }

  it("let EKS hand out the launcher unless an RCP is about services", async () => {
    const everything = { Effect: "Deny", Action: "sts:*", Resource: "*" } as const;
    await attach(await create("scp", "no-sts", policy(everything)), "tooling");
    const session = await pods.session("octopus", "octopus-server");
    const chained = aws.assume(session, { RoleArn: deployArn, RoleSessionName: "test" });
    assert.equal((await refusal(chained)).name, "AccessDenied");

    const Condition = { StringEquals: { "aws:PrincipalServiceName": "pods.eks.amazonaws.com" } };
    const noPods = policy({ ...everything, Sid: "NoPods", Principal: "*", Condition });
    await attach(await create("rcp", "no-pods", noPods), "tooling");
    assert.equal((await refusal(pods.session("octopus", "octopus-server"))).name, "AccessDeniedException");
    const entries = await aws.control<{ reason?: string }[]>(
      "GET",
      "requests?action=AssumeRoleForPodIdentity&status=403",
    );
    assert.match(entries.at(-1)?.reason ?? "", /resource control policy no-pods \(NoPods\)/);
  });

  it("count the tags that a chain passes on", async () => {
    const noTags = policy({ Sid: "NoTags", Effect: "Deny", Action: "sts:TagSession", Resource: "*" });
    await attach(await create("scp", "no-tags", noTags), "tooling");
    assert.equal(await assumed("tooling", otherArn), true);
    const reason = /perform: sts:TagSession on .*: the service control policy no-tags \(NoTags\)/;
    assert.match(String(await assumed("launcher", deployArn)), reason);
  });

  it("want an SCP that allows at every level", async () => {
    const buckets = policy({ Effect: "Allow", Action: "s3:*", Resource: "*" });
    await attach(await create("scp", "buckets", buckets), "dev");
    assert.equal(await assumed("dev", otherArn), true);
    const full = { PolicyId: "p-FullAWSAccess", TargetId: accounts.dev };
    await organizations.send(new org.DetachPolicyCommand(full));
    detach.push(() => organizations.send(new org.AttachPolicyCommand(full)));
    const reason = /: no service control policy attached to account 111111111111 allows it$/;
    assert.match(String(await assumed("dev", otherArn)), reason);
    assert.equal(await assumed("tooling", otherArn), true);
  });

  it("hold in their latest version", async () => {
    const id = await create("scp", "changing", policy({ ...intruders, Principal: undefined, Resource: "*" }));
    await attach(id, "root");
    assert.equal(await assumed("dev", otherArn), true);
    const Content = compact(policy({ Effect: "Deny", Action: "sts:AssumeRole", Resource: otherArn }));
    await organizations.send(new org.UpdatePolicyCommand({ PolicyId: id, Content }));
    assert.match(String(await assumed("dev", otherArn)), /changing \(a statement without Sid\)/);
  });

  it("bind an account by where it is", async () => {
    await attach(ids.scp, "Infrastructure");
    assert.equal(await assumed("dev", deployArn), true);
    const unit = { ParentId: targets.Infrastructure, Name: "Beneath" };
    const { OrganizationalUnit } = await organizations.send(new org.CreateOrganizationalUnitCommand(unit));
    const parent = { ChildId: accounts.dev };
    const { Parents } = await organizations.send(new org.ListParentsCommand(parent));
    const [from, to] = [Parents?.[0]?.Id, OrganizationalUnit?.Id];
    const move = (SourceParentId?: string, DestinationParentId?: string): Promise<unknown> =>
      organizations.send(
        new org.MoveAccountCommand({ AccountId: accounts.dev, SourceParentId, DestinationParentId }),
      );
    await move(from, to);
    detach.push(() => move(to, from));
    assert.match(String(await assumed("dev", deployArn)), infrastructure);
  });

  for (const kind of ["scp", "rcp"] as const) {
    it(`bind nobody while their type is disabled: ${types[kind]}`, async () => {
      await organizations.send(new org.AttachPolicyCommand({ PolicyId: ids[kind], TargetId: targets.root }));
      assert.match(String(await assumed("dev", deployArn)), kind === "scp" ? scpDenies : rcpDenies);
      const type = { RootId: targets.root, PolicyType: types[kind] };
      await organizations.send(new org.DisablePolicyTypeCommand(type));
      assert.equal(await assumed("dev", deployArn), true);
      await enable(kind);
    });
  }
});
