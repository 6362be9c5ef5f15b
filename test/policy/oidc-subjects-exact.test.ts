import { deployRoleContained } from "../../policy-pack/rules/deploy-role-contained";
import { explicitAccount } from "../../policy-pack/rules/explicit-account";
import { launcherOnlyAssume } from "../../policy-pack/rules/launcher-only-assume";
import { oidcSubjectsExact } from "../../policy-pack/rules/oidc-subjects-exact";
import { serverSecretsApart } from "../../policy-pack/rules/server-secrets-apart";
import { sessionLimits } from "../../policy-pack/rules/session-limits";
import { expected } from "../fixtures/expected";
import {
  defaultProvider,
  ids,
  launcherArn,
  notKnown,
  output,
  pinned,
  resource,
  type Given,
} from "./resources";
import { table, type Case } from "./table";
import { deployRole, letsIn, role, trustOf, type Fields } from "./trusts";

const host = "octopus.example.com";
const config = {
  oidc: { roles: ["arn:aws:iam::*:role/octopus/oidc/*"], issuer: host, audience: host, space: "aws" },
};
const provider = `arn:aws:iam::${ids.dev}:oidc-provider/${host}`;
const subjects = ["space:aws:project:shop:environment:dev", "space:aws:account:aws-dev"];
const aud = { [`${host}:aud`]: host };

/** A role for tokens with a trust policy. */
const octoRole = (trust: unknown): Given => role("OctoDevRole", trust, "dev", "/octopus/oidc/");

/** The statement of its trust policy, with some elements changed; `undefined` leaves one out. */
const admits = (changes: Fields = {}): Fields => ({
  Effect: "Allow",
  Principal: { Federated: provider },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: { StringEquals: { ...aud, [`${host}:sub`]: subjects } },
  ...changes,
});

const accepted = (title: string, ...statements: readonly Fields[]): Case => ({
  title,
  config,
  resources: [octoRole(trustOf(...statements))],
});
const refused = (title: string, message: RegExp, ...statements: readonly Fields[]): Case => ({
  ...accepted(title, ...statements),
  refused: [message],
});
const underSub = (condition: Fields): Fields => admits({ Condition: condition });
const principal = /Statement\[0\] names another principal than the provider, or one that is not known/;
const action = /allows another action than sts:AssumeRoleWithWebIdentity/;
const audience = /does not pin octopus.example.com:aud to octopus.example.com/;
const subject = /does not pin octopus.example.com:sub to subjects of space aws that are written out/;

