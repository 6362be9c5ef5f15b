import type { Statement } from "../../../../trust/documents/policy";
import type { Role } from "../../../../trust/organization";
import { ids, trusting } from "../decide/model";
import { may } from "./model";
import { foreigner, check, boundary, scp, rcp } from "./editing";

describe("a step by an identity provider", () => {
  const saml = `arn:aws:iam::${ids.dev}:saml-provider/sso`;
  const github = `arn:aws:iam::${ids.dev}:oidc-provider/token.actions.githubusercontent.com`;
  const key = "token.actions.githubusercontent.com";
  const bySaml = trusting({ Principal: { Federated: saml }, Action: "sts:AssumeRoleWithSAML" });
  const byToken = (Condition: Statement["Condition"] = {}): Pick<Role, "trust"> =>
    trusting({ Principal: { Federated: github }, Action: "sts:AssumeRoleWithWebIdentity", Condition });
  const proven = "proven: federation";
  const shop = {
    StringLike: { [`${key}:sub`]: "repo:example/shop:*" },
    StringEquals: { [`${key}:aud`]: "sts.amazonaws.com" },
  };
  check([
    { title: "anybody of a SAML provider", from: `anybody of ${saml}`, target: bySaml, is: proven },
    {
      title: "the subjects of a token",
      from: `sub repo:example/shop:*, aud sts.amazonaws.com of ${github}`,
      target: byToken(shop),
      is: proven,
    },
    {
      title: "the subjects of a token that two conditions narrow",
      from: `sub repo:example/shop:*, sub *:main of ${github}`,
      target: byToken({
        StringLike: { [`${key}:sub`]: "repo:example/shop:*" },
        StringLikeIfExists: { [`${key}:aud`]: "*" },
        "ForAnyValue:StringLike": { [`${key}:sub`]: "*:main" },
      }),
      is: "possible: federation",
    },
    {
      title: "subjects under a condition that nobody knows",
      from: `anybody of ${github}`,
      target: byToken({ StringNotEquals: { [`${key}:ref`]: "x" } }),
      is: "possible: federation",
    },
    {
      title: "anybody where everybody is let in, which may mean them",
      from: "anyone",
      target: trusting({ Principal: { AWS: "*" }, Action: "sts:AssumeRoleWithWebIdentity" }),
      is: "possible: federation",
    },
    {
      title: "anybody whom a resource control policy stops",
      from: `anybody of ${saml}`,
      target: bySaml,
      more: rcp("sts:AssumeRoleWithSAML"),
      is: "not",
    },
    {
      title: "anybody whom the trust policy denies",
      from: `anybody of ${saml}`,
      target: trusting(
        { Principal: { Federated: saml }, Action: "sts:AssumeRoleWithSAML" },
        { Effect: "Deny", Principal: { Federated: saml } },
      ),
      is: "not",
    },
    {
      title: "who may edit a SAML provider",
      editor: may("iam:UpdateSAMLProvider", saml),
      target: bySaml,
      is: "proven: edit provider",
    },
    {
      title: "who may create the provider anew",
      editor: may("iam:CreateSAMLProvider", saml),
      target: bySaml,
      is: "possible: edit provider",
    },
    {
      title: "who may edit an OIDC provider",
      editor: may("iam:AddClientIDToOpenIDConnectProvider", github),
      target: byToken(),
      is: "possible: edit provider",
    },
    {
      title: "who may edit another provider",
      editor: may("iam:UpdateSAMLProvider", `${saml}2`),
      target: bySaml,
      is: "not",
    },
    {
      title: "who may edit a provider whom a service control policy stops",
      editor: may("iam:UpdateSAMLProvider", saml),
      target: bySaml,
      more: scp("iam:UpdateSAMLProvider"),
      is: "not",
    },
    {
      title: "whom the boundary stops",
      editor: { ...may("iam:UpdateSAMLProvider", saml), ...boundary },
      target: bySaml,
      is: "not",
    },
  ]);

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html
  const issuer = "0f0e0d0c-1111-2222-3333-444455556666.tokens.sts.global.api.aws";
  const byAws = (sub: string): Pick<Role, "trust"> =>
    trusting({
      Principal: { Federated: `arn:aws:iam::${ids.dev}:oidc-provider/${issuer}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringLike: { [`${issuer}:sub`]: sub } },
    });
  const mints = may("sts:GetWebIdentityToken");
  check([
    {
      title: "who may get a token of AWS",
      from: foreigner,
      editor: mints,
      target: byAws("arn:aws:iam::*:role/Editor"),
      is: "possible: federation",
    },
    {
      title: "who may get a token of AWS with another name",
      from: foreigner,
      editor: mints,
      target: byAws("arn:aws:iam::*:role/Other"),
      is: "not",
    },
    { title: "who may get no token of AWS", from: foreigner, target: byAws("*"), is: "not" },
    {
      title: "who may get a token of AWS where another provider is trusted",
      from: foreigner,
      editor: mints,
      target: byToken(),
      is: "not",
    },
  ]);
});
