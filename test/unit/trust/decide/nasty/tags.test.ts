import assert from "node:assert/strict";

import type { Caller, Tags } from "../../../../../trust/decide/request";
import { session } from "../asking";
import { ada, eks, oidc, told, type Setup } from "./open-role";

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const sessionTags = `${guide}/id_session-tags.html`;
const chains = `${sessionTags}#id_session-tags_role-chaining`;
const tagRules = `${guide}/id_tags.html#id_tags_rules`;
const sourceIdentity = `${guide}/id_credentials_temp_control-access_monitor.html`;
const stsKeys = `${guide}/reference_policies_iam-condition-keys.html`;
const keys = `${guide}/reference_policies_condition-keys.html`;
const longest = `${guide}/id_roles_use.html`;
const assumeRole = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html";

const pod: Caller = { kind: "webIdentity", provider: `${oidc}/${eks}`, claims: {} };
/** A session with tags of which these are inherited. */
const chained = (tags: Tags, ...transitive: string[]): Caller => ({ ...session, tags, transitive });

const limits = "denied: limits";
const trust = "denied: trust policy";

const cases: [what: string, source: string, setup: Setup, told: string][] = [
  // How long, and how often.
  [
    "a second more than an hour in a chain, of a role that gives twelve",
    assumeRole,
    { durationSeconds: 3601, most: 43200 },
    limits,
  ],
  ["two hours for a user, of a role that gives one", longest, { caller: ada, durationSeconds: 7200 }, limits],
  [
    "two hours for a token, of a role that gives two",
    longest,
    { caller: pod, durationSeconds: 7200, most: 7200 },
    "allowed",
  ],
  // Tags that are passed.
  [
    "a tag whose key differs from another's in its case",
    tagRules,
    { tags: { team: "a", Team: "b" } },
    "unknown: limits",
  ],
  ["the same with a tag too long", tagRules, { tags: { team: "a", Team: "b".repeat(257) } }, limits],
  ["a tag of AWS's own", tagRules, { tags: { "aws:team": "a" } }, limits],
  ["a tag whose value begins as AWS's own", tagRules, { tags: { team: "aws:a" } }, limits],
  ["a tag without a key", tagRules, { tags: { "": "a" } }, limits],
  [
    "a tag without a value, of other letters and signs",
    tagRules,
    { tags: { "Équipe 1/a=b+c-d@e.f:_": "" } },
    "allowed",
  ],
  [
    "a tag that looks like a pattern",
    tagRules,
    { tags: { team: "*" }, under: { StringEquals: { "aws:RequestTag/team": "*" } } },
    limits,
  ],
  [
    "a key of 128 characters and a value of 256",
    sessionTags,
    { tags: { ["k".repeat(128)]: "v".repeat(256) } },
    "allowed",
  ],
  ["a key of 129", sessionTags, { tags: { ["k".repeat(129)]: "v" } }, limits],
  [
    "a tag in the case of the condition's key",
    keys,
    { tags: { TEAM: "Shop" }, under: { StringEquals: { "aws:RequestTag/team": "Shop" } } },
    "allowed",
  ],
  [
    "a tag that the session has and the request does not pass",
    sessionTags,
    { caller: chained({ team: "Shop" }), under: { StringEquals: { "aws:RequestTag/team": "Shop" } } },
    trust,
  ],
  [
    "no tags, where only some may be passed",
    stsKeys,
    { under: { "ForAllValues:StringEquals": { "aws:TagKeys": "team" } } },
    "allowed",
  ],
  [
    "another tag, where only some may be passed",
    stsKeys,
    { tags: { stage: "dev" }, under: { "ForAllValues:StringEquals": { "aws:TagKeys": "team" } } },
    trust,
  ],
  // Tags that are inherited.
  [
    "an inherited tag given anew with the same value",
    chains,
    { caller: chained({ Team: "a" }, "TEAM"), tags: { team: "a" } },
    limits,
  ],
  [
    "a tag given anew that is not inherited",
    chains,
    { caller: chained({ Team: "a" }), tags: { team: "b" } },
    "allowed",
  ],
  [
    "an inherited key without a tag",
    chains,
    { caller: chained({}, "team"), action: "sts:AssumeRole" },
    "allowed",
  ],
  [
    "an inherited tag, without sts:TagSession",
    sessionTags,
    { caller: chained({ Team: "a" }, "team"), action: "sts:Assume*" },
    `${trust} of sts:TagSession`,
  ],
  [
    "an inherited tag that replaces the role's",
    chains,
    {
      caller: chained({ Team: "a" }, "team"),
      roleTags: { team: "b" },
      under: { StringEquals: { "aws:ResourceTag/TEAM": "a" } },
    },
    "allowed",
  ],
  [
    "a tag that is not inherited and does not replace the role's",
    chains,
    {
      caller: chained({ Team: "a" }),
      roleTags: { team: "b" },
      under: { StringEquals: { "iam:ResourceTag/team": "a" } },
    },
    trust,
  ],
  // Source identities.
  [
    "another source identity than the session's, in its case alone",
    sourceIdentity,
    { caller: { ...session, sourceIdentity: "ada" }, sourceIdentity: "Ada" },
    limits,
  ],
  [
    "a source identity that the session has, without sts:SetSourceIdentity",
    sourceIdentity,
    { caller: { ...session, sourceIdentity: "ada" }, action: ["sts:AssumeRole", "sts:TagSession"] },
    `${trust} of sts:SetSourceIdentity`,
  ],
  [
    "a source identity that is passed, as if the session had it",
    `${keys}#condition-keys-sourceidentity`,
    { sourceIdentity: "ada", under: { StringEquals: { "aws:SourceIdentity": "ada" } } },
    trust,
  ],
  [
    "a source identity that is passed",
    `${stsKeys}#ck_sourceidentity`,
    {
      caller: ada,
      sourceIdentity: "ada",
      under: { StringEquals: { "sts:SourceIdentity": "${aws:username}" } },
    },
    "allowed",
  ],
];

describe("a request with tags that is meant to mislead", () => {
  for (const [what, source, setup, expected] of cases)
    it(`${expected}: ${what}, ${source}`, () => assert.equal(told(setup), expected));
});
