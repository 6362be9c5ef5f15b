import { guardrailEffective } from "../../policy-pack/rules/guardrail-effective";
import { compact, type PolicyDocument, type Statement } from "../../trust/documents/policy";
import { policiesOf } from "../fixtures/guardrails";
import { toolingStack } from "./guardrails";
import { table, type Case } from "./table";

const host = "octopus.example.com";
const config = {
  oidc: { roles: ["arn:aws:iam::*:role/octopus/oidc/*"], issuer: host, audience: host, space: "aws" },
};
const octopus = { accounts: "oidc", oidc: { issuer: `https://${host}` } };
const [scp] = policiesOf("scp", {}, octopus) as [PolicyDocument];
const [rcp] = policiesOf("rcp", {}, octopus) as [PolicyDocument];
const deny = "DenyAssumeOidcRoles";
const byToken = "DenyAssumeOidcRolesExceptOctopus";

/** A document with another statement in place of the one with this Sid; undefined leaves it out. */
const changed = (document: PolicyDocument, sid: string, change: Partial<Statement> | undefined): string =>
  compact({
    ...document,
    Statement: document.Statement.flatMap((one) =>
      one.Sid !== sid ? [one] : change === undefined ? [] : [{ ...one, ...change }],
    ),
  });
const only = (document: PolicyDocument, is: (sid: string) => boolean): string =>
  compact({ ...document, Statement: document.Statement.filter(({ Sid = "" }) => is(Sid)) });
const isOidc = (sid: string): boolean => sid.startsWith(deny);

const refused = (title: string, message: RegExp, guardrails: Parameters<typeof toolingStack>[0]): Case => ({
  title,
  config,
  resources: toolingStack({ scp: [compact(scp)], rcp: [compact(rcp)], ...guardrails }),
  refused: [message],
  beforeCreation: false,
});
const sub = (operator: string, value: string, key = `${host}:sub`): Partial<Statement> => ({
  Condition: { [operator]: { [key]: value } },
});

describe("guardrail-effective: roles for tokens of Octopus", () => {
  const tokens =
    /^RCP octolaunch-rcp-1 does not keep sts:AssumeRoleWithWebIdentity on arn:aws:iam::\*:role\/octopus\/oidc\/\* for/;
  table(guardrailEffective, [
    { title: "our own", config, resources: toolingStack({ scp: [compact(scp)], rcp: [compact(rcp)] }) },
    {
      title: "our own, over two policies",
      config,
      resources: toolingStack({
        scp: [only(scp, (sid) => !isOidc(sid)), only(scp, isOidc)],
        rcp: [only(rcp, (sid) => !isOidc(sid)), only(rcp, isOidc)],
      }),
    },
    {
      title: "none where Octopus issues no tokens",
      resources: toolingStack({
        scp: [changed(scp, deny, undefined)],
        rcp: [only(rcp, (sid) => !isOidc(sid))],
      }),
    },
    refused("an SCP without a denial", /^SCP octolaunch-scp-1 does not keep sts:AssumeRole on/, {
      scp: [changed(scp, deny, undefined)],
    }),
    refused(
      "an RCP without a denial",
      /^RCP octolaunch-rcp-1 does not keep sts:AssumeRole on .*sts:AssumeRoleWithSAML on/,
      {
        rcp: [changed(rcp, deny, undefined)],
      },
    ),
    refused("an RCP that leaves the launcher", /sts:AssumeRole on/, {
      rcp: [
        changed(rcp, deny, {
          Condition: {
            StringNotEqualsIfExists: {
              "aws:PrincipalArn": "arn:aws:iam::123456789012:role/OctoLauncherRole",
            },
          },
        }),
      ],
    }),
    refused("an RCP on the roles of one account", /sts:AssumeRole on/, {
      rcp: [changed(rcp, deny, { Resource: "arn:aws:iam::111111111111:role/octopus/oidc/*" })],
    }),
    refused("an RCP that takes any token", tokens, { rcp: [changed(rcp, byToken, undefined)] }),
    refused("an RCP that takes tokens of any space", tokens, {
      rcp: [changed(rcp, byToken, sub("StringNotLikeIfExists", "space:*"))],
    }),
    refused("an RCP that takes tokens of another issuer", tokens, {
      rcp: [changed(rcp, byToken, sub("StringNotLikeIfExists", "space:aws:*", "example.com:sub"))],
    }),
    refused("an RCP that denies ours instead of the others", tokens, {
      rcp: [changed(rcp, byToken, sub("StringLike", "space:aws:*"))],
    }),
    refused("an RCP that denies nobody without a subject", tokens, {
      rcp: [
        changed(rcp, byToken, {
          Condition: {
            StringNotLikeIfExists: { [`${host}:sub`]: "space:aws:*" },
            Null: { [`${host}:sub`]: "false" },
          },
        }),
      ],
    }),
  ]);
});
