import { refusals, type Refusal } from "../../../fixtures/refusals";

const place = "organization.guardrails";
const dev = "arn:aws:iam::111111111111:role";

/** The setting with something wrong in it. */
const wrong = (refuses: string, guardrails: unknown, ...says: Refusal["says"]): Refusal => ({
  refuses,
  changes: { guardrails },
  says,
});

describe("the setting guardrails", () => {
  refusals([
    wrong("a mode that is none", "off", [`${place}.mode`, "is none of managed, external"]),
    wrong("a mode that is none, written out", { mode: "none" }, [
      `${place}.mode`,
      "is none of managed, external",
    ]),
    wrong("a number", 1, [place, "is missing or is not a mapping"]),
    wrong("a switch", false, [place, "is missing or is not a mapping"]),
    wrong("a list", ["external"], [place, "is missing or is not a mapping"]),
    wrong("a name that is misspelt", { target: ["dev"] }, [`${place}.target`, "is no setting", "spelling"]),
    wrong("targets without a target", { targets: [] }, [
      `${place}.targets`,
      "is empty",
      "or remove it, which means the accounts described here",
    ]),
    wrong("test targets without a target", { testTargets: [] }, [
      `${place}.testTargets`,
      "is empty",
      "or remove it, which ends the test",
    ]),
    wrong("an account id without quotes", { targets: [111111111111] }, [
      `${place}.targets[0]`,
      "is missing or is not a text",
    ]),
    ...["qa", "*", "", "a b", "ou-workloads", "ou-AB12-cd34ef56", "r-x", "11111111111", "1111111111111"].map(
      (name) =>
        wrong(
          `${name}, which is neither account nor id`,
          { targets: [name], testTargets: ["dev", name] },
          [
            `${place}.targets[0]`,
            `is ${name}, which organization.accounts does not have`,
            "ou-ab12-cd34ef56",
            "r-ab12",
          ],
          [`${place}.testTargets[1]`, `is ${name}`],
        ),
    ),
    wrong(
      "the management account",
      { targets: ["dev", "999999999999"], testTargets: ["999999999999"] },
      [
        `${place}.targets[1]`,
        "is the management account, which no policy of the organization binds",
        "remove it",
      ],
      [`${place}.testTargets[0]`, "is the management account"],
    ),

    ...[
      "Migration",
      `${dev}/*`,
      `${dev}/Migrat?on`,
      "arn:aws:iam::*:role/Migration",
      "arn:aws:iam::111111111111:user/anna",
      "arn:aws:sts::111111111111:assumed-role/Migration/anna",
    ].map((role) =>
      wrong(`${role} for a single role`, { roles: [role] }, [
        `${place}.roles[0]`,
        "is no ARN of a role",
        "roleNamePatterns takes them",
      ]),
    ),
    wrong(
      "roles that are guarded already",
      {
        roles: [
          `${dev}/octopus/deploy/DevDeployRole`,
          `${dev}/octopus/deploy/Other`,
          "arn:aws:iam::123456789012:role/OctoLauncherRole",
        ],
      },
      [`${place}.roles[0]`, "is guarded already", "as everything under /octopus/deploy/: remove it"],
      [`${place}.roles[1]`, "is guarded already"],
      [`${place}.roles[2]`, "is guarded already"],
    ),
    wrong("a single role of another partition", { roles: ["arn:aws-cn:iam::111111111111:role/Migration"] }, [
      `${place}.roles[0]`,
      "is arn:aws-cn:iam::111111111111:role/Migration",
      "of another partition than organization.partition",
    ]),
    wrong("a single role in the management account", { roles: ["arn:aws:iam::999999999999:role/Billing"] }, [
      `${place}.roles[0]`,
      "of the management account, which no policy of the organization binds",
    ]),

    ...["", "a/b", "arn:aws:iam::*:role/x", "x".repeat(65)].map((pattern) =>
      wrong(`"${pattern.slice(0, 22)}" for a pattern for names`, { roleNamePatterns: [pattern] }, [
        `${place}.roleNamePatterns[0]`,
        "is no pattern for names of roles, e.g. *DeployRole",
      ]),
    ),

    ...[
      "stacksets-exec-*",
      "arn:aws:iam::*:role/?tacksets",
      "arn:aws:iam::*:role/",
      "arn:aws:iam::1*:role/stacksets-exec-*",
      "arn:aws:iam::*:user/anna",
    ].map((pattern) =>
      wrong(`${pattern} for whom to exempt`, { exempt: [pattern] }, [
        `${place}.exempt[0]`,
        "is no pattern for roles",
        "write e.g. arn:aws:iam::*:role/stacksets-exec-*",
      ]),
    ),
    ...[
      ["arn:aws:iam::*:role/Octo*", "arn:aws:iam::123456789012:role/OctoLauncherRole"],
      ["arn:aws:iam::123456789012:role/OctoLauncherRole", "arn:aws:iam::123456789012:role/OctoLauncherRole"],
      ["arn:aws:iam::*:role/octopus/*", "arn:aws:iam::123456789012:role/octopus/deploy/ToolingDeployRole"],
      [
        "arn:aws:iam::*:role/o*Prod?eployRole",
        "arn:aws:iam::333333333333:role/octopus/deploy/ProdDeployRole",
      ],
      ["arn:aws:iam::*:role/app/*", `${dev}/app/Migration`],
    ].map(([pattern = "", hit = ""]) =>
      wrong(
        `${pattern}, which a guarded role matches`,
        { exempt: [pattern], roles: [`${dev}/app/Migration`] },
        [
          `${place}.exempt[0]`,
          `is ${pattern}, which ${hit} matches`,
          "so that a step could change its own role",
        ],
      ),
    ),

    wrong(
      "everybody for whom to exempt",
      { exempt: ["arn:aws:iam::*:role/*"] },
      [`${place}.exempt[0]`, "is no pattern for roles"],
      [`${place}.exempt[0]`, "arn:aws:iam::123456789012:role/OctoLauncherRole matches"],
    ),

    wrong(
      "released accounts that are no ids",
      { released: ["dev", 444444444444] },
      [`${place}.released[0]`, "is no account id: write 12 digits in quotes"],
      [`${place}.released[1]`, "is missing or is not a text"],
    ),
    wrong("an account that is described and released", { released: ["444444444444", "111111111111"] }, [
      `${place}.released[1]`,
      "is 111111111111, which organization.accounts has",
      "remove it here or there",
    ]),
    wrong("no folder", { mode: "external", directory: "" }, [`${place}.directory`, "must be at least 1"]),
    {
      refuses: "an organization whose guarded roles do not fit",
      changes: {
        guardrails: {
          roles: Array.from({ length: 60 }, (_, n) => `${dev}/a/${"x".repeat(60)}${n}`),
        },
        limits: { rcpsPerTarget: 2, scpsPerTarget: 2 },
      },
      says: [
        [
          place,
          "do not fit into 1 service control policies of 10240 characters",
          "guard fewer single roles or name patterns",
          "(organization.limits.scpCharacters, scpsPerTarget)",
        ],
        [
          place,
          "do not fit into 1 resource control policies of 5120 characters",
          "(organization.limits.rcpCharacters, rcpsPerTarget)",
        ],
      ],
    },
    {
      refuses: "a quota that leaves no policy for ours",
      changes: { limits: { rcpsPerTarget: 1 } },
      says: [[place, "do not fit into 0 resource control policies"]],
    },
    {
      refuses: "what is wrong in several places, all at once",
      changes: {
        guardrails: {
          targets: ["qa"],
          exempt: ["arn:aws:iam::*:role/octopus/*"],
          released: ["111111111111"],
        },
        "accounts.prod.id": "999999999999",
      },
      says: [
        ["organization.accounts.prod.id", "is the management account"],
        [`${place}.targets[0]`, "is qa"],
        [`${place}.exempt[0]`, "matches"],
        [`${place}.released[0]`, "is 111111111111"],
      ],
    },
  ]);
});
