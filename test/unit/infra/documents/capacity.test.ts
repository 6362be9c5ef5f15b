import assert from "node:assert/strict";

import type { Changes } from "../../../fixtures/changed";
import { deployTrust } from "../../../../infra/documents/deploy-role";
import { launcherPermissions, launcherTrust } from "../../../../infra/documents/launcher";
import { shard, shardsFit } from "../../../../infra/documents/shards";
import { characters } from "../../../../trust/documents/policy";
import { limits, limitsWith } from "../../../../trust/limits";
import { expected } from "../../../fixtures/expected";
import { goodSettings, model, problemsOf, rawSettings } from "../../../fixtures/settings";

/** ARNs of deploy roles in as many accounts, whose path and name have so many characters, slashes included. */
const arns = (count: number, pathAndName: number): string[] =>
  Array.from({ length: count }, (_, index) => {
    const name = "R".repeat(pathAndName - "/octopus/deploy/".length);
    return `arn:aws:iam::${100000000000 + index}:role/octopus/deploy/${name}`;
  });

/** An organization of so many roles: 8 accounts an environment. The names are as long as AWS takes them. */
function organizationOf(environments: number, launcher: Changes = {}): Changes {
  const names = Array.from({ length: environments }, (_, index) => `env-${index}`);
  const members = (environment: number): string[] =>
    [0, 1, 2, 3, 4, 5, 6, 7].map((n) => `a${environment}x${n}`);
  const accounts = names.flatMap((_, environment) =>
    members(environment).map((name, n) => [
      name,
      { id: `4${String(environment * 8 + n).padStart(11, "0")}` },
    ]),
  );
  return {
    accounts: { tooling: { id: "123456789012" }, ...(Object.fromEntries(accounts) as object) },
    tooling: { account: "tooling" },
    environments: names.map((name, environment) => ({
      name,
      accounts: members(environment),
      deployRoles: [{ name: `${"R".repeat(60)}${environment}`, permissions: ["dev"] }],
    })),
    "launchers[0].bindings": [
      { namespace: "octopus", serviceAccount: "octopus-server", environments: names },
    ],
    ...launcher,
  };
}

describe("what the launcher's policies hold", () => {
  // {"Version":"2012-10-17","Statement":[{"Sid":"AssumeDeployRoles",...,"Resource":[ and ]}]} around the list.
  const frame = 142;
  // arn:aws:iam::123456789012:role, two quotation marks and a comma.
  const entry = 30 + 3;

  it("is the size of the frame and of the ARNs", () => {
    assert.equal(characters(launcherPermissions([])), frame);
    assert.equal(characters(launcherPermissions(arns(7, 26))), frame + 7 * (entry + 26) - 1);
  });

  const table: [pathAndName: number, fitting: number][] = [
    [26, 101],
    [27, 100],
    [28, 98],
    [29, 96],
    [30, 95],
    [80, 53],
  ];
  for (const [pathAndName, fitting] of table) {
    it(`is ${fitting} roles of ${pathAndName} characters in path and name, and not one more`, () => {
      assert.equal(
        Math.floor((limits.managedPolicyCharacters.value - frame + 1) / (entry + pathAndName)),
        fitting,
      );
      const fits = (count: number): boolean =>
        shardsFit({ targets: arns(count, pathAndName) }, 1, limitsWith());
      assert.deepEqual([fits(fitting), fits(fitting + 1)], [true, false]);
    });
  }

  it("is up to the limit, to the character", () => {
    const targets = arns(7, 26);
    const managedPolicyCharacters = characters(launcherPermissions(targets));
    assert(shardsFit({ targets }, 1, limitsWith({ managedPolicyCharacters })));
    assert(!shardsFit({ targets }, 1, limitsWith({ managedPolicyCharacters: managedPolicyCharacters - 1 })));
  });

  it("is over what one policy holds when shards are too few: the message says which number does", () => {
    const problems = (changes: Changes): readonly string[] =>
      problemsOf(rawSettings({ stack: "tooling", changes: organizationOf(16, changes) })).map(
        ({ setting, message }) => `${setting} ${message}`,
      );
    const [problem = ""] = problems({});
    const enough = Number(/ write (\d+)$/.exec(problem)?.[1]);
    assert.equal(
      problem,
      "organization.launchers[0].policyShards is 1, too few for the ARNs of 128 deploy roles: write " +
        enough,
    );
    assert.deepEqual(problems({ "launchers[0].policyShards": enough }), []);
    assert.match(
      problems({ "launchers[0].policyShards": enough - 1 }).join(),
      new RegExp(`write ${enough}$`),
    );
  });

  it("is past the limit when no number of shards is enough, until the limit is raised", () => {
    const setup = (changes: Changes): Changes =>
      organizationOf(16, { "launchers[0].policyShards": 2, ...changes });
    const few = { managedPoliciesPerRole: 2 };
    const [problem] = problemsOf(rawSettings({ stack: "tooling", changes: setup({ limits: few }) }));
    assert.equal(problem?.setting, "organization.launchers[0].policyShards");
    assert.equal(
      problem.message,
      "cannot be high enough: 128 deploy roles do not fit into 2 managed policies; raise AWS's quota and write " +
        "organization.limits.managedPoliciesPerRole, or add a second launcher",
    );
    const more = { limits: { managedPoliciesPerRole: 4 }, "launchers[0].policyShards": 4 };
    assert.equal(
      goodSettings({ stack: "tooling", changes: setup(more) }).organization.launchers[0]?.policyShards,
      4,
    );
  });

  it("is filled evenly enough for ten policies to hold 700 roles of the usual length", () => {
    const largest = Math.max(
      ...shard(arns(700, 28), 10).map((list) => characters(launcherPermissions(list))),
    );
    assert(largest <= limits.managedPolicyCharacters.value, `${largest} characters`);
  });
});

