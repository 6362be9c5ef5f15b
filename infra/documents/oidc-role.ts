import { policy, type PolicyDocument } from "../../trust/documents/policy";
import type { OidcAccount } from "../octopus/accounts";

/**
 * Who may have a role that Octopus logs in to with tokens of its own: whoever presents a token of the one issuer, for
 * the one audience, with one of these subjects. No principal of AWS and no service is among them.
 *
 * Each subject is written out. A pattern would admit what somebody in Octopus names so that it fits.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export function oidcTrust({
  providerArn,
  host,
  audience,
  subjects,
}: Pick<OidcAccount, "providerArn" | "host" | "audience" | "subjects">): PolicyDocument {
  return policy({
    Sid: "Octopus",
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${host}:aud`]: audience, [`${host}:sub`]: subjects } },
  });
}
