import assert from "node:assert/strict";

import { exactly, type Pattern } from "../../../../../trust/bound/pattern";
import type { Statement } from "../../../../../trust/documents/policy";
import type { Role } from "../../../../../trust/organization";
import { anySession, nameOf } from "../../../../../trust/reach/graph";
import { Remaining } from "../../../../../trust/reach/remaining";
import { stepsByFederation } from "../../../../../trust/reach/steps/federation";
import { worldOf } from "../../../../../trust/reach/world";
import { allowing, ids, role, roleArn, secret, trusting } from "../../decide/model";
import { may, modelOf } from "../model";

const target = roleArn("dev", "Target");
const actor = roleArn("dev", "Actor");
const saml = `arn:aws:iam::${ids.dev}:saml-provider/sso`;
const github = `arn:aws:iam::${ids.dev}:oidc-provider/token.actions.githubusercontent.com`;
const key = "token.actions.githubusercontent.com";
const issuer = "0f0e.tokens.sts.global.api.aws";
const aws = `arn:aws:iam::${ids.dev}:oidc-provider/${issuer}`;
const byToken = "sts:AssumeRoleWithWebIdentity";
const bySaml = "sts:AssumeRoleWithSAML";

interface Case {
  readonly title: string;
  readonly Principal: Statement["Principal"];
  readonly Action: string | readonly string[];
  readonly when?: Statement["Condition"];
  readonly actor?: Partial<Role>;
  readonly wanted?: Readonly<Record<string, Pattern>>;
  readonly session?: string;
  readonly is: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: "anybody of a provider",
    Principal: { Federated: saml },
    Action: bySaml,
    is: [`federation proven anybody of ${saml}`],
  },
  { title: "nobody who signs requests", Principal: { Federated: saml }, Action: "sts:AssumeRole", is: [] },
  {
    title: "the subjects that are asked for, each in words",
    Principal: { Federated: saml },
    Action: bySaml,
    when: {
      StringEquals: {
        "saml:sub": "ada",
        "saml:aud": "https://signin.aws.amazon.com/saml",
        "sts:RoleSessionName": "me",
      },
    },
    is: [`federation proven sub ada, aud https://signin.aws.amazon.com/saml of ${saml}`],
  },
  {
    title: "the subjects of a provider under its short name",
    Principal: { Federated: "accounts.google.com" },
    Action: byToken,
    when: { StringEquals: { "accounts.google.com:sub": "1" } },
    is: ["federation proven sub 1 of accounts.google.com"],
  },
  {
    title: "the session name that is wanted",
    Principal: { Federated: saml },
    Action: bySaml,
    when: { StringEquals: { "sts:RoleSessionName": "me" } },
    session: "me",
    is: [`federation proven anybody of ${saml}`],
  },
  {
    title: "nobody under another session name",
    Principal: { Federated: saml },
    Action: bySaml,
    when: { StringEquals: { "sts:RoleSessionName": "me" } },
    session: "you",
    is: [],
  },
  {
    title: "tags that are wanted",
    Principal: { Federated: github },
    Action: [byToken, "sts:TagSession"],
    wanted: { team: exactly("a") },
    is: [`federation proven anybody of ${github}`],
  },
  {
    title: "nobody where tags are not taken",
    Principal: { Federated: github },
    Action: byToken,
    wanted: { team: exactly("a") },
    is: [],
  },
  {
    title: "anyone where a provider is not named",
    Principal: { AWS: "*" },
    Action: byToken,
    is: ["federation possible anyone"],
  },
  // Whoever rules the provider.
  {
    title: "who edits the provider",
    Principal: { Federated: saml },
    Action: bySaml,
    actor: may("iam:UpdateSAMLProvider", saml),
    is: [`federation proven anybody of ${saml}`, `edit provider proven ${actor}`],
  },
  {
    title: "who edits the provider possibly",
    Principal: { Federated: github },
    Action: byToken,
    actor: may("iam:UpdateOpenIDConnectProviderThumbprint", github),
    is: [`federation proven anybody of ${github}`, `edit provider possible ${actor}`],
  },
  {
    title: "who edits the provider where its subjects are let in possibly",
    Principal: { Federated: saml },
    Action: bySaml,
    when: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    actor: may("iam:UpdateSAMLProvider", saml),
    is: [`federation possible anybody of ${saml}`, `edit provider possible ${actor}`],
  },
  {
    title: "nobody who edits a provider that all accounts share",
    Principal: { Federated: "accounts.google.com" },
    Action: byToken,
    actor: may("iam:*"),
    is: ["federation proven anybody of accounts.google.com"],
  },
  // Tokens of AWS itself.
  {
    title: "who gets tokens of AWS",
    Principal: { Federated: aws },
    Action: byToken,
    actor: may("sts:GetWebIdentityToken"),
    is: [`federation proven anybody of ${aws}`, `federation possible ${actor}`],
  },
  {
    title: "who gets tokens of AWS with one of the names, whatever else is asked for",
    Principal: { Federated: aws },
    Action: byToken,
    when: { StringEquals: { [`${issuer}:aud`]: "x", [`${issuer}:sub`]: actor } },
    actor: may("sts:GetWebIdentityToken"),
    is: [`federation proven aud x, sub ${actor} of ${aws}`, `federation possible ${actor}`],
  },
  {
    title: "nobody who gets tokens of AWS with other names",
    Principal: { Federated: aws },
    Action: byToken,
    when: { StringEquals: { [`${issuer}:sub`]: target } },
    actor: may("sts:GetWebIdentityToken"),
    is: [`federation proven sub ${target} of ${aws}`],
  },
  {
    title: "nobody who may get no tokens",
    Principal: { Federated: aws },
    Action: byToken,
    actor: { policies: [...may("sts:*").policies, allowing({ Effect: "Deny", Action: "sts:Get*" })] },
    is: [`federation proven anybody of ${aws}`],
  },
  {
    title: "who gets tokens of AWS possibly",
    Principal: { Federated: aws },
    Action: byToken,
    actor: { policies: [secret("own"), allowing({ Effect: "Deny", Action: "iam:*" })] },
    is: [`federation proven anybody of ${aws}`, `federation possible ${actor}`],
  },
  {
    title: "nobody by tokens of what only looks like AWS",
    Principal: { Federated: `${aws}.example.com` },
    Action: byToken,
    actor: may("sts:GetWebIdentityToken"),
    is: [`federation proven anybody of ${aws}.example.com`],
  },
  {
    title: "who is let in by a condition on a key of the provider's",
    Principal: { Federated: github },
    Action: byToken,
    when: { StringLike: { [`${key}:sub`]: ["repo:a/*", "repo:b/*"] } },
    is: [`federation proven sub repo:a/* or repo:b/* of ${github}`],
  },
];

describe("the steps by federation into a role are those of", () => {
  for (const { title, is, Principal, Action, when, ...one } of cases) {
    it(title, () => {
      const entered = role(
        target,
        "*",
        trusting({ Principal, Action, ...(when && { Condition: when }) } as never),
      );
      const world = worldOf(modelOf({ roles: [entered, role(actor, ids.management, one.actor)] }));
      const remaining = new Remaining({ isFound: () => false, isMet: () => false });
      const into = {
        node: anySession(target),
        role: entered,
        tags: new Map(Object.entries(one.wanted ?? {})),
        ...(one.session !== undefined && { session: one.session }),
      };
      const found = [...stepsByFederation(world, into, remaining)]
        .map(({ kind, certainty, from }) => `${kind} ${certainty} ${nameOf(from)}`)
        .filter((step) => !step.includes("root user"));
      assert.deepEqual(found, is);
    });
  }
});
