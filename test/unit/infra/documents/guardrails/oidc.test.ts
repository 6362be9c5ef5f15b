import { federated, passes, principal, service, stops, tagging, type Call } from "../../../../fixtures/calls";
import { launcher, policiesOf, role } from "../../../../fixtures/guardrails";

const octopus = { accounts: "oidc", oidc: { issuer: "https://octopus.example.com" } };
const dev = role("dev", "octopus/oidc/OctoDevRole");
const administrator = principal(role("dev", "Administrator"));
const provisioner = principal(role("dev", "octopus/provisioning/OctolaunchProvisioner"));
const issuer = "arn:aws:iam::111111111111:oidc-provider/octopus.example.com";
const byToken = "sts:AssumeRoleWithWebIdentity";
const token = (sub: string) =>
  federated({ "octopus.example.com:sub": sub, "octopus.example.com:aud": "octopus.example.com" });
const ofOurs = token("space:aws:project:aws:environment:dev");
const github = federated({ "token.actions.githubusercontent.com:sub": "space:aws:project:aws" });
const otherwise = ["AssumeRole", "AssumeRoleWithSAML", "SetSourceIdentity", "TagSession"];

/** Who gets a role for tokens by something else than a token. */
const byOtherMeans: readonly Call[] = [
  ...otherwise.map((action): Call => ["an administrator", administrator, `sts:${action}`, dev]),
  ["the launcher", principal(launcher), "sts:AssumeRole", dev],
  ["the provisioner", provisioner, "sts:AssumeRole", dev],
  ["an account outside of the organization", principal(role("outside", "A")), "sts:AssumeRole", dev],
  ["a service of AWS", service("lambda.amazonaws.com"), "sts:AssumeRole", dev],
  ["tags that a token brings along", tagging(ofOurs, "team"), "sts:TagSession", dev],
];

describe("the RCP around roles for tokens of Octopus", () => {
  const rcp = policiesOf("rcp", {}, octopus);

  stops(rcp, "DenyAssumeOidcRoles", byOtherMeans);
  stops(rcp, "DenyAssumeOidcRolesExceptOctopus", [
    ["a job of another issuer", github, byToken, dev],
    ["somebody without a token that is known", {}, byToken, dev],
    ["a token of another space", token("space:other:project:aws:environment:dev"), byToken, dev],
    ["a space whose name begins like ours", token("space:aws-2:project:aws"), byToken, dev],
    ["a subject in which ours only stands", token("project:space:aws:project:aws"), byToken, dev],
  ]);
  stops(rcp, "DenyAssumeDeployRolesExceptLauncher", [
    ["a token at a deploy role", ofOurs, byToken, role("dev", "octopus/deploy/DevDeployRole")],
  ]);
  passes(rcp, [
    ["a deployment", ofOurs, byToken, dev],
    ["the account's test", token("space:aws:account:aws-dev"), byToken, dev],
    ["a job of another issuer at an unrelated role", github, byToken, role("dev", "GitHubRole")],
    ["an administrator at an unrelated role", administrator, "sts:AssumeRole", role("dev", "oidc/X")],
  ]);
});

describe("the RCP where Octopus issues no tokens", () => {
  const rcp = policiesOf("rcp");
  stops(rcp, "DenyAssumeOidcRoles", [
    ...byOtherMeans,
    ["a token all the same", ofOurs, byToken, dev],
    ["a job of another issuer", github, byToken, dev],
  ]);
});

describe("the SCP around roles for tokens of Octopus", () => {
  const scp = policiesOf("scp", {}, octopus);

  stops(scp, "DenyAssumeOidcRoles", [
    ["an administrator", administrator, "sts:AssumeRole", dev],
    ["the launcher", principal(launcher), "sts:AssumeRole", dev],
    ["the provisioner", provisioner, "sts:AssumeRole", dev],
  ]);
  stops(
    scp,
    "ProtectOctopusIam",
    ["CreateRole", "UpdateAssumeRolePolicy", "PutRolePolicy", "DeleteRole", "PassRole"].map(
      (action): Call => [`an administrator who edits one`, administrator, `iam:${action}`, dev],
    ),
  );
  stops(
    scp,
    "ProtectOctopusIssuer",
    [
      "CreateOpenIDConnectProvider",
      "DeleteOpenIDConnectProvider",
      "UpdateOpenIDConnectProviderThumbprint",
      "AddClientIDToOpenIDConnectProvider",
      "RemoveClientIDFromOpenIDConnectProvider",
      "TagOpenIDConnectProvider",
      "UntagOpenIDConnectProvider",
    ].map((action): Call => ["an administrator", administrator, `iam:${action}`, issuer]),
  );
  stops(scp, "ProtectRoleNames", [
    ["somebody who takes the name", administrator, "iam:CreateRole", role("prod", "OctoProdRole")],
    ["a name under another path", administrator, "iam:CreateRole", role("dev", "x/OctoDevRole")],
  ]);
  passes(scp, [
    ["the provisioner", provisioner, "iam:CreateRole", dev],
    ["the provisioner", provisioner, "iam:CreateOpenIDConnectProvider", issuer],
    ["reading", administrator, "iam:GetOpenIDConnectProvider", issuer],
    [
      "the provider of another issuer",
      administrator,
      "iam:CreateOpenIDConnectProvider",
      "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
    ],
  ]);
  passes(policiesOf("scp"), [
    ["an issuer that is not ours", administrator, "iam:CreateOpenIDConnectProvider", issuer],
  ]);
});
