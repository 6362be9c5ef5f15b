import { refusals } from "../../../fixtures/refusals";

const everywhere = ["tooling", "dev", "staging", "prod"];
/** Bindings whose statements are as long as that of the sample's `octopus-server`. */
const bindings = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({
    namespace: "octopus",
    serviceAccount: `octopus-serve${index}`,
    environments: everywhere,
  }));
const launcher = (name: string, changes: object = {}): object => ({
  name,
  mechanism: "podIdentity",
  cluster: "octopus-cluster",
  bindings: [{ namespace: "worker", serviceAccount: "worker", environments: ["dev"] }],
  ...changes,
});

describe("launchers and bindings in the settings", () => {
  const first = "organization.launchers[0].bindings[0]";

  refusals([
    {
      refuses: "a wildcard for a launcher",
      changes: { "launchers[0].name": "*" },
      says: [["organization.launchers[0].name", "no wildcard"]],
    },
    {
      refuses: "a wildcard for a service account",
      changes: { "launchers[0].bindings[0].serviceAccount": "*" },
      says: [
        [`${first}.serviceAccount`, "lower-case letters, digits and hyphens", "wildcards are not taken"],
      ],
    },
    {
      refuses: "a wildcard for a namespace",
      changes: { "launchers[0].bindings[0].namespace": "octopus*" },
      says: [[`${first}.namespace`, "wildcards are not taken"]],
    },
    {
      refuses: "a binding for no environment",
      changes: {
        "launchers[0].bindings[2]": { namespace: "octopus", serviceAccount: "idle", environments: [] },
      },
      says: [["organization.launchers[0].bindings[2].environments", "is empty", "or remove the binding"]],
    },
    {
      refuses: "a binding for an environment that is not described",
      changes: { "launchers[0].bindings[0].environments": [...everywhere, "qa"] },
      says: [[`${first}.environments`, "names qa, which is none of tooling, dev, staging, prod"]],
    },
    {
      refuses: "an environment that no service account is bound to",
      changes: { "launchers[0].bindings[0].environments": ["tooling", "dev"] },
      says: [
        [
          "organization.launchers",
          "bind no service account to staging",
          "add it to a binding's environments",
        ],
      ],
    },
    {
      refuses: "deploy roles of tooling that no service account is bound to",
      changes: { "launchers[0].bindings[0].environments": ["dev", "staging"] },
      says: [["organization.launchers", "bind no service account to tooling"]],
    },
    {
      refuses: "a service account that is bound twice",
      changes: {
        "launchers[0].bindings[1]": {
          namespace: "octopus",
          serviceAccount: "octopus-server",
          environments: ["prod"],
        },
      },
      says: [
        [
          "organization.launchers[0].bindings[1]",
          "binds octopus-cluster/octopus/octopus-server",
          `as ${first} does`,
          "merge the two",
        ],
      ],
    },
    {
      refuses: "more bindings than a launcher's trust policy holds",
      changes: { "launchers[0].bindings": bindings(5) },
      says: [
        [
          "organization.launchers[0].bindings",
          "are 5",
          "holds 4 in 2048 characters",
          "bind fewer",
          "organization.limits.trustPolicyCharacters (e.g. 4096)",
        ],
      ],
    },
    {
      refuses: "more bindings than a deploy role's trust policy holds, over two launchers",
      changes: {
        "launchers[0].bindings": bindings(4),
        "launchers[1]": launcher("SecondLauncherRole", {
          bindings: [1, 2].map((n) => ({
            namespace: "worker",
            serviceAccount: `w${n}`,
            environments: ["dev"],
          })),
        }),
      },
      says: [
        [
          "organization.environments[0].deployRoles[0]",
          "is bound to 6 service accounts",
          "holds 5 in 2048 characters",
          "organization.limits.trustPolicyCharacters",
        ],
      ],
    },
    {
      refuses: "two launchers on different clusters",
      changes: { "launchers[1]": launcher("SecondLauncherRole", { cluster: "other" }) },
      says: [
        [
          "organization.launchers[1].cluster",
          "is other",
          "octopus-cluster",
          "the tooling stack has one cluster",
        ],
      ],
    },
    {
      refuses: "two launchers whose names differ in case only",
      changes: { "launchers[1]": launcher("OCTOLAUNCHERROLE") },
      says: [
        [
          "organization.launchers[1].name",
          "is OCTOLAUNCHERROLE",
          "where organization.launchers[0] has that name",
        ],
      ],
    },
    {
      refuses: "a cluster whose roles would have too long names",
      changes: { "launchers[0].cluster": "c".repeat(57) },
      says: [["organization.launchers[0].cluster", "at most 56", "its roles are named after it"]],
    },
    {
      refuses: "a mechanism that is not there",
      changes: { "launchers[0].mechanism": "irsa" },
      says: [["organization.launchers[0].mechanism", "is none of podIdentity"]],
    },
    {
      refuses: "no launcher",
      changes: { launchers: [] },
      says: [
        ["organization.launchers", "is empty", "describe at least one launcher"],
        ...everywhere.map(
          (name) => ["organization.launchers", `bind no service account to ${name}`] as const,
        ),
      ],
    },
    {
      refuses: "no shard at all",
      changes: { "launchers[0].policyShards": 0 },
      says: [["organization.launchers[0].policyShards", "must be at least 1"]],
    },
    {
      refuses: "more shards than a role has managed policies",
      changes: { "launchers[0].policyShards": 11 },
      says: [
        [
          "organization.launchers[0].policyShards",
          "is 11, and a role takes 10 managed policies",
          "write 10 or less",
          "organization.limits.managedPoliciesPerRole",
        ],
      ],
    },
    {
      refuses: "a limit that nothing fits in",
      changes: { limits: { managedPoliciesPerRole: 0 } },
      says: [
        ["organization.limits.managedPoliciesPerRole", "must be at least 1"],
        ["organization.launchers[0].policyShards", "is 1, and a role takes 0 managed policies"],
      ],
    },
  ]);
});
