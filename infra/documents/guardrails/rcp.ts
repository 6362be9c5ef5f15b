import type { Statement } from "../../../trust/documents/policy";
import { podIdentityTags } from "./pod-identity-tags";
import type { Entry, Scope } from "./scope";

const assumeActions = [
  "sts:AssumeRole",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
  "sts:SetSourceIdentity",
  "sts:TagSession",
];
const byToken = "sts:AssumeRoleWithWebIdentity";
const otherwise = assumeActions.filter((action) => action !== byToken);

/**
 * The statements of the RCPs, which bind everybody who asks for a role in the accounts that they are attached to:
 * principals of any account, AWS services, federated and anonymous callers.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export function rcpStatements(scope: Scope): Statement[] {
  const launchers = scope.launchers.map(({ arn }) => arn);
  const entered = (kinds: readonly Entry["kind"][]): string[] =>
    scope.launchers.filter(({ entry }) => kinds.includes(entry.kind)).map(({ arn }) => arn);
  const byService = entered(["podIdentity", "ecsTask", "ec2Instance"]);
  const statements: Statement[] = [
    {
      Sid: "DenyAssumeDeployRolesExceptLauncher",
      Effect: "Deny",
      Principal: "*",
      Action: assumeActions,
      Resource: scope.deployRoles,
      // Services and federated callers have no ARN, and a negated operator holds for what is not there.
      Condition: { StringNotEqualsIfExists: { "aws:PrincipalArn": launchers } },
    },
  ];
  if (byService.length > 0) {
    statements.push({
      Sid: "OnlyServicesBecomeLauncher",
      Effect: "Deny",
      Principal: "*",
      Action: assumeActions,
      Resource: byService,
      Condition: { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
    });
  }
  if (entered(["podIdentity"]).length > 0) {
    statements.push({
      Sid: "OnlyEksSetsPodTags",
      Effect: "Deny",
      Principal: "*",
      Action: "sts:TagSession",
      Resource: "*",
      Condition: {
        "ForAnyValue:StringEqualsIgnoreCase": { "aws:TagKeys": podIdentityTags },
        // Transitive tags of a pod's session go on along the chain: whoever has them already may hand them on.
        Null: { "aws:PrincipalTag/kubernetes-namespace": "true" },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    });
  }
  return [
    ...statements,
    ...scope.launchers.flatMap(({ arn, entry }) => webIdentityStatements(arn, entry)),
    ...oidcStatements(scope),
  ];
}

/** Roles for Octopus's own tokens are had by these and by nothing else; by nothing at all, where it issues none. */
function oidcStatements({ oidcRoles, issuer }: Scope): Statement[] {
  const deny: Statement = {
    Sid: "DenyAssumeOidcRoles",
    Effect: "Deny",
    Principal: "*",
    Action: issuer ? otherwise : assumeActions,
    Resource: oidcRoles,
  };
  if (!issuer) return [deny];
  return [
    deny,
    {
      Sid: "DenyAssumeOidcRolesExceptOctopus",
      Effect: "Deny",
      Principal: "*",
      Action: byToken,
      Resource: oidcRoles,
      // Tokens of another issuer do not have this key.
      Condition: { StringNotLikeIfExists: { [`${issuer.host}:sub`]: `space:${issuer.space}:*` } },
    },
  ];
}

/** With IRSA a launcher is entered by web identity, and only by its own service accounts. */
function webIdentityStatements(arn: string, entry: Entry): Statement[] {
  if (entry.kind !== "irsa") return [];
  return [
    {
      Sid: "OnlyWebIdentityBecomesLauncher",
      Effect: "Deny",
      Principal: "*",
      Action: otherwise,
      Resource: arn,
    },
    {
      Sid: "OnlyServiceAccountBecomesLauncher",
      Effect: "Deny",
      Principal: "*",
      Action: byToken,
      Resource: arn,
      Condition: { StringNotEquals: { [`${entry.issuer}:sub`]: entry.subjects } },
    },
  ];
}
