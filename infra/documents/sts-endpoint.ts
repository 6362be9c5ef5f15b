import { policy, type PolicyDocument, type Statement } from "../../trust/documents/policy";
import type { Organization } from "../config/model";
import { deployRolePath, iamArn } from "../config/names";
import { oidcRolePath } from "../octopus/accounts";

/** Callers that sign their requests. Federated ones do not, and `"*"` alone would match them as well. */
const signed = { AWS: "*" };

/** Actions of STS that have a role as their resource, for signed callers. */
const onRoles = ["sts:AssumeRole", "sts:SetContext", "sts:SetSourceIdentity", "sts:TagSession"];

/** The same for callers with a token of an identity provider, who carry no key of a principal. */
const onRolesFederated = ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

/**
 * What the STS endpoint of a VPC lets through. It grants nothing: what it lets through still needs the caller's
 * permissions and the role's trust.
 *
 * `organization`: the organization's principals to the organization's roles. It stops credentials from elsewhere that
 * somebody brought into the VPC, and ours on their way to a role elsewhere. Three kinds of calls need a statement
 * of their own, or they would be cut off: those without a role, of which `aws:ResourceOrgID` is absent (it is of a
 * role in no organization too, hence no IfExists); federated callers, of whom the principal's keys are; and AWS's
 * own services.
 *
 * `strict`: the launchers to deploy roles, which is all that the chain needs, tokens to the roles that are for tokens of
 * Octopus, and the roles that settings list.
 *
 * @param roles ARNs of the roles that steps assume with a deploy role; for `strict`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sts_vpc_endpoint_policies.html
 * @see https://github.com/aws-samples/data-perimeter-policy-examples/tree/main/vpc_endpoint_policies
 */
export function stsEndpointPolicy(
  organization: Organization,
  mode: "organization" | "strict",
  roles: readonly string[] = [],
): PolicyDocument {
  return policy(...(mode === "strict" ? strict(organization, roles) : open(organization)));
}

function open({ id }: Organization): Statement[] {
  return [
    {
      Sid: "OrganizationToItsRoles",
      Effect: "Allow",
      Principal: signed,
      Action: onRoles,
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": id, "aws:ResourceOrgID": id } },
    },
    {
      Sid: "OrganizationWithoutRole",
      Effect: "Allow",
      Principal: signed,
      NotAction: [...onRoles, ...onRolesFederated],
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": id } },
    },
    {
      Sid: "FederatedToRolesOfTheOrganization",
      Effect: "Allow",
      Principal: "*",
      Action: onRolesFederated,
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceOrgID": id } },
    },
    {
      Sid: "ServicesOfAws",
      Effect: "Allow",
      Principal: "*",
      Action: "sts:*",
      Resource: "*",
      Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } },
    },
  ];
}

function strict({ id, partition, launchers }: Organization, roles: readonly string[]): Statement[] {
  const statements: Statement[] = [
    {
      Sid: "LaunchersToDeployRoles",
      Effect: "Allow",
      Principal: signed,
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Resource: iamArn(partition, "*", "role", deployRolePath, "*"),
      Condition: {
        StringEquals: {
          "aws:PrincipalArn": launchers.map(({ arn }) => arn),
          "aws:PrincipalOrgID": id,
          "aws:ResourceOrgID": id,
        },
      },
    },
    {
      // Whose tokens, the role's trust and the RCP say: a caller without a signature has no key that would tell.
      Sid: "TokensToTheirRoles",
      Effect: "Allow",
      Principal: "*",
      Action: "sts:AssumeRoleWithWebIdentity",
      Resource: iamArn(partition, "*", "role", oidcRolePath, "*"),
      Condition: { StringEquals: { "aws:ResourceOrgID": id } },
    },
    {
      Sid: "WhoAmI",
      Effect: "Allow",
      Principal: signed,
      Action: "sts:GetCallerIdentity",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": id } },
    },
  ];
  if (roles.length === 0) return statements;
  return [
    ...statements,
    {
      Sid: "FurtherRoles",
      Effect: "Allow",
      Principal: signed,
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Resource: [...roles].sort(),
      Condition: { StringEquals: { "aws:PrincipalOrgID": id } },
    },
  ];
}