describe("oidc-subjects-exact: who gets in by a token", () => {
  table(oidcSubjectsExact, [
    {
      title: "the role of the sample organization",
      config,
      resources: [octoRole(JSON.stringify(expected("OctoDevRole", "trust")))],
    },
    accepted("one subject", underSub({ StringEquals: { ...aud, [`${host}:sub`]: subjects[0] } })),
    accepted(
      "keys in another case",
      underSub({ StringEquals: { [`${host}:AUD`]: [host], [`${host}:SUB`]: subjects } }),
    ),
    accepted(
      "a condition more, which only narrows",
      underSub({
        StringEquals: { ...aud, [`${host}:sub`]: subjects },
        IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
      }),
    ),
    accepted("a denial beside it", admits(), {
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "sts:AssumeRole",
    }),

    refused(
      "a pattern",
      subject,
      underSub({ StringEquals: aud, StringLike: { [`${host}:sub`]: "space:aws:*" } }),
    ),
    refused(
      "a pattern's operator without a pattern",
      subject,
      underSub({ StringEquals: aud, StringLike: { [`${host}:sub`]: subjects } }),
    ),
    refused(
      "wildcards where they are none",
      subject,
      underSub({ StringEquals: { ...aud, [`${host}:sub`]: "space:aws:project:*" } }),
    ),
    refused(
      "a variable",
      subject,
      underSub({ StringEquals: { ...aud, [`${host}:sub`]: "space:aws:account:${aws:username}" } }),
    ),
    refused(
      "a subject of another space",
      subject,
      underSub({ StringEquals: { ...aud, [`${host}:sub`]: [...subjects, "space:other:account:x"] } }),
    ),
    refused("no subject", subject, underSub({ StringEquals: aud })),
    refused(
      "a subject where there is one",
      subject,
      underSub({ StringEquals: aud, StringEqualsIfExists: { [`${host}:sub`]: subjects } }),
    ),
    refused(
      "a subject in any case",
      subject,
      underSub({ StringEquals: aud, StringEqualsIgnoreCase: { [`${host}:sub`]: subjects } }),
    ),
    refused(
      "all subjects, of which there may be none",
      subject,
      underSub({ StringEquals: aud, "ForAllValues:StringEquals": { [`${host}:sub`]: subjects } }),
    ),
    refused(
      "all subjects but some",
      subject,
      underSub({ StringEquals: aud, StringNotEquals: { [`${host}:sub`]: subjects } }),
    ),
    refused(
      "the subject of another issuer",
      subject,
      underSub({ StringEquals: { ...aud, "example.com:sub": subjects } }),
    ),
    refused("no audience", audience, underSub({ StringEquals: { [`${host}:sub`]: subjects } })),
    refused(
      "another audience beside ours",
      audience,
      underSub({ StringEquals: { [`${host}:aud`]: [host, "x"], [`${host}:sub`]: subjects } }),
    ),
    refused("no condition at all", /aud to .*; .*sub to/, admits({ Condition: undefined })),

    refused("another issuer", principal, admits({ Principal: { Federated: `${provider}.evil.example` } })),
    refused(
      "the issuer in another account",
      principal,
      admits({ Principal: { Federated: provider.replace(ids.dev, ids.prod) } }),
    ),
    refused(
      "another issuer beside ours",
      principal,
      admits({ Principal: { Federated: [provider, "accounts.google.com"] } }),
    ),
    refused(
      "the launcher beside it",
      principal,
      admits({ Principal: { Federated: provider, AWS: launcherArn } }),
    ),
    refused(
      "a service beside it",
      principal,
      admits({ Principal: { Federated: provider, Service: "ec2.amazonaws.com" } }),
    ),
    refused(
      "an action more",
      action,
      admits({ Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] }),
    ),
    refused("any action by web identity", action, admits({ Action: "sts:AssumeRoleWith*" })),
    refused(
      "somebody by another statement",
      /Statement\[1\] \(Sid Admins\) names another principal/,
      admits(),
      {
        Sid: "Admins",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ids.dev}:root` },
        Action: "sts:AssumeRole",
      },
    ),
    refused("the launcher", /Statement\[0\] \(Sid Launcher\) names another principal/, letsIn()),
    {
      title: "a trust policy that is not known yet",
      config,
      resources: [octoRole(notKnown)],
      refused: [/its trust policy is not known/],
    },
    {
      title: "a trust policy that is malformed",
      config,
      resources: [octoRole("{}")],
      refused: [/Statement is missing or empty/],
    },
    {
      title: "any such role where Octopus issues no tokens",
      resources: [octoRole(trustOf(admits()))],
      refused: [
        /which the configuration says issues none\.\nGive issuer, audience and space in oidc, or remove the role/,
      ],
    },
    {
      title: "roles of a foreign program",
      config,
      resources: [role("Ci", trustOf(letsIn({ Principal: { Federated: "accounts.google.com" } })))],
    },
    {
      title: "a deploy role, which other rules judge",
      config,
      resources: [deployRole("dev", trustOf(letsIn()))],
    },
  ]);
});

describe("roles for tokens of Octopus under the other rules", () => {
  const steps = (statement: Fields): readonly Given[] => {
    const of = octoRole(trustOf(admits()));
    const policy = trustOf({ Effect: "Allow", ...statement });
    return [
      of,
      resource(
        "aws:iam/rolePolicy:RolePolicy",
        "steps",
        { name: "steps", role: output(of, "name"), policy },
        "dev",
      ),
    ];
  };
  const issuer = (where: Parameters<typeof resource>[3], url = `https://${host}`): Given =>
    resource(
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      "issuer",
      { url, clientIdLists: [host] },
      where,
    );

  // Not chained, so that IAM's own limit holds: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
  table(sessionLimits, [
    {
      title: "sessions of several hours",
      config,
      resources: [
        {
          ...octoRole(trustOf(admits())),
          props: { name: "OctoDevRole", path: "/octopus/oidc/", maxSessionDuration: 43200 },
        },
      ],
    },
  ]);

  table(launcherOnlyAssume, [
    { title: "one that lets in Octopus", config, resources: [octoRole(trustOf(admits()))] },
    {
      title: "one that lets in the launcher",
      config,
      resources: [octoRole(trustOf(letsIn()))],
      refused: [/OctoDevRole is no deploy role and lets in the launcher/],
    },
  ]);

  table(explicitAccount, [
    {
      title: "a role and its provider in their account",
      config,
      resources: [octoRole(trustOf(admits())), issuer("dev")],
    },
    {
      title: "a role in whatever account",
      config,
      resources: [
        resource(
          "aws:iam/role:Role",
          "octopus",
          { name: "OctoDevRole", path: "/octopus/oidc/" },
          defaultProvider,
        ),
      ],
      refused: [/OctoDevRole .*is made by a default provider/],
    },
    {
      title: "a provider in whatever account",
      config,
      resources: [issuer(defaultProvider)],
      refused: [/^The provider of tokens of octopus.example.com is made by a default provider/],
    },
    {
      title: "a provider of another issuer in whatever account",
      config,
      resources: [issuer(defaultProvider, "https://example.com")],
    },
    {
      title: "a role in the management account",
      config,
      resources: [
        resource(
          "aws:iam/role:Role",
          "octopus",
          { name: "OctoDevRole", path: "/octopus/oidc/" },
          "management",
        ),
      ],
      refused: [/is a role for tokens of Octopus in the management account/],
    },
    {
      title: "a role in an account of nobody",
      config,
      resources: [
        resource(
          "aws:iam/role:Role",
          "octopus",
          { name: "OctoDevRole", path: "/octopus/oidc/" },
          pinned("foreign"),
        ),
      ],
      refused: [/is a role for tokens of Octopus in account 444444444444/],
    },
  ]);

  table(deployRoleContained, [
    {
      title: "one that may do its work",
      config,
      resources: steps({ Action: "s3:PutObject", Resource: "arn:aws:s3:::dev-releases/*" }),
    },
    {
      title: "one that may edit roles",
      config,
      resources: steps({ Action: "iam:PutRolePolicy", Resource: "*" }),
      refused: [/OctoDevRole may edit what it may do itself/],
    },
    {
      title: "one that may let others in to another of its kind",
      config,
      resources: steps({
        Action: "iam:UpdateAssumeRolePolicy",
        Resource: `arn:aws:iam::${ids.dev}:role/octopus/oidc/OctoQaRole`,
      }),
      refused: [
        /OctoDevRole may edit the role for tokens arn:aws:iam::111111111111:role\/octopus\/oidc\/OctoQaRole/,
      ],
    },
    {
      title: "what another stack gives to one that the configuration names",
      config: { oidc: { ...config.oidc, roles: [`arn:aws:iam::${ids.dev}:role/octopus/oidc/OctoDevRole`] } },
      resources: [
        resource(
          "aws:iam/rolePolicy:RolePolicy",
          "steps",
          {
            name: "steps",
            role: "OctoDevRole",
            policy: trustOf({ Effect: "Allow", Action: "iam:PutRolePolicy", Resource: "*" }),
          },
          "dev",
        ),
      ],
      refused: [/role\/octopus\/oidc\/OctoDevRole may /],
    },
  ]);

  const tokensInTooling = role("OctoOpsRole", trustOf(admits()), "tooling", "/octopus/oidc/");
  table(serverSecretsApart, [
    {
      title: "one in the account of the server that reads all secrets",
      config,
      resources: [
        tokensInTooling,
        resource("aws:iam/rolePolicy:RolePolicy", "steps", {
          name: "steps",
          role: output(tokensInTooling, "name"),
          policy: trustOf({ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" }),
        }),
      ],
      advised: [/may read the secrets octopus-server/],
    },
  ]);
});