describe("what a trust policy holds", () => {
  // {"Version":"2012-10-17","Statement":[ and ]} around the statements.
  const frame = '{"Version":"2012-10-17","Statement":[]}'.length;
  const bindings = (count: number): object[] =>
    Array.from({ length: count }, (_, index) => ({
      namespace: "octopus",
      serviceAccount: `octopus-serve${index}`,
      environments: ["tooling", "dev", "staging", "prod"],
    }));
  const trusts = (count: number): [launcher: number, deployRole: number] => {
    const { launchers, environments } = model({
      "launchers[0].bindings": bindings(count),
      limits: { trustPolicyCharacters: 8192 },
    });
    const [launcher] = launchers;
    const [role] = environments[0]?.deployRoles ?? [];
    assert(launcher && role);
    return [characters(launcherTrust(launcher)), characters(deployTrust(role))];
  };

  it("is one statement a service account", () => {
    const [sample] = expected("OctoLauncherRole", "trust").Statement;
    const [admitted] = expected("DevDeployRole", "trust").Statement;
    const ofLauncher = JSON.stringify(sample).length + 1;
    const ofDeployRole = JSON.stringify(admitted).length + 1;
    assert.deepEqual(trusts(1), [frame + ofLauncher - 1, frame + ofDeployRole - 1]);
    // Every further statement of a deploy role has one digit more in its Sid.
    assert.deepEqual(trusts(4), [frame + 4 * ofLauncher - 1, frame + 4 * ofDeployRole - 1 + 3]);
    assert.equal(Math.floor((2048 - frame + 1) / ofLauncher), 4);
    assert.equal(Math.floor((2048 - frame + 1) / (ofDeployRole + 1)), 5);
  });

  it("is four bindings of the sample's length by default, and eight where AWS has doubled the quota", () => {
    for (const [quota, most] of [
      [2048, 4],
      [4096, 8],
    ] as const) {
      const problems = (count: number): readonly string[] =>
        problemsOf(
          rawSettings({
            changes: { "launchers[0].bindings": bindings(count), limits: { trustPolicyCharacters: quota } },
          }),
        ).map(({ message }) => message);
      assert.deepEqual(problems(most), []);
      assert.match(
        problems(most + 1).join(),
        new RegExp(`are ${most + 1}, .* holds ${most} in ${quota} characters`),
      );
    }
  });
});
