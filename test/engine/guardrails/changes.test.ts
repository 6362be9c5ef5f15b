import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { list, type PolicyDocument } from "../../../trust/documents/policy";
import type { Changes } from "../../fixtures/changed";
import { organization } from "../../fixtures/organization";
import { uncoveredActions } from "../../support/bootstrap";
import type { Promised } from "../../support/guard-promise";
import type { LoggedRequest } from "../../support/sandbox";
import type { Stored } from "../../support/stored-guardrails";
import { WatchedSandbox } from "./watched";

const ids = {
  tooling: "123456789012",
  dev: "111111111111",
  prod: "333333333333",
  next: "444444444444",
  changed: "555555555555",
  qa: "666666666666",
};
const launcher = `arn:aws:iam::${ids.tooling}:role/OctoLauncherRole`;

/** Roles elsewhere that are guarded as well, enough of them to need several policies when those are small. */
const legacy = Array.from({ length: 8 }, (_, index) => `arn:aws:iam::${ids.prod}:role/legacy/Deploy${index}`);

/** What is promised when policies are attached to these accounts, or to other targets above them. */
function promise(guarded: readonly string[], targets: Partial<Promised["targets"]> = {}): Promised {
  return {
    launcher,
    provisioner: "octopus/provisioning/OctolaunchProvisioner",
    guarded,
    targets: { scp: guarded, rcp: guarded, ...targets },
  };
}

/** What is promised on the way from one state to another: what both promise, attached to what either has. */
function between(before: Promised, after: Promised): Promised {
  const either = (kind: "scp" | "rcp"): string[] => [...before.targets[kind], ...after.targets[kind]];
  return {
    ...after,
    testing: before.testing,
    guarded: before.guarded.filter((id) => after.guarded.includes(id)),
    otherRoles: before.otherRoles?.filter((arn) => after.otherRoles?.includes(arn)),
    targets: { scp: either("scp"), rcp: either("rcp") },
  };
}

function environment(name: string, account: string, role: string): object {
  return { name, accounts: [account], deployRoles: [{ name: role, permissions: ["dev"] }] };
}

/** The sample organization without staging, and with accounts to move to. */
function settings(changes: Changes = {}): object {
  return organization({
    "accounts.staging": undefined,
    environments: [environment("dev", "dev", "DevDeployRole"), environment("prod", "prod", "ProdDeployRole")],
    "launchers[0].bindings[0].environments": ["tooling", "dev"],
    ...changes,
  });
}

const deployRole = (account: string, name: string): string =>
  `arn:aws:iam::${account}:role/octopus/deploy/${name}`;

/** Deploy roles that exist, which are those that the launcher may assume. */
function rolesOf({ deployRoles, launcher: role }: Stored): string[] {
  const arns = deployRoles.map(({ arn }) => arn).sort();
  const allowed = role?.permissions.flatMap(({ Statement }) =>
    Statement.flatMap(({ Resource = [] }) => Resource),
  );
  assert.deepEqual([...(allowed ?? [])].sort(), arns, "what the launcher may assume");
  return arns;
}

/** How many policies of ours there are. */
const count = ({ policies }: Stored, kind: "scp" | "rcp"): number =>
  policies.filter((policy) => policy.kind === kind && !policy.awsManaged).length;

