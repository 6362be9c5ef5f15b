import assert from "node:assert/strict";

import type { AssumeRequest, Caller, SessionCaller } from "../../../../trust/decide/request";
import { sessionLimits } from "../../../../trust/decide/session-limits";
import { deploy, ids, launcher, userArn } from "./model";

const session: SessionCaller = { kind: "session", role: launcher, name: "octopus" };
const user: Caller = { kind: "user", arn: userArn("dev", "ada") };
const pods: Caller = { kind: "service", service: "pods.eks.amazonaws.com" };
const provider = `arn:aws:iam::${ids.dev}:oidc-provider/octopus.example.com`;
const token: Caller = { kind: "webIdentity", provider, claims: {} };
const tagged: SessionCaller = { ...session, tags: { Team: "a", stage: "b" }, transitive: ["team"] };
const tags = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, "v"]));

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const assumeRole = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html";
const chaining = `${guide}/id_roles_terms-and-concepts.html`;
const longest = `${guide}/id_roles_use.html`;
const tagRules = `${guide}/id_tags.html#id_tags_rules`;

const passes = "STS takes the request as it is";

/** What STS says whatever the policies are. The role gives two hours unless `most` says otherwise. */
const cases: [
  what: string,
  source: string,
  request: Omit<AssumeRequest, "role"> & { role?: string; most?: number | "not known" },
  outcome: "passes" | "denies" | "unknown",
  words: string,
][] = [
  ["a session of another role", assumeRole, { caller: session }, "passes", passes],
  ["a user", assumeRole, { caller: user }, "passes", passes],
  ["a service", assumeRole, { caller: pods }, "passes", passes],
  ["a token", assumeRole, { caller: token }, "passes", passes],
  [
    "a root user",
    `${guide}/id_roles_use_switch-role-api.html`,
    { caller: { kind: "root", account: ids.dev } },
    "denies",
    "the root user of an account can never assume a role",
  ],
  [
    "a root user of another partition",
    assumeRole,
    { caller: { kind: "root", account: ids.dev }, role: deploy.replace("aws", "aws-cn") },
    "denies",
    "the root user of an account can never assume a role",
  ],
  [
    "a session of GetFederationToken",
    `${guide}/id_credentials_temp_request.html`,
    { caller: { kind: "federatedUser", arn: `arn:aws:sts::${ids.dev}:federated-user/ada` } },
    "denies",
    "a session of GetFederationToken can never assume a role, only a user or a role's session can",
  ],
  [
    "another partition",
    `${guide}/id_roles_compare-resource-policies.html`,
    { caller: session, role: deploy.replace("aws", "aws-us-gov") },
    "denies",
    "the caller is of the partition aws, and nobody assumes a role of another, here aws-us-gov",
  ],
  [
    "a service in another partition",
    assumeRole,
    { caller: pods, role: deploy.replace("aws", "aws-cn") },
    "passes",
    passes,
  ],
  ["15 minutes", assumeRole, { caller: session, durationSeconds: 900 }, "passes", passes],
  [
    "a second less than 15 minutes",
    assumeRole,
    { caller: session, durationSeconds: 899 },
    "denies",
    "the request asks for 899 seconds, and a session has 900 at least",
  ],
  ["an hour in a chain", chaining, { caller: session, durationSeconds: 3600 }, "passes", passes],
  [
    "more than an hour in a chain, although the role gives more",
    chaining,
    { caller: session, durationSeconds: 3601 },
    "denies",
    "the request asks for 3601 seconds, and a session that another role's session opens has 3600 at most",
  ],
  ["as long as the role gives", longest, { caller: user, durationSeconds: 7200 }, "passes", passes],
  [
    "longer than the role gives",
    longest,
    { caller: user, durationSeconds: 7201 },
    "denies",
    "the request asks for 7201 seconds, and the role gives 7200 at most",
  ],
  [
    "longer than the role gives, with a token",
    "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html",
    { caller: token, durationSeconds: 7201 },
    "denies",
    "the request asks for 7201 seconds, and the role gives 7200 at most",
  ],
  [
    "longer than the role gives, by a service",
    longest,
    { caller: pods, durationSeconds: 21600 },
    "passes",
    passes,
  ],
  [
    "longer than any role gives, by a service",
    longest,
    { caller: pods, durationSeconds: 43201 },
    "denies",
    "the request asks for 43201 seconds, and no role gives more than 43200",
  ],
  [
    "longer than any role gives",
    longest,
    { caller: user, durationSeconds: 43201, most: 43200 },
    "denies",
    "the request asks for 43201 seconds, and no role gives more than 43200",
  ],
  [
    "as long as any role gives",
    longest,
    { caller: user, durationSeconds: 43200, most: 43200 },
    "passes",
    passes,
  ],
  [
    "what every role gives",
    longest,
    { caller: user, durationSeconds: 3600, most: "not known" },
    "passes",
    passes,
  ],
  [
    "what not every role gives, of a role that is not known well",
    longest,
    { caller: user, durationSeconds: 3601, most: "not known" },
    "unknown",
    "the request asks for 3601 seconds, and the longest session of the role is not known",
  ],
  [
    "that and too many tags",
    assumeRole,
    { caller: user, durationSeconds: 3601, most: "not known", tags: tags(51) },
    "denies",
    "the request passes 51 session tags, and 50 are the most",
  ],
  [
    "no duration, of a role that is not known well",
    longest,
    { caller: user, most: "not known" },
    "passes",
    passes,
  ],
  ["50 tags", assumeRole, { caller: user, tags: tags(50) }, "passes", passes],
  [
    "51 tags",
    assumeRole,
    { caller: user, tags: tags(51) },
    "denies",
    "the request passes 51 session tags, and 50 are the most",
  ],
  [
    "two tags that AWS takes from nobody",
    tagRules,
    { caller: user, tags: { "aws:team": "a", team: "a*", stage: "dev" } },
    "denies",
    "the request passes the session tag aws:team, team, and AWS takes no such key or value",
  ],
  [
    "tags that differ in their case alone",
    tagRules,
    { caller: user, tags: { Team: "a", team: "b" } },
    "unknown",
    "the request passes session tags whose keys differ in their case alone, which is no difference",
  ],
  [
    "a tag that the session does not pass on",
    assumeRole,
    { caller: tagged, tags: { stage: "c" } },
    "passes",
    passes,
  ],
  [
    "two tags that the session passes on",
    assumeRole,
    {
      caller: { ...tagged, transitive: ["team", "Stage"] },
      tags: { team: "b", stage: "c" },
    },
    "denies",
    "the caller's session passes on the tag team, stage, which cannot be given anew",
  ],
  [
    "a tag that the session passes on, in another case",
    assumeRole,
    { caller: tagged, tags: { TEAM: "b", stage: "c" } },
    "denies",
    "the caller's session passes on the tag TEAM, which cannot be given anew",
  ],
  [
    "a transitive tag",
    assumeRole,
    { caller: session, tags: { Team: "a" }, transitiveTagKeys: ["team"] },
    "passes",
    passes,
  ],
  [
    "transitive keys without their tags",
    assumeRole,
    { caller: session, tags: { team: "a" }, transitiveTagKeys: ["team", "stage", "cluster"] },
    "denies",
    "the request has the transitive tag key stage, cluster without the tag itself",
  ],
  ["a source identity", assumeRole, { caller: session, sourceIdentity: "ada" }, "passes", passes],
  [
    "the source identity that the session has",
    `${guide}/id_credentials_temp_control-access_monitor.html`,
    { caller: { ...session, sourceIdentity: "ada" }, sourceIdentity: "ada" },
    "passes",
    passes,
  ],
  [
    "another source identity than the session has",
    `${guide}/id_credentials_temp_control-access_monitor.html`,
    { caller: { ...session, sourceIdentity: "ada" }, sourceIdentity: "bob" },
    "denies",
    "the caller's session has the source identity ada, which stays the same in a chain",
  ],
  [
    "none beside the session's",
    assumeRole,
    { caller: { ...session, sourceIdentity: "ada" } },
    "passes",
    passes,
  ],
];

describe("the limits of STS", () => {
  for (const [what, , { most = 7200, ...request }, outcome, words] of cases) {
    it(`${outcome === "passes" ? "let pass" : outcome === "denies" ? "refuse" : "do not know about"} ${what}`, () => {
      const unclear = request.tags
        ? "which of several session tags counts"
        : "the longest session of the role";
      const role = most === "not known" ? {} : { maxSessionSeconds: most };
      assert.deepEqual(sessionLimits({ role: deploy, ...request }, role), {
        layer: "limits",
        outcome,
        undecided: outcome === "unknown" ? [unclear] : [],
        words,
      });
    });
  }
});