/** The tests are one story, in this order. After every change that AWS carries out the promise is looked at. */
describe("no deploy role is unguarded, and the launcher never locked out", function () {
  this.timeout(600_000);
  const watched = new WatchedSandbox(settings());
  let current = promise([ids.tooling, ids.dev, ids.prod]);
  const { prod, tooling } = {
    prod: deployRole(ids.prod, "ProdDeployRole"),
    tooling: deployRole(ids.tooling, "ToolingDeployRole"),
  };

  before(() => watched.start());
  after(() => watched.end());

  /** Brings the tooling stack to a new promise, from where the others may rely on it. */
  async function guard(after: Promised, interruptions: readonly number[] = []): Promise<void> {
    const way = between(current, after);
    for (const changes of interruptions) await watched.interrupt("up", "tooling", way, changes);
    const { changes } = await watched.run("up", "tooling", way);
    assert.ok(changes > 0, "nothing was changed");
    // Former roles keep their account attached until the last run.
    current = { ...after, targets: way.targets };
  }

  /** The last run of tooling, which lets go of what was. */
  async function letGo(after: Promised): Promise<Stored> {
    await watched.run("up", "tooling", current);
    current = after;
    return watched.settled(after);
  }

  /** Adds faults to the sandbox's AWS; says which are not used up. */
  async function faults(added?: readonly object[]): Promise<unknown> {
    const answer = await fetch(`${await watched.sandbox.endpoint()}/_octolaunch/faults`, {
      ...(added && { method: "POST", body: JSON.stringify(added) }),
    });
    assert.equal(answer.status, 200);
    return answer.json();
  }

  /** What was asked of AWS by others than the watcher and those who bootstrap. */
  async function engineRequests(): Promise<readonly LoggedRequest[]> {
    const requests = await watched.sandbox.requests();
    assert.ok(requests.length < 20_000, "the log has dropped requests");
    const others = /:user\/watcher$|:role\/OrganizationAccountAccessRole$/;
    return requests.filter(
      ({ caller, resource = "" }) =>
        !others.test(caller) && !resource.endsWith("/OrganizationAccountAccessRole"),
    );
  }

  it("when the stacks come up", async () => {
    await watched.create("tooling", current);
    await watched.create("dev", current);
    await watched.create("prod", current);
    const stored = await watched.settled(current);
    assert.deepEqual(rolesOf(stored), [deployRole(ids.dev, "DevDeployRole"), tooling, prod]);
    assert.deepEqual([count(stored, "scp"), count(stored, "rcp")], [1, 1]);
  });

  it("when they come up again, which changes nothing", async () => {
    assert.equal((await watched.run("up", "tooling", current)).changes, 0);
    assert.equal((await watched.run("up", "dev", current)).changes, 0);
  });

  it("when roles are renamed, in an environment and in the tooling account", async () => {
    await watched.describe(
      settings({ "environments[0].deployRoles[0].name": "Dev", "tooling.deployRoles[0].name": "Tooling" }),
    );
    await guard(current);
    await watched.run("up", "dev", current);
    assert.deepEqual(rolesOf(await letGo(current)), [
      deployRole(ids.dev, "Dev"),
      deployRole(ids.tooling, "Tooling"),
      prod,
    ]);
  });

  it("when an environment moves to another account, in whatever order and however interrupted", async () => {
    await watched.describe(
      settings({
        "accounts.next": { id: ids.next },
        environments: [
          environment("dev", "next", "DevDeployRole"),
          environment("prod", "prod", "ProdDeployRole"),
        ],
      }),
    );
    const moved = promise([ids.tooling, ids.next, ids.prod]);
    await guard(moved, [1]);
    await watched.interrupt("up", "dev", current, 1);
    // Too early: the former role is still there.
    await watched.run("up", "tooling", current);
    await watched.run("up", "dev", current);
    assert.deepEqual(rolesOf(await letGo(moved)), [tooling, prod, deployRole(ids.next, "DevDeployRole")]);
  });

  it("when an account's id is changed in its place", async () => {
    await watched.describe(
      settings({
        "accounts.next": { id: ids.changed },
        environments: [
          environment("dev", "next", "DevDeployRole"),
          environment("prod", "prod", "ProdDeployRole"),
        ],
      }),
    );
    const moved = promise([ids.tooling, ids.changed, ids.prod]);
    await guard(moved);
    await watched.run("up", "dev", current);
    assert.deepEqual(rolesOf(await letGo(moved)), [tooling, prod, deployRole(ids.changed, "DevDeployRole")]);
  });

  const described = (changes: Changes = {}): object =>
    settings({
      "accounts.dev": { id: ids.changed, ou: "Workloads" },
      "accounts.qa": { id: ids.qa, ou: "Workloads" },
      environments: [
        environment("dev", "dev", "DevDeployRole"),
        environment("prod", "prod", "ProdDeployRole"),
        environment("qa", "qa", "QaDeployRole"),
      ],
      "launchers[0].bindings[2]": {
        namespace: "octopus",
        serviceAccount: "octopus-qa",
        environments: ["qa"],
      },
      ...changes,
    });
  const everywhere = promise([ids.tooling, ids.changed, ids.prod, ids.qa]);

  it("when an environment, its account and a binding are added, the guardrails first, however busy AWS is", async () => {
    await watched.describe(described());
    await watched.sandbox.pulumi("stack", "init", "qa");
    const early = await watched.sandbox.pulumi("up", "--yes", "--skip-preview", "--stack", "qa");
    assert.notEqual(early.code, 0);
    assert.match(early.output, /Nothing was changed: .* has not attached the guardrails to 666666666666/);
    assert.doesNotMatch(early.output, /^ +at .*:\d+:\d+/m);

    const busy = {
      kind: "error",
      status: 400,
      code: "ConcurrentModificationException",
      message: "The request failed because another request is under way. Try again later.",
    };
    const unheard = {
      kind: "error",
      status: 400,
      code: "MalformedPolicyDocument",
      message: `Invalid principal in policy: "AWS":"${launcher}"`,
    };
    await faults([
      { ...busy, match: { service: "organizations", action: "AttachPolicy" }, times: 2 },
      { ...busy, match: { service: "organizations", action: "UpdatePolicy" } },
      { ...unheard, match: { service: "iam", action: "CreateRole", account: ids.qa }, times: 2 },
    ]);
    await guard(everywhere);
    await watched.run("up", "qa", current);
    assert.deepEqual(await faults(), [], "faults that nothing has met");
    const stored = await watched.settled(everywhere);
    assert.ok(rolesOf(stored).includes(deployRole(ids.qa, "QaDeployRole")));
    current = everywhere;
  });

  it("when one policy becomes several and they become one again, however interrupted", async () => {
    const small = { scpCharacters: 3400, rcpCharacters: 1300 };
    await watched.describe(described({ guardrails: { roles: legacy } }));
    const more = { ...everywhere, otherRoles: legacy };
    await guard(more);
    await watched.describe(described({ guardrails: { roles: legacy }, limits: small }));
    await guard(more, [2, 4]);
    const spread = await watched.settled(more);
    assert.ok(count(spread, "scp") > 1, `${count(spread, "scp")} SCPs`);
    assert.ok(count(spread, "rcp") > 1, `${count(spread, "rcp")} RCPs`);
    await watched.describe(described({ guardrails: { roles: legacy } }));
    await guard(more, [2]);
    const merged = await watched.settled(more);
    assert.deepEqual([count(merged, "scp"), count(merged, "rcp")], [1, 1]);
  });

  it("when the SCPs move to an OU", async () => {
    const { parents } = await watched.stored(everywhere);
    const units = [parents[ids.tooling] ?? "", parents[ids.prod] ?? ""];
    await watched.describe(described({ guardrails: { targets: units } }));
    const above = promise(everywhere.guarded, { scp: units });
    await guard(above);
    await watched.settled(above);
    current = above;
  });

  it("when they are tried out in one account, and then attached to all", async () => {
    await watched.describe(described({ guardrails: { testTargets: ["qa"] } }));
    const testing = { ...promise([ids.qa]), testing: true };
    current = { ...current, testing: true };
    await guard(testing);
    await watched.settled(testing);
    current = testing;
    await watched.describe(described());
    await guard(everywhere);
    await watched.settled(everywhere);
    current = everywhere;
  });

  it("when nobody can see whether a former role is still there, until its account is released", async () => {
    const without = {
      "accounts.qa": undefined,
      "environments[2]": undefined,
      "launchers[0].bindings[2]": undefined,
    };
    const remaining = promise([ids.tooling, ids.changed, ids.prod]);
    await watched.describe(described(without));
    const match = { service: "iam", action: "ListRoles", account: ids.qa };
    await faults([
      { match, kind: "error", status: 403, code: "AccessDenied", message: "the account is closed" },
    ]);
    const refused = await watched.fail("up", "tooling", current);
    assert.equal(refused.changes, 0);
    assert.match(refused.output, /Nothing was changed: account 666666666666 had deploy roles/);
    assert.match(refused.output, /the account is closed/);
    assert.match(refused.output, /add "666666666666" to organization\.guardrails\.released/);
    assert.doesNotMatch(refused.output, /^ +at .*:\d+:\d+/m);

    // What is there belongs to others now, who do not watch it.
    await watched.describe(described({ ...without, guardrails: { released: [ids.qa] } }));
    const released = await watched.sandbox.pulumi("up", "--yes", "--skip-preview", "--stack", "tooling");
    assert.equal(released.code, 0, released.output);
    assert.equal(
      (await watched.sandbox.pulumi("destroy", "--yes", "--skip-preview", "--stack", "qa")).code,
      0,
    );
    current = remaining;
    await watched.settled(current);
  });

  it("when everything is destroyed, the guardrails last", async () => {
    const refreshed = await watched.sandbox.pulumi(
      "refresh",
      "--yes",
      "--skip-preview",
      "--expect-no-changes",
      "--stack",
      "tooling",
    );
    assert.equal(refreshed.code, 0, refreshed.output);
    await watched.run("destroy", "prod", current);
    await watched.run("destroy", "dev", current);
    const { stdout } = await watched.sandbox.pulumi("stack", "export", "--stack", "tooling");
    const urn = /"(urn:[^"]*Launcher\$aws:iam\/role:Role::OctoLauncherRole)"/.exec(stdout)?.[1] ?? "";
    await watched.sandbox.pulumi("state", "unprotect", urn, "--yes", "--stack", "tooling");
    await watched.run("destroy", "tooling", current);
    const left = await watched.stored(current);
    assert.deepEqual(left.deployRoles, []);
    assert.equal(left.launcher, undefined);
    assert.deepEqual([count(left, "scp"), count(left, "rcp")], [0, 0]);
  });

  it("with no rights in management but those that the documentation gives", async () => {
    const own = (await engineRequests()).filter(({ caller }) => caller.endsWith(":user/administrator"));
    const called = new Set(own.map(({ service, action }) => `${service}:${action}`));
    // With these the test made a user of its own, to watch with.
    for (const action of ["iam:AttachUserPolicy", "iam:CreateAccessKey", "iam:CreateUser"])
      called.delete(action);
    // Everybody may ask who they are.
    called.delete("sts:GetCallerIdentity");
    assert.deepEqual([...called].filter((action) => !documented.includes(action)).sort(), []);
    // The real provider tags policies, and a killed run is searched for by listing them.
    assert.deepEqual(documented.filter((action) => !called.has(action)).sort(), [
      "organizations:ListPolicies",
      "organizations:TagResource",
      "organizations:UntagResource",
    ]);
    const assumed = own.filter(({ action }) => action === "AssumeRole").map(({ resource }) => resource);
    for (const role of assumed)
      assert.match(role ?? "", /:role\/octopus\/provisioning\/OctolaunchProvisioner$/);
  });

  it("with no rights elsewhere but those of the provisioning role", async () => {
    const calls = (await engineRequests()).filter(({ caller }) => caller.includes("OctolaunchProvisioner"));
    for (const kind of ["tooling", "environment"] as const) {
      const actions = calls
        .filter(({ account }) => (account === ids.tooling) === (kind === "tooling"))
        .map(({ service, action }) => `${service}:${action}`)
        // Our plugin reads a launch template's tags this way, because moto keeps them nowhere else.
        .filter((action) => action !== "ec2:DescribeTags");
      assert.ok(new Set(actions).size > 5, `only ${actions.length} calls in accounts for ${kind}`);
      assert.deepEqual(uncoveredActions(kind, actions), []);
    }
  });
});

/** The permissions in the management account that bootstrap/README.md asks for. */
const readme = readFileSync(join(__dirname, "../../../bootstrap/README.md"), "utf8");
const asked = JSON.parse(
  /## The management account.*?```json\n(.*?)```/s.exec(readme)?.[1] ?? "",
) as PolicyDocument;
const documented = asked.Statement.flatMap(({ Action }) => list(Action));
